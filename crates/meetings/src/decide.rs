//! Commands → events, or a refusal.

use std::collections::BTreeSet;

use dondoc_kinds::MeetingId;

use crate::command::{Command, Context, Decided};
use crate::event::{
    AgendaSet, Attended, Closed, Concluded, ConclusionCorrected, ConclusionWithdrawn, Event,
    IssuedFrom, Opened, Scheduled, SignedOff,
};
use crate::meeting::{AgendaItem, Conclusion, Meeting, Meetings, Minuted, Standing};
use crate::refusal::{Refusal, Required, StandingName};

/// Returns what happens when this is asked.
///
/// # Errors
/// [`Refusal`] with what is wrong and what would be right.
pub fn decide(
    meetings: &Meetings,
    command: Command,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    match command {
        Command::Schedule(scheduled) => schedule(meetings, *scheduled),
        Command::SetAgenda {
            meeting,
            seen,
            items,
            reason,
        } => set_agenda(find(meetings, &meeting)?, seen, items, reason),
        Command::Attend(attended) => attend(find(meetings, &attended.meeting)?, *attended),
        Command::Open { meeting } => open(find(meetings, &meeting)?, ctx),
        Command::Conclude {
            meeting,
            conclusion,
        } => conclude(find(meetings, &meeting)?, conclusion),
        Command::Correct {
            meeting,
            number,
            seen,
            conclusion,
        } => correct(find(meetings, &meeting)?, number, seen, conclusion),
        Command::Withdraw {
            meeting,
            number,
            reason,
        } => withdraw(find(meetings, &meeting)?, number, reason),
        Command::SignOff {
            meeting,
            conclusions,
        } => sign_off(find(meetings, &meeting)?, conclusions, ctx),
        Command::Close { meeting } => close(find(meetings, &meeting)?, ctx),
    }
}

/// A meeting may be called anew, for another day or other places, until it opens.
fn schedule(meetings: &Meetings, scheduled: Scheduled) -> Result<Decided, Refusal> {
    given(&scheduled.title, Required::Title)?;
    if scheduled.to < scheduled.from {
        return Err(Refusal::PeriodBackwards {
            from: scheduled.from,
            to: scheduled.to,
        });
    }
    if scheduled.places.is_empty() {
        return Err(Refusal::Missing {
            what: Required::Place,
        });
    }
    for place in &scheduled.places {
        given(&place.name, Required::Place)?;
    }
    match meetings.get(&scheduled.meeting) {
        Some(known) if known.scheduled == scheduled => Ok(Decided::AlreadyDone),
        Some(known) if known.standing != Standing::Scheduled => Err(wrong_standing(known)),
        _ => one(scheduled),
    }
}

/// The agenda may be changed until the chair signs off.
fn set_agenda(
    meeting: &Meeting,
    seen: u32,
    items: Vec<AgendaItem>,
    reason: Option<Box<str>>,
) -> Result<Decided, Refusal> {
    for item in &items {
        given(&item.text, Required::Item)?;
    }
    if !matches!(
        meeting.standing,
        Standing::Scheduled | Standing::Open { .. }
    ) {
        return Err(wrong_standing(meeting));
    }
    let revision = meeting.agenda_revision();
    if revision > 0 && meeting.agenda() == items {
        return Ok(Decided::AlreadyDone);
    }
    if revision != seen {
        let meeting = meeting.id().clone();
        return Err(Refusal::AgendaChanged { meeting, revision });
    }
    one(AgendaSet {
        meeting: meeting.id().clone(),
        revision: revision + 1,
        items,
        reason,
    })
}

fn attend(meeting: &Meeting, attended: Attended) -> Result<Decided, Refusal> {
    given(&attended.name, Required::Name)?;
    if let Some(deputy) = &attended.deputy {
        given(&deputy.instrument, Required::Instrument)?;
    }
    let place = usize::try_from(attended.place).unwrap_or(usize::MAX);
    if meeting.scheduled.places.get(place).is_none() {
        return Err(Refusal::UnknownPlace {
            meeting: meeting.id().clone(),
            place: attended.place,
        });
    }
    if matches!(meeting.standing, Standing::Closed { .. }) {
        return Err(wrong_standing(meeting));
    }
    match meeting.attendance.get(&attended.unit) {
        Some(known) if *known == attended => Ok(Decided::AlreadyDone),
        _ => one(attended),
    }
}

fn open(meeting: &Meeting, ctx: &Context<'_>) -> Result<Decided, Refusal> {
    as_chair_unit(meeting, ctx)?;
    match meeting.standing {
        Standing::Scheduled => one(Opened {
            meeting: meeting.id().clone(),
        }),
        Standing::Open { .. } => Ok(Decided::AlreadyDone),
        Standing::SignedOff { .. } | Standing::Closed { .. } => Err(wrong_standing(meeting)),
    }
}

/// The same sentence with the same order, sent twice, is one conclusion.
fn conclude(meeting: &Meeting, conclusion: Conclusion) -> Result<Decided, Refusal> {
    must_be_open(meeting)?;
    check(meeting, &conclusion)?;
    if meeting
        .standing_conclusions()
        .any(|it| it.current().conclusion == conclusion)
    {
        return Ok(Decided::AlreadyDone);
    }
    let last = meeting.conclusions.iter().map(|it| it.number).max();
    one(Concluded {
        meeting: meeting.id().clone(),
        number: last.unwrap_or(0) + 1,
        conclusion,
    })
}

fn correct(
    meeting: &Meeting,
    number: u32,
    seen: u32,
    conclusion: Conclusion,
) -> Result<Decided, Refusal> {
    must_be_open(meeting)?;
    check(meeting, &conclusion)?;
    let minuted = standing(meeting, number)?;
    if minuted.current().conclusion == conclusion {
        return Ok(Decided::AlreadyDone);
    }
    if minuted.version() != seen {
        return Err(Refusal::ConclusionChanged {
            number,
            theirs: minuted.current().conclusion.text.clone(),
            yours: conclusion.text,
        });
    }
    one(ConclusionCorrected {
        meeting: meeting.id().clone(),
        number,
        version: seen + 1,
        conclusion,
    })
}

fn withdraw(meeting: &Meeting, number: u32, reason: Box<str>) -> Result<Decided, Refusal> {
    must_be_open(meeting)?;
    given(&reason, Required::Reason)?;
    match standing(meeting, number) {
        Ok(_) => one(ConclusionWithdrawn {
            meeting: meeting.id().clone(),
            number,
            reason,
        }),
        Err(Refusal::WasWithdrawn { .. }) => Ok(Decided::AlreadyDone),
        Err(refusal) => Err(refusal),
    }
}

fn sign_off(
    meeting: &Meeting,
    conclusions: Vec<IssuedFrom>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    as_chair(meeting, ctx)?;
    if matches!(
        meeting.standing,
        Standing::SignedOff { .. } | Standing::Closed { .. }
    ) {
        return Ok(Decided::AlreadyDone);
    }
    must_be_open(meeting)?;
    let stand: Vec<(u32, u32)> = meeting
        .standing_conclusions()
        .map(|it| (it.number, it.version()))
        .collect();
    if stand.is_empty() {
        let meeting = meeting.id().clone();
        return Err(Refusal::NothingConcluded { meeting });
    }
    let signed = conclusions.iter().map(|it| (it.number, it.version));
    if !signed.eq(stand) {
        let meeting = meeting.id().clone();
        return Err(Refusal::SignedOther { meeting });
    }
    one(SignedOff {
        meeting: meeting.id().clone(),
        conclusions,
    })
}

/// A meeting without any conclusion may end without a sign-off.
fn close(meeting: &Meeting, ctx: &Context<'_>) -> Result<Decided, Refusal> {
    as_chair_unit(meeting, ctx)?;
    let empty = meeting.standing_conclusions().next().is_none();
    match meeting.standing {
        Standing::Closed { .. } => Ok(Decided::AlreadyDone),
        Standing::Open { .. } if !empty => Err(wrong_standing(meeting)),
        Standing::Scheduled => Err(wrong_standing(meeting)),
        Standing::Open { .. } | Standing::SignedOff { .. } => one(Closed {
            meeting: meeting.id().clone(),
        }),
    }
}

fn one(event: impl Into<Event>) -> Result<Decided, Refusal> {
    Ok(Decided::Event(Box::new(event.into())))
}

fn find<'a>(meetings: &'a Meetings, id: &MeetingId) -> Result<&'a Meeting, Refusal> {
    meetings.get(id).ok_or_else(|| Refusal::UnknownMeeting {
        meeting: id.clone(),
    })
}

fn standing(meeting: &Meeting, number: u32) -> Result<&Minuted, Refusal> {
    match meeting.conclusion(number) {
        Some(minuted) if minuted.stands() => Ok(minuted),
        Some(_) => Err(Refusal::WasWithdrawn { number }),
        None => Err(Refusal::UnknownConclusion {
            meeting: meeting.id().clone(),
            number,
        }),
    }
}

fn check(meeting: &Meeting, conclusion: &Conclusion) -> Result<(), Refusal> {
    given(&conclusion.text, Required::Text)?;
    let Some(order) = &conclusion.order else {
        return Ok(());
    };
    given(&order.product, Required::Product)?;
    if order.leads.is_empty() {
        return Err(Refusal::Missing {
            what: Required::Lead,
        });
    }
    let mut leads = BTreeSet::new();
    for unit in &order.leads {
        if !leads.insert(unit) {
            return Err(Refusal::SameLeadTwice { unit: unit.clone() });
        }
        if *unit == meeting.scheduled.chair {
            return Err(Refusal::ChairLeads { unit: unit.clone() });
        }
    }
    Ok(())
}

fn must_be_open(meeting: &Meeting) -> Result<(), Refusal> {
    if meeting.is_open() {
        return Ok(());
    }
    Err(Refusal::NotOpen {
        meeting: meeting.id().clone(),
        standing: name(meeting.standing),
    })
}

fn as_chair_unit(meeting: &Meeting, ctx: &Context<'_>) -> Result<(), Refusal> {
    if *ctx.unit == meeting.scheduled.chair {
        return Ok(());
    }
    Err(only_chair(meeting))
}

fn as_chair(meeting: &Meeting, ctx: &Context<'_>) -> Result<(), Refusal> {
    as_chair_unit(meeting, ctx)?;
    match &meeting.scheduled.chair_post {
        Some(post) if ctx.post != Some(post) => Err(only_chair(meeting)),
        _ => Ok(()),
    }
}

fn only_chair(meeting: &Meeting) -> Refusal {
    Refusal::OnlyChair {
        meeting: meeting.id().clone(),
        chair: meeting.scheduled.chair.clone(),
    }
}

fn wrong_standing(meeting: &Meeting) -> Refusal {
    Refusal::WrongStanding {
        meeting: meeting.id().clone(),
        standing: name(meeting.standing),
    }
}

fn name(standing: Standing) -> StandingName {
    match standing {
        Standing::Scheduled => StandingName::Scheduled,
        Standing::Open { .. } => StandingName::Open,
        Standing::SignedOff { .. } => StandingName::SignedOff,
        Standing::Closed { .. } => StandingName::Closed,
    }
}

fn given(text: &str, what: Required) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::Missing { what })
    } else {
        Ok(())
    }
}
