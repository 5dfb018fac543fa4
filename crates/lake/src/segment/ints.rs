//! Whole numbers in as few bytes as the largest of a block needs.
//!
//! A column of a block is kept as its smallest value and, for each value, the
//! distance to it in 0, 1, 2, 3, 4 or 8 bytes, little-endian. Where values are
//! missing, 0 stands for a missing one and distances are one more.

use super::SegmentProblem;

/// A value that is not there.
pub(crate) const NOTHING: i64 = i64::MIN;

/// How the values of a chunk are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Packing {
    /// Bytes a value: 0, 1, 2, 3, 4 or 8.
    pub(crate) width: u8,
    /// Whether 0 stands for a missing value.
    pub(crate) missing: bool,
    /// The smallest value.
    pub(crate) base: i64,
}

impl Packing {
    /// Whether stored values are the values themselves.
    fn is_plain(self) -> bool {
        self.base == 0 && !self.missing
    }
}

/// Packs `values` at the end of `out`.
pub(crate) fn pack(values: &[i64], out: &mut Vec<u8>) -> Packing {
    let (mut low, mut high, mut missing) = (i64::MAX, i64::MIN, false);
    for &value in values {
        if value == NOTHING {
            missing = true;
        } else {
            low = low.min(value);
            high = high.max(value);
        }
    }
    let base = if low > high { 0 } else { low };
    let more = u64::from(missing);
    let most = match (
        low > high,
        (high.wrapping_sub(base) as u64).checked_add(more),
    ) {
        (true, _) => 0,
        (false, Some(most)) => most,
        // Only moments half a million years apart span all 64 bits.
        (false, None) => u64::MAX,
    };
    let width: u8 = match most {
        0 => 0,
        1..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFF_FFFF => 3,
        0x100_0000..=0xFFFF_FFFF => 4,
        _ => 8,
    };
    out.reserve(values.len() * usize::from(width));
    if width > 0 {
        for &value in values {
            let stored = if value == NOTHING {
                0
            } else {
                (value.wrapping_sub(base) as u64).wrapping_add(more)
            };
            out.extend_from_slice(&stored.to_le_bytes()[..usize::from(width)]);
        }
    }
    Packing {
        width,
        missing,
        base,
    }
}

/// Calls `each` for every value of a chunk, in order.
#[inline]
pub(crate) fn unpack(
    packing: Packing,
    bytes: &[u8],
    count: usize,
    mut each: impl FnMut(i64),
) -> Result<(), SegmentProblem> {
    if bytes.len() != count * usize::from(packing.width) {
        return Err(SegmentProblem::Inconsistent { what: "column" });
    }
    if packing.is_plain() {
        return stored(packing.width, bytes, count, |value| each(value as i64));
    }
    let Packing { missing, base, .. } = packing;
    if missing {
        stored(packing.width, bytes, count, |value| {
            each(if value == 0 {
                NOTHING
            } else {
                base.wrapping_add((value - 1) as i64)
            });
        })
    } else {
        stored(packing.width, bytes, count, |value| {
            each(base.wrapping_add(value as i64));
        })
    }
}

#[inline]
fn stored(
    width: u8,
    bytes: &[u8],
    count: usize,
    mut each: impl FnMut(u64),
) -> Result<(), SegmentProblem> {
    match width {
        0 => (0..count).for_each(|_| each(0)),
        1 => bytes.iter().for_each(|&b| each(u64::from(b))),
        2 => (bytes.as_chunks::<2>().0.iter()).for_each(|b| each(u16::from_le_bytes(*b).into())),
        3 => (bytes.as_chunks::<3>().0.iter())
            .for_each(|&[a, b, c]| each(u32::from_le_bytes([a, b, c, 0]).into())),
        4 => (bytes.as_chunks::<4>().0.iter()).for_each(|b| each(u32::from_le_bytes(*b).into())),
        8 => (bytes.as_chunks::<8>().0.iter()).for_each(|b| each(u64::from_le_bytes(*b))),
        _ => return Err(SegmentProblem::Inconsistent { what: "width" }),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_out(
            values in prop::collection::vec(
                prop_oneof![Just(NOTHING), -300_i64..300, any::<i32>().prop_map(i64::from), any::<i64>()],
                0..50),
        ) {
            // All of an i64 but the smallest, with missing ones, is one value too many.
            let spread = values.iter().filter(|&&v| v != NOTHING);
            let span = spread.clone().max().zip(spread.min()).map(|(a, b)| a.abs_diff(*b));
            prop_assume!(span != Some(u64::MAX));
            let mut bytes = Vec::new();
            let packing = pack(&values, &mut bytes);
            let mut back = Vec::new();
            unpack(packing, &bytes, values.len(), |value| back.push(value)).unwrap();
            prop_assert_eq!(back, values);
        }
    }

    #[test]
    fn a_column_of_one_value_takes_no_byte() {
        let mut bytes = Vec::new();
        pack(&[7; 1_000], &mut bytes);
        assert!(bytes.is_empty());
    }
}
