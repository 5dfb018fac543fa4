//! Tables as offices keep them, and files that are none.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use dondoc_kinds::Say as _;
use dondoc_messages::{Lang, say};
use dondoc_sheets::{
    Bound, Column, ColumnKind, Decimal, Field, Foreign, Kind, Limits, Listing, Mapping, NoHints,
    OutCell, Proposal, Read, SheetRefusal, SkippedWhy, Table, What, Why, open, propose, read,
};
use jiff::civil::date;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;

const FIELDS: &[Field] = &[
    Field::new(
        "text",
        Kind::Words,
        true,
        &["Nội dung nhiệm vụ", "Nhiệm vụ", "Nội dung"],
    ),
    Field::new("lead", Kind::Words, true, &["Đơn vị chủ trì", "Chủ trì"]),
    Field::new(
        "coordinate",
        Kind::Words,
        false,
        &["Đơn vị phối hợp", "Phối hợp"],
    ),
    Field::new(
        "due",
        Kind::DayOrWords,
        false,
        &["Thời hạn hoàn thành", "Thời hạn"],
    ),
    Field::new("issued", Kind::Day, false, &["Ngày giao"]),
    Field::new(
        "percent",
        Kind::Percent,
        false,
        &["Tiến độ", "Tỷ lệ hoàn thành"],
    ),
    Field {
        name: "product",
        kind: Kind::Words,
        required: false,
        headings: &["Sản phẩm", "Kết quả"],
        not: &["Kết quả thực hiện"],
    },
];

/// A sheet as a people's committee's office keeps it.
fn tracking() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Theo dõi 2024").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 2, "ỦY BAN NHÂN DÂN THÀNH PHỐ", &plain)
        .unwrap();
    sheet
        .merge_range(
            1,
            0,
            1,
            7,
            "BẢNG THEO DÕI NHIỆM VỤ, KẾT QUẢ NĂM 2024",
            &plain,
        )
        .unwrap();
    // Row 3 stays empty. The heading stands over two rows.
    for (column, name) in [
        (0, "STT"),
        (1, "Nội dung nhiệm vụ"),
        (4, "Thời hạn"),
        (5, "Ngày giao"),
    ] {
        sheet
            .merge_range(3, column, 4, column, name, &plain)
            .unwrap();
    }
    sheet
        .merge_range(3, 2, 3, 3, "Đơn vị thực hiện", &plain)
        .unwrap();
    sheet.write(4, 2, "Chủ trì").unwrap();
    sheet.write(4, 3, "Phối hợp").unwrap();
    sheet.merge_range(3, 6, 4, 6, "Tiến độ", &plain).unwrap();
    sheet
        .merge_range(3, 7, 4, 7, "Kết quả thực hiện", &plain)
        .unwrap();
    for column in 0..8_u16 {
        sheet.write(5, column, format!("({})", column + 1)).unwrap();
    }
    sheet
        .merge_range(6, 0, 6, 7, "I. LĨNH VỰC KINH TẾ", &plain)
        .unwrap();
    let share = Format::new().set_num_format("0%");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let on = |y, m, d| ExcelDateTime::from_ymd(y, m, d).unwrap();
    sheet.write(7, 0, 1).unwrap();
    sheet.write(7, 1, "Rà soát các dự án chậm tiến độ").unwrap();
    sheet.write(7, 2, "Sở Kế hoạch và Đầu tư").unwrap();
    sheet.write(7, 3, "Sở Tài chính").unwrap();
    sheet.write(7, 4, "trước 30/9/2024").unwrap();
    sheet.write_with_format(7, 5, on(2024, 3, 5), &day).unwrap();
    sheet.write_with_format(7, 6, 0.5, &share).unwrap();
    // One task over two units: the words are merged down.
    sheet.write(8, 0, 2).unwrap();
    sheet
        .merge_range(8, 1, 9, 1, "Lập quy hoạch chợ", &plain)
        .unwrap();
    sheet.write(8, 2, "Sở Công Thương").unwrap();
    sheet
        .write_with_format(8, 4, on(2024, 12, 31), &day)
        .unwrap();
    sheet.write(8, 5, "05/03/2024").unwrap();
    sheet.write(8, 6, "100 %").unwrap();
    sheet.write(9, 2, "UBND quận Ba Đình").unwrap();
    sheet.write(9, 6, "0%").unwrap();
    sheet.write(10, 0, "II").unwrap();
    sheet.write(10, 1, "Lĩnh vực văn hóa").unwrap();
    sheet.write(11, 0, 3).unwrap();
    sheet.write(11, 1, "Việc thiếu đơn vị").unwrap();
    sheet.write(11, 5, "9/30/2024").unwrap();
    sheet.write(12, 1, "Tổng cộng").unwrap();
    sheet.write(12, 6, "50%").unwrap();
    book.save_to_buffer().unwrap()
}

fn table(bytes: &[u8]) -> Table {
    open("theo-doi.xlsx", bytes, None, &Limits::default()).unwrap()
}

fn proposed(table: &Table) -> (Proposal, Mapping) {
    let proposal = propose(table, FIELDS, &[], &NoHints);
    let mapping = proposal.mapping();
    (proposal, mapping)
}

fn all(table: &Table) -> Read {
    let (proposal, mapping) = proposed(table);
    read(table, &proposal, &mapping, FIELDS, &BTreeSet::new())
}

fn csv(text: &str) -> Read {
    all(&open("a.csv", text.as_bytes(), None, &Limits::default()).unwrap())
}

#[test]
fn a_heading_over_two_rows_below_a_title_is_found() {
    let table = table(&tracking());
    let (proposal, mapping) = proposed(&table);
    assert_eq!(
        proposal.head,
        Some((4, 6)),
        "with the row that counts the columns"
    );
    assert_eq!(proposal.headings[2], "Đơn vị thực hiện / Chủ trì");
    let at = |field: &str| mapping.columns.get(field).copied();
    assert_eq!(at("text"), Some(1));
    assert_eq!(at("lead"), Some(2));
    assert_eq!(at("coordinate"), Some(3));
    assert_eq!(at("due"), Some(4));
    assert_eq!(at("issued"), Some(5));
    assert_eq!(at("percent"), Some(6));
    assert_eq!(at("product"), None, "`Kết quả thực hiện` is a report");
}

#[test]
fn rows_are_read_with_their_chapters_and_merged_words() {
    let read = all(&table(&tracking()));
    let numbers: Vec<u64> = read.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [8, 9, 10]);
    let [first, second, third] = read.rows.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(first.under, ["I. LĨNH VỰC KINH TẾ"]);
    assert_eq!(first.words("due"), Some("trước 30/9/2024"));
    assert_eq!(first.day("issued"), Some(date(2024, 3, 5)));
    assert_eq!(first.number("percent"), Some(Decimal::new(50, 0)));
    assert_eq!(second.day("due"), Some(date(2024, 12, 31)));
    assert_eq!(second.day("issued"), Some(date(2024, 3, 5)));
    assert_eq!(
        third.words("text"),
        Some("Lập quy hoạch chợ"),
        "merged down"
    );
    let skipped: Vec<_> = read.skipped.iter().map(|it| (it.number, it.why)).collect();
    assert_eq!(
        skipped,
        [
            (7, SkippedWhy::Chapter),
            (11, SkippedWhy::Chapter),
            (13, SkippedWhy::Total)
        ]
    );
}

#[test]
fn each_bad_cell_is_named_by_its_address() {
    let read = all(&table(&tracking()));
    let found: Vec<_> = read
        .problems
        .iter()
        .map(|problem| (problem.address(), problem.what.clone()))
        .collect();
    assert_eq!(
        found,
        [
            ("C12".to_owned(), What::Empty),
            ("F12".to_owned(), What::NoSuchDay)
        ]
    );
    for lang in Lang::ALL {
        let words = say(lang, &read.problems[1]);
        assert!(
            words.contains("9/30/2024") && !words.starts_with('['),
            "{words}"
        );
    }
}

#[test]
fn halves_are_told_from_half_percents() {
    let shares = |cells: &[&str]| {
        let rows: String = cells
            .iter()
            .map(|cell| format!("Việc;Sở A;\"{cell}\"\n"))
            .collect();
        let read = csv(&format!("Nội dung;Chủ trì;Tiến độ\n{rows}"));
        let values: Vec<_> = read
            .rows
            .iter()
            .filter_map(|row| Some(row.number("percent")?.to_string()))
            .collect();
        let problems: Vec<_> = read.problems.iter().map(|it| it.what.clone()).collect();
        (values, problems)
    };
    assert_eq!(shares(&["0,5", "1", "0"]).0, ["50", "100", "0"]);
    assert_eq!(shares(&["50", "100", "0"]).0, ["50", "100", "0"]);
    assert_eq!(shares(&["50 %", "12,5%"]).0, ["50", "12.5"]);
    assert_eq!(shares(&["50", "0,5"]).1, [What::ShareUnclear]);
    assert_eq!(shares(&["1", "0"]).1, [What::ShareUnclear]);
    assert_eq!(shares(&["150"]).1, [What::ShareOutside]);
    assert_eq!(shares(&["gần xong"]).1, [What::NotAShare]);
}

#[test]
fn numbers_are_read_in_the_notation_of_their_column() {
    const MONEY: &[Field] = &[
        Field::new("text", Kind::Words, true, &["Dự án"]),
        Field::new("plan", Kind::Number, true, &["Kế hoạch vốn"]),
    ];
    let numbers = |cells: &[&str]| {
        let rows: String = cells.iter().map(|cell| format!("A\t{cell}\n")).collect();
        let text = format!("Dự án\tKế hoạch vốn\n{rows}");
        let table = open("a.csv", text.as_bytes(), None, &Limits::default()).unwrap();
        let proposal = propose(&table, MONEY, &[], &NoHints);
        let read = read(
            &table,
            &proposal,
            &proposal.mapping(),
            MONEY,
            &BTreeSet::new(),
        );
        read.rows
            .iter()
            .filter_map(|row| Some(row.number("plan")?.to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        numbers(&["1.234", "12,5", "1.234.567"]),
        ["1234", "12.5", "1234567"]
    );
    assert_eq!(
        numbers(&["1,234", "12.5", "1,234,567"]),
        ["1234", "12.5", "1234567"]
    );
}

#[test]
fn a_mapping_that_was_used_is_proposed_for_the_same_headings() {
    let table = table(&tracking());
    let (proposal, mut mapping) = proposed(&table);
    mapping.columns.insert("product".to_owned(), 7);
    let kept = proposal.remember(&mapping);
    let again = propose(&table, FIELDS, std::slice::from_ref(&kept), &NoHints);
    assert!(
        again
            .guesses
            .iter()
            .all(|guess| guess.why == Why::Remembered)
    );
    assert_eq!(again.mapping(), mapping);
    let other = open(
        "b.csv",
        "Nội dung,Chủ trì\nA,B\n".as_bytes(),
        None,
        &Limits::default(),
    );
    let other = propose(&other.unwrap(), FIELDS, &[kept], &NoHints);
    assert!(other.guesses.iter().all(|guess| guess.why == Why::Heading));
}

#[test]
fn a_column_without_a_known_heading_is_proposed_by_what_stands_in_it() {
    let text =
        "Nội dung,Ai làm,Bao giờ xong\nA,Sở A,30/9/2024\nB,Sở B,1/10/2024\nC,Sở C,2/10/2024\n";
    let table = open("a.csv", text.as_bytes(), None, &Limits::default()).unwrap();
    struct Units;
    impl dondoc_sheets::Hints for Units {
        fn looks_like(&self, field: &str, words: &str) -> bool {
            field == "lead" && words.starts_with("Sở")
        }
    }
    let proposal = propose(&table, FIELDS, &[], &Units);
    let why = |field| {
        let mut guesses = proposal.guesses.iter();
        guesses
            .find(|it| it.field == field)
            .map(|it| (it.column, it.why))
    };
    assert_eq!(why("lead"), Some((1, Why::Content)));
    assert_eq!(why("due"), Some((2, Why::Content)));
    assert!(proposal.missing.is_empty());
}

#[test]
fn a_comma_in_the_title_does_not_choose_the_separator() {
    let read = csv("BẢNG, KÈM THEO, CÔNG VĂN\n\nNội dung;Chủ trì\nMột, hai, ba;Sở A\n");
    assert_eq!(read.rows[0].words("text"), Some("Một, hai, ba"));
}

#[test]
fn utf_16_text_of_a_spreadsheet_is_read() {
    let mut bytes = vec![0xff, 0xfe];
    for unit in "Nội dung\tChủ trì\r\nViệc\tSở A\r\n".encode_utf16() {
        bytes.extend(unit.to_le_bytes());
    }
    let read = all(&open("a.txt", &bytes, None, &Limits::default()).unwrap());
    assert_eq!(read.rows[0].words("lead"), Some("Sở A"));
}

fn refused(bytes: &[u8]) -> SheetRefusal {
    open("x", bytes, None, &Limits::default()).unwrap_err()
}

fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_table_is_refused_by_what_it_is() {
    let is = |bytes: &[u8]| match refused(bytes) {
        SheetRefusal::NotATable { is } => is,
        other => panic!("{other:?}"),
    };
    assert_eq!(is(b""), Foreign::Empty);
    assert_eq!(is(b"\r\n <!DOCTYPE html><html>"), Foreign::Html);
    assert_eq!(is(b"<table><tr>"), Foreign::Html);
    assert_eq!(is(b"%PDF-1.7"), Foreign::Pdf);
    assert_eq!(is(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Foreign::OldExcel);
    assert_eq!(is(b"a\0b"), Foreign::Binary);
    assert_eq!(
        is(&container(&[("word/document.xml", b"<w/>")])),
        Foreign::OtherContainer
    );
    assert_eq!(
        is(&container(&[("content.xml", b"<w/>")])),
        Foreign::OpenDocument
    );
    assert_eq!(refused(b"a,b\xffc"), SheetRefusal::NotUtf8 { at: 3 });
    for lang in Lang::ALL {
        for bytes in [
            &b""[..],
            b"<html>",
            b"%PDF",
            b"\xd0\xcf\x11\xe0",
            b"a\0",
            b"\xff",
        ] {
            let words = say(lang, &refused(bytes));
            assert!(!words.starts_with('['), "{words}");
        }
    }
}

#[test]
fn a_sheet_that_unpacks_to_far_more_than_it_is_is_refused() {
    let zeros = vec![b'0'; 8 << 20];
    let bomb = container(&[
        ("xl/workbook.xml", b"<w/>"),
        ("xl/sharedStrings.xml", &zeros),
    ]);
    assert!(bomb.len() < 64 << 10);
    let limits = Limits {
        max_unpacked_bytes: 4 << 20,
        ..Limits::default()
    };
    let refusal = open("b.xlsx", &bomb, None, &limits).unwrap_err();
    let bound = Bound::UnpackedBytes;
    assert_eq!(
        refusal,
        SheetRefusal::TooBig {
            bound,
            limit: 4 << 20
        }
    );
}

#[test]
fn a_sheet_of_a_million_rows_is_refused_by_its_rows() {
    let mut sheet = b"<worksheet><sheetData>".to_vec();
    for row in 1..=1_000_000 {
        write!(sheet, "<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>").unwrap();
    }
    sheet.extend(b"</sheetData></worksheet>");
    let bytes = container(&[
        ("xl/workbook.xml", b"<w/>"),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    let bound = Bound::Rows;
    assert_eq!(
        refused(&bytes),
        SheetRefusal::TooBig {
            bound,
            limit: 200_000
        }
    );
}

#[test]
fn a_damaged_container_is_refused() {
    let mut bytes = tracking();
    bytes.truncate(bytes.len() / 2);
    assert!(matches!(refused(&bytes), SheetRefusal::Damaged { .. }));
}

#[test]
fn a_cell_far_out_does_not_make_a_wide_table() {
    let mut book = Workbook::new();
    book.add_worksheet().write(1_000_000, 16_000, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let bound = Bound::Columns;
    assert_eq!(refused(&bytes), SheetRefusal::TooBig { bound, limit: 512 });
}

#[test]
fn a_name_with_folders_names_a_file() {
    for name in ["../../etc/passwd", "C:\\a\\passwd", "/passwd"] {
        let table = open(name, b"a,b\n", None, &Limits::default()).unwrap();
        assert_eq!(table.file, "passwd");
    }
}

#[test]
fn an_unknown_sheet_is_refused_with_those_there_are() {
    let refusal = open("t", &tracking(), Some("Sheet9"), &Limits::default()).unwrap_err();
    assert_eq!(refusal.key(), "sheets-no-such-sheet");
    assert!(say(Lang::Vi, &refusal).contains("Theo dõi 2024"));
}

fn listing(words: Vec<String>) -> Listing {
    let column = |heading: &str, kind| Column {
        heading: heading.to_owned(),
        kind,
    };
    Listing {
        title: "Nhiệm vụ: quá hạn [2024]/?".to_owned(),
        notes: vec!["=1+1".to_owned()],
        columns: vec![
            column("Nội dung", ColumnKind::Long),
            column("Chủ trì", ColumnKind::Short),
            column("Thời hạn", ColumnKind::Day),
            column("Tiến độ", ColumnKind::Percent),
        ],
        rows: words
            .into_iter()
            .map(|words| {
                vec![
                    OutCell::Words(words),
                    OutCell::Words("@Sở".to_owned()),
                    OutCell::Day(date(2024, 9, 30)),
                    OutCell::Number(Decimal::new(50, 0)),
                ]
            })
            .collect(),
    }
}

fn sheet_of(list: &Listing) -> String {
    let bytes = list.to_xlsx().unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(
        &mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(),
        &mut sheet,
    )
    .unwrap();
    sheet
}

#[test]
fn a_row_is_as_high_as_its_longest_text() {
    let long = "mười chữ cái ".repeat(20);
    let sheet = sheet_of(&listing(vec![
        "ngắn".to_owned(),
        long,
        "a\nb\nc".to_owned(),
    ]));
    // A column of 60 takes four times thirteen letters, then the first word of the fifth.
    for row in [
        r#"<row r="5" spans="1:4" ht="75" customHeight="1">"#,
        r#"<row r="6" spans="1:4" ht="45" customHeight="1">"#,
    ] {
        assert!(sheet.contains(row), "{row} in {sheet}");
    }
    assert_eq!(dondoc_sheets::row_height([("", 10), ("x", 0)]), 15);
    assert_eq!(dondoc_sheets::row_height([("a b c", 1)]), 45);
    assert_eq!(
        dondoc_sheets::row_height([("a ".repeat(1000).as_str(), 1)]),
        409
    );
}

#[test]
fn no_cell_of_a_list_is_run_by_a_spreadsheet() {
    let evil = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"];
    let list = listing(evil.map(str::to_owned).to_vec());
    let text = String::from_utf8(list.to_csv().unwrap()).unwrap();
    for line in text.lines().skip(1) {
        let cell = line.trim_start_matches('"');
        assert!(cell.starts_with('\''), "{line}");
        assert!(line.contains(",'@Sở,30/09/2024,50"), "{line}");
    }
    let sheet = sheet_of(&list);
    assert!(!sheet.contains("<f>"), "no formula in the sheet");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_list_that_was_written_is_read_as_it_was(
        words in proptest::collection::vec("[=+@'\"a-zA-Z0-9ạđ;,]{1,20}", 1..20)
    ) {
        // A blank number column would be a chapter; these rows are data.
        let list = listing(words.clone());
        for (name, bytes) in [("l.csv", list.to_csv().unwrap()), ("l.xlsx", list.to_xlsx().unwrap())] {
            let table = open(name, &bytes, None, &Limits::default()).unwrap();
            let read = all(&table);
            prop_assert!(read.problems.is_empty());
            let back: Vec<_> = read.rows.iter().filter_map(|row| row.words("text")).collect();
            prop_assert_eq!(&back, &words);
            prop_assert!(read.rows.iter().all(|row| row.day("due") == Some(date(2024, 9, 30))));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = open("x", &bytes, None, &Limits::default());
    }
}
