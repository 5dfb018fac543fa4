//! Lines and paragraphs.
//!
//! Texts out of PDF and web tables break lines in the middle of sentences, and
//! page numbers and footnotes stand between the halves of a sentence. Here the
//! page numbers go, footnotes move behind the body, and lines are joined to
//! paragraphs. Only the order of tokens changes: each still knows where it
//! stands, so a span over a page break contains the break.

use crate::grammar::Grammar;
use crate::marker::{Marker, marker_at};
use crate::text::{Case, ELLIPSIS, Gap, Kind, Text, Tok};

/// A line: tokens `first..end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Length in code points.
    pub(crate) width: u32,
}

/// Lines of a text, page numbers left out and footnotes moved to the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// The first footnote line.
    pub(crate) notes: usize,
    /// Width at which lines are broken, when they are.
    pub(crate) wrap: Option<u32>,
    /// Paragraphs are separated by empty lines.
    pub(crate) spaced: bool,
}

/// A paragraph: tokens `first..end`, its own words from `body`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Para {
    pub(crate) first: usize,
    pub(crate) body: usize,
    pub(crate) end: usize,
    pub(crate) marker: Option<Marker>,
    /// Found inside a line, not at the start of one.
    pub(crate) inline: bool,
}

impl Lines {
    /// Splits the tokens of `text` into lines and puts the tokens in reading
    /// order.
    pub(crate) fn new(text: &mut Text<'_>) -> Self {
        let raw = raw_lines(&text.toks);
        let wrap = wrap_width(text, &raw);
        let spaced = is_spaced(text, &raw);
        let (body, notes) = if wrap.is_some() {
            set_aside(text, &raw)
        } else {
            (raw, Vec::new())
        };
        let mut lines = Self {
            lines: Vec::with_capacity(body.len()),
            notes: body.len(),
            wrap,
            spaced,
        };
        // Nothing was taken out or set behind: the tokens stand as they are.
        if notes.is_empty()
            && body.iter().map(|l| l.end - l.first).sum::<usize>() == text.toks.len()
        {
            lines.lines = body;
            return lines;
        }
        let mut toks = Vec::with_capacity(text.toks.len());
        for line in body.into_iter().chain(notes) {
            let first = toks.len();
            toks.extend_from_slice(&text.toks[line.first..line.end]);
            lines.lines.push(Line {
                first,
                end: toks.len(),
                width: line.width,
            });
        }
        text.toks = toks;
        lines
    }
}

fn raw_lines(toks: &[Tok]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (i, tok) in toks.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if tok.gap < Gap::Line => line.end = i + 1,
            _ => lines.push(Line {
                first: i,
                end: i + 1,
                width: 0,
            }),
        }
    }
    for line in &mut lines {
        line.width = toks[line.end - 1].end - toks[line.first].start;
    }
    lines
}

/// Reports whether empty lines separate paragraphs: list items stand after one.
fn is_spaced(text: &Text<'_>, raw: &[Line]) -> bool {
    let after_blank = |l: &&Line| text.toks[l.first].gap == Gap::Blank;
    let items: Vec<&Line> = raw
        .iter()
        .filter(|l| marker_at(text, l.first, l.end, true).is_some())
        .collect();
    let blank = items.iter().filter(|l| after_blank(l)).count();
    if items.len() >= 6 {
        return blank * 10 > items.len() * 5;
    }
    raw.iter().filter(after_blank).count() * 5 > raw.len()
}

/// Returns the width at which a text is broken: most of its lines are short of
/// a common width, and many go on with a small letter.
fn wrap_width(text: &Text<'_>, lines: &[Line]) -> Option<u32> {
    let mut widths: Vec<u32> = lines.iter().map(|l| l.width).filter(|w| *w > 30).collect();
    if widths.len() < 6 {
        return None;
    }
    widths.sort_unstable();
    let wide = widths[widths.len() * 9 / 10];
    let goes_on = lines
        .windows(2)
        .filter(|w| {
            let next = &text.toks[w[1].first];
            next.gap == Gap::Line
                && next.kind == Kind::Word
                && next.case == Case::Lower
                && w[0].width > 30
        })
        .count();
    (wide < 170 && goes_on * 6 > widths.len()).then_some(wide)
}

/// Reports whether a token closes a sentence or a clause.
pub(crate) fn closes(tok: &Tok) -> bool {
    matches!(tok.mark, b'.' | b';' | b':' | b'!' | b'?' | ELLIPSIS)
}

fn opens_small(tok: &Tok) -> bool {
    tok.kind == Kind::Word && tok.case == Case::Lower
}

/// Takes page numbers out and footnotes apart.
fn set_aside(text: &mut Text<'_>, raw: &[Line]) -> (Vec<Line>, Vec<Line>) {
    let (mut body, mut notes) = (Vec::with_capacity(raw.len()), Vec::new());
    let (mut in_note, mut note_number) = (false, 0u32);
    let marks = note_marks(text);
    for (i, line) in raw.iter().enumerate() {
        if is_page_number(text, raw, i) {
            in_note = false;
            continue;
        }
        let first = text.toks[line.first];
        let last_of = |lines: &Vec<Line>| lines.last().map(|l| text.toks[l.end - 1]);
        if in_note && first.gap == Gap::Blank && last_of(&notes).is_some_and(|t| closes(&t)) {
            in_note = false;
        }
        if let Some(n) = note_start(text, line, note_number, marks) {
            in_note = true;
            note_number = n;
        }
        if in_note {
            notes.push(*line);
            continue;
        }
        // A sentence that goes on after a page break is one paragraph.
        let broken = last_of(&body).is_some_and(|t| !closes(&t)) && opens_small(&first);
        if first.gap == Gap::Blank && broken {
            text.toks[line.first].gap = Gap::Line;
        }
        body.push(*line);
    }
    (body, notes)
}

fn is_page_number(text: &Text<'_>, raw: &[Line], i: usize) -> bool {
    let line = &raw[i];
    let first = &text.toks[line.first];
    let alone = first.gap == Gap::Blank
        && raw
            .get(i + 1)
            .is_none_or(|next| text.toks[next.first].gap == Gap::Blank);
    let toks = &text.toks[line.first..line.end];
    match toks {
        [n] => alone && n.kind == Kind::Number && n.end - n.start <= 3 && i > 0,
        [a, n, b] => alone && a.mark == b'-' && n.kind == Kind::Number && b.mark == b'-',
        [word, n, ..] if toks.len() <= 4 => {
            alone && n.kind == Kind::Number && text.fold(word) == "trang"
        }
        _ => false,
    }
}

/// A footnote opens with its number, without a full stop, and a capital. The
/// numbers run on from note to note.
fn note_start(text: &Text<'_>, line: &Line, before: u32, marks: u128) -> Option<u32> {
    let [number, word, ..] = &text.toks[line.first..line.end] else {
        return None;
    };
    if number.kind != Kind::Number || word.kind != Kind::Word || word.case == Case::Lower {
        return None;
    }
    let n = text.fold(number).parse::<u32>().ok().filter(|n| *n < 100)?;
    let marked = marks & (1 << n) != 0;
    (word.gap == Gap::Space && n == before + 1 && line.width > 40 && marked).then_some(n)
}

/// Returns which numbers below 100 stand glued to a word, as marks of notes do.
fn note_marks(text: &Text<'_>) -> u128 {
    let mut marks = 0u128;
    for w in text.toks.windows(2) {
        let glued = w[1].kind == Kind::Number
            && w[1].gap == Gap::None
            && w[0].kind != Kind::Number
            && !matches!(w[0].mark, b'/' | b'-' | b'.' | b',');
        if let Some(n) = text.fold(&w[1]).parse::<u32>().ok().filter(|_| glued) {
            marks |= 1 << (n % 10) | 1 << (n % 100);
        }
    }
    marks
}

/// Joins the lines `from..to` to paragraphs, and splits run-on lines at the
/// markers inside them.
///
/// `start` is the first token when the passage opens inside its first line.
pub(crate) fn paragraphs(
    text: &Text<'_>,
    grammar: &Grammar,
    lines: &Lines,
    from: usize,
    to: usize,
    start: usize,
) -> Vec<Para> {
    let mut paras: Vec<Para> = Vec::new();
    let mut previous: Option<Line> = None;
    let passage = lines.lines.get(from..to.max(from)).unwrap_or_default();
    for line in passage {
        let line = &Line {
            first: line.first.max(start.min(line.end - 1)),
            ..*line
        };
        let marker = marker_at(text, line.first, line.end, previous.is_some());
        let marker = marker.filter(|m| !false_marker(text, lines, previous, line, *m));
        // A marker alone on its line belongs to the next line.
        let bare = paras
            .last()
            .is_some_and(|p| p.marker.is_some() && p.body >= p.end);
        let joins = marker.is_none()
            && (bare || previous.is_some_and(|p| joins(text, lines, paras.last(), &p, line)));
        match paras.last_mut() {
            Some(para) if joins => para.end = line.end,
            _ => paras.push(Para {
                first: line.first,
                body: marker.map_or(line.first, |m| m.after),
                end: line.end,
                marker,
                inline: false,
            }),
        }
        previous = Some(*line);
    }
    crate::inline::split(text, grammar, paras)
}

/// Reports whether a line goes on the paragraph of the line before.
fn joins(text: &Text<'_>, lines: &Lines, para: Option<&Para>, before: &Line, line: &Line) -> bool {
    let (last, first) = (&text.toks[before.end - 1], &text.toks[line.first]);
    if opens_small(first) && !closes(last) {
        return true;
    }
    let Some(wrap) = lines.wrap else { return false };
    if first.gap == Gap::Blank {
        return false;
    }
    // After a full stop a short line is the last of its paragraph.
    let word = first.end - first.start + 1;
    let sentence = last.mark == b'.' && not_opened_small(first);
    let full = if sentence {
        (before.width + word) * 20 >= wrap * 19
    } else {
        before.width * 10 >= wrap * 7
    };
    if lines.spaced {
        // Everything up to the next empty line is one paragraph, apart from
        // headings that stand on a line of their own.
        // `I. Đánh giá kết quả`, a heading in small letters.
        let words = &text.toks[before.first..before.end];
        let marked = words.len() > 4
            && words.iter().any(opens_small)
            && para.is_some_and(|p| {
                p.first == before.first
                    && p.marker
                        .is_some_and(|m| m.rank == crate::marker::Rank::Roman)
            });
        let heading = para.is_some_and(|p| p.marker.is_some()) && last.mark == b':' && !full;
        let title = marked && !full && !closes(last) && not_opened_small(first);
        return !(heading || title);
    }
    let both_upper = text.toks[before.first..before.end].iter().all(not_small)
        && text.toks[line.first..line.end].iter().all(not_small);
    full || both_upper || (!closes(last) && matches!(last.mark, b',' | b'-' | b'/' | b'('))
}

fn not_opened_small(tok: &Tok) -> bool {
    tok.kind == Kind::Word && tok.case != Case::Lower
}

fn not_small(tok: &Tok) -> bool {
    tok.kind != Kind::Word || tok.case == Case::Upper
}

/// `… Công nghiệp\n- Viễn thông Quân đội theo chức năng …`: a converter took the
/// dash inside a name for a bullet. The sentence before is not at its end, and no
/// further bullet follows.
fn splits_name(
    text: &Text<'_>,
    lines: &Lines,
    previous: Line,
    line: &Line,
    marker: Marker,
) -> bool {
    let last = &text.toks[previous.end - 1];
    let long = previous.width > 120 && last.kind == Kind::Word && last.case != Case::Upper;
    if !marker.is_dash() || !long {
        return false;
    }
    let bullet = |l: &Line| text.toks[l.first].mark == b'-';
    let at = lines.lines.partition_point(|l| l.first < line.first);
    let alone = !lines.lines.get(at + 1).is_some_and(bullet) && !bullet(&previous);
    // Before it stand the first parts of a list, not a lead-in.
    let listing = text.toks[previous.first..previous.end]
        .iter()
        .any(|t| t.mark == b',');
    alone && listing
}

/// A dash, letter or number that a hard break has put at the front of a line
/// is not a marker.
fn false_marker(
    text: &Text<'_>,
    lines: &Lines,
    previous: Option<Line>,
    line: &Line,
    marker: Marker,
) -> bool {
    let Some(previous) = previous else {
        return false;
    };
    let last = &text.toks[previous.end - 1];
    if splits_name(text, lines, previous, line, marker) {
        return true;
    }
    if lines.wrap.is_none() || closes(last) || text.toks[line.first].gap == Gap::Blank {
        return false;
    }
    let word = text.fold(last);
    if matches!(
        word,
        "điểm"
            | "khoản"
            | "điều"
            | "số"
            | "ngày"
            | "tháng"
            | "năm"
            | "quý"
            | "mục"
            | "đến"
            | "từ"
            | "và"
    ) {
        return true;
    }
    let after = text
        .toks
        .get(marker.after)
        .filter(|_| marker.after < line.end);
    // `giai đoạn 2021\n- 2025`, `Lao động\n- Thương binh …`: what goes on over a break.
    let range = last.kind == Kind::Number && after.is_some_and(|t| t.kind == Kind::Number);
    if marker.is_dash() && range {
        return true;
    }
    let small = after.is_none_or(opens_small);
    let full = lines.wrap.is_some_and(|w| previous.width * 10 >= w * 8);
    full && small && (marker.is_dash() || last.mark == b',')
}
