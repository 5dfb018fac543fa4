//! `/delegations`: who may act for whom, for how long and within what; granting
//! and withdrawing.

use askama::Template;
use axum::response::Response;
use dondoc_authority::{Action, Resource};
use dondoc_city::Command;
use dondoc_kinds::{DelegationId, PostId};
use dondoc_registry::{
    Ceiling, Command as Enter, Delegation, DelegationStanding, DelegationWithdrawn, Grant,
    Instrument, Power, Source,
};
use jiff::civil::Date;

use crate::access::{Present, act_words};
use crate::answer::{Trouble, again, go, html};
use crate::ask::{Ctx, query};
use crate::fold::fold;
use crate::form::{Filled, Form};
use crate::pages::{Frame, Link, unit};
use crate::powers::uses_of;
use crate::words::Words;

/// The most posts that a search for a delegate shows.
const MOST_POSTS: usize = 60;
/// The most delegations on a page.
const MOST_ROWS: usize = 200;

#[derive(Debug, Template)]
#[template(path = "delegations.html")]
struct ListPage {
    f: Frame,
    rows: Vec<Row>,
    /// How many there are beyond those shown.
    left: u64,
    grant: Option<String>,
}

/// A delegation as a row.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) link: Link,
    pub(crate) by: String,
    pub(crate) by_unit: Link,
    pub(crate) to: String,
    pub(crate) to_unit: Link,
    pub(crate) powers: Vec<Link>,
    pub(crate) within: Vec<String>,
    pub(crate) days: String,
    pub(crate) standing: String,
    pub(crate) is_in_force: bool,
    pub(crate) instrument: String,
}

/// Returns the title of a post, or its id.
pub(crate) fn post_title(ctx: &Ctx, post: &PostId) -> String {
    let known = ctx.city().registry.post(post);
    known.map_or_else(|| post.to_string(), |known| known.title.clone())
}

fn post_unit(ctx: &Ctx, post: &PostId) -> Link {
    match ctx.city().registry.post(post) {
        Some(known) => unit(ctx, &known.unit),
        None => Link {
            href: ctx.to("/units"),
            text: post.to_string(),
        },
    }
}

/// Returns a power in words, with a link to its use.
pub(crate) fn power_link(ctx: &Ctx, power: Power) -> Link {
    Link {
        href: ctx.to(&format!("/authority/powers/{}", power.name())),
        text: power_words(power, ctx.words()),
    }
}

/// Returns a power in words.
pub(crate) fn power_words(power: Power, w: Words) -> String {
    match power.name().parse() {
        Ok(action) => act_words(action, w),
        Err(_) => power.name().to_owned(),
    }
}

/// Returns how far a power reaches, in words; nothing when it is not limited.
pub(crate) fn ceiling_words(ceiling: &Ceiling, w: Words) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(dong) = ceiling.dong {
        all.push(w.with("authority-ceiling-dong", &w.number(dong)));
    }
    if let Some(area) = ceiling.area_m2 {
        all.push(w.with("authority-ceiling-area", &w.number(area)));
    }
    if let Some(kinds) = &ceiling.kinds {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        all.push(w.with("authority-ceiling-kinds", &kinds.join(", ")));
    }
    all
}

fn standing_words(delegation: &Delegation, on: Date, w: Words) -> String {
    match delegation.standing(on) {
        DelegationStanding::NotYet => w.t("authority-not-yet"),
        DelegationStanding::InForce => w.t("authority-in-force"),
        DelegationStanding::Expired => w.t("authority-expired"),
        DelegationStanding::Ended(ended) => {
            format!("{}: {}", w.day(ended.on), w.t(ended.cause.key()))
        }
    }
}

fn instrument_words(instrument: &Instrument, w: Words) -> String {
    format!("{} · {}", instrument.number, w.day(instrument.date))
}

/// Returns a delegation as a row, as it stands on the day shown.
pub(crate) fn row(ctx: &Ctx, id: &DelegationId, delegation: &Delegation) -> Row {
    let (w, grant, on) = (ctx.words(), &delegation.grant, ctx.look.as_of);
    Row {
        link: Link {
            href: ctx.to(&format!("/delegations/{id}")),
            text: id.to_string(),
        },
        by: post_title(ctx, &grant.by),
        by_unit: post_unit(ctx, &grant.by),
        to: post_title(ctx, &grant.to),
        to_unit: post_unit(ctx, &grant.to),
        powers: grant
            .powers
            .iter()
            .map(|power| power_link(ctx, *power))
            .collect(),
        within: ceiling_words(&grant.ceiling, w),
        days: format!("{} – {}", w.day(grant.from), w.day(grant.to_day)),
        standing: standing_words(delegation, on, w),
        is_in_force: delegation.is_in_force(on),
        instrument: instrument_words(&grant.instrument, w),
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut all: Vec<_> = ctx.city().registry.delegations().collect();
    let on = ctx.look.as_of;
    // What holds comes first, then the newest.
    all.sort_by_key(|(id, it)| (!it.is_in_force(on), std::cmp::Reverse(it.grant.from), *id));
    let grants = ctx.ask.who.is_some() && !granters(ctx)?.is_empty();
    let page = ListPage {
        f: Frame::new(ctx, ctx.words().t("authority-delegations")),
        rows: all
            .iter()
            .take(MOST_ROWS)
            .map(|(id, it)| row(ctx, id, it))
            .collect(),
        left: all.len().saturating_sub(MOST_ROWS) as u64,
        grant: grants.then(|| ctx.to("/delegations/new")),
    };
    html(&page)
}

#[derive(Debug, Template)]
#[template(path = "delegation.html")]
struct OnePage {
    f: Frame,
    form: Filled,
    row: Row,
    granter: String,
    person: Option<String>,
    source: Option<String>,
    conditions: Option<String>,
    uses: Vec<crate::powers::UseRow>,
    /// Where the withdrawal is sent, for who may withdraw.
    withdraw: Option<String>,
}

fn one(ctx: &Ctx, id: &DelegationId, form: Filled) -> Result<OnePage, Trouble> {
    let registry = &ctx.city().registry;
    let delegation = registry.delegation(id).ok_or(Trouble::NotFound)?;
    let name = |id: &dondoc_kinds::PersonId| {
        let known = registry.person(id);
        known.map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    let w = ctx.words();
    let on = Resource::Delegation(id.clone());
    let ends = matches!(
        delegation.standing(ctx.state.moment().1.date()),
        DelegationStanding::InForce | DelegationStanding::NotYet
    );
    let may = ends && crate::access::may(ctx, Action::DelegationWithdraw, &on);
    Ok(OnePage {
        f: Frame::new(ctx, w.with("authority-delegation", id.as_str())),
        form,
        row: row(ctx, id, delegation),
        granter: name(&delegation.granter),
        person: delegation.grant.person.as_ref().map(name),
        source: match &delegation.grant.source {
            Source::Office => None,
            Source::Vested(id) => Some(id.to_string()),
        },
        conditions: delegation.grant.conditions.clone(),
        uses: uses_of(ctx, |it| it.delegation.as_deref() == Some(id.as_str()))?,
        withdraw: may.then(|| format!("/delegations/{id}/withdraw")),
    })
}

fn chosen(ctx: &Ctx) -> Result<DelegationId, Trouble> {
    ctx.ask.place().parse().map_err(|_| Trouble::NotFound)
}

pub(crate) fn show_one(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&one(ctx, &chosen(ctx)?, Filled::default())?)
}

/// Withdraws a delegation from a day on.
pub(crate) fn withdraw(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (id, w) = (chosen(ctx)?, ctx.words());
    let mut filled = form.filled();
    let on = match form.get("on") {
        "" => Some(ctx.state.moment().1.date()),
        given => given.parse::<Date>().ok(),
    };
    if on.is_none() {
        filled.wrong("on", w.t("authority-bad-day"));
    }
    if form.get("reason").is_empty() {
        filled.wrong("reason", w.t("authority-needed"));
    }
    let (Some(on), false) = (on, filled.is_wrong()) else {
        return again(&one(ctx, &id, filled)?);
    };
    let command = Enter::WithdrawDelegation(DelegationWithdrawn {
        id: id.clone(),
        on,
        reason: form.get("reason").to_owned(),
        instrument: None,
    });
    match ctx.act(Command::Registry(vec![command])) {
        Ok(_) => Ok(go(&format!("/delegations/{id}"))),
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&one(ctx, &id, filled)?)
        }
        Err(trouble) => Err(trouble),
    }
}

#[derive(Debug, Template)]
#[template(path = "delegation_new.html")]
struct NewPage {
    f: Frame,
    form: Filled,
    search: String,
    /// Posts that may grant: id and title.
    by: Vec<(String, String)>,
    /// Vested powers that may be the source: id and words.
    vested: Vec<(String, String)>,
    /// Posts found: id, title and holder.
    to: Vec<(String, String)>,
    powers: Vec<(&'static str, String)>,
}

/// The posts by which somebody may grant today.
fn granters(ctx: &Ctx) -> Result<Vec<PostId>, Trouble> {
    let present = Present::of(ctx)?;
    let may = |post: &PostId| {
        let on = Resource::GrantBy(post.clone());
        present.decide(Action::DelegationGrant, &on).allowed
    };
    let held = ctx.who()?.posts.iter().map(|held| held.post.clone());
    Ok(held.filter(may).collect())
}

fn new_page(ctx: &Ctx, form: Filled) -> Result<NewPage, Trouble> {
    let (w, registry) = (ctx.words(), &ctx.city().registry);
    let today = ctx.state.moment().1.date();
    let search = match ctx.ask.param("q") {
        Some(_) => ctx.ask.search()?.to_owned(),
        None => form.value("q").to_owned(),
    };
    let by = granters(ctx)?;
    let own_units: Vec<_> = by
        .iter()
        .filter_map(|post| registry.post(post))
        .map(|post| post.unit.clone())
        .collect();
    let folded = fold(&search);
    let mut to = Vec::new();
    for (id, post) in registry.posts() {
        if by.contains(id) || to.len() >= MOST_POSTS {
            continue;
        }
        let Some(holder) = registry.who_held(id, today) else {
            continue;
        };
        let holder = registry
            .person(holder)
            .map_or_else(|| holder.to_string(), |person| person.name.clone());
        let unit_name = registry.name_on(&post.unit, today);
        let fits = match search.is_empty() {
            true => own_units.contains(&post.unit),
            false => {
                let words = format!("{id} {} {holder} {unit_name}", post.title);
                fold(&words).contains(&folded)
            }
        };
        if fits || form.is("to", id.as_str()) {
            to.push((
                id.to_string(),
                format!("{} · {holder} · {unit_name}", post.title),
            ));
        }
    }
    let vestings = by.iter().flat_map(|post| registry.vested_in(post));
    Ok(NewPage {
        f: Frame::timeless(ctx, w.t("authority-grant")),
        form,
        search,
        vested: vestings
            .filter(|(_, vesting)| vesting.is_in_force(today))
            .map(|(id, vesting)| {
                let within = ceiling_words(&vesting.vested.ceiling, w).join("; ");
                (id.to_string(), format!("{id} {within}"))
            })
            .collect(),
        by: by
            .iter()
            .map(|post| (post.to_string(), post_title(ctx, post)))
            .collect(),
        to,
        powers: Power::ALL
            .iter()
            .map(|power| (power.name(), power_words(*power, w)))
            .collect(),
    })
}

pub(crate) fn new(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut form = Filled::default();
    let today = ctx.state.moment().1.date();
    form.set("from", today.to_string());
    html(&new_page(ctx, form)?)
}

/// Reads a whole number as people write it: `5000000000`, `5.000.000.000`.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    digits.parse().ok()
}

/// What was typed, as a grant; what is wrong is said at its field.
fn grant(ctx: &Ctx, form: &Form, filled: &mut Filled) -> Option<Grant> {
    let w = ctx.words();
    let mut post = |name: &str| {
        let found = form.get(name).parse::<PostId>().ok();
        if found.is_none() {
            filled.wrong(name, w.t("authority-needed"));
        }
        found
    };
    let (by, to) = (post("by"), post("to"));
    let mut day = |name: &str| {
        let found = form.get(name).parse::<Date>().ok();
        if found.is_none() {
            filled.wrong(name, w.t("authority-bad-day"));
        }
        found
    };
    let (from, to_day, date) = (day("from"), day("until"), day("date"));
    let mut limit = |name: &str| match form.get(name) {
        "" => None,
        text => {
            let read = whole(text);
            if read.is_none() {
                filled.wrong(name, w.t("authority-bad-number"));
            }
            read
        }
    };
    let (dong, area_m2) = (limit("dong"), limit("area"));
    let powers: std::collections::BTreeSet<Power> = form
        .all("power")
        .filter_map(|name| name.parse().ok())
        .collect();
    if powers.is_empty() {
        filled.wrong("power", w.t("authority-needed"));
    }
    let number = form.get("number").to_owned();
    if number.is_empty() {
        filled.wrong("number", w.t("authority-needed"));
    }
    let source = match form.get("source") {
        "" => Some(Source::Office),
        id => id.parse().ok().map(Source::Vested),
    };
    if source.is_none() {
        filled.wrong("source", w.t("authority-needed"));
    }
    if filled.is_wrong() {
        return None;
    }
    let kinds: std::collections::BTreeSet<_> = form
        .get("kinds")
        .split([',', ';'])
        .map(str::trim)
        .filter(|kind| !kind.is_empty())
        .map(Into::into)
        .collect();
    let date = date?;
    Some(Grant {
        id: free_id(ctx, &number, date)?,
        by: by?,
        source: source?,
        to: to?,
        person: None,
        powers,
        ceiling: Ceiling {
            dong,
            area_m2,
            kinds: (!kinds.is_empty()).then_some(kinds),
        },
        from: from?,
        to_day: to_day?,
        conditions: Some(form.get("conditions").to_owned()).filter(|text| !text.is_empty()),
        instrument: Instrument { number, date },
    })
}

/// Makes an id of the instrument: `12/QĐ-UBND` of 2025 is `uq-12-qd-ubnd-2025`.
fn free_id(ctx: &Ctx, number: &str, date: Date) -> Option<DelegationId> {
    let plain = fold(number);
    let mut slug = String::new();
    for c in plain.chars().take(40) {
        match c.is_ascii_alphanumeric() {
            true => slug.push(c.to_ascii_lowercase()),
            false if !slug.ends_with('-') => slug.push('-'),
            false => {}
        }
    }
    let base = format!("uq-{}-{}", slug.trim_matches('-'), date.year());
    let registry = &ctx.city().registry;
    (1..1000)
        .map(|nth| match nth {
            1 => base.clone(),
            nth => format!("{base}-{nth}"),
        })
        .filter_map(|id| id.parse().ok())
        .find(|id: &DelegationId| {
            registry.delegation(id).is_none() && registry.vesting(id).is_none()
        })
}

pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let mut filled = form.filled();
    let Some(grant) = grant(ctx, form, &mut filled) else {
        return again(&new_page(ctx, filled)?);
    };
    let back = format!("/delegations/{}", grant.id);
    let command = Enter::Delegate(Box::new(grant));
    match ctx.act(Command::Registry(vec![command])) {
        Ok(_) => Ok(go(&back)),
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&new_page(ctx, filled)?)
        }
        Err(trouble) => Err(trouble),
    }
}

/// Returns where it is asked who may do something.
pub(crate) fn why_link(ctx: &Ctx, act: &str, on: &str) -> String {
    ctx.to(&format!(
        "/authority/why?{}",
        query(&[("act", act), ("on", on)])
    ))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        assert_eq!(whole("5.000.000.000"), Some(5_000_000_000));
        assert_eq!(whole("5 000"), Some(5000));
        assert_eq!(whole("5 tỷ"), None);
        assert_eq!(whole("-5"), None);
    }
}
