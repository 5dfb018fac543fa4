//! From amounts of the solver to whole money that balances to the last unit.

use std::collections::BTreeMap;

use crate::model::Model;

/// Most single units that rounding can leave over, per project.
const MOST_STEPS: usize = 4;

/// Makes rounded amounts balance: moves single units between the projects that
/// are touched anyway, within their limits. A source that cannot be balanced
/// so is left as it is today.
pub(crate) fn settle(model: &Model<'_>, papers: usize, net: &mut [i64]) {
    let sources = model.instance.sources();
    for source in sources {
        let members: Vec<usize> = (0..net.len())
            .filter(|at| model.instance.projects[*at].source == *source && net[*at] != 0)
            .collect();
        let mut steps = members.len() * MOST_STEPS;
        while steps > 0 && !fits(model, net, &members) {
            steps -= 1;
            let over: i64 = members.iter().map(|at| net[*at]).sum();
            let Some(at) = members
                .iter()
                .find(|at| may_step(model, net, **at, -over.signum()))
            else {
                break;
            };
            net[*at] -= over.signum();
        }
        if !fits(model, net, &members) {
            for at in members {
                net[at] = 0;
            }
        }
    }
    if net.iter().filter(|net| **net != 0).count() > papers {
        net.fill(0);
    }
}

fn may_step(model: &Model<'_>, net: &[i64], at: usize, step: i64) -> bool {
    if step == 0 {
        return false;
    }
    let mut after = net.to_vec();
    after[at] += step;
    in_range(model, &after, at) && within_units(model, &after)
}

fn fits(model: &Model<'_>, net: &[i64], members: &[usize]) -> bool {
    members.iter().map(|at| net[*at]).sum::<i64>() == 0
        && members.iter().all(|at| in_range(model, net, *at))
        && within_units(model, net)
}

fn in_range(model: &Model<'_>, net: &[i64], at: usize) -> bool {
    let options = model.options[at];
    let range = if net[at] < 0 {
        options.take
    } else {
        options.give
    };
    range.is_some_and(|(least, most)| (least..=most).contains(&net[at].abs()))
}

/// Tells whether fair shares and crossings hold.
fn within_units(model: &Model<'_>, net: &[i64]) -> bool {
    let mut taken = BTreeMap::new();
    let mut crossing = BTreeMap::new();
    for (project, net) in model.instance.projects.iter().zip(net) {
        *taken.entry(&project.unit).or_insert(0_i64) += (-net).max(0);
        *crossing
            .entry((&project.unit, &project.source))
            .or_insert(0_i64) += net;
    }
    let fair = taken
        .iter()
        .all(|(unit, amount)| *amount == 0 || *amount <= model.instance.fair_share(unit));
    let inside = crossing.iter().all(|((_, source), net)| {
        let cap = model.instance.crossing(source);
        cap.is_none_or(|cap| net.abs() <= cap)
    });
    fair && inside
}
