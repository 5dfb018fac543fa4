//! `/meetings/{id}`: agenda, attendance, conclusions; what is done in a meeting.

use askama::Template;
use axum::response::Response;
use dondoc_authority::{Action, Resource};
use dondoc_calendar::Rule;
use dondoc_city::Command;
use dondoc_kinds::{MeetingId, TaskId, UnitId};
use dondoc_meetings::{
    AgendaItem, AgendaReason, Attended, Command as Asked, Conclusion, Deadline, Deputy, Meeting,
    Minuted, Order, Place, Standing,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::access;
use crate::answer::{Trouble, again, go, html, with_type};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Chip, Frame, Link, entry, minutes, unit, unit_name};
use crate::words::short;

#[derive(Debug, Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    f: Frame,
    here: String,
    standing: String,
    begins: String,
    period: String,
    chair: Link,
    present: String,
    /// What the person may do here.
    may: May,
    is_scheduled: bool,
    is_open: bool,
    may_close: bool,
    agenda: Vec<ItemRow>,
    revision: u32,
    earlier_agendas: Vec<Link>,
    places: Vec<PlaceRow>,
    /// How many of the places have a screen connected.
    connected: usize,
    attending: usize,
    /// Minutes, notice, offline pack: what there is by now.
    files: Vec<Link>,
    conclusions: Vec<ConclusionRow>,
    /// The versions that the chair signs: `number.version`.
    seen: Vec<String>,
    /// The conclusion that is typed, or corrected.
    form: Filled,
    /// What was found in the sentence, as chips.
    found: Vec<(String, String)>,
    attend: Filled,
    /// Who may attend for another, explained.
    deputies: String,
    /// Who signed off, and under which delegation.
    signed: Option<(String, Option<Link>)>,
}

/// What a page offers: what the policies allow the person in this meeting.
#[derive(Debug)]
struct May {
    open: bool,
    plan: bool,
    attend: bool,
    conclude: bool,
    sign_off: bool,
    close: bool,
}

/// An item of an agenda, with how its task stands.
#[derive(Debug)]
pub(super) struct ItemRow {
    pub(super) position: usize,
    pub(super) text: String,
    pub(super) reason: String,
    pub(super) task: Option<Link>,
    pub(super) unit: Option<Link>,
    pub(super) chip: Option<Chip>,
    pub(super) due: Option<String>,
}

/// The hall, or a connection point, with who is there.
#[derive(Debug)]
pub(super) struct PlaceRow {
    pub(super) position: usize,
    pub(super) name: String,
    /// Where a screen at that place follows the presenter.
    pub(super) screen: String,
    pub(super) is_connected: bool,
    /// Who is there, in few words.
    pub(super) here: String,
    pub(super) attending: Vec<AttendanceRow>,
}

#[derive(Debug)]
pub(super) struct AttendanceRow {
    pub(super) unit: Link,
    pub(super) name: String,
    pub(super) deputy: Option<(String, String)>,
}

/// A conclusion with what it became.
#[derive(Debug)]
pub(super) struct ConclusionRow {
    pub(super) number: u32,
    pub(super) text: String,
    pub(super) leads: Vec<Link>,
    pub(super) coordinating: Vec<Link>,
    pub(super) product: Option<String>,
    pub(super) deadline: Option<String>,
    /// The day that the words of the deadline mean.
    pub(super) due: Option<String>,
    pub(super) withdrawn: Option<String>,
    pub(super) tasks: Vec<(Link, Option<Chip>)>,
    pub(super) entry: Link,
    /// What it said before, with the entry that said so.
    pub(super) earlier: Vec<(String, Link)>,
    pub(super) correct: String,
}

pub(super) fn find(ctx: &Ctx) -> Result<&Meeting, Trouble> {
    let id: MeetingId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    ctx.city().meetings.get(&id).ok_or(Trouble::NotFound)
}

fn chip(ctx: &Ctx, task: &TaskId) -> Option<Chip> {
    let line = ctx.look.board.line(task)?;
    Some(Chip::of(&line.status, ctx.words()))
}

pub(super) fn items(ctx: &Ctx, meeting: &Meeting) -> Vec<ItemRow> {
    let w = ctx.words();
    let row = |(position, item): (usize, &AgendaItem)| {
        let task = item.task.as_ref();
        let task = task.and_then(|id| ctx.city().tasks.task(id));
        ItemRow {
            position,
            text: short(&item.text, 400),
            reason: w.t(match item.reason {
                AgendaReason::EarlierConclusion => "meeting-reason-earlier",
                AgendaReason::ThirdLateReminder => "meeting-reason-third",
                AgendaReason::Late => "meeting-reason-late",
                AgendaReason::Asked => "meeting-reason-asked",
            }),
            task: task.map(|task| Link {
                href: ctx.to(&format!("/tasks/{}", task.id)),
                text: task.id.to_string(),
            }),
            unit: task.map(|task| unit(ctx, &task.lead)),
            chip: task.and_then(|task| chip(ctx, &task.id)),
            due: task.and_then(|task| task.due()).map(|due| w.moment(due)),
        }
    };
    meeting.agenda().iter().enumerate().map(row).collect()
}

pub(super) fn conclusions(ctx: &Ctx, meeting: &Meeting) -> Vec<ConclusionRow> {
    let row = |minuted: &Minuted| {
        let current = minuted.current();
        let order = current.conclusion.order.as_ref();
        let links = |units: &[UnitId]| units.iter().map(|id| unit(ctx, id)).collect::<Vec<_>>();
        let before = std::iter::once(&minuted.first).chain(&minuted.corrections);
        ConclusionRow {
            number: minuted.number,
            text: current.conclusion.text.to_string(),
            leads: order.map(|order| links(&order.leads)).unwrap_or_default(),
            coordinating: order
                .map(|order| links(&order.coordinating))
                .unwrap_or_default(),
            product: order.map(|order| order.product.to_string()),
            deadline: order
                .and_then(|order| order.deadline.as_ref())
                .map(|deadline| deadline.text.to_string()),
            due: order
                .and_then(|order| order.deadline.as_ref())
                .and_then(|deadline| due_day(ctx, &deadline.rule, typed_at(ctx, current.entry))),
            withdrawn: minuted
                .withdrawn
                .as_ref()
                .map(|(reason, _)| reason.to_string()),
            tasks: minuted
                .tasks
                .iter()
                .map(|task| {
                    let link = Link {
                        href: ctx.to(&format!("/tasks/{task}")),
                        text: task.to_string(),
                    };
                    (link, chip(ctx, task))
                })
                .collect(),
            entry: entry(ctx, current.entry),
            earlier: before
                .take(minuted.corrections.len())
                .map(|version| {
                    let text = version.conclusion.text.to_string();
                    (text, entry(ctx, version.entry))
                })
                .collect(),
            correct: ctx.to(&format!(
                "/meetings/{}?correct={}#conclude",
                meeting.id(),
                minuted.number
            )),
        }
    };
    meeting.conclusions.iter().map(row).collect()
}

fn page(ctx: &Ctx, form: Filled, attend: Filled) -> Result<MeetingPage, Trouble> {
    let (w, meeting) = (ctx.words(), find(ctx)?);
    let scheduled = &meeting.scheduled;
    let here = format!("/meetings/{}", meeting.id());
    let (is_open, signed) = (
        meeting.is_open(),
        matches!(meeting.standing, Standing::SignedOff { .. }),
    );
    let stand = meeting.standing_conclusions();
    let seen: Vec<String> = stand
        .map(|it| format!("{}.{}", it.number, it.version()))
        .collect();
    let earlier = meeting.agendas.iter().rev().skip(1);
    let halls = places(ctx, meeting);
    let on = Resource::Meeting(meeting.id().clone());
    // Authority is that of the present; on a page of an earlier day nothing is done.
    let may = |action| ctx.asked_day.is_none() && access::may(ctx, action, &on);
    Ok(MeetingPage {
        f: Frame::new(ctx, scheduled.title.to_string()),
        standing: w.t(super::meetings::standing(meeting)),
        begins: w.moment(scheduled.begins),
        period: format!("{} – {}", w.day(scheduled.from), w.day(scheduled.to)),
        chair: unit(ctx, &scheduled.chair),
        present: ctx.to(&format!("{here}/present")),
        may: May {
            open: may(Action::MeetingOpen),
            plan: may(Action::MeetingPlan),
            attend: may(Action::MeetingAttend),
            conclude: may(Action::MeetingConclude),
            sign_off: may(Action::MeetingSignOff),
            close: may(Action::MeetingClose),
        },
        is_scheduled: meeting.standing == Standing::Scheduled,
        is_open,
        may_close: signed || is_open && seen.is_empty(),
        agenda: items(ctx, meeting),
        revision: meeting.agenda_revision(),
        earlier_agendas: earlier.map(|it| entry(ctx, it.entry)).collect(),
        connected: halls.iter().filter(|place| place.is_connected).count(),
        places: halls,
        attending: meeting.attendance.len(),
        files: minutes::files(ctx, meeting),
        conclusions: conclusions(ctx, meeting),
        seen,
        found: found(ctx, form.value("text")),
        deputies: ctx.to(&format!(
            "/authority/why?act=meeting.attend&on=meetings/{}",
            meeting.id()
        )),
        signed: signed_by(ctx, meeting)?,
        form,
        attend,
        here,
    })
}

/// Says who signed off, and under which delegation, as the entry does.
fn signed_by(ctx: &Ctx, meeting: &Meeting) -> Result<Option<(String, Option<Link>)>, Trouble> {
    let Some(signer) = minutes::signer(ctx, meeting)? else {
        return Ok(None);
    };
    let person = signer.person.as_ref().map(ToString::to_string);
    let name = person.and_then(|id| crate::history::person(ctx, &id));
    let post = signer
        .post
        .as_ref()
        .map(|id| crate::pages::delegations::post_title(ctx, id));
    let by: Vec<String> = [name, post].into_iter().flatten().collect();
    let under = signer.delegation.map(|id| Link {
        href: ctx.to(&format!("/delegations/{id}")),
        text: id.to_string(),
    });
    Ok((!by.is_empty()).then(|| (by.join(", "), under)))
}

/// Returns the places with who is there, the hall first.
pub(super) fn places(ctx: &Ctx, meeting: &Meeting) -> Vec<PlaceRow> {
    let connected = ctx.state.halls.connected(meeting.id());
    let row = |(position, place): (usize, &Place)| {
        let number = u32::try_from(position).unwrap_or(u32::MAX);
        let here = meeting.attendance.values();
        let here: Vec<&Attended> = here.filter(|attended| attended.place == number).collect();
        PlaceRow {
            position,
            name: place.name.to_string(),
            screen: ctx.to(&format!(
                "/meetings/{}/present?place={position}",
                meeting.id()
            )),
            is_connected: connected.contains(&number),
            here: in_few_words(ctx, &here),
            attending: here.iter().map(|it| attendance(ctx, it)).collect(),
        }
    };
    meeting
        .scheduled
        .places
        .iter()
        .enumerate()
        .map(row)
        .collect()
}

fn in_few_words(ctx: &Ctx, here: &[&Attended]) -> String {
    let w = ctx.words();
    match here {
        [] => w.t("meeting-nobody-yet"),
        [one] if one.deputy.is_some() => format!("{} ({})", one.name, w.t("meeting-deputy")),
        [one] => one.name.to_string(),
        all => w.n(
            "meeting-units-here",
            i64::try_from(all.len()).unwrap_or(i64::MAX),
        ),
    }
}

fn attendance(ctx: &Ctx, attended: &Attended) -> AttendanceRow {
    let deputy = attended.deputy.as_ref();
    AttendanceRow {
        unit: unit(ctx, &attended.unit),
        name: attended.name.to_string(),
        deputy: deputy.map(|deputy| (deputy.of.to_string(), deputy.instrument.to_string())),
    }
}

/// The day an entry is about: from it the words of a deadline count.
fn typed_at(ctx: &Ctx, entry: u64) -> Date {
    let entry = ctx.ledger().entry(entry).ok().flatten();
    entry.map_or_else(|| today(ctx), |entry| entry.valid)
}

/// Returns the day that a rule means, counted from a day.
fn due_day(ctx: &Ctx, rule: &Rule, from: Date) -> Option<String> {
    let due = rule
        .due(from.at(8, 0, 0, 0), &ctx.city().calendar, &[])
        .ok()?;
    Some(ctx.words().moment(due.due))
}

fn today(ctx: &Ctx) -> Date {
    ctx.state.moment().1.date()
}

/// What the sentence seems to say, a name and a value each.
fn found(ctx: &Ctx, sentence: &str) -> Vec<(String, String)> {
    if sentence.is_empty() {
        return Vec::new();
    }
    let (w, read) = (ctx.words(), ctx.city().recognise(sentence, today(ctx)));
    let mut chips = Vec::new();
    for id in &read.leads {
        chips.push((w.t("meeting-lead"), unit_name(ctx, id)));
    }
    for (words, _) in &read.unclear {
        chips.push((w.t("meeting-unclear"), words.clone()));
    }
    for id in &read.coordinating {
        chips.push((w.t("meeting-coordinating"), unit_name(ctx, id)));
    }
    if let Some(product) = read.product {
        chips.push((w.t("meeting-product"), product));
    }
    if let Some((words, rule)) = read.deadline {
        let due = rule.and_then(|rule| due_day(ctx, &rule, today(ctx)));
        chips.push(match due {
            Some(day) => (w.t("meeting-deadline"), format!("{words} → {day}")),
            None => (w.t("meeting-unclear"), words),
        });
    }
    chips
}

/// Fills in what the sentence says where nothing was typed.
fn fill(ctx: &Ctx, filled: &mut Filled) {
    let read = ctx.city().recognise(filled.value("text"), today(ctx));
    let names = |units: &[UnitId]| {
        let names = units.iter().map(|id| unit_name(ctx, id));
        names.collect::<Vec<_>>().join("\n")
    };
    let given = [
        ("leads", names(&read.leads)),
        ("coordinating", names(&read.coordinating)),
        ("product", read.product.unwrap_or_default()),
        (
            "deadline",
            read.deadline.map(|(words, _)| words).unwrap_or_default(),
        ),
    ];
    for (name, value) in given {
        if filled.value(name).trim().is_empty() {
            filled.set(name, value);
        }
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut form = Filled::default();
    let corrected = ctx.ask.param("correct").and_then(|n| n.parse().ok());
    if let Some(minuted) = corrected.and_then(|n| find(ctx).ok()?.conclusion(n)) {
        let conclusion = &minuted.current().conclusion;
        form.set("number", minuted.number.to_string());
        form.set("seen", minuted.version().to_string());
        form.set("text", conclusion.text.to_string());
        match &conclusion.order {
            None => form.set("note", "yes"),
            Some(order) => {
                let names = |units: &[UnitId]| {
                    let names = units.iter().map(|id| unit_name(ctx, id));
                    names.collect::<Vec<_>>().join("\n")
                };
                form.set("leads", names(&order.leads));
                form.set("coordinating", names(&order.coordinating));
                form.set("product", order.product.to_string());
                if let Some(deadline) = &order.deadline {
                    form.set("deadline", deadline.text.to_string());
                }
            }
        }
    }
    html(&page(ctx, form, Filled::default())?)
}

/// What a sentence says, for the page's script: it is asked while the sentence
/// is typed, and nothing is written.
#[derive(Debug, Serialize)]
struct ReadSentence {
    /// Name and value of what was found, as the page shows it.
    found: Vec<(String, String)>,
    leads: String,
    coordinating: String,
    product: String,
    deadline: String,
}

pub(crate) fn recognise(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let mut filled = Filled::default();
    filled.set("text", form.get("text"));
    fill(ctx, &mut filled);
    let value = |name: &str| filled.value(name).to_owned();
    let read = ReadSentence {
        found: found(ctx, form.get("text")),
        leads: value("leads"),
        coordinating: value("coordinating"),
        product: value("product"),
        deadline: value("deadline"),
    };
    Ok(with_type("application/json", serde_json::to_vec(&read)?))
}

fn done(ctx: &Ctx, asked: Asked) -> Result<Response, Trouble> {
    ctx.act(Command::Meeting(asked))?;
    Ok(back(ctx, ""))
}

fn back(ctx: &Ctx, place: &str) -> Response {
    go(&format!("/meetings/{}{place}", ctx.ask.place()))
}

pub(crate) fn open(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?.id().clone();
    done(ctx, Asked::Open { meeting })
}

pub(crate) fn close(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?.id().clone();
    done(ctx, Asked::Close { meeting })
}

/// Takes the agenda that the ledger proposes, adds an item, or takes one out.
pub(crate) fn agenda(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?;
    let mut items = meeting.agenda().to_vec();
    let position: usize = form.get("position").parse().unwrap_or(usize::MAX);
    match form.get("do") {
        "propose" => {
            let asked = items.into_iter();
            let asked = asked.filter(|item| item.reason == AgendaReason::Asked);
            let mut proposed = ctx.city().proposed_agenda(meeting.id(), today(ctx));
            proposed.extend(asked);
            items = proposed;
        }
        "remove" if position < items.len() => {
            items.remove(position);
        }
        "up" if position > 0 && position < items.len() => items.swap(position - 1, position),
        "down" if position < items.len().saturating_sub(1) => items.swap(position, position + 1),
        // The page it was asked from is an old one; `seen` says so below.
        "remove" | "up" | "down" => {}
        _ => {
            let task = TaskId::parse(form.get("task")).ok();
            let task = task.filter(|id| ctx.city().tasks.task(id).is_some());
            items.push(AgendaItem {
                task,
                text: form.get("item").into(),
                reason: AgendaReason::Asked,
            });
        }
    }
    let reason = form.get("reason");
    done(
        ctx,
        Asked::SetAgenda {
            meeting: meeting.id().clone(),
            seen: form.get("seen").parse().unwrap_or(0),
            items,
            reason: (!reason.is_empty()).then(|| reason.into()),
        },
    )
}

pub(crate) fn attend(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?;
    let mut filled = form.filled();
    let unit = match ctx.city().units_meant(form.get("unit"), today(ctx)) {
        Ok(units) => units.first().cloned().filter(|_| units.len() == 1),
        Err(refusal) => {
            filled.wrong("", ctx.words().say(&refusal));
            None
        }
    };
    let Some(unit) = unit else {
        filled.wrong("", ctx.words().t("meeting-one-unit"));
        return again(&page(ctx, Filled::default(), filled)?);
    };
    let (of, instrument) = (form.get("of"), form.get("instrument"));
    let attended = Attended {
        meeting: meeting.id().clone(),
        unit,
        place: form.get("place").parse().unwrap_or(u32::MAX),
        person: None,
        name: form.get("name").into(),
        deputy: (!of.is_empty()).then(|| Deputy {
            of: of.into(),
            instrument: instrument.into(),
        }),
    };
    match ctx.act(Command::Meeting(Asked::Attend(Box::new(attended)))) {
        Ok(_) => Ok(back(ctx, "#h-attendance")),
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&page(ctx, Filled::default(), filled)?)
        }
        Err(trouble) => Err(trouble),
    }
}

/// Reads a sentence, and writes it down once the person is content.
pub(crate) fn conclude(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?.id().clone();
    let mut filled = form.filled();
    let is_note = filled.is("note", "yes");
    if !is_note {
        fill(ctx, &mut filled);
    }
    if form.get("do") == "read" {
        return html(&page(ctx, filled, Filled::default())?);
    }
    let conclusion = match conclusion(ctx, &filled, is_note) {
        Ok(conclusion) => conclusion,
        Err(said) => {
            filled.wrong("", said);
            return again(&page(ctx, filled, Filled::default())?);
        }
    };
    let asked = match form.get("number").parse() {
        Err(_) => Asked::Conclude {
            meeting,
            conclusion,
        },
        Ok(number) => Asked::Correct {
            meeting,
            number,
            seen: form.get("seen").parse().unwrap_or(0),
            conclusion,
        },
    };
    match ctx.act(Command::Meeting(asked)) {
        Ok(_) => Ok(back(ctx, "#conclude")),
        // What was typed comes back with what is wrong; nothing is lost.
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&page(ctx, filled, Filled::default())?)
        }
        Err(trouble) => Err(trouble),
    }
}

fn conclusion(ctx: &Ctx, filled: &Filled, is_note: bool) -> Result<Conclusion, String> {
    let (w, on) = (ctx.words(), today(ctx));
    let text = filled.value("text").trim().into();
    if is_note {
        return Ok(Conclusion { text, order: None });
    }
    let units = |name: &str| {
        let mut all = Vec::new();
        let lines = filled.value(name).lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty()) {
            let meant = ctx.city().units_meant(line, on);
            all.extend(meant.map_err(|refusal| w.say(&refusal))?);
        }
        Ok::<_, String>(all)
    };
    let words = filled.value("deadline").trim();
    let deadline = if words.is_empty() {
        None
    } else {
        let read = dondoc_calendar::ReadAs::document(on);
        let rule = dondoc_calendar::Rule::parse(words, &read);
        Some(Deadline {
            text: words.into(),
            rule: rule.map_err(|refusal| w.say(&refusal))?,
        })
    };
    Ok(Conclusion {
        text,
        order: Some(Order {
            leads: units("leads")?,
            coordinating: units("coordinating")?,
            product: filled.value("product").trim().into(),
            deadline,
        }),
    })
}

pub(crate) fn withdraw(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let number = form.get("number").parse().map_err(|_| Trouble::NotFound)?;
    let meeting = find(ctx)?.id().clone();
    let reason = form.get("reason").into();
    done(
        ctx,
        Asked::Withdraw {
            meeting,
            number,
            reason,
        },
    )
}

/// Signs off what the chair's page showed.
pub(crate) fn sign_off(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?.id().clone();
    let seen = form.all("seen").filter_map(|text| {
        let (number, version) = text.split_once('.')?;
        Some((number.parse().ok()?, version.parse().ok()?))
    });
    let seen = seen.collect();
    ctx.act(Command::SignOff { meeting, seen })?;
    Ok(back(ctx, "#h-conclusions"))
}
