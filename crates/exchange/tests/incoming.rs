//! What registers the document of a package, and which packages are not taken in.

use std::collections::BTreeMap;
use std::convert::Infallible;

use dondoc_edxml::{Attachment, Code, Kind, Organ, OtherInfo, Package, Signer, write};
use dondoc_exchange::{Incoming, Refusal, Remark, incoming};
use dondoc_ledger::Hash;
use dondoc_readers::{NoOcr, ReadRefusal};
use jiff::civil::date;

const LETTER: &str = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\n\nSố: 15/CT-UBND\n\n\
    Hà Nội, ngày 02 tháng 9 năm 2024\n\nCHỈ THỊ\nVề kiểm tra công vụ\n\n\
    1. Giao Sở Nội vụ kiểm tra công vụ đột xuất, báo cáo trước ngày 30/9/2024.\n";

fn file(name: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        content_id: name.to_owned(),
        name: name.to_owned(),
        content_type: "application/octet-stream".to_owned(),
        description: String::new(),
        bytes: bytes.to_vec(),
    }
}

fn package(attachments: Vec<Attachment>) -> Package {
    let organ = |id: &str, name: &str| Organ {
        organ_id: id.to_owned(),
        name: name.to_owned(),
        ..Organ::default()
    };
    Package {
        from: organ("H26", "UBND Thành phố Hà Nội"),
        to: vec![organ("H26.05", "Sở Nội vụ")],
        code: Code::parse("15/CT-UBND"),
        place: "Hà Nội".to_owned(),
        promulgated: date(2024, 9, 2),
        kind: Kind {
            code: None,
            name: "Chỉ thị".to_owned(),
        },
        subject: "Về kiểm tra công vụ".to_owned(),
        content: String::new(),
        signer: Signer {
            full_name: "Nguyễn Văn Minh Họa".to_owned(),
            ..Signer::default()
        },
        due: Some(date(2024, 9, 30)),
        to_places: Vec::new(),
        other: OtherInfo::default(),
        response_for: Vec::new(),
        steering: Some(1),
        document_id: "H26,2024/09/02,15/CT-UBND".to_owned(),
        trace: Vec::new(),
        business: None,
        attachments,
    }
}

fn taken(package: &Package) -> Result<Incoming, Refusal> {
    incoming(write(package).as_bytes(), &NoOcr)
}

/// Keeps files as a data folder does, by hash, and counts how often each came.
#[derive(Default)]
struct Shelf(BTreeMap<String, usize>);

impl Shelf {
    fn keep(&mut self, bytes: &[u8]) -> Result<Hash, Infallible> {
        let hash = Hash::of(bytes);
        *self.0.entry(hash.to_string()).or_insert(0) += 1;
        Ok(hash)
    }
}

#[test]
fn the_first_file_that_reads_is_the_document() {
    let rubbish = file("ban-do.bin", &[0, 159, 146, 150, 1, 2, 3]);
    let come = taken(&package(vec![
        rubbish,
        file("chi-thi.txt", LETTER.as_bytes()),
        file("khac.txt", "Giao Sở Y tế.".as_bytes()),
    ]))
    .unwrap();
    assert!(come.text.contains("Giao Sở Nội vụ"));
    assert!(!come.text.contains("Sở Y tế"));
    assert_eq!(come.reading.tasks.len(), 1);
    assert!(
        come.remarks
            .iter()
            .any(|it| matches!(it, Remark::NotRead { name } if name == "ban-do.bin"))
    );
}

#[test]
fn the_header_of_the_package_counts_and_a_difference_is_said() {
    let mut other = package(vec![file("chi-thi.txt", LETTER.as_bytes())]);
    other.code = Code::parse("16/CT-UBND");
    other.promulgated = date(2024, 9, 3);
    let come = taken(&other).unwrap();
    assert_eq!(come.reading.header.number.as_deref(), Some("16/CT-UBND"));
    assert_eq!(come.reading.header.date.as_deref(), Some("2024-09-03"));
    let differs: Vec<(&str, &str)> = come
        .remarks
        .iter()
        .filter_map(|it| match it {
            Remark::Differs { what, text, .. } => Some((*what, text.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(differs, [("number", "15/CT-UBND"), ("date", "2024-09-02")]);
}

#[test]
fn agreeing_headers_are_not_remarked_upon_and_gaps_are_filled() {
    let letter = "1. Giao Sở Nội vụ kiểm tra công vụ, báo cáo trước ngày 30/9/2024.\n";
    let come = taken(&package(vec![file("noi-dung.txt", letter.as_bytes())])).unwrap();
    assert_eq!(come.remarks, []);
    let header = &come.reading.header;
    assert_eq!(header.kind.as_deref(), Some("Chỉ thị"));
    assert_eq!(header.issuer.as_deref(), Some("UBND Thành phố Hà Nội"));
    assert_eq!(header.title.as_deref(), Some("Về kiểm tra công vụ"));
    assert_eq!(header.signer.as_deref(), Some("Nguyễn Văn Minh Họa"));
}

#[test]
fn without_files_the_content_is_the_document() {
    let mut bare = package(Vec::new());
    bare.content = "Giao Sở Nội vụ báo cáo trước ngày 30/9/2024.".to_owned();
    let come = taken(&bare).unwrap();
    assert_eq!(come.text, bare.content);

    bare.content = String::new();
    assert_eq!(taken(&bare).unwrap_err(), Refusal::NoText);
}

#[test]
fn a_secret_file_keeps_the_whole_package_out_wherever_it_stands() {
    let secret = format!("MẬT\n\n{LETTER}");
    let refusal = taken(&package(vec![
        file("chi-thi.txt", LETTER.as_bytes()),
        file("kem.txt", secret.as_bytes()),
    ]))
    .unwrap_err();
    assert!(matches!(
        refusal,
        Refusal::Attachment { name, why: ReadRefusal::Secret { .. } } if name == "kem.txt"
    ));
}

#[test]
fn a_package_in_which_nothing_reads_says_why_of_its_first_file() {
    let refusal = taken(&package(vec![
        file("a.bin", &[0x89, b'P', 0, 0, 0, 0xff, 0xfe, 1, 0, 0]),
        file("b.bin", &[0, 0, 0, 1]),
    ]))
    .unwrap_err();
    assert!(matches!(refusal, Refusal::Unreadable { name, .. } if name == "a.bin"));
    assert!(matches!(
        incoming(b"<edXML>", &NoOcr),
        Err(Refusal::Package(_))
    ));
}

#[test]
fn what_is_registered_names_every_file_by_its_hash() {
    let come = taken(&package(vec![
        file("chi-thi.txt", LETTER.as_bytes()),
        file("phu-luc.bin", &[7, 0, 7]),
    ]))
    .unwrap();
    let mut shelf = Shelf::default();
    let asked = come
        .register(Hash::of(b"package"), None, |bytes| shelf.keep(bytes))
        .unwrap();
    let kept = asked.package.unwrap();
    assert_eq!(kept.due, Some(date(2024, 9, 30)));
    assert_eq!(kept.from.id, "H26");
    let named: Vec<(&str, bool)> = kept
        .files
        .iter()
        .map(|it| (it.name.as_str(), shelf.0.contains_key(&it.hash)))
        .collect();
    assert_eq!(named, [("chi-thi.txt", true), ("phu-luc.bin", true)]);
    // The text is the file itself: it is kept under one hash, and no file is named beside it.
    assert_eq!(asked.file, None);
    assert_eq!(asked.text.to_string(), kept.files[0].hash);
}
