//! Case logs for pages: read once from their segments, then kept.

use std::sync::{Arc, Mutex, PoisonError};

use dondoc_city::CaseLog;
use dondoc_kinds::Arg;
use dondoc_lake::EventLog;
use dondoc_messages::text;
use dondoc_procedures::Working;
use dondoc_procedures::room::event::Linked;
use dondoc_procedures::room::state::Procedure;

use crate::answer::Trouble;
use crate::ask::Ctx;

/// How many logs are kept in memory.
const KEPT: usize = 3;
/// The most events of a log that a page is computed from.
const MOST_EVENTS: u64 = 5_000_000;

/// Logs by the hash of their segment, the latest asked for last. A segment never
/// changes, so that what is kept never grows old.
static LOGS: Mutex<Vec<(String, Arc<EventLog>)>> = Mutex::new(Vec::new());

/// Returns an import that stands on the page's day.
pub(crate) fn known<'a>(ctx: &'a Ctx, import: &str) -> Result<&'a CaseLog, Trouble> {
    let logs = &ctx.city().logs;
    logs.get(import)
        .filter(|log| log.withdrawn.is_none())
        .ok_or(Trouble::NotFound)
}

/// Returns its events, each case in the order of time.
pub(crate) fn events(ctx: &Ctx, log: &CaseLog) -> Result<Arc<EventLog>, Trouble> {
    let segment = log.imported.segment.to_string();
    read(ctx, &[segment], log.imported.events)
}

fn read(ctx: &Ctx, segments: &[String], events: u64) -> Result<Arc<EventLog>, Trouble> {
    let segment = segments.join("+");
    let mut kept = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(place) = kept.iter().position(|(hash, _)| *hash == segment) {
        let found = kept.remove(place);
        let log = Arc::clone(&found.1);
        kept.push(found);
        return Ok(log);
    }
    if events > MOST_EVENTS {
        return Err(Trouble::Refused(ctx.words().t("procedure-too-large")));
    }
    let folder = ctx.state.folder().path().join("segments");
    let file = |name| folder.join(format!("{name}.{}", dondoc_lake::segment::EXTENSION));
    let files: Vec<_> = segments.iter().map(file).collect();
    let (mut log, _) =
        dondoc_log_readers::load(&files).map_err(|problem| Trouble::Failed(Box::new(problem)))?;
    log.sort_by_time();
    let log = Arc::new(log);
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((segment, Arc::clone(&log)));
    Ok(log)
}

/// The cases of a procedure: all logs that it is linked to, as one.
pub(crate) struct OfProcedure {
    pub(crate) log: Arc<EventLog>,
    /// The hashes of its segments, which name it.
    pub(crate) segments: String,
    pub(crate) link: Linked,
}

/// Returns the cases of a procedure, each in the order of time.
pub(crate) fn of_procedure(ctx: &Ctx, procedure: &Procedure) -> Result<OfProcedure, Trouble> {
    let unlinked = || Trouble::Refused(ctx.words().t("procedure-page-not-linked"));
    let (_, link) = procedure.link.as_ref().ok_or_else(unlinked)?;
    let known = link.logs.iter().filter_map(|log| ctx.city().logs.get(log));
    let standing: Vec<&CaseLog> = known.filter(|log| log.withdrawn.is_none()).collect();
    let segments: Vec<String> = standing
        .iter()
        .map(|log| log.imported.segment.to_string())
        .collect();
    if segments.is_empty() {
        return Err(unlinked());
    }
    let events = standing.iter().map(|log| log.imported.events).sum();
    Ok(OfProcedure {
        log: read(ctx, &segments, events)?,
        segments: segments.join("+"),
        link: link.clone(),
    })
}

/// The city's calendar, by which working time is counted.
pub(crate) fn working(ctx: &Ctx) -> Working {
    Working::vietnam(ctx.city().calendar.clone())
}

/// Seconds as people say them: minutes, hours, or working days of `day_seconds`.
pub(crate) fn span(ctx: &Ctx, seconds: f64, day_seconds: f64) -> String {
    let w = ctx.words();
    if seconds >= day_seconds {
        w.with("procedure-days", &decimal(ctx, seconds / day_seconds, 1))
    } else if seconds >= 3_600.0 {
        w.with("procedure-hours", &decimal(ctx, seconds / 3_600.0, 1))
    } else {
        w.with("procedure-minutes", &decimal(ctx, seconds / 60.0, 0))
    }
}

/// Seconds of the clock on the wall as people say them: minutes, hours, or days of 24.
pub(crate) fn wall_span(ctx: &Ctx, seconds: f64) -> String {
    if seconds >= 86_400.0 {
        let days = decimal(ctx, seconds / 86_400.0, 1);
        ctx.words().with("procedure-wall-days", &days)
    } else {
        span(ctx, seconds, f64::INFINITY)
    }
}

/// The name of a log without the ending of its file.
pub(crate) fn name(log: &CaseLog) -> String {
    let name = &*log.imported.name;
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 7 => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// A number with decimals, as the language writes it.
pub(crate) fn decimal(ctx: &Ctx, value: f64, places: usize) -> String {
    let plain = format!("{value:.places$}");
    match ctx.words().lang {
        dondoc_messages::Lang::Vi => plain.replace('.', ","),
        dondoc_messages::Lang::En => plain,
    }
}

/// Says a message with two texts, `it` and `also`.
pub(crate) fn pair(ctx: &Ctx, key: &str, it: &str, also: &str) -> String {
    let args = [("it", Arg::from(it)), ("also", Arg::from(also))];
    text(ctx.words().lang, key, &args)
}
