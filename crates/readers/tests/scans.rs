//! Scans are recognised where Tesseract is installed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::path::Path;

use dondoc_readers::tesseract::TesseractOcr;
use dondoc_readers::{Format, Limits, ReadRefusal, Text, read_bytes_with};

fn scan(name: &str) -> Option<Text> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    let bytes = std::fs::read(path).unwrap();
    match read_bytes_with(name, &bytes, &Limits::default(), &TesseractOcr::default()) {
        Ok(text) => Some(text),
        Err(ReadRefusal::NeedsOcr { why, .. }) => {
            eprintln!("skipped: {why:?}; install tesseract-ocr, tesseract-ocr-vie, poppler-utils");
            None
        }
        Err(refusal) => panic!("{refusal:?}"),
    }
}

fn says_what_was_scanned(text: &Text) {
    let words = text.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "Giao Sở Tài chính chủ trì",
        "trước ngày 30/9/2024",
        "quận, huyện, thị xã",
    ] {
        assert!(words.contains(wanted), "`{wanted}` is not in: {words}");
    }
    assert!(
        !text.problems.is_empty(),
        "a person is told that it was recognised"
    );
}

#[test]
fn a_picture_of_a_page_is_recognised() {
    let Some(text) = scan("scan.png") else { return };
    assert_eq!(text.format, Format::Picture);
    says_what_was_scanned(&text);
}

#[test]
fn a_pdf_of_pictures_is_recognised_page_by_page() {
    let Some(text) = scan("scan.pdf") else { return };
    assert_eq!(text.format, Format::PdfScan);
    says_what_was_scanned(&text);
}
