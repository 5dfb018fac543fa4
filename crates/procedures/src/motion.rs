//! How cases moved, month by month: the map as it was lived, in pictures of one month.

use std::collections::BTreeMap;

use dondoc_lake::{EventLog, NO_TIME};
use jiff::Timestamp;
use jiff::tz::Offset;

/// Moves from step to step by the month in which they arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Motion {
    /// The months between the first and the last move, such as `2024-03`, in order;
    /// months in which nothing moved too.
    pub months: Vec<String>,
    /// By names of the steps from and to: how many arrived in each month.
    pub moves: BTreeMap<(String, String), Vec<u64>>,
}

impl Motion {
    /// Counts the moves of a log, months being those of an offset east of UTC. Moves to
    /// an event without a moment belong to no month.
    pub fn of(log: &EventLog, offset_seconds: i32) -> Self {
        let offset = Offset::from_seconds(offset_seconds).unwrap_or(Offset::UTC);
        let month = |micros: i64| {
            let at = Timestamp::from_microsecond(micros).ok()?;
            let day = offset.to_datetime(at);
            Some(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
        };
        let mut counts: BTreeMap<(u16, u16), BTreeMap<i32, u64>> = BTreeMap::new();
        for case in 0..log.cases() {
            let (trace, times) = (log.trace(case), log.case_times(case));
            for at in 1..trace.len() {
                if times[at] == NO_TIME {
                    continue;
                }
                if let Some(month) = month(times[at]) {
                    let moves = counts.entry((trace[at - 1], trace[at])).or_default();
                    *moves.entry(month).or_default() += 1;
                }
            }
        }
        let all = || counts.values().flat_map(|months| months.keys().copied());
        let (Some(first), Some(last)) = (all().min(), all().max()) else {
            return Self::default();
        };
        let name = |code: u16| log.activities().get(usize::from(code)).to_owned();
        let mut moves: BTreeMap<(String, String), Vec<u64>> = BTreeMap::new();
        for ((from, to), months) in &counts {
            let own = moves.entry((name(*from), name(*to))).or_default();
            own.resize((last - first + 1) as usize, 0);
            for (month, n) in months {
                own[(month - first) as usize] += n;
            }
        }
        Self {
            months: (first..=last)
                .map(|month| {
                    format!(
                        "{:04}-{:02}",
                        month.div_euclid(12),
                        month.rem_euclid(12) + 1
                    )
                })
                .collect(),
            moves,
        }
    }

    /// Moves along an arrow in each month; empty where there was none.
    pub fn along(&self, from: &str, to: &str) -> &[u64] {
        let found = self.moves.get(&(from.to_owned(), to.to_owned()));
        found.map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dondoc_lake::{LogBuilder, Row, Zones};

    #[test]
    fn moves_of_all_months_are_the_arrows_of_the_map() {
        let mut builder = LogBuilder::default();
        let hour = 3_600_000_000_i64;
        for number in 0..40_i64 {
            let case = builder.case(&format!("H{number}"));
            for (step, name) in ["in", "check", "out"].into_iter().enumerate() {
                let at = number * 61 * hour + step as i64 * 100 * hour;
                builder.push(case, &Row::new(name, at));
            }
        }
        let log = builder.finish(Zones::default()).unwrap();
        let motion = Motion::of(&log, 7 * 3_600);
        assert_eq!(motion.months.first().map(String::as_str), Some("1970-01"));
        let map = crate::ProcessMap::of(&log, None);
        for edge in &map.edges {
            let along = motion.along(&edge.from, &edge.to);
            assert_eq!(along.len(), motion.months.len());
            assert_eq!(along.iter().sum::<u64>(), edge.n);
        }
        assert!(motion.along("out", "in").is_empty());
    }

    #[test]
    fn a_month_is_that_of_the_offices() {
        let mut builder = LogBuilder::default();
        let case = builder.case("H1");
        // 31 January 1970, 18:00 UTC, is February at UTC+7.
        let at = (30 * 24 + 18) * 3_600_000_000_i64;
        builder.push(case, &Row::new("in", at - 1));
        builder.push(case, &Row::new("out", at));
        let log = builder.finish(Zones::default()).unwrap();
        assert_eq!(Motion::of(&log, 7 * 3_600).months, ["1970-02"]);
        assert_eq!(Motion::of(&log, 0).months, ["1970-01"]);
    }
}
