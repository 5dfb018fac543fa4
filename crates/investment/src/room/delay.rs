//! How much longer a project took than comparable ones usually do, shared among
//! its stages, some of which run beside each other.

use serde::Serialize;

use super::project::StageName;
use crate::holdup::stages::{Held, Node, explained};

/// A project against the usual length (the median) of each of its stages that can
/// be compared. A statement about where the time stands, never about who caused it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delay {
    /// Days from the first to the last of these stages, beyond the usual; the sum of
    /// the parts.
    pub total: i64,
    /// Days that each stage explains (Shapley value, rounded so that they add up);
    /// below zero for a stage that was quicker. The largest first.
    pub parts: Vec<(StageName, i64)>,
    /// A stage still runs: all of this is at least so much.
    pub open: bool,
}

/// Whether `earlier` must have ended before `later` begins. Site clearance runs
/// beside design and contractor selection.
fn precedes(earlier: StageName, later: StageName) -> bool {
    let place = |name| StageName::ALL.iter().position(|it| *it == name);
    let beside = [StageName::Design, StageName::Tender];
    let parallel = (earlier == StageName::Clearance && beside.contains(&later))
        || (later == StageName::Clearance && beside.contains(&earlier));
    !parallel && place(earlier) < place(later)
}

/// Returns where a project's delay stands. `None` when fewer than two stages can
/// be compared, or it took no longer than usual.
pub fn delay(held: &[Held]) -> Option<Delay> {
    let mut stages: Vec<(StageName, &Held)> = Vec::new();
    for name in StageName::ALL {
        stages.extend(
            held.iter()
                .find(|it| it.stage == name.word())
                .map(|it| (name, it)),
        );
    }
    if stages.len() < 2 {
        return None;
    }
    let node = |(at, (name, held)): (usize, &(StageName, &Held))| Node {
        days: held.duration.days,
        usual: held.median,
        after: (0..at)
            .filter(|before| precedes(stages[*before].0, *name))
            .collect(),
    };
    let nodes: Vec<Node> = stages.iter().enumerate().map(node).collect();
    let parts = explained(&nodes)?;
    let total = parts.iter().sum::<f64>().round() as i64;
    if total <= 0 {
        return None;
    }
    let names = stages.iter().map(|(name, _)| *name);
    let mut parts: Vec<(StageName, i64)> = names.zip(whole(&parts, total)).collect();
    parts.retain(|(_, days)| *days != 0);
    parts.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
    let open = stages.iter().any(|(_, held)| !held.duration.ended);
    Some(Delay { total, parts, open })
}

/// Whole days that add up: what rounding down leaves over goes to the largest rests.
fn whole(parts: &[f64], total: i64) -> Vec<i64> {
    let mut days: Vec<i64> = parts.iter().map(|part| part.floor() as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |at: usize| parts[at] - parts[at].floor();
    order.sort_by(|a, b| rest(*b).total_cmp(&rest(*a)));
    let left = total - days.iter().sum::<i64>();
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        days[at] += 1;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdup::kaplan_meier::Duration;

    fn held(name: StageName, days: i64, median: i64, ended: bool) -> Held {
        Held {
            stage: name.word().to_owned(),
            duration: Duration { days, ended },
            q25: median / 2,
            median,
            q75: median * 2,
            beyond: 0,
            comparable: 30,
        }
    }

    #[test]
    fn clearance_beside_design_shares_the_delay_and_the_parts_add_up() {
        let all = [
            held(StageName::Design, 130, 100, true),
            held(StageName::Clearance, 151, 100, true),
            held(StageName::Construction, 200, 190, false),
        ];
        let delay = delay(&all).unwrap();
        assert_eq!((delay.total, delay.open), (61, true));
        let parts = [
            (StageName::Clearance, 36),
            (StageName::Design, 15),
            (StageName::Construction, 10),
        ];
        assert_eq!(delay.parts, parts);
        assert_eq!(delay.parts.iter().map(|it| it.1).sum::<i64>(), delay.total);
    }

    #[test]
    fn a_quick_project_and_a_single_stage_say_nothing() {
        let quick = [
            held(StageName::Design, 90, 100, true),
            held(StageName::Tender, 40, 50, true),
        ];
        assert_eq!(delay(&quick), None);
        assert_eq!(delay(&[held(StageName::Design, 900, 100, true)]), None);
    }
}
