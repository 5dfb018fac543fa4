//! Time limits in the words of a task.

use crate::reading::{Deadline, DeadlineKind};
use crate::text::{Kind, Text};

mod named;
mod recurring;
mod terms;

use named::Time;

/// A time limit and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) kind: DeadlineKind,
    pub(crate) iso: Option<String>,
    pub(crate) by: Option<String>,
}

impl Limit {
    /// Returns the limit with its words.
    pub(crate) fn deadline(&self, text: &Text<'_>) -> Deadline {
        let (first, last) = (&text.toks[self.first], &text.toks[self.end - 1]);
        Deadline {
            text: text.slice(first, last).to_owned(),
            start: first.start as usize,
            end: last.end as usize,
            kind: self.kind,
            iso: self.iso.clone(),
            by: self.by.clone(),
        }
    }
}

/// Reads time limits; `year` is that of the document.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'t, 'a> {
    pub(crate) text: &'t Text<'a>,
    pub(crate) year: Option<u32>,
}

impl Clock<'_, '_> {
    fn is(&self, at: usize, end: usize, word: &str) -> bool {
        at < end
            && self
                .text
                .toks
                .get(at)
                .is_some_and(|t| self.text.opens_as(t, word) && self.text.fold(t) == word)
    }

    fn words(&self, at: usize, end: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(i, w)| self.is(at + i, end, w))
    }

    fn mark(&self, at: usize) -> u8 {
        self.text.toks.get(at).map_or(0, |t| t.mark)
    }

    /// Finds the time limits between two tokens, in order. `labelled` takes a
    /// bare time too, as after `Thời gian thực hiện:`.
    pub(crate) fn limits(&self, from: usize, end: usize, labelled: bool) -> Vec<Limit> {
        let mut out: Vec<Limit> = Vec::new();
        let mut at = from;
        while at < end {
            let tok = &self.text.toks[at];
            let candidate = tok.kind != Kind::Mark;
            match candidate
                .then(|| self.limit(at, from, end, labelled))
                .flatten()
            {
                Some(limit) => {
                    at = limit.end;
                    if !self.past(limit.first, from) {
                        self.add(&mut out, limit);
                    }
                }
                None => at += 1,
            }
        }
        out
    }

    /// `(năm 2025, Sở A đã tổ chức … trong tháng 5)`, `… mới ban hành trong năm
    /// 2025`: a time in which something was done.
    fn past(&self, first: usize, from: usize) -> bool {
        let open = (from..first)
            .rev()
            .take(60)
            .take_while(|&i| !matches!(self.mark(i), b')' | b';'))
            .find(|&i| self.mark(i) == b'(');
        let told = open.is_some_and(|open| (open..first).any(|i| self.is(i, first, "đã")));
        let adjective = (first.saturating_sub(4).max(from)..first).any(|i| {
            self.is(i, first, "mới")
                && (self.is(i + 1, first, "ban") || self.is(i + 1, first, "được"))
        });
        told || adjective
    }

    /// A recurrence and the day named right after it are one limit.
    fn add(&self, out: &mut Vec<Limit>, limit: Limit) {
        if let Some(last) = out.last_mut() {
            let near = limit.first <= last.end + 2;
            if near
                && last.kind == DeadlineKind::Recurrent
                && last.by.is_none()
                && (limit.by.is_some() || limit.kind == DeadlineKind::Absolute)
            {
                last.by = limit.by.clone().or_else(|| {
                    limit
                        .iso
                        .as_ref()
                        .map(|iso| iso[iso.len().saturating_sub(5)..].to_owned())
                });
                last.end = limit.end;
                return;
            }
            if near
                && last.iso.is_none()
                && last.by.is_some()
                && limit.kind == DeadlineKind::Recurrent
            {
                last.kind = DeadlineKind::Recurrent;
                last.iso = limit.iso;
                last.end = limit.end;
                return;
            }
        }
        out.push(limit);
    }

    fn limit(&self, at: usize, from: usize, end: usize, labelled: bool) -> Option<Limit> {
        let tok = &self.text.toks[at];
        let word = self.text.fold(tok);
        match word {
            "trước" => self
                .before(at, at + 1, end)
                .or_else(|| self.before_event(at, end)),
            "ngay" if labelled && self.words(at, end, &["ngay", "sau", "khi"]) => {
                Some(self.event(at, end))
            }
            "sau" if labelled && self.is(at + 1, end, "khi") => Some(self.event(at, end)),
            "chậm" | "muộn" if self.is(at + 1, end, "nhất") => self.latest(at, at + 2, end),
            "trong" => self.within(at, end),
            "vào" => self.at_time(at, from, end),
            "dịp" if at > from && !self.is(at - 1, end, "nhân") => self
                .time_limit(at, at + 1, end, DeadlineKind::Absolute)
                .filter(|limit| limit.kind == DeadlineKind::Absolute),
            "đúng" if self.is(at + 1, end, "ngày") || self.mark(at + 2) == b'/' => {
                self.time_limit(at, at + 1, end, DeadlineKind::Absolute)
            }
            "đến" => self.until(at, from, end, labelled),
            "cho" if self.words(at, end, &["cho", "đến", "khi"]) => Some(self.event(at, end)),
            "tại" => self.at_session(at, from, end),
            "hoàn" | "xong" => self.done(at, end),
            // `phấn đấu hết tháng 6/2025 giải ngân đạt …`
            "hết" if at > from && self.is(at - 1, end, "đấu") => {
                self.time_limit(at, at + 1, end, DeadlineKind::Period)
            }
            "cuối" | "đầu" | "giữa" => self.part(at, from, end, labelled),
            "hằng" | "hàng" | "định" | "mỗi" => self.every(at, from, end, labelled),
            "không"
                if self.words(at, end, &["không", "muộn", "hơn"])
                    || self.words(at, end, &["không", "chậm", "hơn"]) =>
            {
                self.latest(at, at + 3, end)
            }
            "không" if self.is(at + 1, end, "quá") => self.term(at, at + 2, end, true),
            "sau" => self.term(at, at + 1, end, false),
            "thời" | "tiến" | "hạn" => self.labelled(at, end).or_else(|| {
                let term = self.words(at, end, &["thời", "hạn"]);
                term.then(|| self.term(at, at + 2, end, true))?
            }),
            "ngày" if !labelled => self.recurring_day(at, at, end),
            "tháng" => self.month_of_years(at, at, end).or_else(|| {
                labelled.then(|| self.time_limit(at, at, end, DeadlineKind::Period))?
            }),
            "từ" if self.words(at, end, &["từ", "nay", "đến"]) => {
                let next = at + 3 + usize::from(self.is(at + 3, end, "hết"));
                self.time_limit(at, next, end, DeadlineKind::Absolute)
            }
            // `Thời gian hoàn thành: 30/9/2025`
            _ if tok.kind == Kind::Number => self.often(at, end).or_else(|| {
                labelled.then(|| {
                    self.time_limit(at, at, end, DeadlineKind::Period)
                        .or_else(|| self.bare_month(at, end))
                })?
            }),
            _ if labelled => self.time_limit(at, at, end, DeadlineKind::Period),
            _ => None,
        }
    }

    /// `trước ngày 31/12/2026`, `trước 16 giờ 00 ngày thứ Sáu`, `trước ngày 18
    /// hằng tháng`, `trước tháng 12/2017`.
    fn before(&self, at: usize, next: usize, end: usize) -> Option<Limit> {
        let mut next = next + usize::from(self.is(next, end, "hết"));
        let mut by = None;
        if let Some((hour, after)) = self.hour(next, end) {
            by = Some(hour);
            next = after + usize::from(self.mark(after) == b',' && after < end);
            // `trước 06 giờ và 16 giờ hằng ngày`
            if self.is(next, end, "và")
                && let Some((_, more)) = self.hour(next + 1, end)
            {
                next = more;
            }
            next += usize::from(self.is(next, end, "của"));
            if let Some((iso, after)) = self.recurrence(next, end).filter(|(iso, _)| iso == "R/P1D")
            {
                return Some(Limit {
                    first: at,
                    end: after,
                    kind: DeadlineKind::Recurrent,
                    iso: Some(iso),
                    by,
                });
            }
            if let Some((week_day, after)) = self.week_day(next, end) {
                let by = by.map(|hour| format!("{week_day} {hour}"));
                return Some(Limit {
                    first: at,
                    end: after,
                    kind: DeadlineKind::Recurrent,
                    iso: Some("R/P1W".into()),
                    by,
                });
            }
        } else if let Some((week_day, after)) = self.week_day(next, end) {
            return Some(Limit {
                first: at,
                end: after,
                kind: DeadlineKind::Recurrent,
                iso: Some("R/P1W".into()),
                by: Some(week_day.to_owned()),
            });
        }
        if let Some(mut limit) = self.recurring_day(at, next, end) {
            if let (Some(hour), Some(day)) = (&by, &limit.by) {
                limit.by = Some(format!("{day} {hour}"));
            }
            return Some(limit);
        }
        if let Some(limit) = self.month_of_years(at, next, end) {
            return Some(limit);
        }
        let next = self.feast(next, end).unwrap_or(next);
        let mut limit = self.time_limit(at, next, end, DeadlineKind::Absolute)?;
        if by.is_some() {
            limit.by = by;
        }
        Some(limit)
    }

    /// `ngày Quốc khánh 2/9`, `dịp lễ 30/4`: a feast before its day. Returns where the
    /// day stands.
    fn feast(&self, at: usize, end: usize) -> Option<usize> {
        const NAME: usize = 4;
        if !["ngày", "dịp", "lễ"].iter().any(|w| self.is(at, end, w)) {
            return None;
        }
        let word = |i: usize| {
            let tok = self.text.toks.get(i).filter(|_| i < end);
            tok.is_some_and(|t| t.kind == Kind::Word)
        };
        let day = (at + 1..end.min(at + 1 + NAME)).find(|&i| !word(i))?;
        let dated = crate::dates::day_at(self.text, day, end).is_some();
        (day > at + 1 && dated).then_some(day)
    }

    /// `chậm nhất là ngày …`, `không muộn hơn ngày …`, `chậm nhất đến hết tháng …`, `chậm nhất 10 ngày`.
    fn latest(&self, at: usize, after: usize, end: usize) -> Option<Limit> {
        let mut next = after;
        while ["là", "vào", "trước", "đến", "trong", "hết", "cho", "sau"]
            .iter()
            .any(|w| self.is(next, end, w))
        {
            next += 1;
        }
        self.before(at, next, end)
            .or_else(|| self.term(at, next, end, true))
    }

    /// `trong quý III năm 2012`, `trong thời hạn 10 ngày làm việc`.
    fn within(&self, at: usize, end: usize) -> Option<Limit> {
        let mut next = at + 1;
        for lead in [
            &["thời", "hạn"][..],
            &["thời", "gian"],
            &["vòng"],
            &["khoảng", "thời", "gian"],
        ] {
            if self.words(next, end, lead) {
                next += lead.len();
                return self.term(at, next, end, true);
            }
        }
        if self.words(next, end, &["những", "tháng", "cuối", "năm"])
            || self.words(next, end, &["các", "tháng", "cuối", "năm"])
        {
            return self.named(at, next + 4, end, Time::ThisYear, DeadlineKind::Period);
        }
        self.month_of_years(at, next, end)
            .or_else(|| self.term(at, next, end, false))
            .or_else(|| self.time_limit(at, next, end, DeadlineKind::Period))
            .or_else(|| self.stretch(at, next, end))
    }

    /// `vào 30/6/2017`, `vào tháng 4/2017`; not the day on which something was.
    fn at_time(&self, at: usize, from: usize, end: usize) -> Option<Limit> {
        let before = at
            .checked_sub(1)
            .filter(|b| *b >= from)
            .map_or("", |b| self.text.fold(&self.text.toks[b]));
        if let Some(limit) = self
            .recurring_day(at, at + 1, end)
            .or_else(|| self.weekly(at, at + 1, end))
        {
            return Some(limit);
        }
        if let Some(limit) = self.month_of_years(at, at + 1, end) {
            return Some(limit);
        }
        // `không dồn thanh toán vào cuối năm`
        let heaped = (at.saturating_sub(4).max(from)..at).any(|i| self.is(i, end, "dồn"));
        let past = heaped
            || matches!(
                before,
                "hành" | "ký" | "ra" | "mạc" | "diễn" | "lực" | "đi" | "tổ" | "chức"
            );
        if past {
            return None;
        }
        // `vào 16 giờ hằng ngày`, `vào lúc 17 giờ ngày 05/6`
        let next = at + 1 + usize::from(self.is(at + 1, end, "lúc"));
        if self.hour(next, end).is_some() {
            return self.before(at, next, end);
        }
        self.time_limit(at, next, end, DeadlineKind::Absolute)
    }

    /// `thời gian hoàn thành: tháng 9/2025`, `thời hạn thực hiện 30/9/2025`
    fn labelled(&self, at: usize, end: usize) -> Option<Limit> {
        let label = ["thời gian", "thời hạn", "tiến độ", "hạn"]
            .iter()
            .find(|l| {
                let words: Vec<&str> = l.split(' ').collect();
                self.words(at, end, &words)
            })?;
        let mut next = at + label.split(' ').count();
        while [
            "hoàn", "thành", "thực", "hiện", "xong", "cuối", "cùng", "chót", "nộp", "gửi", "báo",
            "cáo", "dự", "kiến", "tổ", "chức", "triển", "khai", "là", "trong", "trước", "đến",
            "vào", "chậm", "nhất", "hết",
        ]
        .iter()
        .any(|w| self.is(next, end, w))
            || (self.mark(next) == b':' && next < end)
        {
            next += 1;
        }
        let said = next > at + label.split(' ').count();
        let first = (at..next)
            .rev()
            .take_while(|&i| {
                !(self.mark(i) == b':'
                    || ["thành", "hiện", "xong"].iter().any(|w| self.is(i, end, w)))
            })
            .last()
            .unwrap_or(next);
        said.then(|| self.time_limit(first, next, end, DeadlineKind::Period))?
    }

    /// `đến ngày 31/12`, `đến tháng 9`; `đến năm 2015` only where it opens a clause.
    fn until(&self, at: usize, from: usize, end: usize, labelled: bool) -> Option<Limit> {
        if self.words(at, end, &["đến", "khi"]) && at > from && self.is(at - 1, end, "cho") {
            return None;
        }
        let next = at + 1 + usize::from(self.is(at + 1, end, "hết"));
        let (time, after) = self.time(next, end)?;
        let range = (at.saturating_sub(9).max(from)..at)
            .any(|i| self.is(i, end, "từ") && !self.is(i + 1, end, "nay"));
        // `từ ngày 05/4 đến hết ngày 30/4` ends with that day.
        if range && !labelled && next == at + 1 {
            return None;
        }
        let opens = at == from
            || matches!(self.mark(at - 1), b',' | b';' | b'.' | b'(' | b':')
            || ["đấu", "thành", "đảm", "bảo", "tiêu"]
                .iter()
                .any(|w| self.is(at - 1, end, w));
        // `kế hoạch theo tháng đến hết năm 2026` says how far the plan reaches.
        let reach = (at.saturating_sub(3).max(from)..at).any(|i| {
            ["tuần", "tháng", "đoạn", "trình", "hoạch", "từ"]
                .iter()
                .any(|w| self.is(i, end, w))
        });
        let last = (next > at + 1 || self.is(next, end, "cuối")) && !reach;
        let title = matches!(time, Time::Year(_)) && !opens && !last;
        let kind = if matches!(time, Time::Day(_)) {
            DeadlineKind::Absolute
        } else {
            DeadlineKind::Period
        };
        if title {
            None
        } else {
            self.named(at, after, end, time, kind)
        }
    }

    /// `hoàn thành cuối tháng 2/2017`, `xong quý IV/2025`, `hoàn thành năm 2026`.
    fn done(&self, at: usize, end: usize) -> Option<Limit> {
        let next = if self.is(at, end, "xong") {
            at + 1
        } else {
            at + 2
        };
        let done = self.is(at, end, "xong") || self.is(at + 1, end, "thành");
        let time_word = ["cuối", "đầu", "giữa", "quý", "tháng", "năm", "ngày"]
            .iter()
            .any(|w| self.is(next, end, w));
        (done && time_word).then(|| self.time_limit(next, next, end, DeadlineKind::Period))?
    }

    /// `(đầu tháng 3/2017)`
    fn part(&self, at: usize, from: usize, end: usize, labelled: bool) -> Option<Limit> {
        let opens = at > from && matches!(self.mark(at - 1), b'(' | b',');
        if !labelled && (!opens || self.is(at + 1, end, "năm")) {
            return None;
        }
        self.time_limit(at, at, end, DeadlineKind::Period)
    }
}

#[cfg(test)]
mod tests;
