//! Where in a sentence of a report the order stands: who orders, with which word,
//! and whom.

use super::{LOOK_BACK, PATIENCE, Press};
use crate::grammar::{Act, Head};
use crate::layout::closes;
use crate::orders::Opening;
use crate::text::Case;

impl Press<'_, '_> {
    /// `… Phó Thủ tướng yêu cầu:`, and items follow.
    pub(super) fn demands(&self, from: usize, end: usize) -> bool {
        let o = &self.orders;
        let last = end.saturating_sub(1);
        o.mark(last) == b':'
            && (from + 1..last).rev().take(2).any(|at| {
                (matches!(o.act(at, end), Some((Act::Order, after)) if after == last)
                    || o.words(at, last, "chỉ đạo") && at + 2 == last)
                    && self.orderer(from, at)
            })
    }

    /// Quoted words count only when they tell a unit by name: `“Đề nghị các sở …”`,
    /// `“Các bộ, ngành phải …”`.
    pub(super) fn tells_outright(&self, from: usize, end: usize) -> bool {
        match self.orders.opening(from, end) {
            Opening::Order { at, .. } => at == from,
            Opening::Subject { modal, .. } => modal && !self.was(from, end),
            Opening::Bare { .. } | Opening::Act | Opening::None => false,
        }
    }

    /// A sentence that opens with a quotation mark is somebody's words.
    pub(super) fn quotes(&self, from: usize) -> bool {
        self.orders.mark(from) == b'"'
    }

    /// Finds the order word of a clause.
    pub(super) fn order(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        self.order_word(start, end)
            .or_else(|| self.said(start, end))
            .or_else(|| self.said_last(start, end))
    }

    /// `Thủ tướng nhấn mạnh, các bộ phải …`
    pub(super) fn said(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        let o = &self.orders;
        let says = |at: usize| {
            ["nhấn mạnh", "lưu ý", "quán triệt", "nêu rõ", "chỉ rõ"]
                .iter()
                .any(|w| o.words(at, end, w))
        };
        let at = (start..end.min(start + 30))
            .find(|&at| says(at) && (self.orderer(start, at) || self.written(start, at)))?;
        let written = self.written(start, at);
        let mut next = at + 2;
        while matches!(o.mark(next), b',' | b':') || ["rằng", "việc"].iter().any(|w| o.is(next, w))
        {
            next += 1;
        }
        // `… nhấn mạnh, chống ngập là việc cấp bách, các sở phải …`
        let told = |at: usize| matches!(o.opening(at, end), Opening::Subject { modal: true, .. });
        if !told(next) {
            let later = (next + 1..end.min(next + 30))
                .find(|&i| o.mark(i - 1) == b',' && o.namer().head(i, end).is_some() && told(i));
            next = later.unwrap_or(next);
        }
        let far = next > at + 12;
        match o.opening(next, end) {
            Opening::Subject { names, modal }
                if !self.leader(next) && (modal || written && !self.was(next, end)) =>
            {
                Some((
                    if far { next } else { at },
                    Opening::Order {
                        at,
                        act: names.end,
                        names,
                    },
                ))
            }
            Opening::Act if matches!(o.act(next, end), Some((Act::Modal, _))) => {
                Some((at, Opening::Bare { at }))
            }
            _ => None,
        }
    }

    /// `Công văn nêu rõ, …`: the document that was just spoken of says it.
    pub(super) fn written(&self, start: usize, at: usize) -> bool {
        const ORDERING: &[&str] = &[
            "công văn",
            "văn bản",
            "công điện",
            "chỉ thị",
            "thông báo",
            "kết luận",
            "nghị quyết",
        ];
        at < start + 9 && ORDERING.iter().any(|w| self.orders.words(start, at, w))
    }

    /// `… phải xong trước 30/6, Chủ tịch yêu cầu.`
    pub(super) fn said_last(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        let o = &self.orders;
        let last = (start..end).rev().take(4).find(|&at| {
            let directs = o.words(at, end, "chỉ đạo").then_some(at + 2);
            let after = match o.act(at, end) {
                Some((Act::Order, after)) => Some(after),
                _ => directs,
            };
            after.is_some_and(|after| after + 1 >= end || closes(&self.build.text.toks[after]))
        })?;
        let comma = (start..last)
            .rev()
            .take(20)
            .find(|&i| o.mark(i) == b',' || o.mark(i) == b'"')?;
        if !self.orderer(comma, last) {
            return None;
        }
        match o.opening(start, comma) {
            Opening::Subject { names, .. } => Some((
                start,
                Opening::Order {
                    at: start,
                    act: names.end,
                    names,
                },
            )),
            Opening::Act => Some((start, Opening::Bare { at: start })),
            _ => None,
        }
    }

    pub(super) fn order_word(&self, start: usize, end: usize) -> Option<(usize, Opening)> {
        let o = &self.orders;
        (start..end).find_map(|at| {
            let act = o.act(at, end)?;
            let order = act.0 == Act::Order && o.is_order(at, end);
            let directs = (o.words(at, end, "chỉ đạo") || o.words(at, end, "chỉ thị"))
                && at > start
                && !self.demanded
                && self.orderer(start, at);
            let directs = directs && !self.acts_before(start, at, end);
            if !(order || directs) || self.reported(start, at) {
                return None;
            }
            if let Some(told) = self.written_to(start, at, end) {
                return Some((at, told));
            }
            match o.opening(at, end) {
                Opening::None | Opening::Act if directs => {
                    if self.directs_how(start, at, end) {
                        return Some((at, Opening::Bare { at }));
                    }
                    let names = o.namer().list(at + 2, end, crate::units::Who::Units)?;
                    let act = names.end;
                    o.acts(act, end)
                        .then_some((at, Opening::Order { at, names, act }))
                }
                opening @ Opening::Order { .. } => {
                    self.has_action(&opening, end).then_some((at, opening))
                }
                opening @ Opening::Bare { .. } => {
                    let near = (at == start && self.since.is_some_and(|s| s <= PATIENCE))
                        || self.orderer(at.saturating_sub(9).max(start), at)
                        || (at > start && o.is(at - 1, "và") && self.orderer(start, at));
                    (near && !self.was(start, at)).then_some((at, opening))
                }
                _ => None,
            }
        })
    }

    /// `… có công văn gửi các đơn vị đề nghị chậm nhất ngày 25/12 phải báo cáo …`:
    /// who is told stands before the order word.
    pub(super) fn written_to(&self, start: usize, at: usize, end: usize) -> Option<Opening> {
        let o = &self.orders;
        let sent = (start..at)
            .rev()
            .take(LOOK_BACK)
            .find(|&i| o.is(i, "gửi"))?;
        let first = sent + 1 + usize::from(o.is(sent + 1, "tới") || o.is(sent + 1, "đến"));
        let names = o.namer().list(first, at, crate::units::Who::Anybody)?;
        let (_, mut act) = o.act(at, end)?;
        let limits = self.build.clock().limits(act, end.min(act + 12), false);
        if let Some(limit) = limits.first().filter(|l| l.first == act) {
            act = limit.end;
        }
        let comma = usize::from(o.mark(names.end) == b',');
        (names.end + comma == at && o.acts(act, end)).then_some(Opening::Order { at, names, act })
    }

    /// `Công an tỉnh phối hợp với Sở A chỉ đạo …`: the one named does something else
    /// first, and instructs in doing it.
    pub(super) fn acts_before(&self, start: usize, at: usize, end: usize) -> bool {
        match self.orders.opening(start, end) {
            Opening::Subject { names, .. } => {
                names.end + 1 < at
                    && matches!(
                        self.orders.act(names.end, end),
                        Some((Act::Verb | Act::Adverb, _))
                    )
            }
            _ => false,
        }
    }

    /// `Chủ tịch Nguyễn Văn A chỉ đạo khẩn trương …`: a person by name, and how it
    /// is to be done. `Ban Chỉ đạo` is a name.
    pub(super) fn directs_how(&self, start: usize, at: usize, end: usize) -> bool {
        let toks = &self.build.text.toks;
        let named = toks[at - 1].case == Case::Title && toks[at].case == Case::Lower;
        let next = self.orders.act(at + 2, end).map(|(act, _)| act);
        // `Thủ tướng chỉ đạo thành lập …`: the holder of a high post acts by ordering.
        let leader = at >= start + 2 && at <= start + 16 && self.leader(start);
        let weighs =
            leader && self.orders.words(at + 2, end, "căn cứ") && toks[at].case == Case::Lower;
        if weighs && !self.was(start, at) {
            return true;
        }
        ((named && next == Some(Act::Adverb))
            || (leader && matches!(next, Some(Act::Adverb | Act::Verb))))
            && toks[at].case == Case::Lower
            && !self.was(start, at)
    }

    /// An order needs something to be done: `giao nhiệm vụ cho 17 sở với 84 đầu
    /// việc` reports that orders were given.
    pub(super) fn has_action(&self, opening: &Opening, end: usize) -> bool {
        let Opening::Order { act, .. } = opening else {
            return true;
        };
        (*act..end.min(act + 16)).any(|at| {
            // `… lưu ý các địa phương không thu …`
            self.orders.acts(at, end) || (at == *act && self.orders.is(at, "không"))
        })
    }

    pub(super) fn orderer(&self, start: usize, at: usize) -> bool {
        (start.max(at.saturating_sub(LOOK_BACK))..at).any(|i| {
            matches!(
                self.orders.namer().head(i, at),
                Some((Head::Post | Head::Unit, _))
            )
        })
    }

    /// `theo báo cáo của … đề nghị`, `… được giao`: not the speaker's order.
    pub(super) fn reported(&self, start: usize, at: usize) -> bool {
        let o = &self.orders;
        (start.max(at.saturating_sub(LOOK_BACK))..at).any(|i| {
            o.words(i, at, "đồng ý với")
                || o.words(i, at, "theo quy định")
                || o.words(i, at, "quy định")
        })
    }

    /// `Đối với Bộ Xây dựng, Phó Thủ tướng yêu cầu …`: the one spoken of.
    pub(super) fn topic(&self, start: usize, at: usize) -> Vec<String> {
        let o = &self.orders;
        let spoken = if o.words(start, at, "đối với") {
            o.namer().first(start + 2, at)
        } else if o.is(start, "với") {
            o.namer().first(start + 1, at)
        } else {
            // `Riêng các bộ A, B, Thủ tướng yêu cầu …`: the orderer is not meant.
            let mut names = o.namer().list(start, at, crate::units::Who::Units);
            if let Some(all) = names.as_mut()
                && all.end == at
                && start > 0
                && o.is(start - 1, "riêng")
            {
                all.names.pop();
                return std::mem::take(&mut all.names);
            }
            names
        };
        spoken
            .filter(|n| o.mark(n.end) == b',' && n.end + 1 < at)
            .map(|n| n.names)
            .unwrap_or_default()
    }

    /// Returns where the orderer's name opens, or the order word itself.
    pub(super) fn clause_start(&self, start: usize, at: usize) -> usize {
        let comma = (start..at)
            .rev()
            .find(|&i| matches!(self.orders.mark(i), b',' | b':' | b'.'))
            .map_or(at, |i| i + 1);
        if at - comma <= 12 { comma } else { at }
    }
}
