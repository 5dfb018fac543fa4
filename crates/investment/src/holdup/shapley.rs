//! Splitting a delay over stages that run beside each other.

/// Stages more than this would make too many orders to look at.
pub const MOST_STAGES: usize = 12;

/// Returns each stage's share of `delay(all)`, averaged over every order in
/// which the stages could have become late. The shares add up to
/// `delay(all) - delay(none)`. `delay` is told, as bits, which stages took as
/// long as they did; the others take their usual time. `None` for more than
/// [`MOST_STAGES`] stages.
///
/// # Source
/// Shapley, *A Value for n-Person Games* (1953).
pub fn shares(stages: usize, delay: impl Fn(u32) -> f64) -> Option<Vec<f64>> {
    if stages > MOST_STAGES {
        return None;
    }
    let sets: u32 = 1 << stages;
    let of_set: Vec<f64> = (0..sets).map(delay).collect();
    let mut factorial = vec![1.0; stages + 1];
    for n in 1..=stages {
        factorial[n] = factorial[n - 1] * n as f64;
    }
    let share = |stage: usize| {
        let bit = 1_u32 << stage;
        let without = (0..sets).filter(|set| set & bit == 0);
        let parts = without.map(|set| {
            let size = set.count_ones() as usize;
            let orders = factorial[size] * factorial[stages - size - 1] / factorial[stages];
            orders * (of_set[(set | bit) as usize] - of_set[set as usize])
        });
        parts.sum()
    };
    Some((0..stages).map(share).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_stages_get_what_each_took_too_long() {
        let late = [30.0, 0.0, 12.0];
        let delay = |set: u32| {
            (0..3)
                .filter(|k| set & (1 << k) != 0)
                .map(|k| late[k])
                .sum()
        };
        assert_eq!(shares(3, delay).unwrap(), late);
    }

    #[test]
    fn parallel_stages_share_what_only_both_together_hold_up() {
        // Site clearance 50 days late beside a design 30 days late: the last
        // 20 are the site's alone, the first 30 are shared.
        let late = [50.0_f64, 30.0];
        let delay = |set: u32| {
            let of = |k: usize| if set & (1 << k) != 0 { late[k] } else { 0.0 };
            of(0).max(of(1))
        };
        let shares = shares(2, delay).unwrap();
        assert!((shares[0] - 35.0).abs() < 1e-9 && (shares[1] - 15.0).abs() < 1e-9);
    }

    #[test]
    fn shares_add_up_whatever_the_network() {
        let delay = |set: u32| f64::from(set.count_ones().pow(2)) + f64::from(set & 1);
        let sum: f64 = shares(6, delay).unwrap().iter().sum();
        assert!((sum - delay(0b11_1111)).abs() < 1e-9);
    }
}
