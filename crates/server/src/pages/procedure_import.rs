//! `/procedures/import`: a case log comes in as the office has it. Which column is what
//! is proposed, can be changed and is remembered; the zone of moments is said, never
//! guessed; rows that can't be taken are named by their line; all is taken as one entry,
//! or nothing. An import can be withdrawn as a whole.
//!
//! The file waits in `incoming/` until it is imported, a day at most, and is then gone:
//! it may name citizens, of whom nothing stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use askama::Template;
use axum::response::Response;
use dondoc_city::Command;
use dondoc_kinds::Arg;
use dondoc_lake::{EventLog, NO_CODE, NO_TIME, NO_UNIT};
use dondoc_ledger::Hash;
use dondoc_log_readers::{LogProblem, Report, Role, Why, names_citizens};
use dondoc_messages::text;

use crate::answer::{Trouble, again, go, html};
use crate::ask::{Ctx, query};
use crate::case_logs::{self, Found, Given, Unread};
use crate::form::{Filled, Form};
use crate::pages::procedure::Choice;
use crate::pages::{Frame, Link, entry, unit_name};

/// So many events and imports are shown.
const SHOWN: usize = 20;
/// How long a file waits.
const WAITS: Duration = Duration::from_secs(86_400);

#[derive(Debug, Template)]
#[template(path = "procedure_import.html")]
struct ImportPage {
    f: Frame,
    form: Filled,
    back: Link,
    imports: Vec<Row>,
    done: Option<String>,
    unit: String,
}

/// An import.
#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    what: String,
    entry: Link,
    withdrawn: Option<Link>,
    /// What is wrong with the reason for which it should be withdrawn.
    problem: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "procedure_import_log.html")]
struct LogPage {
    f: Frame,
    action: String,
    name: String,
    /// What the importing form sends along.
    all: Vec<(String, String)>,
    roles: Vec<RoleRow>,
    zones: Vec<Choice>,
    object_type: Option<String>,
    keep: Vec<(String, bool)>,
    left_out: String,
    facts: Vec<(String, String)>,
    notes: Vec<String>,
    rejected: Vec<(u64, String)>,
    bad: u64,
    rows: Vec<[String; 5]>,
    unit: String,
    /// Whether it can be imported as it is shown.
    is_ready: bool,
    events: u64,
    refused: Option<String>,
}

#[derive(Debug)]
struct RoleRow {
    name: &'static str,
    label: String,
    is_needed: bool,
    options: Vec<(String, bool)>,
}

/// What a person chose about a file.
#[derive(Debug, Default)]
struct Chosen {
    name: String,
    zone: String,
    object_type: String,
    keep: Vec<String>,
    /// Role and column, once a person looked at them.
    columns: Option<Vec<(String, String)>>,
}

impl Chosen {
    fn of<'p>(params: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut it = Self::default();
        let (mut columns, mut is_mapped) = (Vec::new(), false);
        for (name, value) in params.filter(|(_, value)| !value.trim().is_empty()) {
            let value: String = value.trim().chars().take(300).collect();
            match name {
                "name" => it.name = value,
                "zone" => it.zone = value,
                "object_type" => it.object_type = value,
                "keep" => it.keep.push(value),
                "mapped" => is_mapped = true,
                name => {
                    let role = name.strip_prefix("c-").unwrap_or_default();
                    if Role::ALL.iter().any(|known| known.name() == role) {
                        columns.push((role.to_owned(), value));
                    }
                }
            }
        }
        it.columns = is_mapped.then_some(columns);
        it
    }

    fn given(&self) -> Result<Given, Trouble> {
        Ok(Given {
            columns: self.columns.as_ref().map(|columns| said(columns)),
            zone: match self.zone.as_str() {
                "" => None,
                zone => Some(offset(zone).ok_or_else(|| Trouble::bad("procedure-bad-zone", zone))?),
            },
            object_type: (!self.object_type.is_empty()).then(|| self.object_type.clone()),
            keep: self.keep.clone(),
        })
    }

    /// Returns it as parameters.
    fn params(&self) -> Vec<(String, String)> {
        let mut all = vec![("name".to_owned(), self.name.clone())];
        for (name, value) in [("zone", &self.zone), ("object_type", &self.object_type)] {
            if !value.is_empty() {
                all.push((name.to_owned(), value.clone()));
            }
        }
        let keep = self.keep.iter();
        all.extend(keep.map(|column| ("keep".to_owned(), column.clone())));
        if let Some(columns) = &self.columns {
            all.push(("mapped".to_owned(), "yes".to_owned()));
            let columns = columns.iter();
            all.extend(columns.map(|(role, column)| (format!("c-{role}"), column.clone())));
        }
        all
    }
}

fn said(columns: &[(String, String)]) -> String {
    let parts: Vec<String> = columns
        .iter()
        .map(|(role, column)| format!("{role}={column}"))
        .collect();
    parts.join(",")
}

/// Reads `+07:00` as minutes east of UTC.
pub(crate) fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_real = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    is_real.then_some(sign * (hours * 60 + minutes))
}

/// The offsets that are in use somewhere, Việt Nam's first.
fn zones(ctx: &Ctx, chosen: &str) -> Vec<Choice> {
    let rest = (-12..=14).filter(|hours| *hours != 7 && *hours != 0);
    let all = [7, 0].into_iter().chain(rest).map(|hours: i32| {
        let sign = if hours < 0 { '-' } else { '+' };
        format!("{sign}{:02}:00", hours.abs())
    });
    all.map(|value| Choice {
        text: match value.as_str() {
            "+07:00" => ctx.words().t("procedure-zone-home"),
            "+00:00" => ctx.words().t("procedure-zone-utc"),
            _ => value.clone(),
        },
        is_chosen: value == chosen,
        value,
    })
    .collect()
}

fn incoming(ctx: &Ctx) -> PathBuf {
    ctx.state.folder().path().join("incoming")
}

/// Keeps the bytes until they are imported, and drops what waited too long.
pub(crate) fn wait(folder: &Path, hash: &Hash, bytes: &[u8]) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for old in fs::read_dir(folder)?.flatten() {
        let age = old.metadata().and_then(|about| about.modified());
        let age = age.ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > WAITS) {
            let _ = fs::remove_file(old.path());
        }
    }
    let path = folder.join(hash.to_string());
    fs::write(&path, bytes)?;
    Ok(path)
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

fn page(ctx: &Ctx, form: Filled) -> Result<ImportPage, Trouble> {
    let w = ctx.words();
    let mut imports: Vec<_> = ctx.city().logs.iter().collect();
    imports.reverse();
    let did = ctx.ask.param("did");
    Ok(ImportPage {
        f: Frame::timeless(ctx, w.t("procedure-import-title")),
        back: Link {
            href: ctx.to("/procedures"),
            text: w.t("procedures-title"),
        },
        imports: imports
            .into_iter()
            .take(100)
            .map(|log| Row {
                id: log.imported.import.to_string(),
                name: log.imported.name.to_string(),
                what: told(
                    ctx,
                    "procedure-import-size",
                    &[
                        ("cases", Arg::Text(w.number(log.imported.cases))),
                        ("events", Arg::Text(w.number(log.imported.events))),
                        ("rejected", Arg::Text(w.number(log.imported.rejected))),
                    ],
                ),
                entry: entry(ctx, log.entry),
                withdrawn: log.withdrawn.map(|index| entry(ctx, index)),
                problem: form
                    .problem(&format!("reason-{}", log.imported.import))
                    .map(str::to_owned),
            })
            .collect(),
        done: did
            .filter(|it| matches!(*it, "import" | "withdrawal"))
            .map(|it| w.with("procedure-import-did", it)),
        unit: unit_name(ctx, &ctx.in_name_of()?),
        form,
    })
}

fn told(ctx: &Ctx, key: &str, args: &[(&'static str, Arg)]) -> String {
    text(ctx.words().lang, key, args)
}

/// Takes a file in, and shows what it says. Nothing is imported yet.
pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let mut filled = form.filled();
    let Some(upload) = form.files.iter().find(|it| it.size > 0) else {
        filled.wrong("file", ctx.words().t("sheet-no-file"));
        return again(&page(ctx, filled)?);
    };
    wait(&incoming(ctx), &upload.hash, &form.body)
        .map_err(|problem| Trouble::Failed(Box::new(problem)))?;
    let params = query(&[("name", &upload.name)]);
    Ok(go(&format!("/procedures/import/{}?{params}", upload.hash)))
}

/// The file that the path names.
fn waiting(ctx: &Ctx) -> Result<(Hash, PathBuf), Trouble> {
    let hash: Hash = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let path = incoming(ctx).join(hash.to_string());
    match path.is_file() {
        true => Ok((hash, path)),
        false => Err(Trouble::Refused(ctx.words().t("procedure-import-gone"))),
    }
}

fn looked(ctx: &Ctx, path: &Path, chosen: &Chosen) -> Result<Result<Found, Unread>, Trouble> {
    let given = chosen.given()?;
    let data = ctx.state.folder().path();
    let name = match chosen.name.as_str() {
        "" => "log",
        name => name,
    };
    Ok(case_logs::look(ctx.city(), data, path, name, &given))
}

/// Shows what would be imported.
pub(crate) fn preview(ctx: &Ctx) -> Result<Response, Trouble> {
    let chosen = Chosen::of(ctx.ask.others(&[]).into_iter());
    let (hash, path) = waiting(ctx)?;
    let found = looked(ctx, &path, &chosen)?;
    html(&log_page(ctx, &hash, &chosen, &found, None)?)
}

/// Imports all that is shown, or nothing.
pub(crate) fn import(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let chosen = Chosen::of(form.pairs());
    let (hash, path) = waiting(ctx)?;
    let mut found = looked(ctx, &path, &chosen)?;
    let is_ready = found.as_ref().is_ok_and(|found| found.lacks.is_none());
    if !is_ready {
        let said = ctx.words().t("sheet-not-yet");
        return again(&log_page(ctx, &hash, &chosen, &found, Some(said))?);
    }
    let done = match &mut found {
        Ok(found) => taken(ctx, found),
        Err(_) => return Err(Trouble::NotFound),
    };
    match done {
        Ok(()) => {
            // What is left over is dropped a day later.
            let _ = fs::remove_file(&path);
            Ok(go("/procedures/import?did=import"))
        }
        Err(Trouble::Refused(said)) => again(&log_page(ctx, &hash, &chosen, &found, Some(said))?),
        Err(trouble) => Err(trouble),
    }
}

/// Writes the segment and its entry, and remembers the columns.
pub(crate) fn taken(ctx: &Ctx, found: &mut Found) -> Result<(), Trouble> {
    let data = ctx.state.folder().path();
    case_logs::write(data, found).map_err(|problem| Trouble::Failed(Box::new(problem)))?;
    let command = Command::ImportLog(Box::new(found.imported.clone()));
    if let Err(trouble) = ctx.act(command) {
        // Without its entry the segment is nobody's.
        let _ = case_logs::take_back(ctx.city(), data, &found.imported.segment);
        return Err(trouble);
    }
    if !found.report.headings.is_empty() {
        let columns = found.report.columns.join(",");
        // What is remembered is a help; the import stands without it.
        if let Err(cause) = case_logs::remember(data, &columns) {
            crate::failures::log("remember the columns of a case log", &cause);
        }
    }
    Ok(())
}

/// Withdraws an import: its events go, its entries stay.
pub(crate) fn withdraw(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let id = ctx.ask.place();
    match withdrawn(ctx, id, form.get("reason")) {
        Ok(()) => Ok(go("/procedures/import?did=withdrawal")),
        Err(Trouble::Refused(said)) => {
            let mut filled = form.filled();
            filled.wrong(&format!("reason-{id}"), said);
            again(&page(ctx, filled)?)
        }
        Err(trouble) => Err(trouble),
    }
}

/// Writes the withdrawal, then removes the events.
pub(crate) fn withdrawn(ctx: &Ctx, id: &str, reason: &str) -> Result<(), Trouble> {
    let known = ctx.city().logs.get(id).ok_or(Trouble::NotFound)?;
    let hash = known.imported.segment.clone();
    if reason.trim().is_empty() {
        let said = ctx.words().t("procedure-import-no-reason");
        return Err(Trouble::Refused(said));
    }
    ctx.act(Command::WithdrawLog {
        import: id.into(),
        reason: reason.trim().into(),
    })?;
    // By what is so after it: the segment may stand for another import too.
    let look = ctx.state.look(None)?;
    let data = ctx.state.folder().path();
    case_logs::take_back(&look.city, data, &hash)
        .map_err(|problem| Trouble::Failed(Box::new(problem)))
}

fn log_page(
    ctx: &Ctx,
    hash: &Hash,
    chosen: &Chosen,
    found: &Result<Found, Unread>,
    refused: Option<String>,
) -> Result<LogPage, Trouble> {
    let w = ctx.words();
    let mut page = LogPage {
        f: Frame::timeless(ctx, w.with("procedure-import-of", &chosen.name)),
        action: format!("/procedures/import/{hash}"),
        name: chosen.name.clone(),
        all: chosen.params(),
        roles: Vec::new(),
        zones: zones(ctx, &chosen.zone),
        object_type: None,
        keep: Vec::new(),
        left_out: String::new(),
        facts: Vec::new(),
        notes: Vec::new(),
        rejected: Vec::new(),
        bad: 0,
        rows: Vec::new(),
        unit: unit_name(ctx, &ctx.in_name_of()?),
        is_ready: false,
        events: 0,
        refused,
    };
    match found {
        Ok(found) => {
            table(
                ctx,
                &mut page,
                chosen,
                &found.report.headings,
                &found.report,
            );
            page.is_ready = found.lacks.is_none();
            page.events = found.imported.events;
            page.facts = facts(ctx, found);
            page.notes = notes(ctx, found);
            let each = found.report.first_rejected.iter();
            page.rejected = each
                .map(|row| (row.line, row_words(ctx, row.why)))
                .collect();
            page.bad = found.report.rejected;
            page.rows = rows(ctx, &found.log);
        }
        Err(problem) => {
            if let Unread::Log(LogProblem::NoColumn { columns, .. }) = problem {
                table(ctx, &mut page, chosen, columns, &Report::default());
            }
            if let Unread::Log(LogProblem::ObjectType { .. }) = problem {
                page.object_type = Some(String::new());
            }
            page.notes.push(said_for_pages(ctx, problem));
        }
    }
    if !chosen.object_type.is_empty() {
        page.object_type = Some(chosen.object_type.clone());
    }
    Ok(page)
}

/// What is wrong, in the words of pages where those of the command line name its flags.
fn said_for_pages(ctx: &Ctx, problem: &Unread) -> String {
    let w = ctx.words();
    match problem {
        Unread::Log(LogProblem::NoColumn { role, .. }) => {
            let label = w.with("procedure-import-role", role);
            w.with("procedure-import-no-column", &label)
        }
        Unread::Log(LogProblem::ObjectType { types }) => {
            w.with("procedure-import-object-type", types)
        }
        other => w.say(other),
    }
}

/// The choices of columns, where the file is a table.
fn table(ctx: &Ctx, page: &mut LogPage, chosen: &Chosen, headings: &[String], report: &Report) {
    let used: Vec<(&str, &str)> = match &chosen.columns {
        Some(columns) => columns
            .iter()
            .map(|(role, column)| (role.as_str(), column.as_str()))
            .collect(),
        None => {
            let columns = report.columns.iter();
            columns.filter_map(|it| it.split_once('=')).collect()
        }
    };
    if headings.is_empty() {
        return;
    }
    let is_needed = |role: Role| matches!(role, Role::Case | Role::Activity | Role::Time);
    for role in Role::ALL {
        let own = used.iter().find(|(name, _)| *name == role.name());
        let options = headings.iter().filter(|heading| !heading.is_empty());
        page.roles.push(RoleRow {
            name: role.name(),
            label: ctx.words().with("procedure-import-role", role.name()),
            is_needed: is_needed(role),
            options: options
                .map(|heading| {
                    let is_own = own.is_some_and(|(_, column)| column == heading);
                    (heading.clone(), is_own)
                })
                .collect(),
        });
    }
    let mut left_out = Vec::new();
    for heading in headings.iter().filter(|heading| !heading.is_empty()) {
        if names_citizens(heading) {
            left_out.push(heading.as_str());
        } else if !used.iter().any(|(_, column)| column == heading) {
            let is_kept = chosen.keep.iter().any(|kept| kept == heading);
            page.keep.push((heading.clone(), is_kept));
        }
    }
    page.left_out = left_out.join(", ");
}

fn facts(ctx: &Ctx, found: &Found) -> Vec<(String, String)> {
    let w = ctx.words();
    let it = &found.imported;
    let day = |moment: &Option<smol_str::SmolStr>| {
        let moment = moment.as_ref()?.parse().ok()?;
        Some(w.day(dondoc_city::civil(moment).date()))
    };
    let mut facts = vec![
        (w.t("procedures-col-cases"), w.number(it.cases)),
        (w.t("procedures-col-events"), w.number(it.events)),
        (w.t("procedures-col-activities"), w.number(it.activities)),
    ];
    if let (Some(first), Some(last)) = (day(&it.first), day(&it.last)) {
        facts.push((w.t("procedures-col-span"), format!("{first} – {last}")));
    }
    facts
}

/// What is lacking, and what was found odd.
fn notes(ctx: &Ctx, found: &Found) -> Vec<String> {
    let w = ctx.words();
    let mut notes = Vec::new();
    match found.lacks {
        Some(case_logs::Lacks::Zone { moments }) => {
            notes.push(w.n("procedure-import-needs-zone", moments));
        }
        Some(lacks) => notes.push(w.say(&lacks)),
        None => {}
    }
    let report = &found.report;
    for (key, n) in [
        ("procedure-import-known", found.imported.known_before),
        ("log-without-moment", report.without_moment),
        ("log-duplicates", report.duplicates),
        ("procedure-import-unsorted", report.unsorted_cases),
        ("log-odd-entities", report.odd_entities),
    ] {
        if n > 0 {
            notes.push(w.n(key, n));
        }
    }
    if report.broke_off {
        notes.push(w.t("log-broke-off"));
    }
    notes
}

fn row_words(ctx: &Ctx, why: Why) -> String {
    ctx.words()
        .with("procedure-import-why", case_logs::why(why))
}

/// The first events as they were understood.
fn rows(ctx: &Ctx, log: &EventLog) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for case in 0..log.cases() {
        for event in log.case(case) {
            if rows.len() == SHOWN {
                return rows;
            }
            let at = log.time()[event];
            let moment = jiff::Timestamp::from_microsecond(at).ok();
            let moment = moment.filter(|_| at != NO_TIME);
            let who = log.resource().get(event).filter(|&&code| code != NO_CODE);
            let unit = log.unit().get(event).filter(|&&code| code != NO_UNIT);
            rows.push([
                log.case_id(case).to_owned(),
                log.activities()
                    .get(usize::from(log.activity()[event]))
                    .to_owned(),
                moment.map_or_else(String::new, |at| ctx.words().moment(dondoc_city::civil(at))),
                unit.map_or_else(String::new, |&code| {
                    log.units().get(usize::from(code)).to_owned()
                }),
                who.map_or_else(String::new, |&code| {
                    log.resources().get(code as usize).to_owned()
                }),
            ]);
        }
    }
    rows
}
