//! Projects as OC4IDS.

use std::collections::BTreeMap;

use dondoc_investment::room::plan::{Assigner, Plan};
use dondoc_investment::room::project::{
    ContractRecord, Project, ProjectRecord, Scope, StageName, System,
};
use dondoc_kinds::ProjectId;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{Publication, moment, money, object, period};

/// Returns a project package of OC4IDS 0.9.
pub fn oc4ids(publication: &Publication<'_>) -> Value {
    let view = &publication.view;
    let projects = view.room.projects.iter();
    let projects: Vec<Value> = projects
        .map(|(id, project)| one(publication, id, project))
        .collect();
    json!({
        "version": "0.9",
        "uri": publication.uri,
        "publishedDate": moment(view.as_of),
        "publisher": {"name": publication.publisher},
        "projects": projects,
    })
}

fn one(publication: &Publication<'_>, id: &ProjectId, project: &Project) -> Value {
    let view = &publication.view;
    let record = project.record();
    let authority = (publication.unit)(&record.unit);
    let suppliers = suppliers(project);
    let mut parties = vec![json!({
        "id": record.unit.as_str(), "name": authority, "roles": ["publicAuthority", "buyer"],
    })];
    parties.extend(
        suppliers
            .iter()
            .map(|(name, id)| json!({"id": id, "name": name, "roles": ["supplier"]})),
    );
    let ended = |stage| {
        project
            .stage(stage)
            .and_then(|it| it.ended)
            .filter(|it| *it <= view.as_of)
    };
    let begun = |stage| {
        project
            .stage(stage)
            .and_then(|it| it.started)
            .filter(|it| *it <= view.as_of)
    };
    object(vec![
        (
            "id",
            Some(format!("oc4ids-{}-{id}", publication.prefix).into()),
        ),
        ("updated", Some(moment(updated(project, view.as_of)).into())),
        ("language", Some("vi".into())),
        (
            "identifiers",
            Some(json!([{"id": id.as_str(), "scheme": "VN-MOF"}])),
        ),
        ("title", Some((&*record.name).into())),
        ("status", Some(status(project, view.as_of).into())),
        ("type", Some("construction".into())),
        ("sector", sector(&record.sector).map(|it| json!([it]))),
        (
            "additionalClassifications",
            Some(json!([
                {"scheme": "VN-LPI-GROUP", "id": record.group.word(), "description": "Nhóm dự án"},
                {"scheme": "VN-SECTOR", "id": record.sector.as_str()},
            ])),
        ),
        (
            "publicAuthority",
            Some(json!({"id": record.unit.as_str(), "name": authority})),
        ),
        ("budget", Some(budget(publication, id, record))),
        (
            "period",
            record
                .planned
                .and_then(|(from, to)| period(Some(from), Some(to))),
        ),
        ("locations", location(record).map(|it| json!([it]))),
        ("parties", Some(parties.into())),
        (
            "identificationPeriod",
            period(begun(StageName::Proposal), ended(StageName::Policy)),
        ),
        (
            "preparationPeriod",
            period(begun(StageName::Approval), ended(StageName::Tender)),
        ),
        (
            "implementationPeriod",
            period(
                begun(StageName::Construction),
                ended(StageName::Construction),
            ),
        ),
        (
            "completionPeriod",
            period(begun(StageName::Handover), ended(StageName::Settlement)),
        ),
        ("milestones", Some(milestones(project, view.as_of))),
        (
            "transactions",
            Some(transactions(publication, record, project)),
        ),
        ("documents", Some(documents(record))),
        (
            "contractingProcesses",
            Some(contracts(publication, project, &suppliers)),
        ),
    ])
}

/// When anything of the project was last seen.
fn updated(project: &Project, as_of: Date) -> Date {
    let observed = project.spent.values().flatten().map(|it| it.as_of);
    let reported = project.progress.iter().map(|(_, it)| it.as_of);
    let known = observed.chain(reported).filter(|day| *day <= as_of).max();
    known.unwrap_or(as_of)
}

/// What has begun tells where a project is.
fn status(project: &Project, as_of: Date) -> &'static str {
    let ended = |stage| {
        project
            .stage(stage)
            .and_then(|it| it.ended)
            .is_some_and(|day| day <= as_of)
    };
    let begun = |stage| {
        project
            .stage(stage)
            .and_then(|it| it.started)
            .is_some_and(|day| day <= as_of)
    };
    if ended(StageName::Settlement) {
        "maintenance"
    } else if ended(StageName::Construction) {
        "completion"
    } else if begun(StageName::Construction) {
        "implementation"
    } else if ended(StageName::Policy) || project.record().policy.is_some() {
        "preparation"
    } else {
        "identification"
    }
}

fn sector(slug: &str) -> Option<&'static str> {
    Some(match slug {
        "transport" => "transport",
        "school" | "education" => "education",
        "health" => "health",
        "water" | "drainage" => "waterAndWaste",
        "energy" => "energy",
        "housing" => "socialHousing",
        "culture" => "cultureSportsAndRecreation",
        "government" => "governance",
        _ => return None,
    })
}

fn budget(publication: &Publication<'_>, id: &ProjectId, record: &ProjectRecord) -> Value {
    let room = publication.view.room;
    let yearly = room
        .plans
        .values()
        .filter(|plan| plan.key.is_yearly() && plan.key.assigner == Assigner::City);
    let parts: Vec<Value> = yearly
        .flat_map(|plan| lines(publication, plan, id))
        .collect();
    object(vec![
        ("amount", Some(money(record.total))),
        (
            "approvalDate",
            record.approval.as_ref().map(|act| moment(act.date).into()),
        ),
        (
            "budgetBreakdowns",
            (!parts.is_empty()).then(|| {
                json!([{
                    "id": "yearly",
                    "description": "Kế hoạch vốn hằng năm",
                    "budgetBreakdown": parts,
                }])
            }),
        ),
    ])
}

fn lines(publication: &Publication<'_>, plan: &Plan, id: &ProjectId) -> Vec<Value> {
    let Some(version) = plan.on(publication.view.as_of) else {
        return Vec::new();
    };
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for line in version
        .lines
        .iter()
        .filter(|line| line.project.as_ref() == Some(id))
    {
        *sums.entry(line.source.as_str()).or_insert(0) += line.amount;
    }
    let year = plan.key.from;
    let day = |month, day| Date::new(year, month, day).ok();
    let law = &publication.view.room.law;
    sums.into_iter()
        .map(|(source, amount)| {
            object(vec![
                ("id", Some(format!("{year}-{source}").into())),
                ("description", Some(law.source_name(source, true).into())),
                ("amount", Some(money(amount))),
                ("period", period(day(1, 1), day(12, 31))),
                ("approvalDate", Some(moment(version.act.date).into())),
            ])
        })
        .collect()
}

fn location(record: &ProjectRecord) -> Option<Value> {
    let point = record.place.map(|(latitude, longitude)| {
        let degrees = |micro: i32| f64::from(micro) / 1e6;
        json!({"type": "Point", "coordinates": [degrees(longitude), degrees(latitude)]})
    });
    let described = !record.site.trim().is_empty();
    (described || point.is_some()).then(|| {
        object(vec![
            ("id", Some("1".into())),
            ("description", Some((&*record.site).into())),
            ("geometry", point),
        ])
    })
}

fn milestones(project: &Project, as_of: Date) -> Value {
    let all = project.stages.keys().filter_map(|name| {
        let stage = project.stage(*name)?;
        let met = stage.ended.filter(|day| *day <= as_of);
        let late = stage.planned_end.is_some_and(|day| day < as_of);
        let status = match (met, late) {
            (Some(_), _) => "met",
            (None, true) => "notMet",
            (None, false) => "scheduled",
        };
        Some(object(vec![
            ("id", Some(name.word().into())),
            ("title", Some(name.word().into())),
            (
                "type",
                Some(
                    if *name <= StageName::Tender {
                        "preProcurement"
                    } else {
                        "delivery"
                    }
                    .into(),
                ),
            ),
            ("dueDate", stage.planned_end.map(|day| moment(day).into())),
            ("dateMet", met.map(|day| moment(day).into())),
            ("status", Some(status.into())),
        ]))
    });
    all.collect::<Vec<_>>().into()
}

/// Money spent month by month: what a figure adds to the one before it.
fn transactions(publication: &Publication<'_>, record: &ProjectRecord, project: &Project) -> Value {
    let view = &publication.view;
    let mut all = Vec::new();
    for key in project.spent.keys() {
        if key.system != System::Treasury || key.scope != Scope::YearPlan {
            continue;
        }
        let months = dondoc_investment::room::outlook::spent_by_month(
            project,
            &key.source,
            key.plan_year,
            key.system,
            view.as_of,
        );
        for month in 1..months.len() {
            let (Some(now), Some(before)) = (months.get(month), months.get(month - 1)) else {
                continue;
            };
            let (year, of_year) = match month {
                13 => (key.plan_year + 1, 1),
                _ => (key.plan_year, month as i8),
            };
            let day = Date::new(year, of_year, 1).map(|day| day.last_of_month());
            let (Ok(day), true) = (day, now != before) else {
                continue;
            };
            all.push(json!({
                "id": format!("{}-{}-{month:02}", key.plan_year, key.source),
                "date": moment(day.min(view.as_of)),
                "value": money(now - before),
                "payer": {"id": record.unit.as_str(), "name": (publication.unit)(&record.unit)},
            }));
        }
    }
    all.into()
}

fn documents(record: &ProjectRecord) -> Value {
    let act = |id: &str, kind: &str, act: &Option<dondoc_investment::room::plan::Act>| {
        act.as_ref().map(|act| {
            json!({
                "id": id, "documentType": kind, "title": &*act.symbol,
                "datePublished": moment(act.date), "language": "vi",
            })
        })
    };
    let all = [
        act("policy", "projectScope", &record.policy),
        act("approval", "budgetApproval", &record.approval),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().into()
}

/// Suppliers by name, each with an id of this project.
fn suppliers(project: &Project) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for contract in project.contracts() {
        let next = format!("supplier-{}", names.len() + 1);
        names.entry(contract.supplier.to_string()).or_insert(next);
    }
    names
}

fn contracts(
    publication: &Publication<'_>,
    project: &Project,
    suppliers: &BTreeMap<String, String>,
) -> Value {
    let as_of = publication.view.as_of;
    let id = &project.record().project;
    let one = |contract: &ContractRecord| {
        let supplier = suppliers
            .get(&*contract.supplier)
            .map(String::as_str)
            .unwrap_or_default();
        let closed = contract.until.is_some_and(|day| day < as_of);
        let revisions = project.contracts.get(&contract.number);
        let first = revisions.and_then(|all| all.first()).map(|(_, it)| it);
        let ocid = crate::ocds::ocid(publication.prefix, id, contract);
        let summary = object(vec![
            ("ocid", Some(ocid.as_str().into())),
            ("externalReference", Some((&*contract.number).into())),
            ("title", Some((&*contract.package).into())),
            ("nature", Some(json!(["construction"]))),
            (
                "status",
                Some(if closed { "closed" } else { "active" }.into()),
            ),
            (
                "suppliers",
                Some(json!([{"id": supplier, "name": &*contract.supplier}])),
            ),
            ("contractValue", first.map(|it| money(it.amount))),
            (
                "contractPeriod",
                period(Some(contract.signed), contract.until),
            ),
        ]);
        json!({"id": ocid, "summary": summary})
    };
    let signed = project.contracts().filter(|it| it.signed <= as_of);
    signed.map(one).collect::<Vec<_>>().into()
}
