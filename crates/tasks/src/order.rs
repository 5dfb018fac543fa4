//! What an order says, kept once for all tasks that it led to.

use std::sync::Arc;

use dondoc_kinds::{DocumentId, MeetingId, ProposalId, UnitId};
use serde::{Deserialize, Serialize};

use crate::event::Issued;
use crate::names::Names;
use crate::values::{Importance, Target};
use crate::words::Words;

const TEXT: usize = 0;
const PRODUCT: usize = 1;
const CLAUSE: usize = 2;
const FIELD: usize = 3;
const TARGETS: usize = 4;

/// What stays as it was at issue, and is the same for all units of one order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
// INVARIANT: `words` holds text, product, clause, field, then value and unit of
// each target; an empty clause or field means that there is none.
pub(crate) struct Order {
    pub(crate) item: ProposalId,
    words: Words,
    coordinating: Box<[Arc<UnitId>]>,
    document: Option<Arc<DocumentId>>,
    start: u32,
    end: u32,
    conclusion_of: Option<Box<MeetingId>>,
    pub(crate) importance: Importance,
}

/// Where the words of a task stand, borrowed from the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceOf<'a> {
    /// The registered document.
    pub document: &'a DocumentId,
    /// First Unicode code point of the words in the document's text.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The clause as the document numbers it (`II.3.a`), where it does.
    pub clause: Option<&'a str>,
}

impl Order {
    pub(crate) fn new(event: &Issued, names: &mut Names) -> Self {
        let source = event.source.as_ref();
        let mut pieces = Vec::with_capacity(TARGETS + 2 * event.targets.len());
        pieces.extend([
            &*event.text,
            &*event.product,
            source
                .and_then(|source| source.clause.as_deref())
                .unwrap_or_default(),
            event.field.as_deref().unwrap_or_default(),
        ]);
        for target in &event.targets {
            pieces.extend([target.value.as_str(), target.unit.as_str()]);
        }
        let coordinating = event.coordinating.iter().map(|unit| names.unit(unit));
        Self {
            item: event.item.clone(),
            words: Words::join(&pieces),
            coordinating: coordinating.collect(),
            document: source.map(|source| names.document(&source.document)),
            start: source.map_or(0, |source| source.start),
            end: source.map_or(0, |source| source.end),
            conclusion_of: event.conclusion_of.clone().map(Box::new),
            importance: event.importance,
        }
    }

    /// Points at the names that others share, after a snapshot was read.
    pub(crate) fn share_names(&mut self, names: &mut Names) {
        for unit in &mut self.coordinating {
            *unit = names.unit(unit);
        }
        if let Some(document) = &mut self.document {
            *document = names.document(document);
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.words.piece(TEXT)
    }

    pub(crate) fn product(&self) -> &str {
        self.words.piece(PRODUCT)
    }

    pub(crate) fn field(&self) -> Option<&str> {
        Some(self.words.piece(FIELD)).filter(|field| !field.is_empty())
    }

    pub(crate) fn source(&self) -> Option<SourceOf<'_>> {
        let document = self.document.as_deref()?;
        Some(SourceOf {
            document,
            start: self.start,
            end: self.end,
            clause: Some(self.words.piece(CLAUSE)).filter(|clause| !clause.is_empty()),
        })
    }

    pub(crate) fn document(&self) -> Option<&DocumentId> {
        self.document.as_deref()
    }

    pub(crate) fn coordinating(&self) -> impl ExactSizeIterator<Item = &UnitId> {
        self.coordinating.iter().map(AsRef::as_ref)
    }

    pub(crate) fn targets(&self) -> impl Iterator<Item = Target> {
        let mut pieces = self.words.iter().skip(TARGETS);
        std::iter::from_fn(move || {
            Some(Target {
                value: pieces.next()?.into(),
                unit: pieces.next()?.into(),
            })
        })
    }

    pub(crate) fn conclusion_of(&self) -> Option<&MeetingId> {
        self.conclusion_of.as_deref()
    }
}
