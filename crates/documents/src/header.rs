//! What the head and the foot of a document say about itself.

use crate::dates;
use crate::grammar::Grammar;
use crate::layout::{Line, Lines};
use crate::reading::Header;
use crate::text::{Case, Gap, Kind, Text, Tok};
use crate::units;

mod bodies;
mod foot;

/// How far down the head may reach.
const HEAD_LINES: usize = 60;

/// The kind of what is no document of an office but a report of the press.
pub const PRESS: &str = "Báo chí";

/// The parts of a document, as line numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    pub(crate) header: Header,
    /// Not an official document but a report about one.
    pub(crate) press: bool,
    /// First line of the body.
    pub(crate) body: usize,
    /// First token of the body, when it opens inside a line.
    pub(crate) start: usize,
    /// First line after the body: recipients and signature.
    pub(crate) tail: usize,
    /// First line of what is attached.
    pub(crate) annex: usize,
    /// First line of the text of an attached document, such as the programme
    /// that a resolution issues.
    pub(crate) attached: Option<usize>,
    /// Tokens of the document's own number, which is not a reference.
    pub(crate) own: (usize, usize),
}

/// Reads head and foot.
pub(crate) fn frame(text: &Text<'_>, grammar: &Grammar, lines: &Lines) -> Frame {
    let rows = &lines.lines[..lines.notes];
    let head = Head {
        text,
        grammar,
        rows: &rows[..rows.len().min(HEAD_LINES)],
    };
    let mut frame = Frame {
        tail: rows.len(),
        annex: rows.len(),
        ..Frame::default()
    };
    let kind_line = head.kind_line();
    let number_line = head.number_line();
    let letter = head.find(&["kính", "gửi"]);
    let subject = head.subject_line();
    frame.press =
        kind_line.is_none() && number_line.is_none() && letter.is_none() && subject.is_none();
    if frame.press {
        head.press(&mut frame);
        return frame;
    }
    head.official(&mut frame, kind_line, number_line, subject, letter);
    foot::foot(text, grammar, rows, &mut frame);
    frame
}

struct Head<'t, 'a> {
    text: &'t Text<'a>,
    grammar: &'t Grammar,
    rows: &'t [Line],
}

impl Head<'_, '_> {
    fn toks(&self, row: &Line) -> &[Tok] {
        &self.text.toks[row.first..row.end]
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.text
            .toks
            .get(at)
            .is_some_and(|t| self.text.fold(t) == word)
    }

    /// Returns the first line that opens with these words.
    fn find(&self, words: &[&str]) -> Option<usize> {
        self.rows.iter().position(|row| {
            words
                .iter()
                .enumerate()
                .all(|(i, w)| self.is(row.first + i, w))
        })
    }

    /// Returns the line that is nothing but a kind word in capitals.
    fn kind_line(&self) -> Option<usize> {
        self.rows.iter().position(|row| {
            let whole = self
                .grammar
                .header_kinds
                .at(&self.text.toks, row.first, row.end);
            let upper = self
                .toks(row)
                .iter()
                .all(|t| t.kind != Kind::Word || t.case == Case::Upper);
            whole.is_some_and(|(_, _, after)| after == row.end) && upper
        })
    }

    /// Returns the line with `Số:` and the token of `Số`.
    fn number_line(&self) -> Option<usize> {
        let opens = |at: usize| {
            self.is(at, "số")
                && self
                    .text
                    .toks
                    .get(at + 1)
                    .is_some_and(|t| t.mark == b':' || t.kind == Kind::Number)
        };
        // A scan may lose or change the mark over the vowel.
        let misread = |at: usize| ["sô", "sổ", "sỗ", "sỏ"].iter().any(|w| self.is(at, w));
        let colon = |row: &&Line| {
            (self.is(row.first, "số") || misread(row.first))
                && self
                    .text
                    .toks
                    .get(row.first + 1)
                    .is_some_and(|t| t.mark == b':')
        };
        self.rows
            .iter()
            .position(|row| colon(&row))
            .or_else(|| self.rows.iter().take(12).position(|row| opens(row.first)))
    }

    /// Returns the line that opens with `V/v`.
    fn subject_line(&self) -> Option<usize> {
        self.rows.iter().position(|row| {
            let v = |at: usize| self.is(at, "v");
            v(row.first)
                && self
                    .text
                    .toks
                    .get(row.first + 1)
                    .is_some_and(|t| t.mark == b'/')
                && v(row.first + 2)
        })
    }

    fn press(&self, frame: &mut Frame) {
        frame.header.kind = Some(PRESS.to_owned());
        if self.whole_document(frame) {
            return;
        }
        if let Some(first) = self.rows.first() {
            frame.header.title = Some(self.line(first));
            frame.header.date = self.stamp();
            // A first line that is a whole sentence is the lead of the report too.
            let sentence =
                first.end - first.first > 25 && self.text.toks[first.end - 1].mark == b'.';
            let body = usize::from(!sentence);
            frame.body = body.min(self.rows.len().saturating_sub(1));
        }
    }

    /// `Thứ hai, ngày 20/01/2025 - 19:33`: when a report was published, on a short
    /// line of its own near the top.
    fn stamp(&self) -> Option<String> {
        self.rows
            .iter()
            .skip(1)
            .take(8)
            .filter(|row| row.width < 45)
            .find_map(|row| {
                let toks = self.toks(row);
                let at = (0..toks.len().min(6)).find_map(|i| {
                    dates::day_at(self.text, row.first + i, row.end)
                        .filter(|(day, _)| day.year.is_some())
                });
                let (day, after) = at?;
                // Nothing but the time of day may follow.
                let words = (after..row.end)
                    .filter(|&i| self.text.toks[i].kind == Kind::Word)
                    .count();
                (words <= 2).then(|| day.iso(None))?
            })
    }

    /// `Toàn văn công điện như sau: …`: the report is the text of a document,
    /// whose number, day and subject the lines above say.
    fn whole_document(&self, frame: &mut Frame) -> bool {
        let toks = &self.text.toks;
        let Some(last) = self.rows.last() else {
            return false;
        };
        let Some(at) = (0..last.end).find(|&at| self.is(at, "toàn") && self.is(at + 1, "văn"))
        else {
            return false;
        };
        let Some((_, kind, after)) = self.grammar.header_kinds.at(toks, at + 2, last.end) else {
            return false;
        };
        let colon = (after..last.end.min(after + 12)).find(|&i| toks[i].mark == b':');
        let Some(colon) = colon else { return false };
        frame.press = false;
        frame.start = colon + 1;
        frame.body = self
            .rows
            .iter()
            .position(|row| row.end > colon + 1)
            .unwrap_or(0);
        let header = &mut frame.header;
        header.kind = Some(kind.to_owned());
        let number = (0..at).find_map(|i| {
            if self.is(i, "số") {
                crate::references::symbol_at(self.text, i + 1)
            } else {
                None
            }
        });
        if let Some(symbol) = number {
            let end = symbol.end;
            let from = (0..end)
                .rev()
                .find(|&i| self.grammar.kinds.has(toks, i, end) && !self.is(i, "số"))
                .unwrap_or(end);
            header.number = Some(symbol.number);
            if self.is(end, "ngày") {
                header.date =
                    dates::day_at(self.text, end + 1, at).and_then(|(day, _)| day.iso(None));
            }
            let about = (end..at.min(end + 12)).find(|&i| self.is(i, "về"));
            let stop = about.and_then(|about| {
                (about..at).find(|&i| toks[i].mark == b'.' || toks[i].gap >= Gap::Line && i > about)
            });
            if let (Some(about), Some(stop)) = (about, stop) {
                header.title = Some(one_line(self.text.slice(&toks[about], &toks[stop - 1])));
            }
            frame.own = (from, end);
        }
        // `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A, điện: - … - …`
        let telegram = (colon + 1..last.end.min(colon + 20))
            .find(|&i| self.is(i, "điện") && toks.get(i + 1).is_some_and(|t| t.mark == b':'));
        if let Some(telegram) = telegram {
            let words = toks[colon + 1..telegram]
                .iter()
                .filter(|t| t.kind == Kind::Word)
                .map(|t| self.text.fold(t).to_owned());
            header.issuer = crate::issuer::issuer_name(&[words.collect()]);
            let mut next = telegram + 2;
            while toks.get(next).is_some_and(|t| t.mark == b'-') {
                let namer = units::Namer {
                    text: self.text,
                    grammar: self.grammar,
                };
                let Some(names) = namer.list(next + 1, last.end, units::Who::Anybody) else {
                    break;
                };
                header.recipients.extend(names.names);
                next = names.end;
            }
            frame.start = next;
        }
        true
    }

    fn line(&self, row: &Line) -> String {
        one_line(
            self.text
                .slice(&self.text.toks[row.first], &self.text.toks[row.end - 1]),
        )
    }

    fn official(
        &self,
        frame: &mut Frame,
        kind: Option<usize>,
        number: Option<usize>,
        subject: Option<usize>,
        letter: Option<usize>,
    ) {
        let header = &mut frame.header;
        let kind = kind.filter(|k| letter.is_none_or(|l| *k < l));
        header.kind = match kind {
            Some(k) => {
                let row = &self.rows[k];
                self.grammar
                    .header_kinds
                    .at(&self.text.toks, row.first, row.end)
                    .map(|(_, name, _)| name.to_owned())
            }
            None => Some("Công văn".to_owned()),
        };
        if let Some(n) = number {
            let row = &self.rows[n];
            let (symbol, after) = self.own_number(row.first + 1, row.end);
            frame.own = (row.first, after);
            header.number = symbol;
        }
        header.date = self.date();
        let mut body = 0;
        if let Some(k) = kind {
            let below = k + 1 + usize::from(self.organ(k + 1).is_some());
            let (title, after) = self.title_after(below);
            header.title = title;
            body = after;
        } else if let Some(s) = subject {
            let (title, after) = self.subject(s);
            header.title = title;
            body = after;
        }
        header.issuer = self
            .issuer(kind, number, subject, letter)
            .or_else(|| self.telegram(body));
        if let Some(organ) = kind.and_then(|k| self.organ(k + 1)) {
            header.issuer = bodies::organ_of(&organ, header.issuer.take());
        }
        if let Some((recipients, after)) = self.recipients(letter, body) {
            header.recipients = recipients;
            body = body.max(after);
        }
        for at in [number, subject].into_iter().flatten() {
            body = body.max(at + 1);
        }
        frame.body = body.min(self.rows.len());
    }

    /// Reads the symbol after `Số`, also when its number was left blank.
    fn own_number(&self, from: usize, end: usize) -> (Option<String>, usize) {
        let toks = &self.text.toks;
        let mut at = from;
        while at < end
            && (toks[at].mark == b':'
                || toks[at].mark == b'.'
                || toks[at].mark == crate::text::ELLIPSIS)
        {
            at += 1;
        }
        let first = at;
        let mut separated = false;
        while at < end {
            let (tok, before) = (&toks[at], &toks[at.max(1) - 1]);
            let glued = tok.gap == Gap::None || at == first;
            let separator = matches!(tok.mark, b'/' | b'-');
            let after_separator = matches!(before.mark, b'/' | b'-');
            let fits = match tok.kind {
                Kind::Mark => separator || (glued && matches!(tok.mark, b'.' | b'&')),
                Kind::Number => glued || after_separator,
                Kind::Word => (glued && at > first) || (after_separator && tok.case == Case::Upper),
            };
            if !fits {
                break;
            }
            separated |= separator;
            at += 1;
        }
        if at == first || !separated {
            return (None, first);
        }
        (
            Some(without_space(self.text.slice(&toks[first], &toks[at - 1]))),
            at,
        )
    }

    fn date(&self) -> Option<String> {
        let end = self.rows.last()?.end;
        let first = self.rows.first()?.first;
        (first..end.min(first + 400))
            .filter(|&at| self.is(at, "ngày") && at > 0 && self.text.toks[at - 1].mark == b',')
            .find_map(|at| dates::blank_date(self.text, at, end))
            .or_else(|| self.date_line())
    }

    /// `Sông Thao ngày 12 tháng 3 năm 2025`: a short line without the comma.
    fn date_line(&self) -> Option<String> {
        self.rows
            .iter()
            .take(20)
            .filter(|row| row.width < 60)
            .find_map(|row| {
                let place = self.toks(row)[0].case == Case::Title;
                let at = (row.first..row.end).find(|&at| self.is(at, "ngày"))?;
                place.then(|| dates::blank_date(self.text, at, row.end))?
            })
    }

    /// Returns the title below the kind line and the line after it.
    fn title_after(&self, from: usize) -> (Option<String>, usize) {
        let mut parts: Vec<String> = Vec::new();
        let mut all_upper = true;
        let mut at = from;
        while let Some(row) = self.rows.get(at) {
            let toks = self.toks(row);
            let upper = toks
                .iter()
                .filter(|t| t.kind == Kind::Word)
                .filter(|t| t.case == Case::Lower)
                .count()
                * 3
                < toks.len().max(3)
                && toks.iter().any(|t| t.case == Case::Upper);
            let words = toks.iter().any(|t| t.kind == Kind::Word);
            if !words && parts.is_empty() {
                at += 1;
                continue;
            }
            let blank = toks[0].gap == Gap::Blank;
            let new = !parts.is_empty()
                && (blank || (all_upper && !upper) || toks[0].mark == b'(' || self.opens_body(row));
            let label = ["căn cứ", "kính gửi", "số :"]
                .iter()
                .any(|l| self.opens(row, l));
            if new || !words || label || (parts.is_empty() && row.width > 600) {
                break;
            }
            all_upper &= upper;
            parts.push(self.line(row));
            at += 1;
        }
        // A parenthesis below the title says to what the document is attached.
        while self
            .rows
            .get(at)
            .is_some_and(|row| self.toks(row)[0].mark == b'(')
        {
            at += 1;
        }
        let title = parts.join(" ");
        ((!title.is_empty()).then_some(title), at)
    }

    /// `I. MỤC TIÊU`, `Thực hiện …`, `Ngày 12/3, …`: not a further line of the title.
    fn opens_body(&self, row: &Line) -> bool {
        const OPENS: &[&str] = &[
            "thực hiện",
            "căn cứ",
            "ngày",
            "để",
            "sau khi",
            "thời gian qua",
            "trong thời gian",
            "trong những",
            "từ ngày",
            "từ đầu năm",
            "xét",
            "sáng ngày",
            "chiều ngày",
            "hiện nay",
            "triển khai thực hiện",
        ];
        let marker = crate::marker::marker_at(self.text, row.first, row.end, true);
        let capital = self.text.toks[row.first].case == Case::Title;
        marker.is_some_and(|m| !m.is_dash())
            || (capital && row.width > 40 && OPENS.iter().any(|w| self.opens(row, w)))
    }

    fn opens(&self, row: &Line, words: &str) -> bool {
        words.split(' ').enumerate().all(|(i, w)| {
            self.text
                .toks
                .get(row.first + i)
                .is_some_and(|t| self.text.fold(t) == w || (w == ":" && t.mark == b':'))
        })
    }

    /// Returns the subject after `V/v` and the line after it.
    fn subject(&self, from: usize) -> (Option<String>, usize) {
        let mut parts = vec![self.line(&self.rows[from])];
        let mut at = from + 1;
        while let Some(row) = self.rows.get(at) {
            let toks = self.toks(row);
            let small_start = toks[0].kind != Kind::Word || toks[0].case == Case::Lower;
            let other = toks[0].gap == Gap::Blank && !(small_start && toks[0].mark == 0)
                || ["kính gửi", "cộng hòa", "số :", "độc lập"]
                    .iter()
                    .any(|l| self.opens(row, l))
                || self.has_place_date(row)
                || toks[0].mark == b'-';
            if other || at > from + 12 {
                break;
            }
            parts.push(self.line(row));
            at += 1;
        }
        let title = parts.join(" ");
        (Some(title.trim_end_matches(['.', ';', ' ']).to_owned()), at)
    }

    fn has_place_date(&self, row: &Line) -> bool {
        (row.first..row.end)
            .any(|at| self.is(at, "ngày") && at > row.first && self.text.toks[at - 1].mark == b',')
    }
}

/// Puts a passage on one line, with single spaces.
pub(crate) fn one_line(passage: &str) -> String {
    passage.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Drops white space, and writes every dash as `-`.
pub(crate) fn without_space(passage: &str) -> String {
    passage
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            if matches!(c, '‐' | '‑' | '‒' | '–' | '—') {
                '-'
            } else {
                c
            }
        })
        .collect()
}
