//! What is proposed: moves with reasons, the gain and how much more there could be.

use dondoc_kinds::{Arg, Say};
use serde::Serialize;

use super::instance::Label;
use super::rules::Silence;

/// A change of one project's plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// The project.
    pub id: Label,
    /// Its unit.
    pub unit: Label,
    /// Its source.
    pub source: Label,
    /// Taken away.
    pub take: i64,
    /// Added.
    pub give: i64,
    /// Of the amount, what is expected to be spent by the deadline where it
    /// stands now (taken away) or would be (added).
    pub expected: f64,
    /// It stays, in this direction, when the whole country stalls.
    pub firm: bool,
}

/// Says why a move is proposed.
impl Say for Move {
    fn key(&self) -> &'static str {
        match (self.take > 0, self.firm) {
            (true, true) => "investment-move-take-firm",
            (true, false) => "investment-move-take",
            (false, true) => "investment-move-give-firm",
            (false, false) => "investment-move-give",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![
            ("project", Arg::Text(self.id.to_string())),
            ("unit", Arg::Text(self.unit.to_string())),
            ("source", Arg::Text(self.source.to_string())),
            ("amount", Arg::Count(self.take.max(self.give))),
            ("expected", Arg::Count(self.expected.round() as i64)),
        ]
    }
}

/// A source for which nothing may be proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Withheld {
    /// The source.
    pub source: Label,
    /// Why.
    #[serde(flatten)]
    pub silence: Silence,
}

impl Say for Withheld {
    fn key(&self) -> &'static str {
        match self.silence {
            Silence::NoRule => "investment-withheld-no-rule",
            Silence::TooLate { .. } => "investment-withheld-too-late",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let mut args = vec![("source", Arg::Text(self.source.to_string()))];
        if let Silence::TooLate { last_day, citation } = &self.silence {
            let day = Arg::from(*last_day);
            args.push(("day", day));
            args.push(("citation", Arg::from(citation.as_str())));
        }
        args
    }
}

/// What `moves` papers gain at best.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontierPoint {
    /// Most projects touched.
    pub moves: usize,
    /// Expected spending less the costs.
    pub objective: f64,
    /// No solution is better than this.
    pub bound: f64,
    /// Against leaving the plan as it is.
    pub gain: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// The objective was proved to be the best there is.
    pub proven: bool,
    /// Expected spending by the deadline, less the costs of moving.
    pub objective: f64,
    /// No solution is better than this.
    pub bound: f64,
    /// (bound - objective) / |bound|.
    pub gap: f64,
    /// Expected spending when nothing is moved.
    pub no_move: f64,
    /// Expected rate at the deadline when nothing is moved.
    pub rate_before: f64,
    /// Expected rate at the deadline with the moves, their costs not taken off.
    pub rate_after: f64,
    /// Money moved.
    pub moved: i64,
    /// The moves, by project.
    pub moves: Vec<Move>,
    /// Sources in which no move may be proposed.
    pub withheld: Vec<Withheld>,
    /// The instance has no day, so no rule of the calendar was asked: an
    /// exercise, not a proposal.
    pub exercise: bool,
    /// Gain against number of papers, where it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frontier: Vec<FrontierPoint>,
}
