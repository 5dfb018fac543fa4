//! What is asked for, and what policies may know about it.

use std::collections::BTreeSet;

use dondoc_city::City;
use dondoc_kinds::{DelegationId, DocumentId, MeetingId, PostId, ProposalId, TaskId, UnitId};
use smol_str::SmolStr;

use crate::entities::Seat;

/// What is read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// The system as a whole: the briefing, the registry, accounts, settings.
    Whole,
    /// A task.
    Task(TaskId),
    /// A task about to be issued in the name of `assigner`.
    NewTask {
        /// In whose name.
        assigner: UnitId,
        /// Who would lead.
        lead: Option<UnitId>,
        /// The field.
        field: Option<SmolStr>,
    },
    /// A proposal; the unit is the one whose clerk works on it.
    Proposal(ProposalId),
    /// A document.
    Document(DocumentId),
    /// A meeting.
    Meeting(MeetingId),
    /// That a unit is at a meeting.
    Attendance {
        /// The meeting.
        meeting: MeetingId,
        /// The unit.
        unit: UnitId,
    },
    /// A delegation or vesting.
    Delegation(DelegationId),
    /// A delegation that a post would grant.
    GrantBy(PostId),
    /// What a unit has: its imports, projects, cases, inspections, figures.
    OfUnit(UnitId),
    /// Anything at all that is a unit's own: it assigned it, leads it, has it.
    /// Who may not do something even here may never do it.
    Own {
        /// The unit.
        unit: UnitId,
        /// A kind of matter, where a power reaches some kinds only.
        kind: Option<SmolStr>,
    },
    /// An act that is measured: money, land, a kind of case.
    Measured {
        /// The unit it belongs to.
        unit: UnitId,
        /// The kind of matter: a field, a procedure's code.
        kind: Option<SmolStr>,
        /// How much money it moves.
        dong: Option<u64>,
        /// How much land it concerns.
        area_m2: Option<u64>,
    },
}

/// What policies see of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Matter {
    pub(crate) sort: &'static str,
    pub(crate) lead: Option<UnitId>,
    pub(crate) assigner: Option<UnitId>,
    /// The units above the assigner.
    pub(crate) above: Vec<UnitId>,
    pub(crate) coordinating: BTreeSet<UnitId>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) post: Option<PostId>,
    pub(crate) public: bool,
    pub(crate) kind: Option<SmolStr>,
    pub(crate) dong: Option<u64>,
    pub(crate) area_m2: Option<u64>,
}

/// What is left of a matter when a seat looks at it: all that policies can tell
/// apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub(crate) sort: &'static str,
    pub(crate) lead: Option<UnitId>,
    pub(crate) assigner: Option<UnitId>,
    /// Of the units above the assigner, that of the seat.
    pub(crate) above: Vec<UnitId>,
    /// Of the units that help, those that the seat acts for.
    pub(crate) coordinating: BTreeSet<UnitId>,
    pub(crate) unit: Option<UnitId>,
    /// Whether its post is that of the seat.
    pub(crate) post_is_own: Option<bool>,
    pub(crate) public: bool,
    pub(crate) kind: Option<SmolStr>,
    pub(crate) dong: Option<u64>,
    pub(crate) area_m2: Option<u64>,
}

impl Matter {
    pub(crate) fn as_seen_by(&self, seat: Option<&Seat>) -> Seen {
        let own = |unit: &&UnitId| seat.is_some_and(|seat| seat.acts_for.contains(unit));
        let is_seat = |unit: &&UnitId| seat.is_some_and(|seat| seat.unit == **unit);
        let post = self.post.as_ref();
        Seen {
            sort: self.sort,
            lead: self.lead.clone(),
            assigner: self.assigner.clone(),
            above: self.above.iter().filter(is_seat).cloned().collect(),
            coordinating: self.coordinating.iter().filter(own).cloned().collect(),
            unit: self.unit.clone(),
            post_is_own: post.map(|post| seat.is_some_and(|seat| seat.post == *post)),
            public: self.public,
            kind: self.kind.clone(),
            dong: self.dong,
            area_m2: self.area_m2,
        }
    }

    fn named(sort: &'static str) -> Self {
        Self {
            sort,
            ..Self::default()
        }
    }

    fn public(sort: &'static str) -> Self {
        Self {
            public: true,
            ..Self::named(sort)
        }
    }
}

impl Resource {
    /// Looks up what policies may know. A task that does not exist has no units:
    /// nobody may do anything to it, and reading it says that it is not there.
    pub(crate) fn matter(&self, city: &City) -> Matter {
        let mut matter = self.own_matter(city);
        if let Some(assigner) = &matter.assigner {
            matter.above = above(city, assigner);
        }
        matter
    }

    /// Returns the unit in whose name a matter is acted on, where it names one.
    pub(crate) fn unit(&self, city: &City) -> Option<UnitId> {
        let matter = self.own_matter(city);
        matter.assigner.or(matter.unit)
    }

    fn own_matter(&self, city: &City) -> Matter {
        match self {
            Self::Whole => Matter::public("Whole"),
            Self::Task(id) => task(city, id),
            Self::NewTask {
                assigner,
                lead,
                field,
            } => Matter {
                assigner: Some(assigner.clone()),
                lead: lead.clone(),
                kind: field.clone(),
                ..Matter::named("Task")
            },
            Self::Proposal(id) => proposal(city, id),
            Self::Document(id) => document(city, id, Matter::public("Document")),
            Self::Meeting(id) => meeting(city, id),
            Self::Attendance { meeting: id, unit } => Matter {
                lead: Some(unit.clone()),
                ..meeting(city, id)
            },
            Self::Own { unit, kind } => Matter {
                lead: Some(unit.clone()),
                assigner: Some(unit.clone()),
                unit: Some(unit.clone()),
                kind: kind.clone(),
                dong: Some(0),
                area_m2: Some(0),
                ..Matter::named("OfUnit")
            },
            Self::Delegation(id) => delegation(city, id),
            Self::GrantBy(post) => granted_by(city, post, Matter::named("Grant")),
            Self::OfUnit(unit) => Matter {
                unit: Some(unit.clone()),
                ..Matter::public("OfUnit")
            },
            Self::Measured {
                unit,
                kind,
                dong,
                area_m2,
            } => Matter {
                unit: Some(unit.clone()),
                kind: kind.clone(),
                dong: *dong,
                area_m2: *area_m2,
                ..Matter::named("OfUnit")
            },
        }
    }
}

fn task(city: &City, id: &TaskId) -> Matter {
    let matter = Matter::public("Task");
    match city.tasks.task(id) {
        None => matter,
        Some(task) => Matter {
            lead: Some(task.lead.clone()),
            assigner: Some(task.assigner.clone()),
            coordinating: task.coordinating().cloned().collect(),
            kind: task.field().map(SmolStr::new),
            ..matter
        },
    }
}

/// A document belongs to the unit that issued it, where the registry knows it.
fn document(city: &City, id: &DocumentId, matter: Matter) -> Matter {
    let issuer = city.documents.get(id);
    let issuer = issuer.and_then(|it| it.registered.issuer_unit.clone());
    Matter {
        unit: issuer,
        ..matter
    }
}

/// A proposal belongs with its document. It is no public matter: nothing is owed
/// before somebody issues it.
fn proposal(city: &City, id: &ProposalId) -> Matter {
    let matter = Matter::named("Proposal");
    let draft = city.tasks.proposal(id).map(|it| &it.draft);
    match draft.and_then(|it| it.source.as_ref()) {
        Some(source) => document(city, &source.document, matter),
        None => matter,
    }
}

fn meeting(city: &City, id: &MeetingId) -> Matter {
    let matter = Matter::public("Meeting");
    match city.meetings.get(id) {
        None => matter,
        Some(meeting) => Matter {
            unit: Some(meeting.scheduled.chair.clone()),
            post: meeting.scheduled.chair_post.clone(),
            ..matter
        },
    }
}

/// The units above one, nearest first. A parent exists before its child, so the
/// walk ends; the bound guards against a log that was written by hand.
fn above(city: &City, unit: &UnitId) -> Vec<UnitId> {
    let mut above = Vec::new();
    let mut at = unit;
    while let Some(parent) = city.registry.unit(at).and_then(|unit| unit.parent.as_ref())
        && above.len() < 16
    {
        above.push(parent.clone());
        at = parent;
    }
    above
}

fn delegation(city: &City, id: &DelegationId) -> Matter {
    let matter = Matter::named("Grant");
    let granted = city.registry.delegation(id).map(|found| &found.grant.by);
    let vested = city.registry.vesting(id).map(|found| &found.vested.post);
    match granted.or(vested) {
        Some(post) => granted_by(city, post, matter),
        None => matter,
    }
}

fn granted_by(city: &City, post: &PostId, matter: Matter) -> Matter {
    Matter {
        unit: city.registry.post(post).map(|found| found.unit.clone()),
        post: Some(post.clone()),
        ..matter
    }
}
