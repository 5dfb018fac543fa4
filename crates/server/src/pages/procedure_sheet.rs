//! `/catalogue/sheets/{sheet}`: a shortening sheet, its papers, and its signature.

use askama::Template;
use axum::response::Response;
use dondoc_authority::Action;
use dondoc_briefing::shortening::{self, Tongue};
use dondoc_city::{Command, SignSheet};
use dondoc_kinds::SheetId;
use dondoc_procedures::reckon::{self, Runs};
use dondoc_procedures::room::Command as Room;
use dondoc_procedures::room::decide::Sign;
use dondoc_procedures::room::sheet::Range;
use dondoc_procedures::room::state::SheetKept;

use crate::answer::{Trouble, again, as_file, go, html, with_type};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::logs::{self, decimal};
use crate::pages::procedure_page::{entry, may, named};
use crate::pages::{Frame, Link};

#[derive(Debug, Template)]
#[template(path = "procedure_sheet.html")]
struct SheetPage {
    f: Frame,
    back: Link,
    lead: String,
    trust: String,
    warns: bool,
    rows: Vec<Row>,
    people: bool,
    files: Vec<Link>,
    hash: String,
    entry: Link,
    signed: Option<Signed>,
    may_sign: bool,
    form: Filled,
    action: String,
    units: Vec<String>,
}

#[derive(Debug)]
struct Row {
    number: u32,
    what: String,
    case: String,
    year: String,
    basis: String,
    people: String,
    is_chosen: bool,
}

#[derive(Debug)]
struct Signed {
    words: String,
    task: Link,
    entry: Link,
}

fn found(ctx: &Ctx) -> Result<&SheetKept, Trouble> {
    let id = SheetId::parse(ctx.ask.place()).map_err(|_| Trouble::NotFound)?;
    ctx.city().procedures.sheet(&id).ok_or(Trouble::NotFound)
}

fn tongue(ctx: &Ctx) -> Tongue {
    match ctx.words().lang {
        dondoc_messages::Lang::Vi => Tongue::Vietnamese,
        dondoc_messages::Lang::En => Tongue::English,
    }
}

fn page(ctx: &Ctx, kept: &SheetKept, form: Filled) -> SheetPage {
    let w = ctx.words();
    let sheet = &kept.sheet;
    let range = |it: Range, places: usize| {
        let say = |milli: i64| match places {
            0 => w.number((milli.max(0).unsigned_abs() + 500) / 1_000),
            _ => decimal(ctx, milli as f64 / 1_000.0, places),
        };
        format!("{} [{}; {}]", say(it.mean), say(it.low), say(it.high))
    };
    let procedure = ctx.city().procedures.get(&sheet.procedure);
    let version = procedure.and_then(|it| it.versions.iter().find(|it| it.number == sheet.version));
    let title = version.map_or(sheet.procedure.as_str(), |it| &it.record.title);
    let chosen = kept.signed.as_ref().map(|(_, signed)| &signed.proposals);
    let rows = sheet.proposals.iter().map(|it| Row {
        number: it.number,
        what: shortening::cut(&it.cut, tongue(ctx)),
        case: range(it.saved_per_case, 2),
        year: range(it.saved_per_year, 0),
        basis: if it.provision.is_empty() {
            w.t("procedure-no-basis")
        } else {
            it.provision.to_string()
        },
        people: it
            .person_days_per_year
            .map_or_else(|| "–".to_owned(), |it| decimal(ctx, it as f64 / 1_000.0, 0)),
        is_chosen: match chosen {
            Some(chosen) => chosen.contains(&it.number),
            None => form.is("proposal", &it.number.to_string()),
        },
    });
    let files = ctx
        .state
        .options
        .renderers
        .iter()
        .filter(|it| it.print.is_some());
    let files = files.flat_map(|it| {
        ["vi", "en"].map(|lang| Link {
            href: ctx.to(&format!(
                "/catalogue/sheets/{}/files/{}-{lang}.{}",
                sheet.sheet, sheet.sheet, it.ext
            )),
            text: format!(
                "{} ({})",
                it.ext.to_uppercase(),
                w.t(&format!("procedure-sheet-{lang}"))
            ),
        })
    });
    let day = ctx.look.as_of;
    let percent = |milli: i64| w.percent(milli.max(0) as u32);
    let on_time = sheet.now.on_time.map_or_else(
        || "–".to_owned(),
        |it| {
            format!(
                "{} [{}; {}]",
                percent(it.mean),
                percent(it.low),
                percent(it.high)
            )
        },
    );
    SheetPage {
        back: Link {
            href: ctx.to(&format!("/catalogue/{}", sheet.procedure)),
            text: title.to_owned(),
        },
        lead: dondoc_messages::text(
            w.lang,
            "procedure-sheet-lead",
            &[
                ("cases", w.number(sheet.cases).into()),
                ("day", w.day(sheet.as_of).into()),
                ("year", w.number(sheet.per_year).into()),
                ("mean", range(sheet.now.mean, 1).into()),
                ("p90", range(sheet.now.p90, 1).into()),
                ("share", on_time.into()),
            ],
        ),
        trust: shortening::trust(sheet, tongue(ctx)),
        warns: !sheet.trust.trusted,
        people: sheet
            .proposals
            .iter()
            .any(|it| it.person_days_per_year.is_some()),
        rows: rows.collect(),
        files: files.collect(),
        hash: sheet.sha256.to_string(),
        entry: entry(ctx, kept.entry),
        signed: kept.signed.as_ref().map(|(at, signed)| Signed {
            words: logs::pair(
                ctx,
                "procedure-sheet-signed",
                &decimal(ctx, signed.promised as f64 / 1_000.0, 2),
                ctx.city().registry.name_on(&signed.unit, day),
            ),
            task: Link {
                href: ctx.to(&format!("/tasks/{}", signed.task)),
                text: signed.task.to_string(),
            },
            entry: entry(ctx, *at),
        }),
        may_sign: may(ctx, Action::ProcedureRedesign),
        form,
        action: format!("/catalogue/sheets/{}/sign", sheet.sheet),
        units: unit_names(ctx),
        f: Frame::timeless(ctx, w.with("procedure-sheet-title", sheet.sheet.as_str())),
    }
}

/// The names of units that stand today.
fn unit_names(ctx: &Ctx) -> Vec<String> {
    let day = ctx.look.as_of;
    let standing = ctx.city().registry.units();
    let standing = standing.filter(|(_, unit)| unit.until.is_none_or(|until| until > day));
    let mut names: Vec<String> = standing
        .map(|(id, _)| ctx.city().registry.name_on(id, day).to_owned())
        .collect();
    names.sort_unstable();
    names
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let kept = found(ctx)?;
    let mut form = Filled::default();
    if let Some(first) = kept.sheet.proposals.first() {
        form.set("proposal", first.number.to_string());
    }
    html(&page(ctx, kept, form))
}

/// Makes a sheet of a procedure's cases.
pub(crate) fn make(ctx: &Ctx, _form: &Form) -> Result<Response, Trouble> {
    let (id, procedure, version) = named(ctx)?;
    let cases = logs::of_procedure(ctx, procedure)?;
    let working = logs::working(ctx);
    let as_of = ctx.look.as_of;
    let runs = Runs::default();
    let sheet = reckon::shorten(&cases.log, &working, id, version, &cases.link, as_of, runs)
        .map_err(|few| Trouble::Refused(ctx.words().n("procedure-too-few", few.cases)))?;
    let done = ctx.act(Command::Procedure(Box::new(Room::KeepSheet(Box::new(
        sheet,
    )))))?;
    let made = done.drafts.iter().find_map(|draft| match &draft.event {
        dondoc_city::Event::Procedure(dondoc_procedures::room::Event::SheetMade(sheet)) => {
            Some(sheet.sheet.clone())
        }
        _ => None,
    });
    Ok(go(&match made {
        Some(sheet) => format!("/catalogue/sheets/{sheet}"),
        None => format!("/catalogue/{id}"),
    }))
}

/// Signs a sheet; the browser goes to its task.
pub(crate) fn sign(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let kept = found(ctx)?;
    let w = ctx.words();
    let mut filled = form.filled();
    let due = form.get("due").parse();
    if due.is_err() {
        filled.wrong("due", w.t("meeting-bad-day"));
    }
    let unit = ctx.city().unit_named(form.get("unit"), ctx.look.as_of);
    if unit.is_none() {
        filled.wrong("unit", w.t("procedure-bad-unit"));
    }
    if form.get("product").is_empty() {
        filled.wrong("product", w.t("procedure-fault-missing"));
    }
    let proposals: Vec<u32> = form
        .all("proposal")
        .filter_map(|it| it.parse().ok())
        .collect();
    let (Ok(due), Some(unit), false) = (due, unit, filled.is_wrong()) else {
        return again(&page(ctx, kept, filled));
    };
    let command = SignSheet {
        text: shortening::task_text(ctx.city(), kept, &proposals).into(),
        sign: Sign {
            sheet: kept.sheet.sheet.clone(),
            seen: form.get("seen").into(),
            proposals,
            unit,
        },
        product: form.get("product").into(),
        due,
    };
    match ctx.act(Command::SignSheet(Box::new(command))) {
        Ok(_) => Ok(go(&format!("/catalogue/sheets/{}", kept.sheet.sheet))),
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&page(ctx, kept, filled))
        }
        Err(trouble) => Err(trouble),
    }
}

/// The sheet as a paper.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    let kept = found(ctx)?;
    let file = ctx.ask.places.get(1).map_or("", String::as_str);
    let (name, ext) = file.rsplit_once('.').ok_or(Trouble::NotFound)?;
    let tongue = match name.strip_prefix(kept.sheet.sheet.as_str()) {
        Some("-vi") => Tongue::Vietnamese,
        Some("-en") => Tongue::English,
        _ => return Err(Trouble::NotFound),
    };
    let mut renderers = ctx.state.options.renderers.iter();
    let renderer = renderers.find(|renderer| renderer.ext == ext);
    let print = renderer.and_then(|it| Some((it.mime, it.print.as_ref()?)));
    let (mime, print) = print.ok_or(Trouble::NotFound)?;
    let paper = shortening::paper(ctx.city(), kept, tongue);
    let bytes = print(&paper, &shortening::imprint(kept)).map_err(Trouble::Failed)?;
    Ok(as_file(with_type(mime, bytes), file))
}
