//! Exact quantiles.

/// Returns quantiles of values, each interpolated linearly between the two
/// nearest ranks (type 7 of Hyndman and Fan 1996, the default of R and numpy).
///
/// `wanted` must rise. Reorders the values; `None` when there are none. Linear time.
pub fn quantiles<T: Copy + Ord + Into<i64>, const N: usize>(
    values: &mut [T],
    wanted: [f64; N],
) -> [Option<f64>; N] {
    scaled(values, wanted, 1)
}

/// The same of values that are each worth `scale`: the result does not depend on
/// whether values were kept in seconds or in microseconds.
pub(crate) fn scaled<T: Copy + Ord + Into<i64>, const N: usize>(
    values: &mut [T],
    wanted: [f64; N],
    scale: i64,
) -> [Option<f64>; N] {
    let Some(last) = values.len().checked_sub(1) else {
        return [None; N];
    };
    // What lies before this place is not above what lies behind it.
    let mut done = 0;
    wanted.map(|q| {
        let place = last as f64 * q.clamp(0.0, 1.0);
        let below = place.floor();
        let at = (below as usize).max(done);
        let (_, &mut low, above) = values[done..].select_nth_unstable(at - done);
        done = at;
        let part = place - below;
        let high = match above.iter().min() {
            Some(&high) if part > 0.0 => high,
            _ => low,
        };
        Some(between(low.into() * scale, high.into() * scale, part))
    })
}

/// What lies at `part` of the way from one value to another.
pub(crate) fn between(low: i64, high: i64, part: f64) -> f64 {
    low as f64 + (high - low) as f64 * part
}

/// Returns one quantile; see [`quantiles`].
pub fn quantile<T: Copy + Ord + Into<i64>>(values: &mut [T], q: f64) -> Option<f64> {
    let [found] = quantiles(values, [q]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(quantile(&mut [4_i64, 1, 3, 2], 0.5), Some(2.5));
        assert_eq!(quantile(&mut [5_i64], 0.9), Some(5.0));
        assert_eq!(quantile::<i64>(&mut [], 0.9), None);
        let mut all: Vec<i64> = (0..101).rev().collect();
        let found = quantiles(&mut all, [0.5, 0.5, 0.905, 1.0]);
        assert_eq!(found, [Some(50.0), Some(50.0), Some(90.5), Some(100.0)]);
    }
}
