//! From an entry to the people it concerns.

use std::collections::BTreeMap;

use dondoc_city::City;
use dondoc_kinds::{PersonId, TaskId, UnitId};
use dondoc_registry::Role;
use dondoc_tasks::{Event, Task};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::occasion::Occasion;

/// One thing that one person is told.
///
/// Known by [`entry`](Self::entry) and [`person`](Self::person): an entry tells
/// a person at most one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The ledger entry that it comes from.
    pub entry: u64,
    /// Who is told.
    pub person: PersonId,
    /// The unit for which they are told: the one whose post they hold.
    pub unit: UnitId,
    /// What it is about.
    pub task: TaskId,
    /// Why they are told.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// When the ledger learned it.
    pub at: Timestamp,
}

/// Who of a unit is told.
const DOERS: &[Role] = &[Role::Contact, Role::Head];
const HEADS: &[Role] = &[Role::Head, Role::DeputyHead];
const CONTACTS: &[Role] = &[Role::Contact];
const ASSIGNERS: &[Role] = &[Role::Clerk, Role::Head];

/// Returns whom an event of the tasks concerns, by the posts held on the day it
/// was recorded; in order of person.
///
/// `city` has the event folded. `actor` is who did it; they are not told. An
/// event about a task that `city` does not know concerns nobody.
pub fn notices_of(
    city: &City,
    event: &Event,
    entry: u64,
    actor: Option<&PersonId>,
    at: Timestamp,
) -> Vec<Notice> {
    let Some(task) = event.task().and_then(|id| city.tasks.task(id)) else {
        return Vec::new();
    };
    let day = dondoc_city::civil(at).date();
    let mut told = Told {
        city,
        day,
        people: BTreeMap::new(),
    };
    tell(&mut told, event, task);
    told.people
        .into_iter()
        .filter(|(person, _)| Some(person) != actor)
        .map(|(person, (unit, occasion))| Notice {
            entry,
            person,
            unit,
            task: task.id.clone(),
            occasion,
            at,
        })
        .collect()
}

/// The first reason for which a person is told is the nearest one; it stays.
struct Told<'c> {
    city: &'c City,
    day: Date,
    people: BTreeMap<PersonId, (UnitId, Occasion)>,
}

impl Told<'_> {
    fn unit(&mut self, unit: &UnitId, roles: &[Role], occasion: &Occasion) {
        let registry = &self.city.registry;
        for role in roles {
            for post in registry.posts_of(unit, *role) {
                if let Some(person) = registry.who_held(post, self.day) {
                    self.people
                        .entry(person.clone())
                        .or_insert_with(|| (unit.clone(), occasion.clone()));
                }
            }
        }
    }
}

fn tell(told: &mut Told<'_>, event: &Event, task: &Task) {
    let (lead, assigner) = (&task.lead, &task.assigner);
    match event {
        Event::Issued(_) => {
            told.unit(lead, DOERS, &Occasion::Issued);
            for unit in task.coordinating() {
                told.unit(unit, CONTACTS, &Occasion::IssuedWith);
            }
        }
        Event::Transferred(_) => told.unit(lead, DOERS, &Occasion::Transferred),
        Event::Reported(report) => {
            let occasion = Occasion::Reported {
                done: report.says_done,
            };
            told.unit(assigner, ASSIGNERS, &occasion);
        }
        Event::Returned(_) => told.unit(lead, DOERS, &Occasion::Returned),
        Event::Confirmed(_) => told.unit(lead, DOERS, &Occasion::Confirmed),
        Event::ExtensionRequested(_) => {
            told.unit(assigner, ASSIGNERS, &Occasion::ExtensionRequested);
        }
        Event::Extended(_) => told.unit(lead, DOERS, &Occasion::Extended),
        Event::ExtensionRefused(_) => told.unit(lead, DOERS, &Occasion::ExtensionRefused),
        Event::DeadlineMoved(_) => told.unit(lead, CONTACTS, &Occasion::DeadlineMoved),
        Event::Reminded(reminded) => {
            let occasion = Occasion::Reminded {
                due: reminded.due,
                rung: reminded.rung,
            };
            // Before the due day the one who works on it; from then on the head too.
            let roles = if reminded.rung < 0 { CONTACTS } else { DOERS };
            told.unit(lead, roles, &occasion);
        }
        // Of many tasks at once a unit is told once.
        Event::Urged(urged) if urged.tells_of > 0 => {
            let tasks = urged.tells_of;
            told.unit(lead, DOERS, &Occasion::Urged { tasks });
        }
        Event::PlacedOnAgenda(_) => {
            told.unit(lead, DOERS, &Occasion::OnAgenda);
            told.unit(assigner, ASSIGNERS, &Occasion::OnAgenda);
        }
        Event::Suspended(_) => told.unit(lead, DOERS, &Occasion::Suspended),
        Event::Resumed(_) => told.unit(lead, DOERS, &Occasion::Resumed),
        Event::Cancelled(_) => {
            told.unit(lead, DOERS, &Occasion::Cancelled);
            for unit in task.coordinating() {
                told.unit(unit, CONTACTS, &Occasion::Cancelled);
            }
        }
        Event::SourceChanged(_) => {
            told.unit(lead, CONTACTS, &Occasion::SourceChanged);
            told.unit(assigner, ASSIGNERS, &Occasion::SourceChanged);
        }
        Event::ExcuseClaimed(_) => told.unit(assigner, ASSIGNERS, &Occasion::ExcuseClaimed),
        Event::Excused(_) => told.unit(lead, DOERS, &Occasion::Excused),
        Event::ExcuseRefused(_) => told.unit(lead, DOERS, &Occasion::ExcuseRefused),
        Event::ExplanationDemanded(_) => {
            told.unit(lead, DOERS, &Occasion::ExplanationDemanded);
        }
        Event::Explained(_) => told.unit(assigner, ASSIGNERS, &Occasion::Explained),
        Event::ReportSubmitted(_) => told.unit(lead, HEADS, &Occasion::ReportSubmitted),
        Event::ReportDeclined(_) => told.unit(lead, CONTACTS, &Occasion::ReportDeclined),
        // Nobody waits for these: they are seen where the task is shown.
        Event::Urged(_)
        | Event::Accepted(_)
        | Event::AssignerChanged(_)
        | Event::SourceReviewed(_)
        | Event::ProposalMade(_)
        | Event::ProposalEdited(_)
        | Event::ProposalMerged(_)
        | Event::ProposalSplit(_)
        | Event::ProposalRefused(_) => {}
    }
}
