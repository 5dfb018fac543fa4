//! Who may do what, asked of the policies.
//!
//! A page needs none of this to act: `ctx.act(command)` asks in whose name each
//! command may be done. What it offers, it asks by [`may`]. The route table says
//! what act each route is; [`admit`] asks about the thing that the path names, or
//! whether somebody may ever do it where there is no such thing.
//!
//! Authority is that of the present, whatever day is looked at.

use std::sync::Arc;

use dondoc_authority::{Action, Attempt, Decision, Principal, Reason, Resource, SystemRole};
use dondoc_city::{Acting, City, Command};
use dondoc_kinds::{Arg, DelegationId, UnitId};
use dondoc_messages::text;
use dondoc_registry::{Ceiling, Measure};
use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::answer::Trouble;
use crate::ask::{Ctx, query};
use crate::decisions::Record;
use crate::look::Look;
use crate::who::Who;
use crate::words::Words;

/// Why somebody may not do something, in words.
#[derive(Debug, Clone)]
pub(crate) struct Why {
    /// The act.
    pub(crate) act: String,
    /// Each way in which it was tried.
    pub(crate) tries: Vec<Tried>,
    /// Where the whole explanation stands: also who may.
    pub(crate) more: String,
    /// The policies that forbade it.
    pub(crate) policies: Vec<String>,
}

impl Why {
    /// Says it in one line, for a form that keeps what was typed.
    pub(crate) fn in_words(&self, w: Words) -> String {
        let mut all = vec![w.with("authority-denied", &self.act)];
        for tried in self.tries.iter().filter(|it| !it.because.is_empty()) {
            all.push(format!("{}: {}", tried.name, tried.because.join(" ")));
        }
        all.join(" ")
    }
}

/// One way in which something was tried.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    /// As whom: a post, under a delegation.
    pub(crate) name: String,
    pub(crate) allowed: bool,
    /// The policies that decided, with their law; empty when none allows it.
    pub(crate) because: Vec<String>,
}

/// Returns who asks, as policies see them.
pub(crate) fn principal(who: Option<&Who>) -> Principal {
    let Some(who) = who else {
        return Principal::guest();
    };
    let mut principal = match &who.account.person {
        Some(person) => Principal::person(person.clone()),
        None => Principal::account(),
    };
    let chosen = who.session.post.as_ref();
    if let Some(post) = chosen.filter(|post| who.posts.iter().any(|held| held.post == **post)) {
        principal = principal.in_post(post.clone());
    }
    if who.account.is_admin {
        principal = principal.with_role(SystemRole::Administrator);
    }
    match &who.scopes {
        Some(scopes) => principal.with_scopes(scopes.iter().copied()),
        None => principal,
    }
}

/// The present, as authority sees it.
pub(crate) struct Present<'a> {
    ctx: &'a Ctx,
    look: Arc<Look>,
    principal: Principal,
    at: Timestamp,
}

impl<'a> Present<'a> {
    pub(crate) fn of(ctx: &'a Ctx) -> Result<Self, Trouble> {
        Ok(Self {
            ctx,
            look: ctx.state.look(None)?,
            principal: principal(ctx.ask.who.as_deref()),
            at: instant(ctx.state.moment().1),
        })
    }

    pub(crate) fn city(&self) -> &City {
        &self.look.city
    }

    pub(crate) fn decide(&self, action: Action, on: &Resource) -> Decision {
        let authority = &self.ctx.state.authority;
        authority.decide(self.city(), &self.principal, action, on, self.at)
    }

    /// Returns whether there is anything at all to which they may do this.
    pub(crate) fn may_ever(&self, action: Action) -> bool {
        let authority = &self.ctx.state.authority;
        let ever = authority.may_ever(self.city(), &self.principal, action, self.at);
        ever.allowed
    }

    /// Returns the units in whose name they may act, the first one first.
    pub(crate) fn names(&self) -> Vec<UnitId> {
        let authority = &self.ctx.state.authority;
        authority.names(self.city(), &self.principal, self.at)
    }

    /// Returns in whose name a command is done.
    pub(crate) fn acting(&self, command: &Command) -> Result<Acting, Trouble> {
        let authority = &self.ctx.state.authority;
        match authority.acting(self.city(), &self.principal, command, self.at) {
            Ok((acting, decisions)) => {
                for decision in &decisions {
                    self.record(decision, "");
                }
                Ok(acting)
            }
            // To what is not there nobody may do anything.
            Err(refused) if !is_there(self.city(), &refused.on) => Err(Trouble::NotFound),
            Err(refused) => Err(self.denied(&refused.decision, &refused.on)),
        }
    }

    fn record(&self, decision: &Decision, on: &str) {
        let who = self.ctx.ask.who.as_deref();
        self.ctx.state.decisions.record(&Record {
            at: crate::state::now(),
            account: who.map(|who| who.account.login.as_str()),
            token: who.and_then(|who| who.token.as_deref()),
            path: &self.ctx.ask.path,
            on,
            decision,
        });
    }

    fn denied(&self, decision: &Decision, on: &Resource) -> Trouble {
        self.record(decision, &place(on));
        if self.ctx.ask.who.is_none() {
            return Trouble::SignIn;
        }
        Trouble::Denied(Box::new(self.why(decision.action, on)))
    }

    /// Says why somebody may or may not do something.
    pub(crate) fn why(&self, action: Action, on: &Resource) -> Why {
        let authority = &self.ctx.state.authority;
        let attempts = authority.attempts(self.city(), &self.principal, action, on, self.at);
        let w = self.ctx.words();
        let mut params = vec![("act", action.name())];
        let place = place(on);
        if !place.is_empty() {
            params.push(("on", &place));
        }
        let amounts = amounts(on);
        params.extend(
            amounts
                .iter()
                .map(|(name, amount)| (*name, amount.as_str())),
        );
        let mut policies: Vec<String> = attempts
            .iter()
            .filter(|it| !it.allowed)
            .flat_map(|it| it.reasons.iter().map(|reason| reason.policy.to_string()))
            .collect();
        policies.sort();
        policies.dedup();
        Why {
            act: act_words(action, w),
            tries: tried(self.city(), &attempts, on, w),
            more: self.ctx.to(&format!("/authority/why?{}", query(&params))),
            policies,
        }
    }
}

/// Returns an act in words.
pub(crate) fn act_words(action: Action, w: Words) -> String {
    w.t(&format!("act-{}", action.name().replace(['.', '_'], "-")))
}

/// Returns a policy in words, with the law it rests on.
pub(crate) fn policy_words(reason: &Reason, w: Words) -> String {
    let said = w.t(&format!("policy-{}", reason.policy));
    match &reason.law {
        Some(law) => format!("{said} ({law})"),
        None => said,
    }
}

/// Returns the tries that say something: a role that is no post is left out when
/// no policy spoke about it.
pub(crate) fn tried(city: &City, attempts: &[Attempt], on: &Resource, w: Words) -> Vec<Tried> {
    let speaks = |it: &&Attempt| it.allowed || it.under.role.is_none() || !it.reasons.is_empty();
    let words = |it: &Attempt| Tried {
        name: under_words(city, it, w),
        allowed: it.allowed,
        because: because(city, it, on, w),
    };
    attempts.iter().filter(speaks).map(words).collect()
}

/// The policies that decided, in words; of a ceiling also what was asked for and
/// how far it reaches.
fn because(city: &City, attempt: &Attempt, on: &Resource, w: Words) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for reason in &attempt.reasons {
        said.push(policy_words(reason, w));
        let measure = match reason.policy.trim_start_matches("vested-") {
            "within-money" => Measure::Money,
            "within-area" => Measure::Area,
            _ => continue,
        };
        let ceiling = attempt.under.delegation.as_ref();
        let ceiling = ceiling.and_then(|id| ceiling_of(city, id));
        let most = ceiling.and_then(|it| measure.of(it));
        let asked = match (on, measure) {
            (Resource::Measured { dong, .. }, Measure::Money) => *dong,
            (Resource::Measured { area_m2, .. }, Measure::Area) => *area_m2,
            _ => None,
        };
        if let (Some(most), Some(asked)) = (most, asked) {
            let key = format!("authority-above-{}", measure.name());
            let args = [
                ("asked", Arg::Text(w.number(asked))),
                ("most", Arg::Text(w.number(most))),
            ];
            said.push(text(w.lang, &key, &args));
        }
    }
    said
}

/// Returns how far a delegation or vesting reaches.
pub(crate) fn ceiling_of<'a>(city: &'a City, id: &DelegationId) -> Option<&'a Ceiling> {
    let registry = &city.registry;
    let delegated = registry.delegation(id).map(|it| &it.grant.ceiling);
    delegated.or_else(|| registry.vesting(id).map(|it| &it.vested.ceiling))
}

fn under_words(city: &City, attempt: &Attempt, w: Words) -> String {
    let under = &attempt.under;
    let post = match (&under.post, under.role) {
        (Some(post), _) => city
            .registry
            .post(post)
            .map_or(post.to_string(), |post| post.title.clone()),
        (None, Some(role)) => w.t(&format!("authority-role-{}", role.name().replace('_', "-"))),
        (None, None) => String::new(),
    };
    match &under.delegation {
        Some(id) => format!("{post} · {}", w.with("authority-under", id.as_str())),
        None => post,
    }
}

/// Refuses who may not ask a route.
pub(crate) fn admit(ctx: &Ctx, action: Action) -> Result<(), Trouble> {
    let is_open = action.is_read() && ctx.state.options.guests_read;
    if ctx.ask.who.is_none() && !is_open {
        return Err(Trouble::SignIn);
    }
    let present = Present::of(ctx)?;
    let (decision, on) = match named(present.city(), &ctx.ask.path) {
        Some(on) => (present.decide(action, &on), on),
        None => {
            let authority = &ctx.state.authority;
            let city = present.city();
            let ever = authority.may_ever(city, &present.principal, action, present.at);
            (ever, Resource::Whole)
        }
    };
    if !decision.allowed {
        return Err(present.denied(&decision, &on));
    }
    if action.is_read() && action.is_sensitive() {
        present.record(&decision, &place(&on));
    }
    Ok(())
}

/// Returns whether somebody may do something to something: what a page offers.
pub(crate) fn may(ctx: &Ctx, action: Action, on: &Resource) -> bool {
    ctx.ask.who.is_some() && Present::of(ctx).is_ok_and(|it| it.decide(action, on).allowed)
}

/// Returns the thing that a path of this site names, if it is there.
fn named(city: &City, path: &str) -> Option<Resource> {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let mut parts = path.trim_start_matches('/').split('/');
    let on = parse(&format!("{}/{}", parts.next()?, parts.next()?))?;
    is_there(city, &on).then_some(on)
}

fn is_there(city: &City, on: &Resource) -> bool {
    match on {
        Resource::Task(id) => city.tasks.task(id).is_some(),
        Resource::Document(id) => city.documents.get(id).is_some(),
        Resource::Proposal(id) => city.tasks.proposal(id).is_some(),
        Resource::Meeting(id) => city.meetings.get(id).is_some(),
        Resource::OfUnit(id) => city.registry.unit(id).is_some(),
        Resource::Delegation(id) => {
            city.registry.delegation(id).is_some() || city.registry.vesting(id).is_some()
        }
        Resource::GrantBy(id) => city.registry.post(id).is_some(),
        Resource::Attendance { meeting, .. } => city.meetings.get(meeting).is_some(),
        Resource::Whole
        | Resource::NewTask { .. }
        | Resource::Own { .. }
        | Resource::Measured { .. } => true,
    }
}

/// Reads a thing as addresses write it, e.g. `tasks/nv-000001`.
pub(crate) fn parse(text: &str) -> Option<Resource> {
    let (kind, id) = text.split_once('/')?;
    match kind {
        "tasks" => id.parse().ok().map(Resource::Task),
        "documents" => id.parse().ok().map(Resource::Document),
        "proposals" => id.parse().ok().map(Resource::Proposal),
        "meetings" => id.parse().ok().map(Resource::Meeting),
        "units" => id.parse().ok().map(Resource::OfUnit),
        "delegations" => id.parse().ok().map(Resource::Delegation),
        "posts" => id.parse().ok().map(Resource::GrantBy),
        _ => None,
    }
}

/// Writes a thing as addresses do; empty for one that has no address.
pub(crate) fn place(on: &Resource) -> String {
    match on {
        Resource::Task(id) => format!("tasks/{id}"),
        Resource::Document(id) => format!("documents/{id}"),
        Resource::Proposal(id) => format!("proposals/{id}"),
        Resource::Meeting(id) | Resource::Attendance { meeting: id, .. } => {
            format!("meetings/{id}")
        }
        Resource::OfUnit(id) | Resource::Own { unit: id, .. } => format!("units/{id}"),
        Resource::Measured { unit, .. } => format!("units/{unit}"),
        Resource::NewTask { assigner, .. } => format!("units/{assigner}"),
        Resource::Delegation(id) => format!("delegations/{id}"),
        Resource::GrantBy(post) => format!("posts/{post}"),
        Resource::Whole => String::new(),
    }
}

/// Writes what a measured act moves, as parameters of the page that says who may.
fn amounts(on: &Resource) -> Vec<(&'static str, String)> {
    let Resource::Measured {
        kind,
        dong,
        area_m2,
        ..
    } = on
    else {
        return Vec::new();
    };
    let kind = kind.as_ref().map(|kind| ("kind", kind.to_string()));
    let dong = dong.map(|dong| ("dong", dong.to_string()));
    let area = area_m2.map(|area| ("area", area.to_string()));
    [kind, dong, area].into_iter().flatten().collect()
}

/// Returns the moment that a day and time in Việt Nam is; policies count days.
pub(crate) fn instant(valid: DateTime) -> Timestamp {
    let offset = jiff::tz::Offset::constant(7);
    offset.to_timestamp(valid).unwrap_or(Timestamp::UNIX_EPOCH)
}
