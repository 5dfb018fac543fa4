//! Several short texts in one allocation.

use serde::{Deserialize, Serialize};

/// Texts one after another, each behind its length in bytes.
///
/// An order's words, product, clause, field and numbers are read seldom and
/// kept for every order, so they share one allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// INVARIANT: lengths are written in ASCII, five bits a byte above `@`, lowest
// first, with 0x20 set on each but the last: the whole is UTF-8.
pub(crate) struct Words(Box<str>);

impl Words {
    pub(crate) fn join(pieces: &[&str]) -> Self {
        let bytes: usize = pieces.iter().map(|piece| piece.len() + 4).sum();
        let mut joined = String::with_capacity(bytes);
        for piece in pieces {
            let mut length = piece.len();
            while length >= 0x20 {
                joined.push(char::from(0x60 | (length & 0x1f) as u8));
                length >>= 5;
            }
            joined.push(char::from(0x40 | length as u8));
            joined.push_str(piece);
        }
        Self(joined.into())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (mut length, mut shift) = (0_usize, 0_u32);
            let mut bytes = rest.bytes().enumerate();
            let start = loop {
                let (place, byte) = bytes.next()?;
                length |= usize::from(byte & 0x1f).wrapping_shl(shift);
                shift += 5;
                if byte & 0x20 == 0 {
                    break place + 1;
                }
            };
            let (piece, after) = rest.get(start..)?.split_at_checked(length)?;
            rest = after;
            Some(piece)
        })
    }

    /// Returns a piece; empty when there is no such one.
    pub(crate) fn piece(&self, number: usize) -> &str {
        self.iter().nth(number).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_give_back_every_piece(pieces in prop::collection::vec("\\PC{0,80}", 0..8), long in 0_usize..3_000) {
            let long = "ộ".repeat(long);
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).chain([long.as_str()]).collect();
            let words = Words::join(&pieces);
            prop_assert_eq!(words.iter().collect::<Vec<_>>(), pieces);
        }
    }
}
