//! What is to be tried.

use dondoc_kinds::{Arg, Say};
use serde::{Deserialize, Serialize};

use super::model::Model;

/// A scenario as it is written down: version 1 of its form.
///
/// ```json
/// {"form": 1, "name": "no second signature", "changes": [{"drop": {"activity": "Ký lần hai"}}]}
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of this form: 1.
    pub form: u32,
    /// What people call it.
    pub name: String,
    /// The changes, together.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// The limit in working days that cases are held against.
    #[serde(default)]
    pub limit_days: Option<f64>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// The step is no longer done; neither is its wait.
    Drop {
        /// The step.
        activity: String,
    },
    /// The second step is done together with the first when it follows it directly.
    Merge {
        /// The first.
        first: String,
        /// The one that joins it.
        second: String,
    },
    /// The second step no longer waits for the first: when it follows directly,
    /// both run at the same time and the longer one counts.
    Parallelise {
        /// The first.
        first: String,
        /// The one that runs beside it.
        second: String,
    },
    /// The time before the step is multiplied.
    Retime {
        /// The step.
        activity: String,
        /// By this; below 1 is shorter.
        factor: f64,
    },
    /// The step is decided by whoever does another one, as fast as that.
    Delegate {
        /// The step.
        activity: String,
        /// The step whose delays it takes over.
        as_fast_as: String,
    },
    /// The step is worked off by so many people, each case taking them so long;
    /// what waits, waits in the order of arrival.
    Staff {
        /// The step.
        activity: String,
        /// People.
        staff: u32,
        /// Working hours of one person for one case.
        effort_hours: f64,
    },
    /// Cases arrive so many times as often.
    Arrivals {
        /// Above 1 is more.
        factor: f64,
    },
}

impl Say for Change {
    fn key(&self) -> &'static str {
        match self {
            Self::Drop { .. } => "mining-change-drop",
            Self::Merge { .. } => "mining-change-merge",
            Self::Parallelise { .. } => "mining-change-parallelise",
            Self::Retime { .. } => "mining-change-retime",
            Self::Delegate { .. } => "mining-change-delegate",
            Self::Staff { .. } => "mining-change-staff",
            Self::Arrivals { .. } => "mining-change-arrivals",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let text = |text: &String| Arg::from(text.as_str());
        let percent = |factor: f64| Arg::from(format!("{:.0}", factor * 100.0));
        match self {
            Self::Drop { activity } => vec![("activity", text(activity))],
            Self::Merge { first, second } | Self::Parallelise { first, second } => {
                vec![("first", text(first)), ("second", text(second))]
            }
            Self::Retime { activity, factor } => {
                vec![("activity", text(activity)), ("percent", percent(*factor))]
            }
            Self::Delegate {
                activity,
                as_fast_as,
            } => vec![("activity", text(activity)), ("like", text(as_fast_as))],
            Self::Staff {
                activity,
                staff,
                effort_hours,
            } => vec![
                ("activity", text(activity)),
                ("staff", Arg::from(i64::from(*staff))),
                ("hours", Arg::from(effort_hours.to_string())),
            ],
            Self::Arrivals { factor } => vec![("percent", percent(*factor))],
        }
    }
}

/// Why a scenario is not run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BadScenario {
    /// A version that is not known.
    #[error("the scenario has form {found}: form 1 is understood")]
    Form {
        /// What it says.
        found: u32,
    },
    /// A step that the log does not have.
    #[error("the log has no activity `{activity}`{}", nearest.as_ref().map(|name| format!(": did you mean `{name}`?")).unwrap_or_default())]
    Activity {
        /// What it says.
        activity: String,
        /// One that begins alike.
        nearest: Option<String>,
    },
    /// A number out of its range.
    #[error("`{field}` is {found}: it must be above 0 and at most {most}")]
    Number {
        /// Which.
        field: &'static str,
        /// What it says.
        found: f64,
        /// The most.
        most: f64,
    },
}

/// What a scenario does to each edge of a model.
#[derive(Debug, Clone)]
pub(super) struct Effects {
    pub(super) dropped: Vec<bool>,
    pub(super) factor: Vec<f64>,
    pub(super) merged: Vec<(u32, u32)>,
    pub(super) beside: Vec<(u32, u32)>,
    pub(super) delegated: Vec<Option<Vec<i64>>>,
    pub(super) staff: Vec<Option<(u32, i64)>>,
    pub(super) arrivals: f64,
}

impl Effects {
    pub(super) fn of(model: &Model, scenario: &Scenario) -> Result<Self, BadScenario> {
        if scenario.form != 1 {
            return Err(BadScenario::Form {
                found: scenario.form,
            });
        }
        let count = model.activities.len();
        let mut effects = Self {
            dropped: vec![false; count],
            factor: vec![1.0; count],
            merged: Vec::new(),
            beside: Vec::new(),
            delegated: vec![None; count],
            staff: vec![None; count],
            arrivals: 1.0,
        };
        let find = |activity: &str| known(model, activity);
        for change in &scenario.changes {
            match change {
                Change::Drop { activity } => effects.dropped[find(activity)? as usize] = true,
                Change::Merge { first, second } => {
                    effects.merged.push((find(first)?, find(second)?));
                }
                Change::Parallelise { first, second } => {
                    effects.beside.push((find(first)?, find(second)?));
                }
                Change::Retime { activity, factor } => {
                    let factor = above_zero("factor", *factor, 1_000.0)?;
                    effects.factor[find(activity)? as usize] *= factor;
                }
                Change::Delegate {
                    activity,
                    as_fast_as,
                } => {
                    let delays = model.before(find(as_fast_as)?);
                    effects.delegated[find(activity)? as usize] =
                        Some(delays).filter(|delays| !delays.is_empty());
                }
                Change::Staff {
                    activity,
                    staff,
                    effort_hours,
                } => {
                    above_zero("staff", f64::from(*staff), 100_000.0)?;
                    let hours = above_zero("effort_hours", *effort_hours, 10_000.0)?;
                    effects.staff[find(activity)? as usize] =
                        Some((*staff, (hours * 3_600_000.0) as i64));
                }
                Change::Arrivals { factor } => {
                    effects.arrivals *= above_zero("factor", *factor, 1_000.0)?;
                }
            }
        }
        if let Some(limit) = scenario.limit_days {
            above_zero("limit_days", limit, 100_000.0)?;
        }
        Ok(effects)
    }

    pub(super) fn has_queues(&self) -> bool {
        self.staff.iter().any(Option::is_some)
    }
}

fn known(model: &Model, activity: &str) -> Result<u32, BadScenario> {
    model.number(activity).ok_or_else(|| {
        let begin: String = activity.chars().take(3).collect::<String>().to_lowercase();
        BadScenario::Activity {
            activity: activity.to_owned(),
            nearest: model
                .activities
                .iter()
                .find(|name| name.to_lowercase().starts_with(&begin))
                .cloned(),
        }
    })
}

fn above_zero(field: &'static str, found: f64, most: f64) -> Result<f64, BadScenario> {
    if found > 0.0 && found <= most {
        Ok(found)
    } else {
        Err(BadScenario::Number { field, found, most })
    }
}
