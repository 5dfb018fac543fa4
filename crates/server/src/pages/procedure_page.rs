//! `/catalogue/{code}`: a procedure as it is prescribed, kept, promised and measured.

use askama::Template;
use axum::response::Response;
use dondoc_authority::{Action, Resource};
use dondoc_city::Command;
use dondoc_kinds::{ProcedureId, SheetId};
use dondoc_procedures::reckon::{self, Period};
use dondoc_procedures::room::event::{Assessed, Changed, EffectMeasured, Linked, Mapped};
use dondoc_procedures::room::record::Version;
use dondoc_procedures::room::state::Procedure;
use dondoc_procedures::room::{Command as Room, diff, milli};

use crate::access;
use crate::answer::{Trouble, as_file, go, html, with_type};
use crate::ask::Ctx;
use crate::form::Form;
use crate::logs::{self, decimal};
use crate::pages::procedure::{Bar, Choice};
use crate::pages::procedure_catalogue::limit;
use crate::pages::{Frame, Link};
use crate::promises::promise;

#[derive(Debug, Template)]
#[template(path = "procedure_page.html")]
struct ProcedurePage {
    f: Frame,
    back: Link,
    kicker: String,
    links: Vec<Link>,
    facts: Vec<(String, String)>,
    papers: Vec<String>,
    steps: Vec<StepRow>,
    kept: Option<Kept>,
    history: Vec<Bar>,
    sheets: Vec<Line>,
    changes: Vec<ChangeRow>,
    versions: Vec<VersionRow>,
    may_make: bool,
    may_keep: bool,
    is_linked: bool,
    base: String,
    new_version: String,
    today: String,
    since: String,
    logs: Vec<Choice>,
    map: String,
    asks: String,
    ends: String,
    units: Vec<String>,
    sheet_choices: Vec<Choice>,
}

#[derive(Debug)]
pub(super) struct StepRow {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) limit: String,
    pub(super) provision: String,
    pub(super) late: String,
}

/// How cases kept the limit in a period.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) period: String,
    pub(super) words: String,
    pub(super) running: String,
    pub(super) fits: Option<String>,
    pub(super) entry: Link,
    pub(super) late: Vec<Bar>,
    pub(super) units: Vec<Bar>,
}

#[derive(Debug)]
struct Line {
    link: Link,
    words: String,
    entry: Link,
}

#[derive(Debug)]
pub(super) struct ChangeRow {
    pub(super) number: u32,
    pub(super) what: String,
    pub(super) where_from: String,
    pub(super) promise: String,
    pub(super) entries: Vec<Link>,
}

#[derive(Debug)]
struct VersionRow {
    head: String,
    entry: Link,
    reason: String,
    changes: Vec<String>,
}

/// Whether an act may be done in the name of the post's unit.
pub(super) fn may(ctx: &Ctx, action: Action) -> bool {
    ctx.in_name_of().is_ok_and(|unit| {
        let own = Resource::Own { unit, kind: None };
        access::may(ctx, action, &own)
    })
}

/// A share as the language writes it, with its whole.
pub(super) fn share(ctx: &Ctx, part: u64, whole: u64) -> String {
    let w = ctx.words();
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 2_000 + whole) / (2 * whole);
    format!(
        "{} ({}/{})",
        w.percent(tenths as u32),
        w.number(part),
        w.number(whole)
    )
}

/// Thousandths of a working day in words.
pub(super) fn days(ctx: &Ctx, thousandths: i64) -> String {
    let places = usize::from(thousandths % 1_000 != 0);
    let text = decimal(ctx, thousandths as f64 / 1_000.0, places);
    ctx.words().with("procedure-days", &text)
}

pub(super) fn entry(ctx: &Ctx, entry: u64) -> Link {
    Link {
        href: ctx.to(&format!("/ledger/entries/{entry}")),
        text: entry.to_string(),
    }
}

/// The procedure that the path names.
pub(super) fn named(ctx: &Ctx) -> Result<(&ProcedureId, &Procedure, &Version), Trouble> {
    let found = ctx.city().procedures.by_code(ctx.ask.place());
    let (id, procedure) = found.ok_or(Trouble::NotFound)?;
    let version = procedure.around(ctx.look.as_of).ok_or(Trouble::NotFound)?;
    Ok((id, procedure, version))
}

/// The prescribed steps, each with the lateness that falls to it.
pub(super) fn steps(ctx: &Ctx, version: &Version, assessed: Option<&Assessed>) -> Vec<StepRow> {
    let rows = version.record.steps.iter().map(|step| {
        let late = assessed.into_iter().flat_map(|it| &it.steps);
        let late: i64 = late
            .filter(|it| it.step == Some(step.number))
            .map(|it| it.days)
            .sum();
        StepRow {
            number: step.number.to_string(),
            name: step.name.to_string(),
            unit: step.unit.to_string(),
            limit: limit(ctx, step.limit),
            provision: reckon::prescribed::provision(&version.record, Some(step)).to_owned(),
            late: if late > 0 {
                days(ctx, late)
            } else {
                String::new()
            },
        }
    });
    rows.collect()
}

/// How cases kept the limit, in words; of units with fewer than `least` cases nothing.
pub(super) fn kept(ctx: &Ctx, at: u64, it: &Assessed, least: u64) -> Kept {
    let w = ctx.words();
    let bar = |name: &str, value: String, width: u64| Bar {
        name: name.to_owned(),
        value,
        width: width.min(1_000) as u32,
        slug: "late",
    };
    let late = it.steps.iter().take(8).map(|step| {
        let share = step.days.max(0) as u64 * 1_000 / it.late_days.max(1) as u64;
        let mut name = step.activity.to_string();
        if !step.provision.is_empty() {
            name = format!("{name} ({})", step.provision);
        }
        bar(&name, days(ctx, step.days), share)
    });
    let mut late: Vec<Bar> = late.collect();
    if it.unexplained > 0 {
        let share = it.unexplained as u64 * 1_000 / it.late_days.max(1) as u64;
        late.push(bar(
            &w.t("procedure-late-unexplained"),
            days(ctx, it.unexplained),
            share,
        ));
    }
    let units = it
        .units
        .iter()
        .filter(|unit| unit.finished >= least)
        .map(|unit| Bar {
            name: unit.unit.to_string(),
            value: format!(
                "{} · {}",
                share(ctx, unit.on_time, unit.finished),
                days(ctx, unit.median)
            ),
            width: (unit.on_time * 1_000 / unit.finished.max(1)) as u32,
            slug: "in-time",
        });
    let percent = |milli: i64| w.percent(milli.max(0) as u32);
    Kept {
        period: logs::pair(ctx, "procedure-period", &w.day(it.from), &w.day(it.to)),
        words: logs::pair(
            ctx,
            "procedure-kept",
            &share(ctx, it.on_time, it.finished),
            &it.limit
                .map_or_else(|| "–".to_owned(), |limit| days(ctx, limit)),
        ),
        running: logs::pair(
            ctx,
            "procedure-running",
            &w.number(it.running),
            &w.number(it.overdue),
        ),
        fits: it.fitness.zip(it.fitting).map(|(fitness, fitting)| {
            logs::pair(
                ctx,
                "procedure-fitness",
                &percent(fitness),
                &percent(fitting),
            )
        }),
        entry: entry(ctx, at),
        late,
        units: units.collect(),
    }
}

/// The share in time by period, oldest first; of two for one period the later.
pub(super) fn history(ctx: &Ctx, procedure: &Procedure) -> Vec<Bar> {
    let w = ctx.words();
    let mut all: Vec<&Assessed> = procedure
        .assessments
        .iter()
        .map(|(_, it)| it)
        .filter(|it| it.to <= ctx.look.as_of)
        .collect();
    all.reverse();
    all.sort_by_key(|it| (it.to, it.from));
    all.dedup_by_key(|it| (it.to, it.from));
    let bars = all.into_iter().map(|it| Bar {
        name: logs::pair(ctx, "procedure-period", &w.day(it.from), &w.day(it.to)),
        value: format!(
            "{} · {}",
            share(ctx, it.on_time, it.finished),
            days(ctx, it.median)
        ),
        width: (it.on_time * 1_000 / it.finished.max(1)) as u32,
        slug: "in-time",
    });
    bars.collect()
}

/// The changes up to the day of the page, with what came of each.
pub(super) fn changes(ctx: &Ctx, procedure: &Procedure) -> Vec<ChangeRow> {
    let w = ctx.words();
    let day = ctx.look.as_of;
    let rows = procedure
        .changes
        .iter()
        .filter(|(_, it)| it.from <= day)
        .map(|(at, it)| {
            let effect = procedure.effect(it.number, day);
            let mut entries = vec![entry(ctx, *at)];
            entries.extend(effect.map(|(at, _)| entry(ctx, *at)));
            ChangeRow {
                number: it.number,
                what: it.what.to_string(),
                where_from: logs::pair(
                    ctx,
                    "procedure-where-from",
                    &it.units.join("; "),
                    &w.day(it.from),
                ),
                promise: promise(w.lang, it.promised, effect.map(|(_, it)| &it.found)),
                entries,
            }
        });
    rows.collect()
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let (id, procedure, version) = named(ctx)?;
    let record = &version.record;
    let day = ctx.look.as_of;
    let base = format!("/catalogue/{id}");
    let link = procedure.link.as_ref().map(|(_, link)| link);
    let assessed = procedure.assessment(day);
    let to = |path: String, text: String| Link {
        href: ctx.to(&path),
        text,
    };
    let mut links = vec![to(
        format!("/public/procedures/{id}"),
        w.t("procedure-public-link"),
    )];
    if let Some(log) = link.and_then(|link| link.logs.last()) {
        links.push(to(format!("/procedures/{log}"), w.t("procedure-map-title")));
        links.push(to(
            format!("/procedures/{log}/what-if?change=propose"),
            w.t("procedure-what-if"),
        ));
    }
    links.push(to(format!("{base}/net.pnml"), w.t("procedure-net")));
    let text = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    let decides = match &record.delegation {
        Some(delegation) => format!("{} ({delegation})", record.decides),
        None => text(&record.decides),
    };
    let sheets = procedure.sheets.iter().rev().filter_map(|sheet| {
        let kept = ctx.city().procedures.sheet(sheet)?;
        let words = match &kept.signed {
            Some((_, signed)) => w.with("procedure-sheet-signed-as", signed.task.as_str()),
            None => w.t("procedure-sheet-unsigned"),
        };
        Some(Line {
            link: to(
                format!("/catalogue/sheets/{sheet}"),
                format!("{sheet} · {}", w.day(kept.sheet.as_of)),
            ),
            words,
            entry: entry(ctx, kept.entry),
        })
    });
    let mut versions = Vec::new();
    let mut before: Option<&Version> = None;
    for it in &procedure.versions {
        let differences = before
            .iter()
            .flat_map(|was| diff::differences(&was.record, &it.record));
        versions.push(VersionRow {
            head: logs::pair(
                ctx,
                "procedure-version-head",
                &w.day(it.record.from),
                &it.record.act,
            ),
            entry: entry(ctx, it.entry),
            reason: it.reason.to_string(),
            changes: differences.map(|it| w.say(&it)).collect(),
        });
        before = Some(it);
    }
    versions.reverse();
    let known = |log: &str| link.is_some_and(|link| link.logs.iter().any(|it| it == log));
    let log_choices = ctx.city().logs.standing().map(|log| Choice {
        value: log.imported.import.to_string(),
        text: format!("{} · {}", log.imported.import, logs::name(log)),
        is_chosen: known(&log.imported.import),
    });
    let map = match link {
        Some(link) => link
            .mapping
            .iter()
            .map(|it| format!("{}={}", it.activity, it.step))
            .collect::<Vec<_>>(),
        None => record
            .steps
            .iter()
            .map(|it| format!("{}={}", it.name, it.number))
            .collect(),
    };
    let units: Vec<String> = assessed
        .iter()
        .flat_map(|(_, it)| it.units.iter().map(|unit| unit.unit.to_string()))
        .collect();
    html(&ProcedurePage {
        back: to("/catalogue".to_owned(), w.t("procedure-catalogue")),
        kicker: [
            record.code.as_str(),
            &record.field,
            &w.t(&format!("procedure-level-{}", record.level.slug())),
        ]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" · "),
        links,
        facts: vec![
            (w.t("procedure-fact-limit"), limit(ctx, record.limit)),
            (w.t("procedure-fact-act"), record.act.to_string()),
            (w.t("procedure-fact-provision"), text(&record.provision)),
            (
                w.t("procedure-fact-fee"),
                w.with("procedure-dong", &w.number(record.fee.max(0) as u64)),
            ),
            (
                w.t("procedure-fact-online"),
                w.t(&format!("procedure-online-{}", record.online.slug())),
            ),
            (w.t("procedure-fact-decides"), decides),
        ],
        papers: record.documents.iter().map(ToString::to_string).collect(),
        steps: steps(ctx, version, assessed.map(|(_, it)| it)),
        kept: assessed.map(|(at, it)| kept(ctx, *at, it, 1)),
        history: history(ctx, procedure),
        sheets: sheets.collect(),
        changes: changes(ctx, procedure),
        versions,
        may_make: may(ctx, Action::ProcedureImport),
        may_keep: may(ctx, Action::ProcedureCatalogue),
        is_linked: link.is_some(),
        new_version: ctx.to(&format!("/catalogue/new?of={id}")),
        base,
        today: day.to_string(),
        since: assessed.map_or_else(
            || day.first_of_month().to_string(),
            |(_, it)| it.to.tomorrow().unwrap_or(it.to).min(day).to_string(),
        ),
        logs: log_choices.collect(),
        map: map.join("\n"),
        asks: link.map_or_else(String::new, |link| link.asks.join("\n")),
        ends: link.map_or_else(String::new, |link| link.ends.join("\n")),
        units,
        sheet_choices: procedure
            .sheets
            .iter()
            .rev()
            .map(|sheet| Choice {
                value: sheet.to_string(),
                text: sheet.to_string(),
                is_chosen: false,
            })
            .collect(),
        f: Frame::new(ctx, record.title.to_string()),
    })
}

/// The prescribed steps as PNML.
pub(crate) fn net(ctx: &Ctx) -> Result<Response, Trouble> {
    let (id, procedure, version) = named(ctx)?;
    let link = procedure.link.as_ref().map(|(_, link)| link);
    let net = reckon::prescribed::net(&version.record, link).to_pnml();
    Ok(as_file(
        with_type("application/xml", net),
        &format!("{id}.pnml"),
    ))
}

fn lines(text: &str) -> Vec<Box<str>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(Into::into).collect()
}

fn act(ctx: &Ctx, command: Room) -> Result<(), Trouble> {
    ctx.act(Command::Procedure(Box::new(command))).map(|_| ())
}

/// Says which logs hold the cases.
pub(crate) fn link(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (id, ..) = named(ctx)?;
    let mut mapping = Vec::new();
    for line in lines(form.raw("map")) {
        let pair = line.rsplit_once('=').and_then(|(activity, step)| {
            Some(Mapped {
                activity: activity.trim().into(),
                step: step.trim().parse().ok()?,
            })
        });
        mapping.push(pair.ok_or_else(|| Trouble::bad("procedure-bad-map-line", &line))?);
    }
    act(
        ctx,
        Room::Link(Linked {
            procedure: id.clone(),
            logs: form.all("log").map(Into::into).collect(),
            mapping,
            asks: lines(form.raw("asks")),
            ends: lines(form.raw("ends")),
        }),
    )?;
    Ok(go(&format!("/catalogue/{id}")))
}

/// Reckons how cases kept the limit in a period.
pub(crate) fn assess(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (id, procedure, _) = named(ctx)?;
    let day = |name: &str| {
        let text = form.get(name);
        text.parse()
            .map_err(|_| Trouble::bad("meeting-bad-day", text))
    };
    let (from, to) = (day("from")?, day("to")?);
    let cases = logs::of_procedure(ctx, procedure)?;
    let period = Period { from, to };
    let working = logs::working(ctx);
    let found = reckon::assess(&cases.log, &working, id, procedure, &cases.link, period);
    let found = found.ok_or(Trouble::NotFound)?;
    act(ctx, Room::KeepAssessment(Box::new(found)))?;
    Ok(go(&format!("/catalogue/{id}#kept")))
}

/// Records a change and what it promised.
pub(crate) fn change(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (id, ..) = named(ctx)?;
    let from = form.get("from");
    let promised = form.get("promised").replace(',', ".");
    let sheet = match form.get("sheet") {
        "" => None,
        sheet => Some(SheetId::parse(sheet).map_err(|_| Trouble::NotFound)?),
    };
    act(
        ctx,
        Room::Change(Box::new(Changed {
            procedure: id.clone(),
            number: 0,
            what: form.get("what").into(),
            units: form.all("unit").map(Into::into).collect(),
            from: from
                .parse()
                .map_err(|_| Trouble::bad("meeting-bad-day", from))?,
            promised: milli(
                promised
                    .parse()
                    .map_err(|_| Trouble::bad("procedure-bad-number", &promised))?,
            ),
            sheet,
            act: form.get("act").into(),
        })),
    )?;
    Ok(go(&format!("/catalogue/{id}#changes")))
}

/// Measures what a change did.
pub(crate) fn measure(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (id, procedure, _) = named(ctx)?;
    let wanted = form.get("change");
    let changes = || procedure.changes.iter().map(|(_, it)| it);
    let is_wanted = |it: &&Changed| it.number.to_string() == wanted;
    let change = changes().find(is_wanted).ok_or(Trouble::NotFound)?;
    let others: Vec<&Changed> = changes().filter(|it| !is_wanted(it)).collect();
    let as_of = ctx.look.as_of;
    let cases = logs::of_procedure(ctx, procedure)?;
    let working = logs::working(ctx);
    let found = reckon::effect(&cases.log, &working, &cases.link, change, &others, as_of);
    act(
        ctx,
        Room::KeepEffect(Box::new(EffectMeasured {
            procedure: id.clone(),
            change: change.number,
            as_of,
            logs: cases.link.logs.clone(),
            found,
        })),
    )?;
    Ok(go(&format!("/catalogue/{id}#changes")))
}
