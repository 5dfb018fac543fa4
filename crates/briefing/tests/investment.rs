//! The chapter on public investment: each quantity has a receipt that leads back
//! to capital and entries.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use std::collections::BTreeSet;

use dondoc_briefing::{Briefing, Explanation, Receipt, Unit, explain_city, html, sample, words};
use dondoc_tasks::Thresholds;

fn why(key: &str) -> Explanation {
    let (city, order) = (sample::investment_city(), sample::investment_order());
    explain_city(&city, &Thresholds::default(), &order, key).expect(key)
}

fn value(briefing: &Briefing, key: &str) -> i64 {
    let mut all = briefing.quantities();
    all.find(|it| it.key == key).expect(key).value
}

#[test]
fn each_quantity_is_found_by_its_code_and_explained_with_the_same_value() {
    let briefing = sample::briefing_with_investment();
    let quantities: Vec<_> = briefing.quantities().collect();
    assert!(quantities.len() > 70, "{}", quantities.len());
    for it in quantities {
        let typed: Receipt = it.receipt.to_string().parse().expect("own code");
        let traced = briefing.traced(typed).expect("found");
        assert_eq!((traced.key(), traced.value()), (it.key.as_str(), it.value));
        let told = why(&it.key);
        assert_eq!(told.value, it.value, "{}", it.key);
        assert!(!told.definition.is_empty());
        let nothing_waits = it.value == 0 && it.key.contains("/gate/");
        assert_eq!(told.entries.is_empty(), nothing_waits, "{}", it.key);
        assert!(told.entries.is_sorted_by(|a, b| a < b));
    }
}

#[test]
fn no_quantity_shares_a_receipt_with_a_figure() {
    let briefing = sample::briefing_with_investment();
    let figures = briefing.figures().map(|it| it.receipt);
    let all: Vec<Receipt> = figures
        .chain(briefing.quantities().map(|it| it.receipt))
        .collect();
    let distinct: BTreeSet<&Receipt> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn the_chapter_changes_no_other_receipt() {
    let (with, without) = (sample::briefing_with_investment(), sample::briefing());
    assert!(with.figures().eq(without.figures()));
}

#[test]
fn the_capital_behind_adds_up_to_the_figure() {
    let briefing = sample::briefing_with_investment();
    let spent = why("investment/spent");
    let sum: i64 = spent.capital.iter().map(|it| it.spent).sum();
    assert_eq!(sum, value(&briefing, "investment/spent"));
    let chapter = briefing.investment.as_ref().expect("a chapter");
    for unit in &chapter.units {
        let told = why(&unit.spent.key);
        let sum: i64 = told.capital.iter().map(|it| it.spent).sum();
        assert_eq!(sum, unit.spent.value, "{}", unit.id);
    }
    let mut waits = 0;
    for gate in &chapter.gates {
        let told = why(&gate.amount.key);
        let own: i64 = told.capital.iter().filter_map(|it| it.waits).sum();
        assert_eq!(own, gate.amount.value, "{}", gate.gate);
        assert_eq!(told.capital.len() as i64, gate.projects.value);
        waits += own;
    }
    let plan: i64 = spent.capital.iter().map(|it| it.plan).sum();
    assert_eq!(waits, plan - sum, "all that is unspent waits somewhere");
    let shares: i64 = chapter.gates.iter().map(|it| it.share.value).sum();
    assert_eq!(shares, 10_000);
}

#[test]
fn a_rate_names_the_entry_of_its_denominator_and_a_reached_promise_those_of_its_day() {
    let city = sample::investment_city();
    let briefing = sample::briefing_with_investment();
    let chapter = briefing.investment.as_ref().expect("a chapter");
    for rate in &chapter.rates {
        let told = why(&rate.rate.as_ref().expect("a rate").key);
        assert!(told.entries.contains(&rate.entry));
    }
    let promise = &chapter.promises[0];
    let told = why(&promise.reached.as_ref().expect("reached").key);
    assert!(told.entries.contains(&promise.entry));
    let newest = city
        .investment
        .projects
        .values()
        .flat_map(|project| project.spent.values().flatten())
        .filter(|it| it.as_of > promise.by && it.as_of <= briefing.header.as_of)
        .map(|it| it.entry)
        .max()
        .expect("later figures");
    assert!(!told.entries.contains(&newest), "known later");
    assert!(why("investment/spent").entries.contains(&newest));
}

#[test]
fn a_key_of_no_quantity_has_no_explanation() {
    let (city, order) = (sample::investment_city(), sample::investment_order());
    for key in [
        "investment/",
        "investment/rate/nobody",
        "investment/unit/so-y-te/rate",
        "investment/gate/roof/amount",
        "investment/promise/x/y/z/reached",
    ] {
        let told = explain_city(&city, &Thresholds::default(), &order, key);
        assert_eq!(told, None, "{key}");
    }
}

#[test]
fn html_and_json_hold_the_same_quantities() {
    let briefing = sample::briefing_with_investment();
    let html = html::render(&briefing);
    let json: serde_json::Value = serde_json::from_slice(&briefing.to_json()).expect("JSON");
    let chapter = &json["investment"];
    assert_eq!(chapter["spent"]["unit"], "dong");
    for it in briefing.quantities() {
        assert!(html.contains(&it.receipt.own()), "{}", it.key);
        if it.unit == Unit::Hundredths {
            assert!(html.contains(&words::quantity(it)), "{}", it.key);
        }
    }
    assert!(html.contains(r#"data-key="investment/spent""#));
    assert_eq!(
        briefing.to_json(),
        sample::briefing_with_investment().to_json()
    );
}
