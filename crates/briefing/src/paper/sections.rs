//! The main part: conclusions first, then the city, documents, units, the worst.

use super::charts;
use super::investment;
use super::procedures;
use super::{
    Block, Cell, Limits, Section, Source, Span, Table, Tile, Tone, cell, column, count, counted,
    cut, measured, numbers, plain, rate, rate_cell,
};
use crate::figure::{Figure, Figures, Measure};
use crate::model::{Briefing, Conclusion, ConclusionResult, Correction, Work, WorkId};
use crate::state::Outcome;
use crate::words;

pub(super) fn main(briefing: &Briefing, limits: Limits) -> Vec<Section> {
    let parts = [
        Some(("tong-quan", "Tổng quan", overview(briefing))),
        Some((
            "ket-luan",
            "Kết luận giao ban trước và kết quả thực hiện",
            conclusions(briefing, limits),
        )),
        Some((
            "van-ban",
            "Kết quả theo văn bản giao nhiệm vụ",
            documents(briefing, limits),
        )),
        Some(("don-vi", "Kết quả theo đơn vị", units(briefing, limits))),
        briefing
            .investment
            .as_ref()
            .map(|it| ("dau-tu-cong", "Đầu tư công", investment::blocks(it, limits))),
        briefing.procedures.as_ref().map(|it| {
            (
                "thu-tuc",
                "Thủ tục hành chính",
                procedures::blocks(it, limits),
            )
        }),
        Some((
            "cham-nhat",
            "Nhiệm vụ quá hạn lâu nhất và lý do",
            worst(briefing),
        )),
        trend(briefing).map(|blocks| ("xu-huong", "Xu hướng qua các kỳ", blocks)),
        Some(("gia-han", "Gia hạn trong kỳ", extended(briefing, limits))),
        corrections(briefing, limits)
            .map(|blocks| ("dinh-chinh", "Đính chính so với báo cáo kỳ trước", blocks)),
        Some((
            "giao-ban",
            "Nội dung đề nghị cho ý kiến tại giao ban",
            agenda(briefing, limits),
        )),
    ];
    let numbered = parts.into_iter().flatten().zip([
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI",
    ]);
    numbered
        .map(|((id, title, blocks), number)| Section {
            id: id.to_owned(),
            title: format!("{number}. {title}"),
            blocks,
            sections: Vec::new(),
            own_page: false,
        })
        .collect()
}

fn text(spans: Vec<Span>) -> Block {
    Block::Text { spans }
}

fn overview(briefing: &Briefing) -> Vec<Block> {
    let all = &briefing.summary;
    let units = u32::try_from(briefing.units.len()).unwrap_or(u32::MAX);
    let papers = u32::try_from(briefing.documents.len()).unwrap_or(u32::MAX);
    let mut spans = vec![
        plain(format!(
            "Đến hết ngày {}, ",
            words::day(briefing.header.as_of)
        )),
        plain(format!("{} cơ quan, đơn vị chủ trì ", words::number(units))),
        counted(&all.assigned),
        plain(format!(
            " nhiệm vụ theo {} văn bản, trong đó ",
            words::number(papers)
        )),
        counted(&all.due),
        plain(" nhiệm vụ đã đến hạn. Đã hoàn thành đúng hạn "),
        counted(&all.done_on_time),
        plain(", hoàn thành quá hạn "),
        counted(&all.done_late),
        plain(", chờ nơi giao xác nhận "),
        counted(&all.waiting),
        plain("; quá hạn chưa hoàn thành "),
        counted(&all.late),
        plain(" (có lý do khách quan đã được xác nhận: "),
        counted(&all.excused),
        plain("); đang trong hạn "),
        counted(&all.in_time),
        plain(", trong đó có nguy cơ chậm "),
        all.at_risk.as_ref().map_or_else(|| plain("–"), counted),
        plain("; tạm dừng "),
        counted(&all.suspended),
        plain(". Chưa có báo cáo nào: "),
        counted(&all.without_report),
        plain("; đã được gia hạn: "),
        counted(&all.extended),
        plain(". Tỷ lệ đúng hạn "),
        rate(all.on_time.as_ref()),
    ];
    spans.push(plain(compared(briefing)));
    vec![
        text(spans),
        Block::Tiles {
            tiles: tiles(briefing),
        },
    ]
}

fn before(briefing: &Briefing) -> Option<&Figures> {
    briefing
        .trend
        .last()
        .map(|point| &point.now)
        .filter(|figures| figures.assigned.value > 0)
}

fn compared(briefing: &Briefing) -> String {
    let period = briefing.header.period.previous(1).phrase();
    let earlier = before(briefing).and_then(|figures| figures.on_time.as_ref());
    earlier.map_or_else(
        || ".".to_owned(),
        |figure| format!(" ({period}: {}).", words::percent(figure.value)),
    )
}

fn tiles(briefing: &Briefing) -> Vec<Tile> {
    let all = &briefing.summary;
    let before = before(briefing);
    let period = briefing.header.period.previous(1).short();
    let tile =
        |label: &str, figure: &Figure, write: fn(u32) -> String, old: Option<&Figure>, tone| Tile {
            label: label.to_owned(),
            text: write(figure.value),
            figure: Source::of(figure),
            note: old.map_or_else(String::new, |old| format!("{period}: {}", write(old.value))),
            tone,
        };
    let mut tiles = vec![
        tile(
            "Tổng số nhiệm vụ",
            &all.assigned,
            words::number,
            before.map(|f| &f.assigned),
            None,
        ),
        tile(
            "Hoàn thành đúng hạn",
            &all.done_on_time,
            words::number,
            before.map(|f| &f.done_on_time),
            Some(Tone::Done),
        ),
        tile(
            "Quá hạn",
            &all.late,
            words::number,
            before.map(|f| &f.late),
            Some(Tone::Late),
        ),
    ];
    if let Some(at_risk) = &all.at_risk {
        tiles.push(tile(
            "Có nguy cơ",
            at_risk,
            words::number,
            None,
            Some(Tone::AtRisk),
        ));
    }
    if let Some(on_time) = &all.on_time {
        tiles.push(tile(
            words::ON_TIME,
            on_time,
            words::percent,
            before.and_then(|f| f.on_time.as_ref()),
            None,
        ));
    }
    tiles
}

fn conclusions(briefing: &Briefing, limits: Limits) -> Vec<Block> {
    let lines = &briefing.conclusions;
    if lines.is_empty() {
        return vec![text(vec![plain(
            "Không có kết luận của hội nghị giao ban trước còn phải theo dõi.",
        )])];
    }
    let of = |result: ConclusionResult| lines.iter().filter(|line| line.result == result).count();
    let done = of(ConclusionResult::Done) + of(ConclusionResult::DoneLate);
    let lead = format!(
        "Theo dõi {} kết luận của hội nghị giao ban trước: {done} kết luận đã xong, {} đang thực hiện, {} còn việc quá hạn.",
        lines.len(),
        of(ConclusionResult::InWork),
        of(ConclusionResult::Late),
    );
    let mut rows: Vec<Vec<Cell>> = lines
        .iter()
        .map(|line| conclusion(briefing, line))
        .collect();
    let more = cut(&mut rows, limits.rows, "kết luận");
    vec![
        text(vec![plain(lead)]),
        Block::Table(Table {
            caption: "Kết luận giao ban trước và kết quả".to_owned(),
            columns: vec![
                column("Kết luận", 45),
                numbers("Giao", 8),
                numbers("Xong đúng hạn", 8),
                numbers("Xong quá hạn", 8),
                numbers("Chờ xác nhận", 8),
                numbers("Trong hạn", 8),
                numbers("Quá hạn", 8),
                column("Kết quả", 15),
            ],
            rows,
            more,
            is_dense: false,
        }),
    ]
}

fn conclusion(briefing: &Briefing, line: &Conclusion) -> Vec<Cell> {
    let figures = &line.figures;
    let tone = match line.result {
        ConclusionResult::Late => Tone::Late,
        ConclusionResult::InWork => Tone::InTime,
        ConclusionResult::DoneLate => Tone::DoneLate,
        ConclusionResult::Done => Tone::Done,
    };
    let late: Vec<&str> = line
        .late_units
        .iter()
        .map(|unit| briefing.unit_name(unit))
        .collect();
    let notes = if late.is_empty() {
        Vec::new()
    } else {
        vec![format!("Quá hạn: {}", list(&late, 6))]
    };
    vec![
        Cell {
            text: line.text.clone(),
            notes: [source(briefing, line.document.as_ref(), &line.clause)]
                .into_iter()
                .chain(notes)
                .filter(|note| !note.is_empty())
                .collect(),
            ..Cell::default()
        },
        count(&figures.assigned, None),
        count(&figures.done_on_time, None),
        count(&figures.done_late, None),
        count(&figures.waiting, None),
        count(&figures.in_time, None),
        count(&figures.late, Some(Tone::Late)),
        Cell {
            tone: Some(tone),
            ..cell(words::conclusion(line.result))
        },
    ]
}

/// Returns names with commas, and how many more there are.
fn list(names: &[&str], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).copied().collect();
    let more = names.len() - shown.len();
    let tail = if more > 0 {
        format!(" và {more} đơn vị khác")
    } else {
        String::new()
    };
    format!("{}{tail}", shown.join(", "))
}

/// Returns where the words of a work stand: `Chỉ thị 24-CT/TU, mục 2.a`.
pub(super) fn source(
    briefing: &Briefing,
    document: Option<&dondoc_kinds::DocumentId>,
    clause: &str,
) -> String {
    let line = document.and_then(|id| briefing.document(id));
    let name = line.map(|line| document_name(&line.kind, &line.number, line.id.as_str()));
    match (name, clause) {
        (None, _) => String::new(),
        (Some(name), "") => name,
        (Some(name), clause) => format!("{name}, mục {clause}"),
    }
}

fn document_name(kind: &str, number: &str, id: &str) -> String {
    match (kind, number) {
        ("", "") => id.to_owned(),
        (kind, "") => kind.to_owned(),
        (kind, number) => format!("{kind} {number}").trim().to_owned(),
    }
}

/// The columns of the tables by document and unit.
const COLUMNS: [(Measure, &str, Option<Tone>); 10] = [
    (Measure::Assigned, "Tổng số", None),
    (Measure::Due, "Đến hạn", None),
    (Measure::DoneOnTime, "Xong đúng hạn", None),
    (Measure::DoneLate, "Xong quá hạn", None),
    (Measure::Waiting, "Chờ xác nhận", None),
    (Measure::Late, "Quá hạn", Some(Tone::Late)),
    (Measure::InTime, "Trong hạn", None),
    (Measure::AtRisk, "Có nguy cơ", Some(Tone::AtRisk)),
    (Measure::WithoutReport, "Chưa báo cáo", None),
    (Measure::Extended, "Gia hạn", None),
];

fn figure_table(
    caption: &str,
    first: &str,
    rows: Vec<(Cell, &Figures)>,
    total: Option<&Figures>,
) -> Table {
    let mut columns = vec![column(first, 27)];
    columns.extend(COLUMNS.iter().map(|(_, title, _)| numbers(title, 7)));
    columns.push(numbers("Tỷ lệ đúng hạn", 8));
    let row = |name: Cell, figures: &Figures| {
        let mut cells = vec![name];
        cells.extend(
            COLUMNS
                .iter()
                .map(|(measure, _, tone)| measured(figures, *measure, *tone)),
        );
        cells.push(rate_cell(figures.on_time.as_ref()));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|(name, figures)| row(name, figures))
        .collect();
    if let Some(figures) = total {
        let name = Cell {
            strong: true,
            ..cell("Toàn Thành phố")
        };
        let mut total = row(name, figures);
        total.iter_mut().for_each(|cell| cell.strong = true);
        rows.push(total);
    }
    Table {
        caption: caption.to_owned(),
        columns,
        rows,
        more: None,
        is_dense: true,
    }
}

fn documents(briefing: &Briefing, limits: Limits) -> Vec<Block> {
    let lines = &briefing.documents;
    let bar = |line: &crate::model::DocumentLine| {
        (
            document_name(&line.kind, &line.number, line.id.as_str()),
            None,
        )
    };
    let bars = charts::bars(
        "Tình hình thực hiện theo văn bản (số nhiệm vụ)",
        lines.iter().take(limits.bars).map(|line| {
            let (label, link) = bar(line);
            (label, link, &line.figures)
        }),
    );
    let name = |line: &crate::model::DocumentLine| {
        let date = line
            .date
            .map(|date| format!(" ngày {}", words::day(date)))
            .unwrap_or_default();
        Cell {
            text: document_name(&line.kind, &line.number, line.id.as_str()),
            notes: vec![format!("{}{date}", line.title)],
            ..Cell::default()
        }
    };
    let rows = lines
        .iter()
        .take(limits.rows * 5)
        .map(|line| (name(line), &line.figures))
        .collect();
    let mut table = figure_table("Kết quả theo văn bản", "Văn bản", rows, None);
    table.more = left_out(lines.len(), limits.rows * 5, "văn bản");
    vec![Block::Bars(bars), Block::Table(table)]
}

pub(super) fn left_out(all: usize, shown: usize, what: &str) -> Option<String> {
    let left = all.checked_sub(shown).filter(|left| *left > 0)?;
    Some(format!(
        "… và {left} {what} nữa: xem bảng tính XLSX kèm theo"
    ))
}

/// Returns the anchor of a unit's page.
pub(super) fn unit_anchor(unit: &dondoc_kinds::UnitId) -> String {
    format!("don-vi-{}", unit.as_str().replace('.', "_"))
}

fn units(briefing: &Briefing, limits: Limits) -> Vec<Block> {
    let lines = &briefing.units;
    let late = lines
        .iter()
        .filter(|line| line.figures.late.value > 0)
        .count();
    let worst: u32 = lines
        .iter()
        .take(5)
        .map(|line| line.figures.late.value)
        .sum();
    let mut lead = format!("{late} trong {} đơn vị có nhiệm vụ quá hạn.", lines.len());
    if late > 5 {
        lead.push_str(&format!(
            " Năm đơn vị đầu bảng chiếm {} số nhiệm vụ quá hạn.",
            charts::share(worst, briefing.summary.late.value)
        ));
    }
    lead.push_str(" Thứ tự trong bảng là thứ tự cần chú ý (số quá hạn, ngày quá hạn lâu nhất, số hoàn thành quá hạn, số chưa báo cáo), không phải xếp hạng đánh giá đơn vị.");
    let link = |line: &crate::model::UnitLine| Some(unit_anchor(&line.id));
    let bars = charts::bars(
        "Tình hình thực hiện theo đơn vị (số nhiệm vụ)",
        lines
            .iter()
            .take(limits.bars)
            .map(|line| (line.name.clone(), link(line), &line.figures)),
    );
    let name = |line: &crate::model::UnitLine| Cell {
        link: link(line),
        ..cell(line.name.clone())
    };
    let rows = lines
        .iter()
        .map(|line| (name(line), &line.figures))
        .collect();
    let table = figure_table(
        "Kết quả theo đơn vị",
        "Đơn vị",
        rows,
        Some(&briefing.summary),
    );
    // The table first: it fills the page, while the chart keeps together.
    vec![
        text(vec![plain(lead)]),
        Block::Table(table),
        Block::Bars(bars),
    ]
}

/// Returns how a work stands, with its tone.
pub(super) fn standing(work: &Work) -> Cell {
    let tone = match &work.outcome {
        Outcome::DoneOnTime { .. } => Tone::Done,
        Outcome::DoneLate { .. } => Tone::DoneLate,
        Outcome::Waiting { .. } => Tone::Waiting,
        Outcome::Late { .. } => Tone::Late,
        Outcome::InTime if work.risks.is_empty() => Tone::InTime,
        Outcome::InTime => Tone::AtRisk,
        Outcome::Suspended { .. } => Tone::Suspended,
    };
    let text = match tone {
        Tone::AtRisk => "Có nguy cơ".to_owned(),
        _ => words::outcome(&work.outcome),
    };
    Cell {
        notes: work.risks.iter().map(words::risk).collect(),
        tone: Some(tone),
        ..cell(text)
    }
}

/// Returns what was reported and said, one line each.
pub(super) fn said(work: &Work) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(match (work.last_report, work.percent) {
        (Some(on), Some(percent)) => format!(
            "Báo cáo gần nhất {}: {percent}%; {} tệp minh chứng.",
            words::day(on),
            work.evidence
        ),
        _ => "Chưa có báo cáo.".to_owned(),
    });
    lines.extend(work.statements.iter().map(words::statement));
    lines
}

pub(super) fn day_cell(day: Option<jiff::civil::Date>) -> Cell {
    cell(day.map_or_else(|| "–".to_owned(), words::day))
}

/// Returns the words of a work with where they stand.
pub(super) fn order(briefing: &Briefing, work: &Work) -> Cell {
    let place = source(briefing, work.document.as_ref(), &work.clause);
    let note = if place.is_empty() {
        work.id.to_string()
    } else {
        format!("{}; {place}", work.id)
    };
    Cell {
        text: work.text.clone(),
        notes: vec![note],
        ..Cell::default()
    }
}

fn unit_cell(briefing: &Briefing, work: &Work) -> Cell {
    let passed = work
        .passed_from
        .as_ref()
        .map(|unit| format!("nhận từ {}", briefing.unit_name(unit)));
    Cell {
        notes: passed.into_iter().collect(),
        link: Some(unit_anchor(&work.lead)),
        ..cell(briefing.unit_name(&work.lead))
    }
}

fn worst(briefing: &Briefing) -> Vec<Block> {
    if briefing.worst.is_empty() {
        return vec![text(vec![plain("Không có nhiệm vụ quá hạn.")])];
    }
    let works = briefing.worst.iter().filter_map(|id| briefing.work(id));
    let rows = works.map(|work| {
        let mut reasons = said(work).into_iter();
        let reason = Cell {
            text: reasons.next().unwrap_or_default(),
            notes: reasons.collect(),
            ..Cell::default()
        };
        vec![
            order(briefing, work),
            unit_cell(briefing, work),
            day_cell(work.original_due),
            day_cell(work.due),
            Cell {
                strong: true,
                ..standing(work)
            },
            reason,
        ]
    });
    let lead = format!(
        "{} nhiệm vụ quá hạn lâu nhất, kèm báo cáo, giải trình của đơn vị và ý kiến của cấp có thẩm quyền.",
        briefing.worst.len()
    );
    let mut blocks = vec![text(vec![plain(lead)])];
    blocks.extend(charts::timeline(briefing, 12).map(Block::Timeline));
    blocks.push(Block::Table(Table {
        caption: "Nhiệm vụ quá hạn lâu nhất".to_owned(),
        columns: vec![
            column("Nhiệm vụ", 29),
            column("Đơn vị", 15),
            column("Hạn ban đầu", 12),
            column("Hạn hiện tại", 12),
            column("Tình hình", 13),
            column("Báo cáo, lý do, giải trình", 28),
        ],
        rows: rows.collect(),
        more: None,
        is_dense: false,
    }));
    blocks
}

fn trend(briefing: &Briefing) -> Option<Vec<Block>> {
    let chart = charts::trend(briefing)?;
    let earlier = briefing
        .trend
        .iter()
        .filter(|point| point.now.assigned.value > 0);
    let row = |name: Cell, figures: &Figures, then: Option<&Figures>| {
        let late = Cell {
            notes: then
                .filter(|then| then.late.value != figures.late.value)
                .map(|then| format!("khi đó: {}", words::number(then.late.value)))
                .into_iter()
                .collect(),
            ..count(&figures.late, None)
        };
        let rate = Cell {
            notes: then
                .and_then(|then| then.on_time.as_ref())
                .filter(|then| figures.on_time.as_ref().map(|now| now.value) != Some(then.value))
                .map(|then| format!("khi đó: {}", words::percent(then.value)))
                .into_iter()
                .collect(),
            ..rate_cell(figures.on_time.as_ref())
        };
        vec![
            name,
            count(&figures.assigned, None),
            count(&figures.due, None),
            count(&figures.done_on_time, None),
            count(&figures.done_late, None),
            late,
            rate,
        ]
    };
    let mut rows: Vec<Vec<Cell>> = earlier
        .map(|point| {
            row(
                cell(capital(&point.period.phrase())),
                &point.now,
                point.then.as_ref(),
            )
        })
        .collect();
    let name = Cell {
        strong: true,
        ..cell(capital(&briefing.header.period.phrase()))
    };
    rows.push(row(name, &briefing.summary, None));
    let table = Table {
        caption: "Số liệu cuối mỗi kỳ, theo những gì biết đến nay".to_owned(),
        columns: vec![
            column("Kỳ", 22),
            numbers("Tổng số", 12),
            numbers("Đến hạn", 12),
            numbers("Xong đúng hạn", 14),
            numbers("Xong quá hạn", 14),
            numbers("Quá hạn", 13),
            numbers("Tỷ lệ đúng hạn", 13),
        ],
        rows,
        more: None,
        is_dense: false,
    };
    Some(vec![Block::Trend(chart), Block::Table(table)])
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn extended(briefing: &Briefing, limits: Limits) -> Vec<Block> {
    if briefing.extended.is_empty() {
        return vec![text(vec![plain(
            "Trong kỳ không có nhiệm vụ nào được gia hạn.",
        )])];
    }
    let lead = format!(
        "Trong kỳ, {} nhiệm vụ được gia hạn. Thời hạn ban đầu được giữ để đối chiếu.",
        words::number(u32::try_from(briefing.extended.len()).unwrap_or(u32::MAX))
    );
    let row = |id: &WorkId| {
        let work = briefing.work(id)?;
        let asked = work
            .statements
            .iter()
            .rfind(|s| s.kind == crate::StatementKind::ExtensionRequest);
        Some(vec![
            order(briefing, work),
            unit_cell(briefing, work),
            day_cell(work.original_due),
            day_cell(work.due),
            cell(asked.map_or_else(|| "–".to_owned(), words::statement)),
        ])
    };
    let mut rows: Vec<Vec<Cell>> = briefing.extended.iter().filter_map(row).collect();
    let more = cut(&mut rows, limits.rows, "nhiệm vụ");
    vec![
        text(vec![plain(lead)]),
        Block::Table(Table {
            caption: "Nhiệm vụ được gia hạn trong kỳ".to_owned(),
            columns: vec![
                column("Nhiệm vụ", 34),
                column("Đơn vị", 18),
                column("Hạn ban đầu", 12),
                column("Hạn mới", 12),
                column("Lý do", 26),
            ],
            rows,
            more,
            is_dense: false,
        }),
    ]
}

fn corrections(briefing: &Briefing, limits: Limits) -> Option<Vec<Block>> {
    if briefing.corrections.is_empty() {
        return None;
    }
    let lead = "Những việc chỉ được ghi nhận sau khi báo cáo kỳ trước đã chốt. Báo cáo trước giữ nguyên; phần khác biệt nêu dưới đây.";
    let said = |outcome: &Option<Outcome>| {
        outcome
            .as_ref()
            .map_or_else(|| "Không tính".to_owned(), words::outcome)
    };
    let row = |line: &Correction| {
        let entries: Vec<String> = line.entries.iter().map(u64::to_string).collect();
        let entries = if entries.is_empty() {
            Vec::new()
        } else {
            vec![format!("Bút toán {}", entries.join(", "))]
        };
        vec![
            Cell {
                notes: vec![line.work.to_string()],
                ..cell(line.text.clone())
            },
            cell(briefing.unit_name(&line.lead)),
            cell(capital(&line.period.phrase())),
            cell(said(&line.then)),
            Cell {
                notes: entries,
                ..cell(said(&line.now))
            },
        ]
    };
    let mut rows: Vec<Vec<Cell>> = briefing.corrections.iter().map(row).collect();
    let more = cut(&mut rows, limits.rows, "đính chính");
    Some(vec![
        text(vec![plain(lead)]),
        Block::Table(Table {
            caption: "Đính chính".to_owned(),
            columns: vec![
                column("Nhiệm vụ", 34),
                column("Đơn vị", 18),
                column("Cuối kỳ", 12),
                column("Khi đó biết", 19),
                column("Nay biết", 19),
            ],
            rows,
            more,
            is_dense: false,
        }),
    ])
}

fn agenda(briefing: &Briefing, limits: Limits) -> Vec<Block> {
    if briefing.agenda.is_empty() {
        return vec![text(vec![plain(
            "Không có nhiệm vụ nào được đưa vào chương trình giao ban theo quy trình đôn đốc.",
        )])];
    }
    let lead = format!(
        "Theo quy trình đôn đốc, {} nhiệm vụ được đưa vào chương trình giao ban để cho ý kiến.",
        words::number(u32::try_from(briefing.agenda.len()).unwrap_or(u32::MAX))
    );
    let row = |item: &crate::model::AgendaItem| {
        let work = briefing.work(&item.work)?;
        Some(vec![
            order(briefing, work),
            unit_cell(briefing, work),
            standing(work),
            Cell {
                notes: vec![format!(
                    "từ {}, bút toán {}",
                    words::day(item.step.on),
                    item.step.entry
                )],
                ..cell(words::agenda(item.cause))
            },
        ])
    };
    let mut rows: Vec<Vec<Cell>> = briefing.agenda.iter().filter_map(row).collect();
    let more = cut(&mut rows, limits.rows, "nhiệm vụ");
    vec![
        text(vec![plain(lead)]),
        Block::Table(Table {
            caption: "Chương trình giao ban".to_owned(),
            columns: vec![
                column("Nhiệm vụ", 42),
                column("Đơn vị", 18),
                column("Tình hình", 18),
                column("Vì sao đưa ra giao ban", 24),
            ],
            rows,
            more,
            is_dense: false,
        }),
    ]
}
