//! What can be done with a task, on its page: a form for each thing that the post
//! acted in may do now, and what each form needs to say. What the forms send is
//! taken by `work`.

use std::collections::BTreeSet;

use dondoc_authority::{Action, Resource};
use dondoc_registry::Role;
use dondoc_tasks::{Answer, Excuse, Occurrence, OccurrenceStanding, Standing, Task, View};
use jiff::civil::Date;

use crate::access::Present;
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::form::{Filled, Form};
use crate::history::Happened;
use crate::pages::evidence::{self, Kept};
use crate::pages::{Link, unit_name};

/// What can be done, each the name of a form and of its route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deed {
    Accept,
    Explain,
    Approve,
    Report,
    Extension,
    Excuse,
    Confirm,
    Extend,
    Excused,
    Demand,
    Suspend,
    Resume,
    Agenda,
    Cancel,
}

impl Deed {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Explain => "explain",
            Self::Approve => "approve",
            Self::Report => "report",
            Self::Extension => "extension",
            Self::Excuse => "excuse",
            Self::Confirm => "confirm",
            Self::Extend => "extend",
            Self::Excused => "excused",
            Self::Demand => "demand",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Agenda => "agenda",
            Self::Cancel => "cancel",
        }
    }
}

/// What the page says of what can be done.
#[derive(Debug)]
pub(crate) struct Panel {
    pub(crate) base: String,
    /// How many entries of the task this page shows.
    pub(crate) seen: u64,
    pub(crate) can: BTreeSet<Deed>,
    /// In whose name.
    pub(crate) acting: String,
    /// The form that failed, with what was typed and what is wrong.
    pub(crate) failed: Option<&'static str>,
    pub(crate) form: Filled,
    pub(crate) kept: Vec<Kept>,
    /// What happened since the person opened the form.
    pub(crate) news: Vec<Happened>,
    pub(crate) is_stale: bool,
    pub(crate) done: Option<String>,
    pub(crate) occurrences: Vec<(u32, String)>,
    pub(crate) percent: u8,
    pub(crate) needs_head: bool,
    pub(crate) is_past_due: bool,
    pub(crate) demands: Vec<DemandRow>,
    pub(crate) declined: Option<String>,
    pub(crate) submitted: Vec<Waiting>,
    pub(crate) request: Option<Request>,
    pub(crate) excuse: Option<String>,
    pub(crate) answer_by: String,
}

#[derive(Debug)]
pub(crate) struct DemandRow {
    pub(crate) question: String,
    pub(crate) by: String,
    pub(crate) answer_by: String,
    pub(crate) occurrence: u32,
}

/// A report that waits for the unit's head.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) report: String,
    pub(crate) occurrence: u32,
    pub(crate) on: String,
    pub(crate) percent: u8,
    pub(crate) says_done: bool,
    pub(crate) narrative: String,
    pub(crate) files: Vec<Link>,
}

/// A request for more time.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) until: String,
    pub(crate) iso: String,
    pub(crate) reason: String,
    pub(crate) occurrence: u32,
}

impl Panel {
    pub(crate) fn can(&self, name: &str) -> bool {
        self.can.iter().any(|it| it.name() == name)
    }

    pub(crate) fn value(&self, form: &str, name: &str) -> &str {
        if self.failed == Some(form) {
            self.form.value(name)
        } else {
            ""
        }
    }

    pub(crate) fn or<'a>(&'a self, form: &str, name: &str, other: &'a str) -> &'a str {
        match self.failed {
            Some(failed) if failed == form => self.form.value(name),
            _ => other,
        }
    }

    pub(crate) fn is(&self, form: &str, name: &str, value: &str) -> bool {
        self.failed == Some(form) && self.form.is(name, value)
    }

    pub(crate) fn problem(&self, form: &str, name: &str) -> Option<&str> {
        if self.failed == Some(form) {
            self.form.problem(name)
        } else {
            None
        }
    }

    pub(crate) fn has_failed(&self, form: &str) -> bool {
        self.failed == Some(form)
    }

    /// Returns what the person who is signed in can do with a task; nothing for
    /// a guest, or when an earlier day is looked at.
    pub(crate) fn of(ctx: &Ctx, it: &Task) -> Option<Self> {
        let who = ctx.ask.who.as_deref()?;
        let held = who.acting()?;
        if ctx.asked_day.is_some() {
            return None;
        }
        let w = ctx.words();
        let today = ctx.state.moment().1.date();
        let can = can(ctx, it, today);
        let happenings = it.happenings.as_deref();
        let line = ctx.look.board.line(&it.id);
        let is_past_due = line.is_some_and(|line| line.bucket == Bucket::Late);
        let done = ctx.ask.param("did").and_then(|did| {
            let known =
                ALL.iter().any(|form| form.name() == did) || did == "decline" || did == "return";
            known.then(|| w.with("flow-did", did))
        });
        Some(Self {
            base: format!("/tasks/{}", it.id),
            seen: ctx.city().version(&format!("task/{}", it.id)),
            acting: unit_name(ctx, &ctx.in_name_of().ok()?),
            failed: None,
            form: Filled::default(),
            kept: Vec::new(),
            news: Vec::new(),
            is_stale: false,
            done,
            occurrences: open_occurrences(ctx, it, today),
            percent: it.percent(),
            needs_head: needs_head(ctx, it, held.role),
            is_past_due,
            demands: it
                .open_demands()
                .map(|demand| DemandRow {
                    question: demand.question.to_string(),
                    by: demand
                        .by
                        .as_ref()
                        .map(|by| unit_name(ctx, by))
                        .unwrap_or_default(),
                    answer_by: w.moment(demand.answer_by),
                    occurrence: demand.occurrence,
                })
                .collect(),
            declined: happenings
                .and_then(|h| h.declined.last())
                .filter(|last| !it.reports.iter().any(|report| report.entry > last.entry))
                .map(|last| last.reason.to_string()),
            submitted: happenings
                .map(|h| h.submitted.iter().map(|s| waiting(ctx, s)).collect())
                .unwrap_or_default(),
            request: it.pending_extension().map(|request| Request {
                until: w.moment(request.until),
                iso: request.until.date().to_string(),
                reason: request.reason.to_string(),
                occurrence: request.occurrence,
            }),
            excuse: pending_excuse(it).map(|excuse| excuse.reason.to_string()),
            answer_by: after_working_days(ctx, today, 3).to_string(),
            can,
        })
    }

    pub(crate) fn failed(
        mut self,
        which: &'static str,
        form: &Form,
        field: &str,
        said: String,
    ) -> Self {
        self.failed = Some(which);
        self.form = form.filled();
        self.form.wrong(field, said);
        self.kept = evidence::to_keep(form);
        self.done = None;
        self
    }
}

const ALL: [Deed; 14] = [
    Deed::Accept,
    Deed::Explain,
    Deed::Approve,
    Deed::Report,
    Deed::Extension,
    Deed::Excuse,
    Deed::Confirm,
    Deed::Extend,
    Deed::Excused,
    Deed::Demand,
    Deed::Suspend,
    Deed::Resume,
    Deed::Agenda,
    Deed::Cancel,
];

/// Whether a report of the unit waits for its head when somebody in this role
/// writes it.
pub(crate) fn needs_head(ctx: &Ctx, it: &Task, role: Role) -> bool {
    ctx.city().settings.approval.contains(&it.lead)
        && !matches!(role, Role::Head | Role::DeputyHead)
}

/// What the policies allow, and the task's standing leaves open.
fn can(ctx: &Ctx, it: &Task, today: Date) -> BTreeSet<Deed> {
    let mut can = BTreeSet::new();
    let Ok(present) = Present::of(ctx) else {
        return can;
    };
    let on = Resource::Task(it.id.clone());
    let mut add = |deed: Deed, is_open: bool, action: Action| {
        if is_open && present.decide(action, &on).allowed {
            can.insert(deed);
        }
    };
    let in_work = matches!(
        it.standing,
        Standing::Issued | Standing::Accepted | Standing::Returned { .. }
    );
    let happenings = it.happenings.as_deref();
    let line = ctx.look.board.line(&it.id);
    let is_late = line.is_some_and(|it| matches!(it.bucket, Bucket::Late | Bucket::DoneLate));
    let has_due = it.once().is_some() || it.recurring().is_some();
    let asks = it.pending_extension().is_some();
    let is_excusing = pending_excuse(it).is_some();
    let has_submitted = happenings.is_some_and(|it| !it.submitted.is_empty());
    let demanded = it.open_demands().next().is_some();
    let reported = |it: &Occurrence| matches!(it.standing, OccurrenceStanding::Reported { .. });
    let waits = matches!(it.standing, Standing::Reported { .. })
        || it
            .recurring()
            .is_some_and(|it| it.occurrences.iter().any(reported));
    let is_asked_of = it.issued <= today && !matches!(it.standing, Standing::Cancelled { .. });
    let is_suspended = matches!(it.standing, Standing::Suspended { .. });
    let may_excuse = is_late && it.recurring().is_none() && !is_excusing;
    add(
        Deed::Accept,
        it.standing == Standing::Issued,
        Action::TaskAccept,
    );
    add(Deed::Explain, demanded, Action::TaskExplain);
    add(Deed::Approve, has_submitted, Action::TaskApprove);
    add(Deed::Report, in_work, Action::TaskReport);
    add(
        Deed::Extension,
        in_work && has_due && !asks,
        Action::TaskRequestExtension,
    );
    add(Deed::Excuse, may_excuse, Action::TaskClaimExcuse);
    add(Deed::Confirm, waits, Action::TaskConfirm);
    add(Deed::Extend, in_work && has_due, Action::TaskExtend);
    add(Deed::Excused, is_excusing, Action::TaskExcuse);
    add(Deed::Demand, is_asked_of, Action::TaskDemandExplanation);
    add(Deed::Suspend, in_work, Action::TaskCancel);
    add(Deed::Resume, is_suspended, Action::TaskCancel);
    add(Deed::Agenda, it.is_open(), Action::TaskAgenda);
    add(Deed::Cancel, it.is_open(), Action::TaskCancel);
    can
}

fn pending_excuse(it: &Task) -> Option<&Excuse> {
    it.excuse(0)
        .filter(|excuse| excuse.answer == Answer::Pending)
}

fn waiting(ctx: &Ctx, it: &dondoc_tasks::Submitted) -> Waiting {
    Waiting {
        report: it.report.to_string(),
        occurrence: it.occurrence.map_or(0, |o| o.number),
        on: ctx.words().day(it.on),
        percent: it.percent,
        says_done: it.says_done,
        narrative: it.narrative.to_string(),
        files: it
            .evidence
            .iter()
            .map(|file| Link {
                href: format!("/attachments/{}", file.hash),
                text: file.name.to_string(),
            })
            .collect(),
    }
}

/// Occurrences that are still owed: those due up to today and the next one.
pub(crate) fn open_occurrences(ctx: &Ctx, it: &Task, today: Date) -> Vec<(u32, String)> {
    let city = ctx.city();
    let abolished = BTreeSet::new();
    let view = View {
        as_of: today,
        calendar: &city.calendar,
        thresholds: &city.settings.thresholds,
        abolished: &abolished,
    };
    let all = dondoc_tasks::occurrence_statuses(it, &view).into_iter();
    let open = all.filter(|each| {
        !matches!(
            Bucket::of(&each.status),
            Bucket::DoneLate | Bucket::DoneOnTime
        )
    });
    let w = ctx.words();
    open.map(|each| {
        (
            each.number,
            w.both("flow-occurrence", &w.moment(each.due), each.number),
        )
    })
    .collect()
}

pub(crate) fn after_working_days(ctx: &Ctx, from: Date, count: usize) -> Date {
    let mut day = from;
    for _ in 0..count {
        let next = day.tomorrow().unwrap_or(day);
        day = ctx.city().calendar.working_day_from(next);
    }
    day
}
