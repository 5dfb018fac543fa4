//! The forecast against real years, and against rubbish.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says why it fails, or that it was skipped"
)]

use std::path::Path;

use dondoc_investment::forecast::{
    Backtest, BacktestProblem, Forecaster, Line, Panel, PanelProblem, Report, Training, backtest,
};
use proptest::prelude::*;

/// City budgets of Ukraine, or `None` where the data is not at hand.
fn ukraine(unit: &[&str]) -> Option<Panel> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data/investment/ua_city_capital_monthly.csv"))
        .find(|file| file.exists());
    let Some(file) = file else {
        println!("skipped: ua_city_capital_monthly.csv is not at hand");
        return None;
    };
    let mut reader = csv::Reader::from_path(file).unwrap();
    let heads = reader.headers().unwrap().clone();
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let lines = reader.records().map(|record| {
        let record = record.unwrap();
        let number = |name: &str| record[place(name)].parse::<f64>().unwrap();
        Line {
            unit: unit.iter().map(|c| record[place(c)].to_owned()).collect(),
            year: number("year") as i32,
            month: number("month") as u32,
            plan: number("plan"),
            spent: number("executed_cum"),
        }
    });
    Some(Panel::build(lines, 12, 1e6).unwrap())
}

fn tested(panel: &Panel, year: i32) -> Report {
    let wanted = Backtest {
        years: vec![year],
        months: (3..=11).collect(),
        training: Training::Earlier,
    };
    backtest(panel, &wanted).unwrap()
}

#[test]
fn a_calm_year_is_forecast_better_than_by_both_opponents() {
    let Some(panel) = ukraine(&["city", "code"]) else {
        return;
    };
    let all = tested(&panel, 2024).all;
    assert_eq!(all.ours.n, 1643);
    assert!(all.ours.crps <= 0.105 && all.ours.mae <= 0.145, "{all:?}");
    assert!((0.74..=0.88).contains(&all.ours.cover80), "{all:?}");
    assert!(all.ours.crps < all.last_rate.crps && all.ours.crps < all.last_profile.crps);
}

#[test]
fn the_year_after_a_shock_stays_within_its_intervals() {
    let Some(panel) = ukraine(&["city", "code"]) else {
        return;
    };
    let all = tested(&panel, 2023).all;
    assert!(
        all.ours.crps <= 0.140 && all.ours.cover80 >= 0.70,
        "{all:?}"
    );
}

#[test]
fn city_totals_are_forecast_from_city_totals() {
    let Some(panel) = ukraine(&["city"]) else {
        return;
    };
    let all = tested(&panel, 2024).all;
    assert!(all.ours.crps <= 0.060, "{all:?}");
}

fn line(unit: usize, year: i32, month: u32, plan: f64, spent: f64) -> Line {
    Line {
        unit: vec![format!("u{unit}")],
        year,
        month,
        plan,
        spent,
    }
}

/// `units` that spend evenly, each at its own pace.
fn even(units: usize, years: std::ops::RangeInclusive<i32>) -> Vec<Line> {
    let mut lines = Vec::new();
    for unit in 0..units {
        let end = 0.5 + 0.4 * unit as f64 / units as f64;
        for year in years.clone() {
            for month in 1..=12 {
                let spent = 1e7 * end * f64::from(month) / 12.0;
                lines.push(line(unit, year, month, 1e7, spent));
            }
        }
    }
    lines
}

#[test]
fn one_earlier_year_is_not_enough_for_a_back_test() {
    let panel = Panel::build(even(30, 2021..=2022), 12, 1e6).unwrap();
    let wanted = Backtest {
        years: vec![2022],
        months: vec![6],
        training: Training::Earlier,
    };
    let expected = BacktestProblem::FewerThanTwoEarlierYears {
        year: 2022,
        earlier: 1,
    };
    assert_eq!(backtest(&panel, &wanted), Err(expected));
}

#[test]
fn with_one_earlier_year_only_the_class_of_others_speaks_and_says_so() {
    let panel = Panel::build(even(30, 2021..=2022), 12, 1e6).unwrap();
    let forecast = Forecaster::fit(&panel, 1, 6).unwrap().forecast(3).unwrap();
    assert!(forecast.fewer_than_two_years);
    assert!(!forecast.comparable.is_empty());
}

#[test]
fn an_empty_table_and_one_without_an_end_are_refused() {
    assert_eq!(Panel::build([], 12, 1e6).err(), Some(PanelProblem::Empty));
    let half = even(3, 2021..=2021)
        .into_iter()
        .filter(|line| line.month < 7);
    let problem = Panel::build(half, 12, 1e6).err();
    assert_eq!(problem, Some(PanelProblem::NoLastMonth { last: 12 }));
}

#[test]
fn a_missing_month_keeps_the_figure_before_it() {
    let lines = even(2, 2021..=2021)
        .into_iter()
        .filter(|line| line.month != 5);
    let panel = Panel::build(lines, 12, 1e6).unwrap();
    assert_eq!(panel.spent(0, 0, 5), panel.spent(0, 0, 4));
    assert_eq!(panel.plan(0, 0, 5), 1e7);
}

#[test]
fn a_later_year_does_not_change_an_earlier_forecast() {
    let mut lines = even(30, 2019..=2022);
    let before = Panel::build(lines.clone(), 12, 1e6).unwrap();
    lines.extend((0..30).map(|unit| line(unit, 2023, 12, 1e7, 0.0)));
    let after = Panel::build(lines, 12, 1e6).unwrap();
    let forecast = |panel: &Panel| Forecaster::fit(panel, 3, 6).unwrap().all();
    assert_eq!(forecast(&before), forecast(&after));
}

fn figure() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(-5e6),
        0.0..1e9,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Zero plans, corrections downward, months left out, figures that are none:
    /// every forecast stays a rising set of rates not below the rate now.
    #[test]
    fn rubbish_gives_rates_or_a_refusal(
        figures in proptest::collection::vec((0..25_usize, 2018..2024_i32, 0..15_u32, figure(), figure()), 1..600),
        month in 1..12_usize,
    ) {
        let lines = figures.into_iter().map(|(u, y, m, plan, spent)| line(u, y, m, plan, spent));
        let Ok(panel) = Panel::build(lines, 12, 1e6) else { return Ok(()) };
        for year in 0..panel.years().len() {
            let Some(forecaster) = Forecaster::fit(&panel, year, month) else { continue };
            for forecast in forecaster.all() {
                let quantiles = forecast.quantiles.0;
                prop_assert!(quantiles.iter().all(|q| (forecast.now..=1.0).contains(q)));
                prop_assert!(quantiles.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            }
        }
    }
}
