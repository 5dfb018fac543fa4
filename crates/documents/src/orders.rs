//! The words of an order: who is told, who cooperates, where it starts.

use crate::grammar::{Act, Grammar};
use crate::layout::closes;
use crate::text::{Case, Gap, Kind, Text};
use crate::units::{Namer, Names, Who};

mod adjunct;
mod partners;

/// Farthest an adjunct (`Trong thời gian …,`) may reach, in tokens.
const ADJUNCT: usize = 70;

/// Reads the orders of one document.
pub(crate) struct Orders<'t, 'a> {
    pub(crate) text: &'t Text<'a>,
    pub(crate) grammar: &'t Grammar,
}

/// First words of an adjunct.
const ADJUNCTS: &[&str] = &[
    "đối",
    "về",
    "trong",
    "trên",
    "căn",
    "theo",
    "để",
    "nhằm",
    "khi",
    "trường",
    "đến",
    "từ",
    "trước",
    "qua",
    "với",
    "tại",
    "liên",
    "sau",
    "nếu",
    "hằng",
    "hàng",
    "định",
    "xét",
    "thực",
    "ngay",
    "riêng",
    "tùy",
    "ngoài",
    "bên",
    "cùng",
    "sớm",
    "quá",
    "vào",
    "chậm",
];

/// How a clause opens.
#[derive(Debug, Clone)]
pub(crate) enum Opening {
    /// `Giao Sở A …`, `… yêu cầu các đơn vị …`: the token of the order word, who
    /// is told, the first token of what is to be done.
    Order { at: usize, names: Names, act: usize },
    /// `yêu cầu tạm dừng …`: nobody named.
    Bare { at: usize },
    /// `Sở A chủ trì …`
    Subject { names: Names, modal: bool },
    /// `Khẩn trương …`
    Act,
    /// Nothing of the sort.
    None,
}

impl Orders<'_, '_> {
    pub(crate) fn namer(&self) -> Namer<'_, '_> {
        Namer {
            text: self.text,
            grammar: self.grammar,
        }
    }

    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        self.text
            .toks
            .get(at)
            .is_some_and(|t| self.text.opens_as(t, word) && self.text.fold(t) == word)
    }

    #[inline]
    pub(crate) fn words(&self, at: usize, end: usize, phrase: &str) -> bool {
        // Nearly all tokens differ in the first byte or in length already.
        let starts = self
            .text
            .toks
            .get(at)
            .is_some_and(|t| self.text.may_open(t, phrase));
        starts && self.all_words(at, end, phrase)
    }

    fn all_words(&self, at: usize, end: usize, phrase: &str) -> bool {
        let mut rest = phrase;
        for tok in self.text.toks.get(at..end).unwrap_or_default() {
            if tok.kind == Kind::Mark {
                return false;
            }
            let word = self.text.fold(tok);
            match rest.strip_prefix(word) {
                Some("") => return true,
                Some(more) if more.starts_with(' ') => rest = &more[1..],
                _ => return false,
            }
        }
        false
    }

    pub(crate) fn mark(&self, at: usize) -> u8 {
        self.text.toks.get(at).map_or(0, |t| t.mark)
    }

    pub(crate) fn act(&self, at: usize, end: usize) -> Option<(Act, usize)> {
        let found = self
            .grammar
            .acts
            .at(&self.text.toks, at, end)
            .map(|(act, _, after)| (act, after))?;
        // `Giao Ban Quản lý …`: a capital after `giao` opens a name, and `giao ban`
        // is no meeting there.
        let name = found.0 == Act::Weak
            && self.is(at, "giao")
            && self
                .text
                .toks
                .get(at + 1)
                .is_some_and(|t| t.case == Case::Title);
        // `Các đơn vị phân công cán bộ đầu mối` is done, not told.
        let staff = found.0 == Act::Order
            && self.is(at, "phân")
            && [
                "cán", "công", "viên", "nhân", "người", "lãnh", "đầu", "rõ", "cụ", "trách", "cấp",
                "đảng", "giáo",
            ]
            .iter()
            .any(|w| self.is(found.1, w))
            && !self.is(found.1 + 1, "an")
            && !self.is(found.1 + 1, "ty");
        Some(if name {
            (Act::Order, at + 1)
        } else if staff {
            (Act::Verb, found.1)
        } else {
            found
        })
    }

    /// Reports whether an action opens at `at`.
    pub(crate) fn acts(&self, at: usize, end: usize) -> bool {
        matches!(
            self.act(at, end),
            Some((Act::Order | Act::Adverb | Act::Verb | Act::Modal, _))
        )
    }

    /// Splits tokens into sentences.
    pub(crate) fn sentences(&self, from: usize, end: usize) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut start = from;
        for at in from..end {
            if self.ends_sentence(at, end) {
                out.push((start, at + 1));
                start = at + 1;
            }
        }
        if start < end {
            out.push((start, end));
        }
        out
    }

    fn ends_sentence(&self, at: usize, end: usize) -> bool {
        let tok = &self.text.toks[at];
        // `… các nhiệm vụ sau: Thứ nhất, …` in running text.
        let announces = tok.mark == b':'
            && at > 0
            && matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "sau" | "đây" | "cầu" | "tâm"
            )
            && self
                .text
                .toks
                .get(at + 1)
                .is_some_and(|t| at + 1 < end && (t.case == Case::Title || t.mark == b'('));
        if announces {
            return true;
        }
        if !matches!(tok.mark, b'.' | b'!' | b'?' | crate::text::ELLIPSIS) {
            return false;
        }
        let Some(next) = self.text.toks.get(at + 1).filter(|_| at + 1 < end) else {
            return true;
        };
        let opens = next.gap > Gap::None && (next.case != Case::Lower || next.mark == b'"');
        // `TP. Hà Nội`, `TS. Nguyễn`, `Q. 1`
        let short = at > 0 && tok.gap == Gap::None && {
            let before = &self.text.toks[at - 1];
            before.kind == Kind::Word
                && (matches!(
                    self.text.fold(before),
                    "tp" | "ts"
                        | "ths"
                        | "q"
                        | "p"
                        | "gs"
                        | "pgs"
                        | "tx"
                        | "bs"
                        | "ks"
                        | "ông"
                        | "bà"
                ))
        };
        opens && !short
    }

    /// Returns how the clause at `from` opens.
    pub(crate) fn opening(&self, from: usize, end: usize) -> Opening {
        let start = self.connective(from, end);
        if let Some(topic) = self.topic(start, end) {
            return topic;
        }
        let start = self.past_adjunct(start, end).unwrap_or(start);
        let direct = self.opening_at(start, end);
        if !matches!(direct, Opening::None) {
            return direct;
        }
        // `Chủ tịch UBND tỉnh giao Sở A …`: the orderer first.
        self.order_in(start, end.min(start + 40))
            .map_or(Opening::None, |at| self.told(at, end))
    }

    /// `Đối với Sở Xây dựng, khẩn trương …`: the one spoken of is told.
    fn topic(&self, start: usize, end: usize) -> Option<Opening> {
        if !(self.words(start, end, "đối với") || self.words(start, end, "về phía")) {
            return None;
        }
        let names = self.namer().first(start + 2, end)?;
        if !matches!(self.mark(names.end), b',' | b':') {
            return None;
        }
        let at = names.end + 1;
        let order = matches!(self.act(at, end), Some((Act::Order, _)));
        (self.acts(at, end) && !order).then_some(Opening::Subject { names, modal: true })
    }

    fn opening_at(&self, start: usize, end: usize) -> Opening {
        // `Thống nhất giao Sở A …`
        let agrees = ["thống nhất", "đồng ý", "nhất trí"]
            .iter()
            .any(|w| self.words(start, end, w));
        if agrees && matches!(self.act(start + 2, end), Some((Act::Order, _))) {
            return self.told(start + 2, end);
        }
        match self.act(start, end) {
            Some((Act::Order, _)) if self.is_order(start, end) => return self.told(start, end),
            Some((Act::Adverb | Act::Verb | Act::Modal, _)) => {
                if let Some(names) = self.subject(start, end) {
                    return names;
                }
                return Opening::Act;
            }
            // `Từng thành viên … phải …` is somebody.
            Some((Act::Fact, _)) if !self.is(start, "từng") => return Opening::None,
            _ => {}
        }
        self.subject(start, end).unwrap_or(Opening::None)
    }

    /// `Sở A chủ trì`, `Các đơn vị phải`, `Sở A, Sở B: rà soát`.
    fn subject(&self, start: usize, end: usize) -> Option<Opening> {
        let mut names = self.namer().list(start, end, Who::Anybody)?;
        // `Các đảng ủy, chi ủy cơ sở tiếp tục …`: the last one in words not known.
        if self.mark(names.end) == b',' {
            let from = names.end + 1;
            let urged = (from + 2..end.min(from + 6))
                .find(|&i| matches!(self.act(i, end), Some((Act::Adverb | Act::Modal, _))));
            if let Some(to) = urged
                && (from..to).all(|i| {
                    let tok = &self.text.toks[i];
                    tok.kind == Kind::Word && tok.gap <= Gap::Line && self.act(i, to).is_none()
                })
                && !ADJUNCTS.contains(&self.text.fold(&self.text.toks[from]))
            {
                names.names.push(self.namer().name(from, to));
                names.end = to;
            }
        }
        // `các địa phương gồm: Ninh Bình, Thanh Hóa tập trung …`: which ones are meant.
        if names.names.len() == 1
            && let Some(to) = self.members(names.end, end)
            && let Some(last) = names.names.last_mut()
        {
            let first = self
                .text
                .slice(&self.text.toks[start], &self.text.toks[to - 1]);
            *last = crate::header::one_line(first);
            names.end = to;
        }
        // `Cục Quản lý nhà và thị trường bất động sản: đôn đốc …`: to the colon.
        if let Some(colon) = self.named_to_colon(names.end, end)
            && names.names.len() == 1
            && self.text.toks[start].case == Case::Title
        {
            names.names = vec![self.namer().name(start, colon)];
            names.end = colon;
        }
        let mut at = names.end;
        // `Lãnh đạo, chỉ đạo …` is an action.
        if at == start + 2 && self.acts(start, end) {
            return None;
        }
        // What stands in brackets or between commas before the verb.
        if self.mark(at) == b'(' {
            at = (at..end.min(at + 40))
                .find(|&i| self.mark(i) == b')')
                .map_or(at, |i| i + 1);
        }
        if matches!(self.mark(at), b',' | b':' | b'-') {
            at += 1;
        }
        // `…, nhất là các tỉnh: A, B tiếp tục …`
        if ["nhất là", "đặc biệt là", "trong đó"]
            .iter()
            .any(|w| self.words(at, end, w))
        {
            at = (at..end.min(at + 40))
                .find(|&i| matches!(self.act(i, end), Some((Act::Adverb | Act::Modal, _))))
                .unwrap_or(at);
        }
        let at = self.past_short_adjunct(at, end).unwrap_or(at);
        let at = self.past_limit(at, end).unwrap_or(at);
        // `Phó Thủ tướng A đi kiểm tra …`
        let at = at + usize::from(self.is(at, "đi") && self.acts(at + 1, end));
        // `Công an thành phố được giao chủ trì, tổ chức …`
        if let Some(act) = self.assigned(names.names.len(), start, at, end) {
            return Some(Opening::Subject {
                names: Names { end: act, ..names },
                modal: true,
            });
        }
        match self.act(at, end) {
            // `UBND tỉnh yêu cầu …` tells others.
            Some((Act::Order, _)) if self.is_order(at, end) => None,
            Some((Act::Fact, _)) => None,
            Some((act, _)) => Some(Opening::Subject {
                names,
                modal: act == Act::Modal,
            }),
            None if self.words(at, end, "là đơn")
                || self.words(at, end, "là cơ")
                || self.words(at, end, "theo chức") =>
            {
                Some(Opening::Subject { names, modal: true })
            }
            None => None,
        }
    }

    /// `Sở Y tế trong hai ngày tới kiểm tra …`: a time limit right before an action.
    fn past_limit(&self, at: usize, end: usize) -> Option<usize> {
        const REACH: usize = 14;
        if !["trong", "trước", "đến", "chậm"]
            .iter()
            .any(|w| self.is(at, w))
        {
            return None;
        }
        let clock = crate::deadlines::Clock {
            text: self.text,
            year: None,
        };
        let limits = clock.limits(at, end.min(at + REACH), false);
        let stop = limits.first().filter(|l| l.first == at)?.end;
        self.acts(stop, end).then_some(stop)
    }

    /// ` và thị trường bất động sản: đôn đốc …`: small words that go on an office's
    /// name up to a colon and its action. Returns the colon.
    fn named_to_colon(&self, at: usize, end: usize) -> Option<usize> {
        const MOST: usize = 10;
        if !self.is(at, "và") {
            return None;
        }
        let colon = (at + 2..end.min(at + MOST)).find(|&i| self.mark(i) == b':')?;
        let plain = (at..colon).all(|i| {
            let tok = &self.text.toks[i];
            tok.kind == Kind::Word && tok.case == Case::Lower
        });
        (plain && self.acts(colon + 1, end)).then_some(colon)
    }

    /// `gồm: Ninh Bình, Thanh Hóa và Quảng Bình`, places by their names only, before
    /// an action: where they end.
    fn members(&self, at: usize, end: usize) -> Option<usize> {
        const MOST: usize = 160;
        let mut next = at + usize::from(self.is(at, "gồm"));
        let opens = next > at || at > 0 && self.is(at - 1, "gồm");
        next += usize::from(self.mark(next) == b':');
        let first = next;
        while next < end.min(at + MOST) {
            let tok = &self.text.toks[next];
            let place = tok.kind == Kind::Word && tok.case == Case::Title;
            let joins = matches!(tok.mark, b',' | b'-')
                || matches!(
                    self.text.fold(tok),
                    "và" | "tỉnh" | "thành" | "phố" | "huyện" | "quận" | "xã" | "phường" | "tp"
                );
            if !(place || joins) {
                break;
            }
            next += 1;
        }
        (opens && next > first + 2 && self.acts(next, end)).then_some(next)
    }

    /// `được giao (nhiệm vụ) chủ trì …` after the proper name of one office: where
    /// its action opens. After a class it says which ones are meant.
    fn assigned(&self, names: usize, start: usize, at: usize, end: usize) -> Option<usize> {
        let passive = self.words(at, end, "được giao")
            || self.words(at, end, "được yêu cầu")
            || self.words(at, end, "được phân công");
        let office = matches!(
            self.namer().head(start, end),
            Some((crate::grammar::Head::Unit | crate::grammar::Head::Post, _))
        ) && self.text.toks[start].case != Case::Lower;
        // `Sở A, Sở B và UBND huyện C được yêu cầu …` tells them all.
        let all = self.words(at, end, "được yêu cầu");
        if !passive || !office || names != 1 && !all {
            return None;
        }
        let mut act = at + if self.is(at + 1, "phân") { 3 } else { 2 };
        act += usize::from(self.is(at + 1, "yêu"));
        while ["nhiệm", "vụ", "trách", "làm", "đầu", "mối"]
            .iter()
            .any(|w| self.is(act, w))
        {
            act += 1;
        }
        self.acts(act, end).then_some(act)
    }

    /// Reports whether the order word at `at` orders: not `theo yêu cầu`, `đáp
    /// ứng yêu cầu`, `nhiệm vụ được giao`.
    pub(crate) fn is_order(&self, at: usize, end: usize) -> bool {
        // A capital ends a name: `Hà Nội giao …`, `Đặng Văn Công yêu cầu …`.
        let named = at > 1
            && self.text.toks[at - 1].case == Case::Title
            && self.text.toks[at - 1].gap == Gap::Space
            && self.text.toks[at - 2].case == Case::Title;
        let before = at
            .checked_sub(1)
            .filter(|_| !named)
            .map_or("", |b| self.text.fold(&self.text.toks[b]));
        let noun = matches!(
            before,
            "theo"
                | "ứng"
                | "các"
                | "những"
                | "được"
                | "của"
                | "có"
                | "và"
                | "mục"
                | "một"
                | "số"
                | "sự"
                | "do"
                | "bởi"
                | "nội"
                | "dung"
                | "văn"
                | "công"
                | "xét"
                | "hoặc"
                | "khi"
                | "phải"
                | "cầu"
                | "quyền"
                | "trì"
                | "hồ"
                | "sơ"
        ) && !(before == "và"
            && (self.told_names(at, end).is_some() || self.urges(at, end)))
            // `đã có công văn yêu cầu Giám đốc Công an TP chỉ đạo …`
            && !(matches!(before, "văn" | "bản") && self.tells_to_act(at, end))
            && self.text.toks[at].case == Case::Lower;
        let place = at > 0 && self.text.toks[at - 1].mark == b',' && matches!(before, "mục");
        // `yêu cầu của Trung ương`
        let owned = self
            .act(at, end)
            .is_some_and(|(_, after)| after < end && self.is(after, "của"));
        !noun && !place && !owned
    }

    /// A letter that tells somebody: a name right after the order word, and what is
    /// to be done right after the name.
    fn tells_to_act(&self, at: usize, end: usize) -> bool {
        self.told_names(at, end)
            .is_some_and(|names| self.acts(names.end, end))
    }

    /// `… và yêu cầu khẩn trương …`
    fn urges(&self, at: usize, end: usize) -> bool {
        self.act(at, end)
            .is_some_and(|(_, after)| matches!(self.act(after, end), Some((Act::Adverb, _))))
    }

    /// Returns the first order word between two tokens that tells somebody.
    pub(crate) fn order_in(&self, from: usize, end: usize) -> Option<usize> {
        (from..end.min(self.text.toks.len())).find(|&at| self.tells(at) && self.is_order(at, end))
    }

    /// Reports whether an order word at `at` tells somebody. The clauses before it
    /// all ask, so the answer is kept: without that, a text of order words and
    /// nothing else costs a look ahead for each of its words.
    fn tells(&self, at: usize) -> bool {
        const REACH: usize = 80;
        self.text.tells.at(at, || {
            let all = self.text.toks.len();
            matches!(self.act(at, all), Some((Act::Order, _)))
                && !matches!(self.told(at, all.min(at + REACH)), Opening::None)
        })
    }

    fn told_names(&self, at: usize, end: usize) -> Option<Names> {
        let (_, after) = self.act(at, end)?;
        let mut next = after;
        while matches!(self.mark(next), b',' | b':' | b'"')
            || self.is(next, "cho")
            || self.is(next, "rằng")
            || self.is(next, "đối")
            || self.is(next, "với")
            || self.is(next, "cụ")
            || self.is(next, "thể")
        {
            next += 1;
        }
        // `yêu cầu: từ ngày 30/4 đến hết ngày 03/5, các đơn vị …`
        let next = self.past_time(next, end).unwrap_or(next);
        self.namer().list(next, end, Who::Anybody)
    }

    /// Reads who is told by the order word at `at`, and what follows.
    fn told(&self, at: usize, end: usize) -> Opening {
        let Some((_, after)) = self.act(at, end) else {
            return Opening::None;
        };
        if let Some(names) = self.told_names(at, end) {
            let mut act = names.end;
            if self.mark(act) == b'(' {
                act = (act..end.min(act + 40))
                    .find(|&i| self.mark(i) == b')')
                    .map_or(act, |i| i + 1);
            }
            if matches!(self.mark(act), b',' | b':') {
                act += 1;
            }
            let act_at = self.past_short_adjunct(act, end).unwrap_or(act);
            if act_at >= end
                || self.acts(act_at, end)
                || matches!(self.act(act_at, end), Some((Act::Weak, _)))
                || closes(&self.text.toks[act_at.min(end - 1)])
                || self.soft(act_at)
                || self.mark(names.end) == b':'
            {
                return Opening::Order {
                    at,
                    names,
                    act: act_at,
                };
            }
            // `các đơn vị … chưa thực hiện báo cáo … khẩn trương …`
            // `các huyện có đường sắt đi qua khẩn trương …`
            let which = ["có", "nằm", "thuộc", "được"]
                .iter()
                .any(|w| self.is(act_at, w));
            let told_later = (which || matches!(self.act(act_at, end), Some((Act::Fact, _))))
                && (act_at..end.min(act_at + 40))
                    .any(|i| matches!(self.act(i, end), Some((Act::Adverb | Act::Modal, _))));
            let open = self.text.toks.get(act_at).is_some_and(|t| {
                t.kind == Kind::Word
                    && t.case == Case::Lower
                    && !matches!(
                        self.text.fold(t),
                        "là" | "của"
                            | "đã"
                            | "được"
                            | "có"
                            | "thì"
                            | "này"
                            | "cho"
                            | "và"
                            | "tại"
                            | "nêu"
                    )
            });
            let giao =
                self.is(at, "giao") || told_later || (open && self.act(act_at, end).is_none());
            return if giao {
                Opening::Order {
                    at,
                    names,
                    act: act_at,
                }
            } else {
                Opening::None
            };
        }
        let next = after + usize::from(matches!(self.mark(after), b',' | b':'));
        let reports = self.words(next, end, "có báo cáo") || self.words(next, end, "có ý kiến");
        // `yêu cầu cấp ngay …`: whatever is to be done at once.
        let at_once =
            self.is(next + 1, "ngay")
                && self.text.toks.get(next).is_some_and(|t| {
                    next + 1 < end && t.kind == Kind::Word && t.case == Case::Lower
                });
        if !self.is(at, "giao") && (self.acts(next, end) || reports || at_once) {
            return Opening::Bare { at };
        }
        Opening::None
    }

    /// `Văn phòng Chính phủ thông báo để … biết` and `Trên đây là …` order nothing.
    pub(crate) fn informs(&self, from: usize, end: usize) -> bool {
        let start = self.connective(from, end);
        // `Trên đây là kết luận của …, Văn phòng UBND tỉnh thông báo để … biết.`
        let closes_notice = ["trên đây là", "thừa lệnh", "thừa ủy quyền"]
            .iter()
            .any(|w| self.words(start, end, w))
            && (start..end).any(|i| {
                [
                    "thông báo để",
                    "thông báo đến",
                    "thông báo tới",
                    "thông báo các",
                ]
                .iter()
                .any(|w| self.words(i, end, w))
            });
        if closes_notice {
            return true;
        }
        let Some(names) = self.namer().first(start, end) else {
            return false;
        };
        let at = names.end
            + if self.words(names.end, end, "trân trọng") {
                2
            } else {
                usize::from(self.is(names.end, "xin"))
            };
        self.words(at, end, "thông báo")
            && (at + 2 >= end - 1
                || self.words(at + 2, end, "để")
                || closes(&self.text.toks[at + 2])
                || self.words(at + 2, end, "đến"))
    }

    /// Small words that open what is to be done after a name.
    fn soft(&self, at: usize) -> bool {
        self.text.toks.get(at).is_some_and(|t| {
            matches!(
                self.text.fold(t),
                "theo"
                    | "căn"
                    | "trên"
                    | "trong"
                    | "cùng"
                    | "tự"
                    | "không"
                    | "ngay"
                    | "nghiêm"
                    | "làm"
                    | "theo,"
                    | "tùy"
                    | "với"
                    | "hoàn"
                    | "thông"
                    | "cũng"
                    | "trước"
                    | "khi"
                    | "về"
            )
        })
    }
}
