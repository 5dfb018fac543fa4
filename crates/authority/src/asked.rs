//! Which act on which matter a command is.
//!
//! Every command of the city has its line here, so that a new one does not
//! compile before somebody said what it is.

use dondoc_city::{Acting, City, Command};
use dondoc_investment::room::plan::moved;
use dondoc_investment::room::project::ClearanceStep;
use dondoc_kinds::{TaskId, UnitId};
use dondoc_meetings::Command as Meeting;
use dondoc_registry::Command as Registry;
use dondoc_tasks::Command as Task;
use jiff::Timestamp;

use crate::action::Action;
use crate::authority::Authority;
use crate::decision::Decision;
use crate::principal::Principal;
use crate::resource::Resource;

/// The kind of matter that public investment is, as ceilings and tasks name it.
pub const PUBLIC_INVESTMENT: &str = "dau-tu-cong";

/// The step of site clearance that approves a plan of compensation.
pub const APPROVAL: &str = "approval";

/// What a command is: an act, and the matters it may be meant for. Most name
/// their matter; an order is given in the name of one of the units that somebody
/// may act for, and the first that is allowed is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The act.
    pub action: Action,
    /// The matters; not empty.
    pub on: Vec<Resource>,
}

impl Asked {
    fn one(action: Action, on: Resource) -> Vec<Self> {
        let on = vec![on];
        vec![Self { action, on }]
    }
}

/// What was refused, and what about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The decision.
    pub decision: Decision,
    /// The matter.
    pub on: Resource,
}

impl Authority {
    /// Decides on a command and returns in whose name it is done.
    ///
    /// # Errors
    /// [`Refused`] with the first act in it that may not be done.
    pub fn acting(
        &self,
        city: &City,
        who: &Principal,
        command: &Command,
        at: Timestamp,
    ) -> Result<(Acting, Vec<Decision>), Box<Refused>> {
        let names = self.names(city, who, at);
        let (mut acting, mut decisions) = (None, Vec::new());
        for asked in asked(city, command, &names) {
            let mut refused = None;
            let mut allowed = None;
            for on in asked.on {
                let decision = self.decide(city, who, asked.action, &on, at);
                if decision.allowed {
                    allowed = Some((decision, on));
                    break;
                }
                refused.get_or_insert(Refused { decision, on });
            }
            match (allowed, refused) {
                (Some((decision, on)), _) => {
                    let unit = on.unit(city).or_else(|| names.first().cloned());
                    if acting.is_none()
                        && let Some(unit) = unit
                    {
                        acting = decision.acting(&unit);
                    }
                    decisions.push(decision);
                }
                (None, Some(refused)) => return Err(Box::new(refused)),
                (None, None) => {}
            }
        }
        match acting {
            Some(acting) => Ok((acting, decisions)),
            None => {
                // No unit to act for: somebody without a post.
                let on = Resource::Whole;
                let action = decisions.first().map_or(Action::TaskIssue, |it| it.action);
                let decision = Decision {
                    action,
                    allowed: false,
                    under: None,
                    reasons: Vec::new(),
                    policy_set: self.policy_set(),
                };
                Err(Box::new(Refused { decision, on }))
            }
        }
    }
}

/// Returns what a command is, for somebody who may act in these names.
pub fn asked(city: &City, command: &Command, names: &[UnitId]) -> Vec<Asked> {
    match command {
        Command::Calendar(_) => Asked::one(Action::CalendarChange, Resource::Whole),
        Command::Registry(commands) => commands.iter().flat_map(registry).collect(),
        Command::RegisterDocument(_) => own(Action::DocumentRegister, names),
        Command::ChangeDocument(event) => {
            let on = Resource::Document(event.document().clone());
            Asked::one(Action::DocumentChange, on)
        }
        Command::Issue(order) => {
            let lead = order.to.first();
            let on = names.iter().map(|unit| Resource::NewTask {
                assigner: unit.clone(),
                lead: lead.cloned(),
                field: order.field.clone(),
            });
            some(Action::TaskIssue, on.collect())
        }
        Command::Task(command) => task(command),
        Command::Meeting(command) => meeting(city, command),
        Command::SignOff { meeting, .. } => {
            Asked::one(Action::MeetingSignOff, Resource::Meeting(meeting.clone()))
        }
        Command::DailyRun => Asked::one(Action::DailyRun, Resource::Whole),
        Command::Set(dondoc_city::SettingsEvent::ApprovalSet(set)) => {
            Asked::one(Action::SettingsChange, Resource::OfUnit(set.unit.clone()))
        }
        Command::Set(_) => Asked::one(Action::SettingsChange, Resource::Whole),
        Command::NoteImport(_) => own(Action::ImportRun, names),
        Command::UndoImport { import, .. } => {
            // An import belongs to the unit in whose name its tasks were issued.
            let made = city.imports.get(import).map(|import| &import.made);
            let first = made.and_then(|made| made.tasks.first());
            let unit = first
                .and_then(|id| city.tasks.task(id))
                .map(|task| &task.assigner);
            match unit {
                Some(unit) => Asked::one(Action::ImportUndo, Resource::OfUnit(unit.clone())),
                None => own(Action::ImportUndo, names),
            }
        }
        Command::ImportLog(_) => own(Action::ProcedureImport, names),
        // A case log names no unit of its own: who may bring one in may take one back.
        Command::WithdrawLog { .. } => own(Action::ProcedureImport, names),
        Command::Investment(command) => match &command.event {
            dondoc_investment::room::event::Event::LawSet(_) => {
                Asked::one(Action::SettingsChange, Resource::Whole)
            }
            // A plan that no table brought is one that somebody moved money in.
            dondoc_investment::room::event::Event::PlanAdopted(it) if it.import.is_none() => {
                let newest = city.investment.plans.get(&it.plan);
                let newest = newest.and_then(|plan| plan.newest());
                let dong = moved(newest, &it.lines);
                let on = names.iter().map(|unit| Resource::Measured {
                    unit: unit.clone(),
                    kind: Some(PUBLIC_INVESTMENT.into()),
                    dong: Some(dong),
                    area_m2: None,
                });
                some(Action::InvestmentReallocate, on.collect())
            }
            dondoc_investment::room::event::Event::ClearanceSteps(it) => {
                let approved = it.steps.iter().filter(|step| step.step == APPROVAL);
                let approved: Vec<Asked> = approved
                    .flat_map(|step| approval(city, step, names))
                    .collect();
                match approved.is_empty() {
                    true => own(Action::InvestmentReport, names),
                    false => approved,
                }
            }
            _ => own(Action::InvestmentReport, names),
        },
        Command::RaiseObstacle(raise) => {
            let on = names.iter().map(|unit| Resource::NewTask {
                assigner: unit.clone(),
                lead: Some(raise.owner.clone()),
                field: Some(PUBLIC_INVESTMENT.into()),
            });
            some(Action::TaskIssue, on.collect())
        }
        Command::Procedure(command) => {
            use dondoc_procedures::room::Command as Procedure;
            match &**command {
                Procedure::Catalogue(_) | Procedure::Link(_) | Procedure::Change(_) => {
                    own(Action::ProcedureCatalogue, names)
                }
                // Figures reckoned of imported cases.
                Procedure::KeepSheet(_)
                | Procedure::KeepEffect(_)
                | Procedure::KeepAssessment(_) => own(Action::ProcedureImport, names),
            }
        }
        Command::SignSheet(it) => {
            let mut asked = own(Action::ProcedureRedesign, names);
            let on = names.iter().map(|unit| Resource::NewTask {
                assigner: unit.clone(),
                lead: Some(it.sign.unit.clone()),
                field: Some("cai-cach-hanh-chinh".into()),
            });
            asked.extend(some(Action::TaskIssue, on.collect()));
            asked
        }
        Command::HandOver { .. } => Asked::one(Action::RegistryChange, Resource::Whole),
    }
}

/// Returns the land that a step of site clearance is about, square metres; `None`
/// when nobody has entered it.
pub fn land_of(city: &City, step: &ClearanceStep) -> Option<u64> {
    let project = city.investment.projects.get(&step.project)?;
    let state = project.areas.get(&step.area)?.on(step.on)?;
    u64::try_from(state.area_m2.0).ok()
}

/// The approval of a plan of compensation, measured by the land it recovers.
fn approval(city: &City, step: &ClearanceStep, names: &[UnitId]) -> Vec<Asked> {
    let area_m2 = land_of(city, step);
    let on = names.iter().map(|unit| Resource::Measured {
        unit: unit.clone(),
        kind: Some(PUBLIC_INVESTMENT.into()),
        dong: None,
        area_m2,
    });
    some(Action::ClearanceApprove, on.collect())
}

fn some(action: Action, mut on: Vec<Resource>) -> Vec<Asked> {
    if on.is_empty() {
        on.push(Resource::Whole);
    }
    vec![Asked { action, on }]
}

fn own(action: Action, names: &[UnitId]) -> Vec<Asked> {
    let on = names.iter().cloned().map(Resource::OfUnit);
    some(action, on.collect())
}

fn registry(command: &Registry) -> Vec<Asked> {
    match command {
        Registry::VestPower(vested) => {
            Asked::one(Action::PowerVest, Resource::GrantBy(vested.post.clone()))
        }
        Registry::DivestPower(divested) => Asked::one(
            Action::PowerDivest,
            Resource::Delegation(divested.id.clone()),
        ),
        Registry::Delegate(grant) => {
            Asked::one(Action::DelegationGrant, Resource::GrantBy(grant.by.clone()))
        }
        Registry::WithdrawDelegation(withdrawn) => Asked::one(
            Action::DelegationWithdraw,
            Resource::Delegation(withdrawn.id.clone()),
        ),
        Registry::SetNaming(_)
        | Registry::DefineClass(_)
        | Registry::CreateUnit(_)
        | Registry::RenameUnit(_)
        | Registry::MergeUnits(_)
        | Registry::SplitUnit(_)
        | Registry::AbolishUnit(_)
        | Registry::AddAlias(_)
        | Registry::CreatePost(_)
        | Registry::RegisterPerson(_)
        | Registry::TakePost(_)
        | Registry::LeavePost(_) => Asked::one(Action::RegistryChange, Resource::Whole),
    }
}

fn task(command: &Task) -> Vec<Asked> {
    let on = |action, task: &TaskId| Asked::one(action, Resource::Task(task.clone()));
    match command {
        Task::Propose { proposal, .. }
        | Task::Edit { proposal, .. }
        | Task::Merge { proposal, .. }
        | Task::Split { proposal, .. } => {
            Asked::one(Action::ProposalEdit, Resource::Proposal(proposal.clone()))
        }
        Task::Refuse { proposal, .. } => {
            Asked::one(Action::ProposalRefuse, Resource::Proposal(proposal.clone()))
        }
        Task::Issue(order) => {
            let new = Resource::NewTask {
                assigner: order.assigner.clone(),
                lead: order.tasks.first().map(|(_, lead)| lead.clone()),
                field: order.field.clone(),
            };
            Asked::one(Action::TaskIssue, new)
        }
        Task::Accept { task } => on(Action::TaskAccept, task),
        Task::Report(report) | Task::Submit(report) => on(Action::TaskReport, &report.task),
        Task::ApproveReport { task, .. } | Task::DeclineReport { task, .. } => {
            on(Action::TaskApprove, task)
        }
        Task::Return { task, .. } => on(Action::TaskReturn, task),
        Task::Confirm { task, .. } => on(Action::TaskConfirm, task),
        Task::RequestExtension { task, .. } => on(Action::TaskRequestExtension, task),
        Task::Extend(extend) => on(Action::TaskExtend, &extend.task),
        Task::RefuseExtension { task, .. } => on(Action::TaskExtend, task),
        Task::Suspend { task, .. } | Task::Resume { task, .. } | Task::Cancel { task, .. } => {
            on(Action::TaskCancel, task)
        }
        Task::Transfer { task, .. } | Task::ChangeAssigner { task, .. } => {
            on(Action::TaskTransfer, task)
        }
        Task::MarkSource { by, .. } => {
            Asked::one(Action::DocumentChange, Resource::Document(by.clone()))
        }
        Task::ReviewSource { task, .. } => on(Action::TaskReturn, task),
        Task::ClaimExcuse { task, .. } => on(Action::TaskClaimExcuse, task),
        Task::Excuse { task, .. } | Task::RefuseExcuse { task, .. } => on(Action::TaskExcuse, task),
        Task::DemandExplanation { task, .. } | Task::Urge { task, .. } => {
            on(Action::TaskDemandExplanation, task)
        }
        Task::Explain { task, .. } => on(Action::TaskExplain, task),
        Task::PlaceOnAgenda { task, .. } => on(Action::TaskAgenda, task),
    }
}

fn meeting(city: &City, command: &Meeting) -> Vec<Asked> {
    let on =
        |action, id: &dondoc_kinds::MeetingId| Asked::one(action, Resource::Meeting(id.clone()));
    match command {
        Meeting::Schedule(scheduled) => {
            let plan = |on| Asked {
                action: Action::MeetingPlan,
                on: vec![on],
            };
            let chair = plan(Resource::OfUnit(scheduled.chair.clone()));
            // Called anew, it is taken from nobody: both chairs must be theirs.
            match city.meetings.get(&scheduled.meeting) {
                Some(_) => vec![chair, plan(Resource::Meeting(scheduled.meeting.clone()))],
                None => vec![chair],
            }
        }
        Meeting::SetAgenda { meeting, .. } => on(Action::MeetingPlan, meeting),
        Meeting::Attend(attended) => {
            let matter = Resource::Attendance {
                meeting: attended.meeting.clone(),
                unit: attended.unit.clone(),
            };
            Asked::one(Action::MeetingAttend, matter)
        }
        Meeting::Open { meeting } => on(Action::MeetingOpen, meeting),
        Meeting::Conclude { meeting, .. }
        | Meeting::Correct { meeting, .. }
        | Meeting::Withdraw { meeting, .. } => on(Action::MeetingConclude, meeting),
        Meeting::SignOff { meeting, .. } => on(Action::MeetingSignOff, meeting),
        Meeting::Close { meeting } => on(Action::MeetingClose, meeting),
    }
}
