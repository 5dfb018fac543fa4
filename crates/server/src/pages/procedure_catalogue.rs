//! `/catalogue`: the procedures as they are prescribed, and the form that enters one.

use askama::Template;
use axum::response::Response;
use dondoc_authority::Action;
use dondoc_city::Command;
use dondoc_kinds::{DelegationId, ProcedureId};
use dondoc_procedures::room::Command as Room;
use dondoc_procedures::room::event::Catalogued;
use dondoc_procedures::room::record::{Level, Limit, Online, ProcedureRecord, StepRecord};

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::procedure::Choice;
use crate::pages::procedure_page::{may, share};
use crate::pages::{Frame, Link};
use crate::promises::promise;

#[derive(Debug, Template)]
#[template(path = "procedure_catalogue.html")]
struct CataloguePage {
    f: Frame,
    rows: Vec<Row>,
    new: Option<Link>,
    logs: Link,
    status: Link,
    index: Link,
}

#[derive(Debug)]
struct Row {
    link: Link,
    code: String,
    limit: String,
    on_time: String,
    entry: Option<Link>,
    promise: String,
}

pub(crate) fn list(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let day = ctx.look.as_of;
    let rows = ctx.city().procedures.iter().filter_map(|(id, it)| {
        let version = it.around(day)?;
        let assessed = it.assessment(day);
        let change = it.changes.iter().rfind(|(_, change)| change.from <= day);
        Some(Row {
            link: Link {
                href: ctx.to(&format!("/catalogue/{id}")),
                text: version.record.title.to_string(),
            },
            code: version.record.code.to_string(),
            limit: limit(ctx, version.record.limit),
            on_time: assessed
                .map_or_else(String::new, |(_, it)| share(ctx, it.on_time, it.finished)),
            entry: assessed.map(|(entry, _)| Link {
                href: ctx.to(&format!("/ledger/entries/{entry}")),
                text: entry.to_string(),
            }),
            promise: change.map_or_else(String::new, |(_, change)| {
                let found = it.effect(change.number, day).map(|(_, it)| &it.found);
                promise(w.lang, change.promised, found)
            }),
        })
    });
    html(&CataloguePage {
        f: Frame::new(ctx, w.t("procedure-catalogue")),
        rows: rows.collect(),
        new: may(ctx, Action::ProcedureCatalogue).then(|| Link {
            href: ctx.to("/catalogue/new"),
            text: w.t("procedure-catalogue-new"),
        }),
        logs: Link {
            href: ctx.to("/procedures"),
            text: w.t("procedures-title"),
        },
        status: Link {
            href: ctx.to("/public/cases"),
            text: w.t("procedure-status-title"),
        },
        index: Link {
            href: ctx.to("/public/service-index"),
            text: w.t("service-index-link"),
        },
    })
}

pub(super) fn limit(ctx: &Ctx, limit: Option<Limit>) -> String {
    limit.map_or_else(|| "–".to_owned(), |limit| said(ctx, limit))
}

/// A limit as the language writes it.
pub(super) fn said(ctx: &Ctx, limit: Limit) -> String {
    let words = ctx.words().say(&limit);
    match ctx.words().lang {
        dondoc_messages::Lang::Vi => words.replacen('.', ",", 1),
        dondoc_messages::Lang::En => words,
    }
}

#[derive(Debug, Template)]
#[template(path = "procedure_entry.html")]
struct EntryPage {
    f: Frame,
    back: Link,
    form: Filled,
    levels: Vec<Choice>,
    onlines: Vec<Choice>,
    is_known: bool,
}

fn page(ctx: &Ctx, form: Filled) -> EntryPage {
    let w = ctx.words();
    let choice = |slug: &str, field: &str, key: &str| Choice {
        value: slug.to_owned(),
        text: w.t(&format!("{key}-{slug}")),
        is_chosen: form.is(field, slug),
    };
    let is_known = ctx.city().procedures.by_code(form.value("code")).is_some();
    EntryPage {
        f: Frame::timeless(ctx, w.t("procedure-catalogue-new")),
        back: Link {
            href: ctx.to("/catalogue"),
            text: w.t("procedure-catalogue"),
        },
        levels: Level::ALL
            .iter()
            .map(|it| choice(it.slug(), "level", "procedure-level"))
            .collect(),
        onlines: Online::ALL
            .iter()
            .map(|it| choice(it.slug(), "online", "procedure-online"))
            .collect(),
        form,
        is_known,
    }
}

/// The form, filled with what is known of the procedure in `of`.
pub(crate) fn new(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut form = Filled::default();
    let known = ctx
        .ask
        .param("of")
        .and_then(|code| ctx.city().procedures.by_code(code));
    if let Some(version) = known.and_then(|(_, it)| it.newest()) {
        fill(&mut form, &version.record);
    }
    html(&page(ctx, form))
}

fn fill(form: &mut Filled, it: &ProcedureRecord) {
    let written = |limit: Option<Limit>| limit.map_or_else(String::new, written);
    form.set("code", it.code.to_string());
    for (name, text) in [
        ("title", &it.title),
        ("field", &it.field),
        ("provision", &it.provision),
        ("decides", &it.decides),
    ] {
        form.set(name, text.to_string());
    }
    form.set("level", it.level.slug());
    form.set("online", it.online.slug());
    form.set("limit", written(it.limit));
    form.set("fee", it.fee.to_string());
    form.set(
        "delegation",
        it.delegation.as_ref().map_or("", |it| it.as_str()),
    );
    form.set("documents", it.documents.join("\n"));
    let steps = it.steps.iter().map(|step| {
        let drop = if step.may_drop { "x" } else { "" };
        let minutes = step
            .person_minutes
            .map_or_else(String::new, |it| it.to_string());
        let line = [
            step.name.as_ref(),
            step.unit.as_ref(),
            &written(step.limit),
            step.provision.as_ref(),
            drop,
            &minutes,
        ]
        .join(" | ");
        line.trim_end_matches([' ', '|']).to_owned()
    });
    form.set("steps", steps.collect::<Vec<_>>().join("\n"));
}

/// A limit as the form takes it.
fn written(limit: Limit) -> String {
    use dondoc_procedures::room::record::LimitUnit;
    let unit = match limit.unit {
        LimitUnit::WorkingDays => "",
        LimitUnit::WorkingHours => " giờ",
        LimitUnit::Days => " ngày lịch",
    };
    format!("{}{unit}", limit.amount())
}

/// Takes the form: a new procedure, or a new version of one.
pub(crate) fn enter(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut filled = form.filled();
    let code = form.get("code");
    let id = ProcedureId::parse(&code.to_lowercase());
    let level = Level::parse(form.get("level"));
    let online = Online::parse(form.get("online"));
    let from = form.get("from").parse();
    let fee = match form.get("fee") {
        "" => Ok(0),
        fee => fee.parse::<i64>(),
    };
    let limit = match form.get("limit") {
        "" => Some(None),
        limit => Limit::parse(limit).map(Some),
    };
    let delegation = match form.get("delegation") {
        "" => Ok(None),
        id => DelegationId::parse(id).map(Some),
    };
    for (field, is_wrong, key) in [
        ("code", id.is_err(), "procedure-bad-code"),
        ("from", from.is_err(), "meeting-bad-day"),
        ("level", level.is_none(), "procedure-bad-level"),
        ("online", online.is_none(), "procedure-bad-online"),
        ("fee", fee.is_err(), "procedure-bad-number"),
        ("limit", limit.is_none(), "procedure-bad-limit-words"),
        (
            "delegation",
            delegation.is_err(),
            "procedure-bad-delegation",
        ),
    ] {
        if is_wrong {
            filled.wrong(field, w.t(key));
        }
    }
    let steps = steps(form.raw("steps"));
    if let Err(line) = &steps {
        filled.wrong("steps", w.with("procedure-bad-step", line));
    }
    let (
        Ok(procedure),
        Ok(from),
        Some(level),
        Some(online),
        Ok(fee),
        Some(limit),
        Ok(delegation),
        Ok(steps),
    ) = (id, from, level, online, fee, limit, delegation, steps)
    else {
        return again(&page(ctx, filled));
    };
    let lines = |text: &str| -> Vec<Box<str>> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(Into::into).collect()
    };
    let record = ProcedureRecord {
        procedure: procedure.clone(),
        code: code.into(),
        title: form.get("title").into(),
        field: form.get("field").into(),
        level,
        from,
        act: form.get("act").into(),
        provision: form.get("provision").into(),
        limit,
        steps,
        documents: lines(form.raw("documents")),
        fee,
        online,
        decides: form.get("decides").into(),
        delegation,
    };
    let command = Room::Catalogue(Catalogued {
        procedures: vec![record],
        reason: form.get("reason").into(),
        import: None,
    });
    match ctx.act(Command::Procedure(Box::new(command))) {
        Ok(_) => Ok(go(&format!("/catalogue/{procedure}"))),
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&page(ctx, filled))
        }
        Err(trouble) => Err(trouble),
    }
}

/// Reads `name | unit | limit | provision | x | minutes`, one step a line.
fn steps(text: &str) -> Result<Vec<StepRecord>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut steps = Vec::new();
    for line in lines {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let part = |place: usize| parts.get(place).copied().unwrap_or_default();
        let limit = match part(2) {
            "" => None,
            limit => Some(Limit::parse(limit).ok_or_else(|| line.to_owned())?),
        };
        let minutes = match part(5) {
            "" => None,
            minutes => Some(minutes.parse().map_err(|_| line.to_owned())?),
        };
        steps.push(StepRecord {
            number: steps.len() as u32 + 1,
            name: part(0).into(),
            unit: part(1).into(),
            limit,
            provision: part(3).into(),
            may_drop: !matches!(part(4), "" | "không" | "no"),
            person_minutes: minutes,
        });
    }
    Ok(steps)
}
