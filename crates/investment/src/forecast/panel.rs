//! Plan and money spent, unit by unit, year by year, month by month.

use std::collections::{BTreeMap, BTreeSet};

/// One line of a monthly report.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What the line is about, from the widest level to the narrowest, for
    /// example city and code. Lines with the same names are added up.
    pub unit: Vec<String>,
    /// Plan year.
    pub year: i32,
    /// Month of the plan year, from 1; 13 is January of the next year where
    /// the window of the capital ends on 31 January.
    pub month: u32,
    /// The year's plan as it was known in that month.
    pub plan: f64,
    /// Spent since the first day of the plan year.
    pub spent: f64,
}

/// A plan below this is a purchase, not a programme: its rate is mostly 0 or 1.
pub const USUAL_LEAST_PLAN: f64 = 1e6;
/// Tables count in whole units of money, thousands, millions or billions.
const SCALES: [f64; 4] = [1.0, 1e3, 1e6, 1e9];
/// So large a share of the plans comes up to the least that counts.
const COME_UP: f64 = 0.1;

/// Returns the least plan that counts where nobody names one:
/// [`USUAL_LEAST_PLAN`], or what that is in thousands, millions or billions where
/// the table must count in these, because hardly any of its plans comes up to it.
pub fn least_plan(lines: &[Line]) -> f64 {
    let plans = || lines.iter().map(|line| line.plan).filter(|it| *it > 0.0);
    let all = plans().count() as f64;
    let enough = |least: &f64| plans().filter(|it| it >= least).count() as f64 >= COME_UP * all;
    let mut scales = SCALES.map(|scale| USUAL_LEAST_PLAN / scale).into_iter();
    scales.find(enough).unwrap_or(USUAL_LEAST_PLAN)
}

/// Why lines do not make a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PanelProblem {
    /// There is not one line.
    Empty,
    /// No line has the last month, so no year has an end.
    NoLastMonth {
        /// The month in which a year ends.
        last: u32,
    },
}

/// Units × years × months: plan and spent, a missing month keeping the figure
/// before it.
#[derive(Debug, Clone)]
pub struct Panel {
    units: Vec<Vec<String>>,
    groups: Vec<usize>,
    years: Vec<i32>,
    last: usize,
    min_plan: f64,
    plan: Vec<f64>,
    spent: Vec<f64>,
    ended: Vec<bool>,
}

impl Panel {
    /// Builds a panel whose years end in month `last`. A unit takes part in a
    /// year when its plan then is at least `min_plan`.
    ///
    /// # Errors
    /// [`PanelProblem`] when there is nothing to look at.
    pub fn build(
        lines: impl IntoIterator<Item = Line>,
        last: u32,
        min_plan: f64,
    ) -> Result<Self, PanelProblem> {
        let mut sums: BTreeMap<(Vec<String>, i32, u32), (f64, f64)> = BTreeMap::new();
        for line in lines {
            if !(1..=last).contains(&line.month) {
                continue;
            }
            let sum = sums
                .entry((line.unit, line.year, line.month))
                .or_insert((0.0, 0.0));
            // A figure that is missing adds nothing.
            sum.0 += if line.plan.is_finite() {
                line.plan
            } else {
                0.0
            };
            sum.1 += if line.spent.is_finite() {
                line.spent
            } else {
                0.0
            };
        }
        if sums.is_empty() {
            return Err(PanelProblem::Empty);
        }
        if !sums.keys().any(|(_, _, month)| *month == last) {
            return Err(PanelProblem::NoLastMonth { last });
        }
        Ok(Self::filled(&sums, last as usize, min_plan))
    }

    fn filled(
        sums: &BTreeMap<(Vec<String>, i32, u32), (f64, f64)>,
        last: usize,
        min_plan: f64,
    ) -> Self {
        let units: BTreeSet<&Vec<String>> = sums.keys().map(|(unit, ..)| unit).collect();
        let years: BTreeSet<i32> = sums.keys().map(|(_, year, _)| *year).collect();
        let units: Vec<Vec<String>> = units.into_iter().cloned().collect();
        let years: Vec<i32> = years.into_iter().collect();
        let heads: BTreeSet<Option<&String>> = units.iter().map(|unit| unit.first()).collect();
        let heads: Vec<Option<&String>> = heads.into_iter().collect();
        let groups = units
            .iter()
            .map(|unit| heads.binary_search(&unit.first()).unwrap_or(0))
            .collect();
        let cells = units.len() * years.len() * (last + 1);
        let mut panel = Self {
            groups,
            last,
            min_plan,
            plan: vec![f64::NAN; cells],
            spent: vec![f64::NAN; cells],
            ended: vec![false; years.len()],
            units,
            years,
        };
        for ((unit, year, month), (plan, spent)) in sums {
            let (Ok(u), Ok(y)) = (
                panel.units.binary_search(unit),
                panel.years.binary_search(year),
            ) else {
                continue;
            };
            let at = panel.cell(u, y, *month as usize);
            panel.plan[at] = *plan;
            panel.spent[at] = *spent;
            panel.ended[y] |= *month as usize == last;
        }
        panel.carry_forward();
        panel
    }

    fn carry_forward(&mut self) {
        for row in 0..self.units.len() * self.years.len() {
            let start = row * (self.last + 1);
            self.spent[start] = 0.0;
            for at in start + 1..=start + self.last {
                if self.plan[at].is_nan() {
                    self.plan[at] = self.plan[at - 1];
                }
                if self.spent[at].is_nan() {
                    self.spent[at] = self.spent[at - 1];
                }
            }
        }
    }

    fn cell(&self, unit: usize, year: usize, month: usize) -> usize {
        (unit * self.years.len() + year) * (self.last + 1) + month
    }

    /// Returns the names of the units, in order.
    pub fn units(&self) -> &[Vec<String>] {
        &self.units
    }

    /// Returns the years, in order.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// Returns the month in which a year ends.
    pub fn last(&self) -> usize {
        self.last
    }

    /// Returns the place of a year, or `None` when no line is about it.
    pub fn year_index(&self, year: i32) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }

    /// Tells whether any unit reported the last month of the year.
    pub fn has_ended(&self, year: usize) -> bool {
        self.ended[year]
    }

    /// Returns which widest level a unit belongs to (its city), as a number.
    pub fn group(&self, unit: usize) -> usize {
        self.groups[unit]
    }

    /// Returns the plan known in a month; NaN before the first report.
    pub fn plan(&self, unit: usize, year: usize, month: usize) -> f64 {
        self.plan[self.cell(unit, year, month)]
    }

    /// Returns what was spent up to the end of a month.
    pub fn spent(&self, unit: usize, year: usize, month: usize) -> f64 {
        self.spent[self.cell(unit, year, month)]
    }

    /// Returns spent / plan in a month cut to 0..1, or `None` when there is no
    /// plan to divide by.
    pub fn rate(&self, unit: usize, year: usize, month: usize) -> Option<f64> {
        let rate = self.spent(unit, year, month) / self.plan(unit, year, month);
        rate.is_finite().then(|| rate.clamp(0.0, 1.0))
    }

    /// Returns the rate at the end of the year, or `None` when the unit's plan
    /// is then too small to count.
    pub fn end(&self, unit: usize, year: usize) -> Option<f64> {
        (self.plan(unit, year, self.last) >= self.min_plan)
            .then(|| self.rate(unit, year, self.last))
            .flatten()
    }

    /// Returns the rate in a month from which a forecast can be made, or `None`
    /// when the plan known then is too small to count.
    pub fn now(&self, unit: usize, year: usize, month: usize) -> Option<f64> {
        (self.plan(unit, year, month) >= self.min_plan)
            .then(|| self.rate(unit, year, month))
            .flatten()
    }

    /// Returns the logarithm of the plan known in a month; 0 for no plan.
    pub(super) fn size(&self, unit: usize, year: usize, month: usize) -> f64 {
        self.plan(unit, year, month).max(1.0).ln()
    }

    /// Returns every unit with its rate in `month` and at the end of `year`.
    pub(super) fn cases(&self, year: usize, month: usize) -> Vec<Case> {
        (0..self.units.len())
            .filter_map(|unit| {
                Some(Case {
                    unit,
                    year,
                    size: self.size(unit, year, month),
                    now: self.now(unit, year, month)?,
                    end: self.end(unit, year)?,
                })
            })
            .collect()
    }
}

/// A unit in a year: its rate at the origin of a forecast and at the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Case {
    pub(super) unit: usize,
    pub(super) year: usize,
    /// Logarithm of the plan known at the origin.
    pub(super) size: f64,
    pub(super) now: f64,
    pub(super) end: f64,
}
