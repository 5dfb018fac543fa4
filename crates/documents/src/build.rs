//! From a passage to a task: its span, time limits, targets and product.

use crate::deadlines::{Clock, Limit};
use crate::grammar::{Grammar, Making};
use crate::orders::{Opening, Orders};
use crate::reading::{Deadline, DeadlineKind, Task};
use crate::targets::{self, Among};
use crate::text::Text;

/// Longest task, in tokens: some five pages.
const LONGEST_TASK: usize = 3_000;

/// Makes tasks of passages.
#[derive(Clone, Copy)]
pub(crate) struct Builder<'t, 'a> {
    pub(crate) text: &'t Text<'a>,
    pub(crate) grammar: &'t Grammar,
    pub(crate) year: Option<u32>,
}

/// A passage that is a task, by tokens, and who does it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) from: usize,
    pub(crate) end: usize,
    pub(crate) lead: Vec<String>,
    pub(crate) coordinate: Vec<String>,
    /// A limit that the lead-in states for all its items.
    pub(crate) inherited: Option<Deadline>,
}

impl<'t, 'a> Builder<'t, 'a> {
    pub(crate) fn orders(&self) -> Orders<'t, 'a> {
        Orders {
            text: self.text,
            grammar: self.grammar,
        }
    }

    pub(crate) fn clock(&self) -> Clock<'t, 'a> {
        Clock {
            text: self.text,
            year: self.year,
        }
    }

    /// Returns a passage without the punctuation that closes it.
    pub(crate) fn trim(&self, from: usize, end: usize) -> (usize, usize) {
        let (mut from, mut end) = (from, end);
        // `(1) Rà soát …`
        if end > from + 3
            && self.text.toks[from].mark == b'('
            && self.text.toks[from + 2].mark == b')'
        {
            from += 3;
        }
        while from < end
            && matches!(
                self.text.toks[from].mark,
                b',' | b';' | b'.' | b':' | b'"' | b'-' | b')'
            )
        {
            from += 1;
        }
        while end > from
            && matches!(
                self.text.toks[end - 1].mark,
                b'.' | b';' | b',' | b':' | b'/' | b'"' | crate::text::ELLIPSIS
            )
        {
            end -= 1;
        }
        (from, end)
    }

    /// Makes the task; nothing when the passage has fewer than two words, or more
    /// than any task.
    pub(crate) fn task(&self, draft: Draft) -> Option<Task> {
        let (from, end) = self.trim(draft.from, draft.end);
        // A passage of many pages without a full stop has lost its structure.
        if end < from + 2 || end - from > LONGEST_TASK {
            return None;
        }
        let (first, last) = (&self.text.toks[from], &self.text.toks[end - 1]);
        let limits = self.clock().limits(from, end, false);
        let main = self.main_limit(&limits, from);
        let deadline = main.map(|i| limits[i].deadline(self.text));
        let others = limits
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(*i) != main)
            .map(|(_, l)| l.deadline(self.text))
            .collect();
        let mut coordinate = draft.coordinate;
        for name in self.orders().partners_of(from, end, &draft.lead) {
            if !coordinate.contains(&name) && !draft.lead.contains(&name) {
                coordinate.push(name);
            }
        }
        Some(Task {
            start: first.start as usize,
            end: last.end as usize,
            text: self.text.slice(first, last).to_owned(),
            lead: draft.lead,
            coordinate,
            deadline: deadline.or(draft.inherited),
            deadlines_other: others,
            targets: targets::targets(self.text, self.grammar, from, end, Among::Orders),
            product: self.product(from, end),
            generic: self.is_formula(from, end),
        })
    }

    /// The last limit is the main one, unless it stands in a clause of purpose
    /// (`… trước ngày 23/5 để báo cáo Thủ tướng trước ngày 30/5`).
    fn main_limit(&self, limits: &[Limit], from: usize) -> Option<usize> {
        let mut main = limits.len().checked_sub(1)?;
        // `định kỳ 6 tháng báo cáo … trước ngày 15 tháng 6`: a day without a year
        // beside a recurrence is a part of it.
        let year = |l: &Limit| {
            (l.first..l.end).any(|i| {
                self.text.toks[i].end - self.text.toks[i].start == 4
                    && self.text.fold(&self.text.toks[i]).parse::<u32>().is_ok()
            })
        };
        if let Some(recurrent) = limits
            .iter()
            .rposition(|l| l.kind == DeadlineKind::Recurrent)
        {
            let days = &limits[recurrent + 1..];
            // `hằng ngày … cho đến khi có thông báo mới`: how long, not how often.
            if days
                .iter()
                .all(|l| l.kind == DeadlineKind::Relative && l.iso.is_none())
            {
                return Some(recurrent);
            }
            if !days.is_empty()
                && days
                    .iter()
                    .all(|l| l.kind == DeadlineKind::Absolute && !year(l))
            {
                return Some(recurrent);
            }
        }
        while main > 0 {
            let after = limits[main - 1].end.max(from);
            let purpose = self
                .text
                .toks
                .get(after)
                .is_some_and(|t| self.text.fold(t) == "để")
                && !(after..limits[main].first)
                    .any(|i| matches!(self.text.toks[i].mark, b';' | b'.'));
            if !purpose {
                break;
            }
            main -= 1;
        }
        Some(main)
    }

    /// A closing formula: it ends with carrying out what was said, and nothing
    /// in particular.
    fn is_formula(&self, from: usize, end: usize) -> bool {
        const LONGEST: usize = 60;
        let orders = self.orders();
        let tail = (from..end)
            .rev()
            .take_while(|&i| self.carries_out(i))
            .last()
            .unwrap_or(end);
        let manner = |i: usize| {
            [
                "nghiêm túc",
                "khẩn trương",
                "phối hợp",
                "tổ chức",
                "triển khai",
                "nghiêm",
                "xem xét",
            ]
            .iter()
            .any(|w| orders.words(i, end, w))
        };
        // Nothing else is ordered between the addressee and the formula.
        let told = |at: usize| match orders.opening(at, end) {
            Opening::Order { act, .. } => Some(act),
            Opening::Subject { names, .. } => Some(names.end + 1),
            Opening::Bare { .. } | Opening::Act | Opening::None => None,
        };
        let last = orders
            .order_in(from, end)
            .and_then(told)
            .or_else(|| told(from));
        end - from <= LONGEST
            && last.is_some_and(|act| tail <= act)
            && (tail.max(from + 1)..end).any(manner)
    }

    fn carries_out(&self, at: usize) -> bool {
        let tok = &self.text.toks[at];
        tok.mark != 0
            || matches!(
                self.text.fold(tok),
                "nghiêm"
                    | "túc"
                    | "khẩn"
                    | "trương"
                    | "tổ"
                    | "chức"
                    | "triển"
                    | "khai"
                    | "thực"
                    | "hiện"
                    | "phối"
                    | "hợp"
                    | "và"
                    | "kịp"
                    | "thời"
                    | "hiệu"
                    | "quả"
                    | "đồng"
                    | "bộ"
                    | "chỉ"
                    | "đạo"
                    | "này"
                    | "thị"
                    | "kế"
                    | "hoạch"
                    | "công"
                    | "điện"
                    | "văn"
                    | "bản"
                    | "quyết"
                    | "liệt"
                    | "đúng"
                    | "quy"
                    | "định"
                    | "theo"
                    | "có"
                    | "các"
                    | "nội"
                    | "dung"
                    | "trên"
                    | "xem"
                    | "xét"
                    | "giải"
                    | "sớm"
                    | "quan"
                    | "tâm"
            )
    }

    /// Proposes what will be handed over: the thing that is drawn up or
    /// submitted, else the report that is made.
    fn product(&self, from: usize, end: usize) -> Option<String> {
        let (toks, products) = (&self.text.toks, &self.grammar.products);
        let mut report = false;
        for at in from..end {
            match products.at(toks, at, end) {
                Some((Making::Make, _, after)) => {
                    let near =
                        (after..end.min(after + 5)).find_map(|i| match products.at(toks, i, end) {
                            Some((Making::Thing | Making::Report, _, stop)) => Some((i, stop)),
                            _ => None,
                        });
                    if let Some((i, stop)) = near {
                        let words = toks[i..stop].iter().map(|t| self.text.fold(t));
                        return Some(words.collect::<Vec<_>>().join(" "));
                    }
                }
                Some((Making::Report, ..)) => report = true,
                _ => {}
            }
        }
        report.then(|| "báo cáo".to_owned())
    }
}
