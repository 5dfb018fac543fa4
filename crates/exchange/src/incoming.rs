//! A package that comes in.

use dondoc_city::RegisterDocument;
use dondoc_documents::{Header, Organ, PRESS, Package as Kept, PackageFile, Reading};
use dondoc_edxml::{Attachment, Limits, Package};
use dondoc_kinds::MeetingId;
use dondoc_ledger::Hash;
use dondoc_readers::{Format, NoOcr, Ocr, ReadRefusal, Text, read_bytes_with};

use crate::refusal::{Refusal, Remark};

/// A package that was read, about to be kept.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The package.
    pub package: Package,
    /// What was read in its document, with the header of the package.
    pub reading: Reading,
    /// The text that spans refer to.
    pub text: String,
    /// What a person should know.
    pub remarks: Vec<Remark>,
    /// The attachment that the text comes from, and whether it is not the text
    /// itself; `None` when the text is the content of the header.
    main: Option<(usize, bool)>,
}

/// Reads a package, and its document. Nothing is kept yet.
///
/// The document is the first attachment that can be read, in the order of the
/// manifest; without attachments, the content that the header gives. Scans are
/// recognised by `ocr` until a text is found.
///
/// # Errors
/// [`Refusal`]: the package is wrong, an attachment carries a secrecy mark, or there
/// is nothing to read.
pub fn incoming(bytes: &[u8], ocr: &dyn Ocr) -> Result<Incoming, Refusal> {
    let read = dondoc_edxml::read(bytes, &Limits::default())?;
    let package = read.package;
    let mut remarks: Vec<Remark> = read.remarks.into_iter().map(Remark::Package).collect();
    let mut found: Option<(usize, Text)> = None;
    let mut failed: Vec<(&str, ReadRefusal)> = Vec::new();
    for (position, file) in package.attachments.iter().enumerate() {
        let ocr: &dyn Ocr = if found.is_some() { &NoOcr } else { ocr };
        match text_of(file, ocr) {
            Ok(text) if found.is_none() => found = Some((position, text)),
            Ok(_) => {}
            Err(why @ ReadRefusal::Secret { .. }) => {
                let name = file.name.clone();
                return Err(Refusal::Attachment { name, why });
            }
            Err(why) => failed.push((&file.name, why)),
        }
    }
    let (main, text) = match found {
        Some((position, text)) => {
            remarks.extend(text.problems.into_iter().map(Remark::File));
            remarks.extend(failed.into_iter().map(|(name, _)| Remark::NotRead {
                name: name.to_owned(),
            }));
            let is_other = text.format != Format::Plain;
            (Some((position, is_other)), text.text)
        }
        None => match failed.into_iter().next() {
            Some((name, why)) => {
                let name = name.to_owned();
                return Err(Refusal::Unreadable { name, why });
            }
            None if package.content.is_empty() => return Err(Refusal::NoText),
            None => (None, package.content.clone()),
        },
    };
    let mut reading = dondoc_documents::read(&text);
    remarks.extend(take_header(&mut reading.header, &package));
    Ok(Incoming {
        package,
        reading,
        text,
        remarks,
        main,
    })
}

fn text_of(file: &Attachment, ocr: &dyn Ocr) -> Result<Text, ReadRefusal> {
    let limits = dondoc_readers::Limits::default();
    read_bytes_with(&file.name, &file.bytes, &limits, ocr)
}

/// The header of the package counts: a person of the sending office typed it for
/// the register. Where the text disagrees, that is said.
fn take_header(header: &mut Header, package: &Package) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let number = package.code.written();
    let bare = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    match &header.number {
        Some(own) if bare(own) == bare(&number) => {}
        own => {
            if let Some(own) = own.as_ref().filter(|own| !own.starts_with('/')) {
                remarks.push(Remark::Differs {
                    what: "number",
                    text: own.clone(),
                    header: number.clone(),
                });
            }
            header.number = Some(number);
        }
    }
    let date = package.promulgated.to_string();
    if let Some(own) = header
        .date
        .as_ref()
        .filter(|own| **own != date && own.len() == 10)
    {
        remarks.push(Remark::Differs {
            what: "date",
            text: own.clone(),
            header: date.clone(),
        });
    }
    header.date = Some(date);
    // Words without a letterhead read like a report of the press: what was taken for
    // its headline is none.
    if header.kind.as_deref() == Some(PRESS) {
        header.kind = None;
        header.title = None;
    }
    fill(&mut header.kind, &package.kind.name);
    fill(&mut header.issuer, &package.from.name);
    fill(&mut header.title, &package.subject);
    fill(&mut header.signer, &package.signer.full_name);
    remarks
}

fn fill(own: &mut Option<String>, from: &str) {
    if own.is_none() && !from.is_empty() {
        *own = Some(from.to_owned());
    }
}

impl Incoming {
    /// Keeps the package and its files, each once by its hash, and returns what
    /// registers the document.
    ///
    /// # Errors
    /// What `keep` returns.
    pub fn register<E>(
        self,
        package: Hash,
        conclusions_of: Option<MeetingId>,
        mut keep: impl FnMut(&[u8]) -> Result<Hash, E>,
    ) -> Result<RegisterDocument, E> {
        let mut files = Vec::new();
        for file in &self.package.attachments {
            files.push(keep(&file.bytes)?);
        }
        let file = match self.main {
            Some((position, true)) => files.get(position).copied(),
            _ => None,
        };
        let organ = |it: &dondoc_edxml::Organ| Organ {
            id: it.organ_id.clone(),
            name: it.name.clone(),
        };
        let named = self.package.attachments.iter().zip(&files);
        Ok(RegisterDocument {
            id: None,
            reading: self.reading,
            text: keep(self.text.as_bytes())?,
            file,
            conclusions_of,
            package: Some(Kept {
                file: package.to_string(),
                from: organ(&self.package.from),
                to: self.package.to.iter().map(organ).collect(),
                code: self.package.code.written(),
                promulgated: self.package.promulgated,
                document_id: self.package.document_id.clone(),
                due: self.package.due,
                steering: self.package.steering,
                files: named
                    .map(|(file, hash)| PackageFile {
                        name: file.name.clone(),
                        hash: hash.to_string(),
                    })
                    .collect(),
            }),
        })
    }
}
