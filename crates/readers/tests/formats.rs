//! What comes out of each format.

#![expect(clippy::unwrap_used, reason = "helpers of tests may stop them")]

mod common;

use common::{PAGE, PDF, directive_docx, docx, packed, pdf_that_draws};
use dondoc_readers::{
    Encoding, Format, Legacy, Limits, Ocr, OcrMissing, OcrProblem, Picture, Problem, ReadRefusal,
    SecrecyMark, Text, read_bytes, read_bytes_with,
};

fn read(name: &str, bytes: &[u8]) -> Result<Text, ReadRefusal> {
    read_bytes(name, bytes, &Limits::default())
}

#[test]
fn a_docx_gives_its_text_with_the_numbers_that_word_computes() {
    let text = read("chi-thi.docx", &directive_docx()).unwrap();
    assert_eq!(
        text.problems,
        [
            Problem::DeletionsLeftOut { count: 1 },
            Problem::InsertionsKept { count: 1 },
            Problem::Converted {
                from: Legacy::Tcvn3
            },
        ]
    );
    insta::assert_snapshot!(text.text, @r"
    ỦY BAN NHÂN DÂN
    QUẬN THỬ NGHIỆM
    Số: 07/CT-UBND
    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Độc lập - Tự do - Hạnh phúc
    Thử Nghiệm, ngày 05 tháng 01 năm 2024
    CHỈ THỊ
    Về việc sắp xếp hồ sơ & lưu trữ
    I. NHIỆM VỤ
    1.1. Văn phòng chủ trì lập danh mục hồ sơ giấy trước ngày 15/3/2024.
    1.2. Phòng Nội vụ kiểm tra, báo cáo
    kết quả hằng tháng.
    a) số hóa 30% hồ sơ;
    b) hủy hồ sơ hết hạn.
    II. TỔ CHỨC THỰC HIỆN
    2.1. Các phòng triển khai theo bảng sau:
    TT	Nhiệm vụ	Chủ trì
    1	Lập danh mục và thống kê	Văn phòng
    Thư ký: A-B.
    Khung chữ
    CHỦ TỊCH
    Theo Kế hoạch số 12/KH-UBND.
    ");
}

#[test]
fn a_web_page_gives_its_main_text() {
    let text = read("tin.html", PAGE).unwrap();
    assert_eq!(text.problems, []);
    insta::assert_snapshot!(text.text, @r"
    Quận Thử Nghiệm đôn đốc sắp xếp hồ sơ
    Quang cảnh cuộc họp
    Ngày 05/01/2024, UBND quận ban hành Chỉ thị số 07/CT-UBND về hồ sơ & lưu trữ.
    Yêu cầu:
    1. Văn phòng lập danh mục;
    2. Phòng Nội vụ kiểm tra.
    TT	Nhiệm vụ	Chủ trì
    1	Lập danh mục và thống kê	Văn phòng
    ");
}

#[test]
fn a_pdf_gives_its_lines() {
    let text = read("chi-thi.pdf", PDF).unwrap();
    assert_eq!((text.format, text.problems), (Format::Pdf, vec![]));
    insta::assert_snapshot!(text.text);
}

#[test]
fn letters_that_are_drawn_late_stand_where_they_are_seen() {
    let late = "BT /F 10 Tf 1 0 0 1 20 100 Tm (b o c) Tj 1 0 0 1 20 80 Tm (cuoi) Tj 1 0 0 1 14.4 100 Tm (a) Tj ET";
    let text = read("a.pdf", &pdf_that_draws(late)).unwrap();
    assert_eq!(text.text, "ab o c\ncuoi");
}

#[test]
fn a_passage_stands_for_the_letters_that_it_says() {
    let said = "BT /F 10 Tf 20 100 Td /Span << /ActualText (hien nay) >> BDC (h.. n..) Tj EMC ( cac so) Tj \
                /Span << /ActualText () >> BDC ( ***) Tj EMC ( va nganh) Tj ET";
    let text = read("a.pdf", &pdf_that_draws(said)).unwrap();
    assert!(text.text.starts_with("hien nay cac so"), "{}", text.text);
    assert!(!text.text.contains('*') && text.text.ends_with("va nganh"));
}

#[test]
fn what_belongs_to_the_page_is_no_word_of_the_document() {
    let page = "BT /F 10 Tf 20 180 Td /Artifact << /Type /Pagination >> BDC (trang 3) Tj EMC \
                0 -80 Td (Cac so bao cao ket qua) Tj ET";
    let text = read("a.pdf", &pdf_that_draws(page)).unwrap();
    assert_eq!(text.text, "Cac so bao cao ket qua");
    // A page that is marked as nothing else is read.
    let all = "BT /F 10 Tf 20 100 Td /Artifact BMC (Cac so bao cao ket qua) Tj EMC ET";
    let text = read("a.pdf", &pdf_that_draws(all)).unwrap();
    assert_eq!(text.text, "Cac so bao cao ket qua");
}

#[test]
fn plain_utf_8_stays_as_it_is_without_its_byte_order_mark() {
    for given in [
        "Hòa\r\nHoà\t \n\n",
        "  Yêu cầu\u{A0}các sở",
        "e\u{302}\u{301}",
    ] {
        let text = read("a.txt", given.as_bytes()).unwrap();
        assert_eq!((text.text.as_str(), text.encoding), (given, Encoding::Utf8));
        let marked = [b"\xEF\xBB\xBF", given.as_bytes()].concat();
        assert_eq!(read("a.txt", &marked).unwrap().text, given);
    }
    let decomposed = read("a.txt", "e\u{302}\u{301}".as_bytes()).unwrap();
    assert_eq!(decomposed.problems, [Problem::Decomposed { marks: 2 }]);
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let given = "Chỉ thị of the city\nYêu cầu";
    let little: Vec<u8> = given.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = given.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        little.clone(),
        big.clone(),
        [b"\xFF\xFE", little.as_slice()].concat(),
        [b"\xFE\xFF", big.as_slice()].concat(),
    ] {
        let text = read("a.txt", &bytes).unwrap();
        assert_eq!(
            (text.text.as_str(), text.encoding),
            (given, Encoding::Utf16)
        );
    }
}

#[test]
fn legacy_bytes_are_converted_and_said() {
    let tcvn3 = b"C\xE9NG H\xDFA X\xB7 H\xE9I CH\xF1 NGH\xDCA VI\xD6T NAM\n\xA7\xE9c l\xCBp - T\xF9 do - H\xB9nh ph\xF3c";
    let text = read("cu.txt", tcvn3).unwrap();
    assert_eq!(
        text.text,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    );
    assert_eq!(text.encoding, Encoding::Legacy(Legacy::Tcvn3));
    assert_eq!(
        text.problems,
        [Problem::Converted {
            from: Legacy::Tcvn3
        }]
    );
}

#[test]
fn bytes_that_no_encoding_explains_are_refused() {
    let french = b"Les \xE9l\xE8ves \xE9taient f\xE2ch\xE9s \xE0 l'\xE9cole o\xF9 l'\xE9t\xE9 pr\xE9c\xE9dent \xE7a";
    assert!(matches!(
        read("a.txt", french),
        Err(ReadRefusal::UnsureEncoding { .. })
    ));
    let broken = [
        "Yêu cầu các sở,\nngành, quận, huyện".as_bytes(),
        b"\xFF",
        "thực hiện".as_bytes(),
    ]
    .concat();
    assert!(matches!(
        read("a.txt", &broken),
        Err(ReadRefusal::BadUtf8 { line: 2, .. })
    ));
    assert!(matches!(
        read("a.txt", b"abc\0\x01\x02 def"),
        Err(ReadRefusal::NotText { .. })
    ));
}

#[test]
fn a_page_that_is_named_docx_is_read_as_a_page_and_said() {
    let text = read("tin.docx", PAGE).unwrap();
    assert_eq!(text.format, Format::Html);
    assert!(matches!(
        text.problems[..],
        [Problem::NameDisagrees {
            found: Format::Html,
            ..
        }]
    ));
}

#[test]
fn other_containers_and_formats_are_refused_by_name() {
    let found = |bytes: &[u8]| match read("a.docx", bytes) {
        Err(ReadRefusal::OtherFormat { found, .. }) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(found(&packed(&[("xl/workbook.xml", b"<x/>")])), "XLSX");
    assert_eq!(found(&packed(&[("anh.png", b"x")])), "ZIP");
    assert_eq!(found(b"{\\rtf1 abc}"), "RTF");
    assert_eq!(
        found(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"),
        "DOC/XLS/PPT (Office 97-2003)"
    );
    assert!(matches!(
        read("a.txt", b" \n"),
        Err(ReadRefusal::Empty { .. })
    ));
}

#[test]
fn a_locked_office_file_is_said_to_be_locked() {
    let mut ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let locked = ReadRefusal::Encrypted {
        format: Format::Docx,
    };
    assert_eq!(read("a.docx", &ole), Err(locked));
}

#[test]
fn a_document_with_a_secrecy_mark_is_refused_in_every_format() {
    let secret = Err(ReadRefusal::Secret {
        mark: SecrecyMark::TopSecret,
    });
    assert_eq!(
        read("a.txt", "Số: 01-CT/TU\nTỐI MẬT\nCHỈ THỊ".as_bytes()),
        secret
    );
    assert_eq!(
        read("a.html", "<html><p>Số: 01<p>TỐI MẬT".as_bytes()),
        secret
    );
    let body = "<w:p><w:r><w:t>Số: 01</w:t></w:r></w:p><w:p><w:r><w:t>TỐI </w:t></w:r><w:r><w:t>MẬT</w:t></w:r></w:p>";
    assert_eq!(read("a.docx", &docx(body)), secret);
}

struct Fixed;

impl Ocr for Fixed {
    fn picture(&self, _: &[u8], _: Picture) -> Result<String, OcrProblem> {
        Ok("Chỉ thị\u{C}\n".to_owned())
    }

    fn pdf(&self, _: &[u8], pages: usize) -> Result<Vec<String>, OcrProblem> {
        Ok(vec!["Trang".to_owned(); pages])
    }
}

#[test]
fn a_scan_goes_to_the_recogniser_or_is_refused_with_what_is_missing() {
    let scan = pdf_that_draws("q 200 0 0 200 0 0 cm /I Do Q");
    let limits = Limits::default();
    assert_eq!(
        read("a.pdf", &scan),
        Err(ReadRefusal::NeedsOcr {
            format: Format::PdfScan,
            why: OcrMissing::NotGiven
        })
    );
    let text = read_bytes_with("a.pdf", &scan, &limits, &Fixed).unwrap();
    assert_eq!(
        (text.text.as_str(), text.format),
        ("Trang", Format::PdfScan)
    );
    assert_eq!(text.problems, [Problem::Recognised { pages: 1 }]);
    let png = b"\x89PNG\r\n\x1A\n....";
    let text = read_bytes_with("a.png", png, &limits, &Fixed).unwrap();
    assert_eq!(text.text, "Chỉ thị");
}
