//! What happens to procedures, as the ledger keeps it.

pub use dondoc_kinds::Imported;
use dondoc_kinds::{ProcedureId, SheetId, TaskId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Milli;
use super::record::ProcedureRecord;
use super::sheet::Sheet;

dondoc_kinds::event_kinds! {
    /// What happens to procedures.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Event {
        /// Procedures were entered, or new versions of them.
        Catalogued(Catalogued) = "procedure.catalogued" / 1,
        /// It was said which logs hold a procedure's cases.
        Linked(Linked) = "procedure.linked" / 1,
        /// A shortening sheet was made.
        SheetMade(Sheet) = "procedure.sheet_made" / 1,
        /// A sheet was signed, and became a task.
        SheetSigned(SheetSigned) = "procedure.sheet_signed" / 1,
        /// A procedure was changed somewhere.
        Changed(Changed) = "procedure.changed" / 1,
        /// What a change did was measured.
        EffectMeasured(EffectMeasured) = "procedure.effect_measured" / 1,
        /// How cases kept the limit in a period.
        Assessed(Assessed) = "procedure.assessed" / 1,
    }
}

dondoc_kinds::payloads! {
    /// Procedures as they are from a day on.
    Catalogued {
        /// Each.
        procedures: Vec<ProcedureRecord>,
        /// Why they differ from what is known; empty for new ones.
        reason: Box<str>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// How an activity of the logs is called in the catalogue.
    Mapped {
        /// The activity, as the logs write it.
        activity: Box<str>,
        /// The number of the prescribed step.
        step: u32,
    }

    /// Which logs hold the cases of a procedure.
    Linked {
        /// Which procedure.
        procedure: ProcedureId,
        /// The imports.
        logs: Vec<SmolStr>,
        /// Activity to step; activities that are missing stand for no prescribed step.
        mapping: Vec<Mapped>,
        /// Activities that ask the applicant for something: from one of them to the next
        /// event, the time is not the office's.
        asks: Vec<Box<str>>,
        /// Activities that end a case.
        ends: Vec<Box<str>>,
    }

    /// A sheet was signed.
    SheetSigned {
        /// Which.
        sheet: SheetId,
        /// Its hash, as the person who signed saw it.
        sha256: SmolStr,
        /// The proposals that were chosen.
        proposals: Vec<u32>,
        /// Working days that a case shall take less.
        promised: Milli,
        /// The unit that shall bring it about.
        unit: UnitId,
        /// Its task.
        task: TaskId,
    }

    /// A procedure was changed.
    Changed {
        /// Which.
        procedure: ProcedureId,
        /// The change's number in the procedure, from 1.
        number: u32,
        /// What was changed, in words.
        what: Box<str>,
        /// The units where it holds, as the logs write them.
        units: Vec<Box<str>>,
        /// From which day.
        from: Date,
        /// Working days that a case shall take less.
        promised: Milli,
        /// The sheet that proposed it.
        sheet: Option<SheetId>,
        /// The act it rests on.
        act: Box<str>,
    }

    /// What a change did.
    EffectMeasured {
        /// Of which procedure.
        procedure: ProcedureId,
        /// Which change.
        change: u32,
        /// The day up to which events count.
        as_of: Date,
        /// From which imports.
        logs: Vec<SmolStr>,
        /// What was found.
        found: Found,
    }

    /// How cases kept the limit.
    Assessed {
        /// Of which procedure.
        procedure: ProcedureId,
        /// The version of the catalogue on the last day.
        version: u32,
        /// The first day.
        from: Date,
        /// The last day; later events are not looked at.
        to: Date,
        /// From which imports.
        logs: Vec<SmolStr>,
        /// What counts as late.
        definition: Definition,
        /// The limit of that version in working days; a case is held against the one of
        /// the day on which it was received.
        limit: Option<Milli>,
        /// Cases that ended in the period.
        finished: u64,
        /// Of these, within the limit.
        on_time: u64,
        /// Cases that had not ended on the last day.
        running: u64,
        /// Of these, over the limit.
        overdue: u64,
        /// Median working days of those that ended.
        median: Milli,
        /// Nine of ten took at most.
        p90: Milli,
        /// Working days over the limit, summed over late cases that ended.
        late_days: Milli,
        /// The part of these that no step explains.
        unexplained: Milli,
        /// The rest by step, the gravest first.
        steps: Vec<LateStep>,
        /// By unit, the lowest share within the limit first.
        units: Vec<UnitShare>,
        /// How well cases keep to the prescribed steps, by exact alignments; 1,000 is
        /// exactly. `None` without a mapping.
        fitness: Option<Milli>,
        /// Share of cases that keep to them exactly.
        fitting: Option<Milli>,
    }

    /// Lateness that falls to a step.
    LateStep {
        /// The activity, as the logs write it.
        activity: Box<str>,
        /// The prescribed step.
        step: Option<u32>,
        /// The provision it rests on.
        provision: Box<str>,
        /// Working days.
        days: Milli,
        /// Late cases in which it took the largest part.
        mainly: u64,
    }

    /// A unit's cases.
    UnitShare {
        /// The unit, as the logs write it.
        unit: Box<str>,
        /// Cases that ended in the period.
        finished: u64,
        /// Of these, within the limit.
        on_time: u64,
        /// Median working days.
        median: Milli,
    }
}

/// What counts as late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// Office time from the first event to the one that ends the case, without the time
    /// in which the applicant was asked for something, against the catalogue's limit.
    OfficeTimeWithoutPauses,
}

/// What was found of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Found {
    /// It could be measured.
    Measured(Measured),
    /// It could not, yet.
    NotYet {
        /// Cases received in changed units since the change that have ended.
        cases: u64,
        /// Whole months after the change.
        months: u32,
        /// Units without the change.
        controls: u32,
        /// Why not.
        why: NotYet,
    },
}

/// Why an effect is not measurable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotYet {
    /// Too few cases after the change.
    FewCases,
    /// Too few whole months before or after.
    FewMonths,
    /// Too few units without the change that had cases in each month.
    FewControls,
}

dondoc_kinds::payloads! {
    /// The effect, in working days a case; negative is shorter.
    Measured {
        /// Difference in differences.
        difference: Milli,
        /// Its 90 % interval.
        low: Milli,
        /// The upper bound.
        high: Milli,
        /// By synthetic control.
        synthetic: Milli,
        /// Share of units, as placebos, whose effect is as large.
        placebo_p: Milli,
        /// Least value that it could have had.
        least_p: Milli,
        /// Units compared with.
        controls: u32,
        /// Whole months before.
        months_before: u32,
        /// Whole months after.
        months_after: u32,
        /// Cases of the changed units after it.
        cases: u64,
    }
}

impl Measured {
    /// Returns whether the whole interval lies on the side of shorter.
    #[must_use]
    pub const fn is_shorter(&self) -> bool {
        self.high < 0
    }
}

impl Event {
    /// Returns the stream: a procedure has one, since its versions, sheets and changes
    /// are checked against each other; a table of many has the catalogue's.
    #[must_use]
    pub fn stream(&self, of_sheet: Option<&ProcedureId>) -> String {
        let of = |procedure: &ProcedureId| format!("procedure/{procedure}");
        match self {
            Self::Catalogued(it) => match it.procedures.as_slice() {
                [one] => of(&one.procedure),
                _ => "procedures".to_owned(),
            },
            Self::Linked(it) => of(&it.procedure),
            Self::SheetMade(it) => of(&it.procedure),
            Self::SheetSigned(_) => of_sheet.map_or_else(|| "procedures".to_owned(), of),
            Self::Changed(it) => of(&it.procedure),
            Self::EffectMeasured(it) => of(&it.procedure),
            Self::Assessed(it) => of(&it.procedure),
        }
    }
}
