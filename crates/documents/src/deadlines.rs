//! Time limits in the words of a task.

use crate::dates::{self, Day};
use crate::reading::{Deadline, DeadlineKind};
use crate::text::{Case, Gap, Kind, Text};

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

/// A time that words name, without what stands in front of it.
enum Time {
    Day(Day),
    Month(Option<u32>, u32),
    Quarter(Option<u32>, u32),
    Year(u32),
    /// `những tháng cuối năm`, of the document's year.
    ThisYear,
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
            "đúng" if self.is(at + 1, end, "ngày") => {
                self.time_limit(at, at + 1, end, DeadlineKind::Absolute)
            }
            "đến" => self.until(at, from, end, labelled),
            "cho" if self.words(at, end, &["cho", "đến", "khi"]) => Some(self.event(at, end)),
            "hoàn" | "xong" => self.done(at, end),
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
                self.time_limit(at, at + 3, end, DeadlineKind::Absolute)
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
        let mut limit = self.time_limit(at, next, end, DeadlineKind::Absolute)?;
        if by.is_some() {
            limit.by = by;
        }
        Some(limit)
    }

    /// `trước kỳ họp thứ 20 của HĐND Thành phố`, `trước mùa mưa bão năm 2025`: no
    /// day of its own, the event says it.
    fn before_event(&self, at: usize, end: usize) -> Option<Limit> {
        let mut next = at + 1;
        for skip in [
            &["khi", "diễn", "ra"][..],
            &["khi", "khai", "mạc"],
            &["khi", "bước", "vào"],
            &["thời", "điểm", "diễn", "ra"],
            &["và", "trong"],
            &["thềm"],
            &["dịp"],
        ] {
            if self.words(next, end, skip) {
                next += skip.len();
            }
        }
        let named = [
            &["kỳ", "họp"][..],
            &["phiên", "họp"],
            &["cuộc", "họp"],
            &["đại", "hội"],
            &["mùa"],
            &["tết"],
            &["năm", "học"],
            &["khai", "giảng"],
            &["khi", "khai", "giảng"],
            &["hội", "nghị"],
            &["lễ"],
            &["kỳ", "thi"],
        ]
        .iter()
        .any(|event| self.words(next, end, event));
        if !named {
            return None;
        }
        // To the end of the clause, or to what is done then.
        let stop = (next..end.min(next + 20))
            .find(|&i| {
                matches!(self.mark(i), b',' | b';' | b'.' | b')' | b'(' | b':')
                    || ["để", "và", "theo", "nhằm"]
                        .iter()
                        .any(|w| self.is(i, end, w))
            })
            .unwrap_or(end.min(next + 20));
        Some(Limit {
            first: at,
            end: stop,
            kind: DeadlineKind::Relative,
            iso: None,
            by: None,
        })
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

    /// `trong 6 tháng đầu năm 2025`, `trong tuần này`: a stretch of time that has
    /// no short form.
    fn stretch(&self, at: usize, next: usize, end: usize) -> Option<Limit> {
        let period = |stop: usize| {
            Some(Limit {
                first: at,
                end: stop,
                kind: DeadlineKind::Period,
                iso: None,
                by: None,
            })
        };
        for now in [
            &["tuần", "này"][..],
            &["tháng", "này"],
            &["quý", "này"],
            &["tuần", "tới"],
            &["tháng", "tới"],
        ] {
            if self.words(next, end, now) {
                return period(next + 2);
            }
        }
        // `trong tuần thứ hai của tháng 02`
        if self.words(next, end, &["tuần", "thứ"]) || self.words(next, end, &["tuần", "đầu"])
        {
            let month = next + 3 + usize::from(self.is(next + 3, end, "của"));
            let month = month.min(end);
            let after = self.time(month, end).map_or(month, |(_, after)| after);
            return period(after.min(end));
        }
        let (_, after) = dates::number_at(self.text, next, 2)?;
        let half = self.words(after, end, &["tháng", "đầu", "năm"])
            || self.words(after, end, &["tháng", "cuối", "năm"]);
        if !half {
            return None;
        }
        let year = dates::number_at(self.text, after + 3, 4)
            .filter(|(y, n)| (1990..2100).contains(y) && *n <= end);
        period(year.map_or(after + 3, |(_, n)| n))
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

    /// `12/2025` after a label.
    fn bare_month(&self, at: usize, end: usize) -> Option<Limit> {
        let (month, next) =
            dates::number_at(self.text, at, 2).filter(|(m, _)| (1..=12).contains(m))?;
        let slash = self.mark(next) == b'/';
        let (year, after) = self.year_after(next, end);
        let time = Time::Month(Some(year.filter(|_| slash)?), month);
        self.named(at, after, end, time, DeadlineKind::Period)
    }

    /// `tháng 9 hằng năm`
    fn month_of_years(&self, first: usize, at: usize, end: usize) -> Option<Limit> {
        let (month, next) = dates::number_at(self.text, at + 1, 2)
            .filter(|(m, _)| self.is(at, end, "tháng") && (1..=12).contains(m))?;
        let (iso, after) = self.recurrence(next, end)?;
        (iso == "R/P1Y").then(|| Limit {
            first,
            end: after,
            kind: DeadlineKind::Recurrent,
            iso: Some(iso),
            by: Some(format!("{month:02}")),
        })
    }

    /// `thứ Sáu hằng tuần`
    fn weekly(&self, first: usize, at: usize, end: usize) -> Option<Limit> {
        let (day, after) = self.week_day(at, end)?;
        let weekly = self.is(after - 1, end, "tuần");
        weekly.then(|| Limit {
            first,
            end: after,
            kind: DeadlineKind::Recurrent,
            iso: Some("R/P1W".to_owned()),
            by: Some(day.to_owned()),
        })
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
            || self.is(at - 1, end, "đấu")
            || self.is(at - 1, end, "thành");
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

    /// `cho đến khi có chỉ đạo của …`, to the end of the clause.
    fn event(&self, at: usize, end: usize) -> Limit {
        let stop = (at..end)
            .find(|&i| matches!(self.mark(i), b',' | b';' | b'.' | b':'))
            .unwrap_or(end);
        Limit {
            first: at,
            end: stop.max(at + 3),
            kind: DeadlineKind::Relative,
            iso: None,
            by: None,
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

    /// `hằng tháng`, `định kỳ 6 tháng`, `định kỳ hằng quý`.
    fn every(&self, at: usize, from: usize, end: usize, labelled: bool) -> Option<Limit> {
        let regular = self.words(at, end, &["định", "kỳ"]);
        let mut next = at + if regular { 2 } else { 0 };
        next += usize::from(self.mark(next) == b',' && regular);
        let (iso, after) = self.recurrence(next, end)?;
        let opens = at == from
            || matches!(
                self.mark(at - 1),
                b',' | b';' | b'.' | b'(' | b':' | b'-' | b'"'
            );
        let reports = at > from
            && matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "cáo" | "gửi" | "hợp" | "quả" | "kết" | "đồng" | "thời" | "và"
            );
        let then = self.is(after, end, "trước")
            || self.is(after, end, "báo")
            || self.is(after, end, "gửi")
            || self.mark(after) == b'(';
        if !(regular || opens || labelled || reports || then) {
            return None;
        }
        // `định kỳ hằng quý, hằng năm` has its shortest step first.
        let mut stop = after;
        while matches!(self.mark(stop), b',' | b'(') || self.is(stop, end, "và") {
            match self.recurrence(stop + 1, end) {
                Some((_, more)) => stop = more,
                None => break,
            }
        }
        // `hằng tháng (trước ngày 25)`
        let mut day = stop;
        while matches!(self.mark(day), b'(' | b',')
            || ["trước", "vào", "ngày", "chậm", "nhất", "là"]
                .iter()
                .any(|w| self.is(day, end, w))
        {
            day += 1;
        }
        let said = day > stop && self.is(day - 1, end, "ngày");
        let bare = dates::number_at(self.text, day, 2).filter(|(d, after)| {
            said && (1..=31).contains(d)
                && *after <= end
                && !matches!(self.mark(*after), b'/' | b'.' | b'-')
                && !self.is(*after, end, "tháng")
                && !self.is(*after, end, "của")
        });
        if let Some((_, after)) = bare {
            stop = after;
        }
        Some(Limit {
            first: at,
            end: stop,
            kind: DeadlineKind::Recurrent,
            iso: Some(iso),
            by: bare.map(|(day, _)| day.to_string()),
        })
    }

    /// `02 lần/năm`, `1 lần mỗi quý`: how many months lie between.
    fn times(&self, at: usize, end: usize) -> Option<(String, usize)> {
        let (n, next) = dates::number_at(self.text, at, 2).filter(|(n, _)| (1..=12).contains(n))?;
        let per = self.is(next, end, "lần")
            && (self.mark(next + 1) == b'/'
                || ["mỗi", "một", "trong"]
                    .iter()
                    .any(|w| self.is(next + 1, end, w)));
        let months = match self.text.fold(
            self.text
                .toks
                .get(next + 2)
                .filter(|_| per && next + 2 < end)?,
        ) {
            "năm" => 12,
            "quý" => 3,
            "tháng" => 1,
            "tuần" if n == 1 => return Some(("R/P1W".to_owned(), next + 3)),
            _ => return None,
        };
        if months % n != 0 {
            return None;
        }
        let step = months / n;
        Some((
            if step == 12 {
                "R/P1Y".to_owned()
            } else {
                format!("R/P{step}M")
            },
            next + 3,
        ))
    }

    fn recurrence(&self, at: usize, end: usize) -> Option<(String, usize)> {
        if self.is(at, end, "hằng") || self.is(at, end, "hàng") || self.is(at, end, "mỗi") {
            let step = match self
                .text
                .fold(self.text.toks.get(at + 1).filter(|_| at + 1 < end)?)
            {
                "ngày" => "P1D",
                "tuần" => "P1W",
                "tháng" => "P1M",
                "quý" => "P3M",
                "năm" => "P1Y",
                _ => return None,
            };
            return Some((format!("R/{step}"), at + 2));
        }
        let quarter = self.is(at, end, "quý");
        let year = self.is(at, end, "năm");
        if (quarter || year)
            && self
                .text
                .toks
                .get(at + 1)
                .is_none_or(|t| at + 1 >= end || t.kind != Kind::Number && t.case != Case::Upper)
        {
            return Some((if quarter { "R/P3M" } else { "R/P1Y" }.to_owned(), at + 1));
        }
        if let Some(times) = self.times(at, end) {
            return Some(times);
        }
        let (n, next) = dates::number_at(self.text, at, 2)?;
        let step = match self
            .text
            .fold(self.text.toks.get(next).filter(|_| next < end)?)
        {
            "ngày" => format!("P{n}D"),
            "tuần" => format!("P{n}W"),
            "tháng" => format!("P{n}M"),
            "năm" => format!("P{n}Y"),
            _ => return None,
        };
        let half = self.words(next + 1, end, &["đầu", "năm"])
            || self.words(next + 1, end, &["cuối", "năm"]);
        (!half).then(|| (format!("R/{step}"), next + 1))
    }

    /// `6 tháng một lần`, `01 tháng/lần`, `10 ngày kể từ …`
    fn often(&self, at: usize, end: usize) -> Option<Limit> {
        if let Some((iso, after)) = self.times(at, end) {
            return Some(Limit {
                first: at,
                end: after,
                kind: DeadlineKind::Recurrent,
                iso: Some(iso),
                by: None,
            });
        }
        let (iso, after) = self.recurrence(at, end)?;
        let once = self.words(after, end, &["một", "lần"])
            || (self.mark(after) == b'/'
                && (self.is(after + 1, end, "lần")
                    || (self.mark(after + 1) == 0 && self.is(after + 2, end, "lần"))))
            || (self.is(after + 1, end, "lần") && self.text.toks[after].kind == Kind::Number);
        if once {
            return Some(Limit {
                first: at,
                end: (after + 2).min(end),
                kind: DeadlineKind::Recurrent,
                iso: Some(iso),
                by: None,
            });
        }
        let over = at > 0
            && (self.is(at - 1, end, "quá")
                || self.is(at - 1, end, "trong")
                || self.is(at - 1, end, "sau"));
        if over {
            None
        } else {
            self.term(at, at, end, false)
        }
    }

    /// `10 ngày làm việc kể từ ngày nhận …`: counted from an event. Without
    /// `sure`, the event must be named.
    fn term(&self, first: usize, at: usize, end: usize, sure: bool) -> Option<Limit> {
        let at = at + usize::from(self.is(at, end, "là"));
        let at = at
            + if self.words(at, end, &["không", "quá"]) {
                2
            } else {
                0
            };
        let (n, next) = dates::number_at(self.text, at, 3)?;
        let unit = match self
            .text
            .fold(self.text.toks.get(next).filter(|_| next < end)?)
        {
            "ngày" => "D",
            "tuần" => "W",
            "tháng" => "M",
            "năm" => "Y",
            "giờ" => "H",
            _ => return None,
        };
        let mut after = next + 1;
        let working = self.words(after, end, &["làm", "việc"]);
        after += if working { 2 } else { 0 };
        after += usize::from(
            self.mark(after) == b','
                && (self.is(after + 1, end, "kể") || self.is(after + 1, end, "tính")),
        );
        let named = self.words(after, end, &["kể", "từ"])
            || self.words(after, end, &["tính", "từ"])
            || self.words(after, end, &["sau", "khi"])
            || self.words(after, end, &["từ", "khi"])
            || self.words(after, end, &["từ", "ngày"]);
        if !(sure || working || named) {
            return None;
        }
        if named {
            after = (after..end.min(after + 24))
                .find(|&i| matches!(self.mark(i), b',' | b';' | b'.' | b')' | b'('))
                .unwrap_or(end.min(after + 24));
        }
        let iso = if unit == "H" {
            format!("PT{n}H")
        } else {
            format!("P{n}{unit}")
        };
        Some(Limit {
            first,
            end: after,
            kind: DeadlineKind::Relative,
            iso: Some(iso),
            by: None,
        })
    }

    /// `ngày 18 hằng tháng`, `ngày 25/12 hằng năm`, `ngày 20 của tháng cuối quý`.
    fn recurring_day(&self, first: usize, at: usize, end: usize) -> Option<Limit> {
        let at = at + usize::from(self.is(at, end, "ngày"));
        let found = |iso: &str, by: String, end: usize| {
            Some(Limit {
                first,
                end,
                kind: DeadlineKind::Recurrent,
                iso: Some(iso.to_owned()),
                by: Some(by),
            })
        };
        if let Some((day, next)) =
            dates::day_at(self.text, at, end).filter(|(d, _)| d.year.is_none())
        {
            if let Some(limit) = self.twice_a_year(first, day, next, end) {
                return Some(limit);
            }
            let (iso, after) = self.recurrence(next, end)?;
            return found(&iso, format!("{:02}-{:02}", day.month, day.day), after);
        }
        let (day, next) =
            dates::number_at(self.text, at, 2).filter(|(d, _)| (1..=31).contains(d))?;
        let next = next + usize::from(self.is(next, end, "của"));
        if let Some((iso, after)) = self.recurrence(next, end).filter(|_| {
            self.is(next, end, "hằng") || self.is(next, end, "hàng") || self.is(next, end, "mỗi")
        }) {
            return found(&iso, day.to_string(), after);
        }
        for (words, iso) in [
            (&["tháng", "cuối", "quý"][..], "R/P3M"),
            (&["tháng", "cuối", "hằng", "quý"], "R/P3M"),
            (&["tháng", "cuối", "hàng", "quý"], "R/P3M"),
            (&["tháng", "báo", "cáo"], "R/P1M"),
            (&["tháng", "đầu", "tiên", "của", "quý"], "R/P3M"),
            (&["tháng", "cuối", "cùng", "của", "quý"], "R/P3M"),
            (&["tháng", "cuối", "của", "quý"], "R/P3M"),
            (&["tháng", "đầu", "quý"], "R/P3M"),
            (&["tháng", "đầu", "của", "quý"], "R/P3M"),
            (&["tháng", "sau"], "R/P1M"),
            (&["tháng", "kế", "tiếp"], "R/P1M"),
            (&["tháng", "tiếp", "theo"], "R/P1M"),
            (&["tháng", "liền", "kề"], "R/P1M"),
            (&["tháng", "cuối", "mỗi", "quý"], "R/P3M"),
            (&["tháng", "cuối", "kỳ"], "R/P3M"),
        ] {
            if self.words(next, end, words) {
                return found(iso, day.to_string(), next + words.len());
            }
        }
        None
    }

    /// `ngày 15/6 và ngày 15/12 hằng năm`
    fn twice_a_year(&self, first: usize, day: Day, at: usize, end: usize) -> Option<Limit> {
        let mut next = at + 1;
        if !(self.is(at, end, "và") || self.mark(at) == b',') {
            return None;
        }
        while ["trước", "ngày", "và"]
            .iter()
            .any(|w| self.is(next, end, w))
        {
            next += 1;
        }
        let (other, after) =
            dates::day_at(self.text, next, end).filter(|(d, _)| d.year.is_none())?;
        let (iso, after) = self.recurrence(after, end)?;
        (iso == "R/P1Y").then(|| Limit {
            first,
            end: after,
            kind: DeadlineKind::Recurrent,
            iso: Some("R/P6M".to_owned()),
            by: Some(format!(
                "{:02}-{:02},{:02}-{:02}",
                day.month, day.day, other.month, other.day
            )),
        })
    }

    /// `16 giờ 00`, `17h00`, `14h`
    fn hour(&self, at: usize, end: usize) -> Option<(String, usize)> {
        let (hour, next) = dates::number_at(self.text, at, 2).filter(|(h, _)| *h < 25)?;
        if !(self.is(next, end, "giờ") || self.is(next, end, "h")) {
            return None;
        }
        let minute = dates::number_at(self.text, next + 1, 2).filter(|(m, n)| *m < 60 && *n <= end);
        let (minute, mut after) = minute.unwrap_or((0, next + 1));
        after += usize::from(self.is(after, end, "phút"));
        Some((format!("{hour:02}:{minute:02}"), after))
    }

    fn week_day(&self, at: usize, end: usize) -> Option<(&'static str, usize)> {
        let at = at + usize::from(self.is(at, end, "ngày"));
        let at = at + usize::from(self.is(at, end, "chiều") || self.is(at, end, "sáng"));
        if self.words(at, end, &["chủ", "nhật"]) {
            let weekly = self.words(at + 2, end, &["hằng", "tuần"])
                || self.words(at + 2, end, &["hàng", "tuần"]);
            return Some(("SU", at + if weekly { 4 } else { 2 }));
        }
        if !self.is(at, end, "thứ") {
            return None;
        }
        let day = match self
            .text
            .fold(self.text.toks.get(at + 1).filter(|_| at + 1 < end)?)
        {
            "hai" | "2" => "MO",
            "ba" | "3" => "TU",
            "tư" | "4" => "WE",
            "năm" | "5" => "TH",
            "sáu" | "6" => "FR",
            "bảy" | "7" => "SA",
            _ => return None,
        };
        let weekly = at + 2;
        Some((
            day,
            weekly
                + if self.words(weekly, end, &["hằng", "tuần"])
                    || self.words(weekly, end, &["hàng", "tuần"])
                {
                    2
                } else {
                    0
                },
        ))
    }

    fn time_limit(&self, first: usize, at: usize, end: usize, kind: DeadlineKind) -> Option<Limit> {
        let (time, after) = self.time(at, end)?;
        self.named(first, after, end, time, kind)
    }

    fn named(
        &self,
        first: usize,
        after: usize,
        end: usize,
        time: Time,
        kind: DeadlineKind,
    ) -> Option<Limit> {
        // `trong cuối năm 2025 và đầu năm 2026` is two halves without one time.
        let mut stop = after.min(end);
        let mut double = false;
        if self.is(stop, end, "và")
            && matches!(time, Time::Year(_) | Time::Month(..) | Time::Quarter(..))
            && let Some((Time::Year(_) | Time::Month(..) | Time::Quarter(..), more)) =
                self.time(stop + 1, end)
        {
            double = true;
            stop = more;
        }
        let (iso, own) = match time {
            Time::Day(day) => (day.iso(self.year), DeadlineKind::Absolute),
            Time::Month(year, month) => (
                year.or(self.year).map(|y| format!("{y:04}-{month:02}")),
                DeadlineKind::Period,
            ),
            Time::Quarter(year, quarter) => (
                year.or(self.year).map(|y| format!("{y:04}-Q{quarter}")),
                DeadlineKind::Period,
            ),
            Time::Year(year) => (Some(format!("{year:04}")), DeadlineKind::Period),
            Time::ThisYear => (self.year.map(|y| format!("{y:04}")), DeadlineKind::Period),
        };
        let day = own == DeadlineKind::Absolute;
        let kind = if day || (kind == DeadlineKind::Absolute && self.is(first, end, "trước")) {
            DeadlineKind::Absolute
        } else {
            DeadlineKind::Period
        };
        Some(Limit {
            first,
            end: stop,
            kind,
            iso: iso.filter(|_| !double),
            by: None,
        })
    }

    /// Reads a day, month, quarter or year.
    fn time(&self, at: usize, end: usize) -> Option<(Time, usize)> {
        let at = at
            + usize::from(
                ["cuối", "đầu", "giữa", "khoảng"]
                    .iter()
                    .any(|w| self.is(at, end, w)),
            );
        if self.is(at, end, "tháng") {
            let (month, next) = dates::number_at(self.text, at + 1, 2)
                .filter(|(m, n)| (1..=12).contains(m) && *n <= end)?;
            let (year, next) = self.year_after(next, end);
            return Some((Time::Month(year, month), next));
        }
        if self.is(at, end, "quý") {
            let tok = self.text.toks.get(at + 1).filter(|_| at + 1 < end)?;
            let quarter = self
                .text
                .fold(tok)
                .parse()
                .ok()
                .or_else(|| crate::marker::roman(self.text.fold(tok)))?;
            let (year, next) = self.year_after(at + 2, end);
            // `quý II, III/2025` has no one end that the words single out.
            if year.is_none()
                && (self.mark(next) == b',' || self.is(next, end, "và") || self.mark(next) == b'-')
            {
                let more = self
                    .text
                    .toks
                    .get(next + 1)
                    .filter(|_| next + 1 < end)
                    .and_then(|t| {
                        crate::marker::roman(self.text.fold(t)).filter(|_| t.case == Case::Upper)
                    });
                if let (Some(more), (Some(year), after)) = (
                    more.filter(|q| (1..=4).contains(q)),
                    self.year_after(next + 2, end),
                ) {
                    return Some((Time::Quarter(Some(year), more), after));
                }
            }
            return (1..=4)
                .contains(&quarter)
                .then_some((Time::Quarter(year, quarter), next));
        }
        if self.is(at, end, "năm") {
            if self.is(at + 1, end, "nay") {
                return self.year.map(|y| (Time::Year(y), at + 2));
            }
            // `trước cuối năm`, `đến cuối năm`, of the document's year.
            let edge = at > 0 && (self.is(at - 1, end, "cuối") || self.is(at - 1, end, "hết"));
            let bare = !self.text.toks.get(at + 1).is_some_and(|t| {
                at + 1 < end && (t.kind == Kind::Number || self.text.fold(t) == "học")
            });
            if edge && bare {
                return self.year.map(|y| (Time::Year(y), at + 1));
            }
            let (year, next) =
                dates::number_at(self.text, at + 1, 4).filter(|(y, _)| (1990..2100).contains(y))?;
            // `năm 2021-2025` is a span of plans.
            let span = matches!(self.mark(next), b'-')
                && self
                    .text
                    .toks
                    .get(next + 1)
                    .is_some_and(|t| t.kind == Kind::Number);
            return (!span && next <= end).then_some((Time::Year(year), next));
        }
        let day_word = usize::from(self.is(at, end, "ngày"));
        let (day, next) = dates::day_at(self.text, at + day_word, end)?;
        let fraction = day_word == 0
            && day.year.is_none()
            && self
                .text
                .toks
                .get(next)
                .is_some_and(|t| t.gap == Gap::None && t.kind != Kind::Mark);
        (!fraction).then_some((Time::Day(day), next))
    }

    /// `/2024`, ` năm 2012`, `.2017`
    fn year_after(&self, at: usize, end: usize) -> (Option<u32>, usize) {
        let joined = matches!(self.mark(at), b'/' | b'.' | b'-')
            || self.is(at, end, "năm")
            || self.is(at, end, "của");
        let at_year = at + 1 + usize::from(self.is(at, end, "của") && self.is(at + 1, end, "năm"));
        match dates::number_at(self.text, at_year, 4)
            .filter(|(y, n)| joined && (1990..2100).contains(y) && *n <= end)
        {
            Some((year, next)) => (Some(year), next),
            None => (None, at.min(end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let text = Text::new(source, |_| 0);
        let clock = Clock {
            text: &text,
            year: Some(2026),
        };
        let limits = clock.limits(0, text.toks.len(), false);
        limits
            .iter()
            .map(|l| (l.deadline(&text).text, l.iso.clone(), l.by.clone()))
            .collect()
    }

    fn one(source: &str) -> (String, String, Option<String>) {
        let mut all = check(source);
        assert_eq!(all.len(), 1, "{source}: {all:?}");
        let (text, iso, by) = all.remove(0);
        (text, iso.unwrap_or_default(), by)
    }

    #[test]
    fn a_day_without_a_year_takes_that_of_the_document() {
        assert_eq!(one("xong trước ngày 20/2").1, "2026-02-20");
        assert_eq!(one("báo cáo chậm nhất là ngày 15.9.2025").1, "2025-09-15");
        assert_eq!(
            one("chậm nhất đến ngày 05 tháng 7 năm 2026").1,
            "2026-07-05"
        );
    }

    #[test]
    fn months_quarters_and_years_are_periods() {
        assert_eq!(one("hoàn thành trong tháng 9 năm 2026").1, "2026-09");
        assert_eq!(one("trình trong quý III/2024").1, "2024-Q3");
        assert_eq!(one("hoàn thành trong năm 2026").1, "2026");
        assert_eq!(one("(hoàn thành cuối tháng 2/2017)").1, "2017-02");
    }

    #[test]
    fn the_words_of_offices_for_times_are_known() {
        let cases: &[(&str, &str, Option<&str>)] = &[
            (
                "báo cáo định kỳ hàng tháng (trước ngày 25)",
                "R/P1M",
                Some("25"),
            ),
            (
                "báo cáo hằng tuần (trước 15 giờ thứ Năm)",
                "R/P1W",
                Some("TH 15:00"),
            ),
            ("gửi vào thứ Sáu hằng tuần", "R/P1W", Some("FR")),
            ("gửi ngày 25 hàng tháng", "R/P1M", Some("25")),
            ("định kỳ 15 ngày/lần báo cáo", "R/P15D", None),
            ("định kỳ 02 lần/năm", "R/P6M", None),
            ("định kỳ hằng tháng, quý, năm", "R/P1M", None),
            (
                "báo cáo trước ngày 15/6 và 15/12 hằng năm",
                "R/P6M",
                Some("06-15,12-15"),
            ),
            ("chậm nhất ngày 10 của tháng tiếp theo", "R/P1M", Some("10")),
            (
                "báo cáo hằng quý trước ngày 20 của tháng cuối quý",
                "R/P3M",
                Some("20"),
            ),
            (
                "trước 10 giờ 00 phút, ngày 12 tháng 6 năm 2025",
                "2025-06-12",
                Some("10:00"),
            ),
            ("đến hết ngày 30/6/2025", "2025-06-30", None),
            (
                "trình (thời gian hoàn thành: tháng 9/2025)",
                "2025-09",
                None,
            ),
            ("thời hạn hoàn thành: 30/9/2025", "2025-09-30", None),
            ("hoàn thành Quý II/2025", "2025-Q2", None),
            ("từ nay đến cuối năm 2025", "2025", None),
            ("trước tháng 12/2017", "2017-12", None),
            ("chậm nhất trong tháng 10/2025", "2025-10", None),
            ("không quá 05 ngày làm việc", "P5D", None),
        ];
        for (words, iso, by) in cases {
            let (_, found, found_by) = one(words);
            assert_eq!(
                (found.as_str(), found_by.as_deref()),
                (*iso, *by),
                "{words}"
            );
        }
    }

    #[test]
    fn before_an_event_is_relative() {
        for (words, limit) in [
            (
                "trình trước kỳ họp thứ 20 của HĐND Thành phố",
                "trước kỳ họp thứ 20 của HĐND Thành phố",
            ),
            (
                "tu bổ đê điều trước mùa mưa bão năm 2025, báo cáo kết quả",
                "trước mùa mưa bão năm 2025",
            ),
            (
                "chi trả chế độ trước Tết Nguyên đán để người dân đón Tết",
                "trước Tết Nguyên đán",
            ),
        ] {
            let found = check(words);
            assert_eq!(found, [(limit.to_owned(), None, None)], "{words}");
        }
        assert!(check("lấy ý kiến trước khi trình phê duyệt").is_empty());
    }

    #[test]
    fn a_month_of_every_year_recurs() {
        let (text, iso, by) = one("tổ chức sơ kết vào tháng 9 hằng năm");
        assert_eq!(
            (text.as_str(), iso.as_str(), by.as_deref()),
            ("vào tháng 9 hằng năm", "R/P1Y", Some("09"))
        );
        assert_eq!(one("hoàn thành trước tháng 3 hàng năm").1, "R/P1Y");
    }

    #[test]
    fn half_years_and_this_week_are_periods_without_a_short_form() {
        let (text, iso, _) = one("xây dựng dự toán trong 6 tháng đầu năm 2025");
        assert_eq!(
            (text.as_str(), iso.as_str()),
            ("trong 6 tháng đầu năm 2025", "")
        );
        assert_eq!(
            one("báo cáo Thường trực Thành ủy trong tuần này").0,
            "trong tuần này"
        );
    }

    #[test]
    fn the_end_of_the_year_is_that_of_the_document() {
        assert_eq!(one("thanh toán nợ đọng trước cuối năm").1, "2026");
        assert_eq!(one("trực ban đến hết năm 2025").1, "2025");
        assert_eq!(one("từ nay đến cuối năm, tăng cường kiểm tra").1, "2026");
    }

    #[test]
    fn a_time_in_which_something_was_done_is_no_limit() {
        assert!(check("tập huấn nghiệp vụ (Sở đã tổ chức 2 lớp trong tháng 5/2026)").is_empty());
        assert!(check("phổ biến các Nghị định mới ban hành trong năm 2025").is_empty());
    }

    #[test]
    fn a_bare_time_after_its_label_is_the_limit() {
        let of = |source: &str| {
            let text = Text::new(source, |_| 0);
            let clock = Clock {
                text: &text,
                year: Some(2026),
            };
            let limits = clock.limits(0, text.toks.len(), true);
            limits.last().and_then(|l| l.iso.clone())
        };
        for (words, iso) in [
            ("30/9/2025", "2025-09-30"),
            ("Quý III - Quý IV năm 2025", "2025-Q4"),
            ("Từ tháng 4 đến tháng 10/2025", "2025-10"),
            ("Tháng 9/2025", "2025-09"),
            ("Năm 2026", "2026"),
            ("Trước 30/6", "2026-06-30"),
            ("Hằng năm", "R/P1Y"),
            ("12/2025", "2025-12"),
        ] {
            assert_eq!(of(words).as_deref(), Some(iso), "{words}");
        }
        assert_eq!(of("Thường xuyên"), None);
    }

    #[test]
    fn a_recurrence_keeps_its_day() {
        let (text, iso, by) = one("gửi báo cáo trước ngày 18 hằng tháng");
        assert_eq!(
            (text.as_str(), iso.as_str(), by.as_deref()),
            ("trước ngày 18 hằng tháng", "R/P1M", Some("18"))
        );
        let (_, iso, by) = one("Định kỳ hằng tuần, trước 16 giờ 00 ngày thứ Sáu, gửi báo cáo");
        assert_eq!((iso.as_str(), by.as_deref()), ("R/P1W", Some("FR 16:00")));
        let (_, iso, by) = one("báo cáo trước ngày 25/12 hàng năm");
        assert_eq!((iso.as_str(), by.as_deref()), ("R/P1Y", Some("12-25")));
        assert_eq!(one("định kỳ 6 tháng báo cáo").1, "R/P6M");
    }

    #[test]
    fn a_recurrence_that_qualifies_a_noun_is_no_limit() {
        assert!(check("xây dựng kế hoạch hằng năm của đơn vị").is_empty());
        assert!(check("thường xuyên, kịp thời kiểm tra").is_empty());
    }

    #[test]
    fn plans_and_titles_are_no_limits() {
        assert!(check("Kế hoạch đầu tư công năm 2025 đạt hiệu quả").is_empty());
        assert!(check("chiến lược đến năm 2030, tầm nhìn đến năm 2045 của ngành").is_empty());
        assert!(check("từ ngày 15/01/2017 đến ngày 2/2/2017").is_empty());
    }

    #[test]
    fn a_term_counts_from_an_event() {
        let (_, iso, _) = one("trong thời hạn 10 ngày làm việc kể từ ngày nhận hồ sơ");
        assert_eq!(iso, "P10D");
        assert_eq!(
            check("tạm dừng cho đến khi có chỉ đạo của Thủ tướng Chính phủ").len(),
            1
        );
    }
}
