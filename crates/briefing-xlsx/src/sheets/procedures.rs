//! The sheets on procedures: who kept the limit, which step made cases late, what was
//! promised.

use dondoc_briefing::procedures::Chapter;
use dondoc_briefing::words;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Table, Value};

pub(super) fn write(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    if !chapter.procedures.is_empty() {
        procedures(chapter, workbook)?;
        steps(chapter, workbook)?;
    }
    if !chapter.promises.is_empty() {
        promises(chapter, workbook)?;
    }
    Ok(())
}

fn procedures(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Mã thủ tục", 14),
        ("Thủ tục", 50),
        ("Từ ngày", 12),
        ("Đến ngày", 12),
        ("Thời hạn (ngày làm việc)", 14),
        ("Văn bản", 36),
        ("Hồ sơ xong", 12),
        ("Trong hạn", 12),
        ("Tỷ lệ", 10),
        ("Tỷ lệ kỳ trước", 10),
        ("Đang giải quyết", 12),
        ("Đã quá hạn", 12),
        ("Trung vị (ngày làm việc)", 14),
        ("Bút toán", 10),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Thủ tục", &columns)?;
    for it in &chapter.procedures {
        table.push(vec![
            it.code.as_str().into(),
            it.title.as_str().into(),
            Value::Day(Some(it.from)),
            Value::Day(Some(it.to)),
            it.limit.as_ref().into(),
            it.act.as_str().into(),
            (&it.finished).into(),
            (&it.on_time).into(),
            it.rate.as_ref().into(),
            it.before.as_ref().into(),
            (&it.running).into(),
            (&it.overdue).into(),
            (&it.median).into(),
            it.entry.to_string().into(),
        ])?;
    }
    table.finish()
}

fn steps(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Mã thủ tục", 14),
        ("Bước", 40),
        ("Ngày làm việc quá hạn", 16),
        ("Căn cứ của bước", 60),
        ("Mã tra", 26),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Bước gây trễ", &columns)?;
    for line in &chapter.procedures {
        for it in &line.steps {
            table.push(vec![
                line.code.as_str().into(),
                it.name.as_str().into(),
                (&it.days).into(),
                it.provision.as_str().into(),
                it.days.receipt.to_string().into(),
            ])?;
        }
    }
    table.finish()
}

fn promises(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Mã thủ tục", 14),
        ("Đã đổi gì", 60),
        ("Đơn vị", 50),
        ("Từ ngày", 12),
        ("Hứa giảm (ngày làm việc)", 14),
        ("Đo được", 14),
        ("Cận dưới", 12),
        ("Cận trên", 12),
        ("Kết quả", 24),
        ("Bút toán", 10),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Cam kết rút ngắn", &columns)?;
    for it in &chapter.promises {
        let bound = |value: Option<i64>| {
            Value::Quantity(value.map(|it| (it, dondoc_briefing::Unit::MilliDays)))
        };
        table.push(vec![
            it.procedure.as_str().into(),
            it.what.as_str().into(),
            it.units.join("; ").into(),
            Value::Day(Some(it.from)),
            (&it.promised).into(),
            it.measured.as_ref().into(),
            bound(it.interval.map(|it| it.0)),
            bound(it.interval.map(|it| it.1)),
            words::verdict(it.verdict).into(),
            it.entry.to_string().into(),
        ])?;
    }
    table.finish()
}
