//! Paragraphs, runs and tables of the main part.

use super::numbering::{Numbering, Place};
use super::package::Part;
use super::xml::{Element, Visit, walk};
use crate::legacy::{self, Legacy};
use crate::lines::{Lines, Span};
use crate::refusal::Bound;
use crate::{Limits, ReadRefusal};

/// Elements whose content is no text of the document.
const SKIPPED: &[&str] = &[
    // The second rendering of a drawing, for old programs.
    "Fallback",
    "del",
    "moveFrom",
    "sdtPr",
    "tblPr",
    "trPr",
    "sectPr",
    "instrText",
    "footnotePr",
];

/// What was met on the way.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub(super) deletions: usize,
    pub(super) insertions: usize,
    pub(super) comments: usize,
    pub(super) legacy: Option<Legacy>,
}

/// A font of the time before Unicode: what its letters stand for, and whether
/// it shows capitals only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OldFont {
    legacy: Legacy,
    capitals: bool,
}

impl OldFont {
    fn of(name: &str) -> Option<Self> {
        let legacy = if name.starts_with(".Vn") {
            Legacy::Tcvn3
        } else if name.to_ascii_uppercase().starts_with("VNI-") {
            Legacy::Vni
        } else {
            return None;
        };
        Some(Self {
            legacy,
            capitals: legacy == Legacy::Tcvn3 && name.ends_with('H'),
        })
    }
}

#[derive(Debug, Default)]
struct Run {
    font: Option<OldFont>,
    hidden: bool,
}

#[derive(Debug, Default)]
struct Paragraph {
    place: Place,
    style: Option<String>,
    /// The paragraph mark was deleted: the next one goes on.
    goes_on: bool,
    /// Text, by font where the font is old.
    pieces: Vec<(Option<OldFont>, String)>,
    /// Properties are being read, not text.
    in_properties: bool,
    run: Option<Run>,
    in_text: bool,
}

/// The text as it grows.
pub(super) struct Body<'l> {
    numbering: Numbering,
    limits: &'l Limits,
    lines: Lines,
    seen: Seen,
    /// Open paragraphs: a text box stands inside one.
    open: Vec<Paragraph>,
    /// Lines of text boxes, which follow the paragraph they hang on.
    boxes: Vec<String>,
    /// Pieces of a paragraph that goes on in the next.
    carried: Vec<(Option<OldFont>, String)>,
    /// How far the open cell of a table reaches.
    cell: Span,
    /// How deep inside a skipped element.
    skipped: usize,
    /// A note that separates, not one that says something.
    bytes: usize,
}

impl<'l> Body<'l> {
    pub(super) fn new(numbering: Numbering, limits: &'l Limits) -> Self {
        Self {
            numbering,
            limits,
            lines: Lines::default(),
            cell: Span::default(),
            seen: Seen::default(),
            open: Vec::new(),
            boxes: Vec::new(),
            carried: Vec::new(),
            skipped: 0,
            bytes: 0,
        }
    }

    pub(super) fn read(&mut self, part: &Part) -> Result<(), ReadRefusal> {
        let limits = self.limits;
        walk(part, limits, self)
    }

    pub(super) fn finish(mut self) -> (String, Seen) {
        self.flush_boxes();
        (self.lines.finish(), self.seen)
    }

    fn add(&mut self, text: &str) {
        self.bytes += text.len();
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        let font = match &paragraph.run {
            Some(run) if run.hidden => return,
            Some(run) => run.font,
            None => None,
        };
        match paragraph.pieces.last_mut() {
            Some((last, piece)) if *last == font => piece.push_str(text),
            _ => paragraph.pieces.push((font, text.to_owned())),
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else {
            return;
        };
        let mut pieces = std::mem::take(&mut self.carried);
        pieces.append(&mut paragraph.pieces);
        if paragraph.goes_on {
            self.carried = pieces;
            return;
        }
        let text: String = pieces
            .into_iter()
            .map(|(font, piece)| self.in_unicode(font, piece))
            .collect();
        if text.trim().is_empty() {
            // Word numbers empty paragraphs, but nobody means them.
            return;
        }
        let number = self
            .numbering
            .next(&paragraph.place, paragraph.style.as_deref());
        let text = match number {
            Some(number) if !number.is_empty() => format!("{number} {}", text.trim_start()),
            _ => text,
        };
        if self.open.is_empty() {
            for line in text.lines() {
                self.lines.push(line);
                self.lines.end_line();
            }
            self.flush_boxes();
        } else {
            self.boxes.push(text);
        }
    }

    fn flush_boxes(&mut self) {
        for text in std::mem::take(&mut self.boxes) {
            for line in text.lines() {
                self.lines.push(line);
                self.lines.end_line();
            }
        }
    }

    fn in_unicode(&mut self, font: Option<OldFont>, piece: String) -> String {
        let Some(font) = font else { return piece };
        // Some documents name an old font and yet hold Unicode letters.
        if piece.is_ascii() || legacy::is_unicode_vietnamese(&piece) {
            return piece;
        }
        let text = font.legacy.decode(&piece);
        if text != piece {
            self.seen.legacy = Some(font.legacy);
        }
        if font.capitals {
            text.to_uppercase()
        } else {
            text
        }
    }

    fn properties(&mut self, name: &str, element: &Element<'_>) {
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        match name {
            "numId" => paragraph.place.instance = element.val(),
            "ilvl" => paragraph.place.level = element.val().and_then(|level| level.parse().ok()),
            "pStyle" => paragraph.style = element.val(),
            "del" => paragraph.goes_on = true,
            _ => {}
        }
    }

    fn in_run(&mut self, name: &str, element: &Element<'_>) {
        let run = self.open.last_mut().and_then(|paragraph| {
            paragraph.in_text = name == "t";
            paragraph.run.as_mut()
        });
        let Some(run) = run else { return };
        match name {
            "rFonts" => {
                let font = element
                    .attribute("ascii")
                    .or_else(|| element.attribute("hAnsi"));
                run.font = font.as_deref().and_then(OldFont::of);
            }
            "vanish" => run.hidden = element.is_on(),
            "tab" | "ptab" => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            "commentReference" => self.seen.comments += 1,
            _ => {}
        }
    }
}

impl Visit for Body<'_> {
    fn start(&mut self, name: &str, element: &Element<'_>) -> Result<(), ReadRefusal> {
        crate::bound(
            Bound::TextBytes,
            self.lines.len().max(self.bytes),
            self.limits.max_text_bytes,
        )?;
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        let in_properties = self.open.last().is_some_and(|open| open.in_properties);
        if in_properties && name != "pPrChange" {
            self.properties(name, element);
            return Ok(());
        }
        if SKIPPED.contains(&name) || name.ends_with("PrChange") {
            self.skipped = 1;
            self.seen.deletions += usize::from(matches!(name, "del" | "moveFrom"));
            return Ok(());
        }
        match name {
            "ins" | "moveTo" => self.seen.insertions += 1,
            "p" => self.open.push(Paragraph::default()),
            "pPr" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.in_properties = true;
                }
            }
            "r" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.run = Some(Run::default());
                }
            }
            "tbl" => self.lines.begin_table(),
            "tr" => self.lines.begin_row(),
            "tc" => {
                self.cell = Span::default();
                self.lines.cell();
            }
            "gridSpan" => {
                self.cell.columns = element.val().and_then(|n| n.parse().ok()).unwrap_or(1);
                self.lines.span(self.cell);
            }
            "vMerge" => {
                self.cell.goes_on = element.val().is_none_or(|val| val != "restart");
                self.lines.span(self.cell);
            }
            _ => self.in_run(name, element),
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadRefusal> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "p" => self.end_paragraph(),
            "tr" => self.lines.end_row(),
            "tbl" => self.lines.end_table(),
            _ => {
                if let Some(paragraph) = self.open.last_mut() {
                    match name {
                        "pPr" => paragraph.in_properties = false,
                        "r" => paragraph.run = None,
                        "t" => paragraph.in_text = false,
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.open.last().is_some_and(|open| open.in_text) {
            self.add(text);
        }
    }
}
