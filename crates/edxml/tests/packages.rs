//! Packages read and written, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_edxml::{
    Attachment, Bound, Business, Code, Kind, Limits, Organ, OtherInfo, Package, Refusal, Remark,
    ResponseFor, Signer, Trace, read, write,
};
use dondoc_messages::{Lang, say};
use jiff::civil::date;
use proptest::prelude::*;

fn organ(id: &str, name: &str) -> Organ {
    Organ {
        organ_id: id.to_owned(),
        name: name.to_owned(),
        ..Organ::default()
    }
}

fn directive() -> Package {
    Package {
        from: organ("G01.00", "Bộ Nội vụ"),
        to: vec![organ("H26.05", "Sở Nội vụ Hà Nội")],
        code: Code::parse("15/CT-BNV"),
        place: "Hà Nội".to_owned(),
        promulgated: date(2024, 9, 2),
        kind: Kind {
            code: Some(3),
            name: "Chỉ thị".to_owned(),
        },
        subject: "Về kiểm tra <công vụ> & \"kỷ luật\"".to_owned(),
        content: "Yêu cầu báo cáo".to_owned(),
        signer: Signer {
            competence: "TM.".to_owned(),
            position: "Bộ trưởng".to_owned(),
            full_name: "Nguyễn Văn Minh Họa".to_owned(),
        },
        due: Some(date(2024, 10, 30)),
        to_places: vec!["Lưu: VT".to_owned()],
        other: OtherInfo {
            priority: Some(1),
            pages: Some(2),
            appendixes: vec!["Phụ lục I".to_owned()],
            ..OtherInfo::default()
        },
        response_for: Vec::new(),
        steering: Some(1),
        document_id: "G01.00,2024/09/02,15/CT-BNV".to_owned(),
        trace: vec![Trace {
            organ_id: "G01.00".to_owned(),
            at: date(2024, 9, 2).at(9, 30, 5, 0),
        }],
        business: Some(Business {
            kind: Some(0),
            reason: "Văn bản mới".to_owned(),
            paper: Some(0),
            ..Business::default()
        }),
        attachments: vec![
            Attachment {
                content_id: "a1".to_owned(),
                name: "chi-thi.txt".to_owned(),
                content_type: "text/plain".to_owned(),
                description: "Bản chính".to_owned(),
                bytes: "Giao Sở Nội vụ kiểm tra.".as_bytes().to_vec(),
            },
            Attachment {
                content_id: "a2".to_owned(),
                name: "phu-luc.bin".to_owned(),
                content_type: "application/octet-stream".to_owned(),
                description: String::new(),
                bytes: (0..=255).collect(),
            },
        ],
    }
}

fn refused(xml: &str) -> Refusal {
    read(xml.as_bytes(), &Limits::default()).unwrap_err()
}

/// The directive with one piece of its text changed.
fn changed(from: &str, to: &str) -> String {
    let xml = write(&directive());
    assert!(xml.contains(from), "{from}");
    xml.replacen(from, to, 1)
}

#[test]
fn what_was_written_reads_back_as_it_was() {
    let package = directive();
    let back = read(write(&package).as_bytes(), &Limits::default()).unwrap();
    assert_eq!(back.package, package);
    assert_eq!(back.remarks, []);
}

#[test]
fn an_answer_names_what_it_answers() {
    let mut answer = directive();
    answer.response_for = vec![ResponseFor {
        organ_id: "G01.00".to_owned(),
        code: "15/CT-BNV".to_owned(),
        promulgated: Some(date(2024, 9, 2)),
        document_id: "G01.00,2024/09/02,15/CT-BNV".to_owned(),
    }];
    let back = read(write(&answer).as_bytes(), &Limits::default()).unwrap();
    assert_eq!(back.package.response_for, answer.response_for);
}

/// As another system writes it: a prefix on everything, `cid:` in one place only,
/// a day with a time, a blank `ResponseFor`, a signature, line breaks in Base64.
const FOREIGN: &str = r#"<?xml version="1.0"?>
<edXML:edXML xmlns:edXML="http://www.e-doc.vn/Schema/">
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.15.H26</edXML:OrganId><edXML:OrganName>UBND Th&#224;nh phố</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>000.05.15.H26</edXML:OrganId></edXML:To>
<edXML:To><edXML:OrganId>000.06.15.H26</edXML:OrganId></edXML:To>
<edXML:Code><edXML:CodeNumber>24</edXML:CodeNumber><edXML:CodeNotation>CT/TU</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place><edXML:PromulgationDate>07/08/2023</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>3</edXML:Type><edXML:TypeName>Chỉ thị</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>Kỷ luật, kỷ cương</edXML:Subject>
<edXML:DueDate>2023-09-30T17:00:00</edXML:DueDate>
<edXML:ResponseFor><edXML:OrganId/><edXML:Code></edXML:Code></edXML:ResponseFor>
<edXML:SteeringType>1</edXML:SteeringType>
<edXML:Vendor>x</edXML:Vendor>
</edXML:MessageHeader><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature></edXML:edXMLHeader>
<edXML:edXMLBody><edXML:edXMLManifest><edXML:Reference xlink:href="cid:f1" xmlns:xlink="http://www.w3.org/1999/xlink"><edXML:AttachmentName>../../etc/chi-thi.txt</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody>
</edXML:edXMLEnvelope>
<edXML:AttachmentEncoded><edXML:Attachment><edXML:ContentId>f1</edXML:ContentId><edXML:ContentTransferEncoded>R2lhbyBT
4bufIE7hu5lpIHbhu6U</edXML:ContentTransferEncoded></edXML:Attachment></edXML:AttachmentEncoded>
</edXML:edXML>"#;

#[test]
fn packages_of_other_systems_are_read() {
    let found = read(FOREIGN.as_bytes(), &Limits::default()).unwrap();
    let package = found.package;
    assert_eq!(package.from.name, "UBND Thành phố");
    assert_eq!(package.to.len(), 2);
    assert_eq!(package.code.written(), "24-CT/TU");
    assert_eq!(package.promulgated, date(2023, 8, 7));
    assert_eq!(package.due, Some(date(2023, 9, 30)));
    assert_eq!(package.steering, Some(1));
    assert_eq!(package.response_for, []);
    let file = &package.attachments[0];
    assert_eq!(file.name, "chi-thi.txt", "a name is never a path");
    assert_eq!(file.bytes, "Giao Sở Nội vụ".as_bytes());
    assert!(found.remarks.contains(&Remark::Signed));
    let unknown = Remark::Unknown {
        element: "edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Vendor".to_owned(),
    };
    assert!(found.remarks.contains(&unknown), "{:?}", found.remarks);
}

#[test]
fn a_file_that_came_packed_is_unpacked_and_an_office_file_is_not() {
    let packed = |name: &str, bytes: &[u8]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let mut package = directive();
    package.attachments[0].bytes = packed("anything", b"the words");
    package.attachments[1].name = "van-ban.docx".to_owned();
    let docx = packed("word/document.xml", b"<x/>");
    package.attachments[1].bytes = docx.clone();
    let found = read(write(&package).as_bytes(), &Limits::default()).unwrap();
    assert_eq!(found.package.attachments[0].bytes, b"the words");
    assert_eq!(found.package.attachments[1].bytes, docx);
    // One that unpacks to more than is taken.
    package.attachments[0].bytes = packed("bomb", &vec![0; 2 << 20]);
    let limits = Limits {
        max_attachment_bytes: 1 << 20,
        ..Limits::default()
    };
    let refusal = read(write(&package).as_bytes(), &limits).unwrap_err();
    assert!(matches!(
        refusal,
        Refusal::TooBig {
            bound: Bound::Attachment,
            ..
        }
    ));
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = format!(
        "<!DOCTYPE edXML [<!ENTITY a \"aaaa\">]>{}",
        write(&directive()).split_once('\n').unwrap().1
    );
    assert!(matches!(refused(&bomb), Refusal::Entity { .. }));
    let used = changed("Yêu cầu báo cáo", "&a;");
    assert!(matches!(refused(&used), Refusal::Entity { .. }));
}

#[test]
fn a_refusal_names_the_element_in_both_languages() {
    let head = "edXML/edXMLEnvelope/edXMLHeader/MessageHeader";
    let cases = [
        (
            changed("<edXML:DueDate>2024/10/30<", "<edXML:DueDate>cuối tháng<"),
            format!("{head}/DueDate"),
        ),
        (
            changed("<edXML:SteeringType>1<", "<edXML:SteeringType>một<"),
            format!("{head}/SteeringType"),
        ),
        (
            changed("<edXML:OrganId>G01.00<", "<edXML:OrganId> <"),
            format!("{head}/From/OrganId"),
        ),
        (
            changed(
                "<edXML:PromulgationDate>2024/09/02<",
                "<edXML:PromulgationDate>2024/02/30<",
            ),
            format!("{head}/PromulgationInfo/PromulgationDate"),
        ),
        (
            changed(
                "<edXML:SteeringType>1</edXML:SteeringType>",
                "<edXML:SteeringType>1</edXML:SteeringType><edXML:SteeringType>0</edXML:SteeringType>",
            ),
            format!("{head}/SteeringType"),
        ),
        (
            changed("<edXML:CodeNotation>CT-BNV</edXML:CodeNotation>", ""),
            format!("{head}/Code/CodeNotation"),
        ),
        (changed("R2lhbyBT", "R2l*byBT"), "chi-thi.txt".to_owned()),
        (
            changed("<ContentId>a2</ContentId>", "<ContentId>a1</ContentId>"),
            "a1".to_owned(),
        ),
        (
            changed("<ContentId>a2</ContentId>", "<ContentId>a9</ContentId>"),
            "phu-luc.bin".to_owned(),
        ),
        ("<Envelope/>".to_owned(), "Envelope".to_owned()),
    ];
    for (xml, named) in cases {
        let refusal = refused(&xml);
        for lang in [Lang::Vi, Lang::En] {
            let said = say(lang, &refusal);
            assert!(said.contains(&named), "{said}: {named}");
        }
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let xml = write(&directive());
    let with = |limits: Limits| read(xml.as_bytes(), &limits).unwrap_err();
    let is = |refusal: Refusal, wanted: Bound| matches!(refusal, Refusal::TooBig { bound, .. } if bound == wanted);
    let all = Limits::default();
    assert!(is(
        with(Limits {
            max_bytes: 100,
            ..all
        }),
        Bound::Bytes
    ));
    assert!(is(
        with(Limits {
            max_elements: 20,
            ..all
        }),
        Bound::Elements
    ));
    assert!(is(
        with(Limits {
            max_depth: 3,
            ..all
        }),
        Bound::Depth
    ));
    assert!(is(
        with(Limits {
            max_field_bytes: 12,
            ..all
        }),
        Bound::Field
    ));
    assert!(is(
        with(Limits {
            max_attachments: 1,
            ..all
        }),
        Bound::Attachments
    ));
    assert!(is(
        with(Limits {
            max_attachment_bytes: 100,
            ..all
        }),
        Bound::Attachment
    ));
    let deep = format!("<edXML>{}{}</edXML>", "<a>".repeat(100), "</a>".repeat(100));
    assert!(is(refused(&deep), Bound::Depth));
}

#[test]
fn cut_and_wrong_bytes_are_refused_and_nothing_panics() {
    let xml = write(&directive());
    for cut in (0..xml.len()).step_by(37) {
        if let Some(part) = xml.get(..cut) {
            assert!(read(part.as_bytes(), &Limits::default()).is_err());
        }
    }
    assert!(matches!(
        read(b"\xff\xfe<edXML/>", &Limits::default()),
        Err(Refusal::NotUtf8 { at: 0 })
    ));
    assert!(matches!(refused(""), Refusal::NotXml { .. }));
    assert!(matches!(
        refused("{\"json\": true}"),
        Refusal::NotXml { .. }
    ));
}

proptest! {
    #[test]
    fn any_words_survive_the_round_trip(subject in "\\PC{1,60}", content in "[ -~\n\tà-ỹ&<>\"']{0,80}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut package = directive();
        package.subject = format!("x{}x", subject);
        package.content = content.trim().to_owned();
        package.attachments[1].bytes = bytes;
        let back = read(write(&package).as_bytes(), &Limits::default()).unwrap();
        prop_assert_eq!(back.package, package);
    }

    #[test]
    fn a_byte_that_flipped_never_panics(at in 0_usize..4000, to in any::<u8>()) {
        let mut xml = write(&directive()).into_bytes();
        let at = at % xml.len();
        xml[at] = to;
        let _ = read(&xml, &Limits::default());
    }
}
