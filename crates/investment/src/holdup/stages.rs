//! Days of a stage beyond three quarters of comparable projects.

use std::collections::BTreeMap;

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::Serialize;

use super::kaplan_meier::{Duration, quantiles};
use super::shapley;

/// With fewer comparable ended stages than this nothing is shown.
pub const LEAST_COMPARABLE: usize = 20;

/// One stage of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The project, as a number of the caller's.
    pub project: usize,
    /// Which stage: scope, design, a gap between two stages, …
    pub stage: String,
    /// Type and size of the project: what makes projects comparable.
    pub class: String,
    /// First day.
    pub started: Date,
    /// Last day; `None` while it is open.
    pub ended: Option<Date>,
}

impl Stage {
    /// Returns how long it took or has taken by the close of `as_of`; `None`
    /// when it had not begun or ends before it begins.
    pub fn duration(&self, as_of: Date) -> Option<Duration> {
        let ended = self.ended.filter(|end| *end <= as_of);
        let until = ended.unwrap_or(as_of);
        let days = i64::from(until.since(self.started).ok()?.get_days());
        (days >= 0).then_some(Duration {
            days,
            ended: ended.is_some(),
        })
    }
}

/// A stage beside those of comparable projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Which stage.
    pub stage: String,
    /// How long it took or has taken.
    pub duration: Duration,
    /// A quarter of comparable stages ended by then.
    pub q25: i64,
    /// Half of them.
    pub median: i64,
    /// Three quarters of them.
    pub q75: i64,
    /// Days beyond `q75`. Of an open stage it is a lower bound: *at least*.
    pub beyond: i64,
    /// Comparable stages that had ended.
    pub comparable: usize,
}

/// Says where the time stands; never who caused it.
impl Say for Held {
    fn key(&self) -> &'static str {
        match (self.beyond > 0, self.duration.ended) {
            (true, true) => "investment-stage-beyond",
            (true, false) => "investment-stage-beyond-open",
            (false, _) => "investment-stage-usual",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![
            ("stage", Arg::from(self.stage.as_str())),
            ("days", Arg::Count(self.duration.days)),
            ("beyond", Arg::Count(self.beyond)),
            ("median", Arg::Count(self.median)),
            ("n", Arg::Count(self.comparable as i64)),
        ]
    }
}

/// Stages of many projects as they stood on one day.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    as_of: Date,
    classes: BTreeMap<(&'a str, &'a str), Vec<(usize, Duration)>>,
}

impl<'a> Comparison<'a> {
    /// Gathers the stages that had begun by `as_of`.
    pub fn new(stages: &'a [Stage], as_of: Date) -> Self {
        let mut classes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for stage in stages {
            if let Some(duration) = stage.duration(as_of) {
                let key = (stage.stage.as_str(), stage.class.as_str());
                classes
                    .entry(key)
                    .or_default()
                    .push((stage.project, duration));
            }
        }
        Self { as_of, classes }
    }

    /// Returns a stage beside the same stage of the other projects of its class
    /// (its own project left out). `None` when it had not begun, when fewer than
    /// [`LEAST_COMPARABLE`] have ended, or when too many are open to know the
    /// upper quartile.
    pub fn held(&self, stage: &Stage) -> Option<Held> {
        let duration = stage.duration(self.as_of)?;
        let key = (stage.stage.as_str(), stage.class.as_str());
        let class = self.classes.get(&key)?.iter();
        let others: Vec<Duration> = class
            .filter(|(project, _)| *project != stage.project)
            .map(|(_, duration)| *duration)
            .collect();
        let comparable = others.iter().filter(|other| other.ended).count();
        if comparable < LEAST_COMPARABLE {
            return None;
        }
        let [Some(q25), Some(median), Some(q75)] = quantiles(&others, [0.25, 0.5, 0.75]) else {
            return None;
        };
        Some(Held {
            stage: stage.stage.clone(),
            duration,
            q25,
            median,
            q75,
            beyond: (duration.days - q75).max(0),
            comparable,
        })
    }
}

/// A stage in the network of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Days it took.
    pub days: i64,
    /// Days it usually takes (the median of its class).
    pub usual: i64,
    /// Places of the stages that must end before it begins, all smaller than
    /// its own.
    pub after: Vec<usize>,
}

/// Returns, for stages some of which run beside each other, how many days of the
/// project's delay each explains; the parts add up to the finish as it was less
/// the finish with every stage at its usual length. `None` for more than
/// [`shapley::MOST_STAGES`] stages or a stage that waits for a later one.
pub fn explained(nodes: &[Node]) -> Option<Vec<f64>> {
    let ordered = |(at, node): (usize, &Node)| node.after.iter().all(|before| *before < at);
    if !nodes.iter().enumerate().all(ordered) {
        return None;
    }
    shapley::shares(nodes.len(), |set| finish(nodes, set) as f64)
}

/// Finish of the network when the stages in `set` take as long as they did.
fn finish(nodes: &[Node], set: u32) -> i64 {
    let mut ends: Vec<i64> = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let begin = node.after.iter().map(|before| ends[*before]).max();
        let days = if set & (1 << at) != 0 {
            node.days
        } else {
            node.usual
        };
        ends.push(begin.unwrap_or(0) + days);
    }
    ends.into_iter().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(project: usize, days: i64, ended: bool) -> Stage {
        let started: Date = "2023-01-01".parse().unwrap();
        let end = started.checked_add(jiff::Span::new().days(days)).unwrap();
        Stage {
            project,
            stage: "design".to_owned(),
            class: "school/m".to_owned(),
            started,
            ended: ended.then_some(end),
        }
    }

    fn on(day: &str) -> Date {
        day.parse().unwrap()
    }

    #[test]
    fn below_twenty_comparable_projects_nothing_is_shown() {
        let stages: Vec<Stage> = (0..20).map(|p| stage(p, 100, true)).collect();
        assert_eq!(
            Comparison::new(&stages, on("2024-01-01")).held(&stages[0]),
            None
        );
        let stages: Vec<Stage> = (0..21).map(|p| stage(p, 100, true)).collect();
        let held = Comparison::new(&stages, on("2024-01-01"))
            .held(&stages[0])
            .unwrap();
        assert_eq!((held.comparable, held.beyond), (20, 0));
    }

    #[test]
    fn a_project_is_not_its_own_yardstick_and_an_open_stage_is_at_least() {
        let mut stages: Vec<Stage> = (1..=40).map(|p| stage(p, p as i64 * 10, true)).collect();
        stages.push(stage(99, 0, false));
        let comparison = Comparison::new(&stages, on("2024-12-31"));
        let held = comparison.held(&stages[40]).unwrap();
        assert_eq!((held.q25, held.median, held.q75), (100, 200, 300));
        assert_eq!(held.duration.days, 730);
        assert_eq!(held.beyond, 430);
        assert_eq!(held.key(), "investment-stage-beyond-open");
    }

    #[test]
    fn what_ended_after_the_day_was_still_open_then() {
        let one = stage(1, 400, true);
        let then = one.duration(on("2023-04-11")).unwrap();
        assert_eq!(
            then,
            Duration {
                days: 100,
                ended: false
            }
        );
        assert_eq!(one.duration(on("2022-12-31")), None);
    }

    #[test]
    fn a_site_that_is_late_beside_a_late_design_shares_the_delay() {
        let node = |days, usual, after: &[usize]| Node {
            days,
            usual,
            after: after.to_vec(),
        };
        let network = [
            node(130, 100, &[]),
            node(150, 100, &[]),
            node(200, 190, &[0, 1]),
        ];
        let parts = explained(&network).unwrap();
        assert!((parts.iter().sum::<f64>() - 60.0).abs() < 1e-9);
        assert!((parts[0] - 15.0).abs() < 1e-9 && (parts[1] - 35.0).abs() < 1e-9);
    }

    #[test]
    fn a_stage_that_waits_for_a_later_one_is_no_network() {
        let node = Node {
            days: 1,
            usual: 1,
            after: vec![0],
        };
        assert_eq!(explained(&[node]), None);
    }
}
