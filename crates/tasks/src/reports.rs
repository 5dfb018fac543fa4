//! What is kept of reports: sixteen bytes each.

use dondoc_kinds::{ReportId, TaskId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is kept of a report. Its words and files stay in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Its number: `2` for `nv-000123.r2`; 0 for an id of another form, which
    /// [`Task::report_id`](crate::Task::report_id) knows.
    pub number: u16,
    /// The entry with the words and the evidence.
    pub entry: u64,
    /// The day of the report.
    pub on: Date,
    /// Which occurrence of a recurring task it is on; 0 for a task due once.
    pub occurrence: u32,
    /// How many files came with it; 255 stands for that many or more.
    pub evidence: u16,
    /// How far the unit says it is, 0 to 100.
    pub percent: u8,
    /// Whether the unit says that it is done.
    pub says_done: bool,
}

/// The reports on a task, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reports {
    packed: Box<[Packed]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
// INVARIANT: `entry` is little-endian; the top bit of `percent` says "done".
struct Packed {
    entry: [u8; 6],
    on: Date,
    number: u16,
    occurrence: u16,
    evidence: u8,
    percent: u8,
}

const SAYS_DONE: u8 = 0x80;

impl From<&Report> for Packed {
    fn from(report: &Report) -> Self {
        // More entries than this no ledger holds; more of the rest no rule allows.
        let [a, b, c, d, e, f, ..] = report.entry.min((1 << 48) - 1).to_le_bytes();
        Self {
            entry: [a, b, c, d, e, f],
            on: report.on,
            number: report.number,
            occurrence: u16::try_from(report.occurrence).unwrap_or(u16::MAX),
            evidence: u8::try_from(report.evidence).unwrap_or(u8::MAX),
            percent: report.percent.min(100) | if report.says_done { SAYS_DONE } else { 0 },
        }
    }
}

impl From<&Packed> for Report {
    fn from(packed: &Packed) -> Self {
        let [a, b, c, d, e, f] = packed.entry;
        Self {
            number: packed.number,
            entry: u64::from_le_bytes([a, b, c, d, e, f, 0, 0]),
            on: packed.on,
            occurrence: packed.occurrence.into(),
            evidence: packed.evidence.into(),
            percent: packed.percent & !SAYS_DONE,
            says_done: packed.percent & SAYS_DONE != 0,
        }
    }
}

impl Reports {
    pub(crate) fn push(&mut self, report: &Report) {
        push(&mut self.packed, report.into());
    }

    /// Returns the reports, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Report> + ExactSizeIterator {
        self.packed.iter().map(Report::from)
    }

    /// Returns the newest report.
    #[must_use]
    pub fn last(&self) -> Option<Report> {
        self.packed.last().map(Report::from)
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }
}

/// Returns the number of a report whose id is that of its task, `.r` and a
/// number from 1; 0 for other ids.
pub(crate) fn number(task: &TaskId, report: &ReportId) -> u16 {
    let rest = report.as_str().strip_prefix(task.as_str());
    let digits = rest.and_then(|rest| rest.strip_prefix(".r"));
    digits
        .filter(|digits| digits.starts_with(|c: char| matches!(c, '1'..='9')))
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// Adds at the end, without room to spare: tasks are many, their lists short.
pub(crate) fn push<T>(list: &mut Box<[T]>, value: T) {
    let mut open = Vec::from(std::mem::take(list));
    open.reserve_exact(1);
    open.push(value);
    *list = open.into_boxed_slice();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_packed_report_reads_back(
            entry in 0_u64..1 << 48, number: u16, occurrence: u16, evidence: u8, percent in 0_u8..=100,
            says_done: bool,
        ) {
            let (occurrence, evidence) = (occurrence.into(), evidence.into());
            let on = jiff::civil::date(2024, 2, 29);
            let report = Report { number, entry, on, occurrence, evidence, percent, says_done };
            let mut reports = Reports::default();
            reports.push(&report);
            prop_assert_eq!(reports.last(), Some(report));
        }
    }

    #[test]
    fn only_an_id_that_can_be_written_again_has_a_number() {
        let task = TaskId::parse("nv-000123").unwrap();
        let of = |id: &str| number(&task, &ReportId::parse(id).unwrap());
        assert_eq!(of("nv-000123.r2"), 2);
        assert_eq!(of("nv-000123.r65535"), 65_535);
        for other in [
            "nv-000123.r02",
            "nv-000123.r0",
            "nv-000123.r65536",
            "nv-000124.r2",
            "r2",
        ] {
            assert_eq!(of(other), 0, "{other}");
        }
    }
}
