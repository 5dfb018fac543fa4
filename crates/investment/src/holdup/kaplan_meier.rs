//! Quantiles of durations when some have not ended.

use serde::Serialize;

/// How long something took, or has taken so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Duration {
    /// Days.
    pub days: i64,
    /// It has ended; otherwise it is censored: at least this long.
    pub ended: bool,
}

/// Returns, for each level, the first duration by which that share had ended;
/// `None` where too many are still open to say. Levels must rise.
///
/// The product-limit estimate: at each end, those still under way count.
///
/// # Source
/// Kaplan and Meier, *Nonparametric Estimation from Incomplete Observations*
/// (1958).
pub fn quantiles<const N: usize>(durations: &[Duration], levels: [f64; N]) -> [Option<i64>; N] {
    let mut sorted = durations.to_vec();
    // Ends before those still open on the same day, as is usual.
    sorted.sort_by_key(|duration| (duration.days, !duration.ended));
    let mut found = [None; N];
    let mut surviving = 1.0;
    let mut under_way = sorted.len() as f64;
    for duration in sorted {
        if duration.ended {
            surviving *= 1.0 - 1.0 / under_way;
            for (level, found) in levels.iter().zip(&mut found) {
                // A hair below, so that 1/2 of two is reached by the first.
                if found.is_none() && 1.0 - surviving >= level - 1e-12 {
                    *found = Some(duration.days);
                }
            }
        }
        under_way -= 1.0;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn durations(days: &[(i64, bool)]) -> Vec<Duration> {
        let one = |(days, ended): &(i64, bool)| Duration {
            days: *days,
            ended: *ended,
        };
        days.iter().map(one).collect()
    }

    #[test]
    fn without_open_ones_it_is_the_plain_quantile() {
        let all = durations(&[(10, true), (20, true), (30, true), (40, true)]);
        assert_eq!(
            quantiles(&all, [0.25, 0.5, 0.75]),
            [Some(10), Some(20), Some(30)]
        );
    }

    #[test]
    fn open_ones_push_the_median_out_and_hide_the_upper_quartile() {
        let all = durations(&[(10, true), (15, false), (20, true), (30, true), (35, false)]);
        // After 10: 4/5 left; after 20: 4/5 · 2/3 = 8/15; after 30: 8/15 · 1/2 = 4/15.
        assert_eq!(
            quantiles(&all, [0.25, 0.5, 0.75]),
            [Some(20), Some(30), None]
        );
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(quantiles(&[], [0.5]), [None]);
    }
}
