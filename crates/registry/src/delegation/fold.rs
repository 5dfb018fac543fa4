//! Delegations in the fold, and the questions they answer.

use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use jiff::civil::Date;

use super::{
    Delegation, DelegationGranted, DelegationWithdrawn, EndCause, Ended, PowerDivested,
    PowerVested, Source, Vesting,
};
use crate::registry::Registry;

impl Registry {
    /// Returns every delegation that was ever granted, in order of id.
    pub fn delegations(&self) -> impl Iterator<Item = (&DelegationId, &Delegation)> {
        self.delegations.iter()
    }

    /// Returns a delegation.
    #[must_use]
    pub fn delegation(&self, id: &DelegationId) -> Option<&Delegation> {
        self.delegations.get(id)
    }

    /// Returns every vesting, in order of id.
    pub fn vestings(&self) -> impl Iterator<Item = (&DelegationId, &Vesting)> {
        self.vestings.iter()
    }

    /// Returns a vesting.
    #[must_use]
    pub fn vesting(&self, id: &DelegationId) -> Option<&Vesting> {
        self.vestings.get(id)
    }

    /// Returns the delegations in force on a day that let a person in a post act,
    /// in order of id.
    pub fn delegated_to<'a>(
        &'a self,
        post: &PostId,
        person: &PersonId,
        on: Date,
    ) -> impl Iterator<Item = (&'a DelegationId, &'a Delegation)> + use<'a> {
        let person = person.clone();
        let ids = self.granted_to.get(post).into_iter().flatten();
        ids.filter_map(|id| self.delegations.get_key_value(id))
            .filter(move |(_, delegation)| {
                let named = &delegation.grant.person;
                delegation.is_in_force(on) && named.as_ref().is_none_or(|named| *named == person)
            })
    }

    /// Returns the vestings ever made in a post, in order of id.
    pub fn vested_in<'a>(
        &'a self,
        post: &PostId,
    ) -> impl Iterator<Item = (&'a DelegationId, &'a Vesting)> + use<'a> {
        let ids = self.vested_in.get(post).into_iter().flatten();
        ids.filter_map(|id| self.vestings.get_key_value(id))
    }

    /// Returns the posts that a person holds on a day, in order of id.
    pub fn posts_held<'a>(
        &'a self,
        person: &'a PersonId,
        on: Date,
    ) -> impl Iterator<Item = &'a PostId> {
        let ever = self.ever_held.get(person).into_iter().flatten();
        ever.filter(move |post| self.who_held(post, on) == Some(person))
    }

    /// Rebuilds who held, was granted and vested what, after a snapshot is read.
    pub(crate) fn reindex_holders(&mut self) {
        for (id, post) in &self.posts {
            for holder in &post.holders {
                let held = self.ever_held.entry(holder.person.clone()).or_default();
                held.insert(id.clone());
            }
        }
        for (id, delegation) in &self.delegations {
            let to = delegation.grant.to.clone();
            self.granted_to.entry(to).or_default().insert(id.clone());
        }
        for (id, vesting) in &self.vestings {
            let post = vesting.vested.post.clone();
            self.vested_in.entry(post).or_default().insert(id.clone());
        }
    }

    pub(crate) fn vest(&mut self, vested: &PowerVested) {
        let vesting = Vesting {
            vested: vested.clone(),
            until: None,
        };
        let of_post = self.vested_in.entry(vested.post.clone()).or_default();
        of_post.insert(vested.id.clone());
        self.vestings.insert(vested.id.clone(), vesting);
    }

    pub(crate) fn divest(&mut self, divested: &PowerDivested) {
        if let Some(vesting) = self.vestings.get_mut(&divested.id) {
            vesting.until = Some(divested.on);
        }
        let source = Source::Vested(divested.id.clone());
        self.end_delegations(divested.on, &EndCause::SourceWithdrawn, |delegation| {
            delegation.grant.source == source
        });
    }

    pub(crate) fn delegate(&mut self, granted: &DelegationGranted) {
        let delegation = Delegation {
            grant: granted.grant.clone(),
            granter: granted.granter.clone(),
            ended: None,
        };
        let id = granted.grant.id.clone();
        let to_post = self.granted_to.entry(granted.grant.to.clone()).or_default();
        to_post.insert(id.clone());
        self.delegations.insert(id, delegation);
    }

    pub(crate) fn withdraw(&mut self, withdrawn: &DelegationWithdrawn) {
        let cause = EndCause::Withdrawn(withdrawn.reason.clone());
        self.end_delegations(withdrawn.on, &cause, |delegation| {
            delegation.grant.id == withdrawn.id
        });
    }

    /// Ends what rests on a person in a post, from the day they left it.
    pub(crate) fn end_with_holder(&mut self, post: &PostId, person: &PersonId, on: Date) {
        self.end_delegations(on, &EndCause::GranterLeft, |delegation| {
            delegation.grant.by == *post && delegation.granter == *person
        });
        self.end_delegations(on, &EndCause::DelegateLeft, |delegation| {
            delegation.grant.to == *post && delegation.grant.person.as_ref() == Some(person)
        });
    }

    /// Ends what rests on a unit, or was given to it, from its first day without.
    pub(crate) fn end_with_unit(&mut self, unit: &UnitId, on: Date) {
        let posts: Vec<PostId> = self
            .posts
            .iter()
            .filter(|(_, post)| post.unit == *unit)
            .map(|(id, _)| id.clone())
            .collect();
        self.end_delegations(on, &EndCause::GranterUnitEnded, |delegation| {
            posts.contains(&delegation.grant.by)
        });
        self.end_delegations(on, &EndCause::DelegateUnitEnded, |delegation| {
            posts.contains(&delegation.grant.to)
        });
    }

    /// The earliest end counts; an end after the last day changes nothing.
    fn end_delegations(
        &mut self,
        on: Date,
        cause: &EndCause,
        concerned: impl Fn(&Delegation) -> bool,
    ) {
        for delegation in self.delegations.values_mut() {
            let earlier = delegation.ended.as_ref().is_none_or(|end| on < end.on);
            if earlier && on <= delegation.grant.to_day && concerned(delegation) {
                delegation.ended = Some(Ended {
                    on,
                    cause: cause.clone(),
                });
            }
        }
    }
}
