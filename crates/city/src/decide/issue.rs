//! Issuing: one order, one task for each lead unit.

use dondoc_calendar::Rule;
use dondoc_kinds::UnitId;
use dondoc_registry::{NameContext, Resolution};
use dondoc_tasks::{Addressee, Command, Draft as Words, Issue, When};
use jiff::civil::{Date, DateTime};

use crate::act::{Act, Draft};
use crate::city::City;
use crate::command::IssueProposal;
use crate::decide::item_by_hand;
use crate::refusal::Refusal;

impl City {
    pub(super) fn issue(&self, act: &Act, order: &IssueProposal) -> Result<Vec<Draft>, Refusal> {
        let words = match &order.proposal {
            Some(id) => {
                let proposal = self.tasks.proposal(id);
                let missing = || Refusal::NoSuchProposal {
                    proposal: id.clone(),
                };
                Some(&proposal.ok_or_else(missing)?.draft)
            }
            None => None,
        };
        let leads = self.leads(act, order, words)?;
        let first = self.next_task(0);
        let item = order.proposal.clone().or_else(|| item_by_hand(&first));
        let text = order
            .text
            .clone()
            .or_else(|| words.map(|words| words.text.clone()));
        let issue = Issue {
            item: item.ok_or(Refusal::NoWords)?,
            tasks: leads
                .into_iter()
                .enumerate()
                .map(|(nth, unit)| (self.next_task(nth), unit))
                .collect(),
            text: text.ok_or(Refusal::NoWords)?,
            source: words.and_then(|words| words.source.clone()),
            product: order
                .product
                .clone()
                .or_else(|| words.and_then(|words| words.product.clone()))
                .unwrap_or_default(),
            coordinating: self.coordinating(act, order, words),
            assigner: act.acting.unit.clone(),
            field: order.field.clone(),
            when: self.when(act, order, words)?,
            targets: words.map(|words| words.targets.clone()).unwrap_or_default(),
            conclusion_of: words
                .and_then(|words| self.documents.get(&words.source.as_ref()?.document))
                .and_then(|document| document.registered.conclusions_of.clone()),
            importance: order.importance,
        };
        self.task(act, Command::Issue(Box::new(issue)))
    }

    fn leads(
        &self,
        act: &Act,
        order: &IssueProposal,
        words: Option<&Words>,
    ) -> Result<Vec<UnitId>, Refusal> {
        if !order.to.is_empty() {
            return Ok(order.to.clone());
        }
        let mut leads = Vec::new();
        for addressee in words
            .map(|words| words.leads.as_slice())
            .unwrap_or_default()
        {
            leads.extend(self.expand(addressee, act.day())?);
        }
        let mut seen = std::collections::BTreeSet::new();
        leads.retain(|unit| seen.insert(unit.clone()));
        if leads.is_empty() {
            Err(Refusal::NoLead)
        } else {
            Ok(leads)
        }
    }

    /// Returns the units that an addressee means: itself, or the members of
    /// its class on that day.
    ///
    /// # Errors
    /// [`Refusal::LeadNotResolved`] when a person must say which unit is meant.
    pub fn expand(&self, addressee: &Addressee, on: Date) -> Result<Vec<UnitId>, Refusal> {
        if let Some(unit) = &addressee.unit {
            return Ok(vec![unit.clone()]);
        }
        self.units_meant(&addressee.text, on)
    }

    /// Returns the units that `text` means on that day; "the units with low
    /// disbursement" are those of [`City::low_disbursement`].
    ///
    /// # Errors
    /// [`Refusal::LeadNotResolved`] when a person must say which unit is meant.
    pub fn units_meant(&self, text: &str, on: Date) -> Result<Vec<UnitId>, Refusal> {
        let resolution = self.registry.resolve(text, on, &NameContext::default());
        let nearest = match self.members(&resolution) {
            Ok(units) => return Ok(units),
            Err(nearest) => nearest,
        };
        match self.low_disbursement(text, on) {
            Some((units, _)) if !units.is_empty() => Ok(units),
            _ => Err(Refusal::LeadNotResolved {
                text: text.to_owned(),
                nearest: nearest
                    .iter()
                    .map(|unit| self.registry.name_on(unit, on))
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// Returns the units of a resolution, or those that may be meant when a
    /// person must choose.
    pub(super) fn members(&self, resolution: &Resolution) -> Result<Vec<UnitId>, Vec<UnitId>> {
        match resolution {
            Resolution::Unit { unit, .. } => Ok(vec![unit.clone()]),
            Resolution::Class { units, .. } if !units.is_empty() => Ok(units.clone()),
            Resolution::List { parts } => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.members(&part.resolution)?);
                }
                Ok(all)
            }
            Resolution::Class { .. } => Err(Vec::new()),
            Resolution::Described { candidates, .. } | Resolution::Ambiguous { candidates } => {
                Err(candidates.clone())
            }
            Resolution::NotOnDay { successors, .. } => {
                Err(successors.iter().map(|it| it.unit.clone()).collect())
            }
            Resolution::LookAlike { .. } => Err(Vec::new()),
            Resolution::Unknown { nearest } => {
                Err(nearest.iter().map(|it| it.unit.clone()).collect())
            }
        }
    }

    /// A helper that is not clear is left out: the words of the task still name it.
    fn coordinating(&self, act: &Act, order: &IssueProposal, words: Option<&Words>) -> Vec<UnitId> {
        if let Some(with) = &order.with {
            return with.clone();
        }
        let named = words
            .map(|words| words.coordinating.as_slice())
            .unwrap_or_default();
        named
            .iter()
            .flat_map(|unit| self.expand(unit, act.day()).unwrap_or_default())
            .collect()
    }

    fn when(
        &self,
        act: &Act,
        order: &IssueProposal,
        words: Option<&Words>,
    ) -> Result<When, Refusal> {
        if let Some(when) = &order.when {
            return Ok(when.clone());
        }
        let Some(deadline) = words.and_then(|words| words.deadline.as_ref()) else {
            return Ok(When::NoDate { review_days: None });
        };
        match &deadline.rule {
            Some(Rule::Standing) => Ok(When::NoDate { review_days: None }),
            Some(rule) => Ok(When::By {
                rule: rule.clone(),
                from: self.counted_from(act, words),
                until: None,
            }),
            None => Err(Refusal::DeadlineNotUnderstood {
                text: deadline.text.to_string(),
            }),
        }
    }

    /// A document's periods count from its own date, an order typed by hand
    /// from the moment it is given.
    fn counted_from(&self, act: &Act, words: Option<&Words>) -> DateTime {
        let date = words
            .and_then(|words| self.documents.get(&words.source.as_ref()?.document))
            .and_then(|document| document.registered.date);
        date.map_or(act.valid, |date| date.at(0, 0, 0, 0))
    }
}
