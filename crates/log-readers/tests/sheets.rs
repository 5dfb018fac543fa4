//! Workbooks as offices have them.

#![expect(clippy::unwrap_used, reason = "a test helper fails by panicking")]

use dondoc_log_readers::{Keep, LogProblem, Options, Why, read};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A title above, a sheet of something else before, dates as dates and as text.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.write_string(0, 0, "Ghi chú").unwrap();
    let sheet = book.add_worksheet().set_name("Hồ sơ").unwrap();
    sheet.write_string(0, 0, "SỔ THEO DÕI HỒ SƠ").unwrap();
    for (column, name) in (0..).zip(["STT", "Mã hồ sơ", "Bước", "Thời điểm", "Cán bộ", "Phí"])
    {
        sheet.write_string(2, column, name).unwrap();
    }
    let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let rows = [
        (3, "HS-1", "Tiếp nhận", Some((5, 9, 30)), "A"),
        (4, "HS-1", "Trả", Some((13, 10, 0)), ""),
        (6, "", "Trả", Some((13, 10, 0)), ""),
        (7, "HS-2", "", Some((13, 10, 0)), ""),
        (8, "HS-2", "Trả", None, "B"),
    ];
    for (row, case, activity, moment, who) in rows {
        sheet.write_number(row, 0, row).unwrap();
        sheet.write_string(row, 1, case).unwrap();
        sheet.write_string(row, 2, activity).unwrap();
        if let Some((day, hour, minute)) = moment {
            let moment = ExcelDateTime::from_ymd(2024, 2, day).unwrap();
            let moment = moment.and_hms(hour, minute, 0).unwrap();
            sheet
                .write_datetime_with_format(row, 3, moment, &date)
                .unwrap();
        } else {
            sheet.write_string(row, 3, "hôm qua").unwrap();
        }
        sheet.write_string(row, 4, who).unwrap();
        sheet.write_number(row, 5, 15_000.0).unwrap();
    }
    sheet.write_number(9, 1, 17).unwrap();
    sheet.write_string(9, 2, "Nộp").unwrap();
    sheet.write_string(9, 3, "05/02/2024 09:30:15").unwrap();
    // A day that lost its format.
    sheet.write_number(10, 1, 17).unwrap();
    sheet.write_string(10, 2, "Trả").unwrap();
    sheet.write_number(10, 3, 45_327.5).unwrap();
    book.save_to_buffer().unwrap()
}

fn of_bytes(
    bytes: &[u8],
) -> Result<(dondoc_lake::EventLog, dondoc_log_readers::Report), LogProblem> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
    let options = Options {
        naive_offset_minutes: 420,
        attributes: Keep::Named(vec!["Phí".to_owned()]),
        ..Options::default()
    };
    read(file.path(), &options)
}

#[test]
fn the_sheet_with_the_columns_is_read_from_its_headings_on() {
    let (log, report) = of_bytes(&workbook()).unwrap();
    assert_eq!((log.cases(), log.events()), (2, 4));
    assert_eq!(log.case_id(1), "17");
    assert_eq!(log.zones().naive, 4);
    let times = [
        1_707_100_200_000_000_i64,
        1_707_793_200_000_000,
        1_707_100_215_000_000,
        1_707_109_200_000_000,
    ];
    assert_eq!(log.time(), times);
    let found: Vec<_> = (report.first_rejected.iter().map(|r| (r.line, r.why))).collect();
    let expected = [(7, Why::NoCase), (8, Why::NoActivity), (9, Why::BadMoment)];
    assert_eq!(found, expected);
    assert_eq!(report.columns[0], "case=Mã hồ sơ");
    assert_eq!(log.attributes()[0].name, "Phí");
}

#[test]
fn a_workbook_without_the_columns_says_which() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Mã hồ sơ").unwrap();
    sheet.write_string(0, 1, "Số tiền").unwrap();
    let problem = of_bytes(&book.save_to_buffer().unwrap()).unwrap_err();
    assert!(
        matches!(&problem, LogProblem::NoColumn { role: "activity", columns } if columns.join(", ") == "Mã hồ sơ, Số tiền"),
        "{problem:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mutated_workbooks_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        whole: bool,
    ) {
        let mut bytes = workbook();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        let _ = of_bytes(&bytes);
    }
}
