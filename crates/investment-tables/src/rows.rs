//! Rows of a table into one event.

use std::collections::BTreeMap;

use dondoc_investment::room::event::{
    ClearancesRecorded, Commitment, Committed, ContractsRecorded, Disbursed, Imported, PlanAdopted,
    ProgressRecorded, ProjectsRecorded, StagesRecorded,
};
use dondoc_investment::room::plan::{Act, PlanKey, PlanLine, Source};
use dondoc_investment::room::project::{
    ClearanceRecord, ContractRecord, Group, ProgressRecord, ProjectRecord, Scope, Series,
    SeriesKey, StageName, StageRecord, System,
};
use dondoc_investment::room::{Event, Investment, faults};
use dondoc_kinds::{ProjectId, UnitId};
use dondoc_sheets::{Decimal, Mapping, Proposal, Row, Table};
use jiff::civil::Date;

use crate::fields::{Kind, fields};
use crate::money::Money;
use crate::wrong::{Wrong, WrongWhat};

/// What a table does not say itself.
pub struct Given<'a> {
    /// The room as it stands.
    pub room: &'a Investment,
    /// Finds the unit that words mean.
    pub unit: &'a dyn Fn(&str) -> Option<UnitId>,
    /// The unit of money; told by the table when `None`, đồng when it does not.
    pub money: Option<Money>,
    /// As of when, where no column says so.
    pub as_of: Option<Date>,
    /// Which source, where no column says so.
    pub source: Option<Source>,
    /// Who says so.
    pub system: System,
    /// The plan year.
    pub year: i16,
    /// Which plan, for a plan.
    pub plan: Option<PlanGiven>,
    /// Why known figures change.
    pub reason: Option<Box<str>>,
    /// The day for which it is entered.
    pub day: Date,
    /// Whether amounts off by a power of ten were looked at.
    pub confirmed: bool,
    /// The file's hash, 64 hexadecimal digits.
    pub sha256: &'a str,
}

/// Which plan a table is.
#[derive(Debug, Clone)]
pub struct PlanGiven {
    /// Which.
    pub key: PlanKey,
    /// The act that approves it.
    pub act: Act,
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// What would be recorded.
    pub event: Event,
    /// Rows that were read.
    pub rows: u64,
    /// Items of the event.
    pub items: usize,
    /// Rows that are no data.
    pub skipped: usize,
    /// The unit of money that was used.
    pub money: Money,
}

/// Makes an event of a table.
///
/// # Errors
/// Every bad cell, top to bottom; then nothing is made.
pub fn turn(
    kind: Kind,
    table: &Table,
    proposal: &Proposal,
    mapping: &Mapping,
    given: &Given<'_>,
) -> Result<Turned, Vec<Wrong>> {
    let money = given
        .money
        .or_else(|| Money::told_by(table))
        .unwrap_or(Money::Dong);
    let read = dondoc_sheets::read(table, proposal, mapping, fields(kind), &Default::default());
    let cells = read.problems.into_iter().map(|problem| Wrong {
        row: problem.row,
        field: problem.field,
        what: WrongWhat::Cell(problem),
    });
    let mut turning = Turning {
        given,
        money,
        wrong: cells.collect(),
        places: Vec::new(),
    };
    let event = turning.event(kind, &table.file, &read.rows);
    let mut wrong = turning.wrong;
    if wrong.is_empty() {
        let found = faults(given.room, &event, given.day).into_iter();
        let asked = found.filter(|fault| {
            !(given.confirmed && matches!(fault.what, dondoc_investment::room::What::Slip { .. }))
        });
        wrong.extend(asked.map(|fault| Wrong {
            row: if fault.field.is_empty() {
                0
            } else {
                turning.places.get(fault.at).copied().unwrap_or(0)
            },
            field: fault.field,
            what: WrongWhat::Fault(fault.what),
        }));
    }
    if wrong.is_empty() {
        Ok(Turned {
            event,
            rows: read.rows.len() as u64,
            items: turning.places.len(),
            skipped: read.skipped.len(),
            money,
        })
    } else {
        wrong.sort_by_key(|it| it.row);
        Err(wrong)
    }
}

/// The first row of a series, and its points.
type FirstAndPoints = (u64, Vec<(Date, i64)>);

struct Turning<'a> {
    given: &'a Given<'a>,
    money: Money,
    wrong: Vec<Wrong>,
    /// The row of each item of the event.
    places: Vec<u64>,
}

impl Turning<'_> {
    fn event(&mut self, kind: Kind, file: &str, rows: &[Row]) -> Event {
        let import = Some(Imported {
            file: file.into(),
            sha256: self.given.sha256.into(),
            rows: rows.len() as u64,
        });
        match kind {
            Kind::Plan => self.plan(rows, import),
            Kind::Projects => ProjectsRecorded {
                projects: self.each(rows, Self::project),
                import,
            }
            .into(),
            Kind::Stages => StagesRecorded {
                stages: self.each(rows, Self::stage),
                import,
            }
            .into(),
            Kind::Contracts => ContractsRecorded {
                contracts: self.each(rows, Self::contract),
                import,
            }
            .into(),
            Kind::Progress => ProgressRecorded {
                reports: self.each(rows, Self::progress),
                import,
            }
            .into(),
            Kind::Observations | Kind::Payments => self.observations(rows, import),
            Kind::Commitments => Committed {
                commitments: self.each(rows, Self::commitment),
                import,
            }
            .into(),
            Kind::Clearance => ClearancesRecorded {
                areas: self.each(rows, Self::area),
                import,
            }
            .into(),
        }
    }

    fn each<T>(&mut self, rows: &[Row], make: fn(&mut Self, &Row) -> Option<T>) -> Vec<T> {
        let mut made = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(one) = make(self, row) {
                made.push(one);
                self.places.push(row.number);
            }
        }
        made
    }

    fn say<T>(&mut self, row: &Row, field: &'static str, what: WrongWhat) -> Option<T> {
        self.wrong.push(Wrong {
            row: row.number,
            field,
            what,
        });
        None
    }

    fn project_id(&mut self, row: &Row) -> Option<ProjectId> {
        let given = row.words("project")?.trim();
        match ProjectId::parse(&given.to_lowercase()) {
            Ok(id) => Some(id),
            Err(bad) => self.say(row, "project", WrongWhat::BadId { given: bad.given }),
        }
    }

    fn source(&mut self, row: &Row) -> Option<Source> {
        let Some(words) = row.words("source") else {
            return match &self.given.source {
                Some(source) => Some(source.clone()),
                None => self.say(row, "source", WrongWhat::NoSource),
            };
        };
        let law = &self.given.room.law;
        match law.source(words) {
            Some(known) => Some(known.source.clone()),
            None => {
                let known: Vec<&str> = law.sources.iter().map(|it| &*it.name_vi).collect();
                let known = known.join(", ");
                let given = words.to_owned();
                self.say(row, "source", WrongWhat::UnknownSource { given, known })
            }
        }
    }

    fn unit(&mut self, row: &Row) -> Option<UnitId> {
        let words = row.words("unit")?;
        match (self.given.unit)(words) {
            Some(unit) => Some(unit),
            None => {
                let given = words.to_owned();
                self.say(row, "unit", WrongWhat::UnknownUnit { given })
            }
        }
    }

    fn amount(&mut self, row: &Row, field: &'static str) -> Option<i64> {
        let number = row.number(field)?;
        match self.money.dong(number) {
            Some(amount) => Some(amount),
            None => {
                let (given, money) = (shown(number), self.money);
                self.say(row, field, WrongWhat::NotWhole { given, money })
            }
        }
    }

    fn as_of(&mut self, row: &Row) -> Option<Date> {
        match row.day("as_of").or(self.given.as_of) {
            Some(day) => Some(day),
            None => self.say(row, "as_of", WrongWhat::NoAsOf),
        }
    }

    fn plan(&mut self, rows: &[Row], import: Option<Imported>) -> Event {
        let mut lines = self.each(rows, |turning, row| {
            let project = match row.words("project") {
                Some(_) => Some(turning.project_id(row)?),
                None => None,
            };
            let unit = match row.words("unit") {
                Some(_) => Some(turning.unit(row)?),
                None => None,
            };
            let source = turning.source(row)?;
            let amount = turning.amount(row, "amount")?;
            Some(PlanLine {
                project,
                unit,
                source,
                amount,
            })
        });
        // Sorted, so that a version reads the same whatever the order of the rows.
        let mut order: Vec<usize> = (0..lines.len()).collect();
        let key = |at: &usize| {
            lines
                .get(*at)
                .map(|it| (it.project.clone(), it.source.clone()))
        };
        order.sort_by_cached_key(key);
        self.places = order
            .iter()
            .filter_map(|at| self.places.get(*at).copied())
            .collect();
        lines.sort_by(|a, b| (&a.project, &a.source).cmp(&(&b.project, &b.source)));
        let plan = self.given.plan.clone();
        let (plan, act) = plan.map_or_else(
            || {
                let city = dondoc_investment::room::plan::Assigner::City;
                let act = Act {
                    symbol: "".into(),
                    date: self.given.day,
                    issuer: "".into(),
                };
                (PlanKey::yearly(self.given.year, city), act)
            },
            |plan| (plan.key, plan.act),
        );
        let reason = self.given.reason.clone().unwrap_or_default();
        PlanAdopted {
            plan,
            version: 0,
            act,
            reason,
            lines,
            import,
        }
        .into()
    }

    fn project(&mut self, row: &Row) -> Option<ProjectRecord> {
        let project = self.project_id(row)?;
        let group = row.words("group")?;
        let Some(group) = Group::parse(group) else {
            let given = group.to_owned();
            return self.say(row, "group", WrongWhat::UnknownGroup { given });
        };
        let place = |field| {
            let (digits, scale) = row.number(field)?.parts();
            let micro = digits.checked_mul(1_000_000)? / 10_i128.checked_pow(u32::from(scale))?;
            i32::try_from(micro).ok()
        };
        let act = |symbol: &str, date: &str| {
            Some(Act {
                symbol: row.words(symbol)?.into(),
                date: row.day(date)?,
                issuer: "".into(),
            })
        };
        Some(ProjectRecord {
            project,
            name: row.words("name")?.into(),
            unit: self.unit(row)?,
            group,
            sector: row.words("sector").unwrap_or("other").to_lowercase().into(),
            site: row.words("site").unwrap_or_default().into(),
            place: place("latitude").zip(place("longitude")),
            total: self.amount(row, "total")?,
            policy: act("policy", "policy_date"),
            approval: act("approval", "approval_date"),
            planned: row.day("planned_start").zip(row.day("planned_end")),
        })
    }

    fn stage(&mut self, row: &Row) -> Option<StageRecord> {
        let project = self.project_id(row)?;
        let words = row.words("stage")?;
        let Some(stage) = StageName::parse(words) else {
            let given = words.to_owned();
            let known = StageName::ALL.map(StageName::word).join(", ");
            return self.say(row, "stage", WrongWhat::UnknownStage { given, known });
        };
        Some(StageRecord {
            project,
            stage,
            planned_start: row.day("planned_start"),
            planned_end: row.day("planned_end"),
            started: row.day("started"),
            ended: row.day("ended"),
        })
    }

    fn contract(&mut self, row: &Row) -> Option<ContractRecord> {
        Some(ContractRecord {
            project: self.project_id(row)?,
            package: row.words("package")?.into(),
            number: row.words("number")?.into(),
            supplier: row.words("supplier")?.into(),
            amount: self.amount(row, "amount")?,
            signed: row.day("signed")?,
            until: row.day("until"),
        })
    }

    fn progress(&mut self, row: &Row) -> Option<ProgressRecord> {
        Some(ProgressRecord {
            project: self.project_id(row)?,
            as_of: self.as_of(row)?,
            accepted: self.amount(row, "accepted")?,
            physical: u32::try_from(hundredths(row.number("physical")?)?).ok()?,
            photos: Vec::new(),
            shows: None,
        })
    }

    fn observations(&mut self, rows: &[Row], import: Option<Imported>) -> Event {
        let mut series: BTreeMap<(ProjectId, SeriesKey), FirstAndPoints> = BTreeMap::new();
        for row in rows {
            let of_row = (|| {
                let project = self.project_id(row)?;
                let source = self.source(row)?;
                let day = self.as_of(row)?;
                Some((project, source, day, self.amount(row, "amount")?))
            })();
            let Some((project, source, day, amount)) = of_row else {
                continue;
            };
            let of = SeriesKey {
                plan_year: self.given.year,
                source,
                system: self.given.system,
                scope: Scope::YearPlan,
            };
            let one = series
                .entry((project, of))
                .or_insert((row.number, Vec::new()));
            if one.1.iter().any(|(known, _)| *known == day) {
                let project = row.words("project").unwrap_or_default().to_owned();
                let twice = dondoc_investment::room::What::Twice { project };
                self.say::<()>(row, "project", WrongWhat::Fault(twice));
            }
            one.1.push((day, amount));
        }
        let mut all = Vec::with_capacity(series.len());
        for ((project, of), (row, mut points)) in series {
            points.sort();
            self.places.push(row);
            all.push(Series {
                project,
                of,
                points,
            });
        }
        let reason = self.given.reason.clone();
        Disbursed {
            series: all,
            reason,
            import,
        }
        .into()
    }

    fn commitment(&mut self, row: &Row) -> Option<Commitment> {
        Some(Commitment {
            unit: self.unit(row)?,
            plan_year: self.given.year,
            by: row.day("by")?,
            rate: hundredths(row.number("rate")?)?,
            said_in: row.words("said_in").unwrap_or_default().into(),
        })
    }

    fn area(&mut self, row: &Row) -> Option<ClearanceRecord> {
        let count = |field| {
            let whole = row.number(field).and_then(|it| it.whole()).unwrap_or(0);
            u32::try_from(whole).unwrap_or(u32::MAX)
        };
        let hectares = |field| {
            let m2 = row.number(field)?.times_ten_to(4)?;
            let (digits, scale) = m2.parts();
            i64::try_from(digits / 10_i128.checked_pow(u32::from(scale))?).ok()
        };
        let land = row.words("land").unwrap_or_default().to_lowercase();
        Some(ClearanceRecord {
            project: self.project_id(row)?,
            area: row.words("area")?.into(),
            as_of: self.as_of(row)?,
            plots: (count("plots"), count("plots_done")),
            critical: count("critical"),
            households: (count("households"), count("households_paid")),
            area_m2: (hectares("area_total")?, hectares("area_done")?),
            complaints: count("complaints"),
            agricultural: land.is_empty()
                || (land.contains("nông nghiệp") && !land.contains("phi")),
        })
    }
}

/// A percentage in hundredths of a percent, rounded down.
fn hundredths(percent: Decimal) -> Option<i64> {
    let (digits, scale) = percent.times_ten_to(2)?.parts();
    i64::try_from(digits / 10_i128.checked_pow(u32::from(scale))?).ok()
}

fn shown(number: Decimal) -> String {
    let (digits, scale) = number.parts();
    let text = digits.unsigned_abs().to_string();
    let sign = if digits < 0 { "-" } else { "" };
    let scale = usize::from(scale);
    if scale == 0 {
        return format!("{sign}{text}");
    }
    let padded = format!("{text:0>width$}", width = scale + 1);
    let (whole, rest) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole},{rest}")
}
