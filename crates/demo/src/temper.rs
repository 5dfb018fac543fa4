//! How a unit of the demo works.

use dondoc_kinds::UnitId;

use crate::chance::Chance;

/// What becomes of a task that is due once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Reported done by the due day.
    OnTime,
    /// Reported done after it.
    Late,
    /// More time asked for before the due day and allowed.
    Extended,
    /// Nothing is heard of it for long.
    Silent,
    /// Reported in time without enough evidence, and sent back.
    Returned,
}

/// How a unit works: invented from the seed and the unit's id, and therefore
/// saying nothing about the real unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temper {
    /// Nearly always on time.
    Steady,
    /// Mostly on time.
    Usual,
    /// Often late.
    Slow,
}

impl Temper {
    pub(crate) fn of(unit: &UnitId, seed: u64) -> Self {
        match Chance::new(seed, unit.as_str()).between(1, 100) {
            1..=45 => Self::Steady,
            46..=82 => Self::Usual,
            _ => Self::Slow,
        }
    }

    /// Draws what becomes of a task: in a thousand, so many late, extended,
    /// silent, returned, and the rest on time.
    pub(crate) fn outcome(self, chance: &mut Chance) -> Outcome {
        let [late, extended, silent, returned] = match self {
            Self::Steady => [50, 50, 5, 15],
            Self::Usual => [130, 90, 35, 25],
            Self::Slow => [250, 130, 100, 30],
        };
        let drawn = chance.between(1, 1000);
        if drawn <= late {
            Outcome::Late
        } else if drawn <= late + extended {
            Outcome::Extended
        } else if drawn <= late + extended + silent {
            Outcome::Silent
        } else if drawn <= late + extended + silent + returned {
            Outcome::Returned
        } else {
            Outcome::OnTime
        }
    }

    /// In a thousand monthly reports, how many come late, and how many never.
    pub(crate) fn monthly(self) -> (u32, u32) {
        match self {
            Self::Steady => (20, 0),
            Self::Usual => (70, 8),
            Self::Slow => (180, 50),
        }
    }
}
