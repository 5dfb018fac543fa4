//! What stands before an order or an action: connectives and adjuncts.

use super::{ADJUNCT, ADJUNCTS, Opening, Orders};
use crate::grammar::Act;
use crate::text::{Case, Kind};

impl Orders<'_, '_> {
    /// Passes over connectives: `Đồng thời,`, `Trong đó,`, `Ngoài ra,`.
    pub(crate) fn connective(&self, at: usize, end: usize) -> usize {
        const OPENINGS: &[&str] = &[
            "đồng thời",
            "ngoài ra",
            "trong đó",
            "cùng với đó",
            "bên cạnh đó",
            "theo đó",
            "đặc biệt",
            "tiếp đó",
            "cụ thể",
            "mặt khác",
            "song song với đó",
            "qua đó",
            "từ đó",
            "do đó",
            "vì vậy",
            "do vậy",
            "bên cạnh việc",
            "tại đây",
            "riêng",
            "nhất là",
            "tuy nhiên",
            "theo kết luận",
            "một là",
            "hai là",
            "ba là",
            "bốn là",
            "năm là",
            "sáu là",
            "bảy là",
            "tám là",
            "chín là",
            "mười là",
            "thứ nhất",
            "thứ hai",
            "thứ ba",
            "thứ tư",
            "thứ năm",
            "thứ sáu",
            "thứ bảy",
            "cuối cùng",
            "trước hết",
        ];
        let mut at = at;
        if self.mark(at) == b'(' && self.mark(at + 2) == b')' {
            at += 3;
        }
        for _ in 0..2 {
            at += usize::from(at < end && matches!(self.mark(at), b'"' | b'('));
        }
        // `Nhiệm vụ thứ tư là …`, `Giải pháp thứ hai, …`
        let topic = self.words(at, end, "nhiệm vụ thứ") || self.words(at, end, "giải pháp thứ");
        if topic && (self.is(at + 4, "là") || self.mark(at + 4) == b',') {
            return (at + 5).min(end);
        }
        for opening in OPENINGS {
            if self.words(at, end, opening) {
                let after = at + opening.split(' ').count();
                // `Cùng với đó là theo dõi …`
                let after = after + usize::from(opening.ends_with("đó") && self.is(after, "là"));
                return after + usize::from(matches!(self.mark(after), b',' | b':'));
            }
        }
        at
    }

    /// Passes over a time and its comma, where a name or an action follows.
    pub(super) fn past_time(&self, at: usize, end: usize) -> Option<usize> {
        const OPENS: &[&str] = &["từ", "trước", "trong", "đến", "ngay", "sau", "khi", "chậm"];
        if !OPENS.iter().any(|w| self.is(at, w)) {
            return None;
        }
        let comma = (at + 1..end.min(at + 24)).find(|&i| self.mark(i) == b',')?;
        let next = comma + 1;
        let named = next < end && self.namer().head(next, end).is_some();
        named.then_some(next)
    }

    /// Passes over an adjunct between a name and its action. Looks for the
    /// action only, not for further names, so that it never calls itself.
    pub(super) fn past_short_adjunct(&self, at: usize, end: usize) -> Option<usize> {
        let first = self
            .text
            .toks
            .get(at)
            .filter(|t| at < end && t.kind == Kind::Word)?;
        if !ADJUNCTS.contains(&self.text.fold(first)) || self.only_looks_adjunct(at, end) {
            return None;
        }
        (at + 1..end.min(at + ADJUNCT))
            .take_while(|&i| !matches!(self.mark(i), b';' | b'.'))
            .find(|&i| self.mark(i) == b',' && self.acts(i + 1, end))
            .map(|i| i + 1)
    }

    /// Passes over an adjunct and its comma when an order or an action follows.
    pub(crate) fn past_adjunct(&self, at: usize, end: usize) -> Option<usize> {
        let first = self.text.toks.get(at).filter(|_| at < end)?;
        if first.kind != Kind::Word
            || !ADJUNCTS.contains(&self.text.fold(first))
            || self.only_looks_adjunct(at, end)
        {
            return None;
        }
        // `Về chủ trương đầu tư …: giao Sở A …`: the topic may be long.
        if self.is(at, "về") {
            let colon =
                (at..end.min(at + 2 * ADJUNCT)).filter(|&i| self.mark(i) == b':' && i + 1 < end);
            for colon in colon.take(4) {
                let order = matches!(self.act(colon + 1, end), Some((Act::Order, _)));
                if order || self.subject(colon + 1, end).is_some() {
                    return Some(colon + 1);
                }
            }
        }
        let limit = end.min(at + ADJUNCT);
        let mut found = None;
        // `Trong quá trình thực hiện, nếu có vướng mắc các đơn vị báo cáo …`
        let hitch = self.words(at, end, "trong quá trình") || self.is(at, "nếu");
        for i in at + 1..limit {
            // `UBND TP. Hồ Chí Minh` goes on.
            let short = self.mark(i) == b'.' && (self.is(i - 1, "tp") || self.is(i - 1, "tx"));
            if matches!(self.mark(i), b';' | b'.') && !short {
                break;
            }
            if hitch && self.is(i, "các") && self.subject(i, end).is_some() {
                return Some(i);
            }
            if self.mark(i) != b',' && !(self.mark(i) == b':' && i + 1 < end) {
                continue;
            }
            let next = i + 1;
            if next >= end {
                break;
            }
            if self.lists_on(i, end) {
                continue;
            }
            if found.is_none() && self.agrees(next, end) {
                return None;
            }
            let order =
                matches!(self.act(next, end), Some((Act::Order, _))) && self.is_order(next, end);
            let subject = matches!(self.subject(next, end), Some(Opening::Subject { .. }));
            let time = matches!(
                self.text.fold(&self.text.toks[next]),
                "hằng" | "hàng" | "định" | "thường" | "kịp"
            );
            let strong =
                matches!(self.act(next, end), Some((Act::Adverb | Act::Modal, _))) && !time;
            if order || subject || strong || self.order_in(next, end.min(next + 14)).is_some() {
                return Some(next);
            }
            if found.is_none() && self.acts(next, end) && !matches!(self.text.fold(first), "thực")
            {
                found = Some((i, next));
            }
            // A subject soon after wins over a verb inside the adjunct.
            if found.is_some_and(|(comma, _)| i > comma + 24) {
                break;
            }
        }
        found.map(|(_, next)| next)
    }

    /// `… của các đơn vị, địa phương, …`: a comma inside a collective.
    pub(super) fn lists_on(&self, comma: usize, end: usize) -> bool {
        const PARTS: &[&str] = &[
            "đơn vị",
            "địa phương",
            "cơ quan",
            "tổ chức",
            "cá nhân",
            "doanh nghiệp",
            "ban",
            "ngành",
            "sở",
            "bộ",
            "cấp",
            "đoàn thể",
        ];
        let part = |at: usize| {
            let word = PARTS.iter().find(|w| self.words(at, end, w))?;
            let small = self.text.toks[at].case == Case::Lower;
            small.then(|| at + word.split(' ').count())
        };
        let before = (comma.saturating_sub(2)..comma).any(|at| part(at) == Some(comma));
        let after = part(comma + 1).is_some_and(|after| self.mark(after) == b',');
        before && after
    }

    /// `Để …, Thủ tướng đồng ý với …`: after the adjunct somebody says what he
    /// thinks of something, and tells nobody.
    pub(super) fn agrees(&self, at: usize, end: usize) -> bool {
        const SAYS: &[&str] = &["đồng ý", "nhất trí", "đánh giá", "ghi nhận", "cho rằng"];
        let Some(names) = self.namer().first(at, end) else {
            return false;
        };
        let says = SAYS.iter().any(|w| self.words(names.end, end, w));
        says && self.order_in(names.end, end).is_none()
    }

    /// `Theo dõi, đôn đốc …`, `Đối chiếu …`, `Thực hiện và chỉ đạo …`: an action
    /// whose first word also opens adjuncts.
    pub(super) fn only_looks_adjunct(&self, at: usize, end: usize) -> bool {
        match self.act(at, end) {
            Some((Act::Verb, after)) if self.is(at, "thực") => {
                self.is(after, "và") || self.mark(after) == b','
            }
            Some((Act::Verb, after)) => after > at + 1,
            _ => false,
        }
    }
}
