//! Glyphs to lines.
//!
//! The order in which a page is drawn is the order in which its maker wrote it
//! (a heading's left column before its right one, a table cell by cell), so
//! that order is kept. Where a line ends and where blanks stand is read from
//! the distances, since PDFs often draw neither.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Vec2};

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
        let mut lines: Vec<&str> = self
            .text
            .lines()
            .map(str::trim)
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
fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| matches!(c, '-' | '–' | ' '));
    (1..=4).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where the last glyph was.
#[derive(Debug, Clone, Copy)]
struct Last {
    start: Point,
    end: Point,
    size: f64,
    along: Vec2,
}

/// A page being drawn.
pub(super) struct Drawing<'s> {
    page: Page,
    last: Option<Last>,
    stop: &'s AtomicBool,
    left: usize,
}

/// What unwinds the thread when nobody waits for it any more.
struct Stopped;

impl<'s> Drawing<'s> {
    pub(super) fn new(stop: &'s AtomicBool, left: usize) -> Self {
        Self {
            page: Page::default(),
            last: None,
            stop,
            left,
        }
    }

    pub(super) fn finish(self) -> Page {
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
        if self.page.text.len() > self.left {
            self.page.full = true;
            return;
        }
        let text = self.letters(glyph);
        let width = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map(f64::from),
            Glyph::Type3(_) => None,
        };
        let start = place * Point::ORIGIN;
        let size = (place * Point::new(0.0, 1000.0) - start).hypot();
        let end = place * Point::new(width.unwrap_or(500.0), 0.0);
        let along = (place * Point::new(1000.0, 0.0) - start).normalize();
        if !(size.is_finite() && size > 0.0 && along.is_finite() && end.is_finite()) {
            return;
        }
        let here = Last {
            start,
            end,
            size,
            along,
        };
        if self.is_drawn_twice(&here, &text) {
            return;
        }
        self.separate(&here, &text);
        self.page.letters += text.chars().filter(|c| c.is_alphanumeric()).count();
        self.page.text.push_str(&text);
        // A combining mark is drawn over its letter and moves nothing.
        if !text
            .chars()
            .all(unicode_normalization::char::is_combining_mark)
        {
            self.last = Some(here);
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

    /// Bold that is made by drawing each glyph twice.
    fn is_drawn_twice(&self, here: &Last, text: &str) -> bool {
        self.last.is_some_and(|last| {
            (last.start - here.start).hypot() < here.size * 0.04
                && !text.trim().is_empty()
                && self.page.text.ends_with(text)
        })
    }

    /// Puts a line break or a blank before a glyph where the distance says so.
    fn separate(&mut self, here: &Last, text: &str) {
        let Some(last) = self.last else { return };
        let step = here.start - last.end;
        let forward = step.dot(here.along);
        let aside = step.cross(here.along).abs();
        let size = here.size.max(last.size);
        let turned = last.along.dot(here.along) < 0.7;
        // Superscripts rise by up to half their line.
        if turned || aside > size * 0.55 || forward < -size * 1.5 {
            self.page.text.push('\n');
        } else if forward > size * 3.0 {
            self.page.text.push('\t');
        } else if forward > size * 0.17 && !text.starts_with(' ') && !self.page.text.ends_with(' ')
        {
            self.page.text.push(' ');
        }
    }
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

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.look_up();
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
    fn pop_transparency_group(&mut self) {}
}
