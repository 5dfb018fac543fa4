//! What may be granted: never more, nor for longer, than the granter holds.

use std::collections::BTreeSet;

use dondoc_kinds::{DelegationId, PersonId, PostId};
use jiff::civil::Date;

use super::{
    DelegationGranted, DelegationStanding, DelegationWithdrawn, Grant, Instrument, Power,
    PowerDivested, PowerVested, Source,
};
use crate::event::{Event, Role};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::text::foreign_letters;
use crate::unit::Post;

/// Two grants of one power on one day to two posts: allowed, and shown, since
/// either delegate may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The other delegation.
    pub other: DelegationId,
    /// The powers in both.
    pub powers: BTreeSet<Power>,
}

impl Registry {
    /// Returns the delegations by the same post that overlap with a grant in
    /// days and powers.
    #[must_use]
    pub fn overlaps(&self, grant: &Grant) -> Vec<Overlap> {
        self.delegations()
            .filter(|(id, other)| {
                let end = other.ended.as_ref().map(|end| end.on);
                **id != grant.id
                    && other.grant.by == grant.by
                    && other.grant.from <= grant.to_day
                    && grant.from <= other.grant.to_day
                    && end.is_none_or(|end| grant.from < end)
            })
            .filter_map(|(id, other)| {
                let both = &other.grant.powers & &grant.powers;
                (!both.is_empty()).then(|| Overlap {
                    other: id.clone(),
                    powers: both,
                })
            })
            .collect()
    }

    pub(crate) fn check_vesting(&self, vested: PowerVested) -> Result<Vec<Event>, Refusal> {
        if self.vesting(&vested.id).is_some_and(|v| v.vested == vested) {
            return Ok(Vec::new());
        }
        self.check_free(&vested.id)?;
        let post = self.known_post(&vested.post)?;
        self.check_powers(&vested.powers, &vested.ceiling)?;
        check_instrument(&vested.instrument, vested.from)?;
        self.check_valid(post, vested.from)?;
        if let Some(to) = vested.to {
            check_days(vested.from, to)?;
        }
        Ok(vec![vested.into()])
    }

    pub(crate) fn check_divesting(&self, divested: PowerDivested) -> Result<Vec<Event>, Refusal> {
        let Some(vesting) = self.vesting(&divested.id) else {
            return Err(Refusal::UnknownGrant { id: divested.id });
        };
        match vesting.until {
            Some(until) if until <= divested.on => Ok(Vec::new()),
            _ => Ok(vec![divested.into()]),
        }
    }

    pub(crate) fn check_grant(&self, grant: Grant) -> Result<Vec<Event>, Refusal> {
        if let Some(known) = self.delegation(&grant.id)
            && known.grant == grant
        {
            return Ok(Vec::new());
        }
        self.check_free(&grant.id)?;
        let by = self.known_post(&grant.by)?;
        let to = self.known_post(&grant.to)?;
        check_days(grant.from, grant.to_day)?;
        check_instrument(&grant.instrument, grant.from)?;
        self.check_powers(&grant.powers, &grant.ceiling)?;
        self.check_valid(by, grant.from)?;
        self.check_valid(to, grant.from)?;
        self.check_source(&grant, by)?;
        let granter = self.check_granter(&grant, by)?;
        self.check_delegate(&grant, to, &granter)?;
        self.check_overlap(&grant)?;
        Ok(vec![DelegationGranted { grant, granter }.into()])
    }

    pub(crate) fn check_withdrawal(
        &self,
        withdrawn: DelegationWithdrawn,
    ) -> Result<Vec<Event>, Refusal> {
        let Some(known) = self.delegation(&withdrawn.id) else {
            return Err(Refusal::UnknownGrant { id: withdrawn.id });
        };
        match known.standing(withdrawn.on) {
            DelegationStanding::Ended(_) => Ok(Vec::new()),
            DelegationStanding::Expired => Err(Refusal::GrantExpired {
                id: withdrawn.id,
                last: known.grant.to_day,
            }),
            DelegationStanding::NotYet | DelegationStanding::InForce => Ok(vec![withdrawn.into()]),
        }
    }

    fn check_free(&self, id: &DelegationId) -> Result<(), Refusal> {
        if self.delegation(id).is_some() || self.vesting(id).is_some() {
            return Err(Refusal::GrantExists { id: id.clone() });
        }
        Ok(())
    }

    fn known_post(&self, post: &PostId) -> Result<&Post, Refusal> {
        self.post(post)
            .ok_or_else(|| Refusal::UnknownPost { post: post.clone() })
    }

    fn check_valid(&self, post: &Post, on: Date) -> Result<(), Refusal> {
        let lives = self.unit(&post.unit).is_some_and(|u| u.is_valid_on(on));
        if lives && post.from.is_none_or(|from| from <= on) {
            return Ok(());
        }
        Err(Refusal::NotValidOn {
            unit: post.unit.clone(),
            on,
        })
    }

    fn check_powers(
        &self,
        powers: &BTreeSet<Power>,
        ceiling: &super::Ceiling,
    ) -> Result<(), Refusal> {
        if powers.is_empty() {
            return Err(Refusal::NoPowers);
        }
        match ceiling.unlike(powers) {
            Some(measure) => Err(Refusal::CeilingUnlike { measure }),
            None => Ok(()),
        }
    }

    /// The granter's own power: an office's, or a vested one that covers all.
    fn check_source(&self, grant: &Grant, by: &Post) -> Result<(), Refusal> {
        let Source::Vested(source) = &grant.source else {
            return match by.role {
                Role::Head => Ok(()),
                _ => Err(Refusal::NoOwnPower {
                    post: grant.by.clone(),
                }),
            };
        };
        if self.delegation(source).is_some() || *source == grant.id {
            let source = source.clone();
            return Err(Refusal::NotPassedOn { source });
        }
        let unknown = || Refusal::UnknownGrant { id: source.clone() };
        let vesting = self.vesting(source).ok_or_else(unknown)?;
        let vested = &vesting.vested;
        if vested.post != grant.by || !vesting.is_in_force(grant.from) {
            return Err(Refusal::NoOwnPower {
                post: grant.by.clone(),
            });
        }
        if let Some(power) = grant.powers.difference(&vested.powers).next() {
            return Err(Refusal::ExceedsPowers { power: *power });
        }
        if let Err(gap) = vested.ceiling.covers(&grant.ceiling) {
            return Err(Refusal::ExceedsCeiling {
                measure: gap.measure,
            });
        }
        let withdrawn = vesting.until.and_then(|until| until.yesterday().ok());
        outlives(grant, vested.to)?;
        outlives(grant, withdrawn)
    }

    /// Who grants: the holder on the first day, whose known term covers the last.
    fn check_granter(&self, grant: &Grant, by: &Post) -> Result<PersonId, Refusal> {
        let vacant = || Refusal::VacantPost {
            post: grant.by.clone(),
            on: grant.from,
        };
        let person = self.who_held(&grant.by, grant.from).ok_or_else(vacant)?;
        outlives(grant, self.last_day(by, person, grant.from))?;
        Ok(person.clone())
    }

    fn check_delegate(&self, grant: &Grant, to: &Post, granter: &PersonId) -> Result<(), Refusal> {
        let holder = self.who_held(&grant.to, grant.from);
        if grant.to == grant.by || holder == Some(granter) || grant.person.as_ref() == Some(granter)
        {
            return Err(Refusal::ToOneself {
                post: grant.to.clone(),
            });
        }
        if let Some(named) = &grant.person {
            if holder != Some(named) {
                return Err(Refusal::NotHolding {
                    post: grant.to.clone(),
                    person: named.clone(),
                });
            }
            outlives(grant, self.last_day(to, named, grant.from))?;
        }
        let unit = self.unit(&to.unit).and_then(|unit| unit.until);
        outlives(grant, unit.and_then(|until| until.yesterday().ok()))
    }

    /// The last day known of a person in a post and of its unit.
    fn last_day(&self, post: &Post, person: &PersonId, on: Date) -> Option<Date> {
        let held = post
            .holders
            .iter()
            .find(|h| h.person == *person && h.from <= on && h.until.is_none_or(|u| on < u))
            .and_then(|h| h.until);
        let unit = self.unit(&post.unit).and_then(|unit| unit.until);
        let first = held.into_iter().chain(unit).min();
        first.and_then(|until| until.yesterday().ok())
    }

    /// One post, one delegate, one power, one day: then one ceiling too.
    fn check_overlap(&self, grant: &Grant) -> Result<(), Refusal> {
        let same = self.overlaps(grant).into_iter().find(|overlap| {
            match self.delegation(&overlap.other) {
                Some(other) => other.grant.to == grant.to,
                None => false,
            }
        });
        match same {
            Some(overlap) => Err(Refusal::GrantOverlaps {
                other: overlap.other,
            }),
            None => Ok(()),
        }
    }
}

fn outlives(grant: &Grant, last: Option<Date>) -> Result<(), Refusal> {
    match last {
        Some(last) if last < grant.to_day => Err(Refusal::OutlivesSource { last }),
        _ => Ok(()),
    }
}

fn check_days(from: Date, to: Date) -> Result<(), Refusal> {
    if to < from {
        return Err(Refusal::DaysReversed { from, to });
    }
    Ok(())
}

fn check_instrument(instrument: &Instrument, from: Date) -> Result<(), Refusal> {
    let number = instrument.number.trim();
    if number.is_empty() {
        return Err(Refusal::NoInstrument);
    }
    if let Some(odd) = foreign_letters(number).first() {
        return Err(Refusal::ForeignLetter {
            name: number.to_owned(),
            letter: odd.letter,
            place: odd.at + 1,
        });
    }
    if from < instrument.date {
        return Err(Refusal::InstrumentLater {
            date: instrument.date,
            from,
        });
    }
    Ok(())
}
