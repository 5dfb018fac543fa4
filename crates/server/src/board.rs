//! How every task stands on a day, worst first, and how many there are of each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use dondoc_city::City;
use dondoc_kinds::{DocumentId, TaskId, UnitId};
use dondoc_tasks::{Answer, Standing, Status, Task, View, status};
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

    /// Adds the figures of others.
    pub(crate) fn add_all(&mut self, others: &Self) {
        for (own, other) in self.0.iter_mut().zip(others.0) {
            *own += other;
        }
    }

    fn less(&mut self, bucket: Bucket) {
        let count = &mut self.0[bucket as usize];
        *count = count.saturating_sub(1);
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

/// Where a line stands: worst first, late ones by days, then by due day.
type Place = (Bucket, Reverse<i64>, Date, TaskId);

/// Something that waits for a unit's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    /// The lead unit must explain itself.
    Explain,
    /// The head of the lead unit must look at a report.
    Approve,
    /// A report came back, from the assigner or the unit's own head.
    Redo,
    /// The lead unit has not accepted.
    Accept,
    /// The assigner must confirm or return.
    Confirm,
    /// The assigner must answer a request for more time.
    Extend,
    /// The assigner must answer a claimed excuse.
    Excuse,
}

impl Call {
    /// Returns what waits on a task, each with the unit that must answer.
    fn all(task: &Task, bucket: Bucket) -> Vec<(Self, UnitId)> {
        let mut calls = Vec::new();
        let mut add = |call, unit: &UnitId, waits: bool| {
            if waits {
                calls.push((call, unit.clone()));
            }
        };
        let (lead, assigner) = (&task.lead, &task.assigner);
        add(Self::Accept, lead, task.standing == Standing::Issued);
        add(Self::Confirm, assigner, bucket == Bucket::Waiting);
        if let Some(happenings) = task.happenings.as_deref() {
            let newest = task.last_report().map_or(0, |report| report.entry);
            let waiting = happenings.submitted.last().map_or(0, |it| it.entry);
            let declined = happenings.declined.last().map_or(0, |it| it.entry);
            let back = declined > newest.max(waiting)
                || matches!(task.standing, Standing::Returned { .. });
            add(Self::Explain, lead, task.open_demands().next().is_some());
            add(Self::Approve, lead, !happenings.submitted.is_empty());
            add(Self::Redo, lead, back && task.is_open());
            add(
                Self::Extend,
                assigner,
                task.pending_extension().is_some() && task.is_open(),
            );
            let pending = |it: &dondoc_tasks::Excuse| it.answer == Answer::Pending;
            add(
                Self::Excuse,
                assigner,
                happenings.excuses.iter().any(pending),
            );
        }
        calls
    }
}

/// The tasks that have something in common, worst first, and their figures.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    places: BTreeSet<Place>,
    counts: Counts,
}

/// Where a task stands, and on which shelves.
#[derive(Debug, Clone)]
struct Card {
    place: Place,
    lead: UnitId,
    assigner: UnitId,
    helpers: Vec<UnitId>,
    document: Option<DocumentId>,
    field: Option<String>,
    calls: Vec<(Call, UnitId)>,
}

/// Every task with its status on a day, kept as entries come in: only the tasks
/// they touch are looked at again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Board {
    lines: BTreeMap<Place, Line>,
    cards: BTreeMap<TaskId, Card>,
    /// Of the whole city.
    pub(crate) city: Counts,
    leads: BTreeMap<UnitId, Shelf>,
    assigners: BTreeMap<UnitId, Shelf>,
    /// What units help with: only what is open.
    helpers: BTreeMap<UnitId, Shelf>,
    documents: BTreeMap<DocumentId, Shelf>,
    fields: BTreeMap<String, Shelf>,
    calls: BTreeMap<(Call, UnitId), Shelf>,
}

impl Board {
    /// Computes every task's status on a day. Linear in the tasks.
    pub(crate) fn of(city: &City, as_of: Date) -> Self {
        let mut board = Self::default();
        board.view(city, as_of, |board, view| {
            for task in city.tasks.iter() {
                board.add(task, view);
            }
        });
        board
    }

    /// Looks at some tasks again, on the day that all others are shown for.
    pub(crate) fn again(&mut self, city: &City, as_of: Date, touched: &BTreeSet<TaskId>) {
        self.view(city, as_of, |board, view| {
            for id in touched {
                board.remove(id);
                if let Some(task) = city.tasks.task(id) {
                    board.add(task, view);
                }
            }
        });
    }

    fn view(&mut self, city: &City, as_of: Date, work: impl FnOnce(&mut Self, &View<'_>)) {
        let abolished = city.abolished_on(as_of);
        let view = View {
            as_of,
            calendar: &city.calendar,
            thresholds: &city.settings.thresholds,
            abolished: &abolished,
        };
        work(self, &view);
    }

    fn add(&mut self, task: &Task, view: &View<'_>) {
        let status = status(task, view);
        let bucket = Bucket::of(&status);
        let due = due_day(task, view);
        let days = match status {
            Status::Late { days, .. } => days,
            _ => 0,
        };
        let place = (
            bucket,
            Reverse(days),
            due.unwrap_or(Date::MAX),
            task.id.clone(),
        );
        let card = Card {
            place: place.clone(),
            lead: task.lead.clone(),
            assigner: task.assigner.clone(),
            helpers: match bucket.is_open() {
                true => task.coordinating().cloned().collect(),
                false => Vec::new(),
            },
            document: task.document().cloned(),
            field: task.field().map(str::to_owned),
            calls: Call::all(task, bucket),
        };
        self.city.add(bucket);
        put(&mut self.leads, &card.lead, &place);
        put(&mut self.assigners, &card.assigner, &place);
        for helper in &card.helpers {
            put(&mut self.helpers, helper, &place);
        }
        if let Some(document) = &card.document {
            put(&mut self.documents, document, &place);
        }
        if let Some(field) = &card.field {
            put(&mut self.fields, field, &place);
        }
        for call in &card.calls {
            put(&mut self.calls, call, &place);
        }
        self.cards.insert(task.id.clone(), card);
        let line = Line {
            task: task.id.clone(),
            bucket,
            status,
            due,
        };
        self.lines.insert(place, line);
    }

    fn remove(&mut self, task: &TaskId) {
        let Some(card) = self.cards.remove(task) else {
            return;
        };
        self.lines.remove(&card.place);
        self.city.less(card.place.0);
        take(&mut self.leads, &card.lead, &card.place);
        take(&mut self.assigners, &card.assigner, &card.place);
        for helper in &card.helpers {
            take(&mut self.helpers, helper, &card.place);
        }
        if let Some(document) = &card.document {
            take(&mut self.documents, document, &card.place);
        }
        if let Some(field) = &card.field {
            take(&mut self.fields, field, &card.place);
        }
        for call in &card.calls {
            take(&mut self.calls, call, &card.place);
        }
    }

    /// Returns every line, worst first.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.values()
    }

    /// Returns the lines of one sort, worst first.
    pub(crate) fn sort(&self, bucket: Bucket) -> impl Iterator<Item = &Line> {
        let from = (bucket, Reverse(i64::MAX), Date::MIN, first_task());
        self.lines
            .range(from..)
            .map(|(_, line)| line)
            .take_while(move |line| line.bucket == bucket)
    }

    /// Returns the line of a task.
    pub(crate) fn line(&self, task: &TaskId) -> Option<&Line> {
        self.lines.get(&self.cards.get(task)?.place)
    }

    /// Returns the lines of the tasks that a unit leads, worst first.
    pub(crate) fn led_by(&self, unit: &UnitId) -> impl Iterator<Item = &Line> {
        self.on(self.leads.get(unit))
    }

    /// Returns the lines of the tasks that a unit assigned, worst first.
    pub(crate) fn assigned_by(&self, unit: &UnitId) -> impl Iterator<Item = &Line> {
        self.on(self.assigners.get(unit))
    }

    /// Returns the lines of the open tasks that a unit helps with, worst first.
    pub(crate) fn helped_by(&self, unit: &UnitId) -> impl Iterator<Item = &Line> {
        self.on(self.helpers.get(unit))
    }

    /// Returns the lines of the tasks that wait for a unit's answer, worst first.
    pub(crate) fn called(&self, call: Call, unit: &UnitId) -> impl Iterator<Item = &Line> {
        self.on(self.calls.get(&(call, unit.clone())))
    }

    /// Returns how many tasks wait for a unit's answer.
    pub(crate) fn calls(&self, call: Call, unit: &UnitId) -> u32 {
        let shelf = self.calls.get(&(call, unit.clone()));
        shelf.map_or(0, |shelf| shelf.counts.all())
    }

    /// Returns the lines of one sort of the tasks that a unit leads, worst first.
    pub(crate) fn led_in(&self, unit: &UnitId, bucket: Bucket) -> impl Iterator<Item = &Line> {
        self.sort_on(self.leads.get(unit), bucket)
    }

    /// Returns the lines of one sort of the tasks that a unit assigned, worst first.
    pub(crate) fn assigned_in(&self, unit: &UnitId, bucket: Bucket) -> impl Iterator<Item = &Line> {
        self.sort_on(self.assigners.get(unit), bucket)
    }

    /// Returns the lines of the tasks of a document, worst first.
    pub(crate) fn of_document(&self, document: &DocumentId) -> impl Iterator<Item = &Line> {
        self.on(self.documents.get(document))
    }

    fn sort_on<'a>(
        &'a self,
        shelf: Option<&'a Shelf>,
        bucket: Bucket,
    ) -> impl Iterator<Item = &'a Line> {
        let from = (bucket, Reverse(i64::MAX), Date::MIN, first_task());
        let places = shelf
            .into_iter()
            .flat_map(move |shelf| shelf.places.range(from.clone()..));
        places
            .take_while(move |place| place.0 == bucket)
            .filter_map(|place| self.lines.get(place))
    }

    fn on<'a>(&'a self, shelf: Option<&'a Shelf>) -> impl Iterator<Item = &'a Line> {
        let places = shelf.into_iter().flat_map(|shelf| &shelf.places);
        places.filter_map(|place| self.lines.get(place))
    }

    /// Returns the units that lead tasks, with their figures, by id.
    pub(crate) fn units(&self) -> impl Iterator<Item = (&UnitId, &Counts)> {
        self.leads.iter().map(|(unit, shelf)| (unit, &shelf.counts))
    }

    /// Returns the units that assigned tasks, with their figures, by id.
    pub(crate) fn assigners(&self) -> impl Iterator<Item = (&UnitId, &Counts)> {
        self.assigners
            .iter()
            .map(|(unit, shelf)| (unit, &shelf.counts))
    }

    /// Returns the documents that tasks come from, with their figures, by id.
    pub(crate) fn documents(&self) -> impl Iterator<Item = (&DocumentId, &Counts)> {
        self.documents
            .iter()
            .map(|(document, shelf)| (document, &shelf.counts))
    }

    /// Returns the fields of work, with their figures, by slug.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &Counts)> {
        self.fields
            .iter()
            .map(|(field, shelf)| (field.as_str(), &shelf.counts))
    }

    /// Returns the lines of the tasks of a field of work, worst first.
    pub(crate) fn of_field(&self, field: &str) -> impl Iterator<Item = &Line> {
        self.on(self.fields.get(field))
    }

    /// Returns whether a unit leads a task.
    pub(crate) fn leads(&self, unit: &UnitId) -> bool {
        self.leads.contains_key(unit)
    }

    /// Returns the figures of the tasks that a unit leads.
    pub(crate) fn unit(&self, unit: &UnitId) -> Counts {
        self.leads
            .get(unit)
            .map(|shelf| shelf.counts)
            .unwrap_or_default()
    }

    /// Returns the figures of a document.
    pub(crate) fn document(&self, document: &DocumentId) -> Counts {
        self.documents
            .get(document)
            .map(|shelf| shelf.counts)
            .unwrap_or_default()
    }
}

/// An id that stands before every task's.
fn first_task() -> TaskId {
    #[expect(clippy::expect_used, reason = "`-` is the least character of ids")]
    TaskId::parse("-").expect("a literal id")
}

fn put<K: Ord + Clone>(shelves: &mut BTreeMap<K, Shelf>, key: &K, place: &Place) {
    // Most tasks meet a shelf that is there: no key is copied for them.
    if !shelves.contains_key(key) {
        shelves.insert(key.clone(), Shelf::default());
    }
    if let Some(shelf) = shelves.get_mut(key) {
        shelf.counts.add(place.0);
        shelf.places.insert(place.clone());
    }
}

fn take<K: Ord>(shelves: &mut BTreeMap<K, Shelf>, key: &K, place: &Place) {
    let Some(shelf) = shelves.get_mut(key) else {
        return;
    };
    if shelf.places.remove(place) {
        shelf.counts.less(place.0);
    }
    if shelf.places.is_empty() {
        shelves.remove(key);
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
