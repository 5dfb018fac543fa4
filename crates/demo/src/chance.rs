//! Chance that is the same every time.

/// SplitMix64 (Steele, Lea, Flood 2014): small, well spread, and the same on
/// every machine. Not for secrets.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Chance that depends on the seed and on what it is for, so that one more
    /// task does not change the lives of the others.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a, to turn the purpose into a number.
        let hash = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        Self(seed ^ hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both possible; `low` when they cross.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        // The remainder of a division by a u32 fits a u32.
        low.saturating_add(u32::try_from(self.next() % span).unwrap_or(0))
    }

    /// True in `permille` of a thousand cases.
    pub(crate) fn happens(&mut self, permille: u32) -> bool {
        self.between(1, 1000) <= permille
    }

    /// One of the choices, `None` when there is none.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let last = u32::try_from(choices.len().checked_sub(1)?).ok()?;
        let at = self.between(0, last);
        choices.get(usize::try_from(at).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_and_purpose_give_the_same_numbers() {
        let draw = |seed, purpose| {
            let mut chance = Chance::new(seed, purpose);
            (0..8)
                .map(|_| chance.between(0, 1_000_000))
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(7, "a"), draw(7, "a"));
        assert_ne!(draw(7, "a"), draw(7, "b"));
        assert_ne!(draw(7, "a"), draw(8, "a"));
    }

    #[test]
    fn the_first_output_of_seed_zero_is_that_of_the_reference_implementation() {
        // Published test vector of SplitMix64 with state 0.
        assert_eq!(Chance(0).next(), 0xe220_a839_7b1d_cdaf);
    }
}
