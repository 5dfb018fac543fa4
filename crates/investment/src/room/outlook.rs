//! Where the year will end: forecasts from the room's own history.

use std::collections::BTreeMap;

use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::Date;
use serde::Serialize;

use super::event::{ForecastItem, ForecastKept};
use super::figures::{Position, View, rate};
use super::plan::{Assigner, PlanVersion, Source};
use super::project::{Project, Scope, SeriesKey, System};
use crate::forecast::{Forecaster, Line, Opponent, Panel, Quantiles};

/// The last month of a plan year: January of the next year, since the window
/// closes on 31 January.
pub const LAST_MONTH: u32 = 13;
/// From this day of a month on, its figures are those of the month: investors
/// report on the 25th.
const REPORT_DAY: i8 = 25;
/// A case is shown as comparable when its rate at the same month was no further off.
const ALIKE: f64 = 0.15;
/// Smaller plans say nothing: 100 million đồng.
const LEAST_PLAN: f64 = 1e8;

/// Which level a forecast is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole city.
    City,
    /// A source of capital.
    Source,
    /// A unit.
    Unit,
    /// A project.
    Project,
}

impl Level {
    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Source => "source",
            Self::Unit => "unit",
            Self::Project => "project",
        }
    }
}

/// The earlier cases behind a forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cases {
    /// How many.
    pub n: usize,
    /// A tenth of them ended lower.
    pub low: f64,
    /// A tenth of them ended higher.
    pub high: f64,
    /// The most alike: name, year, rate at the same month, rate at the end.
    pub nearest: Vec<(String, i32, f64, f64)>,
}

/// A forecast of the rate at the end of the window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// Which level.
    pub level: Level,
    /// Which of that level; empty for the city.
    pub key: String,
    /// Plan that rates divide by: the city's, whole đồng.
    pub plan: i64,
    /// Spent by the end of the month from which is forecast.
    pub spent: i64,
    /// Rate then, 0 to 1.
    pub now: f64,
    /// Quantiles of the rate at the end.
    pub quantiles: Quantiles,
    /// The cases behind it.
    pub cases: Option<Cases>,
    /// What last year's profile says.
    pub last_profile: Option<f64>,
    /// What last year's rate says.
    pub last_rate: Option<f64>,
    /// There are fewer than two earlier years.
    pub fewer_than_two_years: bool,
}

/// Forecasts of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlooks {
    /// The plan year.
    pub year: i16,
    /// The month at whose end they are made; 13 is January of the next year.
    pub month: u32,
    /// Months to the end of the usual window.
    pub months_left: u32,
    /// The city first, then sources, units, projects; each level by key.
    pub all: Vec<Outlook>,
}

impl Outlooks {
    /// Returns one.
    pub fn get(&self, level: Level, key: &str) -> Option<&Outlook> {
        self.all
            .iter()
            .find(|it| it.level == level && it.key == key)
    }

    /// Returns all of a level.
    pub fn of(&self, level: Level) -> impl Iterator<Item = &Outlook> {
        self.all.iter().filter(move |it| it.level == level)
    }

    /// Returns them as they are kept: rates in hundredths of a percent.
    pub fn kept(&self, as_of: Date, plan_version: u32) -> ForecastKept {
        let bp = |rate: f64| (rate * 10_000.0).round() as i64;
        let item = |it: &Outlook| ForecastItem {
            level: it.level.word().into(),
            key: it.key.as_str().into(),
            plan: it.plan,
            now: bp(it.now),
            quantiles: [1, 4, 9, 14, 17]
                .map(|at: usize| bp(it.quantiles.0[at]))
                .to_vec(),
            last_profile: it.last_profile.map(bp),
            last_rate: it.last_rate.map(bp),
        };
        ForecastKept {
            as_of,
            plan_year: self.year,
            plan_version,
            items: self.all.iter().map(item).collect(),
        }
    }
}

/// Returns the newest month of a plan year that was reported by a day; 0 before
/// the first report.
pub fn month_on(year: i16, day: Date) -> u32 {
    let months = i32::from(day.year() - year) * 12 + i32::from(day.month());
    let full = day.day() >= REPORT_DAY;
    let months = if full { months } else { months - 1 };
    months.clamp(0, LAST_MONTH as i32) as u32
}

/// One project's year of one source, month by month from 0.
struct Track<'a> {
    project: &'a ProjectId,
    unit: &'a UnitId,
    source: &'a Source,
    year: i16,
    plan: [i64; 14],
    spent: [i64; 14],
    upto: u32,
}

/// Returns the forecasts of all levels as of a day; `projects` also those of
/// each project. `None` when there is no month to forecast from, or no history.
pub fn outlooks(view: &View<'_>, projects: bool) -> Option<Outlooks> {
    let month = month_on(view.year, view.as_of);
    if month == 0 || month >= LAST_MONTH {
        return None;
    }
    let tracks = tracks(view);
    let mut all = Vec::new();
    let wide = wide_lines(&tracks);
    all.extend(forecast(view, month, wide, |names| match names {
        [level, _] if level == "city" => Some((Level::City, String::new())),
        [level, key] if level == "source" => Some((Level::Source, key.clone())),
        [level, key] if level == "unit" => Some((Level::Unit, key.clone())),
        _ => None,
    }));
    if projects {
        let mut by_project: BTreeMap<[&str; 2], Years> = BTreeMap::new();
        for track in &tracks {
            add(
                by_project
                    .entry([track.unit.as_str(), track.project.as_str()])
                    .or_default(),
                track,
            );
        }
        let lines = lines(
            by_project
                .iter()
                .map(|(names, years)| (names.as_slice(), years)),
        );
        all.extend(forecast(view, month, lines, |names| {
            Some((Level::Project, names.get(1)?.clone()))
        }));
    }
    all.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| a.key.cmp(&b.key)));
    (!all.is_empty()).then_some(Outlooks {
        year: view.year,
        month,
        months_left: LAST_MONTH - month,
        all,
    })
}

type Years = BTreeMap<i16, ([i64; 14], [i64; 14], u32)>;

fn add(years: &mut Years, track: &Track<'_>) {
    let sum = years.entry(track.year).or_insert(([0; 14], [0; 14], 0));
    for month in 0..14 {
        sum.0[month] += track.plan[month];
        sum.1[month] += track.spent[month];
    }
    sum.2 = sum.2.max(track.upto);
}

fn wide_lines(tracks: &[Track<'_>]) -> Vec<Line> {
    let mut sums: BTreeMap<[&str; 2], Years> = BTreeMap::new();
    for track in tracks {
        for names in [
            ["city", ""],
            ["source", track.source.as_str()],
            ["unit", track.unit.as_str()],
        ] {
            add(sums.entry(names).or_default(), track);
        }
    }
    lines(sums.iter().map(|(names, years)| (names.as_slice(), years)))
}

fn lines<'n>(sums: impl Iterator<Item = (&'n [&'n str], &'n Years)>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (names, years) in sums {
        let unit: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        for (year, (plan, spent, upto)) in years {
            lines.extend((1..=*upto).map(|month| Line {
                unit: unit.clone(),
                year: i32::from(*year),
                month,
                plan: plan[month as usize] as f64,
                spent: spent[month as usize] as f64,
            }));
        }
    }
    lines
}

fn forecast(
    view: &View<'_>,
    month: u32,
    lines: Vec<Line>,
    name: impl Fn(&[String]) -> Option<(Level, String)>,
) -> Vec<Outlook> {
    let Ok(panel) = Panel::build(lines, LAST_MONTH, LEAST_PLAN) else {
        return Vec::new();
    };
    let month = month as usize;
    let Some(year) = panel.year_index(i32::from(view.year)) else {
        return Vec::new();
    };
    let Some(forecaster) = Forecaster::fit(&panel, year, month) else {
        return Vec::new();
    };
    let forecasts = forecaster.all();
    let units: Vec<usize> = forecasts.iter().map(|it| it.unit).collect();
    let profile = Opponent::LastProfile.point_each(&panel, year, month, &units);
    let last = Opponent::LastRate.point_each(&panel, year, month, &units);
    let opponents = profile.into_iter().zip(last);
    let named = forecasts
        .into_iter()
        .zip(opponents)
        .filter_map(|(it, (profile, last))| {
            let (level, key) = name(panel.units().get(it.unit)?)?;
            // The nearest may still be far: they shape the forecast by their share of
            // what was left, but nobody would call them comparable.
            let alike: Vec<_> = it
                .comparable
                .iter()
                .filter(|case| (case.now - it.now).abs() <= ALIKE)
                .collect();
            let mut ends: Vec<f64> = alike.iter().map(|case| case.end).collect();
            ends.sort_by(f64::total_cmp);
            let at = |share: f64| {
                let place = (share * (ends.len().max(1) - 1) as f64).round() as usize;
                ends.get(place).copied().unwrap_or(0.0)
            };
            let cases = (!ends.is_empty()).then(|| Cases {
                n: ends.len(),
                low: at(0.1),
                high: at(0.9),
                nearest: alike
                    .iter()
                    .take(5)
                    .map(|case| {
                        let names = panel.units().get(case.unit);
                        let name = names.map(|names| names.join("/")).unwrap_or_default();
                        (name, case.year, case.now, case.end)
                    })
                    .collect(),
            });
            Some(Outlook {
                level,
                key,
                plan: panel.plan(it.unit, year, month) as i64,
                spent: panel.spent(it.unit, year, month) as i64,
                now: it.now,
                quantiles: it.quantiles,
                cases,
                last_profile: profile,
                last_rate: last,
                fewer_than_two_years: it.fewer_than_two_years,
            })
        });
    named.collect()
}

/// Months of every project, source and year that a plan of the city names, up to
/// the view's day.
fn tracks<'a>(view: &View<'a>) -> Vec<Track<'a>> {
    let mut tracks = Vec::new();
    for year in view.room.years().filter(|year| *year <= view.year) {
        let upto = month_on(year, view.as_of);
        if upto > 0 {
            of_year(view, year, upto, &mut tracks);
        }
    }
    tracks
}

fn of_year<'a>(view: &View<'a>, year: i16, upto: u32, tracks: &mut Vec<Track<'a>>) {
    let room = view.room;
    type Lines<'v> = BTreeMap<(&'v ProjectId, &'v Source), (i64, Option<&'v UnitId>)>;
    let mut versions: BTreeMap<u32, Lines<'a>> = BTreeMap::new();
    let mut of_month: [Option<u32>; 14] = [None; 14];
    for (month, of_month) in of_month.iter_mut().enumerate().skip(1) {
        let Some(day) = month_end(year, month as u32) else {
            continue;
        };
        let day = day.min(view.as_of);
        let version = room.plan_on(year, Assigner::City, day);
        // Money may be reported before the first act of the year is.
        let plan = room
            .plans
            .get(&super::plan::PlanKey::yearly(year, Assigner::City));
        let version = version.or_else(|| plan?.versions.first());
        let Some(version) = version else {
            continue;
        };
        *of_month = Some(version.number);
        versions
            .entry(version.number)
            .or_insert_with(|| by_line(version));
    }
    let keys: std::collections::BTreeSet<(&ProjectId, &Source)> = versions
        .values()
        .flat_map(|lines| lines.keys().copied())
        .collect();
    for (id, source) in keys {
        let Some(project) = room.projects.get(id) else {
            continue;
        };
        let mut plan = [0; 14];
        let mut unit = &project.record().unit;
        for (month, number) in of_month.iter().enumerate() {
            let line = number.and_then(|number| versions.get(&number)?.get(&(id, source)));
            if let Some((amount, named)) = line {
                plan[month] = *amount;
                unit = named.unwrap_or(unit);
            }
        }
        tracks.push(Track {
            project: id,
            unit,
            source,
            year,
            plan,
            spent: spent_by_month(project, source, year, view.system, view.as_of),
            upto,
        });
    }
}

fn by_line(version: &PlanVersion) -> BTreeMap<(&ProjectId, &Source), (i64, Option<&UnitId>)> {
    let mut lines = BTreeMap::new();
    for line in &version.lines {
        if let Some(project) = &line.project {
            let sum = lines.entry((project, &line.source)).or_insert((0, None));
            sum.0 += line.amount;
            sum.1 = sum.1.or(line.unit.as_ref());
        }
    }
    lines
}

pub(super) fn month_end(year: i16, month: u32) -> Option<Date> {
    let (year, month) = if month > 12 {
        (year + 1, month - 12)
    } else {
        (year, month)
    };
    Some(
        Date::new(year, i8::try_from(month).ok()?, 1)
            .ok()?
            .last_of_month(),
    )
}

/// Returns what was spent by the end of each month, 0 to 13; a month without a
/// figure keeps that before it.
pub fn spent_by_month(
    project: &Project,
    source: &Source,
    year: i16,
    system: System,
    as_of: Date,
) -> [i64; 14] {
    let key = SeriesKey {
        plan_year: year,
        source: source.clone(),
        system,
        scope: Scope::YearPlan,
    };
    let mut newest: [Option<(Date, i64)>; 14] = [None; 14];
    for figure in project
        .spent
        .get(&key)
        .map(Vec::as_slice)
        .unwrap_or_default()
    {
        if figure.as_of > as_of {
            continue;
        }
        let month = i32::from(figure.as_of.year() - year) * 12 + i32::from(figure.as_of.month());
        let Some(place) = usize::try_from(month)
            .ok()
            .and_then(|it| newest.get_mut(it))
        else {
            continue;
        };
        if place.is_none_or(|(day, _)| figure.as_of >= day) {
            *place = Some((figure.as_of, figure.amount));
        }
    }
    let mut spent = [0; 14];
    let mut so_far = 0;
    for (month, figure) in newest.iter().enumerate() {
        so_far = figure.map_or(so_far, |(_, amount)| amount);
        spent[month] = so_far;
    }
    spent
}

/// Returns the city's rate at the end of each reported month of a year, in
/// hundredths of a percent, from month 1; of some positions' projects and sources
/// when `only` says so.
pub fn curve(
    view: &View<'_>,
    only: impl Fn(&UnitId, &ProjectId, &Source) -> bool,
) -> Vec<Option<i64>> {
    let upto = month_on(view.year, view.as_of);
    let mut tracks = Vec::new();
    of_year(view, view.year, upto, &mut tracks);
    let (mut plan, mut spent) = ([0_i64; 14], [0_i64; 14]);
    for track in tracks
        .iter()
        .filter(|it| only(it.unit, it.project, it.source))
    {
        for month in 0..14 {
            plan[month] += track.plan[month];
            spent[month] += track.spent[month];
        }
    }
    let months = 1..=upto as usize;
    months
        .map(|month| rate(*spent.get(month)?, *plan.get(month)?))
        .collect()
}

/// Returns how forecasts of units, sources and the city at this month would have
/// done in the last years that have ended: the monitor of the interval. `None`
/// without two earlier years to learn from.
pub fn tested(view: &View<'_>, month: u32) -> Option<crate::forecast::Report> {
    use crate::forecast::{Backtest, Training, backtest};
    let panel = Panel::build(wide_lines(&tracks(view)), LAST_MONTH, LEAST_PLAN).ok()?;
    let ended = panel.years().iter().enumerate();
    let ended = ended
        .filter(|(at, _)| panel.has_ended(*at))
        .map(|(_, year)| *year);
    let ended: Vec<i32> = ended.collect();
    // The first two years only teach.
    let years = ended.get(2..).unwrap_or_default().to_vec();
    let wanted = Backtest {
        years,
        months: vec![month],
        training: Training::Earlier,
    };
    backtest(&panel, &wanted).ok()
}

/// How good earlier forecasts were, of one level and day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Made on.
    pub as_of: Date,
    /// Of the plan year.
    pub plan_year: i16,
    /// Which level.
    pub level: String,
    /// How many.
    pub n: usize,
    /// Mean error of the median, hundredths of a percent.
    pub error: i64,
    /// Of 10,000: how many ends lay in the 80 % interval.
    pub within80: i64,
    /// Mean error of last year's rate, where it was known.
    pub last_rate_error: Option<i64>,
}

/// Returns the errors of kept forecasts whose window has closed.
pub fn judged(view: &View<'_>) -> Vec<Judged> {
    let mut all = Vec::new();
    for (_, kept) in &view.room.forecasts {
        let Some(end) = month_end(kept.plan_year, LAST_MONTH).filter(|end| *end <= view.as_of)
        else {
            continue;
        };
        let then = View {
            as_of: end,
            year: kept.plan_year,
            ..*view
        };
        let positions = then.positions();
        let ends = |key: fn(&Position) -> String| -> BTreeMap<String, Option<i64>> {
            let sums = View::sums(&positions, key);
            sums.into_iter().map(|it| (it.key, it.rate)).collect()
        };
        let by_level = [
            ("city", ends(|_| String::new())),
            ("source", ends(|it| it.source.to_string())),
            ("unit", ends(|it| it.unit.to_string())),
            ("project", ends(|it| it.project.to_string())),
        ];
        for (level, ends) in by_level {
            let items = kept.items.iter().filter(|it| it.level == level);
            let (mut n, mut error, mut within, mut last, mut lasts) = (0_i64, 0, 0, 0, 0);
            for item in items {
                let (Some(Some(end)), [low, _, median, _, high]) =
                    (ends.get(item.key.as_str()), item.quantiles.as_slice())
                else {
                    continue;
                };
                let end = (*end).clamp(0, 10_000);
                n += 1;
                error += (end - median).abs();
                within += i64::from((*low..=*high).contains(&end));
                if let Some(rate) = item.last_rate {
                    lasts += 1;
                    last += (end - rate).abs();
                }
            }
            if n > 0 {
                all.push(Judged {
                    as_of: kept.as_of,
                    plan_year: kept.plan_year,
                    level: level.to_owned(),
                    n: n as usize,
                    error: error / n,
                    within80: within * 10_000 / n,
                    last_rate_error: (lasts > 0).then(|| last / lasts),
                });
            }
        }
    }
    all
}
