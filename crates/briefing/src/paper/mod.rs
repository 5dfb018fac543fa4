//! The briefing as it is laid out for people, once for all forms.
//!
//! A [`Paper`] is a letterhead, sections and annexes made of few kinds of blocks.
//! It holds words, written figures with their receipts, and the whole numbers that
//! charts are drawn from; renderers choose fonts and colours and compute no
//! figure. Tables are cut at [`Limits`], and say so in their last line.

mod annexes;
mod charts;
mod investment;
mod procedures;
mod sections;

use jiff::civil::Date;
use serde::Serialize;

use crate::figure::{Figure, Figures, Measure};
use crate::model::Briefing;
use crate::words;

/// The laid out briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Its language, for the language tag.
    pub lang: &'static str,
    /// What stands above the title.
    pub masthead: Masthead,
    /// The kind of document, `BÁO CÁO`.
    pub kind: &'static str,
    /// What it is about.
    pub title: String,
    /// A line under the title.
    pub subtitle: String,
    /// The main part.
    pub sections: Vec<Section>,
    /// The last sentence, with the mark of the end.
    pub closing: String,
    /// What stands under the text.
    pub signature: Signature,
    /// What follows on pages of its own.
    pub annexes: Vec<Section>,
    /// Where it was computed from, for the foot of the document.
    pub provenance: String,
    /// A remark for every page.
    pub remark: Option<String>,
}

/// What a file of a paper carries beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// The day that the file says it is of.
    pub day: Date,
    /// What identifies the document: the same paper, the same id.
    pub ident: String,
}

impl Imprint {
    /// Returns the imprint of a briefing.
    pub fn of(briefing: &Briefing) -> Self {
        let header = &briefing.header;
        Self {
            day: header.letterhead.date.unwrap_or(header.as_of),
            ident: header.receipts.clone(),
        }
    }
}

/// The boxes above the title.
///
/// # Source
/// Decree 30/2020/NĐ-CP, annex I, boxes 1 to 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Masthead {
    /// Lines of the superior body.
    pub superior: Vec<String>,
    /// The issuing body.
    pub issuer: String,
    /// `Số: …/BC-VP`.
    pub number: String,
    /// The state's name.
    pub state: &'static str,
    /// The motto; empty on papers of the Party, which have none.
    pub motto: &'static str,
    /// Place and date.
    pub place_and_date: String,
}

/// The boxes under the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Lines of `Nơi nhận`, with their marks.
    pub recipients: Vec<String>,
    /// Authority and post.
    pub lines: Vec<String>,
    /// The name; empty for a blank.
    pub name: String,
    /// Who signs on the left: the secretary of minutes.
    pub secretary: Option<String>,
}

/// A part of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// An anchor, unique in the paper.
    pub id: String,
    /// Its heading, with its number.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Parts of it.
    pub sections: Vec<Section>,
    /// Whether it begins a page.
    pub own_page: bool,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Text {
        /// Its spans.
        spans: Vec<Span>,
    },
    /// The few figures that matter most.
    Tiles {
        /// The tiles.
        tiles: Vec<Tile>,
    },
    /// A table.
    Table(Table),
    /// Stacked bars.
    Bars(Bars),
    /// Lines over periods.
    Trend(Trend),
    /// Delays over days.
    Timeline(Timeline),
    /// Terms and what they mean.
    Terms {
        /// Term, meaning.
        terms: Vec<(String, String)>,
    },
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it stands out.
    pub strong: bool,
    /// The figure it is.
    pub figure: Option<Source>,
}

/// Which figure a text is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its key.
    pub key: String,
    /// Its receipt.
    pub receipt: String,
}

impl Source {
    fn of(figure: &Figure) -> Self {
        Self {
            key: figure.key.clone(),
            receipt: figure.receipt.to_string(),
        }
    }
}

/// What a colour means. Nothing is said by colour alone: each has a mark and
/// stands beside words or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Done on time.
    Done,
    /// Done late.
    DoneLate,
    /// Handed in.
    Waiting,
    /// In time.
    InTime,
    /// At risk.
    AtRisk,
    /// Late.
    Late,
    /// Standing still.
    Suspended,
}

impl Tone {
    /// Returns the mark that stands before its words.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::DoneLate => "○",
            Self::Waiting => "□",
            Self::InTime => "–",
            Self::AtRisk => "◆",
            Self::Late => "▲",
            Self::Suspended => "=",
        }
    }

    /// Returns its name in a legend.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "Hoàn thành đúng hạn",
            Self::DoneLate => "Hoàn thành quá hạn",
            Self::Waiting => "Chờ xác nhận",
            Self::InTime => "Trong hạn",
            Self::AtRisk => "Có nguy cơ",
            Self::Late => "Quá hạn",
            Self::Suspended => "Tạm dừng",
        }
    }
}

/// A figure shown large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The figure as written.
    pub text: String,
    /// Which figure it is.
    pub figure: Source,
    /// A line under it: the period before.
    pub note: String,
    /// What its colour means.
    pub tone: Option<Tone>,
}

/// A table. The first column names the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// What was left out.
    pub more: Option<String>,
    /// Whether it is set small, for many columns.
    pub is_dense: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its width, as a share of the sum.
    pub width: u16,
    /// Whether numbers stand in it.
    pub is_number: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Smaller lines under it.
    pub notes: Vec<String>,
    /// Whether it stands out.
    pub strong: bool,
    /// What its colour means; its mark stands before the text.
    pub tone: Option<Tone>,
    /// Which figure it is.
    pub figure: Option<Source>,
    /// The section it leads to.
    pub link: Option<String>,
    /// Whether the text is a code, set in even widths.
    pub is_code: bool,
}

/// Stacked bars, one a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bars {
    /// What it shows.
    pub caption: String,
    /// The same in a sentence, for those who do not see it.
    pub alt: String,
    /// Which tones occur, in stacking order.
    pub tones: Vec<Tone>,
    /// The names of these tones.
    pub legend: Vec<String>,
    /// The rows.
    pub rows: Vec<Bar>,
    /// The longest row.
    pub max: u32,
}

/// One stacked bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// The section it leads to.
    pub link: Option<String>,
    /// Its length by tone, in the order of [`Bars::tones`].
    pub parts: Vec<u32>,
    /// Its whole length.
    pub total: u32,
}

/// Two lines over the same periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// What it shows.
    pub caption: String,
    /// The same in a sentence.
    pub alt: String,
    /// The lines.
    pub lines: Vec<TrendLine>,
}

/// A line over periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrendLine {
    /// What it shows.
    pub label: String,
    /// The tone of the line.
    pub tone: Tone,
    /// The top of its axis.
    pub max: u32,
    /// Ticks of its axis: value, as written.
    pub ticks: Vec<(u32, String)>,
    /// Its points.
    pub points: Vec<TrendMark>,
}

/// A point of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrendMark {
    /// The period.
    pub label: String,
    /// The value; `None` for a gap.
    pub value: Option<u32>,
    /// The value as written.
    pub text: String,
    /// The value as known then, where it differs.
    pub then: Option<u32>,
}

/// Bars of delay over days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// What it shows.
    pub caption: String,
    /// The same in a sentence.
    pub alt: String,
    /// How many days the axis has.
    pub days: u32,
    /// Ticks: day from the left, as written.
    pub ticks: Vec<(u32, String)>,
    /// The rows.
    pub rows: Vec<Delay>,
}

/// One delay; all days from the left of the axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delay {
    /// Its name.
    pub label: String,
    /// A second line.
    pub note: String,
    /// The first deadline, where more time was allowed.
    pub original: Option<u32>,
    /// The deadline.
    pub due: u32,
    /// The length of the delay as written.
    pub text: String,
    /// Whether an objective reason was confirmed.
    pub is_excused: bool,
}

/// How long tables may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of works on a unit's page.
    pub unit_rows: usize,
    /// Rows of any other table of works or conclusions.
    pub rows: usize,
    /// Bars of a chart.
    pub bars: usize,
}

impl Limits {
    /// Returns limits under which a printed briefing stays a few hundred pages
    /// even for a whole province.
    pub fn print(briefing: &Briefing) -> Self {
        Self {
            unit_rows: (3_000 / briefing.units.len().max(1)).clamp(4, 40),
            rows: 40,
            bars: 40,
        }
    }

    /// Returns limits for a page that is scrolled.
    pub fn screen(briefing: &Briefing) -> Self {
        Self {
            unit_rows: (6_000 / briefing.units.len().max(1)).clamp(10, 200),
            rows: 100,
            bars: 60,
        }
    }
}

impl Paper {
    /// Lays a briefing out.
    pub fn of(briefing: &Briefing, limits: Limits) -> Self {
        let header = &briefing.header;
        let letterhead = &header.letterhead;
        Self {
            lang: "vi",
            masthead: masthead(briefing),
            kind: "BÁO CÁO",
            title: format!(
                "Kết quả thực hiện các kết luận giao ban và nhiệm vụ được giao {}",
                header.period.phrase()
            ),
            subtitle: format!("Số liệu tính đến hết ngày {}", words::day(header.as_of)),
            sections: sections::main(briefing, limits),
            closing: format!(
                "Trên đây là báo cáo kết quả thực hiện các kết luận giao ban và nhiệm vụ được giao {}; kính trình lãnh đạo xem xét, cho ý kiến chỉ đạo./.",
                header.period.phrase()
            ),
            signature: signature(briefing),
            annexes: annexes::all(briefing, limits),
            provenance: provenance(briefing),
            remark: letterhead.remark.clone(),
        }
    }
}

fn masthead(briefing: &Briefing) -> Masthead {
    let header = &briefing.header;
    let letterhead = &header.letterhead;
    let number = letterhead
        .number
        .map_or_else(|| "……".to_owned(), |number| format!("{number:02}"));
    let date = letterhead.date.map_or_else(
        || format!("ngày …… tháng …… năm {}", header.as_of.year()),
        words::long_day,
    );
    Masthead {
        superior: letterhead.superior.lines().map(str::to_owned).collect(),
        issuer: letterhead.issuer.clone(),
        number: format!("Số: {number}/{}", letterhead.symbol),
        state: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        motto: "Độc lập - Tự do - Hạnh phúc",
        place_and_date: format!("{}, {date}", letterhead.place),
    }
}

fn signature(briefing: &Briefing) -> Signature {
    let letterhead = &briefing.header.letterhead;
    let mut recipients: Vec<String> = letterhead
        .recipients
        .iter()
        .map(|line| format!("- {line};"))
        .collect();
    recipients.push("- Lưu: VT.".to_owned());
    let lines = [&letterhead.authority, &letterhead.post];
    Signature {
        recipients,
        lines: lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .cloned()
            .collect(),
        name: letterhead.signer.clone().unwrap_or_default(),
        secretary: None,
    }
}

fn provenance(briefing: &Briefing) -> String {
    let header = &briefing.header;
    let known = header.known_at.map_or_else(String::new, |at| {
        format!(", biết đến {}", words::moment(at))
    });
    format!(
        "Tính từ sổ cái gồm {} bút toán, gốc {}{known}.",
        words::number(u32::try_from(header.tree.size).unwrap_or(u32::MAX)),
        header.tree.root
    )
}

fn plain(text: impl Into<String>) -> Span {
    Span {
        text: text.into(),
        strong: false,
        figure: None,
    }
}

fn counted(figure: &Figure) -> Span {
    Span {
        text: words::number(figure.value),
        strong: true,
        figure: Some(Source::of(figure)),
    }
}

fn rate(figure: Option<&Figure>) -> Span {
    figure.map_or_else(
        || plain("–"),
        |figure| Span {
            text: words::percent(figure.value),
            strong: true,
            figure: Some(Source::of(figure)),
        },
    )
}

fn cell(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        ..Cell::default()
    }
}

/// A count in a table; 0 is written so that gaps never look forgotten.
fn count(figure: &Figure, tone: Option<Tone>) -> Cell {
    Cell {
        text: words::number(figure.value),
        strong: tone.is_some() && figure.value > 0,
        tone: tone.filter(|_| figure.value > 0),
        figure: Some(Source::of(figure)),
        ..Cell::default()
    }
}

/// A measure in a table; a dash where it isn't looked at.
fn measured(figures: &Figures, measure: Measure, tone: Option<Tone>) -> Cell {
    figures
        .get(measure)
        .map_or_else(|| cell("–"), |figure| count(figure, tone))
}

fn rate_cell(figure: Option<&Figure>) -> Cell {
    figure.map_or_else(
        || cell("–"),
        |figure| Cell {
            text: words::percent(figure.value),
            figure: Some(Source::of(figure)),
            ..Cell::default()
        },
    )
}

fn column(title: &str, width: u16) -> Column {
    Column {
        title: title.to_owned(),
        width,
        is_number: false,
    }
}

fn numbers(title: &str, width: u16) -> Column {
    Column {
        is_number: true,
        ..column(title, width)
    }
}

/// Cuts rows and says how many were left out.
fn cut<T>(rows: &mut Vec<T>, most: usize, what: &str) -> Option<String> {
    let left = rows.len().checked_sub(most).filter(|left| *left > 0)?;
    rows.truncate(most);
    let left = words::number(u32::try_from(left).unwrap_or(u32::MAX));
    Some(format!(
        "… và {left} {what} nữa: xem bảng tính XLSX kèm theo"
    ))
}
