//! Discovery, simulation, effect, lateness and forecasts on logs whose truth is known.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::collections::BTreeMap;

use dondoc_mining::cases::Cases;
use dondoc_mining::conformance::{Aligner, Bound};
use dondoc_mining::discover::{Operator, ProcessTree, discover};
use dondoc_mining::effect::{NoEffect, Series, measure};
use dondoc_mining::lateness::lateness;
use dondoc_mining::predict::{Forecaster, Way, holdout};
use dondoc_mining::simulate::{
    BadScenario, Change, LegalStep, Model, Scenario, compare, proposals, simulate,
};
use dondoc_mining::worktime::WorkTime;
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

/// Receive, check (two days), sign (ten days or twenty, in turn).
fn office(cases: usize) -> Cases {
    let mut log = Cases::new(
        ["receive", "check", "sign", "return"]
            .map(str::to_owned)
            .to_vec(),
    );
    for case in 0..cases as i64 {
        let begin = case * DAY / 2;
        let sign = begin + if case % 2 == 0 { 12 } else { 22 } * DAY;
        log.push(
            &format!("h{case:05}"),
            &[(0, begin), (1, begin + 2 * DAY), (2, sign), (3, sign + DAY)],
        );
    }
    log
}

fn scenario(changes: Vec<Change>) -> Scenario {
    Scenario {
        form: 1,
        name: "try".to_owned(),
        changes,
        limit_days: Some(15.0),
    }
}

fn model(log: &Cases) -> Model {
    let all: Vec<usize> = (0..log.len()).collect();
    Model::learn(log, &all, &WorkTime::always()).unwrap()
}

#[test]
fn dropping_a_step_saves_its_wait() {
    let model = model(&office(400));
    let drop = scenario(vec![Change::Drop {
        activity: "check".to_owned(),
    }]);
    let found = compare(&model, &drop, 500, 10, 7).unwrap();
    assert!((found.saved_days.mean - 2.0).abs() < 1e-9);
    assert!((found.before.mean_days.mean - 18.0).abs() < 0.5);
    let halved = scenario(vec![Change::Retime {
        activity: "sign".to_owned(),
        factor: 0.5,
    }]);
    let found = compare(&model, &halved, 500, 10, 7).unwrap();
    assert!((found.saved_days.mean - 7.5).abs() < 0.3);
    assert!(found.after.on_time.unwrap().mean > 0.99);
}

#[test]
fn one_seed_gives_one_result() {
    let model = model(&office(100));
    let plain = scenario(Vec::new());
    let first = simulate(&model, &plain, 200, 5, 3).unwrap();
    assert_eq!(first, simulate(&model, &plain, 200, 5, 3).unwrap());
    assert_ne!(first, simulate(&model, &plain, 200, 5, 4).unwrap());
}

#[test]
fn too_few_people_make_a_queue() {
    let model = model(&office(400));
    let staffed = |staff| {
        let changes = vec![Change::Staff {
            activity: "check".to_owned(),
            staff,
            effort_hours: 20.0,
        }];
        simulate(&model, &scenario(changes), 300, 3, 1)
            .unwrap()
            .mean_days
            .mean
    };
    // Two cases a day of 20 hours each are more than one can do.
    assert!(staffed(1) > staffed(2) + 20.0);
    assert!(staffed(2) >= staffed(20));
}

#[test]
fn a_scenario_that_cannot_be_is_refused() {
    let model = model(&office(100));
    let wrong = scenario(vec![Change::Drop {
        activity: "signn".to_owned(),
    }]);
    let refused = simulate(&model, &wrong, 10, 1, 1).unwrap_err();
    assert!(
        matches!(&refused, BadScenario::Activity { nearest: Some(name), .. } if name == "sign")
    );
    let mut old = scenario(Vec::new());
    old.form = 9;
    assert!(simulate(&model, &old, 10, 1, 1).is_err());
}

#[test]
fn proposals_are_ranked_and_drop_only_what_may_be_dropped() {
    let model = model(&office(400));
    let steps = BTreeMap::from([(
        "check".to_owned(),
        LegalStep {
            provision: Some("Art. 5".to_owned()),
            may_drop: true,
            person_minutes: Some(30),
        },
    )]);
    let found = proposals(&model, &steps, 200, 5, 1);
    assert!(
        found
            .windows(2)
            .all(|pair| { pair[0].saved_days_per_year.mean >= pair[1].saved_days_per_year.mean })
    );
    let drops: Vec<_> = found
        .iter()
        .filter(|proposal| matches!(proposal.change, Change::Drop { .. }))
        .collect();
    assert_eq!(drops.len(), 1);
    assert_eq!(drops[0].provision.as_deref(), Some("Art. 5"));
}

#[test]
fn the_step_that_made_cases_late_is_named_and_the_parts_sum_to_the_whole() {
    let log = office(200);
    let found = lateness(&log, &WorkTime::always(), 15.0, &BTreeMap::new());
    assert_eq!((found.cases, found.late), (200, 100));
    assert!((found.late_days - 800.0).abs() < 1e-6);
    assert_eq!(found.steps[0].activity, "sign");
    let sum: f64 = found.steps.iter().map(|step| step.late_days).sum();
    assert!((sum + found.unexplained_days - found.late_days).abs() < 1e-6);
}

fn units(shift: f64) -> (Series, Vec<Series>) {
    let season = |period: usize| (period as f64 * 0.9).sin() * 2.0;
    let series = |unit: usize, shift: f64| Series {
        unit: format!("u{unit}"),
        values: (0..24)
            .map(|period| {
                let wobble = ((unit * 31 + period * 17) % 7) as f64 * 0.1;
                let after = if period >= 16 { shift } else { 0.0 };
                20.0 + unit as f64 * 0.3 + season(period) + wobble + after
            })
            .collect(),
    };
    (
        series(3, shift),
        (4..16).chain(0..3).map(|unit| series(unit, 0.0)).collect(),
    )
}

#[test]
fn an_effect_that_is_there_is_found_and_one_that_is_not_is_not() {
    let (changed, controls) = units(-4.0);
    let found = measure(&changed, &controls, 16, 1).unwrap();
    assert!((found.difference + 4.0).abs() < 0.3, "{found:?}");
    assert!((found.synthetic + 4.0).abs() < 0.4);
    assert!(found.difference_interval.1 < 0.0);
    assert!((found.placebo_p - found.least_p).abs() < 1e-9);
    let (same, controls) = units(0.0);
    let found = measure(&same, &controls, 16, 1).unwrap();
    assert!(found.difference.abs() < 0.3);
    assert!(found.placebo_p > 0.1);
    let weight: f64 = found.weights.iter().map(|(_, weight)| weight).sum();
    assert!(weight > 0.9 && weight < 1.0 + 1e-9);
}

#[test]
fn an_effect_without_controls_is_refused() {
    let (changed, controls) = units(0.0);
    assert_eq!(
        measure(&changed, &controls[..1], 16, 1),
        Err(NoEffect::Controls { controls: 1 })
    );
    assert!(measure(&changed, &controls, 24, 1).is_err());
}

#[test]
fn forecasts_learn_what_the_state_tells() {
    let found = holdout(&office(500), 64, 16, 1).unwrap();
    let error = |way: Way| {
        found
            .mae_days_by_way
            .iter()
            .find(|(found, _)| *found == way)
            .unwrap()
            .1
    };
    assert!(found.mae_days <= error(Way::LastActivityMedian) + 1e-9);
    assert!(found.mae_days < error(Way::Zero));
    assert!(found.coverage > 0.88);
}

#[test]
fn running_cases_count_as_lasting_at_least_so_long() {
    // Every second case never gets its signature; without them all are quick.
    let mut log = Cases::new(
        ["receive", "check", "sign", "return"]
            .map(str::to_owned)
            .to_vec(),
    );
    let now = 400 * DAY;
    for case in 0..200i64 {
        let begin = case * DAY;
        let id = format!("h{case}");
        if case % 4 == 0 {
            let end = begin + 6 * DAY;
            log.push(
                &id,
                &[(0, begin), (1, begin + DAY), (2, end), (3, end + DAY)],
            );
            log.open_until.push(None);
        } else {
            log.push(&id, &[(0, begin), (1, begin + DAY)]);
            log.open_until.push(Some(now));
        }
    }
    let forecaster = Forecaster::learn(&log, 1).unwrap();
    let told = forecaster.forecast(&log, 199, Some(10.0)).unwrap();
    assert!(told.last_activity_median_days > 100.0, "{told:?}");
}

fn traces() -> impl Strategy<Value = Vec<(Vec<u32>, u64)>> {
    prop::collection::vec((prop::collection::vec(0u32..6, 0..7), 1u64..9), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn without_filtering_every_case_fits_what_is_discovered(traces in traces()) {
        let names: Vec<String> = (0..6).map(|n| format!("a{n}")).collect();
        let variants: Vec<(&[u32], u64)> = traces.iter().map(|(trace, n)| (trace.as_slice(), *n)).collect();
        let tree = discover(&names, &variants, 0.0);
        let mut aligner = Aligner::try_new(&tree.to_net(), Bound::default()).unwrap();
        let found = aligner.conformance(&names, &variants);
        prop_assert_eq!(found.total_cost, 0, "{}", tree);
    }

    #[test]
    fn with_filtering_discovery_ends_and_its_net_has_a_run(traces in traces(), noise in 0.0f64..1.0) {
        let names: Vec<String> = (0..6).map(|n| format!("a{n}")).collect();
        let variants: Vec<(&[u32], u64)> = traces.iter().map(|(trace, n)| (trace.as_slice(), *n)).collect();
        let tree = discover(&names, &variants, noise);
        prop_assert!(Aligner::try_new(&tree.to_net(), Bound::default()).is_ok(), "{}", tree);
    }
}

#[test]
fn structure_that_is_there_is_found() {
    let names = ["a", "b", "c", "d"].map(str::to_owned);
    let found = discover(&names, &[(&[0, 1, 2, 3], 5), (&[0, 2, 1, 3], 4)], 0.0);
    let leaf = |name: &str| ProcessTree::Activity(name.to_owned());
    let both = ProcessTree::Node(Operator::Parallel, vec![leaf("b"), leaf("c")]);
    assert_eq!(
        found,
        ProcessTree::Node(Operator::Sequence, vec![leaf("a"), both, leaf("d")])
    );
    let found = discover(&names, &[(&[0, 1], 5), (&[0, 1, 2, 0, 1], 4)], 0.0);
    let body = ProcessTree::Node(Operator::Sequence, vec![leaf("a"), leaf("b")]);
    assert_eq!(
        found,
        ProcessTree::Node(Operator::Loop, vec![body.clone(), leaf("c")])
    );
    // A round begins anew without a step between.
    let found = discover(&names, &[(&[0, 1], 5), (&[0, 1, 0, 1], 4)], 0.2);
    let again = ProcessTree::Node(Operator::Loop, vec![body, ProcessTree::Silent]);
    assert_eq!(found, again);
    let found = discover(&names, &[(&[0], 5), (&[0, 0, 0], 4)], 0.0);
    let again = ProcessTree::Node(Operator::Loop, vec![leaf("a"), ProcessTree::Silent]);
    assert_eq!(found, again);
}

#[test]
fn four_hundred_activities_end() {
    let Some(log) = common::csv("eventlogs/bpic15_municipality1.csv.gz") else {
        return;
    };
    let variants = log.variants();
    let variants: Vec<(&[u32], u64)> = variants.iter().map(|(v, n)| (v.as_slice(), *n)).collect();
    let tree = discover(&log.activities, &variants, 0.2);
    assert!(Aligner::try_new(&tree.to_net(), Bound::default()).is_ok());
}

/// Cases of a made-up office: `shape` says how steps follow one another and how long
/// they take; chance comes from a seed.
fn made_up(
    cases: i64,
    seed: u64,
    shape: impl Fn(i64, &mut dyn FnMut(u64) -> u64) -> Vec<(u32, i64)>,
) -> Cases {
    let mut state = seed;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let names = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).to_vec();
    let mut log = Cases::new(names);
    for case in 0..cases {
        let mut at = case * DAY / 3;
        let events: Vec<(u32, i64)> = shape(case, &mut draw)
            .into_iter()
            .map(|(activity, hours)| {
                at += hours * DAY / 24;
                (activity, at)
            })
            .collect();
        log.push(&format!("h{case:05}"), &events);
    }
    log
}

#[test]
fn on_logs_of_any_shape_a_forecast_is_not_worse_than_the_median_of_the_last_step() {
    type Draw<'a> = &'a mut dyn FnMut(u64) -> u64;
    let line = |_: i64, draw: Draw<'_>| -> Vec<(u32, i64)> {
        (0..6).map(|step| (step, draw(80) as i64)).collect()
    };
    // One step, again and again.
    let single = |_: i64, draw: Draw<'_>| -> Vec<(u32, i64)> {
        (0..3 + draw(6)).map(|_| (0, 1 + draw(90) as i64)).collect()
    };
    // All steps in any order.
    let concurrent = |_: i64, draw: Draw<'_>| -> Vec<(u32, i64)> {
        let mut left: Vec<u32> = (0..6).collect();
        let mut events = Vec::new();
        while !left.is_empty() {
            let next = left.remove(draw(left.len() as u64) as usize);
            events.push((next, 1 + draw(60) as i64));
        }
        events
    };
    // Everything takes longer and longer, and then suddenly less.
    let drifting = |case: i64, draw: Draw<'_>| -> Vec<(u32, i64)> {
        let slow = if case < 450 { 20 + case / 10 } else { 12 };
        (0..6)
            .map(|step| (step, 1 + draw(slow as u64) as i64))
            .collect()
    };
    // Most cases are quick, a few take a year.
    let tailed = |_: i64, draw: Draw<'_>| -> Vec<(u32, i64)> {
        let long = if draw(20) == 0 { 300 } else { 2 };
        (0..6)
            .map(|step| (step, 1 + draw(24) as i64 * long))
            .collect()
    };
    let logs = [
        ("a line", made_up(600, 1, line)),
        ("one step", made_up(600, 2, single)),
        ("any order", made_up(600, 3, concurrent)),
        ("drifting", made_up(600, 4, drifting)),
        ("a long tail", made_up(600, 5, tailed)),
        ("few cases", made_up(30, 6, line)),
        ("very few", made_up(12, 7, concurrent)),
    ];
    for (name, log) in &logs {
        let found = holdout(log, 64, 16, 1).unwrap();
        let of = |way: Way| {
            let mut ways = found.mae_days_by_way.iter();
            ways.find(|(own, _)| *own == way).unwrap().1
        };
        let plain = of(Way::LastActivityMedian);
        assert!(
            found.mae_days <= plain + 1e-9,
            "{name}: {:?} {} against {plain}",
            found.way,
            found.mae_days
        );
        // Where nothing turns and no case is a hundred times the others, intervals hold
        // about as often as they say.
        if ["a line", "one step", "any order"].contains(name) {
            assert!(
                (0.84..=0.96).contains(&found.coverage),
                "{name}: {}",
                found.coverage
            );
        }
    }
    // With too few cases nothing is forecast, and that is said.
    assert!(holdout(&made_up(3, 8, line), 64, 16, 1).is_err());
    assert!(Forecaster::learn(&made_up(2, 9, line), 1).is_err());
}
