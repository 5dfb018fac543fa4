//! Case logs: which are imported, one more, one withdrawn.

use axum::http::StatusCode;
use axum::response::Response;
use dondoc_city::{CaseLog, LogImported};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::Trouble;
use crate::api::answers::{Page, Reading, Writing, body, created, json, page};
use crate::api::problem::Odd;
use crate::ask::Ctx;
use crate::case_logs::{self, Given, Lacks};
use crate::form::Form;
use crate::pages::procedure_import;

/// An imported case log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseLogOut {
    /// Its id; empty of one that was only looked at.
    #[schema(example = "nk-0001")]
    id: String,
    /// The file's name.
    name: String,
    /// The form the file had, e.g. `csv`.
    form: String,
    /// SHA-256 of the file, which is not kept.
    sha256: String,
    /// SHA-256 of the segment that was written.
    segment: Option<String>,
    /// Cases.
    cases: u64,
    /// Events.
    events: u64,
    /// Different activities.
    activities: u64,
    /// First moment.
    first: Option<String>,
    /// Last moment.
    last: Option<String>,
    /// Rows that were not taken.
    rejected: u64,
    /// The first hundred of them.
    rejected_rows: Vec<RejectedOut>,
    /// Events known from earlier imports, and not taken again.
    known_before: u64,
    /// Moments that named no offset from UTC.
    naive: u64,
    /// The offset in which those were read.
    zone: Option<String>,
    /// Which column was what, as `role=column`.
    columns: Vec<String>,
    /// Further columns that were kept.
    kept: Vec<String>,
    /// Its entry in the ledger.
    entry: Option<u64>,
    /// The entry that withdrew it.
    withdrawn: Option<u64>,
}

/// A row that was not taken; what stood in it is not recorded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RejectedOut {
    /// Line of the file, or number of the record, from 1.
    line: u64,
    /// Why: `no_case`, `no_activity`, `bad_moment`, `too_short`, `too_long`.
    why: String,
}

fn of(it: &LogImported) -> CaseLogOut {
    let text = |text: &Option<smol_str::SmolStr>| text.as_ref().map(ToString::to_string);
    let words = |list: &[Box<str>]| list.iter().map(ToString::to_string).collect();
    CaseLogOut {
        id: it.import.to_string(),
        name: it.name.to_string(),
        form: it.form.to_string(),
        sha256: it.file.to_string(),
        segment: (!it.segment.is_empty()).then(|| it.segment.to_string()),
        cases: it.cases,
        events: it.events,
        activities: it.activities,
        first: text(&it.first),
        last: text(&it.last),
        rejected: it.rejected,
        rejected_rows: it
            .rejected_rows
            .iter()
            .map(|row| RejectedOut {
                line: row.line,
                why: row.why.to_string(),
            })
            .collect(),
        known_before: it.known_before,
        naive: it.naive,
        zone: text(&it.zone),
        columns: words(&it.columns),
        kept: words(&it.kept),
        entry: None,
        withdrawn: None,
    }
}

fn out(log: &CaseLog) -> CaseLogOut {
    CaseLogOut {
        entry: Some(log.entry),
        withdrawn: log.withdrawn,
        ..of(&log.imported)
    }
}

/// Lists imported case logs, those withdrawn too, oldest first.
#[utoipa::path(
    get, path = "/api/v1/case-logs", operation_id = "listCaseLogs", tag = "procedures",
    params(
        ("as_of" = Option<String>, Query, description = "The day whose end is shown."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 200, description = "The most things of a page."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, description = "A page of case logs.", body = Page<CaseLogOut>), Reading),
)]
pub(crate) fn list(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let all = ctx.city().logs.iter();
    json(&page(
        ctx,
        all,
        |it| it.imported.import.to_string(),
        |it| out(it),
    )?)
}

/// Imports a case log: CSV, XLSX, XES, Parquet or OCEL 2.0, also as `.gz`. All of it is
/// one entry, or nothing is imported. The file itself is not kept.
#[utoipa::path(
    post, path = "/api/v1/case-logs", operation_id = "importCaseLog", tag = "procedures",
    params(
        ("zone" = Option<String>, Query, description = "The offset of moments that name none, e.g. `+07:00`; without it such a file is refused."),
        ("columns" = Option<String>, Query, description = "Which column is what, e.g. `case=Mã hồ sơ,activity=Bước,time=Thời điểm`; as remembered or proposed where it says nothing."),
        ("keep" = Option<String>, Query, description = "Further columns to keep, comma-separated; none that names a citizen."),
        ("object_type" = Option<String>, Query, description = "Which objects are the cases of an object-centric log."),
        ("dry_run" = Option<bool>, Query, description = "Whether to say only what would be imported."),
        ("Idempotency-Key" = Option<String>, Header, max_length = 200),
    ),
    request_body(content = Object, content_type = "multipart/form-data", description = "The log in the field `file`."),
    responses(
        (status = 200, description = "What would be imported (`dry_run`).", body = CaseLogOut),
        (status = 201, description = "What was imported.", body = CaseLogOut),
        Writing,
    ),
)]
pub(crate) fn import(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let bad = |said: String| Trouble::Odd(Odd::new(StatusCode::BAD_REQUEST, "bad-body", said));
    let upload = form.files.iter().find(|it| it.size > 0);
    let upload = upload.ok_or_else(|| bad(w.t("api-log-no-file")))?;
    let zone = match ctx.ask.param("zone") {
        None => None,
        Some(zone) => {
            // A plus that was not encoded comes as a blank.
            let text = match zone.starts_with(|it: char| it.is_ascii_digit()) {
                true => format!("+{zone}"),
                false => zone.to_owned(),
            };
            let offset = procedure_import::offset(&text);
            Some(offset.ok_or_else(|| Trouble::bad("procedure-bad-zone", zone))?)
        }
    };
    let keep = ctx.ask.param("keep").unwrap_or_default().split(',');
    let given = Given {
        columns: ctx.ask.param("columns").map(str::to_owned),
        zone,
        object_type: ctx.ask.param("object_type").map(str::to_owned),
        keep: keep
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let data = ctx.state.folder().path();
    let failed = |problem: std::io::Error| Trouble::Failed(Box::new(problem));
    let waiting = data.join("incoming");
    let path = procedure_import::wait(&waiting, &upload.hash, &form.body).map_err(failed)?;
    let found = case_logs::look(ctx.city(), data, &path, &upload.name, &given);
    // Read or not, the file is not kept.
    std::fs::remove_file(&path).map_err(failed)?;
    let mut found = found.map_err(|problem| Trouble::Refused(w.say(&problem)))?;
    if let Some(lacks) = found.lacks {
        return Err(Trouble::Refused(match lacks {
            Lacks::Zone { moments } => w.n("api-log-zone", moments),
            Lacks::New { .. } => w.say(&lacks),
        }));
    }
    if ctx.ask.param("dry_run") == Some("true") {
        return json(&of(&found.imported));
    }
    procedure_import::taken(ctx, &mut found)?;
    let look = ctx.state.look(None)?;
    let mut standing = look.city.logs.standing();
    let made = standing.find(|log| log.imported.file == found.imported.file);
    let made = out(made.ok_or(Trouble::NotFound)?);
    let at = format!("/procedures/{}", made.id);
    created(&made, &at)
}

/// Why an import is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawIn {
    /// Why.
    #[schema(min_length = 1)]
    reason: String,
}

/// Withdraws an import as a whole: its events go, its entries stay.
#[utoipa::path(
    post, path = "/api/v1/case-logs/{id}/withdraw", operation_id = "withdrawCaseLog", tag = "procedures",
    params(
        ("id" = String, Path, description = "The import."),
        ("Idempotency-Key" = Option<String>, Header, max_length = 200),
    ),
    request_body = WithdrawIn,
    responses((status = 200, description = "The import, withdrawn.", body = CaseLogOut), Writing),
)]
pub(crate) fn withdraw(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let sent: WithdrawIn = body(ctx, form)?;
    procedure_import::withdrawn(ctx, ctx.ask.place(), &sent.reason)?;
    let look = ctx.state.look(None)?;
    let known = look.city.logs.get(ctx.ask.place());
    json(&out(known.ok_or(Trouble::NotFound)?))
}
