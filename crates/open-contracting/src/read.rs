//! OC4IDS and OCDS in: what is known of projects and contracts.

use dondoc_investment::room::plan::Act;
use dondoc_investment::room::project::{ContractRecord, Group, ProjectRecord};
use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::Date;
use serde_json::Value;

/// What was taken from a package.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Taken {
    /// Projects.
    pub projects: Vec<ProjectRecord>,
    /// Contracts.
    pub contracts: Vec<ContractRecord>,
}

/// Something that is missing or cannot be read, at a place of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a JSON pointer.
    pub at: String,
    /// Which field.
    pub field: &'static str,
    /// What stands there.
    pub given: String,
}

/// Takes an OC4IDS project package or an OCDS release package in. `unit` finds the
/// unit that an id and a name mean.
///
/// # Errors
/// Every problem; then nothing is taken.
pub fn read(
    package: &Value,
    unit: &dyn Fn(&str, &str) -> Option<UnitId>,
) -> Result<Taken, Vec<Problem>> {
    let mut reading = Reading {
        unit,
        taken: Taken::default(),
        problems: Vec::new(),
    };
    let list = |name: &str| package.get(name).and_then(Value::as_array);
    if let Some(projects) = list("projects") {
        for (at, project) in projects.iter().enumerate() {
            reading.project(&format!("/projects/{at}"), project);
        }
    } else if let Some(releases) = list("releases") {
        for (at, release) in releases.iter().enumerate() {
            reading.release(&format!("/releases/{at}"), release);
        }
    } else {
        reading.problem("", "projects", String::new());
    }
    if reading.problems.is_empty() {
        Ok(reading.taken)
    } else {
        Err(reading.problems)
    }
}

struct Reading<'a> {
    unit: &'a dyn Fn(&str, &str) -> Option<UnitId>,
    taken: Taken,
    problems: Vec<Problem>,
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn day(value: &Value, pointer: &str) -> Option<Date> {
    text(value, pointer).get(..10)?.parse().ok()
}

fn amount(value: &Value, pointer: &str) -> Option<i64> {
    let dong = text(value, &format!("{pointer}/currency")) == "VND";
    let number = value.pointer(&format!("{pointer}/amount"))?;
    let whole = number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0 && float.abs() < 9e15).then_some(float as i64)
    });
    whole.filter(|_| dong)
}

impl Reading<'_> {
    fn problem(&mut self, at: &str, field: &'static str, given: impl Into<String>) {
        let given = given.into();
        self.problems.push(Problem {
            at: at.to_owned(),
            field,
            given,
        });
    }

    fn need<T>(
        &mut self,
        at: &str,
        field: &'static str,
        given: &str,
        value: Option<T>,
    ) -> Option<T> {
        if value.is_none() {
            self.problem(at, field, given);
        }
        value
    }

    /// The id without the publisher's prefix.
    fn id(&mut self, at: &str, project: &Value) -> Option<ProjectId> {
        let own = text(project, "/identifiers/0/id");
        let whole = text(project, "/id");
        let bare = whole.splitn(3, '-').nth(2).unwrap_or(whole);
        let given = if own.is_empty() { bare } else { own };
        let id = ProjectId::parse(&given.to_lowercase()).ok();
        self.need(at, "id", given, id)
    }

    fn project(&mut self, at: &str, project: &Value) {
        let id = self.id(at, project);
        let (unit_id, unit_name) = (
            text(project, "/publicAuthority/id"),
            text(project, "/publicAuthority/name"),
        );
        let unit = (self.unit)(unit_id, unit_name);
        let unit = self.need(at, "publicAuthority", unit_name, unit);
        let total = amount(project, "/budget/amount");
        let total = self.need(at, "budget/amount", "", total);
        let (Some(id), Some(unit), Some(total)) = (id, unit, total) else {
            return;
        };
        let classified = |scheme: &str| {
            let all = project
                .get("additionalClassifications")
                .and_then(Value::as_array);
            let found = all
                .into_iter()
                .flatten()
                .find(|it| text(it, "/scheme") == scheme);
            found.map(|it| text(it, "/id"))
        };
        let documents = project.get("documents").and_then(Value::as_array);
        let act = |id: &str| {
            let found = documents
                .into_iter()
                .flatten()
                .find(|it| text(it, "/id") == id)?;
            Some(Act {
                symbol: text(found, "/title").into(),
                date: day(found, "/datePublished")?,
                issuer: "".into(),
            })
        };
        let degrees = |place: usize| {
            let at = format!("/locations/0/geometry/coordinates/{place}");
            let degrees = project.pointer(&at)?.as_f64()?;
            Some((degrees * 1e6).round() as i32)
        };
        let sector = classified("VN-SECTOR").unwrap_or_else(|| text(project, "/sector/0"));
        let from = day(project, "/period/startDate");
        self.taken.projects.push(ProjectRecord {
            project: id.clone(),
            name: text(project, "/title").into(),
            unit,
            group: classified("VN-LPI-GROUP")
                .and_then(Group::parse)
                .unwrap_or(Group::C),
            sector: if sector.is_empty() { "other" } else { sector }.into(),
            site: text(project, "/locations/0/description").into(),
            place: degrees(1).zip(degrees(0)),
            total,
            policy: act("policy"),
            approval: act("approval"),
            planned: from.zip(day(project, "/period/endDate")),
        });
        let processes = project
            .get("contractingProcesses")
            .and_then(Value::as_array);
        for (nth, process) in processes.into_iter().flatten().enumerate() {
            let at = format!("{at}/contractingProcesses/{nth}");
            self.summary(&at, &id, process);
        }
    }

    fn summary(&mut self, at: &str, project: &ProjectId, process: &Value) {
        let value = amount(process, "/summary/contractValue");
        let value = self.need(at, "contractValue", "", value);
        let signed = day(process, "/summary/contractPeriod/startDate");
        let signed = self.need(at, "contractPeriod/startDate", "", signed);
        let (Some(amount), Some(signed)) = (value, signed) else {
            return;
        };
        let number = match text(process, "/summary/externalReference") {
            "" => text(process, "/id"),
            number => number,
        };
        self.taken.contracts.push(ContractRecord {
            project: project.clone(),
            package: text(process, "/summary/title").into(),
            number: number.into(),
            supplier: text(process, "/summary/suppliers/0/name").into(),
            amount,
            signed,
            until: day(process, "/summary/contractPeriod/endDate"),
        });
    }

    fn release(&mut self, at: &str, release: &Value) {
        let given = text(release, "/planning/budget/projectID");
        let project = ProjectId::parse(&given.to_lowercase()).ok();
        let Some(project) = self.need(at, "planning/budget/projectID", given, project) else {
            return;
        };
        let contracts = release.get("contracts").and_then(Value::as_array);
        for (nth, contract) in contracts.into_iter().flatten().enumerate() {
            let at = format!("{at}/contracts/{nth}");
            let value = amount(contract, "/value");
            let value = self.need(&at, "value", "", value);
            let signed = day(contract, "/dateSigned");
            let signed = self.need(&at, "dateSigned", text(contract, "/dateSigned"), signed);
            let (Some(amount), Some(signed)) = (value, signed) else {
                continue;
            };
            self.taken.contracts.push(ContractRecord {
                project: project.clone(),
                package: text(contract, "/title").into(),
                number: text(contract, "/id").into(),
                supplier: text(release, "/awards/0/suppliers/0/name").into(),
                amount,
                signed,
                until: day(contract, "/period/endDate"),
            });
        }
    }
}
