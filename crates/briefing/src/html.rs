//! The briefing as one HTML file: no script, nothing loaded from elsewhere.
//!
//! Readable on a phone, on paper, in dark, by keyboard. Each figure carries its
//! key and receipt (`data-key`, `title`); Appendix III lists the receipts as text.

use std::fmt::Write as _;

use askama::Template;

use crate::model::Briefing;
use crate::paper::{Block, Limits, Paper, TrendLine};

#[derive(Template)]
#[template(path = "briefing.html")]
struct Page<'a> {
    paper: &'a Paper,
    css: &'static str,
}

/// Renders the briefing as an HTML document. Tables are cut at
/// [`Limits::screen`] and say so.
pub fn render(briefing: &Briefing) -> String {
    let paper = Paper::of(briefing, Limits::screen(briefing));
    let page = Page {
        paper: &paper,
        css: include_str!("../templates/briefing.css"),
    };
    #[expect(
        clippy::expect_used,
        reason = "writing to a text does not fail, and no filter does"
    )]
    page.render().expect("the template renders")
}

mod filters {
    #![expect(
        unreachable_pub,
        reason = "the attribute makes public structs of filters"
    )]

    use crate::figure::tenths_of_percent;
    use crate::paper::{Tone, TrendLine};

    /// The class of a tone.
    #[askama::filter_fn]
    pub(super) fn tone_class(tone: &Tone, _: &dyn askama::Values) -> askama::Result<&'static str> {
        Ok(match tone {
            Tone::Done => "done",
            Tone::DoneLate => "done-late",
            Tone::Waiting => "waiting",
            Tone::InTime => "in-time",
            Tone::AtRisk => "at-risk",
            Tone::Late => "late",
            Tone::Suspended => "suspended",
        })
    }

    /// A share in percent with one decimal, for lengths.
    #[askama::filter_fn]
    pub(super) fn share(part: &u32, _: &dyn askama::Values, whole: &u32) -> askama::Result<String> {
        let tenths = tenths_of_percent(*part, *whole);
        Ok(format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// A line as SVG.
    #[askama::filter_fn]
    pub(super) fn drawn(line: &TrendLine, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(super::drawn(line))
    }
}

const WIDTH: u32 = 380;
const LEFT: u32 = 46;
const TOP: u32 = 24;
const HEIGHT: u32 = 110;

/// Draws a line as SVG. Its texts are periods and numbers, which need no escape.
fn drawn(line: &TrendLine) -> String {
    let steps = u32::try_from(line.points.len().saturating_sub(1))
        .unwrap_or(1)
        .max(1);
    let x =
        |index: usize| LEFT + 24 + (WIDTH - LEFT - 54) * u32::try_from(index).unwrap_or(0) / steps;
    let y = |value: u32| TOP + HEIGHT - HEIGHT * value.min(line.max) / line.max.max(1);
    let class = match line.tone {
        crate::paper::Tone::Late => "late",
        _ => "done",
    };
    let mut svg = format!(
        r#"<svg viewBox="0 0 {WIDTH} {}" focusable="false">"#,
        TOP + HEIGHT + 28
    );
    for (value, text) in &line.ticks {
        let at = y(*value);
        let _ = write!(
            svg,
            r#"<line class="gr" x1="{LEFT}" x2="{}" y1="{at}" y2="{at}"/><text class="tk" x="{}" y="{}" text-anchor="end">{text}</text>"#,
            WIDTH - 6,
            LEFT - 6,
            at + 4
        );
    }
    let mut path = String::new();
    for (index, point) in line.points.iter().enumerate() {
        if let Some(value) = point.value {
            let _ = write!(
                path,
                "{}{},{}",
                if path.is_empty() { "M" } else { " L" },
                x(index),
                y(value)
            );
        }
    }
    let _ = write!(
        svg,
        r#"<path class="{class}" d="{path}" stroke-width="2.5"/>"#
    );
    for (index, point) in line.points.iter().enumerate() {
        let at = x(index);
        if let Some(then) = point.then {
            let _ = write!(
                svg,
                r#"<circle class="{class}" cx="{at}" cy="{}" r="5" stroke-width="1.5"/>"#,
                y(then)
            );
        }
        if let Some(value) = point.value {
            let _ = write!(
                svg,
                r#"<circle class="{class}" cx="{at}" cy="{}" r="2" stroke-width="4"/><text class="vl" x="{at}" y="{}" text-anchor="middle">{}</text>"#,
                y(value),
                y(value).saturating_sub(10),
                point.text
            );
        }
        let _ = write!(
            svg,
            r#"<text class="tk" x="{at}" y="{}" text-anchor="middle">{}</text>"#,
            TOP + HEIGHT + 20,
            point.label
        );
    }
    svg.push_str("</svg>");
    svg
}
