//! An independent look at a set of moves.
//!
//! It reads the instance and the moves as written and recomputes everything
//! from the rules, row by row. It shares nothing with the search that made
//! them, so that a mistake there cannot hide here.

use std::collections::BTreeMap;

use dondoc_kinds::{Arg, Say};
use serde::Serialize;

use super::instance::{Instance, Label};
use super::proposal::Move;

/// A rule that a set of moves breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Violation {
    /// The project is not in the instance, or stands under another unit or source.
    UnknownProject {
        /// The project.
        project: Label,
    },
    /// The project is touched twice, both ways at once, or by a negative amount.
    WashTrade {
        /// The project.
        project: Label,
    },
    /// The change is smaller than the least move.
    Crumb {
        /// The project.
        project: Label,
    },
    /// The plan would fall below what is spent and committed.
    BelowCommitted {
        /// The project.
        project: Label,
    },
    /// What is left would rise above the room in the medium-term plan.
    AboveMediumTerm {
        /// The project.
        project: Label,
    },
    /// What is taken and given in a source is not the same.
    SourcesMix {
        /// The source.
        source: Label,
        /// Given less taken.
        difference: i64,
    },
    /// More crosses a unit's border in a source than may.
    Crossing {
        /// The unit.
        unit: Label,
        /// The source.
        source: Label,
    },
    /// More is taken from a unit than its fair share.
    Unfair {
        /// The unit.
        unit: Label,
    },
    /// More projects are touched than papers may be signed.
    TooMany {
        /// How many.
        moves: usize,
    },
    /// The source may not be adjusted: no cited rule, or too late.
    NotAllowed {
        /// The source.
        source: Label,
    },
}

impl Say for Violation {
    fn key(&self) -> &'static str {
        match self {
            Self::UnknownProject { .. } => "investment-broken-unknown",
            Self::WashTrade { .. } => "investment-broken-wash",
            Self::Crumb { .. } => "investment-broken-crumb",
            Self::BelowCommitted { .. } => "investment-broken-committed",
            Self::AboveMediumTerm { .. } => "investment-broken-medium-term",
            Self::SourcesMix { .. } => "investment-broken-balance",
            Self::Crossing { .. } => "investment-broken-crossing",
            Self::Unfair { .. } => "investment-broken-unfair",
            Self::TooMany { .. } => "investment-broken-too-many",
            Self::NotAllowed { .. } => "investment-broken-not-allowed",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let named = |what: &Label| Arg::Text(what.to_string());
        match self {
            Self::UnknownProject { project }
            | Self::WashTrade { project }
            | Self::Crumb { project }
            | Self::BelowCommitted { project }
            | Self::AboveMediumTerm { project } => vec![("it", named(project))],
            Self::SourcesMix { source, difference } => vec![
                ("it", named(source)),
                ("difference", Arg::Text(difference.to_string())),
            ],
            Self::Crossing { unit, source } => {
                vec![("it", named(unit)), ("source", named(source))]
            }
            Self::Unfair { unit } => vec![("it", named(unit))],
            Self::TooMany { moves } => vec![("it", Arg::Text(moves.to_string()))],
            Self::NotAllowed { source } => vec![("it", named(source))],
        }
    }
}

/// Returns every rule that the moves break; empty when they keep all.
pub fn check(instance: &Instance, moves: &[Move]) -> Vec<Violation> {
    let mut broken = Vec::new();
    let mut touched: BTreeMap<&Label, usize> = BTreeMap::new();
    let mut balance: BTreeMap<&Label, i64> = BTreeMap::new();
    let mut crossing: BTreeMap<(&Label, &Label), i64> = BTreeMap::new();
    let mut taken: BTreeMap<&Label, i64> = BTreeMap::new();
    for one in moves {
        *touched.entry(&one.id).or_default() += 1;
        let found = instance
            .projects
            .iter()
            .find(|project| project.id == one.id);
        let Some(project) = found.filter(|p| p.unit == one.unit && p.source == one.source) else {
            let project = one.id.clone();
            broken.push(Violation::UnknownProject { project });
            continue;
        };
        let id = || one.id.clone();
        let one_way = one.take >= 0 && one.give >= 0 && (one.take == 0 || one.give == 0);
        if !one_way || touched.get(&one.id).is_some_and(|times| *times > 1) {
            broken.push(Violation::WashTrade { project: id() });
        }
        if one.take + one.give < instance.min_move {
            broken.push(Violation::Crumb { project: id() });
        }
        let plan = project.plan - one.take + one.give;
        if one.take > 0 && plan < project.committed.max(project.spent) {
            broken.push(Violation::BelowCommitted { project: id() });
        }
        if one.give > 0 && plan - project.spent > project.mt_room {
            broken.push(Violation::AboveMediumTerm { project: id() });
        }
        let net = one.give - one.take;
        *balance.entry(&project.source).or_default() += net;
        *crossing
            .entry((&project.unit, &project.source))
            .or_default() += net;
        *taken.entry(&project.unit).or_default() += one.take;
    }
    for (source, difference) in balance {
        if difference != 0 {
            let source = source.clone();
            broken.push(Violation::SourcesMix { source, difference });
        }
        let rule = instance.rules.iter().find(|rule| rule.source == *source);
        let allowed = match (instance.as_of, rule) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(day), Some(rule)) => !rule.citation.trim().is_empty() && day <= rule.last_day,
        };
        if !allowed {
            let source = source.clone();
            broken.push(Violation::NotAllowed { source });
        }
    }
    for ((unit, source), net) in crossing {
        let dated = instance.as_of.is_some();
        let shut = |rule: &&super::AdjustmentRule| rule.source == *source && !rule.may_cross_units;
        let closed = dated && instance.rules.iter().any(|rule| shut(&rule));
        let cap = if closed { Some(0) } else { instance.cap_cross };
        if cap.is_some_and(|cap| net.abs() > cap) {
            broken.push(Violation::Crossing {
                unit: unit.clone(),
                source: source.clone(),
            });
        }
    }
    for (unit, amount) in taken {
        let plans = instance.projects.iter().filter(|p| p.unit == *unit);
        let plan: i64 = plans.map(|p| p.plan).sum();
        if amount as f64 > instance.fair * plan as f64 * (1.0 + 1e-9) {
            broken.push(Violation::Unfair { unit: unit.clone() });
        }
    }
    if touched.len() > instance.max_moves {
        let moves = touched.len();
        broken.push(Violation::TooMany { moves });
    }
    broken
}
