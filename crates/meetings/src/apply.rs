//! Events → state. An event is history: folding it is total.

use crate::event::Event;
use crate::meeting::{AgendaRevision, Meeting, Meetings, Minuted, Standing, Version};

/// Folds one event, kept as ledger entry `entry`.
pub fn apply(meetings: &mut Meetings, event: &Event, entry: u64) {
    if let Event::Scheduled(scheduled) = event {
        let meeting = meetings
            .meetings
            .entry(scheduled.meeting.clone())
            .or_insert_with(|| Meeting {
                scheduled: scheduled.clone(),
                agendas: Vec::new(),
                attendance: Default::default(),
                conclusions: Vec::new(),
                standing: Standing::Scheduled,
                trail: Vec::new(),
            });
        meeting.scheduled = scheduled.clone();
    }
    // Only something else than `decide` writes about a meeting that was never called.
    let Some(meeting) = meetings.meetings.get_mut(event.meeting()) else {
        return;
    };
    meeting.trail.push(entry);
    match event {
        Event::Scheduled(_) => {}
        Event::AgendaSet(set) => meeting.agendas.push(AgendaRevision {
            items: set.items.clone(),
            reason: set.reason.clone(),
            entry,
        }),
        Event::Attended(attended) => {
            meeting
                .attendance
                .insert(attended.unit.clone(), attended.clone());
        }
        Event::Opened(_) => meeting.standing = Standing::Open { entry },
        Event::Concluded(concluded) => meeting.conclusions.push(Minuted {
            number: concluded.number,
            first: Version {
                conclusion: concluded.conclusion.clone(),
                entry,
            },
            corrections: Vec::new(),
            withdrawn: None,
            tasks: Vec::new(),
        }),
        Event::ConclusionCorrected(corrected) => {
            if let Some(minuted) = find(meeting, corrected.number) {
                minuted.corrections.push(Version {
                    conclusion: corrected.conclusion.clone(),
                    entry,
                });
            }
        }
        Event::ConclusionWithdrawn(withdrawn) => {
            if let Some(minuted) = find(meeting, withdrawn.number) {
                minuted.withdrawn = Some((withdrawn.reason.clone(), entry));
            }
        }
        Event::SignedOff(signed) => {
            for issued in &signed.conclusions {
                if let Some(minuted) = find(meeting, issued.number) {
                    minuted.tasks.clone_from(&issued.tasks);
                }
            }
            meeting.standing = Standing::SignedOff { entry };
        }
        Event::Closed(_) => meeting.standing = Standing::Closed { entry },
    }
}

fn find(meeting: &mut Meeting, number: u32) -> Option<&mut Minuted> {
    meeting
        .conclusions
        .iter_mut()
        .find(|it| it.number == number)
}
