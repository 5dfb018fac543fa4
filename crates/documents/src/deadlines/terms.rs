//! Times counted from an event, or until one, and stretches without a short form.

use super::{Clock, Limit};
use crate::dates::{self};
use crate::reading::DeadlineKind;

impl Clock<'_, '_> {
    /// `trước kỳ họp thứ 20 của HĐND Thành phố`, `trước mùa mưa bão năm 2025`: no
    /// day of its own, the event says it.
    pub(super) fn before_event(&self, at: usize, end: usize) -> Option<Limit> {
        let mut next = at + 1;
        for skip in [
            &["khi", "diễn", "ra"][..],
            &["khi", "khai", "mạc"],
            &["khi", "bước", "vào"],
            &["thời", "điểm", "diễn", "ra"],
            &["và", "trong"],
            &["ngày"],
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

    /// `báo cáo Quốc hội tại kỳ họp thứ 9`: the session says the day.
    pub(super) fn at_session(&self, at: usize, from: usize, end: usize) -> Option<Limit> {
        let session =
            self.words(at + 1, end, &["kỳ", "họp"]) || self.words(at + 1, end, &["phiên", "họp"]);
        let reports = (at.saturating_sub(12).max(from)..at).any(|i| {
            self.words(i, end, &["báo", "cáo"])
                || self.is(i, end, "trình")
                || self.words(i, end, &["thông", "qua"])
        });
        if !(session && reports) {
            return None;
        }
        let stop = (at + 3..end.min(at + 12))
            .find(|&i| self.mark(i) != 0 || self.is(i, end, "để") || self.is(i, end, "và"))
            .unwrap_or(end.min(at + 12));
        (stop > at + 3).then_some(Limit {
            first: at,
            end: stop,
            kind: DeadlineKind::Relative,
            iso: None,
            by: None,
        })
    }

    /// `trong 6 tháng đầu năm 2025`, `trong tuần này`: a stretch of time that has
    /// no short form.
    pub(super) fn stretch(&self, at: usize, next: usize, end: usize) -> Option<Limit> {
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
        // `trong năm học 2025 - 2026`
        if self.words(next, end, &["năm", "học"])
            && let Some((_, after)) = dates::number_at(self.text, next + 2, 4)
        {
            let span = matches!(self.mark(after), b'-' | b'/');
            let to = dates::number_at(self.text, after + 1, 4).filter(|_| span);
            return period(to.map_or(after, |(_, stop)| stop).min(end));
        }
        // `trong hai ngày tới`, `trong 3 tháng tới`
        let counted = dates::number_at(self.text, next, 2)
            .map(|(_, after)| after)
            .or_else(|| {
                let word = ["một", "hai", "ba", "bốn", "năm", "vài", "mười", "ít"];
                word.iter()
                    .any(|w| self.is(next, end, w))
                    .then_some(next + 1)
            });
        if let Some(unit) = counted
            && ["ngày", "tuần", "tháng", "năm"]
                .iter()
                .any(|w| self.is(unit, end, w))
            && self.is(unit + 1, end, "tới")
        {
            return period(unit + 2);
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

    /// `cho đến khi có chỉ đạo của …`, to the end of the clause.
    pub(super) fn event(&self, at: usize, end: usize) -> Limit {
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

    /// `10 ngày làm việc kể từ ngày nhận …`: counted from an event. Without
    /// `sure`, the event must be named.
    pub(super) fn term(&self, first: usize, at: usize, end: usize, sure: bool) -> Option<Limit> {
        // `rút ngắn còn 02 ngày làm việc` is a level, and no time limit.
        if first == at && at > 0 && ["còn", "xuống"].iter().any(|w| self.is(at - 1, end, w)) {
            return None;
        }
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
        // `thông xe trong 48 giờ`, where `mưa lớn trong 24 giờ qua` is past.
        let closes = after >= end || matches!(self.mark(after), b',' | b';' | b'.' | b')');
        let bare = self.is(first, end, "trong") && first + 1 == at && closes;
        if !(sure || working || named || bare) {
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
}
