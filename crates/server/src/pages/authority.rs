//! `/authority`: which post holds which power; who may do a thing on a day; how
//! a power was used.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use dondoc_authority::{Action, Principal, Resource, Under};
use dondoc_kinds::{PostId, UnitId};
use dondoc_registry::{Power, Role};
use jiff::civil::Date;

use crate::access::{Present, Why, act_words, instant, parse};
use crate::answer::{Trouble, html};
use crate::ask::{Ctx, query};
use crate::pages::delegations::{
    Row, ceiling_words, post_title, power_link, power_words, row, whole,
};
use crate::pages::{Frame, Link, unit};
use crate::powers::{UseRow, uses_of};

/// Posts of one page of the matrix.
const PAGE: usize = 40;

#[derive(Debug, Template)]
#[template(path = "authority.html")]
struct MatrixPage {
    f: Frame,
    search: String,
    heads: Vec<Link>,
    rows: Vec<PostRow>,
    found: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug)]
struct PostRow {
    title: String,
    unit: Link,
    holder: String,
    cells: Vec<Cell>,
}

/// Where a power comes from: the office, or an instrument.
#[derive(Debug)]
struct Cell {
    by_office: bool,
    given: Vec<Link>,
}

/// Which powers a role in a unit's kind has by office: asked once for all posts
/// alike, of what is the unit's own.
struct Offices<'a> {
    ctx: &'a Ctx,
    known: BTreeMap<(String, Role), Vec<bool>>,
}

impl Offices<'_> {
    fn powers(&mut self, post: &PostId, unit_id: &UnitId, role: Role) -> Vec<bool> {
        let city = self.ctx.city();
        let kind = city
            .registry
            .unit(unit_id)
            .map(|unit| unit.kind.to_string());
        let key = (kind.unwrap_or_default(), role);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let day = self.ctx.look.as_of;
        let at = instant(day.at(12, 0, 0, 0));
        let holder = city.registry.who_held(post, day);
        let asked = Power::ALL.iter().map(|power| {
            let (Some(holder), Ok(action)) = (holder, power.name().parse::<Action>()) else {
                return false;
            };
            let who = Principal::person(holder.clone()).in_post(post.clone());
            let on = Resource::Own {
                unit: unit_id.clone(),
                kind: None,
            };
            let decided = self.ctx.state.authority.decide(city, &who, action, &on, at);
            decided
                .under
                .is_some_and(|under| under.delegation.is_none())
        });
        let asked: Vec<bool> = asked.collect();
        // A vacant post says nothing about others like it.
        if holder.is_some() {
            self.known.insert(key, asked.clone());
        }
        asked
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let (w, registry, day) = (ctx.words(), &ctx.city().registry, ctx.look.as_of);
    let search = ctx.ask.search()?.to_owned();
    let folded = crate::fold::fold(&search);
    let page = ctx.ask.page()?;
    let fits = |(id, post): &(&PostId, &dondoc_registry::Post)| {
        let alive = registry
            .unit(&post.unit)
            .is_some_and(|unit| unit.is_valid_on(day));
        let words = || format!("{id} {} {}", post.title, registry.name_on(&post.unit, day));
        alive && (search.is_empty() || crate::fold::fold(&words()).contains(&folded))
    };
    let mut posts: Vec<_> = registry.posts().filter(fits).collect();
    // Posts that somebody holds come first: they can act.
    posts.sort_by_key(|(id, _)| (registry.who_held(id, day).is_none(), *id));
    let mut offices = Offices {
        ctx,
        known: BTreeMap::new(),
    };
    let start = (page - 1) * PAGE;
    let rows = posts.iter().skip(start).take(PAGE).map(|(id, post)| {
        let own = offices.powers(id, &post.unit, post.role);
        let holder = registry.who_held(id, day);
        PostRow {
            title: post.title.clone(),
            unit: unit(ctx, &post.unit),
            holder: holder.map_or_else(
                || w.t("authority-vacant"),
                |id| match registry.person(id) {
                    Some(person) => person.name.clone(),
                    None => id.to_string(),
                },
            ),
            cells: cells(ctx, id, &own, day),
        }
    });
    let rows: Vec<PostRow> = rows.collect();
    let turn = |to: usize| {
        let to = to.to_string();
        let mut params = ctx.ask.others(&["page"]);
        params.push(("page", &to));
        format!("/authority?{}", query(&params))
    };
    html(&MatrixPage {
        f: Frame::new(ctx, w.t("authority-matrix")),
        search,
        heads: Power::ALL.iter().map(|it| power_link(ctx, *it)).collect(),
        found: w.n("authority-posts-found", posts.len() as u64),
        before: (page > 1).then(|| turn(page - 1)),
        after: (posts.len() > start + PAGE).then(|| turn(page + 1)),
        rows,
    })
}

fn cells(ctx: &Ctx, post: &PostId, own: &[bool], day: Date) -> Vec<Cell> {
    let registry = &ctx.city().registry;
    let link = |id: &dondoc_kinds::DelegationId, path: &str| Link {
        href: ctx.to(&format!("/{path}/{id}")),
        text: id.to_string(),
    };
    let holder = registry.who_held(post, day);
    Power::ALL
        .iter()
        .zip(own)
        .map(|(power, own)| {
            let vested = registry.vested_in(post);
            let vested =
                vested.filter(|(_, it)| it.is_in_force(day) && it.vested.powers.contains(power));
            let mut given: Vec<Link> = vested
                .map(|(id, _)| Link {
                    href: ctx.to(&format!("/authority/powers/{}", power.name())),
                    text: id.to_string(),
                })
                .collect();
            if let Some(holder) = holder {
                let delegated = registry.delegated_to(post, holder, day);
                let delegated = delegated.filter(|(_, it)| it.grant.powers.contains(power));
                given.extend(delegated.map(|(id, _)| link(id, "delegations")));
            }
            Cell {
                by_office: *own,
                given,
            }
        })
        .collect()
}

#[derive(Debug, Template)]
#[template(path = "power.html")]
struct PowerPage {
    f: Frame,
    /// What a ceiling on it counts, in words.
    counts: Option<String>,
    vestings: Vec<VestingRow>,
    delegations: Vec<Row>,
    uses: Vec<UseRow>,
    total: String,
    who: String,
}

#[derive(Debug)]
struct VestingRow {
    id: String,
    post: String,
    unit: Link,
    within: Vec<String>,
    days: String,
    is_in_force: bool,
    instrument: String,
}

/// `/authority/powers/{power}`: who holds it, and who used it how often.
pub(crate) fn power(ctx: &Ctx) -> Result<Response, Trouble> {
    let power: Power = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let (w, registry, day) = (ctx.words(), &ctx.city().registry, ctx.look.as_of);
    let vestings = registry
        .vestings()
        .filter(|(_, it)| it.vested.powers.contains(&power));
    let vestings = vestings.map(|(id, it)| {
        let vested = &it.vested;
        let last = vested
            .to
            .or_else(|| it.until.and_then(|until| until.yesterday().ok()));
        let last = last.map(|day| w.day(day)).unwrap_or_default();
        VestingRow {
            id: id.to_string(),
            post: post_title(ctx, &vested.post),
            unit: match registry.post(&vested.post) {
                Some(post) => unit(ctx, &post.unit),
                None => Link {
                    href: ctx.to("/units"),
                    text: vested.post.to_string(),
                },
            },
            within: ceiling_words(&vested.ceiling, w),
            days: format!("{} – {last}", w.day(vested.from)),
            is_in_force: it.is_in_force(day),
            instrument: format!(
                "{} · {}",
                vested.instrument.number,
                w.day(vested.instrument.date)
            ),
        }
    });
    let delegations = registry
        .delegations()
        .filter(|(_, it)| it.grant.powers.contains(&power));
    let uses = uses_of(ctx, |by| by.power == power)?;
    let measure = power.measure();
    html(&PowerPage {
        f: Frame::new(ctx, as_title(&power_words(power, w))),
        counts: measure.map(|it| w.t(&format!("authority-counts-{}", it.name()))),
        vestings: vestings.collect(),
        delegations: delegations.map(|(id, it)| row(ctx, id, it)).collect(),
        total: w.n("authority-uses", uses.len() as u64),
        uses,
        who: crate::pages::delegations::why_link(ctx, power.name(), ""),
    })
}

/// Words as a title: the first letter large.
fn as_title(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[derive(Debug, Template)]
#[template(path = "authority_why.html")]
struct WhyPage {
    f: Frame,
    acts: Vec<(&'static str, String)>,
    act: String,
    on: String,
    day: String,
    known: String,
    /// How much money, land and of which kind, as typed.
    dong: String,
    area: String,
    kind: String,
    wrong: Vec<String>,
    problem: Option<String>,
    /// Said of whom is signed in, for the present.
    own: Option<Why>,
    who: Vec<Holder>,
    asked: bool,
    said: String,
}

/// Somebody who may.
#[derive(Debug)]
struct Holder {
    person: String,
    post: String,
    unit: Link,
    /// In whose name.
    name: Link,
    delegation: Option<Link>,
    because: Vec<String>,
}

/// `/authority/why?act=&on=&day=&as_of=`: who may do a thing on a day, as known
/// on another; and why one may not oneself.
pub(crate) fn why(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let act = ctx.ask.param("act").unwrap_or_default();
    let on_text = ctx.ask.param("on").unwrap_or_default();
    let day_text = ctx.ask.param("day").unwrap_or_default();
    let mut problem = None;
    let action: Option<Action> = match act {
        "" => None,
        given => match given.parse() {
            Ok(action) => Some(action),
            Err(_) => return Err(Trouble::bad("authority-bad-act", given)),
        },
    };
    let on = match on_text {
        "" => Some(Resource::Whole),
        text => parse(text.trim_start_matches('/')).or_else(|| {
            problem = Some(w.with("authority-bad-thing", text));
            None
        }),
    };
    let mut wrong = Vec::new();
    let mut amount = |name: &str| match ctx.ask.param(name).unwrap_or_default().trim() {
        "" => None,
        text => {
            let read = whole(text);
            if read.is_none() {
                wrong.push(w.with("authority-bad-amount", text));
            }
            read
        }
    };
    let (dong, area_m2) = (amount("dong"), amount("area"));
    let kind = ctx.ask.param("kind").unwrap_or_default().trim();
    let on = on.map(|on| measured(on, kind, dong, area_m2));
    let day: Date = match day_text {
        "" => ctx.look.as_of,
        text => match text.parse() {
            Ok(day) => day,
            Err(_) => return Err(Trouble::bad("site-bad-day", text)),
        },
    };
    let mut page = WhyPage {
        f: Frame::new(ctx, w.t("authority-who-may")),
        acts: Action::ALL
            .iter()
            .map(|action| (action.name(), act_words(*action, w)))
            .collect(),
        act: act.to_owned(),
        on: on_text.to_owned(),
        day: day.to_string(),
        known: ctx.look.as_of.to_string(),
        dong: ctx.ask.param("dong").unwrap_or_default().to_owned(),
        area: ctx.ask.param("area").unwrap_or_default().to_owned(),
        kind: kind.to_owned(),
        wrong,
        problem,
        own: None,
        who: Vec::new(),
        asked: false,
        said: String::new(),
    };
    if let (Some(action), Some(on), true) = (action, on, page.wrong.is_empty()) {
        page.asked = true;
        let mut said = vec![act_words(action, w)];
        said.extend(dong.map(|it| w.with("authority-amount-money", &w.number(it))));
        said.extend(area_m2.map(|it| w.with("authority-amount-area", &w.number(it))));
        said.push(w.with("authority-on-day", &w.day(day)));
        page.said = said.join(" · ");
        if ctx.ask.who.is_some() {
            page.own = Some(Present::of(ctx)?.why(action, &on));
        }
        let at = instant(day.at(12, 0, 0, 0));
        let may = ctx.state.authority.who_may(ctx.city(), action, &on, at);
        page.who = may
            .iter()
            .map(|(under, reasons)| holder(ctx, under, reasons))
            .collect();
    }
    html(&page)
}

/// The thing with what would be moved, where that was typed: of a unit, or of
/// whoever may.
fn measured(on: Resource, kind: &str, dong: Option<u64>, area_m2: Option<u64>) -> Resource {
    let is_measured = dong.is_some() || area_m2.is_some() || !kind.is_empty();
    match on {
        Resource::OfUnit(unit) if is_measured => Resource::Measured {
            unit,
            kind: (!kind.is_empty()).then(|| kind.into()),
            dong,
            area_m2,
        },
        other => other,
    }
}

fn holder(ctx: &Ctx, under: &Under, reasons: &[dondoc_authority::Reason]) -> Holder {
    let (w, registry) = (ctx.words(), &ctx.city().registry);
    let person = under.person.as_ref();
    let post = under.post.as_ref().and_then(|id| registry.post(id));
    let unit_of = |id: Option<&UnitId>| match id {
        Some(id) => unit(ctx, id),
        None => Link {
            href: ctx.to("/units"),
            text: String::new(),
        },
    };
    Holder {
        person: person.map_or_else(String::new, |id| {
            let known = registry.person(id);
            known.map_or_else(|| id.to_string(), |person| person.name.clone())
        }),
        post: under
            .post
            .as_ref()
            .map(|id| post_title(ctx, id))
            .unwrap_or_default(),
        unit: unit_of(post.map(|post| &post.unit)),
        name: unit_of(under.unit.as_ref()),
        delegation: under.delegation.as_ref().map(|id| Link {
            href: ctx.to(&format!("/delegations/{id}")),
            text: id.to_string(),
        }),
        because: reasons
            .iter()
            .map(|it| crate::access::policy_words(it, w))
            .collect(),
    }
}

#[derive(Debug, Template)]
#[template(path = "decisions.html")]
struct DecisionsPage {
    f: Frame,
    rows: Vec<DecisionRow>,
    policy_set: String,
}

#[derive(Debug)]
struct DecisionRow {
    at: String,
    act: String,
    on: String,
    who: String,
    under: String,
    allowed: bool,
    policies: String,
    /// Whether it was decided by the policies of today.
    is_present: bool,
}

/// The most decisions on a page.
const MOST_DECISIONS: usize = 300;

/// `/authority/decisions`: what was decided of late.
pub(crate) fn decisions(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let kept = ctx.state.decisions.newest(MOST_DECISIONS);
    let kept = kept.map_err(|failure| Trouble::Failed(Box::new(failure)))?;
    let present = ctx.state.authority.policy_set().to_string();
    let rows = kept.into_iter().map(|it| DecisionRow {
        at: w.recorded(it.at),
        act: match it.act.parse() {
            Ok(action) => act_words(action, w),
            Err(_) => it.act,
        },
        on: match it.on.is_empty() {
            true => it.path,
            false => it.on,
        },
        who: it.account.unwrap_or_default(),
        under: [it.post, it.delegation, it.token]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        allowed: it.allowed,
        policies: it.policies.join(", "),
        is_present: it.policy_set == present,
    });
    html(&DecisionsPage {
        f: Frame::timeless(ctx, w.t("authority-decisions")),
        rows: rows.collect(),
        policy_set: present.clone(),
    })
}

/// Writes a thing as the form for it takes it.
#[cfg(test)]
mod tests {
    use crate::access::{parse, place};

    #[test]
    fn a_thing_is_written_as_it_is_read() {
        for text in ["tasks/nv-000001", "units/so-noi-vu", "posts/so-noi-vu.head"] {
            assert_eq!(place(&parse(text).unwrap()), text);
        }
        assert!(parse("elsewhere/x").is_none() && parse("tasks").is_none());
    }
}
