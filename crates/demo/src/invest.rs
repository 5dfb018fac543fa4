//! Three hundred projects and thirty units, from plan to proposal: all made up,
//! and every name says so.
//!
//! The shape is that of real years: money is spent late, a third of it in the last
//! two months; units differ; a plan moves in autumn; treasury and investor do not
//! always say the same.

use dondoc_investment::room::Event;
use dondoc_investment::room::event::{
    ContractsRecorded, LawSet, PlanAdopted, ProjectsRecorded, StagesRecorded,
};
use dondoc_investment::room::law::{AdjustRow, Basis, Known, Law, hanoi};
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine};
use dondoc_investment::room::project::{
    ContractRecord, Group, ProjectRecord, StageName, StageRecord,
};
use dondoc_kinds::{ProjectId, UnitId};
use dondoc_registry::Registry;
use dondoc_tasks::Actor;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, date};
use smol_str::SmolStr;

use crate::Problem;
use crate::chance::Chance;
use crate::plot::moment;
use crate::step::{Action, Step};

mod outcome;

/// Projects of each unit.
const EACH: u32 = 10;
/// Million đồng.
const M: i64 = 1_000_000;
/// The first day of the story, and its last.
const FIRST: Date = date(2023, 9, 1);
const LAST: Date = date(2024, 12, 31);
/// Of what a year spends in the end, the share spent by the end of each month,
/// thousandths; 13 is January of the next year.
const CURVE: [i64; 14] = [
    0, 8, 22, 55, 90, 135, 190, 250, 320, 400, 490, 610, 850, 1000,
];
/// Days that stages take: design, tender, clearance, construction.
const DAYS: [(u32, u32); 4] = [(70, 200), (45, 110), (120, 420), (240, 620)];

struct Project {
    record: ProjectRecord,
    source: SmolStr,
    second: Option<SmolStr>,
    /// First year with capital.
    start: i16,
    years: i16,
    stages: Vec<StageRecord>,
    contract: ContractRecord,
    cleared: Option<(Date, Date)>,
}

/// Tells the investment story, in the order of time.
///
/// # Errors
/// See [`Problem`].
pub fn investment(seed: u64, registry: &Registry) -> Result<Vec<Step>, Problem> {
    let units: Vec<UnitId> = registry
        .units_on(FIRST)
        .into_iter()
        .filter(|id| {
            let kind = registry
                .unit(id)
                .map(|it| it.kind.as_str())
                .unwrap_or_default();
            ["quan", "huyen", "thi-xa"].contains(&kind)
        })
        .cloned()
        .collect();
    let mut story = Tale {
        seed,
        steps: Vec::new(),
        projects: Vec::new(),
    };
    for (nth, unit) in units.iter().enumerate() {
        let name = registry.name_on(unit, FIRST);
        for number in 0..EACH {
            let project = story.project(nth as u32 * EACH + number, unit, name)?;
            story.projects.push(project);
        }
    }
    story.law()?;
    story.enter();
    story.plans();
    story.money();
    story.works();
    story.promises(&units);
    story.obstacles();
    story.steps.sort_by_key(|step| step.at);
    Ok(story.steps)
}

struct Tale {
    seed: u64,
    steps: Vec<Step>,
    projects: Vec<Project>,
}

fn later(day: Date, days: u32) -> Date {
    day.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

fn month_end(year: i16, month: i8) -> Date {
    let (year, month) = if month > 12 {
        (year + 1, month - 12)
    } else {
        (year, month)
    };
    Date::new(year, month, 1).map_or(LAST, |day| day.last_of_month())
}

fn act(symbol: impl Into<Box<str>>, day: Date) -> Act {
    Act {
        symbol: symbol.into(),
        date: day,
        issuer: "UBND Thành phố (minh họa)".into(),
    }
}

impl Tale {
    fn tell(&mut self, at: DateTime, action: Action) {
        let unit = UnitId::parse("ub-thanh-pho");
        let Ok(unit) = unit else { return };
        self.steps.push(Step {
            at: moment(at),
            valid: at.date(),
            actor: Actor {
                unit,
                post: None,
                person: None,
            },
            delegation: None,
            action,
            files: Vec::new(),
        });
    }

    fn record(&mut self, at: DateTime, event: impl Into<Event>) {
        let event = event.into();
        // A quarter may have brought no contract.
        let empty = match &event {
            Event::StagesRecorded(it) => it.stages.is_empty(),
            Event::ContractsRecorded(it) => it.contracts.is_empty(),
            Event::ProgressRecorded(it) => it.reports.is_empty(),
            Event::ClearanceRecorded(it) => it.areas.is_empty(),
            Event::ClearanceSteps(it) => it.steps.is_empty(),
            _ => false,
        };
        if !empty {
            self.tell(at, Action::Invest(Box::new(event)));
        }
    }

    fn project(&self, number: u32, unit: &UnitId, unit_name: &str) -> Result<Project, Problem> {
        let chance = &mut Chance::new(self.seed, &format!("project {number}"));
        let works = [
            ("transport", "Cải tạo, nâng cấp đường giao thông"),
            ("school", "Xây dựng trường học"),
            ("health", "Cải tạo trạm y tế"),
            ("drainage", "Xây dựng hệ thống thoát nước"),
            ("culture", "Tu bổ nhà văn hóa"),
        ];
        let (sector, words) = works[(number % 5) as usize];
        let group = match number % 30 {
            0 => Group::A,
            n if n % 4 == 1 => Group::B,
            _ => Group::C,
        };
        let total = M * match group {
            Group::National | Group::A => i64::from(chance.between(1_500_000, 2_600_000)),
            Group::B => i64::from(chance.between(150_000, 600_000)),
            Group::C => i64::from(chance.between(15_000, 90_000)),
        };
        let years = match group {
            Group::National | Group::A => 5,
            Group::B => 4,
            Group::C => 3,
        };
        let start = [2021, 2021, 2022, 2022, 2023, 2023, 2023, 2024, 2024, 2024]
            [chance.between(0, 9) as usize];
        let policy = later(date(start - 1, 2, 1), chance.between(0, 120));
        let approval = later(policy, chance.between(60, 180));
        let id = ProjectId::parse(&format!("{}", 7_810_000 + number * 37))?;
        let ended = |began: Date, days: u32| later(began, days);
        // One project in nine waits far longer at one stage.
        let slow = chance.happens(110).then(|| chance.between(0, 3) as usize);
        let mut took = DAYS.map(|(low, high)| chance.between(low, high));
        if let Some(stage) = slow {
            took[stage] += chance.between(200, 420);
        }
        let design = (later(approval, 20), ended(later(approval, 20), took[0]));
        let tender = (later(design.1, 10), ended(later(design.1, 10), took[1]));
        let has_land = number.is_multiple_of(3);
        let land = (later(approval, 40), ended(later(approval, 40), took[2]));
        let begin = if has_land {
            tender.1.max(land.1)
        } else {
            tender.1
        };
        let works = (later(begin, 15), ended(later(begin, 15), took[3]));
        let stage = |stage, (from, to): (Date, Date), planned: u32| StageRecord {
            project: id.clone(),
            stage,
            planned_start: Some(from),
            planned_end: Some(later(from, planned)),
            started: Some(from),
            ended: Some(to),
        };
        let mut stages = vec![
            stage(StageName::Policy, (later(policy, 0), policy), 1),
            stage(StageName::Approval, (policy, approval), 120),
            stage(StageName::Design, design, 135),
            stage(StageName::Tender, tender, 75),
            stage(StageName::Construction, works, 430),
        ];
        if has_land {
            stages.push(stage(StageName::Clearance, land, 240));
        }
        let handed = (works.1, later(works.1, chance.between(20, 60)));
        stages.push(stage(StageName::Handover, handed, 30));
        let settled = (handed.1, later(handed.1, chance.between(90, 330)));
        stages.push(stage(StageName::Settlement, settled, 150));
        let sources = ["city", "city", "land", "central", "city", "oda"];
        let source = sources[(number % 6) as usize];
        let latitude = 20_900_000 + chance.between(0, 280_000) as i32;
        let longitude = 105_650_000 + chance.between(0, 320_000) as i32;
        Ok(Project {
            record: ProjectRecord {
                project: id.clone(),
                name: format!("{words} số {} – {unit_name} (minh họa)", number % EACH + 1).into(),
                unit: unit.clone(),
                group,
                sector: sector.into(),
                site: unit_name.into(),
                place: Some((latitude, longitude)),
                total,
                policy: (number % 61 != 7)
                    .then(|| act(format!("{}/NQ-HĐND (minh họa)", 100 + number), policy)),
                approval: Some(act(
                    format!("{}/QĐ-UBND (minh họa)", 400 + number),
                    approval,
                )),
                planned: Some((approval, date(start + years, 12, 31))),
            },
            source: source.into(),
            second: (number % 10 == 3 && source == "city").then(|| "central".into()),
            start,
            years,
            stages,
            contract: ContractRecord {
                project: id,
                package: "Gói thầu xây lắp (minh họa)".into(),
                number: format!("{:03}/{}/HĐ-XL", number + 1, tender.1.year()).into(),
                supplier: format!("Nhà thầu minh họa {}", number % 23 + 1).into(),
                amount: total / 100 * i64::from(chance.between(70, 85)),
                signed: later(tender.1, 5),
                until: Some(later(works.0, 430)),
            },
            cleared: has_land.then_some(land),
        })
    }

    fn law(&mut self) -> Result<(), Problem> {
        let mut law = hanoi().map_err(|source| Problem::Table {
            file: "../investment.toml",
            source: Box::new(source),
        })?;
        // The real last day was not seen in a text; the demo makes one up.
        adjust(&mut law);
        let reason = "Bảng căn cứ của Thành phố; hạn điều chỉnh trong năm là minh họa";
        self.record(
            FIRST.at(8, 0, 0, 0),
            LawSet {
                law,
                reason: reason.into(),
            },
        );
        Ok(())
    }

    /// The register, at the beginning and with the plan of 2024; stages and
    /// contracts as the quarters end.
    fn enter(&mut self) {
        let old = |project: &&Project| project.start <= 2023;
        let records = |all: Vec<&Project>| ProjectsRecorded {
            projects: all.into_iter().map(|it| it.record.clone()).collect(),
            import: None,
        };
        let first = records(self.projects.iter().filter(old).collect());
        let second = records(self.projects.iter().filter(|it| it.start > 2023).collect());
        self.record(FIRST.at(8, 5, 0, 0), first);
        self.record(date(2023, 12, 11).at(8, 0, 0, 0), second);
        let mut from = date(2015, 1, 1);
        let ends = [
            FIRST,
            date(2023, 12, 29),
            date(2024, 3, 29),
            date(2024, 6, 28),
        ];
        for (nth, until) in ends
            .into_iter()
            .chain([date(2024, 9, 30), LAST])
            .enumerate()
        {
            let entered = |it: &Project| it.start <= 2023 || nth > 0;
            let all = self.projects.iter().filter(|it| entered(it));
            let all: Vec<&Project> = all.collect();
            let late = |it: &Project| {
                if nth == 1 && it.start > 2023 {
                    date(2015, 1, 1)
                } else {
                    from
                }
            };
            let mut stages = Vec::new();
            let mut contracts = Vec::new();
            for project in &all {
                let from = late(project);
                let changed = project.stages.iter().filter(|it| {
                    let within =
                        |day: Option<Date>| day.is_some_and(|day| from < day && day <= until);
                    within(it.started) || within(it.ended)
                });
                stages.extend(changed.map(|it| StageRecord {
                    ended: it.ended.filter(|day| *day <= until),
                    ..it.clone()
                }));
                if from < project.contract.signed && project.contract.signed <= until {
                    contracts.push(project.contract.clone());
                }
            }
            self.record(
                until.at(9, 0, 0, 0),
                StagesRecorded {
                    stages,
                    import: None,
                },
            );
            self.record(
                until.at(9, 5, 0, 0),
                ContractsRecorded {
                    contracts,
                    import: None,
                },
            );
            from = until;
        }
    }

    fn lines(&self, year: i16) -> Vec<PlanLine> {
        let mut lines = Vec::new();
        for (number, project) in self.projects.iter().enumerate() {
            if !(project.start..project.start + project.years).contains(&year) {
                continue;
            }
            // What was built by autumn gets no more capital.
            let built = project
                .stages
                .iter()
                .find(|it| it.stage == StageName::Construction);
            let built = built.and_then(|it| it.ended);
            if built.is_some_and(|on| on < date(year - 1, 10, 1)) {
                continue;
            }
            let chance = &mut Chance::new(self.seed, &format!("plan {number} {year}"));
            let share = i64::from(chance.between(160, 300)) * 3 / i64::from(project.years);
            let amount = project.record.total / 1000 * share / M * M;
            let line = |source: &SmolStr, amount| PlanLine {
                project: Some(project.record.project.clone()),
                unit: Some(project.record.unit.clone()),
                source: source.clone(),
                amount,
            };
            match &project.second {
                Some(second) => {
                    lines.push(line(&project.source, amount / M * 7 / 10 * M));
                    lines.push(line(second, amount / M * 3 / 10 * M));
                }
                None => lines.push(line(&project.source, amount)),
            }
        }
        lines.sort_by(|a, b| (&a.project, &a.source).cmp(&(&b.project, &b.source)));
        lines
    }

    fn adopt(&mut self, at: DateTime, plan: PlanKey, act: Act, reason: &str, lines: Vec<PlanLine>) {
        let reason = reason.into();
        let adopted = PlanAdopted {
            plan,
            version: 0,
            act,
            reason,
            lines,
            import: None,
        };
        self.tell(at, Action::InvestConfirmed(Box::new(adopted.into())));
    }

    fn plans(&mut self) {
        let medium: Vec<PlanLine> = self
            .projects
            .iter()
            .filter(|it| it.start <= 2023)
            .map(|it| PlanLine {
                project: Some(it.record.project.clone()),
                unit: Some(it.record.unit.clone()),
                source: it.source.clone(),
                amount: it.record.total / 10 * 9 / M * M,
            })
            .collect();
        let key = PlanKey {
            from: 2021,
            to: 2025,
            assigner: Assigner::City,
        };
        let day = date(2021, 9, 23);
        self.adopt(
            FIRST.at(8, 10, 0, 0),
            key,
            act("21/NQ-HĐND (minh họa)", day),
            "",
            medium,
        );
        let medium: Vec<PlanLine> = self
            .projects
            .iter()
            .map(|it| PlanLine {
                project: Some(it.record.project.clone()),
                unit: Some(it.record.unit.clone()),
                source: it.source.clone(),
                amount: it.record.total / 10 * 9 / M * M,
            })
            .collect();
        let at = date(2023, 12, 12).at(9, 0, 0, 0);
        let why = "Bổ sung danh mục khởi công năm 2024";
        self.adopt(
            at,
            key,
            act("34/NQ-HĐND (minh họa)", at.date()),
            why,
            medium,
        );
        for year in [2021, 2022, 2023, 2024] {
            let city = self.lines(year);
            let day = date(year - 1, 12, if year == 2024 { 22 } else { 20 });
            let at = if year == 2024 { day } else { FIRST };
            let at = at.at(8, 20 + (year - 2021) as i8, 0, 0);
            let mut sums: std::collections::BTreeMap<SmolStr, i64> = Default::default();
            for line in &city {
                *sums.entry(line.source.clone()).or_insert(0) += line.amount;
            }
            let assigned = sums.into_iter().map(|(source, amount)| PlanLine {
                project: None,
                unit: None,
                // The city adds its own money to what the Prime Minister assigned.
                amount: amount / 100 * if source == "city" { 78 } else { 96 } / M * M,
                source,
            });
            let assigned = assigned.collect();
            let symbol = format!("{}/QĐ-TTg (minh họa)", 1500 + year % 100);
            let key = PlanKey::yearly(year, Assigner::PrimeMinister);
            self.adopt(at, key, act(symbol, date(year - 1, 12, 10)), "", assigned);
            let symbol = format!("{}/QĐ-UBND (minh họa)", 6000 + year % 100);
            let key = PlanKey::yearly(year, Assigner::City);
            self.adopt(
                at.date().at(9, 30 + (year - 2021) as i8, 0, 0),
                key,
                act(symbol, day),
                "",
                city,
            );
        }
        // In October the plan moves from projects that stand still to those that run.
        let mut adjusted = self.lines(2024);
        let mut freed: std::collections::BTreeMap<SmolStr, i64> = Default::default();
        for (nth, line) in adjusted.iter_mut().enumerate() {
            if nth % 17 == 5 {
                let taken = line.amount / M / 4 * M;
                line.amount -= taken;
                *freed.entry(line.source.clone()).or_insert(0) += taken;
            }
        }
        for (nth, line) in adjusted.iter_mut().enumerate() {
            if nth % 23 == 2
                && let Some(free) = freed.get_mut(&line.source)
            {
                let given = (*free).min(line.amount / M / 3 * M);
                line.amount += given;
                *free -= given;
            }
        }
        let at = date(2024, 10, 16).at(10, 0, 0, 0);
        let why = "Điều chuyển từ dự án chậm sang dự án có khả năng giải ngân";
        let key = PlanKey::yearly(2024, Assigner::City);
        self.adopt(
            at,
            key,
            act("5412/QĐ-UBND (minh họa)", at.date()),
            why,
            adjusted,
        );
    }
}

fn adjust(law: &mut Law) {
    for (source, last_day) in [
        ("city", date(2024, 12, 31)),
        ("land", date(2024, 12, 31)),
        ("commune", date(2024, 12, 31)),
        ("central", date(2024, 11, 15)),
    ] {
        law.adjust.push(AdjustRow {
            source: source.into(),
            plan_year: 2024,
            last_day,
            decided_by: "UBND Thành phố".into(),
            may_cross_units: true,
            basis: Basis {
                citation: "Hạn minh họa của bản trình diễn, không phải điều luật".into(),
                from: date(2024, 1, 1),
                until: None,
                known: Known::Illustrative,
            },
        });
    }
}
