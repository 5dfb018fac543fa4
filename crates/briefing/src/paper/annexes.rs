//! A page for each unit, what the figures mean, and their receipts.

use super::sections::{day_cell, order, said, standing, unit_anchor};
use super::{
    Block, Cell, Limits, Section, Table, cell, column, cut, measured, numbers, plain, rate_cell,
};
use crate::figure::{Figure, Figures, Measure};
use crate::model::{Briefing, UnitLine, WorkId};
use crate::words;

pub(super) fn all(briefing: &Briefing, limits: Limits) -> Vec<Section> {
    vec![
        units(briefing, limits),
        method(briefing),
        receipts(briefing, limits),
    ]
}

fn units(briefing: &Briefing, limits: Limits) -> Section {
    let pages = briefing.units.iter().enumerate();
    Section {
        id: "phu-luc-1".to_owned(),
        title: "Phụ lục I. Tình hình từng đơn vị".to_owned(),
        blocks: Vec::new(),
        sections: pages
            .map(|(index, line)| unit(briefing, line, index + 1, limits))
            .collect(),
        own_page: true,
    }
}

fn unit(briefing: &Briefing, line: &UnitLine, number: usize, limits: Limits) -> Section {
    let mut ids: Vec<&WorkId> = line.works.iter().collect();
    let more = cut(&mut ids, limits.unit_rows, "nhiệm vụ");
    let rows = ids
        .into_iter()
        .filter_map(|id| briefing.work(id))
        .map(|work| {
            let mut notes = said(work).into_iter();
            vec![
                Cell {
                    notes: order(briefing, work)
                        .notes
                        .into_iter()
                        .chain([format!("Sản phẩm: {}", work.product)])
                        .collect(),
                    ..order(briefing, work)
                },
                day_cell(work.original_due),
                day_cell(work.due),
                standing(work),
                Cell {
                    text: notes.next().unwrap_or_default(),
                    notes: notes.collect(),
                    ..Cell::default()
                },
            ]
        });
    let works = Table {
        caption: format!("Nhiệm vụ do {} chủ trì", line.name),
        columns: vec![
            column("Nhiệm vụ", 38),
            column("Hạn ban đầu", 11),
            column("Hạn hiện tại", 11),
            column("Tình hình", 17),
            column("Báo cáo, giải trình", 33),
        ],
        rows: rows.collect(),
        more,
        is_dense: true,
    };
    Section {
        id: unit_anchor(&line.id),
        title: format!("{number}. {}", line.name),
        blocks: vec![
            Block::Table(figures(&line.figures)),
            Block::Text {
                spans: vec![plain(history(briefing, line))],
            },
            Block::Table(works),
        ],
        sections: Vec::new(),
        own_page: number > 1,
    }
}

/// One row with all figures of a unit.
fn figures(figures: &Figures) -> Table {
    let shown = [
        Measure::Assigned,
        Measure::Due,
        Measure::DoneOnTime,
        Measure::DoneLate,
        Measure::Waiting,
        Measure::Late,
        Measure::Excused,
        Measure::InTime,
        Measure::AtRisk,
        Measure::WithoutReport,
        Measure::Extended,
        Measure::Suspended,
    ];
    let tone = |measure: Measure| match measure {
        Measure::Late => Some(super::Tone::Late),
        Measure::AtRisk => Some(super::Tone::AtRisk),
        _ => None,
    };
    let mut columns: Vec<_> = shown
        .iter()
        .map(|measure| numbers(words::name(*measure), 8))
        .collect();
    columns.push(numbers(words::ON_TIME, 8));
    let mut row: Vec<Cell> = shown
        .iter()
        .map(|measure| measured(figures, *measure, tone(*measure)))
        .collect();
    row.push(rate_cell(figures.on_time.as_ref()));
    Table {
        caption: "Số liệu của đơn vị".to_owned(),
        columns,
        rows: vec![row],
        more: None,
        is_dense: true,
    }
}

/// Returns how many were late at the end of each period.
fn history(briefing: &Briefing, line: &UnitLine) -> String {
    let earlier = briefing.trend.iter().zip(&line.late_before);
    let mut points: Vec<String> = earlier
        .filter(|(point, _)| point.now.assigned.value > 0)
        .map(|(point, figure)| format!("{}: {}", point.period.short(), words::number(figure.value)))
        .collect();
    points.push(format!(
        "{}: {}",
        briefing.header.period.short(),
        words::number(line.figures.late.value)
    ));
    let longest = match line.longest_days {
        0 => String::new(),
        days => format!(" Quá hạn lâu nhất {} ngày.", words::number(days)),
    };
    format!(
        "Số nhiệm vụ quá hạn cuối kỳ: {}.{longest}",
        points.join("; ")
    )
}

fn method(briefing: &Briefing) -> Section {
    let terms = briefing
        .method
        .iter()
        .map(|line| (line.name.to_owned(), line.text.to_owned()));
    Section {
        id: "phu-luc-2".to_owned(),
        title: "Phụ lục II. Cách tính số liệu".to_owned(),
        blocks: vec![Block::Terms {
            terms: terms.collect(),
        }],
        sections: Vec::new(),
        own_page: true,
    }
}

fn receipts(briefing: &Briefing, limits: Limits) -> Section {
    let lead = format!(
        "Mỗi số liệu có một mã tra gồm 18 ký tự. Mười ký tự đầu chung cho cả báo cáo: {}. Ghép với tám ký tự ở bảng dưới rồi tra bằng lệnh “dondoc receipt MÃ” để biết số liệu được tính từ những nhiệm vụ và bút toán nào. Ví dụ, số nhiệm vụ quá hạn toàn Thành phố có mã {}.",
        briefing.header.receipts, briefing.summary.late.receipt
    );
    let row = |name: String, figures: &Figures| {
        let code = |figure: &Figure| Cell {
            is_code: true,
            ..cell(figure.receipt.own())
        };
        let mut cells = vec![cell(name)];
        cells.extend(
            SHOWN
                .iter()
                .map(|measure| figures.get(*measure).map_or_else(|| cell("–"), code)),
        );
        cells.push(figures.on_time.as_ref().map_or_else(|| cell("–"), code));
        cells
    };
    let city = [("Toàn Thành phố".to_owned(), &briefing.summary)];
    let documents = briefing.documents.iter().take(limits.rows * 5).map(|line| {
        let name = if line.number.is_empty() {
            line.id.to_string()
        } else {
            line.number.clone()
        };
        (name, &line.figures)
    });
    let conclusions = briefing.conclusions.iter().take(limits.rows).map(|line| {
        (
            format!("Kết luận {}, mục {}", line.meeting, line.clause),
            &line.figures,
        )
    });
    let units = briefing
        .units
        .iter()
        .map(|line| (line.name.clone(), &line.figures));
    let trend = briefing
        .trend
        .iter()
        .filter(|point| point.now.assigned.value > 0)
        .map(|point| (format!("Cuối {}", point.period.phrase()), &point.now));
    let lines = city
        .into_iter()
        .chain(documents)
        .chain(conclusions)
        .chain(units)
        .chain(trend);
    let mut columns = vec![column("Số liệu của", 19)];
    columns.extend(SHOWN.iter().map(|measure| column(short(*measure), 9)));
    columns.push(column("Tỷ lệ", 9));
    let mut blocks = vec![
        Block::Text {
            spans: vec![plain(lead)],
        },
        Block::Table(Table {
            caption: "Tám ký tự cuối của mã tra".to_owned(),
            columns,
            rows: lines.map(|(name, figures)| row(name, figures)).collect(),
            more: None,
            is_dense: true,
        }),
    ];
    blocks.extend(
        briefing
            .investment
            .iter()
            .flat_map(super::investment::receipts),
    );
    let procedures = briefing.procedures.as_ref();
    blocks.extend(procedures.and_then(super::procedures::receipts));
    Section {
        id: "phu-luc-3".to_owned(),
        title: "Phụ lục III. Mã tra nguồn số liệu".to_owned(),
        blocks,
        sections: Vec::new(),
        own_page: true,
    }
}

/// The measures whose receipts are printed; all stand in the XLSX and JSON.
const SHOWN: [Measure; 8] = [
    Measure::Assigned,
    Measure::Due,
    Measure::DoneOnTime,
    Measure::DoneLate,
    Measure::Late,
    Measure::AtRisk,
    Measure::WithoutReport,
    Measure::Extended,
];

fn short(measure: Measure) -> &'static str {
    match measure {
        Measure::DoneOnTime => "Đúng hạn",
        Measure::DoneLate => "Xong quá hạn",
        Measure::AtRisk => "Nguy cơ",
        other => words::name(other),
    }
}
