//! From the room to a question of reallocation, and from its answer to a plan.

use std::collections::BTreeMap;

use dondoc_kinds::ProjectId;
use smol_str::SmolStr;

use super::checks::medium_term_left;
use super::figures::{Position, View};
use super::outlook::{LAST_MONTH, Level, Outlooks, month_end};
use super::plan::{PlanLine, PlanVersion};
use crate::holdup::stages::Stage;
use crate::reallocate::{Instance, Label, Move, Project, Segment};

/// Money of an instance is counted in this: million đồng.
pub const UNIT: i64 = 1_000_000;

/// From this rate on all of a plan counts as spent.
const FULL: f64 = 0.97;

/// Within which limits is searched; what a person may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Most papers.
    pub max_moves: usize,
    /// Least change, million đồng.
    pub min_move: i64,
    /// Most of a unit's plan that may be taken, 0 to 1.
    pub fair: f64,
    /// Most net money that may cross a unit's border in a source, million đồng.
    pub cap_cross: Option<i64>,
    /// Most positions that the search looks at: those with most at stake.
    pub most: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_moves: 20,
            min_move: 1_000,
            fair: 0.5,
            cap_cross: None,
            most: 120,
        }
    }
}

/// The id of a position in an instance: project and source.
pub fn label(project: &ProjectId, source: &SmolStr) -> Label {
    Label::Text(format!("{project}/{source}"))
}

/// Returns the question: what could be moved on the view's day, from the
/// forecasts of each project.
///
/// What is left on a plan is spent as far as the forecast says: the money between
/// the quantiles q_a and q_b with probability 1 - (a + b) / 2. What would be added
/// is spent only where (nearly) everything else is, only as far as signed contracts
/// go beyond the plan, and no faster than in the best month of the year. What is accepted must be paid and is never taken.
pub fn instance(view: &View<'_>, outlooks: &Outlooks, limits: &Limits) -> Instance {
    let positions = view.positions();
    let left = medium_term_left(view.room, view.year, view.as_of);
    let mut of_project: BTreeMap<&ProjectId, (i64, i64)> = BTreeMap::new();
    for position in &positions {
        let sum = of_project.entry(&position.project).or_default();
        sum.0 += position.plan;
        sum.1 += position.spent;
    }
    let by_key: BTreeMap<&str, &super::outlook::Outlook> = outlooks
        .of(Level::Project)
        .map(|it| (it.key.as_str(), it))
        .collect();
    let mut projects = Vec::new();
    for position in &positions {
        // Spent above the plan is an error of the figures: nothing is proposed there.
        if position.plan <= 0 || position.spent > position.plan {
            continue;
        }
        let Some(outlook) = by_key.get(position.project.as_str()) else {
            continue;
        };
        let whole = of_project
            .get(&position.project)
            .copied()
            .unwrap_or_default();
        let room = left.as_ref().map_or(0, |left| {
            let left = left.get(&position.project).copied().unwrap_or(0);
            // The room of a project is shared by its sources.
            (left - whole.1 - (whole.0 - whole.1 - (position.plan - position.spent))).max(0)
        });
        projects.push(project(view, position, outlook, outlooks.months_left, room));
    }
    keep_most_at_stake(&mut projects, limits.most);
    Instance {
        projects,
        max_moves: limits.max_moves,
        min_move: limits.min_move,
        fair: limits.fair,
        cap_cross: limits.cap_cross,
        move_cost: 0.001,
        touch_cost: 100.0,
        as_of: Some(view.as_of),
        rules: view.room.law.adjustments(view.year),
    }
}

fn project(
    view: &View<'_>,
    position: &Position,
    outlook: &super::outlook::Outlook,
    months_left: u32,
    room: i64,
) -> Project {
    let known = view.room.projects.get(&position.project);
    let progress = known.and_then(|known| known.progress_on(view.as_of));
    let accepted = progress.filter(|it| it.as_of.year() == view.year);
    let share = |amount: i64| {
        // Acceptance is known of the whole project; a source bears its share.
        let whole = outlook.plan.max(1);
        (i128::from(amount) * i128::from(position.plan) / i128::from(whole)) as i64
    };
    let accepted = accepted
        .map_or(0, |it| share(it.accepted))
        .min(position.plan);
    let signed = known.into_iter().flat_map(|known| known.contracts());
    let contracted: i64 = signed.map(|it| it.amount).sum();
    let paid_ever: i64 = known.map_or(0, |known| paid_ever(view, known));
    let backlog = (contracted - paid_ever - (outlook.plan - outlook.spent)).max(0);
    let plan = position.plan / UNIT;
    let spent = position.spent / UNIT;
    let left = plan - spent;
    let room = (room / UNIT).max(left);
    let best = known.map_or(0, |known| best_month(view, known, position));
    let faster = best.saturating_mul(i64::from(months_left)) / UNIT;
    let q = |at: usize| outlook.quantiles.0.get(at).copied().unwrap_or(outlook.now);
    let steps = [
        (q(1), 0.95),
        (q(5), 0.8),
        (q(9), 0.6),
        (q(13), 0.4),
        (q(17), 0.2),
        (1.0, 0.05),
    ];
    // Who reaches this much spends what the plan allows: it is the plan that stops it.
    let full = outlook.quantiles.0.iter().filter(|q| **q >= FULL).count() as f64 / 19.0;
    let segments = |shift: f64| {
        let (mut seg, mut reached, mut least) = (Vec::new(), 0_i64, 1.0_f64);
        for (upto, probability) in steps {
            let share = ((upto - outlook.now) / (1.0 - outlook.now).max(1e-9)).clamp(0.0, 1.0);
            let length = ((left as f64 * share).floor() as i64 - reached).max(0);
            reached += length;
            let at_the_plan = upto >= FULL && probability < full;
            let probability = if at_the_plan { full } else { probability } * shift;
            if length > 0 {
                least = least.min(probability);
                seg.push(Segment {
                    length,
                    probability,
                });
            }
        }
        let more = (backlog / UNIT).min(room - left).min(faster - left).max(0);
        let probability = (full * shift).min(least);
        if more > 0 && probability > 0.0 {
            seg.push(Segment {
                length: more,
                probability,
            });
        }
        seg
    };
    Project {
        id: label(&position.project, &position.source),
        unit: Label::Text(position.unit.to_string()),
        source: Label::Text(position.source.to_string()),
        plan,
        spent,
        committed: (accepted.max(position.spent) + UNIT - 1) / UNIT,
        mt_room: room,
        seg: segments(1.0),
        seg_shock: None,
    }
}

/// The most that a position has spent in one month of the year: nobody builds faster
/// because money is there.
fn best_month(view: &View<'_>, project: &super::project::Project, position: &Position) -> i64 {
    let ours = project.spent.iter().filter(|(key, _)| {
        key.system == view.system && key.plan_year == view.year && key.source == position.source
    });
    let figures: Vec<_> = ours.map(|(_, figures)| figures).collect();
    let by = |day| -> i64 {
        let each = figures.iter();
        let each = each.filter_map(|it| super::project::standing(it, day));
        each.map(|figure| figure.amount).sum()
    };
    let ends = (1..=LAST_MONTH).filter_map(|month| month_end(view.year, month));
    let (mut most, mut before) = (0, 0);
    for day in ends.filter(|day| *day <= view.as_of) {
        let spent = by(day);
        most = most.max(spent - before);
        before = spent;
    }
    most
}

fn paid_ever(view: &View<'_>, project: &super::project::Project) -> i64 {
    let series = project.spent.iter();
    let ours = series.filter(|(key, _)| key.system == view.system && key.plan_year <= view.year);
    let newest = ours.filter_map(|(_, figures)| super::project::standing(figures, view.as_of));
    newest.map(|figure| figure.amount).sum()
}

/// The search is for a city's papers, not for twenty thousand projects: it looks
/// at those where most is expected to stay unspent, and those that could use most.
fn keep_most_at_stake(projects: &mut Vec<Project>, most: usize) {
    if projects.len() <= most {
        return;
    }
    let spare = |project: &Project| {
        let likely: f64 = project
            .seg
            .iter()
            .map(|s| s.length as f64 * s.probability)
            .sum();
        (project.can_give() as f64).min(project.left() as f64 - likely.min(project.left() as f64))
    };
    let useful = |project: &Project| {
        let beyond = project.seg.last().filter(|_| project.can_take() > 0);
        beyond.map_or(0.0, |s| s.length as f64 * s.probability)
    };
    let mut order: Vec<usize> = (0..projects.len()).collect();
    let ranked = |order: &mut Vec<usize>, value: &dyn Fn(&Project) -> f64| {
        order.sort_by(|a, b| {
            value(&projects[*b])
                .total_cmp(&value(&projects[*a]))
                .then(a.cmp(b))
        });
        order
            .iter()
            .take(most / 2)
            .copied()
            .collect::<std::collections::BTreeSet<usize>>()
    };
    let mut kept = ranked(&mut order, &spare);
    kept.extend(ranked(&mut order, &useful));
    let mut at = 0;
    projects.retain(|_| {
        at += 1;
        kept.contains(&(at - 1))
    });
}

/// Returns the lines of a plan after moves, for a new version with its act.
pub fn lines_after(version: &PlanVersion, moves: &[Move]) -> Vec<PlanLine> {
    let mut change: BTreeMap<String, i64> = BTreeMap::new();
    for one in moves {
        *change.entry(one.id.to_string()).or_insert(0) += (one.give - one.take) * UNIT;
    }
    let mut lines = version.lines.clone();
    for line in &mut lines {
        if let Some(project) = &line.project {
            let key = label(project, &line.source).to_string();
            // The first line of a project and source bears the change.
            line.amount += change.remove(&key).unwrap_or(0);
        }
    }
    lines
}

/// Returns the stages of all projects, for comparison; a project's number is its
/// place in the register.
pub fn stages(view: &View<'_>) -> Vec<Stage> {
    let mut all = Vec::new();
    for (number, project) in view.room.projects.values().enumerate() {
        let record = project.record();
        for (name, revisions) in &project.stages {
            let Some((_, stage)) = revisions.last() else {
                continue;
            };
            let Some(started) = stage.started.filter(|on| *on <= view.as_of) else {
                continue;
            };
            all.push(Stage {
                project: number,
                stage: name.word().to_owned(),
                class: format!("{}/{}", record.sector, record.group.word()),
                started,
                ended: stage.ended,
            });
        }
    }
    all
}
