//! The programme for HiGHS.

use highs::{HighsModelStatus, HighsSolutionStatus, RowProblem, Sense};

use super::{Answer, Holds, Patience, Programme, SolverFailure};

pub(crate) fn solve(programme: &Programme, patience: Patience) -> Result<Answer, SolverFailure> {
    let failed = |what: &str| SolverFailure(what.to_owned());
    let mut problem = RowProblem::default();
    let columns = programme.columns.iter();
    let variables: Vec<highs::Col> = columns
        .map(|column| match column.whole {
            true => problem.add_integer_column(column.worth, 0..=1),
            false => problem.add_column(column.worth, 0..=1),
        })
        .collect();
    for row in &programme.rows {
        let terms: Vec<(highs::Col, f64)> = row
            .terms
            .iter()
            .map(|(variable, factor)| (variables[*variable], *factor))
            .collect();
        match row.holds {
            Holds::AtMost(most) => problem.add_row(..=most, terms),
            Holds::Exactly(value) => problem.add_row(value..=value, terms),
            Holds::Between(least, most) => problem.add_row(least..=most, terms),
        };
    }
    let mut model = problem
        .try_optimise(Sense::Maximise)
        .map_err(|status| failed(&format!("the programme is refused ({status:?})")))?;
    model.make_quiet();
    // One thread and one seed: within its time the same question has the same answer.
    model.set_option("threads", 1);
    model.set_option("random_seed", 0);
    model.set_option("time_limit", patience.time.as_secs_f64());
    model.set_option("mip_rel_gap", patience.gap);
    let solved = model
        .try_solve()
        .map_err(|status| failed(&format!("the search broke off ({status:?})")))?;
    let status = solved.status();
    if !matches!(
        status,
        HighsModelStatus::Optimal
            | HighsModelStatus::ReachedTimeLimit
            | HighsModelStatus::ReachedIterationLimit
    ) {
        return Err(failed(&format!("{status:?}")));
    }
    let is_feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let bound = solved.double_info_value(c"mip_dual_bound").ok();
    Ok(Answer {
        values: is_feasible.then(|| solved.get_solution().columns().to_vec()),
        bound: bound.filter(|bound| bound.is_finite()),
        proven: status == HighsModelStatus::Optimal,
    })
}
