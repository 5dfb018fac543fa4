//! What a file is, by its bytes.

use crate::{Format, Picture};

/// What the bytes of a file look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No bytes, or only blanks.
    Empty,
    /// A ZIP container, perhaps a DOCX.
    Zip,
    /// An Office file locked with a password (an OLE container with an
    /// encrypted package).
    LockedOffice,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture(Picture),
    /// A web page.
    Html,
    /// Perhaps text.
    Text,
    /// A known format that is not read here; its name.
    Other(&'static str),
}

/// Formats that are known only to be refused with their name.
const OTHER: &[(&[u8], &str)] = &[
    (b"{\\rtf", "RTF"),
    (b"Rar!\x1A\x07", "RAR"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"\x1F\x8B", "GZIP"),
    (b"GIF8", "GIF"),
    (b"%!PS", "PostScript"),
    (b"MZ", "EXE"),
    (b"\x7FELF", "ELF"),
    (b"SQLite format 3\0", "SQLite"),
];

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Looks at the bytes.
pub fn sniff(bytes: &[u8]) -> Found {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Found::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Found::Zip;
    }
    if bytes.starts_with(OLE) {
        // The stream's name is UTF-16 in the container's directory.
        let locked: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        return if contains(bytes, &locked) {
            Found::LockedOffice
        } else {
            Found::Other("DOC/XLS/PPT (Office 97-2003)")
        };
    }
    if let Some(picture) = Picture::sniff(bytes) {
        return Found::Picture(picture);
    }
    if contains(&bytes[..bytes.len().min(1024)], b"%PDF-") {
        return Found::Pdf;
    }
    if let Some((_, name)) = OTHER.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Found::Other(name);
    }
    if looks_like_html(bytes) {
        return Found::Html;
    }
    Found::Text
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The head of a page, whatever its encoding: NUL bytes of UTF-16 are skipped.
fn looks_like_html(bytes: &[u8]) -> bool {
    let head: String = bytes
        .iter()
        .take(4096)
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let start = head
        .trim_start_matches(|c: char| !c.is_ascii() || c.is_whitespace())
        .trim_start();
    if !start.starts_with('<') {
        return false;
    }
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<table",
        "<div",
        "<p>",
        "<p ",
        "<h1",
    ]
    .iter()
    .any(|tag| head.contains(tag))
}

/// Says whether the end of a name suits a format. Names without a known end
/// suit every format.
pub(crate) fn name_fits(name: &str, format: Format) -> bool {
    let Some((_, end)) = name.rsplit_once('.') else {
        return true;
    };
    let wanted: &[Format] = match end.to_ascii_lowercase().as_str() {
        "txt" | "text" | "md" => &[Format::Plain],
        "htm" | "html" | "xhtml" => &[Format::Html],
        "docx" | "docm" | "dotx" | "doc" | "rtf" | "odt" | "xlsx" | "xls" | "zip" => {
            &[Format::Docx]
        }
        "pdf" => &[Format::Pdf, Format::PdfScan],
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => &[Format::Picture],
        _ => return true,
    };
    wanted.contains(&format)
}
