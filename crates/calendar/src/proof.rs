//! Why a deadline falls where it falls, day by day.

use dondoc_kinds::{Arg, Say};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::calendar::{Basis, DayKind, DayStatus};
use crate::days::next;
use crate::event::Reading;
use crate::hours::Weekday;
use crate::provision::{Confidence, Provision};

/// What a day adds to the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Nothing.
    No,
    /// One: this is the number of the run's first day, from 1.
    Day(u32),
    /// So many minutes of office time (or of the clock).
    Minutes(u32),
}

/// Why a day was counted or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The day on which the period begins.
    FirstDay,
    /// Every day of the calendar counts.
    CalendarDay,
    /// Counted or not by what the day is.
    Day {
        /// What it is.
        kind: DayKind,
        /// The holiday's name; empty for ordinary days.
        name: SmolStr,
        /// Announced or computed.
        basis: Basis,
        /// How sure we are.
        confidence: Confidence,
    },
    /// The clock was suspended.
    Suspended {
        /// Why.
        reason: SmolStr,
    },
}

/// A run of days that were counted, or not, for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRun {
    /// First day of the run.
    pub first: Date,
    /// Last day of the run, not before `first`.
    pub last: Date,
    /// What each day adds.
    pub counted: Counted,
    /// Why.
    pub why: Why,
    /// By which provision.
    pub provision: Provision,
}

/// One step in the reasoning from a rule to a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The period begins at this moment.
    Begins {
        /// When.
        from: DateTime,
    },
    /// The rule names this day.
    Names {
        /// The day.
        day: Date,
        /// How the rule says it.
        phrase: SmolStr,
        /// By which provision the words mean that day.
        provision: Provision,
    },
    /// "trước" was read so.
    Read {
        /// The reading.
        reading: Reading,
        /// Who settled it.
        source: SmolStr,
    },
    /// A run of days counted or not.
    Days(DayRun),
    /// The day corresponding to the first one, so many months or years on.
    Corresponds {
        /// The day.
        day: Date,
        /// Whether the last month lacks that day, so that its last day stands.
        clamped: bool,
        /// Weeks, months or years.
        provision: Provision,
    },
    /// So many days of suspension are added.
    Extended {
        /// The days.
        days: u32,
        /// The new last day.
        to: Date,
    },
    /// The day is off, and the deadline passes to the next working day.
    Moves {
        /// The day off.
        from: Date,
        /// What it is.
        status: DayStatus,
        /// The next working day.
        to: Date,
    },
    /// The day is off, but the deadline stays, since it is a fixed moment or the
    /// jurisdiction has settled it so.
    Stays {
        /// The day off.
        day: Date,
        /// What it is.
        status: DayStatus,
    },
    /// The clock is suspended, which does not move a day fixed by the document.
    SuspensionIgnored {
        /// Why it was suspended.
        reason: SmolStr,
    },
    /// The deadline is this moment.
    Ends {
        /// When.
        due: DateTime,
        /// Why at that hour.
        provision: Provision,
    },
}

/// The reasoning from a rule and a beginning to a due moment.
///
/// Serialised compactly: days that follow each other for the same reason are
/// one run. [`Proof::days`] lists each day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Proof {
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One day of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofDay<'p> {
    /// The day.
    pub date: Date,
    /// What it adds; [`Counted::Day`] carries its own number.
    pub counted: Counted,
    /// Why.
    pub why: &'p Why,
    /// By which provision.
    pub provision: &'p Provision,
}

impl Proof {
    /// Returns each day that was looked at, in order, counted or not.
    pub fn days(&self) -> impl Iterator<Item = ProofDay<'_>> {
        self.runs().flat_map(|run| {
            let mut at = Some(run.first);
            let mut passed = 0;
            std::iter::from_fn(move || {
                let date = at?;
                at = (date < run.last).then(|| next(date));
                let counted = match run.counted {
                    Counted::Day(first) => Counted::Day(first + passed),
                    other => other,
                };
                passed += 1;
                Some(ProofDay {
                    date,
                    counted,
                    why: &run.why,
                    provision: &run.provision,
                })
            })
        })
    }

    /// Returns the runs of days.
    pub fn runs(&self) -> impl Iterator<Item = &DayRun> {
        self.steps.iter().filter_map(|step| match step {
            Step::Days(run) => Some(run),
            _ => None,
        })
    }

    /// Returns the days whose standing was computed by rule and not announced.
    pub fn computed_days(&self) -> impl Iterator<Item = Date> {
        let in_runs = self.days().filter_map(|day| match day.why {
            Why::Day {
                basis: Basis::Computed,
                ..
            } => Some(day.date),
            _ => None,
        });
        let at_end = self.steps.iter().filter_map(|step| match step {
            Step::Moves { from, status, .. } | Step::Stays { day: from, status }
                if status.basis == Basis::Computed =>
            {
                Some(*from)
            }
            _ => None,
        });
        in_runs.chain(at_end)
    }

    /// Writes the proof as lines of text, in the words that `speak` finds for a
    /// message.
    pub fn lines(&self, speak: &dyn Fn(&dyn Say) -> String) -> Vec<String> {
        let mut lines = Vec::new();
        for step in &self.steps {
            let mut line = speak(step);
            if let Some(provision) = step.provision() {
                line.push_str(" [");
                line.push_str(&speak(provision));
                if provision.is_recalled() {
                    line.push_str("; ");
                    line.push_str(&speak(&Recalled));
                }
                line.push(']');
            }
            lines.push(line);
        }
        lines
    }

    pub(crate) fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Adds a day, to the last run if it goes on.
    pub(crate) fn push_day(
        &mut self,
        date: Date,
        counted: Counted,
        why: Why,
        provision: Provision,
    ) {
        if let Some(Step::Days(run)) = self.steps.last_mut()
            && next(run.last) == date
            && run.why == why
            && run.provision == provision
        {
            let length = crate::days::day_number(date) - crate::days::day_number(run.first);
            let goes_on = match (run.counted, counted) {
                (Counted::No, Counted::No) => true,
                (Counted::Day(first), Counted::Day(this)) => {
                    i64::from(first) + length == i64::from(this)
                }
                (Counted::Minutes(each), Counted::Minutes(this)) => each == this,
                _ => false,
            };
            if goes_on {
                run.last = date;
                return;
            }
        }
        self.push(Step::Days(DayRun {
            first: date,
            last: date,
            counted,
            why,
            provision,
        }));
    }
}

/// The mark of a provision cited from memory.
struct Recalled;

impl Say for Recalled {
    fn key(&self) -> &'static str {
        "calendar-recalled"
    }
    fn args(&self) -> Vec<(&'static str, Arg)> {
        Vec::new()
    }
}

impl Why {
    pub(crate) fn of(status: &DayStatus) -> Self {
        Self::Day {
            kind: status.kind,
            name: status.name.clone(),
            basis: status.basis,
            confidence: status.confidence,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::FirstDay => "first-day",
            Self::CalendarDay => "calendar-day",
            Self::Suspended { .. } => "suspended",
            Self::Day { kind, .. } => kind_code(*kind),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Day { name, .. } => name,
            Self::Suspended { reason } => reason,
            Self::FirstDay | Self::CalendarDay => "",
        }
    }

    fn basis(&self) -> &'static str {
        match self {
            Self::Day {
                basis: Basis::Computed,
                ..
            } => "computed",
            Self::Day {
                confidence: Confidence::Low | Confidence::Medium,
                basis: Basis::Announced,
                ..
            } => "unsure",
            _ => "sure",
        }
    }
}

fn kind_code(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Working => "working",
        DayKind::SwapWorkingDay => "swap-working-day",
        DayKind::WeeklyRest => "weekly-rest",
        DayKind::PublicHoliday => "public-holiday",
        DayKind::DayOffInLieu => "day-off-in-lieu",
        DayKind::SwapDayOff => "swap-day-off",
    }
}

impl Step {
    /// Returns the provision by which the step is taken, if it needs one.
    pub fn provision(&self) -> Option<&Provision> {
        match self {
            Self::Begins { .. } | Self::Read { .. } => None,
            Self::Names { provision, .. }
            | Self::Corresponds { provision, .. }
            | Self::Ends { provision, .. } => Some(provision),
            Self::Days(run) => Some(&run.provision),
            Self::Extended { .. } => Some(&Provision::Suspension),
            Self::Moves { .. } => Some(&Provision::Civil148DayOff),
            Self::Stays { .. } | Self::SuspensionIgnored { .. } => Some(&Provision::Document),
        }
    }
}

impl Say for Step {
    fn key(&self) -> &'static str {
        match self {
            Self::Begins { .. } => "calendar-step-begins",
            Self::Names { .. } => "calendar-step-names",
            Self::Read {
                reading: Reading::By,
                ..
            } => "calendar-step-read-by",
            Self::Read {
                reading: Reading::Before,
                ..
            } => "calendar-step-read-before",
            Self::Days(run) => match (run.counted, run.first == run.last) {
                (Counted::No, true) => "calendar-step-day-not-counted",
                (Counted::No, false) => "calendar-step-days-not-counted",
                (Counted::Day(_), true) => "calendar-step-day-counted",
                (Counted::Day(_), false) => "calendar-step-days-counted",
                (Counted::Minutes(_), true) => "calendar-step-day-minutes",
                (Counted::Minutes(_), false) => "calendar-step-days-minutes",
            },
            Self::Corresponds { clamped: false, .. } => "calendar-step-corresponds",
            Self::Corresponds { clamped: true, .. } => "calendar-step-corresponds-clamped",
            Self::Extended { .. } => "calendar-step-extended",
            Self::Moves { .. } => "calendar-step-moves",
            Self::Stays { .. } => "calendar-step-stays",
            Self::SuspensionIgnored { .. } => "calendar-step-suspension-ignored",
            Self::Ends { .. } => "calendar-step-ends",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Begins { from } => moment_args(*from).to_vec(),
            Self::Names { day, phrase, .. } => vec![
                ("day", Arg::from(*day)),
                ("weekday", weekday_code(*day).into()),
                ("phrase", phrase.as_str().into()),
            ],
            Self::Read { source, .. } => vec![("source", source.as_str().into())],
            Self::Days(run) => run_args(run),
            Self::Corresponds { day, .. } => vec![
                ("day", Arg::from(*day)),
                ("weekday", weekday_code(*day).into()),
            ],
            Self::Extended { days, to } => vec![
                ("days", Arg::Count(i64::from(*days))),
                ("day", Arg::from(*to)),
            ],
            Self::Moves { from, status, to } => vec![
                ("from", Arg::from(*from)),
                ("weekday", weekday_code(*from).into()),
                ("why", kind_code(status.kind).into()),
                ("name", status.name.as_str().into()),
                ("to", Arg::from(*to)),
                ("toweekday", weekday_code(*to).into()),
            ],
            Self::Stays { day, status } => vec![
                ("day", Arg::from(*day)),
                ("weekday", weekday_code(*day).into()),
                ("why", kind_code(status.kind).into()),
                ("name", status.name.as_str().into()),
            ],
            Self::SuspensionIgnored { reason } => vec![("reason", reason.as_str().into())],
            Self::Ends { due, .. } => moment_args(*due).to_vec(),
        }
    }
}

fn run_args(run: &DayRun) -> Vec<(&'static str, Arg)> {
    let length = crate::days::day_number(run.last) - crate::days::day_number(run.first);
    let mut args = vec![
        ("first", Arg::from(run.first)),
        ("last", Arg::from(run.last)),
        ("weekday", weekday_code(run.first).into()),
        ("lastweekday", weekday_code(run.last).into()),
        ("why", run.why.code().into()),
        ("name", run.why.name().into()),
        ("basis", run.why.basis().into()),
    ];
    match run.counted {
        Counted::No => {}
        Counted::Day(number) => {
            args.push(("number", Arg::Count(i64::from(number))));
            args.push(("lastnumber", Arg::Count(i64::from(number) + length)));
        }
        Counted::Minutes(minutes) => {
            args.push(("length", clock(minutes).into()));
        }
    }
    args
}

/// Minutes as hours and minutes, which both languages read: `7h30`.
fn clock(minutes: u32) -> String {
    format!("{}h{:02}", minutes / 60, minutes % 60)
}

fn moment_args(moment: DateTime) -> [(&'static str, Arg); 3] {
    let (hour, minute) = if moment.second() == 59 && moment.hour() == 23 {
        (24, 0)
    } else {
        (moment.hour(), moment.minute())
    };
    [
        ("day", Arg::from(moment.date())),
        ("time", format!("{hour:02}:{minute:02}").into()),
        ("weekday", weekday_code(moment.date()).into()),
    ]
}

/// The selector that the Fluent files choose the weekday's name by.
fn weekday_code(date: Date) -> &'static str {
    match Weekday::of(date) {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}
