//! What comes of the plans: money is spent, works and site clearance are reported,
//! units promise, and something stands in the way.

use dondoc_investment::room::event::{
    ClearanceSteps, ClearancesRecorded, Commitment, Committed, Disbursed, ProgressRecorded,
};
use dondoc_investment::room::plan::PlanLine;
use dondoc_investment::room::project::{
    ClearanceRecord, ClearanceStep, ProgressRecord, Scope, Series, SeriesKey, StageName, System,
};
use dondoc_kinds::{ProjectId, UnitId};
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, date};

use super::{CURVE, EACH, FIRST, LAST, M, Tale, later, month_end};
use crate::chance::Chance;
use crate::step::{Action, Obstacle};

impl Tale {
    /// What a project has spent of a source by the end of a month.
    fn spent(&self, number: usize, line: &PlanLine, year: i16, month: usize) -> i64 {
        let of_unit = number as u32 / EACH;
        let mut unit = Chance::new(self.seed, &format!("unit {of_unit}"));
        let usual = i64::from(unit.between(640, 970));
        let mut own = Chance::new(self.seed, &format!("money {number} {year}"));
        let of_year = [0, -60, 20, 10][(year - 2021).clamp(0, 3) as usize];
        let end = (usual + of_year + i64::from(own.between(0, 320)) - 190).clamp(20, 1000);
        // Some begin late, some early: the curve bends.
        let bend = i64::from(own.between(0, 60)) - 30;
        let share = CURVE.get(month).copied().unwrap_or(1000);
        let share = (share + bend * share * (1000 - share) / 250_000).clamp(0, 1000);
        // Before its contract a project only pays for its preparation.
        let project = &self.projects[number];
        let signed = project.contract.signed;
        let most = if signed > month_end(year, month as i8) {
            60
        } else {
            1000
        };
        line.amount / 1000 * (end * share / 1000).min(most) / 1000 * 1000
    }

    fn series(
        &self,
        year: i16,
        months: std::ops::RangeInclusive<usize>,
        system: System,
    ) -> Vec<Series> {
        let mut all = Vec::new();
        let by_id: std::collections::BTreeMap<&ProjectId, usize> = self
            .projects
            .iter()
            .enumerate()
            .map(|(nth, it)| (&it.record.project, nth))
            .collect();
        for line in self.lines(year) {
            let Some(number) = line.project.as_ref().and_then(|id| by_id.get(id)).copied() else {
                continue;
            };
            let mut points: Vec<(Date, i64)> = Vec::new();
            for month in months.clone() {
                let mut amount = self.spent(number, &line, year, month);
                if system == System::Investor && (number + month) % 29 == 4 {
                    // The investor counts what is on its way to the treasury.
                    amount += line.amount / M / 40 * M;
                }
                let floor = points.last().map_or(0, |(_, before)| *before);
                points.push((month_end(year, month as i8), amount.max(floor)));
            }
            all.push(Series {
                project: self.projects[number].record.project.clone(),
                of: SeriesKey {
                    plan_year: year,
                    source: line.source.clone(),
                    system,
                    scope: Scope::YearPlan,
                },
                points,
            });
        }
        all
    }

    /// The investor's figures go up and down with what is on its way: a person
    /// has looked at them.
    fn spend(&mut self, at: DateTime, series: Vec<Series>) {
        let reason = Some("số liệu theo kỳ báo cáo (minh họa)".into());
        let event = Disbursed {
            series,
            reason,
            import: None,
        };
        self.tell(at, Action::InvestConfirmed(Box::new(event.into())));
    }

    pub(super) fn money(&mut self) {
        for (year, upto) in [(2021, 13), (2022, 13), (2023, 8)] {
            let series = self.series(year, 1..=upto, System::Treasury);
            self.spend(FIRST.at(10, (year - 2021) as i8, 0, 0), series);
        }
        for month in 9..=13 {
            let series = self.series(2023, month..=month, System::Treasury);
            let at = month_end(2023, month as i8).at(17, 0, 0, 0);
            self.spend(at, series);
        }
        for month in 1..=12 {
            let at = month_end(2024, month as i8);
            let series = self.series(2024, month..=month, System::Treasury);
            self.spend(at.at(17, 5, 0, 0), series);
            let series = self.series(2024, month..=month, System::Investor);
            self.spend(at.at(17, 10, 0, 0), series);
            if [3, 6, 9].contains(&month) {
                self.tell(at.at(17, 40, 0, 0), Action::KeepForecast { year: 2024 });
            }
        }
    }

    /// Works on the 25th of each month, site clearance by the quarter.
    pub(super) fn works(&mut self) {
        let lines = self.lines(2024);
        for month in 1..=12 {
            let day = Date::new(2024, month, 25).unwrap_or(LAST);
            let mut reports = Vec::new();
            for (number, project) in self.projects.iter().enumerate() {
                let works = project
                    .stages
                    .iter()
                    .find(|it| it.stage == StageName::Construction);
                let (Some(from), Some(to)) = (
                    works.and_then(|it| it.started),
                    works.and_then(|it| it.ended),
                ) else {
                    continue;
                };
                let of_project = lines
                    .iter()
                    .filter(|it| it.project.as_ref() == Some(&project.record.project));
                let spent: i64 = of_project
                    .map(|line| self.spent(number, line, 2024, month as usize))
                    .sum();
                if from > day || spent == 0 {
                    continue;
                }
                let whole = from.until(to).map_or(1, |span| span.get_days()).max(1);
                let so_far = from.until(day).map_or(0, |span| span.get_days());
                reports.push(ProgressRecord {
                    project: project.record.project.clone(),
                    as_of: day,
                    accepted: spent + spent / 20 / 1000 * 1000,
                    physical: (so_far * 10_000 / whole).clamp(0, 10_000) as u32,
                    photos: Vec::new(),
                    shows: None,
                });
            }
            self.record(
                day.at(16, 0, 0, 0),
                ProgressRecorded {
                    reports,
                    import: None,
                },
            );
        }
        for day in [
            date(2023, 12, 27),
            date(2024, 3, 27),
            date(2024, 6, 27),
            date(2024, 9, 27),
            date(2024, 12, 27),
        ] {
            self.clearance(day);
        }
    }

    fn clearance(&mut self, day: Date) {
        let (mut areas, mut steps) = (Vec::new(), Vec::new());
        for (number, project) in self.projects.iter().enumerate() {
            let Some((from, to)) = project
                .cleared
                .filter(|(from, to)| *from <= day && later(*to, 100) > day)
            else {
                continue;
            };
            let chance = &mut Chance::new(self.seed, &format!("land {number}"));
            let plots = chance.between(12, 90);
            let whole = from.until(to).map_or(1, |span| span.get_days()).max(1) as u32;
            let so_far = from.until(day).map_or(0, |span| span.get_days()).max(0) as u32;
            let done = (plots * so_far / whole).min(plots);
            let m2 = i64::from(plots) * i64::from(chance.between(90, 260));
            areas.push(ClearanceRecord {
                project: project.record.project.clone(),
                area: project.record.site.clone(),
                as_of: day,
                plots: (plots, done),
                critical: (plots - done).min(chance.between(1, 5)),
                households: (plots - plots / 8, done - done / 8),
                area_m2: (m2, m2 * i64::from(done) / i64::from(plots)),
                complaints: if done < plots {
                    chance.between(0, 2)
                } else {
                    0
                },
                agricultural: number % 2 == 0,
            });
            let way = [
                ("meeting", 2),
                ("notice", 5),
                ("inventory", 20),
                ("posting", 38),
                ("opinions", 52),
                ("dialogue", 60),
                ("appraisal", 68),
                ("approval", 75),
            ];
            for (step, at) in way {
                let on = later(from, whole * at / 100);
                let since = later(day, 0).checked_sub(92.days()).unwrap_or(day);
                if since < on && on <= day {
                    steps.push(ClearanceStep {
                        project: project.record.project.clone(),
                        area: project.record.site.clone(),
                        step: step.into(),
                        on,
                        act: None,
                    });
                }
            }
        }
        self.record(
            day.at(15, 0, 0, 0),
            ClearancesRecorded {
                areas,
                import: None,
            },
        );
        self.record(
            day.at(15, 5, 0, 0),
            ClearanceSteps {
                steps,
                import: None,
            },
        );
    }

    pub(super) fn promises(&mut self, units: &[UnitId]) {
        let mut commitments = Vec::new();
        for (nth, unit) in units.iter().enumerate() {
            let chance = &mut Chance::new(self.seed, &format!("promise {nth}"));
            let end = i64::from(chance.between(90, 98));
            for (by, share) in [(date(2024, 6, 30), 16), (date(2024, 9, 30), 34), (LAST, 68)] {
                commitments.push(Commitment {
                    unit: unit.clone(),
                    plan_year: 2024,
                    by,
                    rate: end * share,
                    said_in: format!("Văn bản cam kết số {}/UBND (minh họa)", nth + 11).into(),
                });
            }
        }
        let at = date(2024, 2, 20).at(9, 0, 0, 0);
        self.record(
            at,
            Committed {
                commitments,
                import: None,
            },
        );
    }

    /// The last thing of the story, so that the numbers of its tasks come after
    /// those of the documents.
    pub(super) fn obstacles(&mut self) {
        let late = self
            .projects
            .iter()
            .filter(|it| it.cleared.is_some_and(|(_, to)| to > LAST) && it.start <= 2024);
        let found: Vec<Obstacle> = late
            .take(12)
            .map(|it| Obstacle {
                project: it.record.project.clone(),
                cause: "clearance".into(),
                text: "Bàn giao các thửa còn lại trên đường găng (minh họa)".into(),
                owner: it.record.unit.clone(),
                due: date(2025, 1, 24),
            })
            .collect();
        for (nth, obstacle) in found.into_iter().enumerate() {
            let at = LAST.at(18, nth as i8, 0, 0);
            self.tell(at, Action::RaiseObstacle(Box::new(obstacle)));
        }
    }
}
