//! What stands in the XLSX form, read back by another library.
#![expect(clippy::expect_used, reason = "helpers of tests may fail loudly")]

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use dondoc_briefing::{Briefing, Measure, Unit, sample};

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    workbook.worksheet_range(name).expect(name)
}

fn number(cell: &Data) -> Option<u32> {
    match cell {
        Data::Float(value) => Some(*value as u32),
        Data::Int(value) => u32::try_from(*value).ok(),
        _ => None,
    }
}

fn column(range: &Range<Data>, title: &str) -> usize {
    let header = range.rows().next().expect("a header");
    header.iter().position(|cell| *cell == *title).expect(title)
}

#[test]
fn the_unit_sheet_holds_the_figures_of_the_model() {
    let briefing = sample::briefing();
    let bytes = dondoc_briefing_xlsx::render(&briefing).expect("an XLSX");
    let range = sheet(&bytes, "Đơn vị");
    for (row, line) in range.rows().skip(1).zip(&briefing.units) {
        assert_eq!(row[0], *line.name.as_str());
        for measure in Measure::ALL {
            let at = column(&range, dondoc_briefing::words::name(measure));
            let expected = line.figures.get(measure).map(|figure| figure.value);
            assert_eq!(
                number(&row[at]),
                expected,
                "{} {}",
                line.name,
                measure.key()
            );
        }
    }
    assert_eq!(range.height(), briefing.units.len() + 1);
}

#[test]
fn the_receipt_sheet_holds_every_figure_with_its_code() {
    let briefing = sample::briefing();
    let bytes = dondoc_briefing_xlsx::render(&briefing).expect("an XLSX");
    let range = sheet(&bytes, "Mã tra");
    assert_eq!(range.height(), briefing.figures().count() + 1);
    for (row, figure) in range.rows().skip(1).zip(briefing.figures()) {
        assert_eq!(row[0], *figure.key.as_str());
        assert_eq!(row[2], *figure.receipt.to_string().as_str());
        let value = match &row[1] {
            Data::Float(share) if figure.key.ends_with("/on-time") => {
                (share * 1000.0).round() as u32
            }
            other => number(other).expect("a number"),
        };
        assert_eq!(value, figure.value, "{}", figure.key);
    }
}

#[test]
fn days_are_days_and_every_work_has_a_row() {
    let briefing = sample::briefing();
    let bytes = dondoc_briefing_xlsx::render(&briefing).expect("an XLSX");
    let range = sheet(&bytes, "Nhiệm vụ");
    assert_eq!(range.height(), briefing.works.len() + 1);
    let issued = column(&range, "Ngày giao");
    assert!(
        range
            .rows()
            .skip(1)
            .all(|row| matches!(row[issued], Data::DateTime(_)))
    );
}

#[test]
fn text_that_begins_like_a_formula_stays_text() {
    let mut facts = sample::facts();
    facts.duties[0].text = "=HYPERLINK(\"x\")".into();
    let order = sample::order(&facts);
    let briefing = Briefing::compile_facts(&facts, &order).expect("fits");
    let bytes = dondoc_briefing_xlsx::render(&briefing).expect("an XLSX");
    let range = sheet(&bytes, "Nhiệm vụ");
    let texts = column(&range, "Nhiệm vụ");
    let is_counted = briefing.works.iter().any(|work| work.text.starts_with('='));
    assert!(
        !is_counted
            || range
                .rows()
                .any(|row| matches!(&row[texts], Data::String(text) if text.starts_with('=')))
    );
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let formulas = workbook.worksheet_formula("Nhiệm vụ").expect("a sheet");
    assert!(formulas.is_empty());
}

#[test]
fn the_same_briefing_gives_the_same_bytes() {
    let once = dondoc_briefing_xlsx::render(&sample::briefing()).expect("an XLSX");
    assert_eq!(
        once,
        dondoc_briefing_xlsx::render(&sample::briefing()).expect("an XLSX")
    );
}

#[test]
fn the_sheets_of_public_investment_hold_the_quantities_to_the_dong() {
    let briefing = sample::briefing_with_investment();
    let chapter = briefing.investment.as_ref().expect("a chapter");
    let bytes = dondoc_briefing_xlsx::render(&briefing).expect("an XLSX");
    let exact = |cell: &Data, unit: Unit| match (cell, unit) {
        (Data::Float(value), Unit::Hundredths) => (value * 10_000.0).round() as i64,
        (Data::Float(value), _) => *value as i64,
        (other, _) => panic!("{other:?}"),
    };
    let units = sheet(&bytes, "Vốn của đơn vị");
    assert_eq!(units.height(), chapter.units.len() + 1);
    for (row, unit) in units.rows().skip(1).zip(&chapter.units) {
        assert_eq!(row[0], *unit.name.as_str());
        assert_eq!(exact(&row[2], Unit::Dong), unit.plan.value);
        assert_eq!(exact(&row[3], Unit::Dong), unit.spent.value);
        let rate = unit.rate.as_ref().expect("a rate");
        assert_eq!(exact(&row[4], Unit::Hundredths), rate.value);
    }
    let receipts = sheet(&bytes, "Mã tra");
    let rows = receipts.rows().skip(1 + briefing.figures().count());
    let mut read = 0;
    for (row, it) in rows.zip(briefing.quantities()) {
        assert_eq!(row[0], *it.key.as_str());
        assert_eq!(exact(&row[1], it.unit), it.value, "{}", it.key);
        assert_eq!(row[2], *it.receipt.to_string().as_str());
        read += 1;
    }
    assert_eq!(read, briefing.quantities().count());
    let city = sheet(&bytes, "Đầu tư công");
    assert!(
        city.rows()
            .any(|row| row[3] == *chapter.spent.receipt.to_string().as_str())
    );
    assert_eq!(
        sheet(&bytes, "Cam kết giải ngân").height(),
        chapter.promises.len() + 1
    );
}
