//! The people of the demo: one contact for each unit, and deputies of those heads who
//! send one to a meeting; none of them real.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kinds::{PersonId, PostId, UnitId};
use dondoc_registry::{Event, PersonRegistered, PostCreated, PostTaken, Registry, Role};
use dondoc_tasks::Actor;
use jiff::civil::Date;

use crate::Problem;

/// One contact for each unit, numbered in the order in which units appear.
pub(crate) struct People<'a> {
    registry: &'a Registry,
    numbers: BTreeMap<UnitId, usize>,
    /// Units whose head sends a deputy.
    deputies: BTreeSet<UnitId>,
}

impl<'a> People<'a> {
    pub(crate) fn new(registry: &'a Registry) -> Self {
        Self {
            registry,
            numbers: BTreeMap::new(),
            deputies: BTreeSet::new(),
        }
    }

    /// The contact of a unit, who acts for it in every step.
    pub(crate) fn of(&mut self, unit: &UnitId) -> Result<Actor, Problem> {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(unit.clone()).or_insert(next);
        let (post, _) = self.post(unit)?;
        Ok(Actor {
            unit: unit.clone(),
            post: Some(post),
            person: Some(person(number)?),
        })
    }

    /// What the head of a unit is called, where one is named.
    pub(crate) fn leader_of(&mut self, unit: &UnitId) -> Result<String, Problem> {
        self.of(unit)?;
        let number = self.numbers.get(unit).copied().unwrap_or_default();
        Ok(format!("Lãnh đạo minh họa {}", letters(number)))
    }

    /// What the deputy of a unit's head is called, who may sit in a meeting for them.
    pub(crate) fn deputy_of(&mut self, unit: &UnitId) -> Result<String, Problem> {
        self.of(unit)?;
        self.deputies.insert(unit.clone());
        let number = self.numbers.get(unit).copied().unwrap_or_default();
        Ok(format!("Cấp phó minh họa {}", letters(number)))
    }

    /// What enters everybody, in the order of their numbers.
    pub(crate) fn entries(&self, from: Date) -> Result<Vec<Event>, Problem> {
        let mut units: Vec<(&UnitId, usize)> = self.numbers.iter().map(|(u, n)| (u, *n)).collect();
        units.sort_by_key(|(_, number)| *number);
        let mut events = Vec::with_capacity(units.len() * 3);
        for (unit, number) in units {
            let person = person(number)?;
            let (post, is_known) = self.post(unit)?;
            events.push(Event::PersonRegistered(PersonRegistered {
                person: person.clone(),
                name: format!("Cán bộ minh họa {}", letters(number)),
            }));
            if !is_known {
                events.push(Event::PostCreated(PostCreated {
                    post: post.clone(),
                    unit: unit.clone(),
                    role: Role::Contact,
                    title: "Cán bộ đầu mối (minh họa)".to_owned(),
                    from: Some(from),
                }));
            }
            events.push(Event::PostTaken(PostTaken {
                post,
                person,
                on: from,
                instrument: None,
            }));
            if self.deputies.contains(unit) {
                events.extend(deputy(unit, number, from)?);
            }
        }
        Ok(events)
    }

    /// The unit's contact post, and whether the registry has it already.
    fn post(&self, unit: &UnitId) -> Result<(PostId, bool), Problem> {
        match self.registry.posts_of(unit, Role::Contact).first() {
            Some(post) => Ok(((*post).clone(), true)),
            None => Ok((PostId::parse(&format!("{unit}.minh-hoa"))?, false)),
        }
    }
}

/// What enters the deputy of a unit's head.
fn deputy(unit: &UnitId, number: usize, from: Date) -> Result<[Event; 3], Problem> {
    let person = PersonId::parse(&format!("minh-hoa-pho-{number:03}"))?;
    let post = PostId::parse(&format!("{unit}.pho-minh-hoa"))?;
    Ok([
        Event::PersonRegistered(PersonRegistered {
            person: person.clone(),
            name: format!("Cấp phó minh họa {}", letters(number)),
        }),
        Event::PostCreated(PostCreated {
            post: post.clone(),
            unit: unit.clone(),
            role: Role::DeputyHead,
            title: "Cấp phó (minh họa)".to_owned(),
            from: Some(from),
        }),
        Event::PostTaken(PostTaken {
            post,
            person,
            on: from,
            instrument: None,
        }),
    ])
}

fn person(number: usize) -> Result<PersonId, Problem> {
    Ok(PersonId::parse(&format!("minh-hoa-{number:03}"))?)
}

/// A name of letters alone, since the registry takes no digits in one: A to Z,
/// then AA, AB and so on.
fn letters(number: usize) -> String {
    let mut rest = number;
    let mut name = Vec::new();
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn every_number_has_letters_of_its_own() {
        assert_eq!(
            ["A", "Z", "AA", "AZ", "BA"],
            [1, 26, 27, 52, 53]
                .map(letters)
                .each_ref()
                .map(String::as_str)
        );
    }
}
