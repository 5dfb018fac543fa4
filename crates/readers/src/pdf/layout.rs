//! Glyphs to lines.
//!
//! The order in which a page is drawn is the order in which its maker wrote it
//! (a heading's left column before its right one, a table cell by cell), so
//! that order is kept. Where a line ends and where blanks stand is read from
//! the distances, since PDFs often draw neither. Within a line the places
//! decide: letters that a font lacks are often drawn after all others.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Vec2};
use unicode_normalization::UnicodeNormalization as _;

use crate::lines::LONGEST_CARRIED;

use super::grid::{Grid, Rules, turned};
use super::marked::{Instead, Marked};

/// What one page gave.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    /// Letters and digits.
    pub(super) letters: usize,
    /// Glyphs without a letter.
    pub(super) unknown: usize,
    /// Pictures drawn.
    pub(super) pictures: usize,
    /// More text than the limits allow.
    pub(super) full: bool,
}

impl Page {
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Returns the lines without blank ones and without the page number.
    pub(super) fn lines(&self) -> Vec<&str> {
        // A tab at the front of a row stands for its empty first cell.
        let mut lines: Vec<&str> = self
            .text
            .lines()
            .map(|line| line.trim_end().trim_start_matches(' '))
            .filter(|line| !line.is_empty())
            .collect();
        if lines.len() > 1 && lines.first().is_some_and(|line| is_page_number(line)) {
            lines.remove(0);
        }
        if lines.len() > 1 && lines.last().is_some_and(|line| is_page_number(line)) {
            lines.pop();
        }
        lines
    }
}

/// A number alone at the top or foot of a page, perhaps between dashes.
pub(super) fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| matches!(c, '-' | '–' | ' '));
    (1..=4).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// A drawn glyph.
#[derive(Debug, Clone)]
struct Drawn {
    start: Point,
    end: Point,
    size: f64,
    /// The direction of writing.
    along: Vec2,
    text: String,
    /// Its font tells no widths: where it ends is a guess.
    guessed: bool,
}

impl Drawn {
    /// How far along the line of another glyph this one begins.
    fn forward_of(&self, other: Point) -> f64 {
        (self.start - other).dot(self.along)
    }

    /// How far off the line of another glyph this one stands.
    fn aside_of(&self, other: Point) -> f64 {
        (self.start - other).cross(self.along).abs()
    }
}

/// Glyphs on one baseline, in the order in which they were drawn; never empty.
#[derive(Debug)]
struct Line(Vec<Drawn>);

impl Line {
    /// Says whether a glyph fills a gap of this line or touches its ends.
    fn holds(&self, glyph: &Drawn) -> bool {
        let Some(first) = self.0.first() else {
            return false;
        };
        if glyph.aside_of(first.start) > first.size * 0.2 || first.along.dot(glyph.along) < 0.7 {
            return false;
        }
        let near = glyph.size * 0.5;
        let after_start = self
            .0
            .iter()
            .any(|other| glyph.forward_of(other.start) > -near * 2.0);
        let before_end = self
            .0
            .iter()
            .any(|other| glyph.forward_of(other.end) < near);
        after_start && before_end
    }

    fn text(mut self) -> String {
        let Some(along) = self.0.first().map(|first| first.along) else {
            return String::new();
        };
        let place = |glyph: &Drawn| glyph.start.to_vec2().dot(along);
        self.0.sort_by(|a, b| place(a).total_cmp(&place(b)));
        let mut text = String::new();
        let mut last: Option<&Drawn> = None;
        for glyph in &self.0 {
            if let Some(last) = last {
                if is_drawn_twice(last, glyph) {
                    continue;
                }
                separate(&mut text, last, glyph);
            }
            text.push_str(&glyph.text);
            last = Some(glyph);
        }
        text
    }
}

/// Bold that is made by drawing each glyph twice.
fn is_drawn_twice(last: &Drawn, glyph: &Drawn) -> bool {
    last.text == glyph.text && (last.start - glyph.start).hypot() < glyph.size * 0.06
}

/// Puts a blank before a glyph where the distance says so.
fn separate(text: &mut String, last: &Drawn, glyph: &Drawn) {
    let gap = glyph.forward_of(last.end);
    let size = glyph.size.max(last.size);
    // Browsers draw a letter that a font lacks in one without widths, between
    // letters and blanks of the font itself.
    let least = if last.guessed && !glyph.guessed {
        0.4
    } else {
        0.17
    };
    if gap > size * 3.0 {
        text.push('\t');
    } else if gap > size * least && !glyph.text.starts_with(' ') && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// How far back a line is looked for that a glyph belongs to.
const RECENT_LINES: usize = 80;

/// A page being drawn.
pub(super) struct Drawing<'s> {
    page: Page,
    lines: Vec<Line>,
    /// The line that is being drawn.
    present: usize,
    marked: Marked,
    rules: Rules,
    /// Running heads and page numbers, as a tagged PDF marks them.
    artifacts: Vec<Line>,
    artifact_letters: usize,
    bytes: usize,
    stop: &'s AtomicBool,
    left: usize,
}

/// What unwinds the thread when nobody waits for it any more.
struct Stopped;

impl<'s> Drawing<'s> {
    pub(super) fn new(stop: &'s AtomicBool, left: usize, marked: Marked) -> Self {
        Self {
            page: Page::default(),
            lines: Vec::new(),
            present: 0,
            marked,
            rules: Rules::default(),
            artifacts: Vec::new(),
            artifact_letters: 0,
            bytes: 0,
            stop,
            left,
        }
    }

    pub(super) fn finish(mut self) -> Page {
        // A page whose words are nearly all artifacts was marked by mistake.
        if self.artifact_letters > self.page.letters {
            self.page.letters += self.artifact_letters;
            self.lines.splice(0..0, self.artifacts);
        }
        let grids = self.rules.grids(direction(&self.lines));
        let lines = tabled(self.lines, &grids);
        self.page.text = lines.join("\n");
        self.page
    }

    fn look_up(&self) {
        if self.stop.load(Ordering::Relaxed) {
            // Without a message: this is no bug. The library has no other way
            // to be told to stop.
            resume_unwind(Box::new(Stopped));
        }
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, place: Affine) {
        if self.bytes > self.left {
            self.page.full = true;
            return;
        }
        let text = match self.marked.instead() {
            Instead::Glyph => self.letters(glyph),
            Instead::Text(text) => text.replace(['\n', '\r', '\t', '\u{A0}'], " "),
            Instead::Nothing => return self.stretch(glyph, place),
        };
        let width = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map(f64::from),
            Glyph::Type3(_) => None,
        };
        let start = place * Point::ORIGIN;
        let glyph = Drawn {
            start,
            end: place * Point::new(width.unwrap_or_else(|| usual_width(&text)), 0.0),
            size: (place * Point::new(0.0, 1000.0) - start).hypot(),
            along: (place * Point::new(1000.0, 0.0) - start).normalize(),
            text,
            guessed: width.is_none(),
        };
        let sound = glyph.size.is_finite() && glyph.along.is_finite() && glyph.end.is_finite();
        if sound && glyph.size > 0.0 && !glyph.text.is_empty() {
            self.bytes += glyph.text.len();
            if self.marked.is_artifact() {
                self.artifact_letters += glyph.text.chars().filter(|c| c.is_alphanumeric()).count();
                return self.put_artifact(glyph);
            }
            self.page.letters += glyph.text.chars().filter(|c| c.is_alphanumeric()).count();
            self.put(glyph);
        }
    }

    /// The letters of a passage reach as far as its last glyph.
    fn stretch(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let width = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map(f64::from),
            Glyph::Type3(_) => None,
        };
        let end = place * Point::new(width.unwrap_or(500.0), 0.0);
        let last = self
            .lines
            .get_mut(self.present)
            .and_then(|line| line.0.last_mut());
        if let Some(last) = last.filter(|_| end.is_finite()) {
            let on_line = (end - last.start).cross(last.along).abs() <= last.size * 0.55;
            if on_line && (end - last.end).dot(last.along) > 0.0 {
                last.end = end;
            }
        }
    }

    fn put_artifact(&mut self, glyph: Drawn) {
        match self.artifacts.last_mut() {
            Some(line) if line.0.last().is_some_and(|last| goes_on(last, &glyph)) => {
                line.0.push(glyph);
            }
            _ => self.artifacts.push(Line(vec![glyph])),
        }
    }

    /// Puts a glyph into the line it belongs to, or begins one.
    fn put(&mut self, glyph: Drawn) {
        if let Some(last) = self
            .lines
            .get_mut(self.present)
            .and_then(|line| line.0.last_mut())
        {
            // A combining mark is drawn over its letter and moves nothing.
            if glyph
                .text
                .chars()
                .all(unicode_normalization::char::is_combining_mark)
            {
                last.text.push_str(&glyph.text);
                return;
            }
            if goes_on(last, &glyph) {
                self.lines[self.present].0.push(glyph);
                return;
            }
        }
        let from = self.lines.len().saturating_sub(RECENT_LINES);
        let found = self.lines[from..]
            .iter()
            .rposition(|line| line.holds(&glyph));
        match found {
            Some(index) => {
                self.present = from + index;
                self.lines[self.present].0.push(glyph);
            }
            // A blank alone begins nothing.
            None if glyph.text.trim().is_empty() => {}
            None => {
                self.present = self.lines.len();
                self.lines.push(Line(vec![glyph]));
            }
        }
    }

    fn letters(&mut self, glyph: &Glyph<'_>) -> String {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{FFFD}".to_owned(),
        };
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                'ﬀ' => out.push_str("ff"),
                'ﬁ' => out.push_str("fi"),
                'ﬂ' => out.push_str("fl"),
                'ﬃ' => out.push_str("ffi"),
                'ﬄ' => out.push_str("ffl"),
                'ﬅ' | 'ﬆ' => out.push_str("st"),
                '\u{A0}' | '\t' | '\n' | '\r' => out.push(' '),
                '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' => {
                    self.page.unknown += 1;
                    out.push('\u{FFFD}');
                }
                c if c.is_control() => {}
                c => out.push(c),
            }
        }
        out
    }
}

/// How wide a letter usually is, in thousandths of its size.
fn usual_width(text: &str) -> f64 {
    match text.nfd().next() {
        Some('i' | 'l' | 't' | 'j' | 'f' | 'r' | 'I' | '.' | ',' | ' ') => 330.0,
        Some('m' | 'w' | 'M' | 'W') => 830.0,
        Some(c) if c.is_uppercase() => 700.0,
        _ => 500.0,
    }
}

/// The direction in which most of a page is written.
fn direction(lines: &[Line]) -> Vec2 {
    let upright = Vec2::new(1.0, 0.0);
    let on_its_side = |line: &&Line| {
        let first = line.0.first();
        first.is_some_and(|glyph| glyph.along.dot(upright).abs() < 0.7)
    };
    let turned = lines.iter().filter(on_its_side).count();
    if turned * 2 <= lines.len() {
        return upright;
    }
    let side = lines
        .iter()
        .find(on_its_side)
        .and_then(|line| line.0.first());
    side.map_or(upright, |glyph| glyph.along)
}

/// The cells of a table, each with its glyphs.
struct Cells<'g> {
    grid: &'g Grid,
    glyphs: Vec<Vec<Drawn>>,
}

/// Turns lines to text. What stands in a table is taken out of its lines and
/// comes row by row, where the first of it was drawn.
fn tabled(lines: Vec<Line>, grids: &[Grid]) -> Vec<String> {
    if grids.is_empty() {
        return lines.into_iter().map(Line::text).collect();
    }
    let along = direction(&lines);
    let mut tables: Vec<Cells<'_>> = grids
        .iter()
        .map(|grid| Cells {
            grid,
            glyphs: vec![Vec::new(); grid.rows() * grid.columns()],
        })
        .collect();
    // A line of text, or the place of a table.
    let mut out: Vec<Result<String, usize>> = Vec::new();
    let mut placed = vec![false; tables.len()];
    for line in lines {
        let mut rest = Vec::new();
        for glyph in line.0 {
            let middle = glyph.start.midpoint(glyph.end);
            let (u, v) = turned(middle, along);
            // The middle of a letter stands above its baseline.
            let place = (u, v - glyph.size * 0.3);
            let found = tables.iter_mut().enumerate().find_map(|(table, cells)| {
                let (row, column) = cells.grid.place(place)?;
                let (row, column) = cells.grid.cell(row, column);
                Some((table, row * cells.grid.columns() + column))
            });
            match found {
                Some((table, cell)) => {
                    if !placed[table] {
                        placed[table] = true;
                        out.push(Err(table));
                    }
                    tables[table].glyphs[cell].push(glyph);
                }
                None => rest.push(glyph),
            }
        }
        if !rest.is_empty() {
            out.push(Ok(Line(rest).text()));
        }
    }
    let mut text = Vec::new();
    for line in out {
        match line {
            Ok(line) => text.push(line),
            Err(table) => text.extend(tables[table].rows(along)),
        }
    }
    text
}

impl Cells<'_> {
    /// The rows, their cells parted by tabs. A cell over several rows stands in each
    /// of them, one over several columns in the first; one over all columns is a
    /// line of its own.
    fn rows(&mut self, along: Vec2) -> Vec<String> {
        let columns = self.grid.columns();
        let mut out = Vec::new();
        // What each column says, for the rows that its cell goes on in.
        let mut said = vec![String::new(); columns];
        for row in 0..self.grid.rows() {
            let whole = (1..columns).all(|column| self.grid.cell(row, column).1 == 0);
            let mut cells = Vec::with_capacity(columns);
            for (column, said) in said.iter_mut().enumerate() {
                let home = self.grid.cell(row, column);
                if home == (row, column) {
                    let glyphs = std::mem::take(&mut self.glyphs[row * columns + column]);
                    let words = cell_text(glyphs, along);
                    said.clear();
                    if words.len() <= LONGEST_CARRIED {
                        said.push_str(&words);
                    }
                    cells.push(words);
                } else if home.1 == column && !whole {
                    cells.push(said.clone());
                } else {
                    cells.push(String::new());
                }
            }
            let line = if whole {
                cells.concat()
            } else {
                cells.join("\t")
            };
            if !line.trim().is_empty() {
                out.push(line.trim_end().to_owned());
            }
        }
        out
    }
}

/// The lines of one cell, from top to bottom, as one line.
fn cell_text(glyphs: Vec<Drawn>, along: Vec2) -> String {
    let mut lines: Vec<(f64, Line)> = Vec::new();
    for glyph in glyphs {
        let (_, down) = turned(glyph.start, along);
        // Nearly always the line that was drawn last.
        let same = |line: &&mut (f64, Line)| (line.0 - down).abs() <= glyph.size * 0.45;
        match lines.iter_mut().rev().take(RECENT_LINES).find(same) {
            Some((_, line)) => line.0.push(glyph),
            None => lines.push((down, Line(vec![glyph]))),
        }
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let words: Vec<String> = lines
        .into_iter()
        .map(|(_, line)| line.text().replace('\t', " ").trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    words.join(" ")
}

/// Says whether a glyph follows the last one on its line. Superscripts rise by
/// up to half their line.
fn goes_on(last: &Drawn, glyph: &Drawn) -> bool {
    let size = glyph.size.max(last.size);
    let forward = glyph.forward_of(last.end);
    last.along.dot(glyph.along) >= 0.7
        && glyph.aside_of(last.end) <= size * 0.55
        && forward > -size * 0.8
}

impl<'a> Device<'a> for Drawing<'_> {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.look_up();
        self.glyph(glyph, transform * glyph_transform);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.look_up();
        self.page.pictures += 1;
    }

    fn draw_path(&mut self, path: &BezPath, place: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.look_up();
        self.rules.add(path, place, mode);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.look_up();
    }
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {
        self.look_up();
    }
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.look_up();
    }
    fn pop_clip_path(&mut self) {}
    fn begin_marked_content(&mut self, tag: &[u8], mcid: Option<i32>) {
        self.marked.begin(tag, mcid);
    }
    fn end_marked_content(&mut self) {
        self.marked.end();
    }
    fn pop_transparency_group(&mut self) {}
}
