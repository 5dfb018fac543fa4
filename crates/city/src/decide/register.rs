//! Registering a document: its row in the register, and the tasks it proposes.

use dondoc_calendar::{ReadAs, Rule};
use dondoc_documents::{Header, Reading, Received, Registered, document_id};
use dondoc_kinds::{DocumentId, ProposalId, UnitId};
use dondoc_registry::{NameContext, Resolution};
use dondoc_tasks::{Addressee, Command, DeadlineWords, Source, Target};
use jiff::civil::Date;

use crate::act::{Act, Draft};
use crate::city::City;
use crate::command::RegisterDocument;
use crate::event::Event;
use crate::refusal::Refusal;

impl City {
    pub(super) fn register(
        &self,
        act: &Act,
        given: &RegisterDocument,
    ) -> Result<Vec<Draft>, Refusal> {
        let header = &given.reading.header;
        let id = given
            .id
            .clone()
            .or_else(|| document_id(header))
            .ok_or(Refusal::DocumentNameless)?;
        if self.version(&format!("document/{id}")) > 0 {
            return Err(Refusal::DocumentKnown { document: id });
        }
        let date = header.date.as_deref().and_then(|date| date.parse().ok());
        let on = date.unwrap_or(act.day());
        let issuer_unit = header
            .issuer
            .as_deref()
            .and_then(|issuer| self.unit_named(issuer, on));
        let registered = Registered {
            document: id.clone(),
            kind: header.kind.clone(),
            number: header.number.clone(),
            issuer: header.issuer.clone(),
            issuer_unit: issuer_unit.clone(),
            date,
            title: header.title.clone(),
            signer: header.signer.clone(),
            text: given.text.to_string(),
            file: given.file.map(|file| file.to_string()),
            conclusions_of: given.conclusions_of.clone(),
        };
        let mut attachments = vec![given.text];
        attachments.extend(given.file);
        let mut drafts = vec![Draft {
            stream: format!("document/{id}"),
            event: Event::Document(registered.into()),
            attachments,
        }];
        if let Some(package) = &given.package {
            let hashes = package.files.iter().map(|it| &it.hash);
            let attachments = hashes.chain([&package.file]);
            let received = Received {
                document: id.clone(),
                package: package.clone(),
            };
            drafts.push(Draft {
                stream: format!("document/{id}"),
                event: Event::Document(received.into()),
                attachments: attachments.filter_map(|it| it.parse().ok()).collect(),
            });
        }
        let due = given.package.as_ref().and_then(|it| it.due);
        drafts.extend(self.proposals(act, &id, &given.reading, on, due)?);
        Ok(drafts)
    }

    fn proposals(
        &self,
        act: &Act,
        document: &DocumentId,
        reading: &Reading,
        on: Date,
        due: Option<Date>,
    ) -> Result<Vec<Draft>, Refusal> {
        let mut drafts = Vec::new();
        let tasks = reading.tasks.iter().filter(|task| !task.generic);
        for (position, task) in tasks.enumerate() {
            let Ok(proposal) = ProposalId::parse(&format!("{document}.p{}", position + 1)) else {
                continue;
            };
            let mut draft = self.draft_of(document, &reading.header, task, on);
            if let (None, Some(due)) = (&draft.deadline, due) {
                draft.deadline = Some(offered(due, on));
            }
            drafts.extend(self.task(act, Command::Propose { proposal, draft })?);
        }
        Ok(drafts)
    }

    fn draft_of(
        &self,
        document: &DocumentId,
        header: &Header,
        task: &dondoc_documents::Task,
        on: Date,
    ) -> dondoc_tasks::Draft {
        let addressee = |text: &String| Addressee {
            text: text.as_str().into(),
            unit: self.unit_named(text, on),
        };
        dondoc_tasks::Draft {
            source: Some(Source {
                document: document.clone(),
                start: u32::try_from(task.start).unwrap_or(u32::MAX),
                end: u32::try_from(task.end).unwrap_or(u32::MAX),
                clause: None,
            }),
            text: task.text.as_str().into(),
            product: task.product.as_deref().map(Into::into),
            leads: task.lead.iter().map(addressee).collect(),
            coordinating: task.coordinate.iter().map(addressee).collect(),
            deadline: task.deadline.as_ref().map(|deadline| DeadlineWords {
                text: deadline.text.as_str().into(),
                rule: Rule::parse(&deadline.text, &read_as(header, on)).ok(),
            }),
            targets: task
                .targets
                .iter()
                .map(|target| Target {
                    value: target.value.as_str().into(),
                    unit: target.unit.as_str().into(),
                })
                .collect(),
        }
    }

    /// Returns the unit that `text` names by itself on that day, when it names
    /// exactly one.
    pub fn unit_named(&self, text: &str, on: Date) -> Option<UnitId> {
        match self.registry.resolve(text, on, &NameContext::default()) {
            Resolution::Unit { unit, .. } => Some(unit),
            _ => None,
        }
    }
}

/// Returns the due day of a package as the deadline of an order whose words say
/// none. Such words do not stand in the document: who shows them says so, by
/// [`offered_words`].
fn offered(due: Date, on: Date) -> DeadlineWords {
    let text = offered_words(due);
    DeadlineWords {
        rule: Rule::parse(&text, &ReadAs::document(on)).ok(),
        text: text.into(),
    }
}

/// Returns the words by which the due day of a package is offered.
pub fn offered_words(due: Date) -> String {
    format!(
        "đến hết ngày {:02}/{:02}/{}",
        due.day(),
        due.month(),
        due.year()
    )
}

/// A deadline's words are read as of the document's date.
fn read_as(header: &Header, on: Date) -> ReadAs {
    let date = header.date.as_deref().and_then(|date| date.parse().ok());
    ReadAs::document(date.unwrap_or(on))
}
