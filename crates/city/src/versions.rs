//! How many entries each stream has.

#![expect(
    clippy::disallowed_types,
    reason = "looked up a million times in a fold, and written in order: its order can't leak"
)]

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

/// The number of entries of each stream.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Versions(HashMap<SmolStr, u64>);

impl Versions {
    /// Returns the number of entries in a stream.
    pub(crate) fn get(&self, stream: &str) -> u64 {
        self.0.get(stream).copied().unwrap_or(0)
    }

    /// Notes that a stream has so many entries.
    pub(crate) fn set(&mut self, stream: &str, version: u64) {
        match self.0.get_mut(stream) {
            Some(known) => *known = version,
            None => {
                self.0.insert(SmolStr::new(stream), version);
            }
        }
    }
}

impl Serialize for Versions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ordered: BTreeMap<&SmolStr, u64> =
            self.0.iter().map(|(name, it)| (name, *it)).collect();
        ordered.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Versions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        HashMap::deserialize(deserializer).map(Self)
    }
}
