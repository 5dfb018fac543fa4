//! Names of units, posts and classes of units.
//!
//! A name opens with a head word (`sở`, `UBND`, `Chủ tịch`, `các`) and runs to
//! the first word that opens an action or a clause. A class of units (`các sở,
//! ban, ngành liên quan`) is one name; a shared head (`các Sở: Công Thương, Tài
//! chính`) is as many names as it has members.

use crate::grammar::{Act, Grammar, Head};
use crate::header::one_line;
use crate::issuer::capital;
use crate::text::{Case, Gap, Kind, Text, Tok};

/// Longest name, in tokens.
const LONGEST: usize = 48;
/// Most names in one list.
const MOST: usize = 60;

/// Who may be named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Offices and posts.
    Units,
    /// Also people: right after an order.
    Anybody,
}

/// Names in a row, and the token after them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) names: Vec<String>,
    pub(crate) end: usize,
}

pub(crate) struct Namer<'t, 'a> {
    pub(crate) text: &'t Text<'a>,
    pub(crate) grammar: &'t Grammar,
}

impl Namer<'_, '_> {
    pub(crate) fn tok(&self, at: usize, end: usize) -> Option<&Tok> {
        self.text.toks.get(at).filter(|_| at < end)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.text
            .toks
            .get(at)
            .is_some_and(|t| self.text.opens_as(t, word) && self.text.fold(t) == word)
    }

    pub(crate) fn name(&self, from: usize, end: usize) -> String {
        one_line(
            self.text
                .slice(&self.text.toks[from], &self.text.toks[end - 1]),
        )
    }

    pub(crate) fn head(&self, at: usize, end: usize) -> Option<(Head, usize)> {
        let (head, after) = match self.grammar.heads.at(&self.text.toks, at, end) {
            Some((head, _, after)) => (head, after),
            None => (Head::Unit, self.misread_head(at, end)?),
        };
        // `tổ chức`, `hội nghị`, `báo cáo` are no names, however written.
        let next = self.text.toks.get(at + 1).map_or("", |t| self.text.fold(t));
        let other = after == at + 1
            && head == Head::Unit
            && matches!(
                next,
                "chức"
                    | "cáo"
                    | "nghị"
                    | "hành"
                    | "hợp"
                    | "trợ"
                    | "ngũ"
                    | "máy"
                    | "chống"
                    | "ngừa"
                    | "cháy"
                    | "việc"
                    | "nghề"
                    | "tiêu"
                    | "đất"
                    | "thảo"
            );
        if other {
            return None;
        }
        // A short word that is also an ordinary one (`báo`, `tổ`, `hội`) opens a
        // name only with a capital, its own or the next word's, or in a class.
        let small = after == at + 1 && self.text.toks[at].case == Case::Lower && head == Head::Unit;
        if small
            && !matches!(
                self.text.fold(&self.text.toks[at]),
                "ubnd" | "hđnd" | "vpcp" | "đơn"
            )
        {
            let next = self.tok(after, end)?;
            let class = next.mark == b',' && self.grammar.nouns.has(&self.text.toks, at, end)
                || matches!(
                    self.text.fold(next),
                    "ngành" | "liên" | "có" | "chuyên" | "này"
                );
            if !(next.kind == Kind::Word && next.case != Case::Lower || class) {
                return None;
            }
        }
        // `các` opens a name only before a noun that can act.
        let article = matches!(
            self.text.fold(&self.text.toks[at]),
            "các" | "những" | "toàn" | "mọi" | "từng" | "mỗi"
        );
        let acts = !article
            || self.grammar.nouns.has(&self.text.toks, after, end)
            || self.grammar.heads.has(&self.text.toks, after, end);
        acts.then_some((head, after))
    }

    /// `Sớ Tài chính`: a scan changed the mark of the head, and a field follows.
    fn misread_head(&self, at: usize, end: usize) -> Option<usize> {
        let tok = self.tok(at, end).filter(|t| t.case == Case::Title)?;
        let looks = matches!(self.text.fold(tok), "sớ" | "sỡ" | "sơ" | "só" | "bô" | "bố");
        let field = || {
            self.tok(at + 1, end).is_some_and(|t| t.case == Case::Title)
                && self.grammar.fields.has(&self.text.toks, at + 1, end)
        };
        (looks && field()).then_some(at + 1)
    }

    /// Reads names joined by commas, semicolons and `và`.
    pub(crate) fn list(&self, at: usize, end: usize, who: Who) -> Option<Names> {
        let mut all = Names {
            names: Vec::new(),
            end: at,
        };
        let mut next = at;
        while all.names.len() < MOST {
            let Some(found) = self.one(next, end, who) else {
                break;
            };
            all.names.extend(found.names);
            all.end = found.end;
            // `…, Trung tâm B (Sở Nội vụ), Sở C`
            if self.tok(all.end, end).is_some_and(|t| t.mark == b'(') {
                let close =
                    (all.end..end.min(all.end + 30)).find(|&i| self.text.toks[i].mark == b')');
                let goes_on = close.filter(|c| {
                    self.tok(c + 1, end)
                        .is_some_and(|t| matches!(t.mark, b',' | b';') || self.text.fold(t) == "và")
                        && self.head(c + 2, end).is_some()
                });
                if let Some(close) = goes_on {
                    all.end = close + 1;
                }
            }
            let head = next;
            while let Some(member) = self.same_place(head, &all, end) {
                let (prefix, from, to) = member;
                all.names.push(format!(
                    "{} {}",
                    self.name(head, prefix),
                    self.name(from, to)
                ));
                all.end = to;
            }
            while let Some(member) = self.same_head(head, &all, end) {
                all.names.push(format!(
                    "{} {}",
                    self.name(head, head + 1),
                    self.name(member.0, member.1)
                ));
                all.end = member.1;
            }
            next = match self.tok(all.end, end) {
                Some(t) if matches!(t.mark, b',' | b';') => all.end + 1,
                Some(t) if matches!(self.text.fold(t), "và" | "cùng") => all.end + 1,
                _ => break,
            };
            if self
                .tok(next, end)
                .is_some_and(|_| self.is(next, "và") || self.is(next, "với"))
            {
                next += 1;
            }
        }
        (!all.names.is_empty()).then_some(all)
    }

    /// `UBND huyện Thạch Thất, Quốc Oai`: the later places leave `UBND huyện` out.
    /// Returns where the shared words end, and the place.
    fn same_place(&self, head: usize, all: &Names, end: usize) -> Option<(usize, usize, usize)> {
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
        let noun = (head..all.end).rev().find(place)?;
        let capital = |i: usize| {
            self.tok(i, end)
                .is_some_and(|t| t.kind == Kind::Word && t.case == Case::Title)
        };
        let at = all.end + 1;
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
    fn same_head(&self, head: usize, all: &Names, end: usize) -> Option<(usize, usize)> {
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

    /// Reads one name only.
    pub(crate) fn first(&self, at: usize, end: usize) -> Option<Names> {
        self.one(at, end, Who::Units)
    }

    /// Reads one name, or the members of a shared head.
    fn one(&self, at: usize, end: usize, who: Who) -> Option<Names> {
        let end = end.min(at + LONGEST * 4);
        let (head, after) = self.head(at, end)?;
        if head == Head::People && who == Who::Units {
            return None;
        }
        if let Some(shared) = self.shared(at, end) {
            return Some(shared);
        }
        // `các cơ quan: Sở A, Sở B` names the members only.
        let stop = self.extent(at, after, head, end);
        if self.tok(stop, end).is_some_and(|t| t.mark == b':')
            && head == Head::Group
            && let Some(names) = self
                .head(stop + 1, end)
                .and_then(|_| self.list(stop + 1, end, who))
        {
            return Some(names);
        }
        Some(Names {
            names: vec![self.name(at, stop)],
            end: stop,
        })
    }

    /// Returns the token after the name that opens at `at`.
    fn extent(&self, at: usize, after: usize, head: Head, end: usize) -> usize {
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
                        b'-' if self.tok(i + 1, end).is_some_and(|t| {
                            t.kind == Kind::Word && (t.gap == Gap::None || t.case != Case::Lower)
                        }) && !self.grammar.heads.has(&self.text.toks, i + 1, end) =>
                        {
                            Some(i + 1)
                        }
                        b'(' => self.short_form(i, end),
                        _ => None,
                    };
                    match next {
                        Some(next) => i = next,
                        None => break,
                    }
                }
                Kind::Number => {
                    // `Ngân hàng nhà nước khu vực 8`
                    let numbered = ["vực", "số"].iter().any(|w| self.is(i - 1, w));
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

    /// A field name, known by its capital, or in small letters right after the
    /// head when it has several words.
    fn field(&self, at: usize, end: usize, first: bool) -> Option<usize> {
        let (_, _, after) = self.grammar.fields.at(&self.text.toks, at, end)?;
        let small = (first && after > at + 2) || after > at + 4;
        (self.text.toks[at].case != Case::Lower || small).then_some(after)
    }

    /// `UBND phường, xã, đặc khu`: small nouns joined by commas make a class.
    fn in_class(&self, at: usize, end: usize) -> bool {
        let Some((_, _, comma)) = self.grammar.nouns.at(&self.text.toks, at, end) else {
            return false;
        };
        let small = |i: usize| {
            self.tok(i, end)
                .is_some_and(|t| t.case == Case::Lower && t.kind == Kind::Word)
        };
        self.tok(comma, end).is_some_and(|t| t.mark == b',')
            && small(comma + 1)
            && self.grammar.nouns.has(&self.text.toks, comma + 1, end)
    }

    /// Small words that may go on a name after its field: `Sở Tài chính tỉnh A`.
    fn goes_on(&self, at: usize) -> bool {
        matches!(
            self.text.fold(&self.text.toks[at]),
            "tỉnh"
                | "thành"
                | "tp"
                | "quận"
                | "huyện"
                | "xã"
                | "phường"
                | "của"
                | "thuộc"
                | "trực"
                | "trung"
                | "cấp"
                | "khu"
                | "vùng"
                | "việt"
                | "quốc"
                | "các"
                | "chi"
                | "và"
                | "nơi"
                | "hai"
                | "cao"
                | "liên"
        )
    }

    /// `Viện Quy hoạch xây dựng Hà Nội`: the work of an institute, a centre or a
    /// company is a part of its name when a capital follows.
    fn is_work_of_name(&self, head: usize, at: usize, end: usize) -> bool {
        let institute = matches!(
            self.text.fold(&self.text.toks[head]),
            "viện"
                | "trung"
                | "công"
                | "trường"
                | "chi"
                | "tổng"
                | "bql"
                | "ban"
                | "quỹ"
                | "hội"
                | "hiệp"
        );
        let tok = &self.text.toks[at];
        let work = matches!(
            (
                self.text.fold(tok),
                self.text.toks.get(at + 1).map_or("", |t| self.text.fold(t))
            ),
            ("xây", "dựng")
                | ("phát", "triển")
                | ("đầu", "tư")
                | ("quản", "lý")
                | ("kiểm", "soát")
                | ("nghiên", "cứu")
                | ("đào", "tạo")
                | ("kiểm", "định")
                | ("khai", "thác")
                | ("xúc", "tiến")
                | ("hỗ", "trợ")
                | ("ứng", "dụng")
                | ("bảo", "vệ")
                | ("bảo", "tồn")
        );
        let capital = self
            .tok(at + 2, end)
            .is_some_and(|t| t.kind == Kind::Word && t.case != Case::Lower && t.gap == Gap::Space);
        let thing = self.tok(at + 2, end).is_some_and(|t| {
            matches!(
                self.text.fold(t),
                "kế" | "đề" | "nghị" | "chương" | "quyết" | "luật" | "quy" | "dự"
            )
        });
        // `Viện Nghiên cứu phát triển kinh tế - xã hội`
        let compound = at > 0
            && matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "cứu" | "trợ" | "quỹ"
            )
            && self.text.toks[at - 1].case == Case::Lower;
        institute && work && tok.case == Case::Lower && (capital || compound) && !thing
    }

    fn class_head(&self, at: usize, after: usize, end: usize) -> bool {
        self.grammar.nouns.has(&self.text.toks, at, end)
            && self.tok(after, end).is_some_and(|t| {
                t.mark == b','
                    || matches!(
                        self.text.fold(t),
                        "liên" | "có" | "trực" | "chức" | "chuyên"
                    )
            })
    }

    /// `… Đầu tư (KH&ĐT) chủ trì`: a short form in brackets is passed over only
    /// when the name goes on, so the name ends before it.
    fn short_form(&self, _at: usize, _end: usize) -> Option<usize> {
        None
    }

    fn after_comma(
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
                && !self.is(name, "thủ") | self.is(name + 1, "trưởng");
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
    fn opens_another(&self, head: usize, join: usize, end: usize) -> bool {
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

    fn back_to_head(&self, from: usize) -> usize {
        (from.saturating_sub(8)..from)
            .find(|&i| matches!(self.text.fold(&self.text.toks[i]), "ông" | "bà" | "đồng"))
            .unwrap_or(from)
    }

    /// `Công ty cổ phần Khai thác và Chế biến A`: the capital goes on the name of a
    /// firm.
    fn title_after_and(&self, head: usize, and: usize, end: usize) -> Option<usize> {
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
            && !self.grammar.fields.has(&self.text.toks, and + 1, end);
        let goes_on = (firm || office)
            && next.case == Case::Title
            && self.text.toks[and - 1].kind == Kind::Word
            && self.head(and + 1, end).is_none();
        goes_on.then_some(and + 2)
    }

    fn after_and(&self, and: usize, end: usize, class: bool) -> Option<usize> {
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

    fn word(&self, at: usize, end: usize, proper: bool, class: bool) -> Step {
        let tok = &self.text.toks[at];
        if tok.case != Case::Lower {
            // A new name without a comma between (`Sở A Bộ B`) does not occur;
            // a capital goes on the name.
            // A sentence that opens without a full stop before it.
            if tok.case == Case::Title
                && matches!(
                    self.text.fold(tok),
                    "từ" | "để"
                        | "trong"
                        | "theo"
                        | "căn"
                        | "thực"
                        | "ngày"
                        | "tại"
                        | "khi"
                        | "nhằm"
                        | "qua"
                        | "hiện"
                )
                && self.text.toks[at - 1].case == Case::Lower
                // `UBND thành phố Từ Sơn`
                && !self
                    .tok(at + 1, end)
                    .is_some_and(|t| t.case == Case::Title && t.gap == Gap::Space)
            {
                return Step::Stop;
            }
            let order = matches!(
                self.grammar.acts.at(&self.text.toks, at, end),
                Some((Act::Order | Act::Adverb | Act::Modal, _, _))
            );
            // `Trường Đào tạo …`, `Viện Nghiên cứu …`
            let noun = self
                .grammar
                .acts
                .at(&self.text.toks, at, end)
                .filter(|(act, _, _)| matches!(act, Act::Verb | Act::Weak))
                .map_or(at + 1, |(_, _, after)| after);
            return if order && tok.case == Case::Title && proper {
                Step::Stop
            } else {
                Step::Go(noun.max(at + 1))
            };
        }
        // `…, Sở B căn cứ chức năng, nhiệm vụ …`, `Văn phòng trên cơ sở tiếp thu …`
        if self.is(at, "căn") && self.is(at + 1, "cứ")
            || self.is(at, "trên") && self.is(at + 1, "cơ") && self.is(at + 2, "sở")
        {
            return Step::Stop;
        }
        // `các tổ chức liên quan đến chăn nuôi, giết mổ`
        if class && at > 0 && self.is(at - 1, "quan") && (self.is(at, "đến") || self.is(at, "tới"))
        {
            return Step::Weak(at + 1);
        }
        // `Công an thành phố được giao điều tra`, where `cơ quan được giao chủ trì`
        // says which one is meant.
        let told = self.is(at, "được")
            && ["giao", "yêu", "phân"].iter().any(|w| self.is(at + 1, w))
            && !class
            && at > 0
            && !["quản", "làm", "thực", "nhiệm", "sử"]
                .iter()
                .any(|w| self.is(at + 2, w))
            && self.grammar.acts.has(&self.text.toks, at + 2, end)
            && !matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "vị" | "quan" | "chức" | "nghiệp" | "nhân" | "sở" | "viên" | "tư" | "người"
            );
        if told {
            return Step::Stop;
        }
        // `đơn vị được kiểm tra`, `cơ quan được giao chủ trì`
        if self.is(at, "được")
            && let Some((_, _, after)) = self.grammar.acts.at(&self.text.toks, at + 1, end)
        {
            return Step::Go(after);
        }
        if let Some((act, _, after)) = self.grammar.acts.at(&self.text.toks, at, end) {
            let modifier = self.modifies(at, class) || self.is_kind_of_work(at, after, end);
            match act {
                Act::Weak if class => return Step::Weak(after),
                Act::Weak => return Step::Go(after),
                Act::Verb if modifier => return Step::Go(after),
                _ => return Step::Stop,
            }
        }
        let word = self.text.fold(tok);
        if class && at > 0 && self.after_places(at) {
            return Step::Stop;
        }
        let stop = matches!(
            word,
            "để" | "theo"
                | "về"
                | "nhằm"
                | "khi"
                | "nếu"
                | "thì"
                | "do"
                | "bằng"
                | "từ"
                | "đến"
                | "với"
                | "cho"
                | "là"
                | "như"
                | "vào"
                | "qua"
                | "sau"
                | "trước"
                | "không"
                | "ngay"
                | "cũng"
                | "này"
                | "tại"
                | "trong"
                | "nêu"
                | "được"
                | "rằng"
                | "xong"
                | "hiện"
                | "nhất"
                | "trình"
                | "ngày"
                | "tự"
                | "nghiêm"
                | "làm"
                | "và"
                | "đối"
                | "mà"
                | "cùng"
                | "lên"
                | "thông"
                | "hoàn"
                | "đi"
                | "trân"
                | "xin"
                | "giữ"
                | "thay"
                | "chia"
                | "vẫn"
                | "luôn"
                | "bám"
                | "hết"
                | "nhanh"
                | "mạnh"
                | "đặc"
                | "góp"
        );
        // `trong tỉnh`, `tại địa phương` belong to a class of units.
        let place = class
            && matches!(word, "tại" | "trong")
            && self
                .tok(at + 1, end)
                .is_some_and(|t| matches!(self.text.fold(t), "tỉnh" | "thành" | "địa" | "vùng"));
        let zone = word == "đặc" && self.is(at + 1, "khu");
        let special = zone
            || matches!(word, "này")
            || (word == "hoàn" && !self.is(at + 1, "thành"))
            || (word == "thông" && !self.is(at + 1, "báo"));
        if special {
            return Step::Go(at + 1);
        }
        if stop && !place {
            Step::Stop
        } else {
            Step::Go(at + 1)
        }
    }

    /// `UBND các quận, huyện, thị xã hoãn …`: after the last kind of place only a
    /// few words still belong to the name.
    fn after_places(&self, at: usize) -> bool {
        let before = self.text.fold(&self.text.toks[at - 1]);
        let place = matches!(before, "huyện" | "quận" | "xã" | "phường")
            || before == "khu" && at > 1 && self.is(at - 2, "đặc");
        place
            && self.text.toks[at - 1].case == Case::Lower
            && !matches!(
                self.text.fold(&self.text.toks[at]),
                "liên"
                    | "có"
                    | "trực"
                    | "trong"
                    | "trên"
                    | "thuộc"
                    | "nơi"
                    | "ven"
                    | "biên"
                    | "miền"
                    | "giáp"
                    | "đã"
                    | "đang"
                    | "còn"
                    | "khu"
                    | "vùng"
                    | "phía"
                    | "và"
                    | "hội"
                    | "mới"
                    | "được"
                    | "tại"
                    | "của"
                    | "loại"
                    | "chưa"
                    | "thị"
                    | "đặc"
                    | "nêu"
                    | "này"
                    | "khác"
                    | "bị"
                    | "bãi"
                    | "cao"
                    | "đảo"
            )
    }

    /// `được giao quản lý`, `có trách nhiệm` inside a name: `các đơn vị được
    /// giao nhiệm vụ`, `cơ quan đăng ký đầu tư`.
    fn modifies(&self, at: usize, class: bool) -> bool {
        let before = at
            .checked_sub(1)
            .map_or("", |b| self.text.fold(&self.text.toks[b]));
        if matches!(before, "án" | "tác" | "vực") {
            return true;
        }
        let nominal = matches!(
            before,
            "lệ" | "tác"
                | "độ"
                | "động"
                | "việc"
                | "cầu"
                | "án"
                | "quyền"
                | "vực"
                | "nghiệp"
                | "phần"
        );
        // `Ủy ban xây dựng kế hoạch …` acts, where `Ban xây dựng Đảng` is a name.
        let committee = before == "ban" && at > 1 && self.is(at - 2, "ủy");
        (class && (nominal || matches!(before, "được")))
            || !committee
                && matches!(
                    before,
                    "ban" | "phòng" | "đoàn" | "tổ" | "cơ" | "bộ" | "cục" | "hội" | "quỹ" | "đội"
                )
                && matches!(
                    self.text.fold(&self.text.toks[at]),
                    "quản"
                        | "kiểm"
                        | "thanh"
                        | "giám"
                        | "chỉ"
                        | "điều"
                        | "đăng"
                        | "tư"
                        | "thẩm"
                        | "xúc"
                        | "phát"
                        | "hỗ"
                        | "đào"
                        | "đầu"
                        | "xây"
                )
            || before == "phòng" && self.is(at, "chống")
    }

    /// `các cơ quan soạn thảo tiếp thu …`, `đơn vị thi công đẩy nhanh …`: the work by
    /// which offices are told apart, before what they are to do.
    fn is_kind_of_work(&self, at: usize, after: usize, end: usize) -> bool {
        const WORK: &[(&str, &str)] = &[
            ("soạn", "thảo"),
            ("thẩm", "định"),
            ("thi", "công"),
            ("tư", "vấn"),
            ("thiết", "kế"),
            ("giám", "sát"),
            ("quản", "lý"),
            ("tham", "mưu"),
            ("sử", "dụng"),
            ("vận", "hành"),
            ("kinh", "doanh"),
            ("sản", "xuất"),
            ("cung", "cấp"),
            ("kiểm", "định"),
            ("đầu", "tư"),
        ];
        let two = |i: usize, a: &str, b: &str| self.is(i, a) && self.is(i + 1, b);
        let office = at > 1
            && [
                ("cơ", "quan"),
                ("đơn", "vị"),
                ("doanh", "nghiệp"),
                ("tổ", "chức"),
                ("cơ", "sở"),
            ]
            .iter()
            .any(|(a, b)| two(at - 2, a, b));
        office
            && WORK.iter().any(|(a, b)| two(at, a, b))
            && after == at + 2
            && !WORK.iter().any(|(a, b)| two(after, a, b))
            && self.grammar.acts.at(&self.text.toks, after, end).is_some()
    }

    /// `các Sở: Công Thương, Tài chính`, `UBND các phường Yên Bái, Văn Phú`.
    fn shared(&self, at: usize, end: usize) -> Option<Names> {
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
    fn brand(&self, at: usize, end: usize) -> bool {
        self.tok(at, end).is_some_and(|t| t.case != Case::Lower)
            && self
                .tok(at + 1, end)
                .is_none_or(|t| t.kind == Kind::Mark || t.case == Case::Lower)
    }

    fn member_end(&self, at: usize, end: usize) -> usize {
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

enum Step {
    Stop,
    Go(usize),
    Weak(usize),
}

/// Returns the addressees between two tokens, a passage that is nothing else.
pub(crate) fn addressees(
    text: &Text<'_>,
    grammar: &Grammar,
    from: usize,
    end: usize,
) -> Vec<String> {
    let namer = Namer { text, grammar };
    let end = trim_end(text, from, end);
    if let Some(found) = namer.list(from, end, Who::Anybody).filter(|n| n.end >= end) {
        return found.names;
    }
    if let Some(shared) = namer.shared(from, end).filter(|n| n.end >= end) {
        return shared.names;
    }
    // Not in the grammar of names: the whole line, without what is in brackets.
    let stop = (from..end)
        .find(|&i| text.toks[i].mark == b'(')
        .unwrap_or(end);
    if stop > from {
        vec![namer.name(from, stop)]
    } else {
        Vec::new()
    }
}

/// Returns the names after a label (`Đơn vị chủ trì: …`), which prose may follow.
pub(crate) fn labelled(text: &Text<'_>, grammar: &Grammar, from: usize, end: usize) -> Vec<String> {
    let namer = Namer { text, grammar };
    let end = trim_end(text, from, end);
    match namer.list(from, end, Who::Anybody) {
        Some(names) => names.names,
        None if end - from <= 24 => addressees(text, grammar, from, end),
        None => Vec::new(),
    }
}

fn trim_end(text: &Text<'_>, from: usize, mut end: usize) -> usize {
    while end > from && matches!(text.toks[end - 1].mark, b'.' | b';' | b',' | b':') {
        end -= 1;
    }
    end
}
