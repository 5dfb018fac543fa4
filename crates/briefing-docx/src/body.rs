//! The document part: the paper as paragraphs, tables and charts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dondoc_briefing::paper::{Block, Cell, Paper, Section, Table, Tile, Tone};

use crate::chart;
use crate::xml::escape;

/// The text width of A4 with margins of 30 and 15 mm, in twentieths of a point.
const WIDTH: u32 = 9354;
/// English Metric Units in a millimetre.
const EMU: u32 = 36_000;

pub(crate) struct Written {
    pub(crate) document: String,
    pub(crate) charts: Vec<String>,
}

pub(crate) fn write(paper: &Paper) -> Written {
    let mut body = Body::new(paper);
    body.masthead(paper);
    for section in &paper.sections {
        body.section(section, 1);
    }
    body.paragraph("BodyText", "", &run(&paper.closing, ""));
    body.signature(paper);
    body.paragraph("Provenance", "", &run(&paper.provenance, ""));
    for section in &paper.annexes {
        body.section(section, 1);
    }
    let document = include_str!("parts/document.xml").replace("<!--body-->", &body.xml);
    Written {
        document,
        charts: body.charts,
    }
}

struct Body {
    xml: String,
    charts: Vec<String>,
    /// Bookmark names may have 40 characters, anchors have more.
    bookmarks: BTreeMap<String, usize>,
}

/// A run of text with properties.
fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut xml = String::new();
    for (index, line) in text.split('\n').enumerate() {
        let newline = if index > 0 { "<w:br/>" } else { "" };
        let _ = write!(
            xml,
            r#"<w:r><w:rPr>{properties}</w:rPr>{newline}<w:t xml:space="preserve">{}</w:t></w:r>"#,
            escape(line)
        );
    }
    xml
}

/// A code stays on one line: its hyphen does not break.
fn unbroken(cell: &Cell) -> String {
    match cell.is_code {
        true => cell.text.replace('-', "\u{2011}"),
        false => cell.text.clone(),
    }
}

const BOLD: &str = "<w:b/>";
const NOTE: &str = r#"<w:color w:val="566069"/><w:sz w:val="17"/>"#;

fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Late => r#"<w:color w:val="A3201A"/>"#,
        Tone::AtRisk => r#"<w:color w:val="7A4B00"/>"#,
        Tone::Done | Tone::DoneLate => r#"<w:color w:val="1F6A34"/>"#,
        Tone::Waiting => r#"<w:color w:val="1F4F82"/>"#,
        Tone::InTime | Tone::Suspended => r#"<w:color w:val="3D4650"/>"#,
    }
}

impl Body {
    fn new(paper: &Paper) -> Self {
        let sections = paper.sections.iter().chain(&paper.annexes);
        let all = sections.flat_map(|section| std::iter::once(section).chain(&section.sections));
        Self {
            xml: String::with_capacity(1 << 20),
            charts: Vec::new(),
            bookmarks: all
                .enumerate()
                .map(|(index, section)| (section.id.clone(), index))
                .collect(),
        }
    }

    fn paragraph(&mut self, style: &str, properties: &str, runs: &str) {
        let _ = write!(
            self.xml,
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>"#
        );
    }

    fn masthead(&mut self, paper: &Paper) {
        let masthead = &paper.masthead;
        let line = |text: &str, properties: &str| {
            format!(
                r#"<w:p><w:pPr><w:pStyle w:val="Masthead"/></w:pPr>{}</w:p>"#,
                run(text, properties)
            )
        };
        let rule = |indent: u32| {
            format!(
                r#"<w:p><w:pPr><w:pStyle w:val="Masthead"/><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr><w:spacing w:before="20" w:after="0" w:line="120" w:lineRule="exact"/><w:ind w:left="{indent}" w:right="{indent}"/></w:pPr></w:p>"#
            )
        };
        // Papers of the Party have a star on the left and no motto on the right.
        let is_party = masthead.motto.is_empty();
        let mut left: String = masthead
            .superior
            .iter()
            .map(|text| line(text, ""))
            .collect();
        left += &line(&masthead.issuer, BOLD);
        left += &match is_party {
            true => line("*", ""),
            false => rule(1200),
        };
        left += &line(&masthead.number, r#"<w:sz w:val="26"/>"#);
        let right = line(masthead.state, BOLD)
            + &match is_party {
                true => String::new(),
                false => line(masthead.motto, r#"<w:b/><w:sz w:val="26"/>"#),
            }
            + &rule(1250)
            + &line("", "").repeat(masthead.superior.len().saturating_sub(1))
            + &line(&masthead.place_and_date, r#"<w:i/><w:sz w:val="26"/>"#);
        // The name of the state takes 270 points in bold capitals of 12.
        self.side_by_side(&left, 3650, &right);
        self.paragraph("Title", "", &run(paper.kind, ""));
        self.paragraph("Subtitle", "", &run(&paper.title, BOLD));
        self.paragraph(
            "Subtitle",
            r#"<w:spacing w:before="60" w:after="240"/>"#,
            &run(&format!("({})", paper.subtitle), "<w:i/>"),
        );
    }

    /// Two cells without lines.
    fn side_by_side(&mut self, left: &str, width: u32, right: &str) {
        let rest = WIDTH - width;
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{rest}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{left}</w:tc><w:tc><w:tcPr><w:tcW w:w="{rest}" w:type="dxa"/></w:tcPr>{right}</w:tc></w:tr></w:tbl>"#
        );
    }

    fn signature(&mut self, paper: &Paper) {
        let line = |style: &str, text: &str, properties: &str| {
            format!(
                r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#,
                run(text, properties)
            )
        };
        let left = line(
            "Recipients",
            "Nơi nhận:",
            "<w:b/><w:i/><w:sz w:val=\"24\"/>",
        ) + &paper
            .signature
            .recipients
            .iter()
            .map(|text| line("Recipients", text, ""))
            .collect::<String>();
        let right = paper.signature.lines.iter().map(|text| line("Masthead", text, r#"<w:b/><w:sz w:val="26"/>"#)).collect::<String>()
            // Room for the signature and seal.
            + &line("Masthead", "", "").repeat(5)
            + &line("Masthead", &paper.signature.name, r#"<w:b/><w:sz w:val="26"/>"#);
        self.paragraph("Normal", "", "");
        match &paper.signature.secretary {
            None => self.side_by_side(&left, 4700, &right),
            Some(secretary) => {
                let secretary = line("Masthead", secretary, r#"<w:b/><w:sz w:val="26"/>"#);
                self.side_by_side(&secretary, 4700, &right);
                self.xml.push_str(&left);
            }
        }
    }

    fn section(&mut self, section: &Section, level: u8) {
        let page = if section.own_page {
            "<w:pageBreakBefore/>"
        } else {
            ""
        };
        let id = self.bookmarks.get(&section.id).copied().unwrap_or_default();
        let heading = format!(
            r#"<w:bookmarkStart w:id="{id}" w:name="_muc{id}"/>{}<w:bookmarkEnd w:id="{id}"/>"#,
            run(&section.title, "")
        );
        self.paragraph(&format!("Heading{level}"), page, &heading);
        for block in &section.blocks {
            self.block(block);
        }
        for part in &section.sections {
            self.section(part, level + 1);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Text { spans } => {
                let runs: String = spans
                    .iter()
                    .map(|span| run(&span.text, if span.strong { BOLD } else { "" }))
                    .collect();
                self.paragraph("BodyText", "", &runs);
            }
            Block::Tiles { tiles } => self.tiles(tiles),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => {
                let height = 22
                    + u32::try_from(bars.rows.len()).unwrap_or(60)
                        * if bars.rows.len() > 20 { 5 } else { 8 };
                self.chart(
                    &bars.caption,
                    &bars.alt,
                    chart::bars(bars),
                    WIDTH,
                    height.min(225),
                );
            }
            Block::Trend(trend) => {
                self.paragraph("Caption", "", &run(&trend.caption, ""));
                for line in &trend.lines {
                    self.chart(&line.label, &trend.alt, chart::line(line), WIDTH, 55);
                }
            }
            Block::Timeline(timeline) => {
                let height = 14 + u32::try_from(timeline.rows.len()).unwrap_or(20) * 7;
                self.chart(
                    &timeline.caption,
                    &timeline.alt,
                    chart::timeline(timeline),
                    WIDTH,
                    height,
                );
            }
            Block::Terms { terms } => {
                for (term, meaning) in terms {
                    let runs = run(&format!("{term}: "), BOLD) + &run(meaning, "");
                    self.paragraph("Term", "", &runs);
                }
            }
        }
    }

    fn chart(&mut self, caption: &str, alt: &str, chart: String, width: u32, height_mm: u32) {
        self.charts.push(chart);
        let number = self.charts.len();
        let (cx, cy) = (width * 635, height_mm * EMU);
        self.paragraph("Caption", "", &run(caption, ""));
        let drawing = format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name="Biểu đồ {number}" descr="{}"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rIdC{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#,
            escape(alt)
        );
        self.paragraph("Chart", "", &drawing);
    }

    fn tiles(&mut self, tiles: &[Tile]) {
        let width = WIDTH / u32::try_from(tiles.len()).unwrap_or(1).max(1);
        let grid = format!(r#"<w:gridCol w:w="{width}"/>"#).repeat(tiles.len());
        let mut cells = String::new();
        for tile in tiles {
            let colour = tile.tone.map_or("", colour);
            let mark = tile
                .tone
                .map_or_else(String::new, |tone| format!("{} ", tone.mark()));
            let _ = write!(
                cells,
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{}{}</w:p><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{}</w:p><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{}</w:p></w:tc>"#,
                run(&mark, colour),
                run(&tile.label, ""),
                run(&tile.text, &format!("<w:b/>{colour}<w:sz w:val=\"36\"/>")),
                // A line of the same height where there is no note.
                run(
                    if tile.note.is_empty() {
                        "\u{a0}"
                    } else {
                        &tile.note
                    },
                    NOTE
                ),
            );
        }
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Tiles"/><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"#
        );
        self.paragraph("Gap", "", "");
    }

    fn table(&mut self, table: &Table) {
        let sum: u32 = table
            .columns
            .iter()
            .map(|column| u32::from(column.width))
            .sum();
        let widths: Vec<u32> = table
            .columns
            .iter()
            .map(|column| WIDTH * u32::from(column.width) / sum.max(1))
            .collect();
        let grid: String = widths
            .iter()
            .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
            .collect();
        self.paragraph("Caption", "", &run(&table.caption, ""));
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Report"/><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#,
            escape(&table.caption)
        );
        let style = if table.is_dense { "CellDense" } else { "Cell" };
        self.xml
            .push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            let _ = write!(
                self.xml,
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:jc w:val="center"/></w:pPr>{}</w:p></w:tc>"#,
                run(&column.title, BOLD)
            );
        }
        self.xml.push_str("</w:tr>");
        for row in &table.rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for ((cell, column), width) in row.iter().zip(&table.columns).zip(&widths) {
                self.cell(cell, column.is_number, style, *width);
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl>");
        match &table.more {
            Some(more) => self.paragraph("Caption", "", &run(more, "")),
            None => self.paragraph("Gap", "", ""),
        }
    }

    fn cell(&mut self, cell: &Cell, is_number: bool, style: &str, width: u32) {
        let align = if is_number {
            r#"<w:jc w:val="right"/>"#
        } else {
            ""
        };
        let _ = write!(
            self.xml,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr>"#
        );
        let colour = cell.tone.map_or("", colour);
        let is_bold = cell.strong || matches!(cell.tone, Some(Tone::Late | Tone::AtRisk));
        let size = if cell.is_code {
            r#"<w:sz w:val="13"/>"#
        } else {
            ""
        };
        let properties = format!("{}{colour}{size}", if is_bold { BOLD } else { "" });
        let mark = cell
            .tone
            .map_or_else(String::new, |tone| format!("{}\u{a0}", tone.mark()));
        let runs = run(&mark, colour) + &run(&unbroken(cell), &properties);
        match cell.link.as_ref().and_then(|link| self.bookmarks.get(link)) {
            Some(id) => {
                let _ = write!(
                    self.xml,
                    r#"<w:hyperlink w:anchor="_muc{id}">{runs}</w:hyperlink>"#
                );
            }
            None => self.xml.push_str(&runs),
        }
        self.xml.push_str("</w:p>");
        for note in &cell.notes {
            let _ = write!(
                self.xml,
                r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr>{}</w:p>"#,
                run(note, NOTE)
            );
        }
        self.xml.push_str("</w:tc>");
    }
}
