//! How far a name reaches: to the first word that opens an action or a clause.

use super::{LONGEST, Namer};
use crate::grammar::{Act, Head};
use crate::text::{Case, Gap, Kind};

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

    /// `Ban Quản lý Khu công nghệ cao và các khu công nghiệp`: what is managed.
    fn managed(&self, head: usize, and: usize) -> Option<usize> {
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

    /// Small words that may go on a name after its field: `Sở Tài chính tỉnh A`.
    pub(super) fn goes_on(&self, at: usize) -> bool {
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
    pub(super) fn is_work_of_name(&self, head: usize, at: usize, end: usize) -> bool {
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

    /// `… Đầu tư (KH&ĐT) chủ trì`: a short form in brackets is passed over only
    /// when the name goes on, so the name ends before it.
    pub(super) fn short_form(&self, _at: usize, _end: usize) -> Option<usize> {
        None
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

    pub(super) fn word(&self, at: usize, end: usize, proper: bool, class: bool) -> Step {
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
        let often = ["mỗi", "hằng", "hàng"].iter().any(|w| self.is(at, w))
            && ["ngày", "tuần", "tháng", "quý", "năm"]
                .iter()
                .any(|w| self.is(at + 1, w));
        if often
            || self.is(at, "căn") && self.is(at + 1, "cứ")
            || self.is(at, "đặt") && (self.is(at + 1, "mục") || self.is(at + 1, "chỉ"))
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
            && {
                // `được phân công phụ trách …` nearly always says which one.
                let two = usize::from(self.is(at + 1, "yêu"));
                self.grammar.acts.has(&self.text.toks, at + 2 + two, end)
            }
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
    pub(super) fn after_places(&self, at: usize) -> bool {
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
    pub(super) fn modifies(&self, at: usize, class: bool) -> bool {
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
    pub(super) fn is_kind_of_work(&self, at: usize, after: usize, end: usize) -> bool {
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
}

pub(super) enum Step {
    Stop,
    Go(usize),
    Weak(usize),
}
