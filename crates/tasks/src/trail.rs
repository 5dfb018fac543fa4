//! Which ledger entries touched a task.

use serde::{Deserialize, Serialize};

/// The indexes of all ledger entries that touched one thing, oldest first.
///
/// Every figure of a briefing leads back to entries through this list, so it is
/// kept for every task: packed as differences of 7 bits a byte, two to four
/// bytes an entry instead of eight.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
// INVARIANT: `packed` is a sequence of complete LEB128 numbers, each the
// zigzag difference to the entry before; `last` is their sum.
pub struct Trail {
    packed: Box<[u8]>,
    last: u64,
}

impl Trail {
    /// Adds an entry. The same entry twice in a row is kept once.
    pub fn push(&mut self, entry: u64) {
        if !self.packed.is_empty() && entry == self.last {
            return;
        }
        let difference = entry.wrapping_sub(self.last) as i64;
        let mut rest = ((difference << 1) ^ (difference >> 63)) as u64;
        let mut bytes = [0; 10];
        let mut length = 1;
        for byte in &mut bytes {
            *byte = rest as u8 & 0x7f;
            rest >>= 7;
            if rest == 0 {
                break;
            }
            *byte |= 0x80;
            length += 1;
        }
        // Without room to spare: trails are many and short.
        let mut packed = Vec::from(std::mem::take(&mut self.packed));
        packed.reserve_exact(length);
        packed.extend(bytes.iter().take(length));
        self.packed = packed.into_boxed_slice();
        self.last = entry;
    }

    /// Returns the newest entry, `None` when nothing was added.
    #[must_use]
    pub fn last(&self) -> Option<u64> {
        (!self.packed.is_empty()).then_some(self.last)
    }

    /// Returns the entries, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        let mut bytes = self.packed.iter();
        let mut sum = 0_u64;
        std::iter::from_fn(move || {
            let (mut zigzag, mut shift) = (0_u64, 0_u32);
            loop {
                let byte = *bytes.next()?;
                zigzag |= u64::from(byte & 0x7f).wrapping_shl(shift);
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            let difference = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
            sum = sum.wrapping_add(difference as u64);
            Some(sum)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_trail_gives_back_every_entry_in_order(entries in prop::collection::vec(any::<u64>(), 0..50)) {
            let mut trail = Trail::default();
            entries.iter().for_each(|entry| trail.push(*entry));
            let mut expected = entries.clone();
            expected.dedup();
            prop_assert_eq!(trail.iter().collect::<Vec<_>>(), expected);
            prop_assert_eq!(trail.last(), entries.last().copied());
        }
    }
}
