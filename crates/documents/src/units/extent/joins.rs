//! Commas and `và` in a name: they go on a class or the name of a firm, or part two
//! names.

use crate::grammar::{Act, Head};
use crate::text::{Case, Gap, Kind};
use crate::units::Namer;

impl Namer<'_, '_> {
    /// `Ban Quản lý Khu công nghệ cao và các khu công nghiệp`: what is managed.
    pub(super) fn managed(&self, head: usize, and: usize) -> Option<usize> {
        let board = self.is(head, "ban") && self.is(head + 1, "quản");
        let things = self.is(and, "và")
            && self.is(and + 1, "các")
            && ["khu", "dự", "cụm", "công"]
                .iter()
                .any(|w| self.is(and + 2, w))
            && !self.is(and + 3, "chức")
            && !self.is(and + 3, "ty");
        (board && things).then_some(and + 4)
    }

    /// `UBND phường, xã, đặc khu`: small nouns joined by commas make a class.
    pub(super) fn in_class(&self, at: usize, end: usize) -> bool {
        let Some((_, _, comma)) = self.grammar.nouns.at(&self.text.toks, at, end) else {
            return false;
        };
        let small = |i: usize| {
            self.tok(i, end)
                .is_some_and(|t| t.case == Case::Lower && t.kind == Kind::Word)
        };
        self.tok(comma, end).is_some_and(|t| t.mark == b',')
            && (self.is(comma + 1, "tp")
                || small(comma + 1) && self.grammar.nouns.has(&self.text.toks, comma + 1, end))
    }

    pub(super) fn class_head(&self, at: usize, after: usize, end: usize) -> bool {
        self.grammar.nouns.has(&self.text.toks, at, end)
            && self.tok(after, end).is_some_and(|t| {
                t.mark == b','
                    || matches!(
                        self.text.fold(t),
                        "liên" | "có" | "trực" | "chức" | "chuyên"
                    )
            })
    }

    pub(super) fn after_comma(
        &self,
        name: usize,
        comma: usize,
        end: usize,
        class: bool,
        weak: bool,
        head: Head,
    ) -> Option<usize> {
        let next = self.tok(comma + 1, end)?;
        if head == Head::Post
            && matches!(
                self.grammar.heads.at(&self.text.toks, comma + 1, end),
                Some((Head::Post, _, _))
            )
        {
            // `Giám đốc, Thủ trưởng các sở`: the first post alone names nobody.
            let bare = self
                .grammar
                .heads
                .at(&self.text.toks, name, comma)
                .is_some_and(|(_, _, after)| after == comma && after <= name + 2)
                && !self.is(name, "thủ") | self.is(name + 1, "trưởng")
                && !self.is(name + 1, "ngành");
            if bare {
                return Some(comma + 1);
            }
            // `ông Nguyễn Văn A, Phó Chủ tịch UBND TP`
            let person = matches!(
                self.text.fold(&self.text.toks[self.back_to_head(comma)]),
                "ông" | "bà" | "đồng"
            );
            return person.then_some(comma + 1);
        }
        if !class {
            return None;
        }
        // `các cấp, các ngành, các địa phương`
        let again = usize::from(
            next.case == Case::Lower && matches!(self.text.fold(next), "các" | "những"),
        );
        if again == 1
            && !matches!(
                self.text.fold(self.tok(comma + 2, end)?),
                "cấp" | "ngành" | "địa" | "đơn" | "ban" | "đoàn"
            )
        {
            return None;
        }
        let noun = self
            .grammar
            .nouns
            .at(&self.text.toks, comma + 1 + again, end);
        if let Some((_, _, after)) = noun {
            let own_name = self.tok(after, end).is_some_and(|t| {
                t.kind == Kind::Word && t.case != Case::Lower && t.gap == Gap::Space
            });
            return (next.case == Case::Lower || !own_name).then_some(after);
        }
        // `các đơn vị sản xuất, kinh doanh, sử dụng hóa chất`
        let act = self.grammar.acts.at(&self.text.toks, comma + 1, end);
        let more = weak && next.kind == Kind::Word && next.case == Case::Lower;
        match act {
            Some((Act::Weak | Act::Verb, _, after)) if more => Some(after),
            None if more => Some(comma + 2),
            _ => None,
        }
    }

    /// Reports whether another name follows a comma or `và` and no further noun
    /// of the same class: `UBND các xã, phường, Tổng công ty …`, `các cơ quan
    /// chức năng và chính quyền địa phương`.
    pub(super) fn opens_another(&self, head: usize, join: usize, end: usize) -> bool {
        let next = join + 1 + usize::from(self.is(join + 1, "các"));
        let Some(tok) = self.tok(next, end) else {
            return false;
        };
        let word = self.text.fold(tok);
        let authority = word == "chính"
            && ["quyền", "địa", "phương"]
                .iter()
                .enumerate()
                .all(|(i, w)| self.is(next + 1 + i, w))
            && !self.is(join - 1, "ủy");
        let of_places = (head..(head + 4).min(join)).any(|i| {
            self.is(i, "ubnd") || (self.is(i, "nhân") && self.is(i + 1, "dân") && i > head)
        });
        let body = matches!(
            word,
            "sở" | "ngành"
                | "cơ"
                | "đơn"
                | "tổng"
                | "công"
                | "doanh"
                | "tập"
                | "ban"
                | "hội"
                | "đoàn"
                | "chủ"
                | "tổ"
        ) && !(word == "tổ" && self.is(next + 1, "dân"))
            && !(word == "công" && self.is(next + 1, "nghiệp"))
            && self.grammar.nouns.has(&self.text.toks, next, end);
        // `Giám đốc các sở và Chủ tịch UBND các xã`: a post opens a name of its own.
        let post = join > head + 2
            && self.is(join, "và")
            && matches!(self.head(next, end), Some((Head::Post, _)))
            && matches!(self.head(head, end), Some((Head::Post, _)));
        authority || (of_places && body) || post
    }

    pub(super) fn back_to_head(&self, from: usize) -> usize {
        (from.saturating_sub(8)..from)
            .find(|&i| matches!(self.text.fold(&self.text.toks[i]), "ông" | "bà" | "đồng"))
            .unwrap_or(from)
    }

    /// `Công ty cổ phần Khai thác và Chế biến A`: the capital goes on the name of a
    /// firm.
    pub(super) fn title_after_and(&self, head: usize, and: usize, end: usize) -> Option<usize> {
        let firm = ["công ty", "tổng công", "tập đoàn"].iter().any(|w| {
            w.split(' ')
                .enumerate()
                .all(|(i, word)| self.is(head + i, word))
        });
        let next = self.tok(and + 1, end)?;
        // `Phòng Văn hóa và Thông tin`, where `Sở Nội vụ và Tài chính` are two.
        let office = [
            "phòng",
            "sở",
            "bộ",
            "cục",
            "vụ",
            "viện",
            "trung",
            "ban",
            "chi",
            "trường",
        ]
        .iter()
        .any(|w| self.is(head, w))
            && self.text.toks[and - 1].case != Case::Upper
            && !(self.grammar.fields.has(&self.text.toks, and + 1, end)
                && self.grammar.fields.has(&self.text.toks, head + 1, end));
        let goes_on = (firm || office)
            && next.case == Case::Title
            && self.text.toks[and - 1].kind == Kind::Word
            && self.head(and + 1, end).is_none();
        goes_on.then_some(and + 2)
    }

    pub(super) fn after_and(&self, and: usize, end: usize, class: bool) -> Option<usize> {
        let next = self.tok(and + 1, end)?;
        if self.is(and + 1, "các") || self.is(and + 1, "những") {
            // `các Bộ, ngành và các địa phương liên quan` is one class.
            let noun = self.grammar.nouns.at(&self.text.toks, and + 2, end)?;
            let small = self.text.toks[and + 2].case == Case::Lower
                && !matches!(self.text.fold(&self.text.toks[and + 2]), "cơ" | "sở");
            return (class && small && self.is(noun.2, "liên")).then_some(noun.2);
        }
        let (_, _, after) = self.grammar.nouns.at(&self.text.toks, and + 1, end)?;
        (class && next.case == Case::Lower).then_some(after)
    }
}
