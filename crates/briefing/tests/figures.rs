//! What holds between figures, receipts and works, on the made-up city.

use dondoc_briefing::{Briefing, Measure, Outcome, Receipt, explain, sample};

#[test]
fn every_work_is_in_exactly_one_outcome() {
    let briefing = sample::briefing();
    let lines = briefing.units.iter().map(|line| &line.figures);
    for figures in lines
        .chain(briefing.documents.iter().map(|line| &line.figures))
        .chain([&briefing.summary])
    {
        let parts = [
            Measure::DoneOnTime,
            Measure::DoneLate,
            Measure::Waiting,
            Measure::Late,
            Measure::InTime,
            Measure::Suspended,
        ];
        let sum: u32 = parts
            .iter()
            .map(|part| figures.get(*part).expect("looked at").value)
            .sum();
        assert_eq!(sum, figures.assigned.value, "{}", figures.assigned.key);
    }
}

#[test]
fn sums_over_units_equal_the_city() {
    let briefing = sample::briefing();
    for measure in Measure::ALL {
        let sum: u32 = briefing
            .units
            .iter()
            .map(|line| line.figures.get(measure).expect("looked at").value)
            .sum();
        assert_eq!(
            sum,
            briefing.summary.get(measure).expect("looked at").value,
            "{}",
            measure.key()
        );
    }
}

#[test]
fn the_sample_shows_every_kind_of_thing() {
    let briefing = sample::briefing();
    assert_eq!(briefing.units.len(), 35);
    assert_eq!(briefing.documents.len(), 4);
    for measure in Measure::ALL {
        assert!(
            briefing.summary.get(measure).expect("looked at").value > 0,
            "{}",
            measure.key()
        );
    }
    assert!(!briefing.corrections.is_empty());
    assert!(!briefing.agenda.is_empty());
    assert!(!briefing.extended.is_empty());
    assert_eq!(briefing.conclusions.len(), 6);
    let was_different = |point: &dondoc_briefing::TrendPoint| {
        point
            .then
            .as_ref()
            .is_some_and(|then| then.late.value != point.now.late.value)
    };
    assert!(briefing.trend.iter().any(was_different));
}

#[test]
fn no_two_figures_share_a_receipt() {
    let briefing = sample::briefing();
    let mut receipts: Vec<Receipt> = briefing.figures().map(|figure| figure.receipt).collect();
    let all = receipts.len();
    receipts.sort();
    receipts.dedup();
    assert_eq!(receipts.len(), all);
    assert!(all > 500, "{all}");
}

#[test]
fn each_figure_is_found_by_its_code_and_explained_by_as_many_works() {
    let facts = sample::facts();
    let order = sample::order(&facts);
    let briefing = Briefing::compile_facts(&facts, &order).expect("fits");
    for figure in briefing.figures() {
        let typed: Receipt = figure
            .receipt
            .to_string()
            .to_lowercase()
            .parse()
            .expect("own code");
        assert_eq!(briefing.figure_by_code(typed), Some(figure));
        assert_eq!(typed.edition().tree_size(), order.tree.size);
        let why = explain(&facts, &order, &figure.key).expect(&figure.key);
        assert_eq!(why.value, i64::from(figure.value), "{}", figure.key);
        if !figure.key.ends_with("/on-time") {
            assert_eq!(why.works.len(), figure.value as usize, "{}", figure.key);
        }
        assert!(why.works.iter().all(|work| !work.entries.is_empty()));
    }
}

#[test]
fn a_key_of_no_figure_has_no_explanation() {
    let facts = sample::facts();
    let order = sample::order(&facts);
    for key in [
        "",
        "late",
        "summary",
        "summary/later",
        "unit/late",
        "trend/2024-Q9/late",
        "trend/2010-Q1/then/late",
    ] {
        assert_eq!(explain(&facts, &order, key), None, "{key}");
    }
}

#[test]
fn a_longer_log_and_later_days_change_nothing() {
    let facts = sample::facts();
    let mut order = sample::order(&facts);
    order.as_of = jiff::civil::date(2024, 8, 15);
    order.tree.size = 15_000;
    let whole = Briefing::compile_facts(&facts, &order).expect("fits");
    let mut shorter = facts.clone();
    shorter
        .duties
        .retain(|duty| duty.issued.entry < order.tree.size);
    for duty in &mut shorter.duties {
        duty.reports
            .retain(|report| report.step.entry < order.tree.size && report.step.on <= order.as_of);
    }
    let cut = Briefing::compile_facts(&shorter, &order).expect("fits");
    assert_eq!(whole, cut);
    assert!(whole.works.iter().all(|work| work.issued <= order.as_of));
}

#[test]
fn units_stand_in_the_order_of_attention() {
    let briefing = sample::briefing();
    let keys: Vec<_> = briefing
        .units
        .iter()
        .map(|line| (line.figures.late.value, line.longest_days))
        .collect();
    assert!(keys.is_sorted_by(|a, b| a >= b), "{keys:?}");
    let days: Vec<_> = briefing
        .worst
        .iter()
        .filter_map(|id| briefing.work(id))
        .map(|work| match work.outcome {
            Outcome::Late { days } => days,
            other => panic!("{other:?} among the late"),
        })
        .collect();
    assert!(days.is_sorted_by(|a, b| a >= b));
}

#[test]
fn json_is_the_same_bytes_again() {
    let once = sample::briefing().to_json();
    assert_eq!(once, sample::briefing().to_json());
    let text = String::from_utf8(once).expect("JSON is UTF-8");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    fn no_floats(value: &serde_json::Value) {
        match value {
            serde_json::Value::Number(number) => {
                assert!(number.is_u64() || number.is_i64(), "{number}")
            }
            serde_json::Value::Array(values) => values.iter().for_each(no_floats),
            serde_json::Value::Object(map) => map.values().for_each(no_floats),
            _ => {}
        }
    }
    no_floats(&value);
}

#[test]
fn a_day_before_the_period_is_refused() {
    let facts = sample::facts();
    let mut order = sample::order(&facts);
    order.as_of = jiff::civil::date(2024, 6, 30);
    let refusal = Briefing::compile_facts(&facts, &order).expect_err("too early");
    let json = serde_json::to_value(&refusal).expect("JSON");
    assert_eq!(json["as_of"]["from"], "2024-07-01");
}
