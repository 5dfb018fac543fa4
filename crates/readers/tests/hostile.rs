//! Files that want to hurt: rubbish, bombs, damaged documents. Each is read or
//! refused, within the limits, and never brings the program down.

#![expect(clippy::unwrap_used, reason = "helpers of tests may stop them")]

mod common;

use common::{PAGE, PDF, directive_docx, docx, packed, pdf_that_draws};
use dondoc_readers::{Bound, Limits, ReadRefusal, Text, read_bytes};
use proptest::prelude::*;

fn small() -> Limits {
    Limits {
        max_text_bytes: 100_000,
        max_unpacked_bytes: 4 << 20,
        pdf_seconds: 20,
        ..Limits::default()
    }
}

/// Reads, and checks what holds for every answer.
fn read(name: &str, bytes: &[u8]) -> Result<Text, ReadRefusal> {
    let limits = small();
    let answer = read_bytes(name, bytes, &limits);
    if let Ok(text) = &answer {
        assert!(text.text.len() <= limits.max_text_bytes);
        assert!(!text.text.trim().is_empty());
    }
    answer
}

fn bound_of(answer: Result<Text, ReadRefusal>) -> Bound {
    match answer {
        Err(ReadRefusal::TooBig { bound, .. }) => bound,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_zip_bomb_is_refused_by_ratio_before_it_unpacks() {
    let zeros = vec![b' '; 3 << 20];
    let bomb = packed(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 10_000);
    assert_eq!(bound_of(read("a.docx", &bomb)), Bound::Ratio);
}

#[test]
fn a_pdf_whose_streams_unpack_to_too_much_is_refused() {
    let packed = packed(&[("x", &vec![b' '; 5 << 20])]);
    // What stands between the head and the directory of the container is the
    // same data as in a PDF, without the two bytes of the zlib head.
    let data = &packed[31..packed.len() - 60];
    let pdf = [b"%PDF-1.4\n1 0 obj << >>\nstream\n\x78\x9C", data].concat();
    assert_eq!(bound_of(read("a.pdf", &pdf)), Bound::UnpackedBytes);
}

#[test]
fn many_parts_share_one_bound() {
    let noise: Vec<u8> = (0..3 << 20_u32)
        .map(|n: u32| (n.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x3F | 0x20)
        .map(|byte| {
            if byte == b'<' || byte == b'&' {
                b'a'
            } else {
                byte
            }
        })
        .collect();
    let part = [b"<w>", noise.as_slice(), b"</w>"].concat();
    let bomb = packed(&[
        ("word/document.xml", &part),
        ("word/numbering.xml", &part),
        ("word/styles.xml", &part),
    ]);
    assert_eq!(bound_of(read("a.docx", &bomb)), Bound::UnpackedBytes);
}

#[test]
fn a_container_with_too_many_entries_is_refused() {
    let names: Vec<String> = (0..5_000).map(|n| format!("f{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    assert_eq!(bound_of(read("a.docx", &packed(&parts))), Bound::Entries);
}

#[test]
fn entity_tricks_are_refused_at_the_document_type() {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    let part = "word/document.xml";
    let bomb = packed(&[(part, laughs.as_bytes())]);
    let refusal = ReadRefusal::Doctype {
        part: part.to_owned(),
    };
    assert_eq!(read("a.docx", &bomb), Err(refusal));
    let outside = docx("<w:p><w:r><w:t>&xxe;</w:t></w:r></w:p>");
    assert!(matches!(
        read("a.docx", &outside),
        Err(ReadRefusal::Damaged { .. })
    ));
}

#[test]
fn deep_nesting_is_bounded() {
    let deep = docx(&"<w:p>".repeat(100_000));
    assert_eq!(bound_of(read("a.docx", &deep)), Bound::Depth);
    let page = format!("<html>{}chữ", "<table><tr><td><ol><li>".repeat(1_000));
    assert!(read("a.html", page.as_bytes()).is_ok());
    let pdf = pdf_that_draws(&"q ".repeat(100_000));
    assert!(read("a.pdf", &pdf).is_err());
}

#[test]
fn too_much_text_is_refused_while_it_grows() {
    let paragraph = "<w:p><w:r><w:t>Nội dung của văn bản</w:t></w:r></w:p>";
    assert_eq!(
        bound_of(read("a.docx", &docx(&paragraph.repeat(20_000)))),
        Bound::TextBytes
    );
    let page = format!("<html>{}", "<p>Nội dung".repeat(20_000));
    assert_eq!(bound_of(read("a.html", page.as_bytes())), Bound::TextBytes);
    let draw = format!("BT /F 9 Tf {} ET", "(nhieu chu) Tj ".repeat(20_000));
    assert_eq!(
        bound_of(read("a.pdf", &pdf_that_draws(&draw))),
        Bound::TextBytes
    );
}

#[test]
fn ten_megabytes_of_rubbish_are_refused() {
    let mut seed = 1_u64;
    let rubbish: Vec<u8> = (0..10_000_000)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 56) as u8
        })
        .collect();
    for head in [
        &b""[..],
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"<html>\xFF",
        b"\xFF\xFE",
    ] {
        let bytes = [head, &rubbish].concat();
        assert!(read("a.bin", &bytes).is_err(), "{head:?}");
    }
}

/// A document with some bytes changed, and perhaps its end cut off.
fn mutated(valid: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = valid.len();
    let changes = prop::collection::vec((0..length, any::<u8>()), 0..20);
    (changes, 0..=length).prop_map(move |(changes, cut)| {
        let mut bytes = valid.clone();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        // Half of the files keep their end: else few get past the container.
        if cut.is_multiple_of(2) {
            bytes.truncate(cut);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read("a.txt", &bytes);
        let _ = read("a.html", &[b"<html>".as_slice(), &bytes].concat());
    }

    #[test]
    fn a_mutated_docx_is_read_or_refused(bytes in mutated(directive_docx())) {
        let _ = read("a.docx", &bytes);
    }

    #[test]
    fn a_mutated_part_is_read_or_refused(
        part in mutated(include_bytes!("fixtures/document.xml").to_vec()),
        numbering in mutated(include_bytes!("fixtures/numbering.xml").to_vec()),
    ) {
        let _ = read("a.docx", &packed(&[("word/document.xml", &part)]));
        let document: &[u8] = include_bytes!("fixtures/document.xml");
        let parts = [("word/document.xml", document), ("word/numbering.xml", &numbering)];
        let _ = read("a.docx", &packed(&parts));
    }

    #[test]
    fn a_mutated_page_is_read_or_refused(bytes in mutated(PAGE.to_vec())) {
        let _ = read("a.html", &bytes);
    }

    #[test]
    fn a_mutated_pdf_is_read_or_refused(bytes in mutated(PDF.to_vec())) {
        let _ = read("a.pdf", &bytes);
    }

    #[test]
    fn utf_8_text_comes_out_as_it_went_in(given in "[ -~à-ỹĐđ\\n\\t]{1,300}") {
        prop_assume!(!given.trim().is_empty() && !given.trim_start().starts_with('<'));
        if let Ok(text) = read("a.txt", given.as_bytes())
            && text.encoding == dondoc_readers::Encoding::Utf8
        {
            prop_assert_eq!(text.text, given);
        }
    }
}
