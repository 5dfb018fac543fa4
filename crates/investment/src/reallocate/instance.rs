//! Projects, what each could still spend, and the limits of a reallocation.

use std::collections::BTreeSet;
use std::fmt;

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::rules::AdjustmentRule;

/// A project, unit or source as the instance names it: a number or a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The next `length` of money and the probability that it will be spent by the
/// deadline: between the forecast quantiles q_a and q_b it is 1 - (a + b) / 2.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "(Whole, f64)", into = "(i64, f64)")]
pub struct Segment {
    /// Money, whole.
    pub length: i64,
    /// Probability, 0 to 1.
    pub probability: f64,
}

impl From<(Whole, f64)> for Segment {
    fn from((length, probability): (Whole, f64)) -> Self {
        Self {
            length: length.0,
            probability,
        }
    }
}

impl From<Segment> for (i64, f64) {
    fn from(segment: Segment) -> Self {
        (segment.length, segment.probability)
    }
}

/// Whole money that may be written `100` or `100.0`.
#[derive(Debug, Clone, Copy)]
struct Whole(i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        whole(from).map(Self)
    }
}

/// Up to 2^53, where every whole number has its own floating-point form.
const MOST: i64 = 1 << 53;

fn whole<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(from)?;
    let whole = number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0 && float.abs() <= MOST as f64).then_some(float as i64)
    });
    whole
        .filter(|whole| whole.abs() <= MOST)
        .ok_or_else(|| serde::de::Error::custom(format!("`{number}` is not whole money")))
}

fn maybe_whole<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    Option::<Whole>::deserialize(from).map(|whole| whole.map(|whole| whole.0))
}

/// One project with capital of one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Unique in the instance.
    pub id: Label,
    /// The investor unit.
    pub unit: Label,
    /// The source of capital. Sources never mix.
    pub source: Label,
    /// This year's plan.
    #[serde(deserialize_with = "whole")]
    pub plan: i64,
    /// Spent of it.
    #[serde(deserialize_with = "whole")]
    pub spent: i64,
    /// Spent, plus signed obligations that must be paid: the plan never falls
    /// below it.
    #[serde(deserialize_with = "whole")]
    pub committed: i64,
    /// Room above what is spent in the medium-term plan: what is left on the
    /// plan never rises above it.
    #[serde(deserialize_with = "whole")]
    pub mt_room: i64,
    /// What could still be spent by the deadline, the likeliest first.
    pub seg: Vec<Segment>,
    /// The same if the whole country stalls (the 25 % quantile of a common
    /// shock); without it, the odds of every segment fall to a third.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seg_shock: Option<Vec<Segment>>,
}

impl Project {
    /// Returns what can be taken away at most.
    pub fn can_give(&self) -> i64 {
        (self.plan - self.committed.max(self.spent)).max(0)
    }

    /// Returns what can be added at most.
    pub fn can_take(&self) -> i64 {
        (self.mt_room - self.left()).max(0)
    }

    /// Returns what is left on the plan.
    pub fn left(&self) -> i64 {
        self.plan - self.spent
    }

    /// Returns the segments under a common shock.
    pub fn shocked(&self) -> Vec<Segment> {
        self.seg_shock.clone().unwrap_or_else(|| {
            let seg = self.seg.iter();
            seg.map(|s| Segment {
                length: s.length,
                // odds / 3: what the 25 % quantile is to the median.
                probability: s.probability / (3.0 - 2.0 * s.probability),
            })
            .collect()
        })
    }
}

/// What could be moved, and within which limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// The projects.
    pub projects: Vec<Project>,
    /// Most projects that may be touched: papers to sign.
    pub max_moves: usize,
    /// Least change of a project that is touched.
    #[serde(deserialize_with = "whole")]
    pub min_move: i64,
    /// Most of a unit's plan that may be taken away, 0 to 1.
    pub fair: f64,
    /// Most net money that may cross a unit's border in one source; none when
    /// absent: no limit.
    #[serde(default, deserialize_with = "maybe_whole")]
    pub cap_cross: Option<i64>,
    /// What moving one unit of money costs, in expected spending.
    pub move_cost: f64,
    /// What touching one project costs, in expected spending.
    pub touch_cost: f64,
    /// The day on which the adjustment would be decided. An instance without a
    /// day is an exercise: it stands outside any year, so no rule of the
    /// calendar applies, and its moves are no proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Until when each source may be adjusted, by whom, under which provision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<AdjustmentRule>,
}

/// Why an instance says nothing that could be solved.
#[derive(Debug, Clone, PartialEq)]
pub enum InstanceProblem {
    /// Two projects have one id.
    SameId {
        /// The id.
        project: Label,
    },
    /// Amounts of a project contradict each other or are negative.
    BadAmount {
        /// The project.
        project: Label,
        /// The field.
        field: &'static str,
        /// Its value.
        given: i64,
    },
    /// More is spent than was planned.
    SpentAbovePlan {
        /// The project.
        project: Label,
    },
    /// A segment has a probability outside 0..1 or a negative length.
    BadSegment {
        /// The project.
        project: Label,
        /// Which segment, from 1.
        segment: usize,
    },
    /// A limit of the instance is outside its range.
    BadLimit {
        /// The field.
        field: &'static str,
    },
}

impl Instance {
    /// Returns the first thing that is wrong.
    ///
    /// # Errors
    /// [`InstanceProblem`].
    pub fn checked(&self) -> Result<(), InstanceProblem> {
        let limits = [
            ("fair", (0.0..=1.0).contains(&self.fair)),
            ("min_move", self.min_move >= 0),
            ("cap_cross", self.cap_cross.is_none_or(|cap| cap >= 0)),
            ("move_cost", self.move_cost >= 0.0),
            ("touch_cost", self.touch_cost >= 0.0),
        ];
        if let Some((field, _)) = limits.iter().find(|(_, right)| !right) {
            return Err(InstanceProblem::BadLimit { field });
        }
        let mut ids = BTreeSet::new();
        for project in &self.projects {
            if !ids.insert(&project.id) {
                let project = project.id.clone();
                return Err(InstanceProblem::SameId { project });
            }
            project.checked()?;
        }
        Ok(())
    }

    /// Returns the sources, in order.
    pub fn sources(&self) -> BTreeSet<&Label> {
        self.projects.iter().map(|p| &p.source).collect()
    }

    /// Returns most that may be taken from a unit, in whole money.
    pub fn fair_share(&self, unit: &Label) -> i64 {
        let of_unit = self.projects.iter().filter(|p| p.unit == *unit);
        let plan: i64 = of_unit.map(|p| p.plan).sum();
        // A hair above, so that 0.29 of 100 is 29 and not 28.
        (self.fair * plan as f64 + 1e-9 * plan as f64).floor() as i64
    }
}

impl Project {
    fn checked(&self) -> Result<(), InstanceProblem> {
        let amounts = [
            ("plan", self.plan),
            ("spent", self.spent),
            ("committed", self.committed),
            ("mt_room", self.mt_room),
        ];
        let project = || self.id.clone();
        if let Some((field, given)) = amounts.into_iter().find(|(_, amount)| *amount < 0) {
            return Err(InstanceProblem::BadAmount {
                project: project(),
                field,
                given,
            });
        }
        if self.spent > self.plan {
            return Err(InstanceProblem::SpentAbovePlan { project: project() });
        }
        let shock = self.seg_shock.iter().flatten();
        let bad = |s: &Segment| s.length < 0 || !(0.0..=1.0).contains(&s.probability);
        match self.seg.iter().chain(shock).position(bad) {
            Some(at) => Err(InstanceProblem::BadSegment {
                project: project(),
                segment: at + 1,
            }),
            None => Ok(()),
        }
    }
}

impl Say for InstanceProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::SameId { .. } => "investment-instance-same-id",
            Self::BadAmount { .. } => "investment-instance-bad-amount",
            Self::SpentAbovePlan { .. } => "investment-instance-spent-above-plan",
            Self::BadSegment { .. } => "investment-instance-bad-segment",
            Self::BadLimit { .. } => "investment-instance-bad-limit",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let project = |label: &Label| ("project", Arg::Text(label.to_string()));
        match self {
            Self::SameId { project: id } | Self::SpentAbovePlan { project: id } => {
                vec![project(id)]
            }
            Self::BadAmount {
                project: id,
                field,
                given,
            } => vec![
                project(id),
                ("field", Arg::from(*field)),
                ("given", Arg::Text(given.to_string())),
            ],
            Self::BadSegment {
                project: id,
                segment,
            } => vec![project(id), ("segment", Arg::Count(*segment as i64))],
            Self::BadLimit { field } => vec![("field", Arg::from(*field))],
        }
    }
}
