//! How every task stands on a day, worst first, and how many there are of each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use dondoc_city::City;
use dondoc_kinds::{DocumentId, TaskId, UnitId};
use dondoc_tasks::{Status, Task, View, status};
use jiff::civil::Date;

/// The sorts of status, as filters and chips name them. In the order of need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bucket {
    Late,
    AtRisk,
    DueSoon,
    Waiting,
    InTime,
    NoDeadline,
    Suspended,
    DoneLate,
    DoneOnTime,
    Cancelled,
}

impl Bucket {
    pub(crate) const ALL: [Self; 10] = [
        Self::Late,
        Self::AtRisk,
        Self::DueSoon,
        Self::Waiting,
        Self::InTime,
        Self::NoDeadline,
        Self::Suspended,
        Self::DoneLate,
        Self::DoneOnTime,
        Self::Cancelled,
    ];

    /// Returns the name in addresses, classes and message keys.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::AtRisk => "at-risk",
            Self::DueSoon => "due-soon",
            Self::Waiting => "waiting",
            Self::InTime => "in-time",
            Self::NoDeadline => "no-deadline",
            Self::Suspended => "suspended",
            Self::DoneLate => "done-late",
            Self::DoneOnTime => "done-on-time",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns the key of its short name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Late => "site-status-late",
            Self::AtRisk => "site-status-at-risk",
            Self::DueSoon => "site-status-due-soon",
            Self::Waiting => "site-status-waiting",
            Self::InTime => "site-status-in-time",
            Self::NoDeadline => "site-status-no-deadline",
            Self::Suspended => "site-status-suspended",
            Self::DoneLate => "site-status-done-late",
            Self::DoneOnTime => "site-status-done-on-time",
            Self::Cancelled => "site-status-cancelled",
        }
    }

    pub(crate) fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bucket| bucket.slug() == slug)
    }

    /// Returns whether work is still owed.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::DoneLate | Self::DoneOnTime | Self::Cancelled)
    }

    pub(crate) fn of(status: &Status) -> Self {
        match status {
            Status::NotDue => Self::InTime,
            Status::DueSoon { .. } => Self::DueSoon,
            Status::AtRisk { .. } => Self::AtRisk,
            Status::Late { .. } => Self::Late,
            Status::AwaitingConfirmation { .. } => Self::Waiting,
            Status::DoneOnTime => Self::DoneOnTime,
            Status::DoneLate { .. } => Self::DoneLate,
            Status::NoDeadline => Self::NoDeadline,
            Status::Suspended { .. } => Self::Suspended,
            Status::Cancelled { .. } => Self::Cancelled,
        }
    }
}

/// How many tasks there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts([u32; Bucket::ALL.len()]);

impl Counts {
    fn add(&mut self, bucket: Bucket) {
        self.0[bucket as usize] += 1;
    }

    pub(crate) fn of(&self, bucket: Bucket) -> u32 {
        self.0[bucket as usize]
    }

    pub(crate) fn all(&self) -> u32 {
        self.0.iter().sum()
    }

    pub(crate) fn open(&self) -> u32 {
        Bucket::ALL
            .into_iter()
            .filter(|b| b.is_open())
            .map(|b| self.of(b))
            .sum()
    }

    pub(crate) fn done(&self) -> u32 {
        self.of(Bucket::DoneOnTime) + self.of(Bucket::DoneLate)
    }

    /// Returns the share done on time of all that was done or is late, in
    /// tenths of a percent, rounded half up; `None` when there was nothing.
    pub(crate) fn on_time(&self) -> Option<u32> {
        let good = u64::from(self.of(Bucket::DoneOnTime));
        let all = u64::from(self.done() + self.of(Bucket::Late));
        (all > 0).then(|| u32::try_from((good * 2000 + all) / (2 * all)).unwrap_or(1000))
    }
}

/// One task on the board.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) task: TaskId,
    pub(crate) bucket: Bucket,
    pub(crate) status: Status,
    /// The next due day that counts: of an occurrence, for a recurring task.
    pub(crate) due: Option<Date>,
}

/// Every task with its status on a day.
#[derive(Debug)]
pub(crate) struct Board {
    /// Worst first: late ones by days, then those at risk, and so on by due day.
    pub(crate) lines: Vec<Line>,
    /// Of the whole city.
    pub(crate) city: Counts,
    /// By lead unit.
    pub(crate) units: BTreeMap<UnitId, Counts>,
    /// By source document.
    pub(crate) documents: BTreeMap<DocumentId, Counts>,
}

impl Board {
    /// Computes every task's status on a day. Linear in the tasks.
    pub(crate) fn of(city: &City, as_of: Date) -> Self {
        let thresholds = &city.settings.thresholds;
        let abolished = city.abolished_on(as_of);
        let view = View {
            as_of,
            calendar: &city.calendar,
            thresholds,
            abolished: &abolished,
        };
        let mut board = Self {
            lines: Vec::with_capacity(city.tasks.len()),
            city: Counts::default(),
            units: BTreeMap::new(),
            documents: BTreeMap::new(),
        };
        for task in city.tasks.iter() {
            board.add(task, &view);
        }
        board.lines.sort_by_cached_key(|line| {
            let days = match line.status {
                Status::Late { days, .. } => days,
                _ => 0,
            };
            let due = line.due.unwrap_or(Date::MAX);
            (line.bucket, Reverse(days), due, line.task.clone())
        });
        board
    }

    fn add(&mut self, task: &Task, view: &View<'_>) {
        let status = status(task, view);
        let bucket = Bucket::of(&status);
        self.city.add(bucket);
        self.units.entry(task.lead.clone()).or_default().add(bucket);
        if let Some(document) = task.document() {
            self.documents
                .entry(document.clone())
                .or_default()
                .add(bucket);
        }
        let due = due_day(task, view);
        self.lines.push(Line {
            task: task.id.clone(),
            bucket,
            status,
            due,
        });
    }

    /// Returns the line of a task.
    pub(crate) fn line(&self, task: &TaskId) -> Option<&Line> {
        self.lines.iter().find(|line| line.task == *task)
    }

    /// Returns the figures of a unit.
    pub(crate) fn unit(&self, unit: &UnitId) -> Counts {
        self.units.get(unit).copied().unwrap_or_default()
    }

    /// Returns the figures of a document.
    pub(crate) fn document(&self, document: &DocumentId) -> Counts {
        self.documents.get(document).copied().unwrap_or_default()
    }
}

/// The due day that the status is about: of the first occurrence that is not
/// confirmed, for a recurring task.
fn due_day(task: &Task, view: &View<'_>) -> Option<Date> {
    if task.recurring().is_none() {
        return task.due().map(|due| due.date());
    }
    let all = dondoc_tasks::occurrence_statuses(task, view);
    let is_done = |status: &Status| matches!(status, Status::DoneOnTime | Status::DoneLate { .. });
    let first = all.iter().find(|each| !is_done(&each.status));
    first.or(all.last()).map(|each| each.due.date())
}
