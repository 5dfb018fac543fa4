//! Times that words name: a day, a month, a quarter, a year.

use super::{Clock, Limit};
use crate::dates::{self, Day};
use crate::reading::DeadlineKind;
use crate::text::{Case, Gap, Kind};

impl Clock<'_, '_> {
    /// `12/2025` after a label.
    pub(super) fn bare_month(&self, at: usize, end: usize) -> Option<Limit> {
        let (month, next) =
            dates::number_at(self.text, at, 2).filter(|(m, _)| (1..=12).contains(m))?;
        let slash = self.mark(next) == b'/';
        let (year, after) = self.year_after(next, end);
        let time = Time::Month(Some(year.filter(|_| slash)?), month);
        self.named(at, after, end, time, DeadlineKind::Period)
    }

    pub(super) fn time_limit(
        &self,
        first: usize,
        at: usize,
        end: usize,
        kind: DeadlineKind,
    ) -> Option<Limit> {
        let (time, after) = self.time(at, end)?;
        self.named(first, after, end, time, kind)
    }

    pub(super) fn named(
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
    pub(super) fn time(&self, at: usize, end: usize) -> Option<(Time, usize)> {
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
    pub(super) fn year_after(&self, at: usize, end: usize) -> (Option<u32>, usize) {
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

/// A time that words name, without what stands in front of it.
pub(super) enum Time {
    Day(Day),
    Month(Option<u32>, u32),
    Quarter(Option<u32>, u32),
    Year(u32),
    /// `những tháng cuối năm`, of the document's year.
    ThisYear,
}
