//! A mixed-integer programme as plain data, and the solvers that take it.
//!
//! `microlp` is pure Rust and always there. With the feature `highs`, HiGHS (C++)
//! takes its place: it proves larger programmes, and wants cmake and libclang where
//! the program is built.

#[cfg(feature = "highs")]
mod highs;
#[cfg(not(feature = "highs"))]
mod microlp;

use std::time::Duration;

#[cfg(feature = "highs")]
pub(crate) use highs::solve;
#[cfg(not(feature = "highs"))]
pub(crate) use microlp::solve;

/// A variable, by its place.
pub(crate) type Variable = usize;

/// A variable from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// What one of it adds to the objective.
    pub(crate) worth: f64,
    /// Whether it is 0 or 1, nothing between.
    pub(crate) whole: bool,
}

/// How a row holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    AtMost(f64),
    Exactly(f64),
    Between(f64, f64),
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) terms: Vec<(Variable, f64)>,
    pub(crate) holds: Holds,
}

/// What is to be made as large as can be, under which rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Programme {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

impl Programme {
    pub(crate) fn column(&mut self, worth: f64, whole: bool) -> Variable {
        self.columns.push(Column { worth, whole });
        self.columns.len() - 1
    }

    pub(crate) fn row(&mut self, terms: Vec<(Variable, f64)>, holds: Holds) {
        self.rows.push(Row { terms, holds });
    }
}

/// How far a search came.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The value of each variable; `None` when nothing was found in time.
    pub(crate) values: Option<Vec<f64>>,
    /// No answer is above it; `None` when the search did not say.
    pub(crate) bound: Option<f64>,
    /// Whether the search was finished.
    pub(crate) proven: bool,
}

/// How long is searched, and how near the bound is near enough, as a share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) time: Duration,
    pub(crate) gap: f64,
}

/// The solver gave up on numbers that it could not handle.
#[derive(Debug, thiserror::Error)]
#[error("the solver gave up: {0}")]
pub struct SolverFailure(pub(crate) String);
