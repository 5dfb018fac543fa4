//! The search for the best reallocation of capital.
//!
//! The model is a mixed-integer programme, solved by branch and bound with
//! `microlp`, or with HiGHS where the feature `highs` is on. The answer carries a bound: how much better another solution
//! could be at most. It says *proven* only when the search was finished.
//!
//! What may be moved and what a proposal says stands in
//! [`dondoc_investment::reallocate`], and so does the checker, which shares no
//! code with this crate. Every answer has passed it.
//!
//! The search is given a time. Within it the same instance gives the same
//! answer; when it runs out, how far it came depends on the machine.

mod model;
mod programme;
mod spend;
mod whole;

use std::time::Duration;

use dondoc_investment::reallocate::{
    FrontierPoint, Instance, InstanceProblem, Move, Proposal, Violation, Withheld, check,
};

use model::{Found, Model};
pub use programme::SolverFailure;
use spend::Spend;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The instance says nothing that could be solved.
    #[error("the instance contradicts itself: {0:?}")]
    Instance(InstanceProblem),
    /// The solver gave up on numbers it could not handle.
    #[error("failed to solve the programme")]
    Solver(#[from] SolverFailure),
    /// The answer broke a rule, so it is not given.
    #[error("the search gave moves that break a rule: {0:?}")]
    Broken(Vec<Violation>),
}

/// How long and how well.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// For the proposal; a third of it is kept for the look under a common shock.
    pub time: Duration,
    /// A proof within this share of the objective is enough.
    pub gap: f64,
    /// Numbers of papers for which the best gain is shown, 1 to this; 0 for none.
    pub frontier: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(9),
            gap: 1e-6,
            frontier: 0,
        }
    }
}

/// Searches the best reallocation.
///
/// # Errors
/// [`Failure`].
pub fn propose(instance: &Instance, effort: &Effort) -> Result<Proposal, Failure> {
    instance.checked().map_err(Failure::Instance)?;
    let likely = Model::new(instance, |project| Spend::new(&project.seg));
    let found = likely.solve(instance.max_moves, effort.time * 2 / 3, effort.gap)?;
    let mut moves = likely.moves(&found);
    mark_firm(instance, &mut moves, effort)?;
    let broken = check(instance, &moves);
    if !broken.is_empty() {
        return Err(Failure::Broken(broken));
    }
    let frontier = frontier(&likely, effort, &found, instance.max_moves)?;
    let objective = likely.objective(&moves);
    let bound = found.bound.max(objective);
    let plan: i64 = instance.projects.iter().map(|p| p.plan).sum();
    let spent: i64 = instance.projects.iter().map(|p| p.spent).sum();
    let rate = |more: f64| (spent as f64 + more) / (plan.max(1)) as f64;
    Ok(Proposal {
        proven: found.proven,
        objective: cents(objective),
        bound: cents(bound),
        gap: (bound - objective) / bound.abs().max(1.0),
        no_move: cents(likely.no_move()),
        rate_before: rate(likely.no_move()),
        rate_after: rate(likely.expected(&moves)),
        moved: moves.iter().map(|one| one.take).sum(),
        moves,
        withheld: withheld(instance),
        exercise: instance.as_of.is_none(),
        frontier,
    })
}

/// Sums of products of whole money and probabilities carry dust of the last
/// digits; a millionth of the unit is far below what anybody reads.
fn cents(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A move is firm when it stays, in its direction, in the best answer to the
/// same question with every project stalling at once.
fn mark_firm(instance: &Instance, moves: &mut [Move], effort: &Effort) -> Result<(), Failure> {
    if moves.is_empty() {
        return Ok(());
    }
    let shocked = Model::new(instance, |project| Spend::new(&project.shocked()));
    let found = shocked.solve(instance.max_moves, effort.time / 3, effort.gap)?;
    let stays = shocked.moves(&found);
    for one in moves {
        let same = |other: &Move| other.id == one.id && (other.take > 0) == (one.take > 0);
        one.firm = stays.iter().any(same);
    }
    Ok(())
}

fn frontier(
    model: &Model<'_>,
    effort: &Effort,
    full: &Found,
    most: usize,
) -> Result<Vec<FrontierPoint>, Failure> {
    let mut points: Vec<FrontierPoint> = Vec::new();
    let upto = effort.frontier.min(most);
    for moves in 1..=upto {
        let found = model.solve(moves, effort.time / upto as u32, effort.gap.max(1e-4))?;
        let objective = model.objective(&model.moves(&found));
        // One paper more never gains less: the smaller answer still stands.
        let objective = points
            .last()
            .map_or(objective, |p| p.objective.max(objective));
        points.push(FrontierPoint {
            moves,
            objective: cents(objective),
            bound: cents(found.bound.max(objective).min(full.bound.max(objective))),
            gain: cents(objective - model.no_move()),
        });
    }
    Ok(points)
}

fn withheld(instance: &Instance) -> Vec<Withheld> {
    let sources = instance.sources().into_iter();
    sources
        .filter_map(|source| {
            let silence = instance.silence(source)?;
            let source = source.clone();
            Some(Withheld { source, silence })
        })
        .collect()
}
