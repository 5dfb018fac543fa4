//! `/tasks/{id}`: the chain document → clause → proposal → task → report →
//! evidence → confirmation, the deadline with its proof, every entry.

use askama::Template;
use axum::response::Response;
use dondoc_calendar::Rule;
use dondoc_city::Event as CityEvent;
use dondoc_kinds::{DocumentId, TaskId};
use dondoc_tasks::{
    Answer, DueCause, Event, Importance, SourceOf, Standing, Status, Task, Timing, TransferCause,
    View, occurrence_statuses,
};
use jiff::civil::DateTime;

use crate::answer::{self, Trouble, html};
use crate::ask::{Ctx, encode};
use crate::board::Line;
use crate::history::{self, Happened, Told};
use crate::pages::panel::Panel;
use crate::pages::{Chip, Frame, Link, document, edxml, entry, groups, reason, unit};
use crate::reports::Reading;
use crate::spans;

#[derive(Debug, Template)]
#[template(path = "task.html")]
struct TaskPage {
    f: Frame,
    work: Option<Panel>,
    answer: Option<edxml::AnswerForm>,
    text: String,
    chip: Chip,
    reasons: Vec<String>,
    product: String,
    lead: Link,
    assigner: Link,
    coordinating: Vec<Link>,
    importance: Option<String>,
    field: Option<Link>,
    issued: String,
    /// What the newest report says; `None` without a report.
    percent: Option<i64>,
    targets: Vec<String>,
    source: Option<Clause>,
    /// The shortening sheet that became it.
    sheet: Option<Link>,
    siblings: Option<Link>,
    issue_entry: Option<Link>,
    deadline: Deadline,
    /// Whether the proof of the deadline was asked for.
    shows_proof: bool,
    occurrences: Vec<OccurrenceRow>,
    reports: Vec<ReportRow>,
    ending: Option<Ending>,
    passed: Vec<Passed>,
    notes: Vec<Note>,
    reminders: Vec<Reminder>,
    history: Vec<Happened>,
}

/// The clause an order stands in, with the words around it.
#[derive(Debug)]
struct Clause {
    document: Link,
    title: String,
    number: Option<String>,
    span: String,
    before: String,
    words: String,
    after: String,
    /// Whether the words in the text are those of the task.
    is_exact: bool,
    href: String,
    proposal: Option<Link>,
    proposal_entries: Vec<Link>,
}

/// When it is due, and how that came.
#[derive(Debug)]
enum Deadline {
    None {
        review: Option<String>,
    },
    Once(Box<Once>),
    Recurring {
        phrase: String,
        until: Option<String>,
    },
}

#[derive(Debug)]
struct Once {
    original: String,
    current: String,
    is_moved: bool,
    phrase: String,
    changes: Vec<Change>,
    proof: Vec<String>,
    /// Whether the proof alone gives the deadline that counts.
    proves: bool,
    is_provisional: bool,
}

#[derive(Debug)]
struct Change {
    was: String,
    due: String,
    cause: String,
    on: String,
    details: Vec<(String, String)>,
    entry: Link,
}

#[derive(Debug)]
struct OccurrenceRow {
    number: u32,
    due: String,
    chip: Chip,
    entry: Option<Link>,
}

#[derive(Debug)]
struct ReportRow {
    id: String,
    on: String,
    percent: u8,
    says_done: bool,
    occurrence: u32,
    by: Option<String>,
    /// Whether the words are there but not for who looks.
    is_hidden: bool,
    /// The words; `None` once erased.
    narrative: Option<String>,
    evidence: Vec<File>,
    entry: Link,
}

#[derive(Debug)]
struct File {
    name: String,
    hash: String,
    href: String,
}

/// The confirmation or the cancellation.
#[derive(Debug)]
struct Ending {
    is_done: bool,
    on: String,
    reported: Option<String>,
    words: Option<String>,
    entry: Link,
}

#[derive(Debug)]
struct Passed {
    unit: Link,
    until: String,
    cause: String,
    entry: Link,
}

/// A return, an excuse, a request, a pause, a change of the source.
#[derive(Debug)]
struct Note {
    on: String,
    what: String,
    words: String,
    entry: Link,
    answer: Option<(String, Option<Link>)>,
}

#[derive(Debug)]
struct Reminder {
    rung: String,
    due: String,
    entry: Link,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let id: TaskId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let task = ctx.city().tasks.task(&id).ok_or(Trouble::NotFound)?;
    html(&page(ctx, &id, Panel::of(ctx, task))?)
}

/// Shows the page again, with a form that failed.
pub(crate) fn again(ctx: &Ctx, id: &TaskId, work: Panel) -> Result<Response, Trouble> {
    answer::again(&page(ctx, id, Some(work))?)
}

fn page(ctx: &Ctx, id: &TaskId, work: Option<Panel>) -> Result<TaskPage, Trouble> {
    let w = ctx.words();
    let task = ctx.city().tasks.task(id).ok_or(Trouble::NotFound)?;
    let line = ctx.look.board.line(id).ok_or(Trouble::NotFound)?;
    let told = history::read(ctx, task.trail.iter())?;
    let may_read = Reading::of(ctx)?.may(id);
    let siblings = ctx
        .city()
        .tasks
        .iter()
        .filter(|other| other.item() == task.item())
        .count();
    let issue = told
        .iter()
        .find(|it| matches!(of_task(it), Some(Event::Issued(_))));
    Ok(TaskPage {
        f: Frame::new(ctx, w.with("site-task-title", id.as_str())),
        answer: work.as_ref().and_then(|_| edxml::answer_form(ctx, task)),
        work,
        text: task.text().to_string(),
        chip: Chip::of(&line.status, w),
        reasons: reasons(ctx, line),
        product: task.product().to_string(),
        lead: unit(ctx, &task.lead),
        assigner: unit(ctx, &task.assigner),
        coordinating: task.coordinating().map(|id| unit(ctx, id)).collect(),
        importance: match task.importance() {
            Importance::Ordinary => None,
            Importance::Key => Some(w.t("site-importance-key")),
            Importance::Urgent => Some(w.t("site-importance-urgent")),
        },
        field: task.field().map(|slug| Link {
            href: ctx.to(&format!("/tasks?field={}", encode(slug))),
            text: groups::field_name(w, slug),
        }),
        issued: w.day(task.issued),
        percent: task.last_report().map(|report| i64::from(report.percent)),
        targets: task
            .targets()
            .map(|it| format!("{} {}", it.value, it.unit))
            .collect(),
        source: task.source().map(|source| clause(ctx, task, source)),
        sheet: (ctx.city().procedures.sheet_of_task(&task.id)).map(|kept| Link {
            href: ctx.to(&format!("/catalogue/sheets/{}", kept.sheet.sheet)),
            text: ctx
                .words()
                .with("procedure-sheet-title", kept.sheet.sheet.as_str()),
        }),
        siblings: (siblings > 1).then(|| Link {
            href: ctx.to(&format!("/tasks?item={}", task.item())),
            text: w.n("site-task-siblings", siblings as i64),
        }),
        issue_entry: issue.map(|it| entry(ctx, it.entry.index)),
        deadline: deadline(ctx, task, &told),
        shows_proof: ctx.ask.param("proof").is_some(),
        occurrences: occurrences(ctx, task),
        reports: told
            .iter()
            .filter_map(|it| report(ctx, task, it, may_read))
            .collect(),
        ending: ending(ctx, task, &told),
        passed: passed(ctx, task),
        notes: notes(ctx, task),
        reminders: reminders(ctx, task),
        history: told
            .iter()
            .map(|it| history::happened(ctx, &it.entry))
            .collect(),
    })
}

fn of_task(told: &Told) -> Option<&Event> {
    match &told.event {
        Some(CityEvent::Task(event)) => Some(event),
        _ => None,
    }
}

fn reasons(ctx: &Ctx, line: &Line) -> Vec<String> {
    match &line.status {
        Status::AtRisk { reasons } => reasons.iter().map(|it| reason(ctx, it)).collect(),
        _ => Vec::new(),
    }
}

/// How many entries of the proposal are linked: one that was issued to many
/// units has an entry for each.
const ENTRIES: usize = 3;

/// How many code points of the text are shown before and after the words.
const AROUND: usize = 120;

fn clause(ctx: &Ctx, task: &Task, source: SourceOf<'_>) -> Clause {
    let (start, end) = (source.start as usize, source.end as usize);
    let read = ctx.state.text(ctx.city(), source.document).ok();
    let text = read.as_ref().map_or("", |read| read.text.as_str());
    let words = spans::words(text, start, end);
    let length = text.chars().count();
    let around = |from: usize, to: usize| spans::words(text, from, to).unwrap_or("").to_owned();
    let proposal = ctx.city().tasks.proposal(task.item());
    let place = format!("/documents/{}#s-{}", source.document, task.item());
    Clause {
        document: document(ctx, source.document),
        title: title(ctx, source.document),
        number: source.clause.as_ref().map(ToString::to_string),
        span: format!("{start}–{end}"),
        before: if start <= length {
            from_a_word(&around(start.saturating_sub(AROUND), start), start > AROUND)
        } else {
            String::new()
        },
        words: words.map_or_else(|| task.text().to_string(), str::to_owned),
        after: if end <= length {
            to_a_word(
                &around(end, (end + AROUND).min(length)),
                end + AROUND < length,
            )
        } else {
            String::new()
        },
        is_exact: words.is_some_and(|words| words == task.text()),
        href: ctx.to(&place),
        proposal: proposal.map(|it| Link {
            href: ctx.to(&format!("/documents/{}#p-{}", source.document, it.id)),
            text: it.id.to_string(),
        }),
        proposal_entries: proposal
            .map(|it| {
                it.trail
                    .iter()
                    .take(ENTRIES)
                    .map(|index| entry(ctx, index))
                    .collect()
            })
            .unwrap_or_default(),
    }
}

/// Leaves out the word that was cut at the beginning, and says so.
fn from_a_word(text: &str, is_cut: bool) -> String {
    match text.split_once(char::is_whitespace) {
        Some((_, rest)) if is_cut => format!("… {rest}"),
        _ => text.to_owned(),
    }
}

/// Leaves out the word that was cut at the end, and says so.
fn to_a_word(text: &str, is_cut: bool) -> String {
    match text.rsplit_once(char::is_whitespace) {
        Some((rest, _)) if is_cut => format!("{rest} …"),
        _ => text.to_owned(),
    }
}

fn title(ctx: &Ctx, id: &DocumentId) -> String {
    let known = ctx.city().documents.get(id);
    known
        .and_then(|document| document.registered.title.clone())
        .unwrap_or_default()
}

fn deadline(ctx: &Ctx, task: &Task, told: &[Told]) -> Deadline {
    let w = ctx.words();
    match &task.timing {
        Timing::NoDate { review_days } => Deadline::None {
            review: review_days.map(|days| w.n("site-review-days", i64::from(days))),
        },
        Timing::Recurring(recurring) => Deadline::Recurring {
            phrase: recurring.rule.phrase(),
            until: recurring.until.map(|day| w.day(day)),
        },
        Timing::Once(due) => {
            let (rule, from) = original_rule(told).unwrap_or((&due.rule, due.from));
            let counted = rule.due(from, &ctx.city().calendar, &[]).ok();
            let moved = due.original != due.current;
            Deadline::Once(Box::new(Once {
                original: w.moment(due.original),
                current: w.moment(due.current),
                is_moved: moved || !due.changes.is_empty(),
                phrase: rule.phrase(),
                changes: due.changes.iter().map(|it| change(ctx, it, told)).collect(),
                proves: counted.as_ref().is_some_and(|it| it.due == due.current),
                is_provisional: counted.as_ref().is_some_and(|it| it.is_provisional()),
                proof: counted
                    .map(|it| it.proof.lines(&|what| w.say(what)))
                    .unwrap_or_default(),
            }))
        }
    }
}

/// What the order itself said, before any extension.
fn original_rule(told: &[Told]) -> Option<(&Rule, DateTime)> {
    told.iter().find_map(|it| match of_task(it) {
        Some(Event::Issued(issued)) => match &issued.when {
            dondoc_tasks::IssuedWhen::Once { rule, from, .. } => Some((rule, *from)),
            _ => None,
        },
        _ => None,
    })
}

fn change(ctx: &Ctx, it: &dondoc_tasks::DueChange, told: &[Told]) -> Change {
    let w = ctx.words();
    let cause = match it.cause {
        DueCause::Extended => "site-due-extended",
        DueCause::Calendar => "site-due-calendar",
        DueCause::Suspension => "site-due-suspension",
    };
    let mut details = Vec::new();
    let mut say = |key: &str, words: &str| {
        if !words.is_empty() {
            details.push((w.t(key), words.to_owned()));
        }
    };
    match told
        .iter()
        .find(|each| each.entry.index == it.entry)
        .and_then(of_task)
    {
        Some(Event::Extended(event)) => {
            say("site-instrument", &event.instrument);
            say("site-allowed-by", &event.allowed_by);
            say("site-reason", &event.reason);
            say("site-excuse", event.excuse.as_deref().unwrap_or(""));
        }
        Some(Event::DeadlineMoved(event)) => say("site-announcement", &event.announcement),
        Some(Event::Resumed(event)) => say("site-reason", &event.reason),
        _ => {}
    }
    Change {
        was: w.moment(it.was),
        due: w.moment(it.due),
        cause: w.t(cause),
        on: w.day(it.on),
        details,
        entry: entry(ctx, it.entry),
    }
}

fn occurrences(ctx: &Ctx, task: &Task) -> Vec<OccurrenceRow> {
    let abolished = ctx.city().abolished_on(ctx.look.as_of);
    let view = View {
        as_of: ctx.look.as_of,
        calendar: &ctx.city().calendar,
        thresholds: &ctx.city().settings.thresholds,
        abolished: &abolished,
    };
    let mut all: Vec<OccurrenceRow> = occurrence_statuses(task, &view)
        .into_iter()
        .map(|each| OccurrenceRow {
            number: each.number,
            due: ctx.words().moment(each.due),
            chip: Chip::of(&each.status, ctx.words()),
            entry: task
                .occurrence(each.number)
                .map(|kept| entry(ctx, kept.entry)),
        })
        .collect();
    all.reverse();
    all
}

fn report(ctx: &Ctx, task: &Task, told: &Told, may_read: bool) -> Option<ReportRow> {
    let place = task
        .reports
        .iter()
        .position(|report| report.entry == told.entry.index)?;
    let kept = task.reports.iter().nth(place)?;
    let event = match of_task(told) {
        Some(Event::Reported(event)) => Some(event),
        _ => None,
    };
    let is_hidden = event.is_some() && !may_read;
    let event = event.filter(|_| may_read);
    let evidence = event
        .map(|event| event.evidence.as_slice())
        .unwrap_or_default();
    Some(ReportRow {
        id: task
            .report_id(place)
            .map(|id| id.to_string())
            .unwrap_or_default(),
        on: ctx.words().day(kept.on),
        percent: kept.percent,
        says_done: kept.says_done,
        occurrence: kept.occurrence,
        by: history::person(ctx, &told.entry.actor.person),
        is_hidden,
        narrative: event.map(|event| event.narrative.to_string()),
        evidence: evidence
            .iter()
            .map(|file| File {
                name: file.name.to_string(),
                hash: file.hash.to_string(),
                href: format!("/attachments/{}", file.hash),
            })
            .collect(),
        entry: entry(ctx, told.entry.index),
    })
}

fn ending(ctx: &Ctx, task: &Task, told: &[Told]) -> Option<Ending> {
    let w = ctx.words();
    let words = |index: u64| {
        let found = told
            .iter()
            .find(|it| it.entry.index == index)
            .and_then(of_task);
        match found {
            Some(Event::Confirmed(event)) => event.note.as_deref().map(str::to_owned),
            Some(Event::Cancelled(event)) => Some(event.reason.to_string()),
            _ => None,
        }
    };
    match &task.standing {
        Standing::Done {
            reported,
            confirmed,
            entry: index,
        } => Some(Ending {
            is_done: true,
            on: w.day(*confirmed),
            reported: Some(w.day(*reported)),
            words: words(*index),
            entry: entry(ctx, *index),
        }),
        Standing::Cancelled { on, entry: index } => Some(Ending {
            is_done: false,
            on: w.day(*on),
            reported: None,
            words: words(*index),
            entry: entry(ctx, *index),
        }),
        _ => None,
    }
}

fn passed(ctx: &Ctx, task: &Task) -> Vec<Passed> {
    let w = ctx.words();
    let leads = task.happenings.iter().flat_map(|it| &it.past_leads);
    let each = leads.map(|past| Passed {
        unit: Link {
            href: ctx.to(&format!("/units/{}", past.unit)),
            text: ctx
                .city()
                .registry
                .name_on(&past.unit, past.until)
                .to_owned(),
        },
        until: w.day(past.until),
        cause: w.t(match past.cause {
            TransferCause::Reassigned => "site-transfer-reassigned",
            TransferCause::Successor => "site-transfer-successor",
        }),
        entry: entry(ctx, past.entry),
    });
    each.collect()
}

fn notes(ctx: &Ctx, task: &Task) -> Vec<Note> {
    let w = ctx.words();
    let Some(it) = task.happenings.as_deref() else {
        return Vec::new();
    };
    let answered = |answer: Answer| {
        let (key, index) = match answer {
            Answer::Pending => ("site-answer-pending", None),
            Answer::Granted { entry } => ("site-answer-granted", Some(entry)),
            Answer::Refused { entry } => ("site-answer-refused", Some(entry)),
        };
        Some((w.t(key), index.map(|index| entry(ctx, index))))
    };
    let mut notes: Vec<(u64, Note)> = Vec::new();
    let mut add = |index: u64, on: String, key: &str, words: String, answer| {
        let note = Note {
            on,
            what: w.t(key),
            words,
            entry: entry(ctx, index),
            answer,
        };
        notes.push((index, note));
    };
    for each in &it.returns {
        add(
            each.entry,
            w.day(each.on),
            "site-note-returned",
            each.reason.to_string(),
            None,
        );
    }
    for each in &it.extension_requests {
        let words = w.with("site-note-until", &w.moment(each.until));
        let words = format!("{} {words}", each.reason);
        add(
            each.entry,
            w.day(each.on),
            "site-note-request",
            words,
            answered(each.answer),
        );
    }
    for each in &it.excuses {
        let words = each.reason.to_string();
        add(
            each.entry,
            w.day(each.on),
            "site-note-excuse",
            words,
            answered(each.answer),
        );
    }
    for each in &it.demands {
        let words = w.with("flow-note-until", &w.moment(each.answer_by));
        let words = format!("{} ({words})", each.question);
        let answer = match &each.answer {
            Some(it) => (it.answer.to_string(), Some(entry(ctx, it.entry))),
            None => (w.t("site-answer-pending"), None),
        };
        let answer = Some(answer);
        add(
            each.entry,
            w.day(each.on),
            "flow-note-demand",
            words,
            answer,
        );
    }
    for each in &it.suspensions {
        let until = each
            .to
            .map_or_else(String::new, |to| w.with("site-note-to", &w.day(to)));
        let words = format!("{} {until}", each.reason);
        add(
            each.entry,
            w.day(each.from),
            "site-note-suspended",
            words,
            None,
        );
    }
    for each in &it.source_changes {
        let words = document(ctx, &each.by).text;
        let key = match each.reviewed {
            Some(_) => "site-note-reviewed",
            None => "site-note-not-reviewed",
        };
        let answer = Some((w.t(key), each.reviewed.map(|index| entry(ctx, index))));
        add(
            each.entry,
            String::new(),
            "site-note-source-changed",
            words,
            answer,
        );
    }
    for each in &it.agenda {
        let key = match each.cause {
            dondoc_tasks::AgendaCause::ThirdLateReminder => "site-note-agenda-third",
            dondoc_tasks::AgendaCause::Asked => "site-note-agenda-asked",
        };
        add(
            each.entry,
            w.day(each.on),
            "site-note-agenda",
            w.t(key),
            None,
        );
    }
    notes.sort_by_key(|(index, _)| *index);
    notes.into_iter().map(|(_, note)| note).collect()
}

fn reminders(ctx: &Ctx, task: &Task) -> Vec<Reminder> {
    let w = ctx.words();
    let each = task.fired.iter().map(|fired| Reminder {
        rung: match fired.rung {
            ..0 => w.n("site-rung-before", i64::from(-fired.rung)),
            0 => w.t("site-rung-on"),
            1.. => w.n("site-rung-after", i64::from(fired.rung)),
        },
        due: w.day(fired.due),
        entry: entry(ctx, fired.entry),
    });
    each.collect()
}
