//! Why a phrase is not a rule, or a rule gives no date.

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::Serialize;

use crate::rule::CountUnit;

/// Why a phrase could not be read as a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleRefusal {
    /// Nothing but spaces.
    Empty,
    /// No time expression was found.
    NoTime {
        /// The phrase.
        text: String,
    },
    /// Part of the phrase was not understood.
    NotUnderstood {
        /// The words that were not understood.
        words: String,
        /// Where they begin, in characters (code points) of the given text.
        at: usize,
    },
    /// A date that doesn't exist.
    NoSuchDay {
        /// As written.
        words: String,
    },
    /// A number out of its range (month 13, quarter V, 25 o'clock).
    OutOfRange {
        /// As written.
        words: String,
        /// What would be right.
        range: &'static str,
    },
    /// A date without a year, and no document to take it from.
    NoYear {
        /// As written.
        words: String,
    },
    /// Two deadlines in one phrase.
    Two {
        /// The first, as understood.
        first: String,
        /// The second.
        second: String,
    },
    /// A day without its month, and nothing that repeats.
    DayWithoutMonth {
        /// The day.
        day: i64,
    },
    /// A span too long to be meant.
    TooLong {
        /// How many.
        count: i64,
        /// The most that is accepted.
        most: i64,
    },
    /// A count of nothing.
    Zero,
}

impl Say for RuleRefusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty => "calendar-rule-empty",
            Self::NoTime { .. } => "calendar-rule-no-time",
            Self::NotUnderstood { .. } => "calendar-rule-not-understood",
            Self::NoSuchDay { .. } => "calendar-rule-no-such-day",
            Self::OutOfRange { .. } => "calendar-rule-out-of-range",
            Self::NoYear { .. } => "calendar-rule-no-year",
            Self::Two { .. } => "calendar-rule-two",
            Self::DayWithoutMonth { .. } => "calendar-rule-day-without-month",
            Self::TooLong { .. } => "calendar-rule-too-long",
            Self::Zero => "calendar-rule-zero",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Empty | Self::Zero => Vec::new(),
            Self::NoTime { text } => vec![("text", text.as_str().into())],
            Self::NotUnderstood { words, at } => vec![
                ("words", words.as_str().into()),
                // People count from 1.
                ("at", Arg::Count(i64::try_from(at + 1).unwrap_or(i64::MAX))),
            ],
            Self::NoSuchDay { words } | Self::NoYear { words } => {
                vec![("words", words.as_str().into())]
            }
            Self::OutOfRange { words, range } => {
                vec![("words", words.as_str().into()), ("range", (*range).into())]
            }
            Self::Two { first, second } => vec![
                ("first", first.as_str().into()),
                ("second", second.as_str().into()),
            ],
            Self::DayWithoutMonth { day } => vec![("day", Arg::Count(*day))],
            Self::TooLong { count, most } => {
                vec![("count", Arg::Count(*count)), ("most", Arg::Count(*most))]
            }
        }
    }
}

/// Why a rule gives no due moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRefusal {
    /// A standing duty has no date.
    Standing,
    /// The clock is suspended with no end yet.
    StillSuspended {
        /// Since when.
        since: Date,
        /// Why.
        reason: String,
    },
    /// The beginning or end lies outside the years whose holidays are known or
    /// computed (1900 to 2199).
    OutsideYears {
        /// The day.
        day: Date,
    },
    /// The calendar has no working day for a year on end.
    NoWorkingDays {
        /// From this day on.
        from: Date,
    },
    /// The count is too large to be meant.
    TooLong {
        /// How many.
        count: u32,
        /// Of what.
        unit: CountUnit,
    },
}

impl Say for DeadlineRefusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Standing => "calendar-deadline-standing",
            Self::StillSuspended { .. } => "calendar-deadline-still-suspended",
            Self::OutsideYears { .. } => "calendar-deadline-outside-years",
            Self::NoWorkingDays { .. } => "calendar-deadline-no-working-days",
            Self::TooLong { .. } => "calendar-deadline-too-long",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Standing => Vec::new(),
            Self::StillSuspended { since, reason } => {
                vec![
                    ("since", Arg::from(*since)),
                    ("reason", reason.as_str().into()),
                ]
            }
            Self::OutsideYears { day } => vec![("day", Arg::from(*day))],
            Self::NoWorkingDays { from } => vec![("from", Arg::from(*from))],
            Self::TooLong { count, .. } => vec![("count", Arg::Count(i64::from(*count)))],
        }
    }
}
