//! From a rule and a beginning to a due moment, with its proof.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::calendar::{Calendar, MOST_DAYS_OFF};
use crate::days::{next, plus, plus_months};
use crate::event::{DayEnd, LastDayOff, Reading};
use crate::hours::minute_of;
use crate::lunar;
use crate::proof::{Counted, Proof, Step, Why};
use crate::provision::Provision;
use crate::refusal::DeadlineRefusal;
use crate::rule::{CountUnit, Part, Period, Rule, Word};

/// The last second of a day, since civil time has no 24:00.
pub const DAY_END: Time = Time::constant(23, 59, 59, 0);

/// The longest span that is counted, in its unit.
pub(crate) const MOST_COUNT: u32 = 36_525;

/// Days on which the clock stands still, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// The first day that doesn't count.
    pub first: Date,
    /// The last day that doesn't count; `None` while the suspension goes on.
    pub last: Option<Date>,
    /// Why, as the deciding document says.
    pub reason: SmolStr,
}

impl Suspension {
    fn covers(&self, date: Date) -> bool {
        self.first <= date && self.last.is_none_or(|last| date <= last)
    }
}

/// A due moment and the reasoning that leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last moment that is on time, Việt Nam civil time. 24:00 is written
    /// 23:59:59.
    pub due: DateTime,
    /// The last day by the words alone, before a day off moved it.
    pub stated: Date,
    /// Why.
    pub proof: Proof,
}

impl Deadline {
    /// Whether it rests on holidays computed by rule and not announced, so that
    /// an announcement may still move it.
    pub fn is_provisional(&self) -> bool {
        self.proof.computed_days().next().is_some()
    }
}

impl Rule {
    /// Returns when the rule is due, counting from `from`, with the proof.
    ///
    /// A recurring rule gives its first occurrence whose stated moment is not
    /// before `from`; "N days once" gives the one N days after. "Trước ngày X"
    /// is read as the calendar's settings say (default: X is the last day); the
    /// beginning of a month, quarter or year after "trước" is always read
    /// strictly, since nobody means the end of that month. A last day that is
    /// off passes to the next working day, except when the words fix an hour
    /// on a day or the strict reading is used: those are moments, not days.
    ///
    /// Suspended days are not counted in a period; they don't move a day that
    /// the document fixes, and the proof says so.
    ///
    /// # Errors
    /// See [`DeadlineRefusal`].
    ///
    /// # Source
    /// Civil Code 91/2015/QH13 Arts. 144 to 148 (148 recalled).
    pub fn due(
        &self,
        from: DateTime,
        calendar: &Calendar,
        suspensions: &[Suspension],
    ) -> Result<Deadline, DeadlineRefusal> {
        let mut count = Count {
            calendar,
            suspensions,
            proof: Proof::default(),
        };
        let (due, stated) = match self {
            Self::Day { day, hour, word } => {
                count.suspension_ignored(from.date());
                count.fixed(Fixed::Once, *day, *hour, *word, &self.phrase())?
            }
            Self::Period { period, part, word } => {
                count.suspension_ignored(from.date());
                count.period(*period, *part, *word, &self.phrase())?
            }
            Self::Within {
                count: n,
                unit,
                since,
            } => {
                let from = since.map_or(from, |day| day.to_datetime(from.time()));
                count.within(from, *n, *unit)?
            }
            Self::Every { every, hour, word } => {
                count.suspension_ignored(from.date());
                let strict =
                    *word == Word::Before && calendar.counting().before_day == Reading::Before;
                let day = every
                    .stated_from(from.date(), calendar)
                    .take(3)
                    .find(|day| is_not_over(*day, *hour, strict, from))
                    .ok_or(DeadlineRefusal::OutsideYears { day: from.date() })?;
                count.fixed(Fixed::Recurring, day, *hour, *word, &self.phrase())?
            }
            Self::Standing => return Err(DeadlineRefusal::Standing),
        };
        in_known_years(due.date())?;
        Ok(Deadline {
            due,
            stated,
            proof: count.proof,
        })
    }

    /// Returns the occurrences stated after `from`, up to and including `until`.
    ///
    /// A rule that doesn't recur gives at most its one deadline.
    ///
    /// # Errors
    /// See [`DeadlineRefusal`].
    pub fn occurrences(
        &self,
        from: DateTime,
        until: Date,
        calendar: &Calendar,
    ) -> Result<Vec<Deadline>, DeadlineRefusal> {
        let Self::Every { every, hour, word } = self else {
            let only = self.due(from, calendar, &[])?;
            return Ok(if only.stated <= until {
                vec![only]
            } else {
                Vec::new()
            });
        };
        in_known_years(until)?;
        let strict = *word == Word::Before && calendar.counting().before_day == Reading::Before;
        let phrase = self.phrase();
        every
            .stated_from(from.date(), calendar)
            .skip_while(|day| !is_not_over(*day, *hour, strict, from))
            .take_while(|day| *day <= until)
            .map(|day| {
                let mut count = Count {
                    calendar,
                    suspensions: &[],
                    proof: Proof::default(),
                };
                let (due, stated) = count.fixed(Fixed::Recurring, day, *hour, *word, &phrase)?;
                Ok(Deadline {
                    due,
                    stated,
                    proof: count.proof,
                })
            })
            .collect()
    }
}

/// Whether the moment that the words name on `day` still lies ahead of `from`.
fn is_not_over(day: Date, hour: Option<Time>, strict: bool, from: DateTime) -> bool {
    let end = match hour {
        Some(hour) => day.to_datetime(hour),
        None if strict => plus(day, -1).to_datetime(DAY_END),
        None => day.to_datetime(DAY_END),
    };
    end >= from
}

fn in_known_years(day: Date) -> Result<(), DeadlineRefusal> {
    if lunar::YEARS.contains(&day.year()) {
        Ok(())
    } else {
        Err(DeadlineRefusal::OutsideYears { day })
    }
}

/// Whether a named day stands once, chosen by someone who knew what day it is,
/// or comes round again by chance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fixed {
    Once,
    Recurring,
}

struct Count<'c> {
    calendar: &'c Calendar,
    suspensions: &'c [Suspension],
    proof: Proof,
}

impl Count<'_> {
    /// A day that the words fix.
    fn fixed(
        &mut self,
        fixed: Fixed,
        day: Date,
        hour: Option<Time>,
        word: Word,
        phrase: &str,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        in_known_years(day)?;
        self.proof.push(Step::Names {
            day,
            phrase: phrase.into(),
            provision: Provision::Document,
        });
        match (hour, word) {
            (Some(hour), _) if fixed == Fixed::Once => {
                self.note_day_off(day);
                Ok((self.ends(day, Some(hour)), day))
            }
            (None, Word::Before) => {
                let reading = self.read_before();
                match reading {
                    Reading::By => self.last_day(day, None),
                    Reading::Before => Ok(self.strictly_before(day)),
                }
            }
            (hour, _) => self.last_day(day, hour),
        }
    }

    fn read_before(&mut self) -> Reading {
        let counting = self.calendar.counting();
        self.proof.push(Step::Read {
            reading: counting.before_day,
            source: counting.source.clone(),
        });
        counting.before_day
    }

    fn strictly_before(&mut self, day: Date) -> (DateTime, Date) {
        let stated = plus(day, -1);
        self.note_day_off(stated);
        (self.ends(stated, None), stated)
    }

    fn period(
        &mut self,
        period: Period,
        part: Part,
        word: Word,
        phrase: &str,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        let (day, provision) = moment_of(period, part);
        if word == Word::Before {
            let first = match part {
                Part::End => period.first(),
                Part::Start | Part::Middle => day,
            };
            in_known_years(first)?;
            self.proof.push(Step::Names {
                day: first,
                phrase: phrase.into(),
                provision,
            });
            self.proof.push(Step::Read {
                reading: Reading::Before,
                source: SmolStr::new_static("đầu kỳ"),
            });
            return Ok(self.strictly_before(first));
        }
        in_known_years(day)?;
        self.proof.push(Step::Names {
            day,
            phrase: phrase.into(),
            provision,
        });
        self.last_day(day, None)
    }

    /// So many of a unit after `from`.
    fn within(
        &mut self,
        from: DateTime,
        count: u32,
        unit: CountUnit,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        in_known_years(from.date())?;
        if count > MOST_COUNT {
            return Err(DeadlineRefusal::TooLong { count, unit });
        }
        self.proof.push(Step::Begins { from });
        match unit {
            CountUnit::Hours => self.minutes(from, count.saturating_mul(60), false),
            CountUnit::WorkingHours => self.minutes(from, count.saturating_mul(60), true),
            CountUnit::Days => self.days(from.date(), count, false),
            CountUnit::WorkingDays => self.days(from.date(), count, true),
            CountUnit::Weeks => {
                let day = plus(from.date(), i64::from(count) * 7);
                self.corresponding(from.date(), day, false, Provision::Civil148Weeks)
            }
            CountUnit::Months => self.months(from.date(), count, Provision::Civil148Months),
            CountUnit::Years => self.months(
                from.date(),
                count.saturating_mul(12),
                Provision::Civil148Years,
            ),
        }
    }

    fn days(
        &mut self,
        from: Date,
        count: u32,
        working: bool,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        self.first_day(from);
        let mut day = from;
        let mut counted = 0;
        let mut off = 0;
        while counted < count {
            day = next(day);
            in_known_years(day)?;
            if self.suspended(day)? {
                continue;
            }
            if working {
                let status = self.calendar.day(day);
                if !status.is_working() {
                    off += 1;
                    if off > MOST_DAYS_OFF {
                        return Err(DeadlineRefusal::NoWorkingDays { from });
                    }
                    let why = Why::of(&status);
                    self.proof.push_day(day, Counted::No, why, status.provision);
                    continue;
                }
                off = 0;
                counted += 1;
                let why = Why::of(&status);
                self.proof
                    .push_day(day, Counted::Day(counted), why, status.provision);
            } else {
                counted += 1;
                self.proof.push_day(
                    day,
                    Counted::Day(counted),
                    Why::CalendarDay,
                    Provision::Civil148Days,
                );
            }
        }
        self.last_day(day, None)
    }

    fn months(
        &mut self,
        from: Date,
        months: u32,
        provision: Provision,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        let day = plus_months(from, i64::from(months));
        self.corresponding(from, day, day.day() != from.day(), provision)
    }

    /// Weeks, months, years: the corresponding day, then as many days more as
    /// the clock stood still.
    fn corresponding(
        &mut self,
        from: Date,
        day: Date,
        clamped: bool,
        provision: Provision,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        self.first_day(from);
        in_known_years(day)?;
        self.proof.push(Step::Corresponds {
            day,
            clamped,
            provision,
        });
        let mut last = day;
        let mut looked_at = from;
        let mut extension = 0;
        while looked_at < last {
            looked_at = next(looked_at);
            in_known_years(looked_at)?;
            if self.suspended(looked_at)? {
                last = next(last);
                extension += 1;
            }
        }
        if extension > 0 {
            self.proof.push(Step::Extended {
                days: extension,
                to: last,
            });
        }
        self.last_day(last, None)
    }

    fn minutes(
        &mut self,
        from: DateTime,
        minutes: u32,
        working: bool,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        let mut left = minutes;
        let mut day = from.date();
        let mut after = from.time();
        let mut off = 0;
        loop {
            in_known_years(day)?;
            if !self.suspended(day)? {
                let (used, end) = self.minutes_of_day(day, after, left, working);
                left -= used;
                if let Some(end) = end {
                    let provision = if working {
                        Provision::OfficeWeek
                    } else {
                        Provision::Civil147Hours
                    };
                    let due = day.to_datetime(end);
                    self.proof.push(Step::Ends { due, provision });
                    return Ok((due, day));
                }
                off = if used == 0 { off + 1 } else { 0 };
                if off > MOST_DAYS_OFF {
                    return Err(DeadlineRefusal::NoWorkingDays { from: from.date() });
                }
            }
            day = next(day);
            after = Time::midnight();
        }
    }

    /// Uses up to `left` minutes of `day` after `after`: how many were used,
    /// and the moment at which the last one was, if it was.
    fn minutes_of_day(
        &mut self,
        day: Date,
        after: Time,
        left: u32,
        working: bool,
    ) -> (u32, Option<Time>) {
        const DAY_MINUTES: u32 = 24 * 60;
        if !working {
            let start = minute_of(after);
            let used = left.min(DAY_MINUTES - start);
            self.proof.push_day(
                day,
                Counted::Minutes(used),
                Why::CalendarDay,
                Provision::Civil147Hours,
            );
            return (used, (used == left).then(|| time_of(start + used)));
        }
        let status = self.calendar.day(day);
        if !status.is_working() {
            let why = Why::of(&status);
            self.proof.push_day(day, Counted::No, why, status.provision);
            return (0, None);
        }
        let mut used = 0;
        let mut end = None;
        for shift in self.calendar.hours_on(day).shifts() {
            let start = minute_of(shift.start).max(minute_of(after));
            let rest = minute_of(shift.end).saturating_sub(start);
            let taken = rest.min(left - used);
            used += taken;
            if taken > 0 && used == left {
                end = Some(time_of(start + taken));
                break;
            }
        }
        let why = Why::of(&status);
        self.proof
            .push_day(day, Counted::Minutes(used), why, status.provision);
        (used, end)
    }

    fn first_day(&mut self, from: Date) {
        self.proof.push_day(
            from,
            Counted::No,
            Why::FirstDay,
            Provision::Civil147FirstDay,
        );
    }

    /// Notes a suspended day; refuses when the suspension has no end.
    fn suspended(&mut self, day: Date) -> Result<bool, DeadlineRefusal> {
        let Some(suspension) = self.suspensions.iter().find(|s| s.covers(day)) else {
            return Ok(false);
        };
        if suspension.last.is_none() {
            return Err(DeadlineRefusal::StillSuspended {
                since: suspension.first,
                reason: suspension.reason.to_string(),
            });
        }
        let why = Why::Suspended {
            reason: suspension.reason.clone(),
        };
        self.proof
            .push_day(day, Counted::No, why, Provision::Suspension);
        Ok(true)
    }

    fn suspension_ignored(&mut self, from: Date) {
        let since = |s: &&Suspension| s.last.is_none_or(|last| last >= from);
        if let Some(suspension) = self.suspensions.iter().find(since) {
            self.proof.push(Step::SuspensionIgnored {
                reason: suspension.reason.clone(),
            });
        }
    }

    /// Ends the count on `day`, or on the next working day when it is off.
    fn last_day(
        &mut self,
        day: Date,
        hour: Option<Time>,
    ) -> Result<(DateTime, Date), DeadlineRefusal> {
        if self.calendar.is_working_day(day) {
            return Ok((self.ends(day, hour), day));
        }
        if self.calendar.counting().last_day_off == LastDayOff::Stays {
            self.note_day_off(day);
            return Ok((self.ends(day, hour), day));
        }
        let to = self.calendar.working_day_from(day);
        if to == day {
            return Err(DeadlineRefusal::NoWorkingDays { from: day });
        }
        let status = self.calendar.day(day);
        self.proof.push(Step::Moves {
            from: day,
            status,
            to,
        });
        Ok((self.ends(to, hour), day))
    }

    fn note_day_off(&mut self, day: Date) {
        let status = self.calendar.day(day);
        if !status.is_working() {
            self.proof.push(Step::Stays { day, status });
        }
    }

    fn ends(&mut self, day: Date, hour: Option<Time>) -> DateTime {
        let (time, provision) = match (hour, self.calendar.counting().day_end) {
            (Some(hour), _) => (hour, Provision::Document),
            (None, DayEnd::Midnight) => (DAY_END, Provision::Civil148Midnight),
            (None, DayEnd::OfficeClose) => (
                self.calendar.hours_on(day).close(),
                Provision::Setting(self.calendar.counting().source.clone()),
            ),
        };
        let due = day.to_datetime(time);
        self.proof.push(Step::Ends { due, provision });
        due
    }
}

fn time_of(minute: u32) -> Time {
    let hour = i8::try_from(minute / 60).unwrap_or(24);
    let minute = i8::try_from(minute % 60).unwrap_or(59);
    Time::new(hour, minute, 0, 0).unwrap_or(DAY_END)
}

/// Which day the words "đầu", "giữa", "cuối" mean.
///
/// # Source
/// Civil Code Art. 146 §2 and §3; for quarters and halves by the same reasoning.
fn moment_of(period: Period, part: Part) -> (Date, Provision) {
    let provision = match period {
        Period::Month { .. } => Provision::Civil146Month,
        Period::Year { .. } => Provision::Civil146Year,
        _ => Provision::Civil144,
    };
    let day = match (part, period) {
        (Part::End, _) => period.last(),
        (Part::Start, _) => period.first(),
        (Part::Middle, Period::Year { year }) => crate::days::last_of_month(year, 6),
        (Part::Middle, Period::Month { year, month }) => crate::days::day_in_month(year, month, 15),
        (Part::Middle, _) => {
            let (first, last) = (period.first(), period.last());
            let half = (crate::days::day_number(last) - crate::days::day_number(first)) / 2;
            plus(first, half)
        }
    };
    (day, provision)
}
