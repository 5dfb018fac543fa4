//! `/investment/plan`: versions of plans, what each changed, what the law finds.

use askama::Template;
use axum::response::Response;
use dondoc_investment::room::checks::check;
use dondoc_investment::room::plan::{Assigner, Plan, PlanKey, PlanVersion, diff};
use dondoc_kinds::Arg;

use super::{basis, money, project_link, say, source};
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::{Frame, Link, entry};

/// So many changes are shown; the rest is counted.
const MOST: usize = 40;

#[derive(Debug, Template)]
#[template(path = "investment_plan.html")]
struct PlanPage {
    f: Frame,
    back: Link,
    plans: Vec<(Link, bool)>,
    versions: Vec<VersionRow>,
    changes: Vec<ChangeRow>,
    more: String,
    findings: Vec<(String, String, Option<Link>)>,
    silent: Vec<String>,
    checked: bool,
}

#[derive(Debug)]
struct VersionRow {
    link: Link,
    here: bool,
    act: String,
    total: String,
    reason: String,
    entry: Link,
}

#[derive(Debug)]
struct ChangeRow {
    what: Option<Link>,
    source: String,
    before: String,
    now: String,
    change: String,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let room = &ctx.city().investment;
    let day = ctx.look.as_of;
    let newest = room.current_year(day);
    let newest = newest.map(|year| PlanKey::yearly(year, Assigner::City));
    let key = match ctx.ask.param("plan") {
        Some(text) => Some(text.parse::<PlanKey>().map_err(|_| Trouble::NotFound)?),
        None => newest,
    };
    let plan = key.and_then(|key| room.plans.get(&key));
    let known = |plan: &'_ Plan| -> Vec<u32> {
        let known = plan.versions.iter().filter(|it| it.act.date <= day);
        known.map(|it| it.number).collect()
    };
    let asked = ctx.ask.param("version").and_then(|it| it.parse().ok());
    let shown = plan.and_then(|plan| {
        let number = asked.or_else(|| known(plan).last().copied())?;
        plan.versions
            .iter()
            .find(|it| it.number == number && it.act.date <= day)
    });
    let before = plan.zip(shown).and_then(|(plan, shown)| {
        plan.versions
            .iter()
            .find(|it| it.number + 1 == shown.number)
    });
    let all = shown.filter(|_| before.is_some());
    let all = all.map_or_else(Vec::new, |shown| diff(before, shown));
    let checked = plan
        .zip(shown)
        .filter(|(plan, _)| plan.key.is_yearly() && plan.key.assigner == Assigner::City)
        .map(|(plan, shown)| check(room, plan, shown));
    let plans = room.plans.keys().map(|key| {
        let link = Link {
            href: ctx.to(&format!("/investment/plan?plan={key}")),
            text: name(ctx, *key),
        };
        (link, plan.is_some_and(|plan| plan.key == *key))
    });
    let findings = checked.iter().flat_map(|it| &it.findings);
    html(&PlanPage {
        back: Link {
            href: ctx.to("/investment"),
            text: w.t("investment-title"),
        },
        plans: plans.collect(),
        versions: plan.map_or_else(Vec::new, |plan| versions(ctx, plan, shown)),
        more: match all.len().saturating_sub(MOST) {
            0 => String::new(),
            more => w.n("investment-n-more-changes", more as i64),
        },
        changes: all
            .iter()
            .take(MOST)
            .map(|it| ChangeRow {
                what: it.project.as_ref().map(|id| project_link(ctx, id)),
                source: source(ctx, &it.source),
                before: money(ctx, it.before),
                now: money(ctx, it.now),
                change: money(ctx, it.now - it.before),
            })
            .collect(),
        findings: findings
            .map(|it| {
                let basis = basis(ctx, &it.rule.basis);
                let link = it.project.as_ref().map(|id| project_link(ctx, id));
                (w.say(it), basis, link)
            })
            .collect(),
        silent: checked
            .iter()
            .flat_map(|it| &it.silent)
            .map(|it| {
                let word = Arg::from(it.word());
                let name = say(ctx, "investment-check-name", &[("check", word)]);
                let args = [("check", Arg::Text(name))];
                say(ctx, "investment-check-silent", &args)
            })
            .collect(),
        checked: checked.is_some(),
        f: Frame::new(ctx, w.t("investment-plan-title")),
    })
}

fn name(ctx: &Ctx, key: PlanKey) -> String {
    let word = Arg::from(key.assigner.word());
    let assigner = say(ctx, "investment-assigner", &[("assigner", word)]);
    match key.is_yearly() {
        true => format!("{} · {assigner}", key.from),
        false => format!("{}–{} · {assigner}", key.from, key.to),
    }
}

fn versions(ctx: &Ctx, plan: &Plan, shown: Option<&PlanVersion>) -> Vec<VersionRow> {
    let w = ctx.words();
    let known = plan
        .versions
        .iter()
        .filter(|it| it.act.date <= ctx.look.as_of);
    known
        .rev()
        .map(|it| VersionRow {
            link: Link {
                href: ctx.to(&format!(
                    "/investment/plan?plan={}&version={}",
                    plan.key, it.number
                )),
                text: w.n("investment-version", i64::from(it.number)),
            },
            here: shown.is_some_and(|shown| shown.number == it.number),
            act: format!("{}, {}", it.act.symbol, w.day(it.act.date)),
            total: money(ctx, it.total()),
            reason: it.reason.to_string(),
            entry: entry(ctx, it.entry),
        })
        .collect()
}
