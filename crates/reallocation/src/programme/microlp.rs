//! The programme for `microlp`.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions};

use super::{Answer, Holds, Patience, Programme, SolverFailure};

pub(crate) fn solve(programme: &Programme, patience: Patience) -> Result<Answer, SolverFailure> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let columns = programme.columns.iter();
    let variables: Vec<microlp::Variable> = columns
        .map(|column| match column.whole {
            true => problem.add_binary_var(column.worth),
            false => problem.add_var(column.worth, (0.0, 1.0)),
        })
        .collect();
    for row in &programme.rows {
        let mut sum = LinearExpr::empty();
        for (variable, factor) in &row.terms {
            sum.add(variables[*variable], *factor);
        }
        match row.holds {
            Holds::AtMost(most) => problem.add_constraint(sum, ComparisonOp::Le, most),
            Holds::Exactly(value) => problem.add_constraint(sum, ComparisonOp::Eq, value),
            Holds::Between(least, most) => {
                problem.add_constraint(sum.clone(), ComparisonOp::Le, most);
                problem.add_constraint(sum, ComparisonOp::Ge, least);
            }
        }
    }
    let mut options = SolveOptions::default();
    options.time_limit = Some(patience.time);
    options.mip_gap = patience.gap;
    let outcome = problem
        .solve_with(options)
        .map_err(|cause| SolverFailure(cause.to_string()))?;
    let values = match &outcome {
        microlp::SolveOutcome::Solution(solution) => {
            let values = variables.iter();
            Some(values.map(|it| solution.var_value(*it)).collect())
        }
        _ => None,
    };
    Ok(Answer {
        values,
        bound: outcome.stats().best_bound,
        proven: outcome.is_optimal(),
    })
}
