//! Names that many tasks share, kept once.

use std::collections::BTreeSet;
use std::sync::Arc;

use dondoc_kinds::{DocumentId, UnitId};

/// Every unit and document that tasks speak of.
///
/// Longer ids stand on the heap; tasks point at one copy. Says nothing that the
/// tasks don't say, so it is left out of snapshots and comparisons.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    units: BTreeSet<Arc<UnitId>>,
    documents: BTreeSet<Arc<DocumentId>>,
}

impl PartialEq for Names {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Names {
    pub(crate) fn unit(&mut self, id: &UnitId) -> Arc<UnitId> {
        kept(&mut self.units, id)
    }

    pub(crate) fn document(&mut self, id: &DocumentId) -> Arc<DocumentId> {
        kept(&mut self.documents, id)
    }

    /// Returns an equal id that shares its bytes with the others.
    pub(crate) fn shared(&mut self, id: &UnitId) -> UnitId {
        /// Up to here the bytes stand in the id itself.
        const INLINE: usize = 23;
        if id.as_str().len() <= INLINE {
            return id.clone();
        }
        UnitId::clone(&self.unit(id))
    }
}

fn kept<T: Ord + Clone>(known: &mut BTreeSet<Arc<T>>, id: &T) -> Arc<T> {
    if let Some(same) = known.get(id) {
        return Arc::clone(same);
    }
    let new = Arc::new(id.clone());
    known.insert(Arc::clone(&new));
    new
}
