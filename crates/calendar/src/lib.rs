//! Working time: holidays, Tết, swapped days, office hours, deadlines with their proof.
//!
//! - [`Calendar`] knows what each day is and why: the normal week, the holidays
//!   that the law gives (computed, with the Vietnamese lunar calendar, for years
//!   that nobody has announced), and announced days, which override. It is
//!   folded from [`Event`]s.
//! - [`Rule`] is what a deadline says ("10 ngày làm việc", "trước ngày 25 hằng
//!   tháng", "quý III/2024"), read by [`Rule::parse`].
//! - [`Rule::due`] counts, and returns a [`Deadline`] with its [`Proof`]: each
//!   day, counted or not, why, by which provision.
//! - [`recompute()`] says whether a change of the calendar moves a deadline.
//!
//! Invariants: nothing here reads a clock; the same calendar and rule give the
//! same proof for ever; a later beginning never gives an earlier deadline; one
//! more day off never makes a deadline earlier.
//!
//! What is left to others: who owes what (`tasks`), and the words in which
//! refusals and proofs are said (`messages`).
//!
//! # Source
//! Civil Code 91/2015/QH13 Arts. 144 to 148; Labour Code 45/2019/QH14 Arts. 111
//! and 112. Which of them are cited from memory: [`Provision::is_recalled`].

mod calendar;
mod days;
mod deadline;
mod event;
mod holiday;
mod hours;
pub mod lunar;
mod parse;
mod proof;
mod provision;
mod recompute;
mod recurrence;
mod refusal;
mod rule;
mod table;

pub use calendar::{Basis, Calendar, DayKind, DayStatus};
pub use deadline::{DAY_END, Deadline, Suspension};
pub use event::{
    AnnouncedKind, AnnouncementWithdrawn, Counting, CountingSet, DayAnnounced, DayEnd, Event,
    HoursSet, LastDayOff, Reading, YearListed,
};
pub use holiday::{ComputedHoliday, computed_holidays, lunar_year_name};
pub use hours::{HoursProblem, OfficeHours, Shift, Weekday};
pub use parse::ReadAs;
pub use proof::{Counted, DayRun, Proof, ProofDay, Step, Why};
pub use provision::{Confidence, Provision};
pub use recompute::{Cause, Moved, can_move, recompute};
pub use refusal::{DeadlineRefusal, RuleRefusal};
pub use rule::{CountUnit, Every, Part, Period, Rule, Word};
pub use table::{TableProblem, table_events};
