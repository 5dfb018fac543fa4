//! Lists as files, as they are seen.

use axum::response::Response;
use dondoc_sheets::{Column, ColumnKind, Decimal, Listing, OutCell};
use jiff::civil::Date;

use crate::answer::{Trouble, as_file, with_type};
use crate::ask::{Ctx, query};
use crate::board::Line;
use crate::pages::{Chip, Link, document, groups, unit_name};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Returns links to the same list as files: XLSX and CSV.
pub(crate) fn links(ctx: &Ctx, path: &str) -> [Link; 2] {
    let mut params = ctx.ask.others(&["page", "lang"]);
    params.push(("lang", ctx.words().lang.tag()));
    let params = query(&params);
    ["xlsx", "csv"].map(|ending| Link {
        href: format!("{path}.{ending}?{params}"),
        text: ending.to_ascii_uppercase(),
    })
}

/// A column of a list: the key of its heading, and what it holds.
pub(crate) type Heading = (&'static str, ColumnKind);

/// Answers with a list in the form that the path's ending names.
pub(crate) fn answer(
    ctx: &Ctx,
    title: &str,
    headings: &[Heading],
    rows: Vec<Vec<OutCell>>,
) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut notes = vec![format!("{} {}", w.t("site-as-of"), w.day(ctx.look.as_of))];
    let asked = ctx.ask.others(&["lang", "as_of", "page"]);
    if !asked.is_empty() {
        let each = asked.iter().map(|(name, value)| format!("{name}: {value}"));
        notes.push(each.collect::<Vec<_>>().join("; "));
    }
    let listing = Listing {
        title: title.to_owned(),
        notes,
        columns: headings
            .iter()
            .map(|(key, kind)| Column {
                heading: w.t(key),
                kind: *kind,
            })
            .collect(),
        rows,
    };
    let failed = |error| Trouble::Failed(Box::new(error));
    let (name, ending) = ctx.ask.path.rsplit_once('.').unwrap_or(("list", "csv"));
    let name = name.trim_matches('/').replace('/', "-");
    let response = if ending == "xlsx" {
        with_type(XLSX, listing.to_xlsx().map_err(failed)?)
    } else {
        with_type("text/csv; charset=utf-8", listing.to_csv().map_err(failed)?)
    };
    Ok(as_file(
        response,
        &format!("{name}-{}.{ending}", ctx.look.as_of),
    ))
}

/// Answers with a list of tasks.
pub(crate) fn tasks<'l>(
    ctx: &Ctx,
    title: &str,
    lines: impl Iterator<Item = &'l Line>,
) -> Result<Response, Trouble> {
    const HEADINGS: &[Heading] = &[
        ("flow-col-task", ColumnKind::Short),
        ("flow-col-text", ColumnKind::Long),
        ("site-task-product", ColumnKind::Short),
        ("site-task-lead", ColumnKind::Short),
        ("site-task-coordinating", ColumnKind::Short),
        ("site-task-assigner", ColumnKind::Short),
        ("flow-col-document", ColumnKind::Short),
        ("flow-field", ColumnKind::Short),
        ("flow-col-issued", ColumnKind::Day),
        ("site-deadline-original", ColumnKind::Day),
        ("site-deadline-current", ColumnKind::Day),
        ("site-col-status", ColumnKind::Short),
        ("flow-percent", ColumnKind::Percent),
        ("flow-col-reported", ColumnKind::Day),
    ];
    let city = ctx.city();
    let rows = lines.filter_map(|line| {
        let task = city.tasks.task(&line.task)?;
        let helpers: Vec<String> = task.coordinating().map(|id| unit_name(ctx, id)).collect();
        let chip = Chip::of(&line.status, ctx.words());
        let status = [chip.text, chip.detail].join(" ");
        let report = task.last_report();
        Some(vec![
            words(task.id.as_str()),
            words(task.text()),
            words(task.product()),
            words(&unit_name(ctx, &task.lead)),
            words(&helpers.join("; ")),
            words(&unit_name(ctx, &task.assigner)),
            words(
                &task
                    .document()
                    .map(|id| document(ctx, id).text)
                    .unwrap_or_default(),
            ),
            words(
                &task
                    .field()
                    .map(|slug| groups::field_name(ctx.words(), slug))
                    .unwrap_or_default(),
            ),
            OutCell::Day(task.issued),
            day(task.original_due().map(|due| due.date())),
            day(line.due),
            words(status.trim()),
            report.map_or(OutCell::Empty, |it| number(i128::from(it.percent))),
            day(report.map(|it| it.on)),
        ])
    });
    answer(ctx, title, HEADINGS, rows.collect())
}

pub(crate) fn words(words: &str) -> OutCell {
    if words.is_empty() {
        OutCell::Empty
    } else {
        OutCell::Words(words.to_owned())
    }
}

pub(crate) fn number(number: i128) -> OutCell {
    OutCell::Number(Decimal::new(number, 0))
}

pub(crate) fn day(day: Option<Date>) -> OutCell {
    day.map_or(OutCell::Empty, OutCell::Day)
}
