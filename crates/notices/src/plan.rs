//! What is sent to a person now.

use dondoc_calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use crate::notice::Notice;
use crate::occasion::Urgency;
use crate::preferences::{Digest, Preferences};

/// A notice that was not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The notice.
    pub notice: Notice,
}

/// One message: a notice, or several in a digest, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it says; never empty.
    pub notices: Vec<Notice>,
    /// Whether it is a digest of what was collected.
    pub is_digest: bool,
}

/// What is to be done for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// To be sent now, the pressing first.
    pub send: Vec<Message>,
    /// Settled without sending: muted, or never wanted by message.
    pub only_shown: Vec<Notice>,
    /// When to plan again for what waits; `None` when nothing waits.
    pub again: Option<DateTime>,
}

/// Plans for one person at `now` (Việt Nam time), who was sent `sent_today`
/// messages since midnight, pressing ones not counted, and whose last digest
/// went out on `last_digest`.
///
/// What is muted or not wanted is settled without sending. In quiet hours all
/// else waits. Pressing notices go at once, each by itself. Ordinary ones go at
/// once while the budget lasts, the last message of the budget being a digest of
/// all that is left; or as the digest of the day or week. Nothing is dropped:
/// every notice is in exactly one of `send`, `only_shown`, or waits until
/// `again`.
pub fn plan(
    pending: &[Pending],
    wants: &Preferences,
    calendar: &Calendar,
    now: DateTime,
    sent_today: u32,
    last_digest: Option<Date>,
) -> Plan {
    let mut plan = Plan::default();
    let mut pressing = Vec::new();
    let mut ordinary = Vec::new();
    for Pending { notice } in pending {
        let urgency = notice.occasion.urgency();
        let is_unwanted = wants.digest == Digest::Never && urgency == Urgency::Ordinary;
        if wants.mutes(notice) || is_unwanted {
            plan.only_shown.push(notice.clone());
        } else if urgency == Urgency::Pressing {
            pressing.push(notice.clone());
        } else {
            ordinary.push(notice.clone());
        }
    }
    if wants.quiet.covers(now.time()) {
        if !(pressing.is_empty() && ordinary.is_empty()) {
            plan.again = Some(end_of_quiet(wants, now));
        }
        return plan;
    }
    plan.send.extend(pressing.into_iter().map(|notice| Message {
        notices: vec![notice],
        is_digest: false,
    }));
    if ordinary.is_empty() {
        return plan;
    }
    match wants.digest {
        Digest::AtOnce => at_once(&mut plan, ordinary, wants, now, sent_today),
        Digest::Daily | Digest::Weekly => {
            let day = digest_day(wants.digest, calendar, now.date(), last_digest);
            if day <= now.date() {
                plan.send.push(Message {
                    notices: ordinary,
                    is_digest: true,
                });
            } else {
                plan.again = Some(morning(wants, day));
            }
        }
        // Ordinary notices were settled above.
        Digest::Never => {}
    }
    plan
}

fn at_once(
    plan: &mut Plan,
    ordinary: Vec<Notice>,
    wants: &Preferences,
    now: DateTime,
    sent_today: u32,
) {
    // One message a day always goes out: a budget of none would keep things back for ever.
    let left = u32::from(wants.daily_budget.max(1)).saturating_sub(sent_today);
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    if left == 0 {
        let tomorrow = now.date().saturating_add(1.day());
        plan.again = Some(morning(wants, tomorrow));
    } else if ordinary.len() <= left {
        plan.send.extend(ordinary.into_iter().map(|notice| Message {
            notices: vec![notice],
            is_digest: false,
        }));
    } else {
        let mut ordinary = ordinary.into_iter();
        for notice in ordinary.by_ref().take(left - 1) {
            plan.send.push(Message {
                notices: vec![notice],
                is_digest: false,
            });
        }
        plan.send.push(Message {
            notices: ordinary.collect(),
            is_digest: true,
        });
    }
}

/// The first day from `today` on which a digest goes out.
fn digest_day(digest: Digest, calendar: &Calendar, today: Date, last: Option<Date>) -> Date {
    let earliest = match (digest, last) {
        // One a week: from the Monday after the last one.
        (Digest::Weekly, Some(last)) => {
            let to_monday = 7 - i64::from(last.weekday().to_monday_zero_offset());
            today.max(last.saturating_add(to_monday.days()))
        }
        (Digest::Weekly, None) if today.weekday() != Weekday::Monday => {
            let to_monday = 7 - i64::from(today.weekday().to_monday_zero_offset());
            today.saturating_add(to_monday.days())
        }
        (_, Some(last)) if last >= today => last.saturating_add(1.day()),
        _ => today,
    };
    calendar.working_day_from(earliest)
}

/// The first moment of a day on which messages may be sent.
fn morning(wants: &Preferences, day: Date) -> DateTime {
    let midnight = day.at(0, 0, 0, 0);
    if wants.quiet.covers(midnight.time()) {
        day.to_datetime(wants.quiet.until)
    } else {
        midnight
    }
}

fn end_of_quiet(wants: &Preferences, now: DateTime) -> DateTime {
    let today = now.date().to_datetime(wants.quiet.until);
    if today > now {
        today
    } else {
        now.date()
            .saturating_add(1.day())
            .to_datetime(wants.quiet.until)
    }
}
