//! Further columns of a log.

use crate::names::Names;

/// Whether a column has one value a case or one an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// One value for each case, by case index.
    Case,
    /// One value for each event, by event index.
    Event,
}

/// The values of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Codes into names; [`crate::NO_CODE`] where there is no value.
    Text {
        /// One code a case or event.
        codes: Vec<u32>,
        /// What the codes stand for.
        names: Names,
    },
    /// Numbers; NaN where there is no value.
    Number(Vec<f64>),
    /// Moments in microseconds since 1970 UTC; [`crate::NO_TIME`] where there is none.
    Time(Vec<i64>),
}

impl Values {
    /// How many values there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Text { codes, .. } => codes.len(),
            Self::Number(numbers) => numbers.len(),
            Self::Time(times) => times.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A further column: a named value of each case or each event.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// As the source names it.
    pub name: String,
    /// One a case or one an event.
    pub level: Level,
    /// The values, in the log's order.
    pub values: Values,
}
