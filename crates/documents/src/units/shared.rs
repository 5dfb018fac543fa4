//! Names that share a head: `các Sở: Công Thương, Tài chính`, `UBND huyện A, B`.

use super::{MOST, Namer, Names};
use crate::issuer::capital;
use crate::text::{Case, Gap, Kind};

impl Namer<'_, '_> {
    /// `UBND huyện Thạch Thất, Quốc Oai`: the later places leave `UBND huyện` out.
    /// Returns where the shared words end, and the place.
    pub(super) fn same_place(
        &self,
        head: usize,
        all: &Names,
        end: usize,
    ) -> Option<(usize, usize, usize)> {
        if !matches!(
            self.text.fold(&self.text.toks[head]),
            "ubnd" | "ủy" | "chủ" | "đảng" | "công"
        ) || all.names.len() >= MOST
        {
            return None;
        }
        let joins = self.tok(all.end, end)?;
        if joins.mark != b',' && self.text.fold(joins) != "và" {
            return None;
        }
        let place = |i: &usize| {
            matches!(
                self.text.fold(&self.text.toks[*i]),
                "huyện" | "quận" | "xã" | "phường" | "tỉnh"
            )
        };
        let noun = (head..all.end)
            .rev()
            .find(|i| place(i) || self.is(*i, "tp") || self.is(*i, "phố"))?;
        let capital = |i: usize| {
            self.tok(i, end)
                .is_some_and(|t| t.kind == Kind::Word && t.case == Case::Title)
        };
        let at = all.end + 1;
        // `UBND TP Hà Nội và TP HCM`: the kind of place is named again.
        let again = match self.tok(at, end).map(|t| self.text.fold(t)) {
            Some("tp" | "tỉnh") => at + 1,
            Some("thành") if self.is(at + 1, "phố") => at + 2,
            _ => at,
        };
        if again > at
            && self.is(head, "ubnd")
            && self.text.fold(joins) == "và"
            && self
                .tok(again, end)
                .is_some_and(|t| t.kind == Kind::Word && t.case != Case::Lower)
        {
            return Some((head + 1, at, self.member_end(again, end)));
        }
        if !capital(noun + 1)
            || !capital(at)
            || self.grammar.heads.has(&self.text.toks, at, end)
            || self.grammar.acts.has(&self.text.toks, at, end)
            || head + 12 < noun
        {
            return None;
        }
        Some((noun + 1, at, self.member_end(at, end)))
    }

    /// `Sở Nội vụ, Tài chính, Xây dựng`: the later members leave the head out.
    pub(super) fn same_head(&self, head: usize, all: &Names, end: usize) -> Option<(usize, usize)> {
        if !matches!(self.text.fold(&self.text.toks[head]), "sở" | "bộ" | "ngành")
            || all.names.len() >= MOST
        {
            return None;
        }
        let joins = self
            .tok(all.end, end)
            .is_some_and(|t| t.mark == b',' || self.text.fold(t) == "và");
        let at = all.end + 1;
        let capital = self.tok(at, end)?.case != Case::Lower;
        let after = self.field(at, end, false)?;
        // `, Công an tỉnh` is a unit of its own.
        let place = self
            .tok(after, end)
            .is_some_and(|t| matches!(self.text.fold(t), "tỉnh" | "thành" | "xã"));
        (joins && capital && !place).then_some((at, after))
    }

    /// `các Sở: Công Thương, Tài chính`, `UBND các phường Yên Bái, Văn Phú`.
    pub(super) fn shared(&self, at: usize, end: usize) -> Option<Names> {
        let mut i = at;
        let mut base = String::new();
        while !self.is(i, "các") {
            let tok = self.tok(i, end)?;
            if tok.kind != Kind::Word || i > at + 6 {
                return None;
            }
            i += 1;
        }
        if i > at {
            base = self.name(at, i) + " ";
        }
        let noun = i + 1;
        let noun_end = noun
            + if self.is(noun, "thành")
                || self.is(noun, "thị")
                || self.is(noun, "đặc")
                || self.is(noun, "tập")
            {
                2
            } else {
                1
            };
        if !matches!(
            self.text.fold(self.tok(noun, end)?),
            "sở" | "bộ"
                | "phường"
                | "xã"
                | "huyện"
                | "quận"
                | "tỉnh"
                | "thành"
                | "thị"
                | "ban"
                | "ngành"
                | "cục"
                | "vụ"
                | "phòng"
                | "tập"
                | "đặc"
        ) {
            return None;
        }
        let mut noun_words = self.name(noun, noun_end);
        // A department of its own is written with a capital.
        if matches!(self.text.fold(&self.text.toks[noun]), "sở" | "bộ") {
            noun_words = capital(&noun_words);
        }
        // `các sở, ngành: Tài chính, Xây dựng`
        let noun_end = noun_end
            + if self.tok(noun_end, end)?.mark == b','
                && self.is(noun_end + 1, "ngành")
                && self.tok(noun_end + 2, end).is_some_and(|t| t.mark == b':')
            {
                2
            } else {
                0
            };
        let colon = usize::from(self.tok(noun_end, end)?.mark == b':');
        let mut out = Names::default();
        let mut next = noun_end + colon;
        loop {
            let first = self.tok(next, end)?;
            // `UBND các xã: A, B; phường C` changes the noun.
            let field = matches!(self.text.fold(&self.text.toks[noun]), "bộ" | "sở" | "ngành")
                && self.field(next, end, false).is_some_and(|after| {
                    !self.tok(after, end).is_some_and(|t| {
                        matches!(self.text.fold(t), "tỉnh" | "thành" | "các" | "xã")
                    })
                });
            let member = first.kind == Kind::Word
                && first.case != Case::Lower
                && (field
                    || !self.grammar.heads.has(&self.text.toks, next, end)
                    || self.is(noun, "tập") && self.brand(next, end)
                    || out.names.is_empty()
                        && colon == 1
                        && self.grammar.fields.has(&self.text.toks, next, end));
            if !member {
                let noun_again = matches!(
                    self.text.fold(first),
                    "phường" | "xã" | "thị" | "huyện" | "đặc" | "thành" | "quận"
                ) && first.case == Case::Lower
                    && !out.names.is_empty();
                // `…, thị xã Hoài Nhơn`, `… và thành phố Huế`
                let two = noun_again
                    && (self.is(next + 1, "xã")
                        || self.is(next + 1, "trấn")
                        || self.is(next + 1, "phố")
                        || self.is(next + 1, "khu"))
                    && self
                        .tok(next + 2, end)
                        .is_some_and(|t| t.case == Case::Title);
                if two {
                    noun_words = self.name(next, next + 2);
                    next += 2;
                    continue;
                }
                if noun_again
                    && self
                        .tok(next + 1, end)
                        .is_some_and(|t| t.case != Case::Lower)
                {
                    noun_words = self.name(next, next + 1);
                    next += 1;
                    continue;
                }
                break;
            }
            let stop = self.member_end(next, end);
            out.names
                .push(format!("{base}{noun_words} {}", self.name(next, stop)));
            out.end = stop;
            let joins = self.tok(stop, end).is_some_and(|t| {
                matches!(t.mark, b',' | b';') || matches!(self.text.fold(t), "và")
            });
            if !joins || out.names.len() >= MOST || stop + 1 >= end {
                break;
            }
            next = stop + 1;
            if self.is(next, "và") {
                next += 1;
            }
        }
        (!out.names.is_empty() && (colon == 1 || out.names.len() > 1)).then_some(out)
    }

    /// `Viettel`, `VNPT`: one word, and then the next name or the action.
    pub(super) fn brand(&self, at: usize, end: usize) -> bool {
        self.tok(at, end).is_some_and(|t| t.case != Case::Lower)
            && self
                .tok(at + 1, end)
                .is_none_or(|t| t.kind == Kind::Mark || t.case == Case::Lower)
    }

    pub(super) fn member_end(&self, at: usize, end: usize) -> usize {
        if let Some((_, _, after)) = self.grammar.fields.at(&self.text.toks, at, end) {
            return after;
        }
        let mut i = at + 1;
        while let Some(tok) = self.tok(i, end).filter(|_| i < at + 8) {
            let dash = matches!(tok.mark, b'-' | b'&')
                && self.tok(i + 1, end).is_some_and(|t| t.case != Case::Lower);
            let small = tok.kind == Kind::Word
                && tok.case == Case::Lower
                && (self.grammar.acts.has(&self.text.toks, i, end)
                    || matches!(
                        self.text.fold(tok),
                        "và" | "để" | "theo" | "về" | "trong" | "tại" | "có" | "liên"
                    ));
            if (tok.kind == Kind::Mark && !dash)
                || small
                || (tok.kind == Kind::Number && tok.gap > Gap::Space)
            {
                break;
            }
            i += 1;
        }
        i
    }
}
