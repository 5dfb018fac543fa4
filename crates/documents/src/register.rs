//! The register of documents: which are known, and which still hold.
//!
//! A symbol such as `24-CT/TU` does not identify a document by itself: Party
//! numbers run per kind and term, state numbers per body and year. Identity is
//! (issuer, kind, number, year of issue); our own [`DocumentId`] outlives it.

use std::collections::BTreeMap;

use dondoc_kinds::{DocumentId, MeetingId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::reading::Header;

/// A document entered the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// Our id.
    pub document: DocumentId,
    /// The kind word, e.g. `Chỉ thị`.
    pub kind: Option<String>,
    /// Number and symbol as written, without white space, e.g. `24-CT/TU`.
    pub number: Option<String>,
    /// The issuing body as written.
    pub issuer: Option<String>,
    /// The issuing body in the registry, where it is known there.
    pub issuer_unit: Option<UnitId>,
    /// The day of issue.
    pub date: Option<Date>,
    /// The title (*trích yếu*).
    pub title: Option<String>,
    /// Who signed.
    pub signer: Option<String>,
    /// SHA-256 of the text that all spans refer to, as lower-case hex.
    pub text: String,
    /// SHA-256 of the file as it came, where it is not the text itself.
    pub file: Option<String>,
    /// The briefing whose conclusions it holds.
    pub conclusions_of: Option<MeetingId>,
}

/// A document came in a package of the electronic exchange (edXML).
///
/// Written in the same append as [`Registered`]. What the package says stands here
/// as it came; codes are kept, not interpreted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The document.
    pub document: DocumentId,
    /// What the package said.
    pub package: Package,
}

/// What is kept of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// SHA-256 of the package, which is kept as an attachment.
    pub file: String,
    /// Who sent it.
    pub from: Organ,
    /// To whom.
    pub to: Vec<Organ>,
    /// Number and symbol, as packages write them: `15/CT-UBND`.
    pub code: String,
    /// The day of issue.
    pub promulgated: Date,
    /// What identifies the document in the exchange; may be empty.
    pub document_id: String,
    /// By when an answer is asked for.
    pub due: Option<Date>,
    /// The code of `SteeringType`; its meaning is *recalled*.
    pub steering: Option<u32>,
    /// The files that came with it, by name and SHA-256.
    pub files: Vec<PackageFile>,
}

/// An agency as the exchange knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organ {
    /// Its identifier (*mã định danh*), as text.
    pub id: String,
    /// Its name as the package writes it; may be empty.
    pub name: String,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageFile {
    /// Its name; never a path.
    pub name: String,
    /// SHA-256 of the bytes, which are kept as an attachment.
    pub hash: String,
}

/// A document was changed in part by another; the rest still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amended {
    /// The document that was changed.
    pub document: DocumentId,
    /// The document that changes it.
    pub by: DocumentId,
    /// What it says it changes, as written; may be empty.
    pub what: String,
}

/// Another document took its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The document that no longer holds.
    pub document: DocumentId,
    /// The one in its place.
    pub by: DocumentId,
}

/// A document was repealed, and nothing took its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repealed {
    /// The document that no longer holds.
    pub document: DocumentId,
    /// The document that says so.
    pub by: DocumentId,
}

dondoc_kinds::event_kinds! {
    /// What happens to registered documents.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Event {
        /// A document entered the register.
        Registered(Registered) = "document.registered" / 1,
        /// A document came in a package of the exchange.
        Received(Received) = "document.received" / 1,
        /// A document was changed in part.
        Amended(Amended) = "document.amended" / 1,
        /// Another document took its place.
        Replaced(Replaced) = "document.replaced" / 1,
        /// A document was repealed.
        Repealed(Repealed) = "document.repealed" / 1,
    }
}

impl Event {
    /// Returns the document that it happens to.
    pub fn document(&self) -> &DocumentId {
        match self {
            Self::Registered(event) => &event.document,
            Self::Received(event) => &event.document,
            Self::Amended(event) => &event.document,
            Self::Replaced(event) => &event.document,
            Self::Repealed(event) => &event.document,
        }
    }
}

/// How one document touched another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Changed a part.
    Amended,
    /// Took its place.
    Replaced,
    /// Repealed it.
    Repealed,
}

/// One change of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How.
    pub kind: ChangeKind,
    /// By which document.
    pub by: DocumentId,
    /// From which day.
    pub on: Date,
    /// The entry that says so.
    pub entry: u64,
}

/// A registered document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What was registered.
    pub registered: Registered,
    /// The day it entered the register.
    pub on: Date,
    /// The entry.
    pub entry: u64,
    /// The package it came in, where it came in one.
    pub package: Option<Package>,
    /// What happened to it since, oldest first.
    pub changes: Vec<Change>,
}

impl Document {
    /// Tells whether it still holds: neither replaced nor repealed.
    pub fn is_in_force(&self) -> bool {
        self.changes
            .iter()
            .all(|change| change.kind == ChangeKind::Amended)
    }

    /// Returns the short name that people use: `Chỉ thị 24-CT/TU`; the title
    /// where it has no number.
    pub fn short_name(&self) -> String {
        let it = &self.registered;
        match (&it.kind, &it.number, &it.title) {
            (Some(kind), Some(number), _) => format!("{kind} {number}"),
            (None, Some(number), _) => number.clone(),
            (_, None, Some(title)) => title.clone(),
            (Some(kind), None, None) => kind.clone(),
            (None, None, None) => it.document.to_string(),
        }
    }
}

/// All registered documents: the fold of the register's events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Documents {
    documents: BTreeMap<DocumentId, Document>,
}

impl Documents {
    /// Folds one event that was written as `entry` and holds from the day `on`.
    ///
    /// Total: a change of a document that is not there changes nothing.
    pub fn apply(&mut self, event: &Event, entry: u64, on: Date) {
        let (document, kind, by) = match event {
            Event::Registered(registered) => {
                let document = Document {
                    registered: registered.clone(),
                    on,
                    entry,
                    package: None,
                    changes: Vec::new(),
                };
                self.documents.insert(registered.document.clone(), document);
                return;
            }
            Event::Received(received) => {
                if let Some(found) = self.documents.get_mut(&received.document) {
                    found.package = Some(received.package.clone());
                }
                return;
            }
            Event::Amended(event) => (&event.document, ChangeKind::Amended, &event.by),
            Event::Replaced(event) => (&event.document, ChangeKind::Replaced, &event.by),
            Event::Repealed(event) => (&event.document, ChangeKind::Repealed, &event.by),
        };
        if let Some(found) = self.documents.get_mut(document) {
            found.changes.push(Change {
                kind,
                by: by.clone(),
                on,
                entry,
            });
        }
    }

    /// Returns a document.
    pub fn get(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.get(id)
    }

    /// Returns all documents, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&DocumentId, &Document)> {
        self.documents.iter()
    }

    /// Returns the documents that a mention may mean, newest first: the same
    /// number, and the same kind and year where the mention says them.
    pub fn mentioned(&self, number: &str, kind: Option<&str>, year: Option<i16>) -> Vec<&Document> {
        let wanted = symbol_key(number);
        let mut found: Vec<&Document> = self
            .documents
            .values()
            .filter(|document| {
                let it = &document.registered;
                it.number
                    .as_deref()
                    .is_some_and(|own| symbol_key(own) == wanted)
                    && agrees(kind, it.kind.as_deref(), |a, b| {
                        a.to_lowercase() == b.to_lowercase()
                    })
                    && agrees(year, it.date.map(Date::year), |a, b| a == b)
            })
            .collect();
        found.sort_by_key(|document| std::cmp::Reverse(document.registered.date));
        found
    }
}

/// What one side does not say can't disagree.
fn agrees<T>(a: Option<T>, b: Option<T>, same: impl Fn(T, T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        _ => true,
    }
}

/// Numbers are compared without white space and case, and with one kind of dash.
fn symbol_key(number: &str) -> String {
    number
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            if matches!(c, '–' | '—' | '‑') {
                '-'
            } else {
                c
            }
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns an id for a document, of its number and year: `24-ct-tu.2023`; of
/// its kind and title where it has no number. `None` when it has neither.
pub fn document_id(header: &Header) -> Option<DocumentId> {
    let name = match (&header.number, &header.title) {
        (Some(number), _) => slug(number, 40),
        (None, Some(title)) => slug(
            &format!("{} {title}", header.kind.as_deref().unwrap_or_default()),
            48,
        ),
        (None, None) => return None,
    };
    let year = header.date.as_deref().and_then(|date| date.get(..4));
    let id = match year {
        Some(year) => format!("{name}.{year}"),
        None => name,
    };
    DocumentId::parse(&id).ok()
}

/// Lower-case ASCII with dashes: `24-CT/TU` → `24-ct-tu`.
fn slug(text: &str, most: usize) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in text.nfd().flat_map(char::to_lowercase) {
        let c = if c == 'đ' { 'd' } else { c };
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c.is_ascii() && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= most {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registered(id: &str, number: &str, year: i16) -> Event {
        Event::Registered(Registered {
            document: DocumentId::parse(id).unwrap(),
            kind: Some("Chỉ thị".to_owned()),
            number: Some(number.to_owned()),
            issuer: None,
            issuer_unit: None,
            date: Some(jiff::civil::date(year, 8, 7)),
            title: None,
            signer: None,
            text: "0".repeat(64),
            file: None,
            conclusions_of: None,
        })
    }

    #[test]
    fn one_symbol_in_two_terms_is_two_documents() {
        let mut documents = Documents::default();
        documents.apply(
            &registered("24-ct-tu.2018", "24-CT/TU", 2018),
            0,
            jiff::civil::date(2018, 8, 8),
        );
        documents.apply(
            &registered("24-ct-tu.2023", "24-CT/TU", 2023),
            1,
            jiff::civil::date(2023, 8, 8),
        );
        let found = documents.mentioned("24- CT/TU", Some("Chỉ thị"), Some(2023));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].registered.document.as_str(), "24-ct-tu.2023");
        assert_eq!(
            documents.mentioned("24-CT/TU", None, None)[0].entry,
            1,
            "the newest first"
        );
    }

    #[test]
    fn a_replaced_document_no_longer_holds_and_an_amended_one_does() {
        let mut documents = Documents::default();
        let (old, new) = (
            registered("a", "1-CT/TU", 2020),
            registered("b", "2-CT/TU", 2021),
        );
        let day = jiff::civil::date(2021, 1, 1);
        documents.apply(&old, 0, day);
        documents.apply(&new, 1, day);
        let (a, b) = (old.document().clone(), new.document().clone());
        let amended = Amended {
            document: a.clone(),
            by: b.clone(),
            what: String::new(),
        };
        documents.apply(&amended.into(), 2, day);
        assert!(documents.get(&a).unwrap().is_in_force());
        documents.apply(
            &Replaced {
                document: a.clone(),
                by: b,
            }
            .into(),
            3,
            day,
        );
        assert!(!documents.get(&a).unwrap().is_in_force());
    }

    #[test]
    fn ids_are_made_of_number_and_year_or_of_the_title() {
        let mut header = Header {
            number: Some("24-CT/TU".into()),
            date: Some("2023-08-07".into()),
            ..Header::default()
        };
        assert_eq!(document_id(&header).unwrap().as_str(), "24-ct-tu.2023");
        header.number = None;
        assert_eq!(document_id(&header), None);
        header.title = Some("Đẩy mạnh giải ngân".into());
        assert_eq!(
            document_id(&header).unwrap().as_str(),
            "day-manh-giai-ngan.2023"
        );
    }
}
