//! A shortening sheet (*phiếu rút ngắn*): what could be cut, what it would save, and
//! what it rests on.

use dondoc_kinds::{ProcedureId, SheetId};
use dondoc_mining::simulate::Change;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Milli;

/// A figure over replications: the mean, and between which bounds nine of ten lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The mean.
    pub mean: Milli,
    /// One in twenty lies below.
    pub low: Milli,
    /// One in twenty lies above.
    pub high: Milli,
}

/// How far the simulation can be trusted: learnt on one period, judged on the next,
/// beside drawing earlier cases again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// Cases learnt from.
    pub learnt: u64,
    /// Later cases judged on.
    pub judged: u64,
    /// How far simulated and seen durations lie apart, in working days.
    pub apart: Milli,
    /// The same of drawing earlier cases again.
    pub apart_drawn: Milli,
    /// Whether the simulation is at most a tenth worse.
    pub trusted: bool,
}

/// How long cases take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Durations {
    /// Mean working days.
    pub mean: Range,
    /// Median.
    pub median: Range,
    /// Nine of ten take at most.
    pub p90: Range,
    /// Share within the limit, when there is one.
    pub on_time: Option<Range>,
}

/// What would be changed. As [`Change`], in whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum Cut {
    /// The step is not done.
    Drop { activity: Box<str> },
    /// The second is done together with the first.
    Merge { first: Box<str>, second: Box<str> },
    /// The second no longer waits for the first.
    Parallelise { first: Box<str>, second: Box<str> },
    /// The wait before the step is so many percent of today's.
    Retime { activity: Box<str>, percent: u32 },
    /// The step is decided as fast as another.
    Delegate {
        activity: Box<str>,
        as_fast_as: Box<str>,
    },
    /// So many people do it, each case taking so long.
    Staff {
        activity: Box<str>,
        staff: u32,
        minutes: u32,
    },
}

impl Cut {
    /// Takes a change; `None` for one that is no cut (more arrivals).
    #[must_use]
    pub fn of(change: &Change) -> Option<Self> {
        let text = |text: &String| text.as_str().into();
        Some(match change {
            Change::Drop { activity } => Self::Drop {
                activity: text(activity),
            },
            Change::Merge { first, second } => Self::Merge {
                first: text(first),
                second: text(second),
            },
            Change::Parallelise { first, second } => Self::Parallelise {
                first: text(first),
                second: text(second),
            },
            Change::Retime { activity, factor } => Self::Retime {
                activity: text(activity),
                percent: (factor * 100.0).round() as u32,
            },
            Change::Delegate {
                activity,
                as_fast_as,
            } => Self::Delegate {
                activity: text(activity),
                as_fast_as: text(as_fast_as),
            },
            Change::Staff {
                activity,
                staff,
                effort_hours,
            } => Self::Staff {
                activity: text(activity),
                staff: *staff,
                minutes: (effort_hours * 60.0).round() as u32,
            },
            Change::Arrivals { .. } => return None,
        })
    }

    /// Returns the change, which says itself.
    #[must_use]
    pub fn change(&self) -> Change {
        let text = |text: &str| text.to_owned();
        match self {
            Self::Drop { activity } => Change::Drop {
                activity: text(activity),
            },
            Self::Merge { first, second } => Change::Merge {
                first: text(first),
                second: text(second),
            },
            Self::Parallelise { first, second } => Change::Parallelise {
                first: text(first),
                second: text(second),
            },
            Self::Retime { activity, percent } => Change::Retime {
                activity: text(activity),
                factor: f64::from(*percent) / 100.0,
            },
            Self::Delegate {
                activity,
                as_fast_as,
            } => Change::Delegate {
                activity: text(activity),
                as_fast_as: text(as_fast_as),
            },
            Self::Staff {
                activity,
                staff,
                minutes,
            } => Change::Staff {
                activity: text(activity),
                staff: *staff,
                effort_hours: f64::from(*minutes) / 60.0,
            },
        }
    }

    /// Returns the step that it shortens.
    #[must_use]
    pub fn activity(&self) -> &str {
        match self {
            Self::Drop { activity }
            | Self::Retime { activity, .. }
            | Self::Delegate { activity, .. }
            | Self::Staff { activity, .. } => activity,
            Self::Merge { second, .. } | Self::Parallelise { second, .. } => second,
        }
    }
}

/// A proposal of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetProposal {
    /// From 1, the one that saves most first.
    pub number: u32,
    /// What would be changed.
    pub cut: Cut,
    /// The prescribed step, when the activity is mapped to one.
    pub step: Option<u32>,
    /// The provision that the step rests on; empty when the catalogue names none.
    pub provision: Box<str>,
    /// Working days that all cases of a year would take less.
    pub saved_per_year: Range,
    /// Working days that a case would take less.
    pub saved_per_case: Range,
    /// Person-days of work saved a year, where the step's effort is known.
    pub person_days_per_year: Option<Milli>,
}

/// A sheet. Its id and hash are given when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Which.
    pub sheet: SheetId,
    /// Of which procedure.
    pub procedure: ProcedureId,
    /// The version of the catalogue that it was held against.
    pub version: u32,
    /// The imported logs it was learnt from.
    pub logs: Vec<SmolStr>,
    /// The day up to which their events count.
    pub as_of: Date,
    /// Finished cases learnt from.
    pub cases: u64,
    /// Cases that arrive in a year.
    pub per_year: u64,
    /// How many cases each replication runs, how many replications, from which seed.
    pub runs: (u32, u32, u64),
    /// How far to trust it.
    pub trust: Trust,
    /// As it is now.
    pub now: Durations,
    /// What could be done, the one that saves most first.
    pub proposals: Vec<SheetProposal>,
    /// SHA-256 of all of the above as canonical JSON, 64 hexadecimal digits.
    pub sha256: SmolStr,
}
