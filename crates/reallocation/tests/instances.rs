//! The search against proved optima, and against the independent checker.

#![expect(clippy::print_stdout, reason = "a test says that it was skipped")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use dondoc_investment::reallocate::{
    AdjustmentRule, Instance, Label, Move, Project, Segment, Silence, Violation, check,
};
use dondoc_reallocation::{Effort, propose};

fn project(id: i64, unit: i64, source: i64, amounts: [i64; 4], seg: &[(i64, f64)]) -> Project {
    let [plan, spent, committed, mt_room] = amounts;
    let segment = |(length, probability): &(i64, f64)| Segment {
        length: *length,
        probability: *probability,
    };
    Project {
        id: Label::Number(id),
        unit: Label::Number(unit),
        source: Label::Number(source),
        plan,
        spent,
        committed,
        mt_room,
        seg: seg.iter().map(segment).collect(),
        seg_shock: None,
    }
}

/// One project that will not spend its plan, two that could spend more; in
/// another source one that will not, and one without medium-term room.
fn tiny() -> Instance {
    Instance {
        projects: vec![
            project(0, 0, 0, [100, 20, 40, 80], &[(20, 1.0), (80, 0.0)]),
            project(1, 0, 0, [50, 30, 30, 60], &[(50, 1.0), (50, 0.0)]),
            project(2, 1, 0, [60, 30, 30, 45], &[(60, 0.9), (60, 0.0)]),
            project(3, 1, 1, [80, 10, 20, 70], &[(10, 1.0), (60, 0.0)]),
            project(4, 1, 1, [40, 30, 30, 10], &[(90, 1.0)]),
        ],
        max_moves: 4,
        min_move: 5,
        fair: 0.6,
        cap_cross: None,
        move_cost: 0.001,
        touch_cost: 0.0,
        as_of: None,
        rules: Vec::new(),
    }
}

fn amounts(moves: &[Move]) -> Vec<(Label, i64)> {
    let net = |one: &Move| (one.id.clone(), one.give - one.take);
    moves.iter().map(net).collect()
}

#[test]
fn the_small_example_has_its_one_optimum() {
    let proposal = propose(&tiny(), &Effort::default()).unwrap();
    assert!((proposal.objective - 130.455).abs() < 1e-9);
    assert_eq!(proposal.no_move, 87.0);
    assert!(proposal.proven && proposal.exercise);
    let [a, b, c] = [0, 1, 2].map(Label::Number);
    assert_eq!(amounts(&proposal.moves), [(a, -45), (b, 30), (c, 15)]);
}

#[test]
fn a_source_without_a_cited_last_day_is_not_touched() {
    let mut dated = tiny();
    dated.as_of = Some("2025-11-10".parse().unwrap());
    let proposal = propose(&dated, &Effort::default()).unwrap();
    assert!(proposal.moves.is_empty());
    let silent = proposal.withheld.iter().map(|w| &w.silence);
    assert!(silent.eq([&Silence::NoRule, &Silence::NoRule]));

    dated.rules = vec![AdjustmentRule {
        source: Label::Number(0),
        last_day: "2025-11-15".parse().unwrap(),
        citation: "  ".to_owned(),
        decided_by: None,
        may_cross_units: true,
    }];
    assert!(
        propose(&dated, &Effort::default())
            .unwrap()
            .moves
            .is_empty()
    );
    "Law, art. 1".clone_into(&mut dated.rules[0].citation);
    assert_eq!(propose(&dated, &Effort::default()).unwrap().moves.len(), 3);
    dated.as_of = Some("2025-11-16".parse().unwrap());
    assert!(
        propose(&dated, &Effort::default())
            .unwrap()
            .moves
            .is_empty()
    );
}

#[test]
fn what_may_not_cross_units_stays_in_its_unit() {
    let mut dated = tiny();
    dated.as_of = Some("2025-11-10".parse().unwrap());
    dated.rules = vec![AdjustmentRule {
        source: Label::Number(0),
        last_day: "2025-11-15".parse().unwrap(),
        citation: "Law, art. 1".to_owned(),
        decided_by: None,
        may_cross_units: false,
    }];
    let proposal = propose(&dated, &Effort::default()).unwrap();
    let [a, b] = [0, 1].map(Label::Number);
    assert_eq!(amounts(&proposal.moves), [(a, -30), (b, 30)]);
}

#[test]
fn the_frontier_never_falls() {
    let effort = Effort {
        frontier: 4,
        ..Effort::default()
    };
    let gains: Vec<f64> = propose(&tiny(), &effort)
        .unwrap()
        .frontier
        .iter()
        .map(|point| point.gain)
        .collect();
    assert_eq!(gains.len(), 4);
    assert_eq!(gains[0], 0.0);
    assert!(gains.windows(2).all(|pair| pair[0] <= pair[1]));
    assert!((gains[3] - 43.455).abs() < 1e-6);
}

#[test]
fn the_checker_sees_each_kind_of_wrong() {
    let instance = tiny();
    let one = |id: i64, take: i64, give: i64| {
        let project = &instance.projects[id as usize];
        Move {
            id: project.id.clone(),
            unit: project.unit.clone(),
            source: project.source.clone(),
            take,
            give,
            expected: 0.0,
            firm: false,
        }
    };
    let broken = |moves: &[Move]| check(&instance, moves);
    let id = Label::Number;
    assert!(broken(&[one(0, 45, 0), one(1, 0, 30), one(2, 0, 15)]).is_empty());
    let source = |source: i64, difference| Violation::SourcesMix {
        source: id(source),
        difference,
    };
    let mixed = broken(&[one(0, 20, 0), one(4, 0, 20)]);
    assert!(mixed.contains(&source(0, -20)) && mixed.contains(&source(1, 20)));
    assert!(mixed.contains(&Violation::AboveMediumTerm { project: id(4) }));
    let below = broken(&[one(0, 61, 0), one(1, 0, 61)]);
    assert!(below.contains(&Violation::BelowCommitted { project: id(0) }));
    let crumb = broken(&[one(0, 4, 0), one(1, 0, 4)]);
    assert!(crumb.contains(&Violation::Crumb { project: id(0) }));
    let wash = broken(&[one(0, 10, 10)]);
    assert!(wash.contains(&Violation::WashTrade { project: id(0) }));
    let mut strict = tiny();
    strict.max_moves = 1;
    strict.cap_cross = Some(3);
    strict.fair = 0.1;
    let moves = [one(0, 20, 0), one(1, 0, 10), one(2, 0, 10)];
    let seen = check(&strict, &moves);
    assert!(seen.contains(&Violation::TooMany { moves: 3 }));
    assert!(seen.contains(&Violation::Unfair { unit: id(0) }));
    assert!(seen.iter().any(|v| matches!(v, Violation::Crossing { .. })));
}

/// A small generator with a fixed seed, so that every run sees the same.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % n.max(1)
    }
}

fn random(draw: &mut Draw) -> Instance {
    let n = 2 + draw.below(9);
    let projects = (0..n).map(|id| {
        let plan = 1 + draw.below(400);
        let spent = draw.below(plan + 1);
        let committed = spent + draw.below(plan - spent + 20);
        let mt_room = draw.below(2 * plan + 2);
        let seg = [1.0, 0.97, 0.6, 0.25, 0.0].map(|p| (draw.below(plan), p));
        project(
            id,
            draw.below(3),
            draw.below(2),
            [plan, spent, committed, mt_room],
            &seg,
        )
    });
    Instance {
        projects: projects.collect(),
        max_moves: draw.below(8) as usize,
        min_move: draw.below(12),
        fair: draw.below(101) as f64 / 100.0,
        cap_cross: (draw.below(2) == 0).then(|| draw.below(60)),
        move_cost: draw.below(30) as f64 / 1000.0,
        touch_cost: draw.below(3) as f64 / 2.0,
        as_of: None,
        rules: Vec::new(),
    }
}

#[test]
fn a_thousand_random_instances_break_no_rule_and_lose_nothing() {
    let mut draw = Draw(20_250_701);
    for at in 0..1_000 {
        let instance = random(&mut draw);
        let proposal = propose(&instance, &Effort::default())
            .unwrap_or_else(|failure| panic!("instance {at}: {failure:?}"));
        assert_eq!(check(&instance, &proposal.moves), [], "instance {at}");
        assert!(
            proposal.objective >= proposal.no_move - 1e-9,
            "instance {at}"
        );
        assert!(proposal.objective <= proposal.bound + 1e-9, "instance {at}");
    }
}

/// The proved optima, or `None` where they are not at hand.
fn shared(name: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data/investment/realloc").join(name))
        .find(|file| file.exists());
    if file.is_none() {
        println!("skipped: {name} is not at hand");
    }
    file
}

#[test]
fn forty_projects_reach_the_proved_optimum() {
    let Some(file) = shared("inst_40.json") else {
        return;
    };
    let instance: Instance = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let effort = Effort {
        time: Duration::from_secs(90),
        ..Effort::default()
    };
    let proposal = propose(&instance, &effort).unwrap();
    assert!((proposal.objective - 9_088.08).abs() <= 0.001 * 9_088.08);
    assert!(proposal.bound >= 9_088.08 - 1e-6);
}
