//! Mentions of other documents.

use crate::dates;
use crate::grammar::{Grammar, KindClass};
use crate::header::{Frame, one_line, without_space};
use crate::reading::Reference;
use crate::text::{Case, Gap, Kind, Text};

/// How many words may stand between a kind word and `số`: `Luật Quản lý, sử
/// dụng vũ khí, vật liệu nổ và công cụ hỗ trợ số …`.
const TITLE_WORDS: usize = 30;

/// Finds every mention, in the order of the text.
pub(crate) fn references(text: &Text<'_>, grammar: &Grammar, frame: &Frame) -> Vec<Reference> {
    let mut finder = Finder {
        text,
        grammar,
        list_kind: None,
        list_from: 0,
        out: Vec::new(),
    };
    let mut at = 0;
    while at < text.toks.len() {
        if at == frame.own.0 && frame.own.1 > at {
            at = frame.own.1;
            continue;
        }
        at = finder.at(at).max(at + 1);
    }
    finder.out.sort_by_key(|r| r.start);
    finder.out
}

/// A symbol such as `24-CT/TU`: its tokens and its text without a note's mark.
pub(crate) struct Symbol {
    pub(crate) number: String,
    pub(crate) end: usize,
}

struct Finder<'t, 'a> {
    text: &'t Text<'a>,
    grammar: &'t Grammar,
    /// Kind word of the list that a bare `số …` goes on.
    list_kind: Option<&'static str>,
    list_from: usize,
    out: Vec<Reference>,
}

impl Finder<'_, '_> {
    fn is(&self, at: usize, word: &str) -> bool {
        self.text
            .toks
            .get(at)
            .is_some_and(|t| self.text.fold(t) == word)
    }

    fn mark(&self, at: usize) -> u8 {
        self.text.toks.get(at).map_or(0, |t| t.mark)
    }

    /// Tries the forms of a mention at one token; returns the token to go on at.
    fn at(&mut self, at: usize) -> usize {
        let tok = self.text.toks[at];
        if tok.mark == b'.' {
            return self.full_stop(at);
        }
        if tok.kind == Kind::Number {
            return self.bare_symbol(at, at);
        }
        if tok.word == 0 {
            return self.standard(at).unwrap_or(at);
        }
        if let Some((class, row, after)) =
            self.grammar
                .kinds
                .at(&self.text.toks, at, self.text.toks.len())
        {
            let kind = row.split('\t').next().unwrap_or_default();
            return self.kind_word(at, after, class, kind);
        }
        if self.is(at, "số") {
            let next = at + 1 + usize::from(self.mark(at + 1) == b':');
            return self.bare_symbol(at, next);
        }
        self.standard(at).unwrap_or(at)
    }

    /// The kind word of a list holds to the end of the sentence.
    fn full_stop(&mut self, at: usize) -> usize {
        if self
            .text
            .toks
            .get(at + 1)
            .is_none_or(|t| t.gap > Gap::None && t.case != Case::Lower)
        {
            self.list_kind = None;
        }
        at + 1
    }

    fn kind_word(
        &mut self,
        at: usize,
        after: usize,
        class: KindClass,
        kind: &'static str,
    ) -> usize {
        self.list_kind = Some(kind);
        self.list_from = at;
        // `Chỉ thị số 24`, `Chỉ thị: số`, `Công điện khẩn số`.
        let direct = self.after_so(after);
        if let Some(symbol) = self.symbol(direct) {
            return self.push(at, Some(symbol.number), symbol.end, kind);
        }
        let said = direct > after;
        if let Some((number, end)) = self.short_number(direct, class, said) {
            return self.push(at, Some(number), end, kind);
        }
        if let Some(end) = self.named(at, after, class, kind) {
            return end;
        }
        if (class == KindClass::Numbered
            || self.is(after, "khẩn")
            || self.is(after, "chỉ")
            || self.is(after, "khai"))
            && let Some(end) = self.words_between(at, after, kind, 5)
        {
            return end;
        }
        after
    }

    /// Returns the token after `số` and its colon, or `at` itself.
    fn after_so(&self, at: usize) -> usize {
        let colon = usize::from(self.mark(at) == b':');
        let at_so = at + colon;
        if self.is(at_so, "số") {
            at_so + 1 + usize::from(self.mark(at_so + 1) == b':')
        } else {
            at
        }
    }

    /// A few small words between the kind and its number: `Giấy phép khai thác
    /// khoáng sản số 199/GP-BNNMT`.
    fn words_between(
        &mut self,
        at: usize,
        after: usize,
        kind: &'static str,
        most: usize,
    ) -> Option<usize> {
        for i in after..(after + most + 1).min(self.text.toks.len()) {
            let tok = &self.text.toks[i];
            if self.is(i, "số") {
                let symbol = self.symbol(self.after_so(i))?;
                return Some(self.push(at, Some(symbol.number), symbol.end, kind));
            }
            if tok.kind != Kind::Word
                || tok.case != Case::Lower
                || tok.gap == Gap::Blank
                || self
                    .grammar
                    .kinds
                    .has(&self.text.toks, i, self.text.toks.len())
            {
                return None;
            }
        }
        None
    }

    /// Laws by name, and resolutions told apart by their congress.
    fn named(
        &mut self,
        at: usize,
        after: usize,
        class: KindClass,
        kind: &'static str,
    ) -> Option<usize> {
        if kind == "Nghị quyết" {
            let end = self.congress(after)?;
            return Some(self.push(at, None, end, kind));
        }
        let small = self.text.toks[at].case == Case::Lower;
        // `pháp luật`, `kỷ luật`, `quy luật`
        let other = small
            && at > 0
            && matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "pháp" | "kỷ" | "quy"
            );
        if class != KindClass::Law || other {
            return None;
        }
        if kind == "Hiến pháp" {
            let year = self.year(after)?;
            return Some(self.push(at, None, year, kind));
        }
        let listed = self
            .grammar
            .laws
            .at(&self.text.toks, after, self.text.toks.len())
            .map(|(_, _, end)| end);
        let title = listed.or_else(|| self.law_title(after).filter(|_| !small))?;
        // `Luật Điện lực số 61/2024/QH15`
        let so = self.after_so(title);
        if let Some(symbol) = self.symbol(so).filter(|_| so > title) {
            return Some(self.push(at, Some(symbol.number), symbol.end, kind));
        }
        if listed.is_none()
            && let Some(end) = self.long_title(at, title, kind)
        {
            return Some(end);
        }
        let end = self.year(title).unwrap_or(title);
        Some(self.push(at, None, end, kind))
    }

    /// A law whose name is not in the table: a capital and the small words after it.
    fn law_title(&self, after: usize) -> Option<usize> {
        let first = self.text.toks.get(after)?;
        if self.is(after, "sửa") && self.is(after + 1, "đổi") {
            return self.amending(after);
        }
        if first.kind != Kind::Word
            || first.case != Case::Title
            || first.gap == Gap::Blank
            || self.is(after, "này")
        {
            return None;
        }
        let mut end = after + 1;
        while end < after + 14 {
            let Some(tok) = self.text.toks.get(end) else {
                break;
            };
            let stop = tok.kind != Kind::Word
                || tok.case == Case::Title
                || matches!(
                    self.text.fold(tok),
                    "và" | "của"
                        | "năm"
                        | "số"
                        | "ngày"
                        | "theo"
                        | "có"
                        | "được"
                        | "đã"
                        | "về"
                        | "tại"
                        | "trên"
                        | "để"
                        | "do"
                        | "cho"
                        | "là"
                        | "với"
                        | "trong"
                        | "này"
                        | "quy"
                        | "khi"
                        | "từ"
                        | "nhằm"
                        | "các"
                        | "sẽ"
                        | "phải"
                        | "thì"
                        | "mà"
                        | "hiện"
                        | "mới"
                );
            if stop {
                break;
            }
            end += 1;
        }
        Some(end)
    }

    /// `Luật sửa đổi, bổ sung một số điều của Luật A và Luật B`.
    fn amending(&self, after: usize) -> Option<usize> {
        let end = (after + 20).min(self.text.toks.len());
        let of = (after..end).find(|&i| self.is(i, "luật"))?;
        let named = self
            .grammar
            .laws
            .at(&self.text.toks, of + 1, self.text.toks.len())?;
        let mut last = named.2;
        let joined = if self.is(last, "và") || self.mark(last) == b',' {
            last + 1
        } else {
            last
        };
        if joined > last
            && self.is(joined, "luật")
            && let Some((_, _, end)) =
                self.grammar
                    .laws
                    .at(&self.text.toks, joined + 1, self.text.toks.len())
        {
            last = end;
        }
        Some(last)
    }

    /// A long name with commas counts when `số` and a symbol close it.
    fn long_title(&mut self, at: usize, from: usize, kind: &'static str) -> Option<usize> {
        for i in from..(from + TITLE_WORDS).min(self.text.toks.len()) {
            let tok = &self.text.toks[i];
            if self.is(i, "số") {
                let symbol = self.symbol(self.after_so(i))?;
                return Some(self.push(at, Some(symbol.number), symbol.end, kind));
            }
            let stop = (tok.kind == Kind::Mark && tok.mark != b',')
                || tok.kind == Kind::Number
                || tok.gap == Gap::Blank;
            if stop
                || self
                    .grammar
                    .kinds
                    .has(&self.text.toks, i, self.text.toks.len())
            {
                return None;
            }
        }
        None
    }

    fn year(&self, at: usize) -> Option<usize> {
        let so = at + usize::from(self.is(at, "năm"));
        let (year, end) = dates::number_at(self.text, so, 4)?;
        (so > at && (1945..2100).contains(&year)).then_some(end)
    }

    /// `Đại hội Đảng bộ TP lần thứ XVII`, `Đại hội XIII của Đảng`.
    fn congress(&self, after: usize) -> Option<usize> {
        if !(self.is(after, "đại") && self.is(after + 1, "hội")) {
            return None;
        }
        let limit = (after + 16).min(self.text.toks.len());
        for i in after + 2..limit {
            let tok = &self.text.toks[i];
            if tok.kind == Kind::Mark || tok.gap == Gap::Blank {
                return None;
            }
            let roman =
                tok.case == Case::Upper && crate::marker::roman(self.text.fold(tok)).is_some();
            let all = self.is(i, "các") && self.is(i + 1, "cấp");
            if roman || all || (tok.kind == Kind::Number && self.is(i - 1, "thứ")) {
                let end = if all { i + 2 } else { i + 1 };
                let party = self.is(end, "của") && self.is(end + 1, "đảng");
                return Some(if party { end + 2 } else { end });
            }
        }
        None
    }

    /// `Chỉ thị 24`, `Đề án số 08`: digits alone, not an amount and not a year.
    fn short_number(&self, at: usize, class: KindClass, said: bool) -> Option<(String, usize)> {
        let tok = self.text.toks.get(at)?;
        let digits = tok.end - tok.start;
        if tok.kind != Kind::Number
            || tok.gap > Gap::Line
            || digits > 4
            || class == KindClass::Law && !said
        {
            return None;
        }
        if class == KindClass::Numbered && !said {
            return None;
        }
        if !said && (digits > 3 || tok.gap == Gap::None) {
            return None;
        }
        let next = self.text.toks.get(at + 1);
        let amount = next.is_some_and(|n| {
            let glued = n.gap == Gap::None
                && (n.kind == Kind::Word || matches!(n.mark, b'%' | b'/' | b'-' | b':'));
            let decimal = n.gap == Gap::None
                && matches!(n.mark, b'.' | b',')
                && self
                    .text
                    .toks
                    .get(at + 2)
                    .is_some_and(|m| m.kind == Kind::Number && m.gap == Gap::None);
            glued
                || decimal
                || matches!(
                    self.text.fold(n),
                    "năm" | "tháng" | "ngày" | "tỷ" | "triệu" | "đồng" | "người"
                )
        });
        (!amount).then(|| (self.text.fold(tok).to_owned(), at + 1))
    }

    /// A symbol without its kind word, in a list or on its own.
    fn bare_symbol(&mut self, at: usize, from: usize) -> usize {
        let Some(symbol) = self.symbol(from) else {
            return at + 1;
        };
        let kind = match self.list_kind.filter(|_| at - self.list_from < 400) {
            Some(kind) => kind,
            None => kind_of(self.grammar, &symbol.number).unwrap_or("Văn bản"),
        };
        self.push(at, Some(symbol.number), symbol.end, kind)
    }

    /// `QCVN 01:2019/BCT`, `TCVN 14423:2025`.
    fn standard(&mut self, at: usize) -> Option<usize> {
        let tok = &self.text.toks[at];
        if !(self.text.opens_as(tok, "q") || self.text.opens_as(tok, "t")) {
            return None;
        }
        let kind = match self.text.fold(tok) {
            "qcvn" => "QCVN",
            "tcvn" => "TCVN",
            "qcđp" => "QCĐP",
            "tccs" => "TCCS",
            _ => return None,
        };
        let toks = &self.text.toks;
        let mut end = at + 1;
        let mut colon = false;
        while end < toks.len() && end < at + 12 {
            let tok = &toks[end];
            let glued = tok.gap == Gap::None
                || (end == at + 1)
                || matches!(toks[end - 1].mark, b':' | b'/' | b'-');
            let fits = tok.kind == Kind::Number
                || matches!(tok.mark, b':' | b'-' | b'/')
                || (tok.case == Case::Upper && toks[end - 1].mark == b'/');
            if !glued || !fits {
                break;
            }
            colon |= tok.mark == b':';
            end += 1;
        }
        while matches!(toks[end - 1].mark, b':' | b'-' | b'/') {
            end -= 1;
        }
        if !colon || end < at + 4 {
            return None;
        }
        // A note's mark is glued to the issuer's letters.
        let note = toks[end - 1].kind == Kind::Number && toks[end - 2].kind == Kind::Word;
        let last = if note { end - 2 } else { end - 1 };
        let rest = without_space(self.text.slice(&toks[at + 1], &toks[last]));
        Some(self.push(at, Some(format!("{kind} {rest}")), end, kind))
    }

    /// Reads a whole symbol at `from`.
    fn symbol(&self, from: usize) -> Option<Symbol> {
        symbol_at(self.text, from)
    }

    /// Adds a mention and takes its date and issuer from the words around it.
    fn push(&mut self, at: usize, number: Option<String>, end: usize, kind: &str) -> usize {
        let toks = &self.text.toks;
        let mut end = end.min(toks.len());
        let mut date = None;
        let mut after = end;
        // A note's mark in brackets, then a comma, may stand before the date.
        if self.mark(after) == b',' {
            after += 1;
        }
        if self.is(after, "ngày")
            && toks[after].gap < Gap::Blank
            && let Some((day, next)) = dates::day_at(self.text, after + 1, toks.len())
        {
            date = day.iso(None);
            if date.is_some() {
                end = next;
            }
        }
        let limit = toks.len();
        let issuer = crate::issuer::issuer_after(self.text, self.grammar, end, limit);
        if let (None, Some((_, next))) = (&date, &issuer)
            && self.is(*next, "ngày")
        {
            date = dates::day_at(self.text, next + 1, limit).and_then(|(day, _)| day.iso(None));
        }
        let (first, last) = (&toks[at], &toks[end - 1]);
        self.out.push(Reference {
            start: first.start as usize,
            end: last.end as usize,
            text: self.text.slice(first, last).to_owned(),
            number,
            kind: kind.to_owned(),
            date,
            issuer: issuer.map(|(name, _)| one_line(&name)),
        });
        end
    }
}

/// Returns the kind that the letters of a symbol name.
pub(crate) fn kind_of(grammar: &Grammar, number: &str) -> Option<&'static str> {
    let text = grammar.tokens(number);
    (0..text.toks.len())
        .find_map(|i| grammar.codes.at(&text.toks, i, i + 1))
        .map(|(_, name, _)| name)
}

/// Reads `29/2008/NĐ-CP`, `24- CT/TU`, `4250/BNNMT-ĐCKS`, `10-\nNQ/TW`: a number
/// and at least one group of capital letters.
pub(crate) fn symbol_at(text: &Text<'_>, from: usize) -> Option<Symbol> {
    let toks = &text.toks;
    let first = toks.get(from)?;
    if first.kind != Kind::Number || first.end - first.start > 6 || first.gap == Gap::Blank {
        return None;
    }
    let mut at = from + 1;
    // `12a/…`, `01.6/…`
    if toks
        .get(at)
        .is_some_and(|t| t.kind == Kind::Word && t.gap == Gap::None && t.end - t.start == 1)
    {
        at += 1;
    }
    if toks
        .get(at)
        .is_some_and(|t| t.mark == b'.' && t.gap == Gap::None)
        && toks
            .get(at + 1)
            .is_some_and(|t| t.kind == Kind::Number && t.gap == Gap::None)
        && toks.get(at + 2).is_some_and(|t| t.mark == b'/')
    {
        at += 2;
    }
    let (mut letters, mut end) = (0usize, None);
    let mut note = None;
    while at + 1 < toks.len() && at < from + 24 {
        let separator = &toks[at];
        if !matches!(separator.mark, b'/' | b'-' | b'&' | b'.')
            || (separator.mark == b'.' && letters == 0)
        {
            break;
        }
        let part = &toks[at + 1];
        let apart = separator.gap > Gap::None || part.gap > Gap::None;
        let both = separator.gap > Gap::None && part.gap > Gap::None;
        if both || (separator.mark != b'/' && separator.mark != b'-' && apart) {
            break;
        }
        match part.kind {
            Kind::Number
                if letters == 0 && separator.mark == b'/' && part.end - part.start == 4 => {}
            Kind::Number if letters > 0 && !apart => {}
            Kind::Word if is_code(text, at + 1, apart) => letters += 1,
            _ => break,
        }
        at += 2;
        // Digits glued to letters: `QH15`, `C06`; of a note's mark only the span keeps.
        note = None;
        if part.kind == Kind::Word
            && let Some(n) = toks
                .get(at)
                .filter(|t| t.kind == Kind::Number && t.gap == Gap::None)
        {
            note = note_digits(text.fold(part), text.fold(n)).map(|keep| (at, keep));
            at += 1;
        }
        if letters > 0 {
            end = Some(at);
        }
    }
    let end = end?;
    let mut number = without_space(text.slice(first, &toks[end - 1]));
    if let Some((digits, keep)) = note.filter(|(d, _)| d + 1 == end) {
        let drop = text.fold(&toks[digits]).len() - keep;
        number.truncate(number.len() - drop);
    }
    Some(Symbol { number, end })
}

/// Returns how many digits belong to the letters when a note's mark follows.
fn note_digits(letters: &str, digits: &str) -> Option<usize> {
    let own = match letters {
        "qh" | "ubtvqh" => 2,
        _ if letters.chars().count() == 1 => digits.len(),
        _ if letters.len() == 2 && letters.starts_with('p') && digits.len() >= 2 => 2,
        _ => 0,
    };
    (own < digits.len()).then_some(own)
}

/// Letters of a symbol: capitals, or one of the mixed codes.
fn is_code(text: &Text<'_>, at: usize, apart: bool) -> bool {
    let tok = &text.toks[at];
    if tok.case == Case::Upper {
        return !apart
            || tok.end - tok.start >= 2
            || text.toks.get(at + 1).is_some_and(|t| t.mark == b'/');
    }
    let capitals = text
        .slice(tok, tok)
        .chars()
        .filter(|c| c.is_uppercase())
        .count();
    tok.case == Case::Title
        && tok.end - tok.start <= 9
        && (capitals >= 2
            || matches!(
                text.fold(tok),
                "ttr" | "ctr" | "tg" | "ttg" | "qyđ" | "qđi" | "cđ" | "nđ"
            ))
}
