//! The chapter on procedures, laid out.

use super::sections::left_out;
use super::{Block, Cell, Limits, Source, Table, Tone, cell, column, numbers, plain};
use crate::figure::Quantity;
use crate::procedures::{Chapter, Line, Promise, Verdict};
use crate::words;

pub(super) fn blocks(chapter: &Chapter, limits: Limits) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !chapter.procedures.is_empty() {
        blocks.push(Block::Text {
            spans: vec![plain(
                "Trễ nghĩa là giờ làm việc của cơ quan từ khi tiếp nhận đến bước kết thúc, không kể lúc chờ người nộp bổ sung, dài hơn thời hạn trong danh mục. Số liệu do các bút toán được nêu ghi lại từ hồ sơ đã nhập.",
            )],
        });
        blocks.push(Block::Table(procedures(chapter, limits)));
        for line in chapter
            .procedures
            .iter()
            .take(limits.rows)
            .filter(|it| !it.steps.is_empty())
        {
            blocks.push(Block::Table(steps(line)));
        }
    }
    if !chapter.promises.is_empty() {
        blocks.push(Block::Table(promises(chapter, limits)));
    }
    blocks
}

fn quantity<'q>(quantity: impl Into<Option<&'q Quantity>>) -> Cell {
    quantity.into().map_or_else(
        || cell("–"),
        |it| Cell {
            figure: Some(Source {
                key: it.key.clone(),
                receipt: it.receipt.to_string(),
            }),
            ..cell(words::quantity(it))
        },
    )
}

fn procedures(chapter: &Chapter, limits: Limits) -> Table {
    let rows = chapter.procedures.iter().take(limits.rows).map(|it| {
        vec![
            Cell {
                notes: vec![format!(
                    "{}; từ {} đến {}; bút toán {}",
                    it.code,
                    words::day(it.from),
                    words::day(it.to),
                    it.entry
                )],
                ..cell(it.title.clone())
            },
            Cell {
                notes: vec![it.act.clone()],
                ..quantity(it.limit.as_ref())
            },
            quantity(&it.finished),
            Cell {
                strong: true,
                notes: it
                    .before
                    .iter()
                    .map(|before| format!("kỳ trước {}", words::quantity(before)))
                    .collect(),
                ..quantity(it.rate.as_ref())
            },
            Cell {
                notes: vec![format!("quá hạn {}", words::quantity(&it.overdue))],
                tone: (it.overdue.value > 0).then_some(Tone::Late),
                ..quantity(&it.running)
            },
            quantity(&it.median),
        ]
    });
    Table {
        caption: "Thủ tục, tỷ lệ trong hạn thấp nhất trước".to_owned(),
        columns: vec![
            column("Thủ tục", 32),
            numbers("Thời hạn", 18),
            numbers("Hồ sơ xong", 11),
            numbers("Trong hạn", 13),
            numbers("Đang giải quyết", 13),
            numbers("Trung vị", 13),
        ],
        rows: rows.collect(),
        more: left_out(
            chapter.procedures.len(),
            chapter.procedures.len().min(limits.rows),
            "thủ tục",
        ),
        is_dense: true,
    }
}

fn steps(line: &Line) -> Table {
    let rows = line.steps.iter().map(|step| {
        let provision = match step.provision.as_str() {
            "" => "chưa rõ".to_owned(),
            provision => provision.to_owned(),
        };
        vec![
            cell(step.name.clone()),
            quantity(&step.days),
            cell(provision),
        ]
    });
    Table {
        caption: format!(
            "Bước nào gây trễ: {} ({} quá hạn cả thảy)",
            line.title,
            words::quantity(&line.late_days)
        ),
        columns: vec![
            column("Bước", 34),
            numbers("Ngày làm việc quá hạn", 22),
            column("Căn cứ của bước", 44),
        ],
        rows: rows.collect(),
        more: None,
        is_dense: true,
    }
}

fn promises(chapter: &Chapter, limits: Limits) -> Table {
    let rows = chapter.promises.iter().take(limits.rows).map(|it| {
        let (tone, said) = verdict(it);
        vec![
            Cell {
                notes: vec![format!(
                    "{}; {}; từ {}",
                    it.title,
                    it.units.join(", "),
                    words::day(it.from)
                )],
                ..cell(it.what.clone())
            },
            quantity(&it.promised),
            Cell {
                notes: measured(it),
                ..quantity(it.measured.as_ref())
            },
            Cell { tone, ..cell(said) },
        ]
    });
    Table {
        caption:
            "Cam kết rút ngắn và kết quả: ngày làm việc giảm mỗi hồ sơ, so với đơn vị đối chứng"
                .to_owned(),
        columns: vec![
            column("Đã đổi gì", 42),
            numbers("Hứa giảm", 14),
            numbers("Đo được", 24),
            column("Kết quả", 20),
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

fn measured(it: &Promise) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((low, high)) = it.interval {
        notes.push(format!("[{}; {}]", words::milli(low), words::milli(high)));
    }
    if let Some(p) = it.placebo_p {
        notes.push(format!("p giả dược 0,{p:03}").replace("0,1000", "1,000"));
    }
    if let Some(cases) = it.cases {
        notes.push(format!("mới có {cases} hồ sơ xong"));
    }
    let entries = [Some(it.entry), it.measured_entry].into_iter().flatten();
    let entries: Vec<String> = entries.map(|entry| entry.to_string()).collect();
    notes.push(format!("bút toán {}", entries.join(", ")));
    notes
}

fn verdict(it: &Promise) -> (Option<Tone>, &'static str) {
    match it.verdict {
        Verdict::Kept => (Some(Tone::Done), words::verdict(it.verdict)),
        Verdict::InPart => (Some(Tone::AtRisk), words::verdict(it.verdict)),
        Verdict::NotKept => (Some(Tone::Late), words::verdict(it.verdict)),
        Verdict::NotYet => (Some(Tone::Waiting), words::verdict(it.verdict)),
    }
}

/// The receipts of the chapter.
pub(super) fn receipts(chapter: &Chapter) -> Option<Block> {
    let rows: Vec<Vec<Cell>> = chapter
        .quantities()
        .map(|it| {
            let code = Cell {
                is_code: true,
                ..cell(it.receipt.own())
            };
            vec![cell(words::procedure_key(&it.key)), quantity(it), code]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: "Thủ tục hành chính: tám ký tự cuối của mã tra".to_owned(),
            columns: vec![
                column("Số liệu", 60),
                numbers("Giá trị", 22),
                column("Mã", 18),
            ],
            rows,
            more: None,
            is_dense: true,
        })
    })
}
