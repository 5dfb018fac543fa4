//! The chapter on public investment, laid out.

use super::sections::{day_cell, left_out};
use super::{Block, Cell, Limits, Source, Span, Table, Tone, cell, column, numbers, plain};
use crate::figure::Quantity;
use crate::investment::{Chapter, Range, Unit};
use crate::words;
use dondoc_investment::room::plan::Assigner;

pub(super) fn blocks(chapter: &Chapter, limits: Limits) -> Vec<Block> {
    let mut blocks = vec![said(overview(chapter))];
    if let Some(outlook) = &chapter.outlook {
        blocks.push(said(forecast(chapter.year, outlook)));
    }
    blocks.push(Block::Table(gates(chapter)));
    blocks.push(said(vec![plain(format!(
        "Đơn vị giải ngân thấp được đánh dấu theo quy tắc: {}.",
        chapter.low_rule.trim_end_matches('.')
    ))]));
    blocks.push(Block::Table(units(chapter, limits)));
    if !chapter.promises.is_empty() {
        blocks.push(said(vec![
            plain("Trong kỳ có "),
            traced(&chapter.promises_due),
            plain(" cam kết đến hạn, "),
            traced(&chapter.promises_kept),
            plain(" cam kết được thực hiện."),
        ]));
        blocks.push(Block::Table(promises(chapter, limits)));
    }
    if !chapter.obstacles.is_empty() {
        blocks.push(Block::Table(obstacles(chapter, limits)));
    }
    blocks
}

fn said(spans: Vec<Span>) -> Block {
    Block::Text { spans }
}

/// A quantity in running text.
fn traced(quantity: &Quantity) -> Span {
    Span {
        text: words::quantity(quantity),
        strong: true,
        figure: Some(source(quantity)),
    }
}

fn source(quantity: &Quantity) -> Source {
    Source {
        key: quantity.key.clone(),
        receipt: quantity.receipt.to_string(),
    }
}

/// A quantity in a table; a dash where there is none.
fn quantity<'q>(quantity: impl Into<Option<&'q Quantity>>) -> Cell {
    quantity.into().map_or_else(
        || cell("–"),
        |it| Cell {
            figure: Some(source(it)),
            ..cell(words::quantity(it))
        },
    )
}

fn overview(chapter: &Chapter) -> Vec<Span> {
    let mut spans = vec![
        plain(format!("Kế hoạch năm {}: đã giải ngân ", chapter.year)),
        traced(&chapter.spent),
        plain(" theo Kho bạc, đạt "),
    ];
    for (place, it) in chapter.rates.iter().enumerate() {
        let plan = match it.assigner {
            Assigner::City => "kế hoạch Thành phố giao",
            Assigner::PrimeMinister => "kế hoạch Thủ tướng Chính phủ giao",
        };
        if place > 0 {
            spans.push(plain(" và "));
        }
        spans.push(it.rate.as_ref().map_or_else(|| plain("–"), traced));
        spans.push(plain(format!(" {plan} (")));
        spans.push(traced(&it.plan));
        spans.push(plain(format!(
            "; phiên bản {}, {} ngày {}, bút toán {})",
            it.version,
            it.act,
            words::day(it.date),
            it.entry
        )));
    }
    let entries: Vec<String> = chapter.entries.iter().map(ToString::to_string).collect();
    spans.push(plain(format!(
        ". Số giải ngân theo bút toán {}.",
        entries.join(", ")
    )));
    spans
}

fn forecast(year: i16, outlook: &Range) -> Vec<Span> {
    vec![
        plain(format!("Dự báo đến hết ngày 31/01/{} đạt ", year + 1)),
        traced(&outlook.median),
        plain(" kế hoạch Thành phố giao (khoảng 80%: "),
        traced(&outlook.low),
        plain(" – "),
        traced(&outlook.high),
        plain(format!(
            "), theo {} trường hợp tương tự của các năm trước.",
            outlook.cases
        )),
    ]
}

fn gates(chapter: &Chapter) -> Table {
    let rows = chapter.gates.iter().map(|it| {
        vec![
            cell(words::gate(it.gate)),
            quantity(&it.amount),
            quantity(&it.share),
            quantity(&it.projects),
        ]
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
            quantity(&it.plan),
            quantity(&it.spent),
            Cell {
                strong: true,
                ..quantity(it.rate.as_ref())
            },
            it.outlook.as_ref().map_or_else(|| cell("–"), ends),
            must(it),
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

/// A forecast: its middle, and under it the range of 80 %.
fn ends(range: &Range) -> Cell {
    Cell {
        notes: vec![format!(
            "{} – {}",
            words::quantity(&range.low),
            words::quantity(&range.high)
        )],
        ..quantity(&range.median)
    }
}

fn must(unit: &Unit) -> Cell {
    unit.next.as_ref().map_or_else(
        || cell("–"),
        |next| Cell {
            text: format!(
                "Giải ngân thêm {} đến {} (cam kết {})",
                words::quantity(&next.missing),
                words::day(next.by),
                words::quantity(&next.promised)
            ),
            ..quantity(&next.missing)
        },
    )
}

fn promises(chapter: &Chapter, limits: Limits) -> Table {
    let rows = chapter.promises.iter().take(limits.rows).map(|it| {
        let reached = it.reached.as_ref();
        let missed = reached.is_none_or(|reached| reached.value < it.promised.value);
        vec![
            cell(it.name.clone()),
            day_cell(Some(it.by)),
            quantity(&it.promised),
            Cell {
                tone: Some(if missed { Tone::Late } else { Tone::Done }),
                ..quantity(reached)
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

/// The receipts of the chapter: a table for the city, and one for the units.
pub(super) fn receipts(chapter: &Chapter) -> Vec<Block> {
    let code = |quantity: Option<&Quantity>| {
        quantity.map_or_else(
            || cell("–"),
            |it| Cell {
                is_code: true,
                ..cell(it.receipt.own())
            },
        )
    };
    let mut city: Vec<Vec<Cell>> = Vec::new();
    let mut push = |name: String, it: &Quantity| {
        city.push(vec![cell(name), quantity(it), code(Some(it))]);
    };
    push("Đã giải ngân".to_owned(), &chapter.spent);
    for it in &chapter.rates {
        let of = match it.assigner {
            Assigner::City => "Thành phố giao",
            Assigner::PrimeMinister => "Thủ tướng Chính phủ giao",
        };
        push(format!("Kế hoạch {of}"), &it.plan);
        if let Some(rate) = &it.rate {
            push(format!("Tỷ lệ trên kế hoạch {of}"), rate);
        }
    }
    if let Some(outlook) = &chapter.outlook {
        let names = ["cận dưới", "trung vị", "cận trên"];
        for (name, it) in names.into_iter().zip(outlook.quantities()) {
            push(format!("Dự báo, {name}"), it);
        }
    }
    for it in &chapter.gates {
        let name = words::gate(it.gate);
        push(format!("{name}: số tiền"), &it.amount);
        push(format!("{name}: tỷ trọng"), &it.share);
        push(format!("{name}: số dự án"), &it.projects);
    }
    push("Cam kết đến hạn".to_owned(), &chapter.promises_due);
    push("Cam kết được thực hiện".to_owned(), &chapter.promises_kept);
    for it in &chapter.promises {
        let name = format!("{}, đến {}", it.name, words::day(it.by));
        push(format!("{name}: cam kết"), &it.promised);
        if let Some(reached) = &it.reached {
            push(format!("{name}: đạt"), reached);
        }
    }
    let units = chapter.units.iter().map(|it| {
        let outlook = it.outlook.as_ref();
        let next = it.next.as_ref();
        let quantities = [
            Some(&it.plan),
            Some(&it.spent),
            it.rate.as_ref(),
            outlook.map(|it| &it.low),
            outlook.map(|it| &it.median),
            outlook.map(|it| &it.high),
            next.map(|it| &it.promised),
            next.map(|it| &it.missing),
        ];
        let mut row = vec![cell(it.name.clone())];
        row.extend(quantities.map(code));
        row
    });
    let titles = [
        "Kế hoạch",
        "Đã giải ngân",
        "Tỷ lệ",
        "Dự báo: cận dưới",
        "Trung vị",
        "Cận trên",
        "Cam kết kế tiếp",
        "Phải giải ngân thêm",
    ];
    let mut columns = vec![column("Đơn vị", 20)];
    columns.extend(titles.map(|title| column(title, 10)));
    vec![
        Block::Table(Table {
            caption: "Đầu tư công, toàn Thành phố: tám ký tự cuối của mã tra".to_owned(),
            columns: vec![
                column("Số liệu", 60),
                numbers("Giá trị", 22),
                column("Mã", 18),
            ],
            rows: city,
            more: None,
            is_dense: true,
        }),
        Block::Table(Table {
            caption: "Đầu tư công theo đơn vị: tám ký tự cuối của mã tra".to_owned(),
            columns,
            rows: units.collect(),
            more: None,
            is_dense: true,
        }),
    ]
}
