//! The package that answers a directing document.

use dondoc_city::{City, Event};
use dondoc_documents::Package as Kept;
use dondoc_edxml::{
    Attachment, Business, Code, Kind, Organ, OtherInfo, Package, ResponseFor, Signer, Trace,
};
use dondoc_kinds::UnitId;
use dondoc_ledger::{Hash, Ledger, ReadError};
use dondoc_registry::fold;
use dondoc_tasks::Task;
use jiff::civil::DateTime;

use crate::refusal::Refusal;

/// What a person says about the answering document.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Its number and symbol, e.g. `12/BC-SNV`: an answer without a number is none.
    pub number: &'a str,
    /// The identifier of the answering agency; blank to take the one under which
    /// the package was sent to it.
    pub organ_id: &'a str,
    /// Who signs; may be blank.
    pub signer: &'a str,
    /// What the unit said in its report, where the ledger still holds it.
    pub narrative: &'a str,
    /// The files of the report, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// The moment, in Việt Nam civil time.
    pub at: DateTime,
}

/// Makes the package by which the lead unit of a task answers.
///
/// # Errors
/// [`Refusal`]: the task comes from no package, nothing was reported, the number or
/// the agency's identifier is missing.
pub fn answer(city: &City, task: &Task, asked: Asked<'_>) -> Result<Package, Refusal> {
    let package = package_of(city, task)?;
    if task.last_report().is_none() {
        return Err(Refusal::NoReport {
            task: task.id.clone(),
        });
    }
    let code = Code::parse(asked.number);
    if code.number.is_empty() || code.notation.is_empty() {
        return Err(Refusal::NoNumber);
    }
    let day = asked.at.date();
    let name = city.registry.name_on(&task.lead, day).to_owned();
    let organ_id = match asked.organ_id.trim() {
        "" => organ_of(city, task, &task.lead).unwrap_or_default(),
        given => given.to_owned(),
    };
    if organ_id.is_empty() {
        return Err(Refusal::NoOrganId { unit: name });
    }
    let files = asked.files.into_iter().enumerate();
    Ok(Package {
        from: Organ {
            organ_id: organ_id.clone(),
            name: name.clone(),
            ..Organ::default()
        },
        to: vec![Organ {
            organ_id: package.from.id.clone(),
            name: package.from.name.clone(),
            ..Organ::default()
        }],
        document_id: format!(
            "{organ_id},{:04}/{:02}/{:02},{}",
            day.year(),
            day.month(),
            day.day(),
            code.written()
        ),
        code,
        place: String::new(),
        promulgated: day,
        kind: Kind {
            code: None,
            name: "Báo cáo".to_owned(),
        },
        subject: format!("Kết quả thực hiện {}: {}", package.code, task.text()),
        content: asked.narrative.to_owned(),
        signer: Signer {
            full_name: asked.signer.trim().to_owned(),
            ..Signer::default()
        },
        due: None,
        to_places: Vec::new(),
        other: OtherInfo::default(),
        response_for: vec![ResponseFor {
            organ_id: package.from.id.clone(),
            code: package.code.clone(),
            promulgated: Some(package.promulgated),
            document_id: package.document_id.clone(),
        }],
        steering: None,
        trace: vec![Trace {
            organ_id,
            at: asked.at,
        }],
        business: Some(Business::default()),
        attachments: files
            .map(|(position, (name, bytes))| Attachment {
                content_id: format!("{}-{}", task.id, position + 1),
                name,
                content_type: "application/octet-stream".to_owned(),
                description: String::new(),
                bytes,
            })
            .collect(),
    })
}

fn package_of<'a>(city: &'a City, task: &Task) -> Result<&'a Kept, Refusal> {
    let source = task.source();
    let document = source.and_then(|source| city.documents.get(source.document));
    document
        .and_then(|it| it.package.as_ref())
        .ok_or_else(|| Refusal::NotFromPackage {
            task: task.id.clone(),
        })
}

/// Returns the identifier under which the package of a task's document was sent to
/// a unit: of the recipient that bears the unit's name, or of the only recipient.
/// `None` when the task comes from no package, or none of several recipients is it.
pub fn organ_of(city: &City, task: &Task, unit: &UnitId) -> Option<String> {
    let package = package_of(city, task).ok()?;
    let on = package.promulgated;
    let is_it = |name: &str| {
        !name.is_empty()
            && (city.unit_named(name, on).as_ref() == Some(unit)
                || fold(name) == fold(city.registry.name_on(unit, on)))
    };
    let named = package.to.iter().find(|it| is_it(&it.name));
    let only = package.to.first().filter(|_| package.to.len() == 1);
    named.or(only).map(|it| it.id.clone())
}

/// What a unit said in its newest report, as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Its words; blank once they were erased by law.
    pub narrative: String,
    /// Its files: name and hash.
    pub files: Vec<(String, Hash)>,
}

/// Reads the newest report of a task in the ledger.
///
/// # Errors
/// [`ReadError`] when the ledger can't be read.
pub fn said(ledger: &Ledger, task: &Task) -> Result<Said, ReadError> {
    let Some(report) = task.last_report() else {
        return Ok(Said::default());
    };
    let entry = ledger.entry(report.entry)?;
    let event = entry.and_then(|it| {
        let payload = it.payload?;
        Event::decode(&it.kind, it.schema, &payload).ok()
    });
    Ok(match event {
        Some(Event::Task(dondoc_tasks::Event::Reported(event))) => Said {
            narrative: event.narrative.to_string(),
            files: event
                .evidence
                .iter()
                .filter_map(|it| Some((it.name.to_string(), it.hash.parse().ok()?)))
                .collect(),
        },
        _ => Said::default(),
    })
}
