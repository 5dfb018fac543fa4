//! Unspent money by the first gate it did not pass.

use dondoc_kinds::{Arg, Say};
use serde::Serialize;

/// How far the money of one project has come: the plan, then what passed each
/// gate in order (design approved, contract signed, site handed over, work
/// accepted, paid). The last gate is payment, so its money is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The plan.
    pub plan: i64,
    /// Money that passed each gate, in the order of the gates.
    pub passed: Vec<i64>,
}

/// Why figures are no passage through gates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassageProblem {
    /// Fewer or more figures than there are gates.
    WrongCount {
        /// Which project, from 1.
        project: usize,
        /// Figures given.
        given: usize,
        /// Gates there are.
        gates: usize,
    },
    /// More passed a gate than the one before it (or the plan), or less than nothing.
    Rises {
        /// Which project, from 1.
        project: usize,
        /// Which gate, from 1.
        gate: usize,
        /// What passed it.
        given: i64,
        /// What passed the one before.
        most: i64,
    },
}

/// The unspent money of a set of projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Plan of all projects.
    pub plan: i64,
    /// What passed the last gate.
    pub spent: i64,
    /// For each gate: money that passed every gate before it and not this one.
    /// Their sum is `plan - spent`, exactly.
    pub waits: Vec<i64>,
    /// For each gate: projects with money that waits there.
    pub projects: Vec<usize>,
}

impl Standing {
    /// Returns what is not spent.
    pub fn unspent(&self) -> i64 {
        self.plan - self.spent
    }

    /// Returns the share of the unspent money that waits before a gate, in
    /// hundredths of a percent, so that the shares of all gates add up to
    /// 10,000: what rounding leaves over goes to the largest remainders.
    pub fn shares(&self) -> Vec<i64> {
        let whole = i128::from(self.unspent());
        if whole <= 0 {
            return vec![0; self.waits.len()];
        }
        let exact = self.waits.iter().map(|wait| i128::from(*wait) * 10_000);
        let mut shares: Vec<(i128, i128)> = exact.map(|e| (e / whole, e % whole)).collect();
        let given: i128 = shares.iter().map(|(share, _)| share).sum();
        let mut order: Vec<usize> = (0..shares.len()).collect();
        order.sort_by(|a, b| shares[*b].1.cmp(&shares[*a].1).then(a.cmp(b)));
        for at in order.into_iter().take((10_000 - given) as usize) {
            shares[at].0 += 1;
        }
        shares.into_iter().map(|(share, _)| share as i64).collect()
    }
}

/// Adds up where the unspent money of projects stands.
///
/// # Errors
/// [`PassageProblem`] names the first figure that cannot be: money passes gates
/// in order.
pub fn standing(gates: usize, projects: &[Passage]) -> Result<Standing, PassageProblem> {
    let mut standing = Standing {
        plan: 0,
        spent: 0,
        waits: vec![0; gates],
        projects: vec![0; gates],
    };
    for (at, project) in projects.iter().enumerate() {
        let number = at + 1;
        if project.passed.len() != gates {
            return Err(PassageProblem::WrongCount {
                project: number,
                given: project.passed.len(),
                gates,
            });
        }
        let mut before = project.plan;
        for (gate, passed) in project.passed.iter().enumerate() {
            if !(0..=before).contains(passed) {
                return Err(PassageProblem::Rises {
                    project: number,
                    gate: gate + 1,
                    given: *passed,
                    most: before,
                });
            }
            standing.waits[gate] += before - passed;
            standing.projects[gate] += usize::from(before > *passed);
            before = *passed;
        }
        standing.plan += project.plan;
        standing.spent += before;
    }
    Ok(standing)
}

impl Say for PassageProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::WrongCount { .. } => "investment-gates-wrong-count",
            Self::Rises { .. } => "investment-gates-rises",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let count = |name, n: usize| (name, Arg::Count(n as i64));
        match self {
            Self::WrongCount {
                project,
                given,
                gates,
            } => vec![
                count("project", *project),
                count("given", *given),
                count("gates", *gates),
            ],
            Self::Rises {
                project,
                gate,
                given,
                most,
            } => vec![
                count("project", *project),
                count("gate", *gate),
                ("given", Arg::Text(given.to_string())),
                ("most", Arg::Text(most.to_string())),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(plan: i64, passed: &[i64]) -> Passage {
        Passage {
            plan,
            passed: passed.to_vec(),
        }
    }

    #[test]
    fn waiting_money_adds_up_to_the_unspent_to_the_unit() {
        let projects = [
            passage(100, &[70, 70, 10]),
            passage(7, &[7, 3, 3]),
            passage(5, &[0, 0, 0]),
        ];
        let standing = standing(3, &projects).unwrap();
        assert_eq!(standing.waits, [35, 4, 60]);
        assert_eq!(standing.waits.iter().sum::<i64>(), standing.unspent());
        assert_eq!(standing.projects, [2, 1, 1]);
        assert_eq!(standing.shares().iter().sum::<i64>(), 10_000);
    }

    #[test]
    fn shares_of_thirds_still_add_up() {
        let standing = standing(3, &[passage(3, &[2, 1, 0])]).unwrap();
        assert_eq!(standing.shares(), [3_334, 3_333, 3_333]);
    }

    #[test]
    fn all_spent_waits_nowhere() {
        let standing = standing(2, &[passage(3, &[3, 3])]).unwrap();
        assert_eq!(standing.shares(), [0, 0]);
    }

    #[test]
    fn money_that_jumps_a_gate_is_refused_with_its_place() {
        let problem = standing(2, &[passage(5, &[5, 5]), passage(5, &[2, 4])]).unwrap_err();
        let expected = PassageProblem::Rises {
            project: 2,
            gate: 2,
            given: 4,
            most: 2,
        };
        assert_eq!(problem, expected);
    }
}
