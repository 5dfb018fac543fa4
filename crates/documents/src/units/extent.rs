//! How far a name reaches: to the first word that opens an action or a clause.

use super::{LONGEST, Namer};
use crate::grammar::Head;
use crate::text::{Case, Gap, Kind};
use words::Step;

mod joins;
mod words;

impl Namer<'_, '_> {
    /// Returns the token after the name that opens at `at`.
    pub(super) fn extent(&self, at: usize, after: usize, head: Head, end: usize) -> usize {
        let end = end.min(at + LONGEST);
        let mut class = head == Head::Group || self.class_head(at, after, end);
        let mut proper = false;
        let mut weak = false;
        let mut i = after;
        while let Some(tok) = self.tok(i, end) {
            if tok.gap == Gap::Blank {
                break;
            }
            if let Some(next) = self.field(i, end, i == after) {
                i = next;
                proper = true;
                if self.tok(i, end).is_some_and(|t| {
                    t.kind == Kind::Word && t.case == Case::Lower && !self.goes_on(i)
                }) {
                    break;
                }
                continue;
            }
            match tok.kind {
                Kind::Mark => {
                    let next = match tok.mark {
                        b',' if self.opens_another(at, i, end) => None,
                        b',' => self.after_comma(at, i, end, class && !proper, weak, head),
                        b'&' | b'/' => Some(i + 1),
                        // `UBND TP. Hà Nội`
                        b'.' if ["tp", "tx", "ông", "bà"].iter().any(|w| self.is(i - 1, w))
                            && self
                                .tok(i + 1, end)
                                .is_some_and(|t| t.kind == Kind::Word && t.case == Case::Title) =>
                        {
                            Some(i + 1)
                        }
                        b'.' if tok.gap == Gap::None
                            && self
                                .tok(i + 1, end)
                                .is_some_and(|t| t.gap == Gap::None && t.kind == Kind::Word) =>
                        {
                            Some(i + 1)
                        }
                        // `Chủ tịch UBND tỉnh - Trưởng Ban Chỉ huy …`: one person.
                        b'-' if head == Head::Post
                            && matches!(
                                self.grammar.heads.at(&self.text.toks, i + 1, end),
                                Some((Head::Post, _, _))
                            ) =>
                        {
                            Some(i + 1)
                        }
                        // `UBND quận-huyện`
                        b'-' if tok.gap == Gap::None
                            && self
                                .tok(i + 1, end)
                                .is_some_and(|t| t.gap == Gap::None && t.case == Case::Lower)
                            && self.text.toks[i - 1].case == Case::Lower =>
                        {
                            Some(i + 1)
                        }
                        b'-' if self.tok(i + 1, end).is_some_and(|t| {
                            t.kind == Kind::Word && (t.gap == Gap::None || t.case != Case::Lower)
                        }) && !self.grammar.heads.has(&self.text.toks, i + 1, end) =>
                        {
                            Some(i + 1)
                        }
                        _ => None,
                    };
                    match next {
                        Some(next) => i = next,
                        None => break,
                    }
                }
                Kind::Number => {
                    // `Ngân hàng nhà nước khu vực 8`
                    let numbered = ["vực", "số", "phố", "thôn", "phường", "quận"]
                        .iter()
                        .any(|w| self.is(i - 1, w));
                    // `UBND 34 phường`
                    let counted = ["phường", "xã", "huyện", "quận", "tỉnh", "đơn"]
                        .iter()
                        .any(|w| self.is(i + 1, w))
                        && i == after;
                    if !((proper || numbered || counted) && tok.gap <= Gap::Space) {
                        break;
                    }
                    i += 1;
                }
                Kind::Word => {
                    let noun = self
                        .grammar
                        .nouns
                        .at(&self.text.toks, i, end)
                        .map(|(_, _, next)| next);
                    if tok.case == Case::Lower && self.in_class(i, end) {
                        (class, proper) = (true, false);
                    }
                    let opened = i == after
                        || matches!(
                            self.text.fold(&self.text.toks[i - 1]),
                            "các" | "những" | "cấp"
                        );
                    if let Some(next) = noun
                        .filter(|next| *next > i + 1 && class && opened && tok.case == Case::Lower)
                    {
                        i = next;
                        continue;
                    }
                    if let Some(next) = self.managed(at, i) {
                        i = next;
                        continue;
                    }
                    if self.is(i, "và") && self.opens_another(at, i, end) {
                        break;
                    }
                    if self.is(i, "và") || self.is(i, "hoặc") {
                        let joined = self.after_and(i, end, class && !proper);
                        match joined.or_else(|| self.title_after_and(at, i, end)) {
                            Some(next) => i = next,
                            None => break,
                        }
                        continue;
                    }
                    if let Some(next) = self.stretch(i, end).filter(|_| class || proper) {
                        proper = true;
                        i = next;
                        continue;
                    }
                    if self.is_work_of_name(at, i, end) {
                        i += 2;
                        continue;
                    }
                    match self.word(i, end, proper, class) {
                        Step::Stop => break,
                        Step::Weak(next) => {
                            weak = true;
                            i = next;
                        }
                        Step::Go(next) => {
                            if matches!(self.text.fold(tok), "các" | "cấp") {
                                (class, proper) = (true, false);
                            }
                            proper |= tok.case != Case::Lower && !class;
                            i = next;
                        }
                    }
                }
            }
        }
        // A comma or a small word is never the end of a name.
        while i > after
            && (self.text.toks[i - 1].kind == Kind::Mark
                && !matches!(self.text.toks[i - 1].mark, b')')
                || matches!(
                    self.text.fold(&self.text.toks[i - 1]),
                    "các" | "của" | "và" | "có" | "trên" | "thuộc" | "mà"
                ))
        {
            // `các cơ quan trên chịu trách nhiệm`
            // `các đơn vị trực thuộc rà soát`
            if self.is(i - 1, "thuộc") && self.is(i - 2, "trực") {
                break;
            }
            if self.is(i - 1, "trên")
                && self
                    .tok(i, end)
                    .is_none_or(|_| self.grammar.acts.has(&self.text.toks, i, end))
            {
                break;
            }
            i -= 1;
        }
        i
    }

    /// `UBND các tỉnh ven biển từ Quảng Ninh đến Khánh Hòa`: which ones are meant.
    fn stretch(&self, at: usize, end: usize) -> Option<usize> {
        let place = |i: usize| {
            let run = (i..end.min(i + 5)).take_while(|&k| {
                self.tok(k, end)
                    .is_some_and(|t| t.kind == Kind::Word && t.case != Case::Lower)
            });
            run.last().map(|last| last + 1)
        };
        if !self.is(at, "từ") {
            return None;
        }
        let to = place(at + 1).filter(|to| self.is(*to, "đến"))?;
        place(to + 1)
    }

    /// A field name, known by its capital, or in small letters right after the
    /// head when it has several words.
    pub(super) fn field(&self, at: usize, end: usize, first: bool) -> Option<usize> {
        let (_, _, after) = self.grammar.fields.at(&self.text.toks, at, end)?;
        let small = (first && after > at + 2) || after > at + 4;
        (self.text.toks[at].case != Case::Lower || small).then_some(after)
    }
}
