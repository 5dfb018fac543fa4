//! Files that come as evidence: what they are is told by their bytes.

use dondoc_tasks::Evidence;

use crate::answer::Trouble;
use crate::ask::Ctx;
use crate::form::{Form, Upload};

/// The field of files.
pub(crate) const FILES: &str = "evidence";
/// The field of files that came with an earlier try: hash, blank, name.
pub(crate) const KEPT: &str = "kept";
/// The most files of one report.
const MOST: usize = 50;

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Pdf,
    /// Word, Excel, PowerPoint, OpenDocument, or a plain archive.
    Container,
    /// The office formats before 2007.
    OldOffice,
    Picture,
    Film,
    Text,
    /// A page that a browser would run.
    Page,
    /// A program.
    Program,
    Empty,
    Unknown,
}

fn sort(bytes: &[u8]) -> Sort {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    let head: Vec<u8> = bytes
        .trim_ascii_start()
        .iter()
        .take(256)
        .map(u8::to_ascii_lowercase)
        .collect();
    let is_page = [
        &b"<!doctype"[..],
        b"<html",
        b"<script",
        b"<svg",
        b"<body",
        b"<?xml",
    ]
    .iter()
    .any(|tag| head.starts_with(tag));
    if bytes.is_empty() {
        Sort::Empty
    } else if starts(b"%PDF-") {
        Sort::Pdf
    } else if starts(b"PK\x03\x04") {
        Sort::Container
    } else if starts(b"\xd0\xcf\x11\xe0") {
        Sort::OldOffice
    } else if starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || starts(b"II*\0")
        || starts(b"MM\0*")
        || (starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
    {
        Sort::Picture
    } else if bytes.get(4..8) == Some(b"ftyp") || starts(b"ID3") || starts(b"RIFF") {
        Sort::Film
    } else if starts(b"MZ") || starts(b"\x7fELF") || starts(b"#!") {
        Sort::Program
    } else if is_page {
        Sort::Page
    } else if !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() {
        Sort::Text
    } else {
        Sort::Unknown
    }
}

/// Returns the media type of a picture that every browser shows; `None` for any
/// other file.
pub(crate) fn picture(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

/// Whether a name's ending promises something else than the bytes are.
fn is_misnamed(name: &str, sort: Sort) -> bool {
    let ending = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
    let promised = match ending.as_deref() {
        Some("pdf") => Sort::Pdf,
        Some("docx" | "xlsx" | "pptx" | "odt" | "ods" | "zip") => Sort::Container,
        Some("doc" | "xls" | "ppt") => Sort::OldOffice,
        Some("png" | "jpg" | "jpeg" | "gif" | "tif" | "tiff" | "webp") => Sort::Picture,
        Some("mp4" | "mov" | "mp3" | "wav") => Sort::Film,
        _ => return false,
    };
    promised != sort
}

/// Returns the key that says why a file is not taken as evidence.
fn refusal(name: &str, sort: Sort) -> Option<&'static str> {
    match sort {
        Sort::Empty => Some("flow-file-empty"),
        Sort::Page => Some("flow-file-page"),
        Sort::Program => Some("flow-file-program"),
        Sort::Unknown => Some("flow-file-unknown"),
        _ if is_misnamed(name, sort) => Some("flow-file-misnamed"),
        _ => None,
    }
}

/// A file that is already kept, to be sent again with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) hash: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// Returns the evidence of a form: files that came with it, then those that came
/// with an earlier try, each once by its hash. `Err` holds what is wrong with a
/// file, in words.
pub(crate) fn of(ctx: &Ctx, form: &Form) -> Result<Result<Vec<Evidence>, String>, Trouble> {
    let mut all: Vec<Evidence> = Vec::new();
    let mut add = |evidence: Evidence| {
        if all.iter().all(|known| known.hash != evidence.hash) {
            all.push(evidence);
        }
    };
    let w = ctx.words();
    for upload in form.files.iter().filter(|it| it.field == FILES) {
        let bytes = ctx.ledger().attachments().read(&upload.hash)?;
        let sort = sort(&bytes.unwrap_or_default());
        if let Some(key) = refusal(&upload.name, sort) {
            return Ok(Err(w.with(key, &upload.name)));
        }
        add(evidence(upload));
    }
    for kept in kept(form) {
        let known = kept.hash.parse().ok();
        let is_there = known.map(|hash| ctx.ledger().attachments().has(&hash));
        if is_there.transpose()?.unwrap_or(false) {
            add(Evidence {
                hash: kept.hash.into(),
                name: kept.name.into(),
            });
        }
    }
    if all.len() > MOST {
        return Ok(Err(w.n("flow-file-too-many", MOST)));
    }
    Ok(Ok(all))
}

fn evidence(upload: &Upload) -> Evidence {
    Evidence {
        hash: upload.hash.to_string().into(),
        name: upload.name.as_str().into(),
    }
}

fn kept(form: &Form) -> Vec<Kept> {
    let each = form.all(KEPT).filter_map(|value| {
        let (hash, name) = value.split_once(' ')?;
        Some(Kept {
            hash: hash.to_owned(),
            name: name.chars().take(200).collect(),
            value: value.to_owned(),
        })
    });
    each.collect()
}

/// Returns what of a form's files need not be sent again.
pub(crate) fn to_keep(form: &Form) -> Vec<Kept> {
    let uploads = form
        .files
        .iter()
        .filter(|it| it.field == FILES && it.size > 0);
    let mut all: Vec<Kept> = uploads
        .map(|upload| Kept {
            hash: upload.hash.to_string(),
            name: upload.name.clone(),
            value: format!("{} {}", upload.hash, upload.name),
        })
        .collect();
    all.extend(kept(form));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_is_told_by_its_bytes() {
        let said = |name: &str, bytes: &[u8]| refusal(name, sort(bytes));
        assert_eq!(said("bao-cao.pdf", b"%PDF-1.7"), None);
        assert_eq!(said("anh.jpg", b"\xff\xd8\xff\xe0"), None);
        assert_eq!(said("ghi-chu.txt", "Đã xong".as_bytes()), None);
        assert_eq!(
            said("bao-cao.docx", b"<!DOCTYPE html>"),
            Some("flow-file-page")
        );
        assert_eq!(
            said("bao-cao.pdf", b"PK\x03\x04"),
            Some("flow-file-misnamed")
        );
        assert_eq!(said("x.pdf", b"MZ\x90"), Some("flow-file-program"));
        assert_eq!(said("anh.png", b"  <svg onload=x>"), Some("flow-file-page"));
        assert_eq!(said("x.pdf", b""), Some("flow-file-empty"));
        assert_eq!(said("x.bin", b"\0\x01"), Some("flow-file-unknown"));
    }
}
