//! What is different between two versions of a procedure.

use dondoc_kinds::{Arg, Say};
use serde::Serialize;

use super::record::{Limit, LimitUnit, ProcedureRecord, StepRecord};

/// One difference, which can be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum Difference {
    /// The limit of a case.
    Total {
        was: Option<Limit>,
        now: Option<Limit>,
    },
    /// The limit of a step.
    StepLimit {
        step: Box<str>,
        was: Option<Limit>,
        now: Option<Limit>,
    },
    /// Who does a step.
    StepUnit {
        step: Box<str>,
        was: Box<str>,
        now: Box<str>,
    },
    /// A step is asked for no more.
    StepGone { step: Box<str> },
    /// A step is new.
    StepNew { step: Box<str> },
    /// Steps stand in another order.
    Order,
    /// A paper is asked for no more.
    PaperGone { paper: Box<str> },
    /// A paper is new.
    PaperNew { paper: Box<str> },
    /// The fee.
    Fee { was: i64, now: i64 },
    /// Who decides.
    Decides { was: Box<str>, now: Box<str> },
    /// The name, field, level or online level.
    Description,
}

/// Returns what `now` changes against `was`, what weighs most first; empty when
/// nothing does but the act.
#[must_use]
pub fn differences(was: &ProcedureRecord, now: &ProcedureRecord) -> Vec<Difference> {
    let mut found = Vec::new();
    if was.limit != now.limit {
        found.push(Difference::Total {
            was: was.limit,
            now: now.limit,
        });
    }
    let before = |name: &str| was.steps.iter().find(|step| *step.name == *name);
    for step in &now.steps {
        match before(&step.name) {
            Some(known) => step_differences(known, step, &mut found),
            None => found.push(Difference::StepNew {
                step: step.name.clone(),
            }),
        }
    }
    let after = |name: &str| now.steps.iter().any(|step| *step.name == *name);
    for step in was.steps.iter().filter(|step| !after(&step.name)) {
        found.push(Difference::StepGone {
            step: step.name.clone(),
        });
    }
    let kept_then = was
        .steps
        .iter()
        .filter(|step| after(&step.name))
        .map(|step| &step.name);
    let kept_now = now
        .steps
        .iter()
        .filter(|step| before(&step.name).is_some())
        .map(|step| &step.name);
    if !kept_then.eq(kept_now) {
        found.push(Difference::Order);
    }
    for paper in now
        .documents
        .iter()
        .filter(|paper| !was.documents.contains(paper))
    {
        found.push(Difference::PaperNew {
            paper: paper.clone(),
        });
    }
    for paper in was
        .documents
        .iter()
        .filter(|paper| !now.documents.contains(paper))
    {
        found.push(Difference::PaperGone {
            paper: paper.clone(),
        });
    }
    if was.fee != now.fee {
        found.push(Difference::Fee {
            was: was.fee,
            now: now.fee,
        });
    }
    if was.decides != now.decides {
        found.push(Difference::Decides {
            was: was.decides.clone(),
            now: now.decides.clone(),
        });
    }
    if (&was.title, &was.field, was.level, was.online)
        != (&now.title, &now.field, now.level, now.online)
    {
        found.push(Difference::Description);
    }
    found
}

fn step_differences(was: &StepRecord, now: &StepRecord, found: &mut Vec<Difference>) {
    if was.limit != now.limit {
        found.push(Difference::StepLimit {
            step: now.name.clone(),
            was: was.limit,
            now: now.limit,
        });
    }
    if was.unit != now.unit {
        found.push(Difference::StepUnit {
            step: now.name.clone(),
            was: was.unit.clone(),
            now: now.unit.clone(),
        });
    }
}

/// A limit says itself: `procedure-limit-working-days` and its kin.
impl Say for Limit {
    fn key(&self) -> &'static str {
        match self.unit {
            LimitUnit::WorkingHours => "procedure-limit-working-hours",
            LimitUnit::WorkingDays => "procedure-limit-working-days",
            LimitUnit::Days => "procedure-limit-days",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![("it", Arg::from(self.amount()))]
    }
}

/// The amounts only; the message names the unit of the later one by `unit`.
impl Say for Difference {
    fn key(&self) -> &'static str {
        match self {
            Self::Total { .. } => "procedure-diff-total",
            Self::StepLimit { .. } => "procedure-diff-step-limit",
            Self::StepUnit { .. } => "procedure-diff-step-unit",
            Self::StepGone { .. } => "procedure-diff-step-gone",
            Self::StepNew { .. } => "procedure-diff-step-new",
            Self::Order => "procedure-diff-order",
            Self::PaperGone { .. } => "procedure-diff-paper-gone",
            Self::PaperNew { .. } => "procedure-diff-paper-new",
            Self::Fee { .. } => "procedure-diff-fee",
            Self::Decides { .. } => "procedure-diff-decides",
            Self::Description => "procedure-diff-description",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let amount =
            |limit: &Option<Limit>| Arg::from(limit.map_or_else(|| "–".to_owned(), Limit::amount));
        let unit = |was: &Option<Limit>, now: &Option<Limit>| {
            Arg::from(match now.or(*was).map(|limit| limit.unit) {
                Some(LimitUnit::WorkingHours) => "hours",
                Some(LimitUnit::Days) => "days",
                _ => "working-days",
            })
        };
        let text = |text: &str| Arg::from(text);
        match self {
            Self::Total { was, now } => {
                vec![
                    ("was", amount(was)),
                    ("now", amount(now)),
                    ("unit", unit(was, now)),
                ]
            }
            Self::StepLimit { step, was, now } => vec![
                ("step", text(step)),
                ("was", amount(was)),
                ("now", amount(now)),
                ("unit", unit(was, now)),
            ],
            Self::StepUnit { step, was, now } => {
                vec![("step", text(step)), ("was", text(was)), ("now", text(now))]
            }
            Self::StepGone { step } | Self::StepNew { step } => vec![("step", text(step))],
            Self::PaperGone { paper } | Self::PaperNew { paper } => vec![("paper", text(paper))],
            Self::Fee { was, now } => vec![
                ("was", Arg::from(was.to_string())),
                ("now", Arg::from(now.to_string())),
            ],
            Self::Decides { was, now } => vec![("was", text(was)), ("now", text(now))],
            Self::Order | Self::Description => Vec::new(),
        }
    }
}
