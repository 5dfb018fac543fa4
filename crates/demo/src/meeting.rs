//! The briefing meetings: called, attended, concluded, signed.

use dondoc_kinds::{MeetingId, UnitId};
use dondoc_meetings::{Attended, Command, Conclusion, Deadline, Deputy, Order, Place, Scheduled};
use dondoc_tasks::Actor;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use crate::plot::Plot;
use crate::step::Action;
use crate::{Problem, due, who};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Held {
    pub(crate) meeting: Vec<Briefing>,
}

/// A meeting as it went, or as it is planned.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Briefing {
    pub(crate) id: String,
    title: String,
    from: Date,
    to: Date,
    chair: String,
    called: DateTime,
    begins: DateTime,
    agenda: DateTime,
    opened: Option<DateTime>,
    signed: Option<DateTime>,
    closed: Option<DateTime>,
    hall: String,
    points: Vec<String>,
    #[serde(default)]
    in_hall: Vec<String>,
    #[serde(default)]
    deputy: Vec<DeputyOf>,
    #[serde(default)]
    conclusion: Vec<Typed>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeputyOf {
    unit: String,
    of: String,
    instrument: String,
}

/// A conclusion as it was typed in the end.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    text: String,
    #[serde(default)]
    leads: Vec<String>,
    #[serde(default, rename = "with")]
    helpers: Vec<String>,
    #[serde(default)]
    product: String,
    deadline: Option<String>,
    /// What it said before it was corrected.
    was: Option<Was>,
    /// Why it was withdrawn.
    withdrawn: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Was {
    text: String,
    deadline: String,
}

impl Plot<'_> {
    /// Tells the meeting of that id, if the ledger keeps it, and counts the tasks
    /// that its conclusions become.
    pub(crate) fn meet(&mut self, id: &str) -> Result<(), Problem> {
        let held = self.held.iter().find(|held| held.id == id).cloned();
        match held {
            Some(held) => self.hold(&held),
            None => Ok(()),
        }
    }

    /// Tells the meetings that are called and were not held yet.
    pub(crate) fn call_meetings(&mut self) -> Result<(), Problem> {
        let planned = self.held.iter().filter(|held| held.opened.is_none());
        let planned: Vec<Briefing> = planned.cloned().collect();
        planned.iter().try_for_each(|held| self.hold(held))
    }

    fn hold(&mut self, held: &Briefing) -> Result<(), Problem> {
        let meeting = MeetingId::parse(&held.id)?;
        let on = held.begins.date();
        let chair = who::one(&held.chair, on, self.registry)?;
        let chair = self.people.of(&chair)?;
        let points = self.points(held, on)?;
        self.call(held, &meeting, &points, &chair);
        self.tell(held.agenda, &chair, Action::ProposeAgenda(meeting.clone()));
        let Some(opened) = held.opened else {
            return Ok(());
        };
        self.attend(held, &meeting, &points, opened)?;
        let open = Command::Open {
            meeting: meeting.clone(),
        };
        self.tell(opened, &chair, Action::Meeting(open));
        let seen = self.conclude(held, &meeting, opened, &chair)?;
        if let Some(signed) = held.signed {
            let sign = Action::SignOff {
                meeting: meeting.clone(),
                seen,
            };
            self.tell(signed, &chair, sign);
        }
        if let Some(closed) = held.closed {
            self.tell(closed, &chair, Action::Meeting(Command::Close { meeting }));
        }
        Ok(())
    }

    /// The units that have a connection point, in the order of their names.
    fn points(&self, held: &Briefing, on: Date) -> Result<Vec<UnitId>, Problem> {
        let mut points = Vec::new();
        for words in &held.points {
            points.extend(who::meant(words, on, self.registry, &self.story)?.units);
        }
        Ok(points)
    }

    fn call(&mut self, held: &Briefing, meeting: &MeetingId, points: &[UnitId], chair: &Actor) {
        let hall = Place {
            name: held.hall.as_str().into(),
            unit: None,
        };
        let point = |unit: &UnitId| Place {
            name: self.registry.name_on(unit, held.begins.date()).into(),
            unit: Some(unit.clone()),
        };
        let places = std::iter::once(hall).chain(points.iter().map(point));
        let scheduled = Scheduled {
            meeting: meeting.clone(),
            title: held.title.as_str().into(),
            from: held.from,
            to: held.to,
            begins: held.begins,
            chair: chair.unit.clone(),
            chair_post: None,
            places: places.collect(),
        };
        let call = Command::Schedule(Box::new(scheduled));
        self.tell(held.called, chair, Action::Meeting(call));
    }

    /// Who came, in the half hour before it began.
    fn attend(
        &mut self,
        held: &Briefing,
        meeting: &MeetingId,
        points: &[UnitId],
        opened: DateTime,
    ) -> Result<(), Problem> {
        let on = opened.date();
        let mut here: Vec<(UnitId, u32)> = Vec::new();
        for name in &held.in_hall {
            here.push((who::one(name, on, self.registry)?, 0));
        }
        here.extend((1..).zip(points).map(|(place, unit)| (unit.clone(), place)));
        let mut deputies = Vec::new();
        for deputy in &held.deputy {
            deputies.push((who::one(&deputy.unit, on, self.registry)?, deputy));
        }
        let mut at = opened.saturating_sub(30.minutes());
        for (unit, place) in here {
            let actor = self.people.of(&unit)?;
            let deputy = deputies.iter().find(|(of, _)| *of == unit);
            let deputy = deputy.map(|(_, deputy)| Deputy {
                of: deputy.of.as_str().into(),
                instrument: deputy.instrument.as_str().into(),
            });
            let name = match deputy {
                Some(_) => self.people.deputy_of(&unit)?,
                None => self.people.leader_of(&unit)?,
            };
            let attended = Attended {
                meeting: meeting.clone(),
                unit,
                place,
                person: None,
                name: name.into(),
                deputy,
            };
            at = at.saturating_add(20.seconds());
            let attend = Command::Attend(Box::new(attended));
            self.tell(at, &actor, Action::Meeting(attend));
        }
        Ok(())
    }

    /// What is typed while it goes on; returns the versions that the chair sees.
    fn conclude(
        &mut self,
        held: &Briefing,
        meeting: &MeetingId,
        opened: DateTime,
        chair: &Actor,
    ) -> Result<Vec<(u32, u32)>, Problem> {
        let mut at = opened.saturating_add(75.minutes());
        let mut seen = Vec::new();
        for (number, typed) in (1..).zip(&held.conclusion) {
            let conclusion = self.conclusion(typed, at)?;
            let first = typed.was.as_ref().map(|was| {
                let mut first = conclusion.clone();
                first.text = was.text.as_str().into();
                if let Some(order) = &mut first.order {
                    order.deadline = deadline(&was.deadline, at.date());
                }
                first
            });
            let write = Command::Conclude {
                meeting: meeting.clone(),
                conclusion: first.clone().unwrap_or_else(|| conclusion.clone()),
            };
            self.tell(at, chair, Action::Meeting(write));
            at = at.saturating_add(6.minutes());
            if first.is_some() {
                let correct = Command::Correct {
                    meeting: meeting.clone(),
                    number,
                    seen: 1,
                    conclusion: conclusion.clone(),
                };
                self.tell(at, chair, Action::Meeting(correct));
                at = at.saturating_add(4.minutes());
            }
            if let Some(reason) = &typed.withdrawn {
                let withdraw = Command::Withdraw {
                    meeting: meeting.clone(),
                    number,
                    reason: reason.as_str().into(),
                };
                self.tell(at, chair, Action::Meeting(withdraw));
                at = at.saturating_add(4.minutes());
                continue;
            }
            seen.push((number, 1 + u32::from(first.is_some())));
            let leads = conclusion.order.map_or(0, |order| order.leads.len());
            self.tasks_issued += u32::try_from(leads).unwrap_or(0);
        }
        Ok(seen)
    }

    fn conclusion(&self, typed: &Typed, at: DateTime) -> Result<Conclusion, Problem> {
        let units = |names: &[String]| {
            let each = names.iter();
            each.map(|name| who::one(name, at.date(), self.registry))
                .collect::<Result<Vec<_>, _>>()
        };
        let order = Order {
            leads: units(&typed.leads)?,
            coordinating: units(&typed.helpers)?,
            product: typed.product.as_str().into(),
            deadline: typed
                .deadline
                .as_deref()
                .and_then(|words| deadline(words, at.date())),
        };
        Ok(Conclusion {
            text: typed.text.as_str().into(),
            order: (!order.leads.is_empty()).then_some(order),
        })
    }
}

fn deadline(words: &str, on: Date) -> Option<Deadline> {
    due::rule(words, on).map(|rule| Deadline {
        text: words.into(),
        rule,
    })
}
