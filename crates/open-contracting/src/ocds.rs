//! Contracting processes as OCDS.

use dondoc_investment::room::project::{ContractRecord, Project};
use dondoc_kinds::ProjectId;
use serde_json::{Value, json};

use crate::{Publication, moment, money, object, period};

/// Returns the open contracting id of a contract: prefix, project, and the letters
/// and digits of its number.
pub(crate) fn ocid(prefix: &str, project: &ProjectId, contract: &ContractRecord) -> String {
    let number: String = contract
        .number
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    format!("ocds-{prefix}-{project}-{number}")
}

/// Returns a release package of OCDS 1.1: one release for each contract that was
/// signed by the view's day.
pub fn ocds(publication: &Publication<'_>) -> Value {
    let view = &publication.view;
    let mut releases = Vec::new();
    for (id, project) in &view.room.projects {
        let signed = project.contracts().filter(|it| it.signed <= view.as_of);
        releases.extend(signed.map(|contract| release(publication, id, project, contract)));
    }
    json!({
        "version": "1.1",
        "uri": publication.uri,
        "publishedDate": moment(view.as_of),
        "publisher": {"name": publication.publisher},
        "releases": releases,
    })
}

fn release(
    publication: &Publication<'_>,
    id: &ProjectId,
    project: &Project,
    contract: &ContractRecord,
) -> Value {
    let record = project.record();
    let buyer = (publication.unit)(&record.unit);
    let ocid = ocid(publication.prefix, id, contract);
    let as_of = publication.view.as_of;
    let revisions = project.contracts.get(&contract.number);
    let first = revisions
        .and_then(|all| all.first())
        .map_or(contract, |(_, it)| it);
    let amended = revisions.map_or(0, Vec::len) > 1;
    let status = match contract.until {
        Some(day) if day < as_of => "terminated",
        _ => "active",
    };
    let amendments: Vec<Value> = revisions
        .into_iter()
        .flatten()
        .skip(1)
        .enumerate()
        .map(|(nth, (entry, revision))| {
            json!({
                "id": format!("{}", nth + 1),
                "date": moment(revision.signed),
                "description": format!("{} VND", revision.amount),
                "rationale": format!("ledger entry {entry}"),
            })
        })
        .collect();
    let supplier = json!({"id": "supplier-1", "name": &*contract.supplier});
    json!({
        "ocid": ocid,
        "id": format!("{ocid}-{}", as_of),
        "date": moment(as_of),
        "tag": [if amended { "contractAmendment" } else { "contract" }],
        "initiationType": "tender",
        "language": "vi",
        "parties": [
            {"id": record.unit.as_str(), "name": buyer, "roles": ["buyer", "procuringEntity"]},
            {"id": "supplier-1", "name": &*contract.supplier, "roles": ["supplier"]},
        ],
        "buyer": {"id": record.unit.as_str(), "name": buyer},
        "planning": {"budget": {
            "project": &*record.name, "projectID": id.as_str(), "amount": money(record.total),
        }},
        "tender": {
            "id": &*contract.package, "title": &*contract.package, "status": "complete",
            "procuringEntity": {"id": record.unit.as_str(), "name": buyer},
            "mainProcurementCategory": "works",
        },
        "awards": [{
            "id": "1", "title": &*contract.package, "status": "active",
            "value": money(first.amount), "suppliers": [supplier],
        }],
        "contracts": [object(vec![
            ("id", Some((&*contract.number).into())),
            ("awardID", Some("1".into())),
            ("title", Some((&*contract.package).into())),
            ("status", Some(status.into())),
            ("value", Some(money(contract.amount))),
            ("dateSigned", Some(moment(first.signed).into())),
            ("period", period(Some(first.signed), contract.until)),
            ("amendments", Some(amendments.into())),
        ])],
    })
}
