//! Meetings: conclusions that become tasks, and the agenda the ledger proposes.

use std::collections::BTreeSet;

use dondoc_calendar::{ReadAs, Rule};
use dondoc_kinds::{MeetingId, PersonId, PostId, ProposalId, TaskId, UnitId};
use dondoc_meetings::{
    AgendaItem, AgendaReason, Attended, Conclusion, Event, IssuedFrom, Meeting, Order,
};
use dondoc_registry::{Power, Role, fold};
use dondoc_tasks::{AgendaCause, Importance, Issue, Task, When};
use jiff::civil::Date;

use crate::act::{Act, Draft};
use crate::city::City;
use crate::decide::item_by_hand;
use crate::refusal::Refusal;

/// How many late tasks an agenda proposes: what a meeting can talk about.
const LATE_ITEMS: usize = 20;

/// What a typed sentence seems to order: a proposal that a person corrects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recognised {
    /// The lead units that the words name, a class as its members.
    pub leads: Vec<UnitId>,
    /// Words that name a lead nobody could be found for, with the nearest names.
    pub unclear: Vec<(String, Vec<UnitId>)>,
    /// The units that help.
    pub coordinating: Vec<UnitId>,
    /// What will be handed over.
    pub product: Option<String>,
    /// The words of the deadline, and how they were read.
    pub deadline: Option<(String, Option<Rule>)>,
    /// Whether the sentence orders something at all.
    pub orders: bool,
}

impl City {
    /// Returns what `sentence` seems to order, read as of that day.
    ///
    /// Quick enough to run as it is typed: the work grows with the sentence and
    /// with the number of units, not with the ledger.
    pub fn recognise(&self, sentence: &str, on: Date) -> Recognised {
        let reading = dondoc_documents::read(sentence);
        let Some(task) = reading.tasks.first() else {
            return Recognised::default();
        };
        let mut found = Recognised {
            orders: true,
            product: task.product.clone(),
            ..Recognised::default()
        };
        for words in &task.lead {
            match self.members(&self.registry.resolve(words, on, &Default::default())) {
                Ok(units) => found.leads.extend(units),
                Err(nearest) => found.unclear.push((words.clone(), nearest)),
            }
        }
        for words in &task.coordinate {
            found
                .coordinating
                .extend(self.units_meant(words, on).unwrap_or_default());
        }
        let mut seen = BTreeSet::new();
        found.leads.retain(|unit| seen.insert(unit.clone()));
        found.coordinating.retain(|unit| seen.insert(unit.clone()));
        found.deadline = task.deadline.as_ref().map(|deadline| {
            let rule = Rule::parse(&deadline.text, &ReadAs::document(on)).ok();
            (deadline.text.clone(), rule)
        });
        found
    }

    /// Returns the agenda that the ledger proposes for a meeting: the
    /// conclusions of the one before and what became of them, then what the
    /// third late reminder put there, then what is late, the worst first. What
    /// several units owe alike is one item, at the task that stands worst.
    pub fn proposed_agenda(&self, meeting: &MeetingId, on: Date) -> Vec<AgendaItem> {
        let before = self.meeting_before(meeting);
        let mut listed = BTreeSet::new();
        let mut items = Vec::new();
        let mut list = |mut tasks: Vec<&Task>, reason, most: usize| {
            tasks.sort_by_key(|task| worst_first(task, on));
            // An order to thirty units is talked about once, at the worst of them.
            let fresh = tasks
                .into_iter()
                .filter(|task| listed.insert(task.item().clone()));
            for task in fresh.take(most) {
                items.push(AgendaItem {
                    task: Some(task.id.clone()),
                    text: task.text().into(),
                    reason,
                });
            }
        };
        let concluded = self.tasks.iter().filter(|task| {
            let of = task.conclusion_of();
            of.is_some() && of == before.as_ref()
        });
        list(
            concluded.collect(),
            AgendaReason::EarlierConclusion,
            usize::MAX,
        );
        let marked = self.tasks.iter().filter(|task| {
            let mut marks = task.happenings.iter().flat_map(|happened| &happened.agenda);
            task.is_open() && marks.any(|mark| mark.cause == AgendaCause::ThirdLateReminder)
        });
        list(
            marked.collect(),
            AgendaReason::ThirdLateReminder,
            LATE_ITEMS,
        );
        let late = self
            .tasks
            .iter()
            .filter(|task| worst_first(task, on).0 == Urgency::Late);
        list(late.collect(), AgendaReason::Late, LATE_ITEMS);
        items
    }

    /// Returns the meeting before this one: of those that were called, or whose
    /// conclusions were issued from a registered document.
    pub fn meeting_before(&self, meeting: &MeetingId) -> Option<MeetingId> {
        let begins = self.meetings.get(meeting).map(Meeting::begins);
        let called = self.meetings.newest_first();
        let called = called
            .into_iter()
            .find(|other| begins.is_some_and(|begins| other.begins() < begins));
        let documents = self.tasks.iter().filter_map(Task::conclusion_of);
        let documents = documents.filter(|id| self.meetings.get(id).is_none() && *id < meeting);
        called
            .map(Meeting::id)
            .into_iter()
            .chain(documents)
            .max()
            .cloned()
    }

    pub(super) fn meeting(
        &self,
        act: &Act,
        command: dondoc_meetings::Command,
    ) -> Result<Vec<Draft>, Refusal> {
        use dondoc_meetings::Command as Asked;
        let mut command = command;
        if let Asked::Attend(attended) = &mut command
            && attended.deputy.is_some()
        {
            attended.person = Some(self.deputy(attended)?);
        }
        let event = self.meeting_event(act, command.clone())?;
        // What could not be issued at the sign-off is refused while it is typed.
        if event.is_some()
            && let Asked::Conclude {
                meeting,
                conclusion,
            }
            | Asked::Correct {
                meeting,
                conclusion,
                ..
            } = &command
            && let Some(meeting) = self.meetings.get(meeting)
        {
            self.tasks_of(act, meeting, 0, conclusion, &mut BTreeSet::new())?;
        }
        Ok(event.into_iter().map(draft).collect())
    }

    /// Returns the person who may sit in a meeting for a unit, on the day of the
    /// meeting: who leads it or is a deputy of its head, by their post; anybody else
    /// by a delegation of `meeting.attend` from a post of the unit. The name must be
    /// that of one of them; of two of one name, the person has to be given.
    ///
    /// # Source
    /// Decree 30/2020/ND-CP art. 13: a deputy by post (KT.), others in writing (TUQ.).
    fn deputy(&self, attended: &Attended) -> Result<PersonId, Refusal> {
        let meeting = self.meetings.get(&attended.meeting);
        let on = meeting.map_or(Date::MIN, |it| it.begins().date());
        let registry = &self.registry;
        let heads = [Role::Head, Role::DeputyHead].into_iter();
        let mut able: BTreeSet<&PersonId> = heads
            .flat_map(|role| registry.posts_of(&attended.unit, role))
            .filter_map(|post| registry.who_held(post, on))
            .collect();
        for (_, delegation) in registry.delegations() {
            let grant = &delegation.grant;
            let of_unit = registry.post(&grant.by);
            if delegation.is_in_force(on)
                && grant.powers.contains(&Power::MeetingAttend)
                && of_unit.is_some_and(|post| post.unit == attended.unit)
            {
                let named = grant.person.as_ref();
                able.extend(named.or_else(|| registry.who_held(&grant.to, on)));
            }
        }
        let is_it = |person: &&PersonId| match &attended.person {
            Some(given) => given == *person,
            None => registry
                .person(person)
                .is_some_and(|it| fold(&it.name) == fold(&attended.name)),
        };
        let mut found = able.into_iter().filter(is_it);
        match (found.next(), found.next()) {
            (Some(person), None) => Ok(person.clone()),
            _ => Err(Refusal::DeputyMayNot {
                name: attended.name.to_string(),
                unit: attended.unit.clone(),
                on,
            }),
        }
    }

    /// Signs off what stands, when it is what the chair saw: the entry and the
    /// tasks that follow, in one append.
    pub(super) fn sign_off(
        &self,
        act: &Act,
        id: &MeetingId,
        seen: &[(u32, u32)],
    ) -> Result<Vec<Draft>, Refusal> {
        let (mut signed, mut issued, mut taken) = (Vec::new(), Vec::new(), BTreeSet::new());
        if let Some(meeting) = self.meetings.get(id).filter(|meeting| meeting.is_open()) {
            for minuted in meeting.standing_conclusions() {
                let version = (minuted.number, minuted.version());
                if !seen.contains(&version) {
                    continue;
                }
                let conclusion = &minuted.current().conclusion;
                let (tasks, drafts) =
                    self.tasks_of(act, meeting, minuted.number, conclusion, &mut taken)?;
                issued.extend(drafts);
                signed.push(IssuedFrom {
                    number: version.0,
                    version: version.1,
                    tasks,
                });
            }
        }
        let command = dondoc_meetings::Command::SignOff {
            meeting: id.clone(),
            conclusions: signed,
        };
        match self.meeting_event(act, command)? {
            Some(event) => Ok(std::iter::once(draft(event)).chain(issued).collect()),
            None => Ok(Vec::new()),
        }
    }

    fn meeting_event(
        &self,
        act: &Act,
        command: dondoc_meetings::Command,
    ) -> Result<Option<Event>, Refusal> {
        let context = dondoc_meetings::Context {
            unit: &act.acting.unit,
            post: self.in_place_of(act),
            person: act.acting.person.as_ref(),
        };
        let decided = dondoc_meetings::decide(&self.meetings, command, &context)?;
        Ok(decided.into_event())
    }

    /// The post that speaks: by delegation that of the granter, in whose place it
    /// is done; the entry names the delegate's post and the delegation.
    fn in_place_of<'a>(&'a self, act: &'a Act) -> Option<&'a PostId> {
        let delegation = act.acting.delegation.as_ref();
        let delegation = delegation.and_then(|id| self.registry.delegation(id));
        match delegation {
            Some(it) => Some(&it.grant.by),
            None => act.acting.post.as_ref(),
        }
    }

    /// The tasks that one conclusion becomes. `taken` holds the ids that the
    /// conclusions before it took.
    fn tasks_of(
        &self,
        act: &Act,
        meeting: &Meeting,
        number: u32,
        conclusion: &Conclusion,
        taken: &mut BTreeSet<TaskId>,
    ) -> Result<(Vec<TaskId>, Vec<Draft>), Refusal> {
        let Some(order) = &conclusion.order else {
            return Ok((Vec::new(), Vec::new()));
        };
        let mut tasks = Vec::new();
        for lead in &order.leads {
            let mut nth = taken.len();
            let mut id = self.next_task(nth);
            while taken.contains(&id) {
                nth += 1;
                id = self.next_task(nth);
            }
            taken.insert(id.clone());
            tasks.push((id, lead.clone()));
        }
        let ids: Vec<TaskId> = tasks.iter().map(|(id, _)| id.clone()).collect();
        let issue = issue(act, meeting, number, conclusion, order, tasks)?;
        let drafts = self.task(act, dondoc_tasks::Command::Issue(Box::new(issue)))?;
        Ok((ids, drafts))
    }
}

fn issue(
    act: &Act,
    meeting: &Meeting,
    number: u32,
    conclusion: &Conclusion,
    order: &Order,
    tasks: Vec<(TaskId, UnitId)>,
) -> Result<Issue, Refusal> {
    // An item's id names the conclusion, so that the chain can be read off it.
    let item = ProposalId::parse(&format!("kl.{}.{number}", meeting.id())).ok();
    let item = item.or_else(|| tasks.first().and_then(|(id, _)| item_by_hand(id)));
    Ok(Issue {
        item: item.ok_or(Refusal::NoWords)?,
        tasks,
        text: conclusion.text.clone(),
        source: None,
        product: order.product.clone(),
        coordinating: order.coordinating.clone(),
        assigner: meeting.scheduled.chair.clone(),
        field: None,
        when: order
            .deadline
            .as_ref()
            .map_or(When::NoDate { review_days: None }, |deadline| When::By {
                rule: deadline.rule.clone(),
                from: act.valid,
                until: None,
            }),
        targets: Vec::new(),
        conclusion_of: Some(meeting.id().clone()),
        importance: Importance::Ordinary,
    })
}

fn draft(event: Event) -> Draft {
    Draft {
        stream: event.stream(),
        event: event.into(),
        attachments: Vec::new(),
    }
}

/// How soon a task is talked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Late,
    Open,
    Closed,
}

/// Late ones by the day they were due, then open ones, then what is done.
fn worst_first(task: &Task, on: Date) -> (Urgency, Date, TaskId) {
    let due = task.due().map_or(Date::MAX, |due| due.date());
    let urgency = match (task.is_open(), due < on) {
        (true, true) => Urgency::Late,
        (true, false) => Urgency::Open,
        (false, _) => Urgency::Closed,
    };
    (urgency, due, task.id.clone())
}
