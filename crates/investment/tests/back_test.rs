//! The forecast against real years, and against rubbish.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says why it fails, or that it was skipped"
)]

use std::path::Path;

use dondoc_investment::forecast::{
    Backtest, BacktestProblem, Forecaster, Line, Panel, PanelProblem, Report, Training, backtest,
    least_plan,
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

/// Numbers that look drawn, the same on every run.
struct Drawn(u64);

impl Drawn {
    /// From 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Around 0, nearly normal, of about unit spread.
    fn around(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

/// How a made-up country spends.
#[derive(Clone, Copy)]
struct Country {
    units: usize,
    years: i32,
    /// Money of a middling plan.
    scale: f64,
    /// How much all units share the luck of a year.
    shared: f64,
    /// Share of the year's spending by the end of each month, to this power.
    late: f64,
    /// Every third month only is reported.
    quarterly: bool,
    /// Plans begin at nothing, are revised, and units come and go.
    restless: bool,
}

const PLAIN: Country = Country {
    units: 60,
    years: 9,
    scale: 3e7,
    shared: 0.3,
    late: 2.0,
    quarterly: false,
    restless: false,
};

fn country(of: Country, seed: u64) -> Vec<Line> {
    let mut drawn = Drawn(seed);
    let luck: Vec<f64> = (0..of.years).map(|_| of.shared * drawn.around()).collect();
    let mut lines = Vec::new();
    for unit in 0..of.units {
        let (own, size) = (0.5 * drawn.around(), of.scale * drawn.around().exp());
        let first = if of.restless && drawn.next() < 0.3 {
            2014
        } else {
            2010
        };
        for (year, shared) in (2010..).zip(&luck) {
            let wild = 0.5 * drawn.around();
            let end = 1.0 / (1.0 + (-1.2 - own - shared - wild).exp());
            let pace = (0.2 * drawn.around()).exp() * of.late;
            let begins = if of.restless {
                (drawn.next() * 4.0) as u32
            } else {
                0
            };
            let grown = 0.6 + 0.4 * drawn.next();
            if year < first {
                continue;
            }
            for month in 1..=12_u32 {
                if of.quarterly && month % 3 > 0 || of.restless && drawn.next() < 0.1 && month < 12
                {
                    continue;
                }
                let part = f64::from(month) / 12.0;
                let plan = match of.restless {
                    true if month <= begins => 0.0,
                    true => size * (grown + (1.0 - grown) * part),
                    false => size,
                };
                lines.push(line(unit, year, month, plan, size * end * part.powf(pace)));
            }
        }
    }
    lines
}

/// Another country: other money, other seasons, reports by quarter, plans that
/// begin at nothing, units that come late, few units, years with luck of their own.
#[test]
fn other_countries_are_forecast_better_than_by_opponents_within_honest_intervals() {
    let countries = [
        PLAIN,
        Country {
            scale: 4e12,
            late: 1.0,
            ..PLAIN
        },
        Country {
            scale: 30.0,
            quarterly: true,
            ..PLAIN
        },
        Country {
            restless: true,
            late: 4.0,
            ..PLAIN
        },
        Country {
            units: 12,
            shared: 0.2,
            ..PLAIN
        },
        Country {
            years: 5,
            shared: 0.2,
            ..PLAIN
        },
    ];
    for (nth, of) in (1..).zip(countries) {
        let lines = country(of, nth);
        let least = least_plan(&lines);
        let panel = Panel::build(lines, 12, least).unwrap();
        let wanted = Backtest {
            years: (2012..2010 + of.years).collect(),
            months: vec![3, 6, 9, 11],
            training: Training::Earlier,
        };
        let all = backtest(&panel, &wanted).unwrap().all;
        let said = format!("country {nth}: {all:?}");
        assert!(all.ours.crps < all.last_rate.crps, "{said}");
        assert!(all.ours.crps < all.last_profile.crps, "{said}");
        assert!(all.ours.mae < all.last_rate.mae, "{said}");
        assert!((0.70..=0.90).contains(&all.ours.cover80), "{said}");
    }
}

#[test]
fn small_plans_get_wider_intervals_where_they_swing_more() {
    let mut drawn = Drawn(7);
    let mut lines = Vec::new();
    for unit in 0..60 {
        let (plan, swing) = if unit < 30 { (2e6, 2.0) } else { (2e9, 0.3) };
        for year in 2015..=2021 {
            let end = 1.0 / (1.0 + (-1.0 - swing * drawn.around()).exp());
            for month in 1..=12 {
                let spent = plan * end * (f64::from(month) / 12.0).powi(2);
                lines.push(line(unit, year, month, plan, spent));
            }
        }
    }
    let panel = Panel::build(lines, 12, 1e6).unwrap();
    let year = panel.year_index(2021).unwrap();
    let forecaster = Forecaster::fit(&panel, year, 3).unwrap();
    let place = |unit: usize| {
        let name = vec![format!("u{unit}")];
        panel.units().iter().position(|it| *it == name).unwrap()
    };
    let width = |unit: usize| {
        let quantiles = forecaster.from_rate(place(unit), 0.05).quantiles;
        quantiles.q90() - quantiles.q10()
    };
    assert!(width(0) > 1.5 * width(59), "{} {}", width(0), width(59));
}

#[test]
fn a_table_in_thousands_or_millions_has_a_smaller_least_plan() {
    let of = |plan: f64| least_plan(&[line(0, 2021, 12, plan, 0.0)]);
    assert_eq!(of(5e6), 1e6);
    assert_eq!(of(5e3), 1e3);
    assert_eq!(of(5.0), 1.0);
    assert_eq!(least_plan(&[]), 1e6);
}
