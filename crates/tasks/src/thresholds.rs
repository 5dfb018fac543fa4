//! The reminder ladder and the numbers behind "at risk", as data of a place.

use serde::{Deserialize, Serialize};

/// When reminders are sent, in working days from the due day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// INVARIANT: strictly ascending.
pub struct Ladder {
    rungs: Vec<i16>,
    /// Which late reminder for one due day puts the task on an agenda.
    agenda_after: u16,
}

/// From when a task is at risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Due soon: at most so many working days are left.
    pub due_soon_working_days: u16,
    /// At risk: no progress was reported for so many days.
    pub stale_days: u16,
    /// Without report: no report for so many days, or since issue.
    pub report_days: u16,
    /// At risk: progress lags the elapsed share of the time by so many points.
    pub behind_points: u8,
    /// At risk: more time was asked for so many times.
    pub extension_requests: u8,
    /// At risk: not accepted so many working days after issue.
    pub accept_working_days: u16,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            due_soon_working_days: 5,
            stale_days: 30,
            report_days: 30,
            behind_points: 30,
            extension_requests: 2,
            accept_working_days: 3,
        }
    }
}

/// Why a ladder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LadderProblem {
    /// The file is not TOML of the expected shape.
    #[error("failed to read the reminder ladder")]
    Unreadable(#[source] Box<toml::de::Error>),
    /// A rung is not later than the one before it.
    #[error(
        "rung {rung} of the reminder ladder is not later than rung {before}: list each once, earliest first"
    )]
    OutOfOrder {
        /// The rung before.
        before: i16,
        /// The rung.
        rung: i16,
    },
    /// There are too few late rungs to reach the agenda.
    #[error("the ladder has {late} late rungs, and the agenda waits for number {agenda_after}")]
    AgendaOutOfReach {
        /// How many rungs are late.
        late: usize,
        /// Which one was to put the task on the agenda.
        agenda_after: u16,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rungs: Vec<i16>,
    agenda_after_late: u16,
    #[serde(default)]
    risk: Thresholds,
}

impl Ladder {
    /// Reads `reminders.toml` of a jurisdiction.
    ///
    /// # Errors
    /// See [`LadderProblem`].
    pub fn from_toml(text: &str) -> Result<(Self, Thresholds), LadderProblem> {
        let file: File =
            toml::from_str(text).map_err(|why| LadderProblem::Unreadable(Box::new(why)))?;
        Ok((
            Self::try_new(file.rungs, file.agenda_after_late)?,
            file.risk,
        ))
    }

    /// Makes a ladder from rungs in working days after the due day.
    ///
    /// # Errors
    /// See [`LadderProblem`].
    pub fn try_new(rungs: Vec<i16>, agenda_after: u16) -> Result<Self, LadderProblem> {
        for pair in rungs.windows(2) {
            if let [before, rung] = pair
                && rung <= before
            {
                return Err(LadderProblem::OutOfOrder {
                    before: *before,
                    rung: *rung,
                });
            }
        }
        let late = rungs.iter().filter(|rung| **rung > 0).count();
        if agenda_after == 0 || late < usize::from(agenda_after) {
            return Err(LadderProblem::AgendaOutOfReach { late, agenda_after });
        }
        Ok(Self {
            rungs,
            agenda_after,
        })
    }

    /// Returns the rungs, earliest first: working days after the due day,
    /// negative before it.
    #[must_use]
    pub fn rungs(&self) -> &[i16] {
        &self.rungs
    }

    /// Returns which late reminder for one due day puts the task on an agenda.
    #[must_use]
    pub fn agenda_after(&self) -> u16 {
        self.agenda_after
    }
}

impl Default for Ladder {
    fn default() -> Self {
        Self {
            rungs: vec![-7, -2, 0, 1, 5, 10],
            agenda_after: 3,
        }
    }
}
