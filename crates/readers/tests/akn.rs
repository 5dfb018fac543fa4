//! Documents as Akoma Ntoso.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests may stop them, and say what they skip"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use dondoc_documents::{Deadline, DeadlineKind, Header, Reading, Reference, Section, Target, Task};
use dondoc_readers::akn;
use proptest::prelude::*;

const TEXT: &str = "ỦY BAN NHÂN DÂN\nQUẬN THỬ NGHIỆM\n\nCHỈ THỊ\nVề sắp xếp hồ sơ\n\nThực hiện Kế hoạch số 12/KH-UBND ngày 02/01/2024:\n\nI. NHIỆM VỤ\n1. Văn phòng lập danh mục\nhồ sơ < 5 năm trước ngày 15/3/2024.\n2. Phòng Nội vụ kiểm tra; báo cáo hằng tháng.\nII. TỔ CHỨC\nCác phòng thi hành.\n";

/// The span of the first place of some words.
fn span(words: &str) -> (usize, usize) {
    let byte = TEXT.find(words).unwrap();
    let start = TEXT[..byte].chars().count();
    (start, start + words.chars().count())
}

fn task(words: &str, lead: &str, due: Option<(&str, DeadlineKind, &str)>) -> Task {
    let (start, end) = span(words);
    Task {
        start,
        end,
        text: words.to_owned(),
        lead: vec![lead.to_owned()],
        deadline: due.map(|(words, kind, iso)| {
            let (start, end) = span(words);
            Deadline {
                text: words.to_owned(),
                start,
                end,
                kind,
                iso: Some(iso.to_owned()),
                by: None,
            }
        }),
        ..Task::default()
    }
}

fn section(words: &str, level: u8) -> Section {
    let (start, end) = span(words);
    Section {
        start,
        end,
        text: words.to_owned(),
        level,
    }
}

fn reading() -> Reading {
    let (start, end) = span("Kế hoạch số 12/KH-UBND ngày 02/01/2024");
    Reading {
        header: Header {
            kind: Some("Chỉ thị".to_owned()),
            number: Some("07/CT-UBND".to_owned()),
            issuer: Some("Ủy ban nhân dân quận Thử Nghiệm".to_owned()),
            date: Some("2024-01-05".to_owned()),
            title: Some("Về sắp xếp hồ sơ".to_owned()),
            ..Header::default()
        },
        references: vec![Reference {
            start,
            end,
            text: "Kế hoạch số 12/KH-UBND ngày 02/01/2024".to_owned(),
            number: Some("12/KH-UBND".to_owned()),
            kind: "Kế hoạch".to_owned(),
            date: Some("2024-01-02".to_owned()),
            issuer: None,
        }],
        tasks: vec![
            task(
                "Văn phòng lập danh mục\nhồ sơ < 5 năm trước ngày 15/3/2024",
                "Văn phòng",
                Some(("trước ngày 15/3/2024", DeadlineKind::Absolute, "2024-03-15")),
            ),
            task("Phòng Nội vụ kiểm tra", "Phòng Nội vụ", None),
            task(
                "báo cáo hằng tháng",
                "Phòng Nội vụ",
                Some(("hằng tháng", DeadlineKind::Recurrent, "R/P1M")),
            ),
        ],
        targets: Vec::<Target>::new(),
        sections: vec![section("I. NHIỆM VỤ", 1), section("II. TỔ CHỨC", 1)],
    }
}

#[test]
fn a_directive_becomes_sections_paragraphs_and_anchors() {
    insta::assert_snapshot!(akn::write(TEXT, &reading()));
}

#[test]
fn a_document_in_articles_is_an_act() {
    let text = "Điều 1. Phạm vi\nNội dung.\nĐiều 2. Hiệu lực\nNội dung.\n";
    let section = |start: usize, words: &str| Section {
        start,
        end: start + words.chars().count(),
        text: words.to_owned(),
        level: 1,
    };
    let reading = Reading {
        sections: vec![
            section(0, "Điều 1. Phạm vi"),
            section(26, "Điều 2. Hiệu lực"),
        ],
        ..Reading::default()
    };
    let xml = akn::write(text, &reading);
    assert!(xml.contains("<act name="));
    assert!(
        xml.contains("<article eId=\"art_2\">\n<num>Điều 2.</num>\n<heading>Hiệu lực</heading>"),
        "{xml}"
    );
    validate(&xml);
}

/// The folder of sample documents and schemas, where there is one.
fn shared() -> Option<PathBuf> {
    let folder = fs::canonicalize(env!("CARGO_MANIFEST_DIR"))
        .ok()?
        .join("../../../shared");
    let folder = fs::canonicalize(folder).ok()?;
    folder
        .join("schemas/akoma-ntoso")
        .is_dir()
        .then_some(folder)
}

/// Validates against the OASIS schema where it and `xmllint` are at hand.
fn validate(xml: &str) {
    let Some(shared) = shared() else {
        eprintln!("no schemas at hand: not validated");
        return;
    };
    let file = tempfile::Builder::new().suffix(".xml").tempfile().unwrap();
    fs::write(file.path(), xml).unwrap();
    let schema = shared.join("schemas/akoma-ntoso/akomantoso30.xsd");
    let mut xmllint = Command::new("xmllint");
    xmllint
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .arg(file.path());
    match xmllint.output() {
        Ok(out) => assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        ),
        Err(_) => eprintln!("no xmllint at hand: not validated"),
    }
}

#[test]
fn what_is_written_is_valid() {
    validate(&akn::write(TEXT, &reading()));
    validate(&akn::write("", &Reading::default()));
    validate(&akn::write("Chỉ có một dòng & dấu <", &Reading::default()));
}

#[test]
fn sample_documents_are_valid_and_whole() {
    let Some(shared) = shared() else {
        eprintln!("no sample documents at hand: skipped");
        return;
    };
    let folder = fs::read_dir(shared.join("documents/dev")).unwrap();
    let mut texts: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    texts.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    texts.sort();
    assert!(!texts.is_empty());
    for path in texts {
        let text = fs::read_to_string(&path).unwrap();
        let reading = dondoc_documents::read(&text);
        let xml = akn::write(&text, &reading);
        validate(&xml);
        for number in 1..=reading.tasks.len() {
            assert_eq!(
                xml.matches(&format!("eId=\"task_{number}\"")).count(),
                1,
                "{path:?}"
            );
        }
        assert_eq!(words_of(&xml), bare(&text), "{path:?}");
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of the document in its XML, without blanks.
fn words_of(xml: &str) -> String {
    let body = &xml[xml.find("</meta>").unwrap()..];
    let text: String = body
        .split('<')
        .filter_map(|piece| Some(piece.split_once('>')?.1))
        .collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    bare(&text.replace("&quot;", "\"").replace("&amp;", "&"))
}

proptest! {
    #[test]
    fn any_spans_leave_every_word_in_its_place(
        spans in prop::collection::vec((0_usize..300, 0_usize..300), 0..12),
        levels in prop::collection::vec(0_u8..5, 12),
    ) {
        let mut reading = Reading::default();
        for (index, ((start, end), level)) in spans.into_iter().zip(levels).enumerate() {
            let text = "x".to_owned();
            match index % 3 {
                0 => reading.tasks.push(Task { start, end, text, ..Task::default() }),
                1 => reading.sections.push(Section { start, end, text, level }),
                _ => reading.references.push(Reference {
                    start, end, text,
                    number: None, kind: "Luật".to_owned(), date: None, issuer: None,
                }),
            }
        }
        prop_assert_eq!(words_of(&akn::write(TEXT, &reading)), bare(TEXT));
    }
}
