//! Many at once, as tables: tasks out, reports in.

use axum::http::StatusCode;
use axum::response::Response;
use dondoc_city::Command;
use dondoc_kinds::TaskId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Trouble, as_file, with_type};
use crate::api::answers::{Reading, Writing, json};
use crate::api::problem::{Odd, RowProblem};
use crate::api::tasks::{found, task_out};
use crate::api::work::{ReportIn, report_command};
use crate::ask::Ctx;
use crate::form::Form;
use crate::writer::Rejected;

/// The most rows that come in at once.
const MOST_ROWS: usize = 5000;

/// The columns of tasks, in their order.
const COLUMNS: [&str; 14] = [
    "id",
    "text",
    "product",
    "lead",
    "lead_name",
    "assigner",
    "document",
    "field",
    "status",
    "days_late",
    "due",
    "original_due",
    "percent",
    "version",
];

/// Writes a cell. What a spreadsheet would take for a formula is made text by an
/// apostrophe, as OWASP advises; numbers stay numbers.
fn cell(out: &mut String, text: &str) {
    let is_number = text.parse::<f64>().is_ok();
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number;
    let needs_quotes = is_formula || text.contains(['"', ',', '\n', '\r']);
    if !needs_quotes {
        out.push_str(text);
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

fn line(out: &mut String, cells: &[&str]) {
    for (place, text) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

/// Returns all tasks that are asked for as one table (RFC 4180, UTF-8).
#[utoipa::path(
    get, path = "/api/v1/tasks.csv", operation_id = "exportTasks", tag = "tables",
    params(
        ("unit" = Option<String>, Query, description = "The unit that leads."),
        ("assigner" = Option<String>, Query, description = "The unit that assigned."),
        ("document" = Option<String>, Query, description = "The document they come from."),
        ("status" = Option<String>, Query, description = "Statuses, comma-separated; `open` for all that is still owed."),
        ("q" = Option<String>, Query, description = "Words that all must be in it."),
        ("as_of" = Option<String>, Query, description = "The day whose end is shown."),
    ),
    responses((status = 200, description = "The table.", body = String, content_type = "text/csv"), Reading),
)]
pub(crate) fn tasks(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let mut out = String::new();
    line(&mut out, &COLUMNS);
    for (task, at) in found(ctx)? {
        let it = task_out(ctx, task, at);
        let status = serde_json::to_value(it.status)?;
        let days = it
            .days_late
            .map(|days| days.to_string())
            .unwrap_or_default();
        let cells = [
            it.id.as_str(),
            &it.text,
            &it.product,
            &it.lead.id,
            &it.lead.name,
            &it.assigner.id,
            it.document.as_deref().unwrap_or_default(),
            it.field.as_deref().unwrap_or_default(),
            status.as_str().unwrap_or_default(),
            &days,
            it.due.as_deref().unwrap_or_default(),
            it.original_due.as_deref().unwrap_or_default(),
            &it.percent.to_string(),
            &it.version.to_string(),
        ];
        line(&mut out, &cells);
    }
    Ok(as_file(
        with_type("text/csv; charset=utf-8", out),
        "tasks.csv",
    ))
}

/// What became of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TakenOut {
    /// How many reports were taken.
    reports: u64,
    /// The first entry of the ledger that was written.
    first_entry: u64,
}

/// Takes many reports, all or none. Columns by name, in any order: `task`,
/// `percent`, `done` (`true` or `false`), `narrative`; and, where wanted,
/// `occurrence`. Each task may stand once.
#[utoipa::path(
    post, path = "/api/v1/reports.csv", operation_id = "importReports", tag = "tables",
    params(("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body(content = String, content_type = "text/csv", example = "task,percent,done,narrative\r\nnv-000001,40,false,Đang rà soát\r\n"),
    responses((status = 200, description = "What was taken.", body = TakenOut), Writing),
)]
pub(crate) fn reports(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let kind = ctx
        .ask
        .content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if !kind.eq_ignore_ascii_case("text/csv") {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Trouble::Odd(Odd::new(
            status,
            "not-csv",
            w.t("api-not-csv"),
        )));
    }
    let bad = |detail: String| Trouble::Odd(Odd::new(StatusCode::BAD_REQUEST, "bad-body", detail));
    // A mark of byte order is what spreadsheets write first.
    let bytes = form
        .body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&form.body);
    let text = std::str::from_utf8(bytes).map_err(|_| bad(w.t("api-not-utf8")))?;
    let mut rows = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let heads = rows.headers().map_err(|problem| bad(problem.to_string()))?;
    let heads: Vec<String> = heads.iter().map(str::to_owned).collect();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let needed =
        |name: &'static str| column(name).ok_or_else(|| bad(w.with("api-no-column", name)));
    let (task, percent) = (needed("task")?, needed("percent")?);
    let (done, narrative) = (needed("done")?, needed("narrative")?);
    let occurrence = column("occurrence");
    let (mut commands, mut wrong, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken = std::collections::BTreeSet::new();
    for (nth, row) in rows.records().enumerate() {
        let at = nth as u64 + 2;
        if nth >= MOST_ROWS {
            return Err(bad(w.n("api-too-many-rows", MOST_ROWS as u64)));
        }
        let mut say = |column: Option<&str>, detail: String| {
            wrong.push(RowProblem {
                row: at,
                column: column.map(str::to_owned),
                detail,
            });
        };
        let row = match row {
            Ok(row) => row,
            Err(problem) => {
                say(None, problem.to_string());
                continue;
            }
        };
        let get = |place: usize| row.get(place).unwrap_or_default();
        let id = get(task).parse::<TaskId>().ok();
        let known = id.as_ref().and_then(|id| ctx.city().tasks.task(id));
        let Some(known) = known else {
            say(Some("task"), w.with("api-no-task", get(task)));
            continue;
        };
        if !taken.insert(known.id.clone()) {
            say(Some("task"), w.with("api-task-twice", get(task)));
            continue;
        }
        let Some(percent) = get(percent).parse().ok().filter(|it| *it <= 100) else {
            say(Some("percent"), w.with("api-bad-percent", get(percent)));
            continue;
        };
        let is_done = match get(done) {
            "true" => true,
            "false" | "" => false,
            other => {
                say(Some("done"), w.with("api-bad-done", other));
                continue;
            }
        };
        let occurrence = match occurrence.map(get) {
            None | Some("") => None,
            Some(text) => match text.parse() {
                Ok(number) => Some(number),
                Err(_) => {
                    say(Some("occurrence"), w.with("api-bad-percent", text));
                    continue;
                }
            },
        };
        let report = ReportIn::of_row(percent, is_done, get(narrative).to_owned(), occurrence);
        commands.push(Command::Task(report_command(ctx, known, report)?));
        places.push(at);
    }
    if !wrong.is_empty() {
        return Err(refused(w.t("api-rows-wrong"), wrong));
    }
    if commands.is_empty() {
        return Err(bad(w.t("api-no-rows")));
    }
    let count = commands.len() as u64;
    match ctx.try_all(commands, Vec::new())? {
        Ok(taken) => json(&TakenOut {
            reports: count,
            first_entry: taken.first,
        }),
        Err(Rejected::Refused(all)) => {
            let rows = all.iter().map(|(place, refusal)| RowProblem {
                row: places.get(*place).copied().unwrap_or(0),
                column: None,
                detail: w.say(refusal),
            });
            Err(refused(w.t("api-rows-wrong"), rows.collect()))
        }
        Err(rejected) => Err(Trouble::rejected(rejected, w)),
    }
}

fn refused(detail: String, rows: Vec<RowProblem>) -> Trouble {
    let mut odd = Odd::new(StatusCode::UNPROCESSABLE_ENTITY, "rows-refused", detail);
    odd.rows = rows;
    Trouble::Odd(odd)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        let mut out = String::new();
        line(&mut out, &["=1+1", "-5", "a,b", "\"x\"", "@x", "Sở"]);
        assert_eq!(out, "\"'=1+1\",-5,\"a,b\",\"\"\"x\"\"\",\"'@x\",Sở\r\n");
    }
}
