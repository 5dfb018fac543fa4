//! Times that come again: every week, month or quarter, and the day in it.

use super::{Clock, Limit};
use crate::dates::{self, Day};
use crate::reading::DeadlineKind;
use crate::text::{Case, Kind};

impl Clock<'_, '_> {
    /// `hằng tháng`, `định kỳ 6 tháng`, `định kỳ hằng quý`.
    pub(super) fn every(
        &self,
        at: usize,
        from: usize,
        end: usize,
        labelled: bool,
    ) -> Option<Limit> {
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
            || self.words(after, end, &["một", "lần"])
            || self.is(after + 1, end, "lần")
            || self.is(after, end, "báo")
            || self.is(after, end, "gửi")
            || self.mark(after) == b'(';
        // `… tổng hợp báo cáo UBND huyện hằng quý.`, where `kế hoạch hằng quý` is a
        // plan of a kind.
        let closes = iso != "R/P1Y"
            && (after >= end || matches!(self.mark(after), b';' | b'.'))
            && at > from + 3
            && !matches!(
                self.text.fold(&self.text.toks[at - 1]),
                "hoạch" | "trình" | "kỳ" | "toán" | "tiêu" | "vụ" | "ban" | "thường" | "họp"
            );
        if !(regular || opens || labelled || reports || then || closes) {
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
    pub(super) fn times(&self, at: usize, end: usize) -> Option<(String, usize)> {
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

    pub(super) fn recurrence(&self, at: usize, end: usize) -> Option<(String, usize)> {
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
    pub(super) fn often(&self, at: usize, end: usize) -> Option<Limit> {
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

    /// `ngày 18 hằng tháng`, `ngày 25/12 hằng năm`, `ngày 20 của tháng cuối quý`.
    pub(super) fn recurring_day(&self, first: usize, at: usize, end: usize) -> Option<Limit> {
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
    pub(super) fn twice_a_year(
        &self,
        first: usize,
        day: Day,
        at: usize,
        end: usize,
    ) -> Option<Limit> {
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

    /// `thứ Sáu hằng tuần`
    pub(super) fn weekly(&self, first: usize, at: usize, end: usize) -> Option<Limit> {
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

    /// `tháng 9 hằng năm`
    pub(super) fn month_of_years(&self, first: usize, at: usize, end: usize) -> Option<Limit> {
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

    /// `16 giờ 00`, `17h00`, `14h`
    pub(super) fn hour(&self, at: usize, end: usize) -> Option<(String, usize)> {
        let (hour, next) = dates::number_at(self.text, at, 2).filter(|(h, _)| *h < 25)?;
        if !(self.is(next, end, "giờ") || self.is(next, end, "h")) {
            return None;
        }
        let minute = dates::number_at(self.text, next + 1, 2).filter(|(m, n)| *m < 60 && *n <= end);
        let (minute, mut after) = minute.unwrap_or((0, next + 1));
        after += usize::from(self.is(after, end, "phút"));
        Some((format!("{hour:02}:{minute:02}"), after))
    }

    pub(super) fn week_day(&self, at: usize, end: usize) -> Option<(&'static str, usize)> {
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
}
