//! What is asked for, and what policies may know about it.

use std::collections::BTreeSet;

use dondoc_city::City;
use dondoc_kinds::{DelegationId, DocumentId, MeetingId, PostId, ProposalId, TaskId, UnitId};
use smol_str::SmolStr;

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
    /// A delegation or vesting.
    Delegation(DelegationId),
    /// A delegation that a post would grant.
    GrantBy(PostId),
    /// What a unit has: its imports, projects, cases, inspections, figures.
    OfUnit(UnitId),
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
    pub(crate) id: String,
    pub(crate) lead: Option<UnitId>,
    pub(crate) assigner: Option<UnitId>,
    pub(crate) coordinating: BTreeSet<UnitId>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) post: Option<PostId>,
    pub(crate) public: bool,
    pub(crate) kind: Option<SmolStr>,
    pub(crate) dong: Option<u64>,
    pub(crate) area_m2: Option<u64>,
}

impl Matter {
    fn named(sort: &'static str, id: impl ToString) -> Self {
        Self {
            sort,
            id: id.to_string(),
            ..Self::default()
        }
    }

    fn public(sort: &'static str, id: impl ToString) -> Self {
        Self {
            public: true,
            ..Self::named(sort, id)
        }
    }
}

impl Resource {
    /// Looks up what policies may know. A task that does not exist has no units:
    /// nobody may do anything to it, and reading it says that it is not there.
    pub(crate) fn matter(&self, city: &City) -> Matter {
        match self {
            Self::Whole => Matter::public("Whole", "city"),
            Self::Task(id) => task(city, id),
            Self::NewTask {
                assigner,
                lead,
                field,
            } => Matter {
                assigner: Some(assigner.clone()),
                lead: lead.clone(),
                kind: field.clone(),
                ..Matter::named("Task", "new")
            },
            Self::Proposal(id) => Matter::public("Proposal", id),
            Self::Document(id) => Matter::public("Document", id),
            Self::Meeting(id) => Matter::named("Meeting", id),
            Self::Delegation(id) => delegation(city, id),
            Self::GrantBy(post) => granted_by(city, post, Matter::named("Grant", "new")),
            Self::OfUnit(unit) => Matter {
                unit: Some(unit.clone()),
                ..Matter::public("OfUnit", unit)
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
                ..Matter::named("OfUnit", unit)
            },
        }
    }
}

fn task(city: &City, id: &TaskId) -> Matter {
    let matter = Matter::public("Task", id);
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

fn delegation(city: &City, id: &DelegationId) -> Matter {
    let matter = Matter::named("Grant", id);
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
