//! What the head and the foot of a document say about itself.

use crate::dates;
use crate::grammar::Grammar;
use crate::layout::{Line, Lines};
use crate::reading::{Authority, Header};
use crate::text::{Case, Gap, Kind, Text, Tok};
use crate::units;

/// How far down the head may reach.
const HEAD_LINES: usize = 60;

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
    foot(text, grammar, rows, &mut frame);
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
        frame.header.kind = Some("Báo chí".to_owned());
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
            header.issuer = organ_of(&organ, header.issuer.take());
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

    /// `CỦA BAN THƯỜNG VỤ THÀNH ỦY` below the kind: who issues, by folded words.
    fn organ(&self, row: usize) -> Option<Vec<String>> {
        let row = self.rows.get(row)?;
        let toks = self.toks(row);
        let words: Vec<String> = toks
            .iter()
            .filter(|t| t.kind == Kind::Word)
            .map(|t| self.text.fold(t).to_owned())
            .collect();
        let upper = toks
            .iter()
            .all(|t| t.kind != Kind::Word || t.case == Case::Upper);
        let alone = upper && words.len() > 2 && !words.iter().any(|w| w == "về");
        (alone && words[0] == "của").then(|| words[1..].to_vec())
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

    /// Returns the issuer: the capitals above number and kind, without the name
    /// of the state or the Party and the motto.
    fn issuer(
        &self,
        kind: Option<usize>,
        number: Option<usize>,
        subject: Option<usize>,
        letter: Option<usize>,
    ) -> Option<String> {
        let stop = [kind, number, subject, letter]
            .into_iter()
            .flatten()
            .min()?;
        let end = self.rows.get(stop)?.first;
        let mut words: Vec<Vec<String>> = vec![Vec::new()];
        let mut at = self.rows.first()?.first;
        // Column-wise sources put the state's name between the issuer's lines.
        while at < end {
            if let Some(after) = self.motto(at) {
                words.push(Vec::new());
                at = after;
                continue;
            }
            let tok = &self.text.toks[at];
            if tok.gap >= Gap::Line && !self.goes_on(at) {
                words.push(Vec::new());
            }
            let dash_row =
                tok.mark == b'-' && self.text.toks.get(at + 1).is_some_and(|t| t.mark == b'-');
            if tok.kind == Kind::Word && tok.case == Case::Upper {
                if let Some(line) = words.last_mut() {
                    line.push(self.text.fold(tok).to_owned());
                }
            } else if matches!(tok.mark, b'-' | b',' | b'&')
                && !dash_row
                && words.last().is_some_and(|l| !l.is_empty())
                && let Some(line) = words.last_mut()
            {
                line.push((tok.mark as char).to_string());
            }
            at += 1;
        }
        for line in &mut words {
            while line.last().is_some_and(|w| w == "-") {
                line.pop();
            }
        }
        // `THEO QUYẾT ĐỊNH SỐ …` says by which decision a team was set up.
        words.retain(|l| !matches!(l.first().map(String::as_str), None | Some("theo" | "số")));
        crate::issuer::issuer_name(&words)
    }

    /// A line of the head that only goes on the name of the line before.
    fn goes_on(&self, at: usize) -> bool {
        let tok = &self.text.toks[at];
        tok.gap == Gap::Line
            && matches!(
                self.text.fold(tok),
                "tỉnh"
                    | "thành"
                    | "phủ"
                    | "dân"
                    | "nhân"
                    | "huyện"
                    | "quận"
                    | "phường"
                    | "xã"
                    | "và"
            )
    }

    fn motto(&self, at: usize) -> Option<usize> {
        const ROWS: [&str; 3] = [
            "cộng hòa xã hội chủ nghĩa việt nam",
            "đảng cộng sản việt nam",
            "độc lập - tự do - hạnh phúc",
        ];
        ROWS.iter().find_map(|row| {
            let mut i = at;
            for word in row.split(' ') {
                let tok = self.text.toks.get(i)?;
                if (word == "-" && tok.mark == b'-') || self.text.fold(tok) == word {
                    i += 1;
                } else {
                    return None;
                }
            }
            Some(i)
        })
    }

    /// `THỦ TƯỚNG CHÍNH PHỦ điện:`
    fn telegram(&self, from: usize) -> Option<String> {
        let at = self.telegram_line(from)?;
        let row = &self.rows[at];
        let words: Vec<String> = self
            .toks(row)
            .iter()
            .take_while(|t| self.text.fold(t) != "điện")
            .filter(|t| t.kind == Kind::Word)
            .map(|t| self.text.fold(t).to_owned())
            .collect();
        crate::issuer::issuer_name(&[words])
    }

    fn telegram_line(&self, from: usize) -> Option<usize> {
        (from..self.rows.len().min(from + 8)).find(|&at| {
            let row = &self.rows[at];
            row.end >= row.first + 3
                && self.text.toks[row.end - 1].mark == b':'
                && self.is(row.end - 2, "điện")
        })
    }

    /// Returns the addressees and the line after them.
    fn recipients(&self, letter: Option<usize>, from: usize) -> Option<(Vec<String>, usize)> {
        let at = letter.or_else(|| self.telegram_line(from))?;
        let row = &self.rows[at];
        let colon = (row.first..row.end).find(|&i| self.text.toks[i].mark == b':')?;
        let mut out = Vec::new();
        let mut next = at + 1;
        if colon + 1 < row.end {
            // Long names of one addressee go on below.
            let mut end = row.end;
            while let Some(more) = self.rows.get(next).filter(|r| {
                self.text.toks[r.first].gap == Gap::Line && self.text.toks[r.first].mark != b'('
            }) {
                // A full stop closes the addressee: the body follows.
                let closed = self.text.toks[end - 1].mark == b'.';
                if closed
                    || self.text.toks[more.first].mark == b'-'
                    || row.width > 200
                    || self.opens_body(more)
                {
                    break;
                }
                end = more.end;
                next += 1;
            }
            out.extend(units::addressees(self.text, self.grammar, colon + 1, end));
            while self
                .rows
                .get(next)
                .is_some_and(|r| self.text.toks[r.first].mark == b'(')
            {
                next += 1;
            }
        }
        while let Some(row) = self
            .rows
            .get(next)
            .filter(|r| self.text.toks[r.first].mark == b'-')
        {
            let mut end = row.end;
            next += 1;
            while let Some(more) = self.rows.get(next).filter(|r| {
                let first = &self.text.toks[r.first];
                first.gap == Gap::Line
                    && first.mark != b'-'
                    && !matches!(self.text.toks[end - 1].mark, b'.' | b';')
            }) {
                end = more.end;
                next += 1;
            }
            out.extend(units::addressees(
                self.text,
                self.grammar,
                row.first + 1,
                end,
            ));
        }
        Some((out, next))
    }
}

/// Finds where the body ends, who signed and what is attached.
fn foot(text: &Text<'_>, grammar: &Grammar, rows: &[Line], frame: &mut Frame) {
    let is = |at: usize, word: &str| text.toks.get(at).is_some_and(|t| text.fold(t) == word);
    let from = frame.body.min(rows.len());
    let tail = (from..rows.len())
        .find(|&i| is(rows[i].first, "nơi") && is(rows[i].first + 1, "nhận"))
        .or_else(|| {
            (from..rows.len())
                .find(|&i| ends_body(text, &rows[i]))
                .map(|i| i + 1)
        });
    let Some(tail) = tail else { return };
    frame.tail = tail;
    frame.annex = (tail + 1..rows.len())
        .find(|&i| {
            let row = &rows[i];
            let upper = text.toks[row.first].case == Case::Upper;
            let upper = upper
                && text.toks[row.first..row.end]
                    .iter()
                    .all(|t| t.kind != Kind::Word || t.case == Case::Upper);
            let whole = grammar.header_kinds.has(&text.toks, row.first, row.end);
            (is(row.first, "phụ") && is(row.first + 1, "lục"))
                || (is(row.first, "biểu") && text.toks[row.first].gap == Gap::Blank)
                || (upper && whole)
        })
        .unwrap_or(rows.len());
    frame.attached = (frame.annex < rows.len())
        .then(|| attached(text, grammar, rows, frame.annex))
        .flatten();
    sign(text, &rows[tail..frame.annex], &mut frame.header);
}

/// Returns the first line below the head of an attached document: a kind in
/// capitals, a title, `(Kèm theo …)`.
fn attached(text: &Text<'_>, grammar: &Grammar, rows: &[Line], annex: usize) -> Option<usize> {
    let row = &rows[annex];
    let (_, kind, _) = grammar.header_kinds.at(&text.toks, row.first, row.end)?;
    if !matches!(
        kind,
        "Chương trình" | "Chương trình hành động" | "Kế hoạch" | "Đề án" | "Phương án"
    ) {
        return None;
    }
    let note = (annex + 1..rows.len().min(annex + 12)).find(|&i| {
        let toks = &text.toks[rows[i].first..rows[i].end];
        toks[0].mark == b'(' && toks.iter().any(|t| text.fold(t) == "kèm")
    })?;
    Some(note + 1)
}

/// The body of a state document ends with `./.`.
fn ends_body(text: &Text<'_>, row: &Line) -> bool {
    row.end >= row.first + 3 && {
        let last = &text.toks[row.end - 3..row.end];
        last[0].mark == b'.' && last[1].mark == b'/' && last[2].mark == b'.'
    }
}

fn sign(text: &Text<'_>, rows: &[Line], header: &mut Header) {
    let mut signed = false;
    for row in rows {
        let toks = &text.toks[row.first..row.end];
        for w in toks.windows(2) {
            let dotted = matches!(w[1].mark, b'.' | b'/') && w[0].case == Case::Upper;
            let found = match text.fold(&w[0]) {
                "tm" if dotted => Some(Authority::OnBehalf),
                "t" if w[1].mark == b'/' => Some(Authority::OnBehalf),
                "kt" | "k" if dotted => Some(Authority::ForHead),
                "tl" if dotted => Some(Authority::ByOrder),
                "tuq" if dotted => Some(Authority::ByAuthorisation),
                "q" if dotted => Some(Authority::Acting),
                _ => None,
            };
            if let Some(found) = found {
                // The last authority is the one of the person: `TM. …, KT. …`.
                header.authority = Some(found);
                signed = true;
            }
        }
        let upper = toks
            .iter()
            .filter(|t| t.case == Case::Upper && t.end - t.start > 2)
            .count();
        signed |= upper >= 2 && toks[0].mark != b'-';
        let name = toks
            .iter()
            .all(|t| t.kind == Kind::Word && t.case == Case::Title);
        if signed && name && (2..=6).contains(&toks.len()) {
            header.signer = Some(one_line(text.slice(&toks[0], &toks[toks.len() - 1])));
            return;
        }
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

/// Puts the organ below the kind and the body in the head together: `Ban Thường
/// vụ Thành ủy` and `Thành ủy Hà Nội`.
fn organ_of(organ: &[String], head: Option<String>) -> Option<String> {
    let Some(head) = head else {
        return crate::issuer::issuer_name(&[organ.to_vec()]);
    };
    let base: Vec<String> = head.split_whitespace().map(str::to_lowercase).collect();
    if base.starts_with(organ) {
        return Some(head);
    }
    let shared = (1..=organ.len().min(base.len()))
        .rev()
        .find(|&n| organ[organ.len() - n..] == base[..n])
        .unwrap_or(0);
    let mut words = organ.to_vec();
    if shared > 0 {
        words.extend(base[shared..].iter().cloned());
    }
    crate::issuer::issuer_name(&[words])
}
