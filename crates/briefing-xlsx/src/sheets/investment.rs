//! The sheets on public investment: the city, the units, promises, obstacles.

use dondoc_briefing::investment::{Assigner, Chapter};
use dondoc_briefing::{Quantity, words};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Table, Value};

pub(super) fn write(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    city(chapter, workbook)?;
    units(chapter, workbook)?;
    if !chapter.promises.is_empty() {
        promises(chapter, workbook)?;
    }
    if !chapter.obstacles.is_empty() {
        obstacles(chapter, workbook)?;
    }
    Ok(())
}

fn city(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Số liệu", 56),
        ("Giá trị", 22),
        ("Căn cứ", 60),
        ("Mã tra", 26),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Đầu tư công", &columns)?;
    let mut push = |name: &str, it: &Quantity, basis: String| {
        table.push(vec![
            name.into(),
            it.into(),
            basis.into(),
            it.receipt.to_string().into(),
        ])
    };
    let entries: Vec<String> = chapter.entries.iter().map(ToString::to_string).collect();
    let basis = format!("Kho bạc; bút toán {}", entries.join(", "));
    push(
        &format!("Đã giải ngân, kế hoạch năm {}", chapter.year),
        &chapter.spent,
        basis,
    )?;
    for it in &chapter.rates {
        let of = match it.assigner {
            Assigner::City => "Thành phố giao",
            Assigner::PrimeMinister => "Thủ tướng Chính phủ giao",
        };
        let basis = format!(
            "Phiên bản {}, {} ngày {}, bút toán {}",
            it.version,
            it.act,
            words::day(it.date),
            it.entry
        );
        push(&format!("Kế hoạch {of}"), &it.plan, basis.clone())?;
        if let Some(rate) = &it.rate {
            push(&format!("Tỷ lệ trên kế hoạch {of}"), rate, basis)?;
        }
    }
    if let Some(outlook) = &chapter.outlook {
        let names = ["cận dưới (10%)", "trung vị", "cận trên (90%)"];
        let basis = format!("{} trường hợp tương tự của các năm trước", outlook.cases);
        for (name, it) in names.into_iter().zip(outlook.quantities()) {
            push(&format!("Dự báo tỷ lệ cuối kỳ, {name}"), it, basis.clone())?;
        }
    }
    for it in &chapter.gates {
        let name = words::gate(it.gate);
        push(&format!("{name}: số tiền"), &it.amount, String::new())?;
        push(&format!("{name}: tỷ trọng"), &it.share, String::new())?;
        push(&format!("{name}: số dự án"), &it.projects, String::new())?;
    }
    push(
        "Cam kết đến hạn trong kỳ",
        &chapter.promises_due,
        String::new(),
    )?;
    push(
        "Cam kết được thực hiện",
        &chapter.promises_kept,
        String::new(),
    )?;
    table.finish()
}

fn units(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Đơn vị", 40),
        ("Giải ngân thấp", 12),
        ("Kế hoạch (đồng)", 20),
        ("Đã giải ngân (đồng)", 20),
        ("Tỷ lệ", 10),
        ("Dự báo: cận dưới", 10),
        ("Dự báo: trung vị", 10),
        ("Dự báo: cận trên", 10),
        ("Cam kết kế tiếp", 10),
        ("Đến ngày", 12),
        ("Phải giải ngân thêm (đồng)", 20),
        ("Mã đơn vị", 28),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Vốn của đơn vị", &columns)?;
    for it in &chapter.units {
        let outlook = it.outlook.as_ref();
        let next = it.next.as_ref();
        table.push(vec![
            it.name.as_str().into(),
            if it.is_low { "có" } else { "" }.into(),
            (&it.plan).into(),
            (&it.spent).into(),
            it.rate.as_ref().into(),
            outlook.map(|it| &it.low).into(),
            outlook.map(|it| &it.median).into(),
            outlook.map(|it| &it.high).into(),
            next.map(|it| &it.promised).into(),
            Value::Day(next.map(|it| it.by)),
            next.map(|it| &it.missing).into(),
            it.id.as_str().into(),
        ])?;
    }
    table.finish()
}

fn promises(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Đơn vị", 40),
        ("Đến ngày", 12),
        ("Cam kết", 10),
        ("Đạt", 10),
        ("Văn bản", 50),
        ("Bút toán", 10),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Cam kết giải ngân", &columns)?;
    for it in &chapter.promises {
        table.push(vec![
            it.name.as_str().into(),
            Value::Day(Some(it.by)),
            (&it.promised).into(),
            it.reached.as_ref().into(),
            it.said_in.as_str().into(),
            it.entry.to_string().into(),
        ])?;
    }
    table.finish()
}

fn obstacles(chapter: &Chapter, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        ("Dự án", 50),
        ("Vướng mắc", 60),
        ("Đơn vị", 36),
        ("Hạn", 12),
        ("Nhiệm vụ", 16),
    ];
    let mut table = Table::new(workbook.add_worksheet(), "Vướng mắc", &columns)?;
    for it in &chapter.obstacles {
        table.push(vec![
            it.name.as_str().into(),
            it.text.as_str().into(),
            it.owner_name.as_str().into(),
            Value::Day(it.due),
            it.task.to_string().into(),
        ])?;
    }
    table.finish()
}
