//! The chapter on public investment, laid out.

use super::sections::{day_cell, left_out};
use super::{Block, Cell, Limits, Table, Tone, cell, column, numbers, plain};
use crate::investment::{Chapter, Range, Unit};
use crate::words;
use dondoc_investment::room::plan::Assigner;

pub(super) fn blocks(chapter: &Chapter, limits: Limits) -> Vec<Block> {
    let mut blocks = vec![said(overview(chapter))];
    if let Some(outlook) = &chapter.outlook {
        blocks.push(said(format!(
            "Dự báo đến hết ngày 31/01/{} đạt {} kế hoạch Thành phố giao (khoảng 80%: {} – {}), theo {} trường hợp tương tự của các năm trước.",
            chapter.year + 1,
            percent(outlook.median),
            percent(outlook.low),
            percent(outlook.high),
            outlook.cases
        )));
    }
    blocks.push(Block::Table(gates(chapter)));
    blocks.push(said(format!(
        "Đơn vị giải ngân thấp được đánh dấu theo quy tắc: {}.",
        chapter.low_rule.trim_end_matches('.')
    )));
    blocks.push(Block::Table(units(chapter, limits)));
    if !chapter.promises.is_empty() {
        blocks.push(Block::Table(promises(chapter, limits)));
    }
    if !chapter.obstacles.is_empty() {
        blocks.push(Block::Table(obstacles(chapter, limits)));
    }
    blocks
}

fn said(words: String) -> Block {
    Block::Text {
        spans: vec![plain(words)],
    }
}

fn overview(chapter: &Chapter) -> String {
    let rates = chapter.rates.iter().map(|it| {
        let plan = match it.assigner {
            Assigner::City => "kế hoạch Thành phố giao",
            Assigner::PrimeMinister => "kế hoạch Thủ tướng Chính phủ giao",
        };
        format!(
            "{} {plan} ({}; phiên bản {}, {} ngày {}, bút toán {})",
            it.rate.map_or_else(|| "–".to_owned(), percent),
            billions(it.plan),
            it.version,
            it.act,
            words::day(it.date),
            it.entry
        )
    });
    let rates: Vec<String> = rates.collect();
    let entries: Vec<String> = chapter.entries.iter().map(ToString::to_string).collect();
    format!(
        "Kế hoạch năm {}: đã giải ngân {} theo Kho bạc, đạt {}. Số giải ngân theo bút toán {}.",
        chapter.year,
        billions(chapter.spent),
        rates.join(" và "),
        entries.join(", ")
    )
}

fn gates(chapter: &Chapter) -> Table {
    let name = |gate: &str| match gate {
        "design" => "Chưa duyệt thiết kế, dự toán",
        "contract" => "Chưa ký hợp đồng",
        "site" => "Chưa có mặt bằng",
        "accepted" => "Chưa nghiệm thu khối lượng",
        _ => "Đã nghiệm thu, chưa thanh toán",
    };
    let rows = chapter.gates.iter().map(|it| {
        let words = [
            name(it.gate).to_owned(),
            billions(it.amount),
            percent(it.share),
            it.projects.to_string(),
        ];
        words.map(cell).to_vec()
    });
    Table {
        caption: "Tiền chưa giải ngân theo bước đầu tiên chưa qua".to_owned(),
        columns: vec![
            column("Bước", 46),
            numbers("Số tiền", 20),
            numbers("Tỷ trọng", 16),
            numbers("Số dự án", 18),
        ],
        rows: rows.collect(),
        more: None,
        is_dense: false,
    }
}

fn units(chapter: &Chapter, limits: Limits) -> Table {
    let rows = chapter.units.iter().take(limits.rows).map(|it| {
        vec![
            Cell {
                text: it.name.clone(),
                tone: it.is_low.then_some(Tone::Late),
                ..Cell::default()
            },
            cell(billions(it.plan)),
            cell(billions(it.spent)),
            Cell {
                strong: true,
                ..cell(it.rate.map_or_else(|| "–".to_owned(), percent))
            },
            cell(it.outlook.as_ref().map_or_else(|| "–".to_owned(), range)),
            cell(must(it)),
        ]
    });
    Table {
        caption: "Các đơn vị, tỷ lệ thấp trước; mẫu số là kế hoạch Thành phố giao cho đơn vị"
            .to_owned(),
        columns: vec![
            column("Đơn vị", 24),
            numbers("Kế hoạch", 13),
            numbers("Đã giải ngân", 13),
            numbers("Tỷ lệ", 10),
            numbers("Dự báo cuối kỳ", 16),
            column("Phải làm", 24),
        ],
        rows: rows.collect(),
        more: left_out(
            chapter.units.len(),
            chapter.units.len().min(limits.rows),
            "đơn vị",
        ),
        is_dense: true,
    }
}

fn must(unit: &Unit) -> String {
    unit.next.map_or_else(
        || "–".to_owned(),
        |(by, promised, missing)| {
            format!(
                "Giải ngân thêm {} đến {} (cam kết {})",
                billions(missing),
                words::day(by),
                percent(promised)
            )
        },
    )
}

fn promises(chapter: &Chapter, limits: Limits) -> Table {
    let rows = chapter.promises.iter().take(limits.rows).map(|it| {
        let missed = it.reached.is_none_or(|reached| reached < it.promised);
        vec![
            cell(it.name.clone()),
            day_cell(Some(it.by)),
            cell(percent(it.promised)),
            Cell {
                tone: Some(if missed { Tone::Late } else { Tone::Done }),
                ..cell(it.reached.map_or_else(|| "–".to_owned(), percent))
            },
            cell(format!("{} (bút toán {})", it.said_in, it.entry)),
        ]
    });
    Table {
        caption: "Cam kết đến hạn trong kỳ và kết quả".to_owned(),
        columns: vec![
            column("Đơn vị", 26),
            column("Đến ngày", 14),
            numbers("Cam kết", 12),
            numbers("Đạt", 14),
            column("Văn bản", 34),
        ],
        rows: rows.collect(),
        more: left_out(
            chapter.promises.len(),
            chapter.promises.len().min(limits.rows),
            "cam kết",
        ),
        is_dense: true,
    }
}

fn obstacles(chapter: &Chapter, limits: Limits) -> Table {
    let rows = chapter.obstacles.iter().take(limits.rows).map(|it| {
        vec![
            Cell {
                notes: vec![it.text.clone()],
                ..cell(it.name.clone())
            },
            cell(it.owner_name.clone()),
            day_cell(it.due),
            Cell {
                is_code: true,
                ..cell(it.task.to_string())
            },
        ]
    });
    Table {
        caption: "Vướng mắc đang gỡ, mỗi vướng mắc là một nhiệm vụ".to_owned(),
        columns: vec![
            column("Dự án, vướng mắc", 46),
            column("Đơn vị", 24),
            column("Hạn", 14),
            column("Nhiệm vụ", 16),
        ],
        rows: rows.collect(),
        more: left_out(
            chapter.obstacles.len(),
            chapter.obstacles.len().min(limits.rows),
            "vướng mắc",
        ),
        is_dense: true,
    }
}

fn range(range: &Range) -> String {
    format!("{} – {}", percent(range.low), percent(range.high))
}

/// Hundredths of a percent as tenths, half up: `45,3%`.
fn percent(hundredths: i64) -> String {
    let tenths = (hundredths.max(0) + 5) / 10;
    words::percent(u32::try_from(tenths).unwrap_or(u32::MAX))
}

/// Đồng as billions with one digit: `1.234,5 tỷ đồng`.
fn billions(amount: i64) -> String {
    let tenths = (amount.max(0) + 50_000_000) / 100_000_000;
    let whole = u32::try_from(tenths / 10).unwrap_or(u32::MAX);
    format!("{},{} tỷ đồng", words::number(whole), tenths % 10)
}
