//! Exact quantiles.

/// Returns the `q` quantile of values, interpolated linearly between the two
/// nearest ranks (type 7 of Hyndman and Fan 1996, the default of R and numpy).
///
/// Reorders the values; `None` when there are none. Linear time.
pub fn quantile<T: Copy + Ord + Into<i64>>(values: &mut [T], q: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = last as f64 * q.clamp(0.0, 1.0);
    let below = place.floor();
    let (_, &mut low, above) = values.select_nth_unstable(below as usize);
    let low: i64 = low.into();
    let part = place - below;
    let high: i64 = match above.iter().min() {
        Some(&high) if part > 0.0 => high.into(),
        _ => low,
    };
    Some(low as f64 + (high - low) as f64 * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(quantile(&mut [4_i64, 1, 3, 2], 0.5), Some(2.5));
        assert_eq!(quantile(&mut [5_i64], 0.9), Some(5.0));
        assert_eq!(quantile::<i64>(&mut [], 0.9), None);
    }
}
