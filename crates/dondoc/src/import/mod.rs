//! `dondoc import`: what offices already have, all of a file or nothing.

use std::cell::RefCell;
use std::path::Path;

use dondoc_city::{Act, ActAllError, Acting, Command, RegisterDocument};
use dondoc_kinds::{Arg, MeetingId, UnitId};
use dondoc_messages::{Lang, say, text};
use dondoc_readers::Format;

use crate::args::{Import, ImportKind};
use crate::flow;
use crate::open::{self, Opened};
use crate::out;
use crate::read;
use crate::trouble::{Outcome, Trouble};

mod mapping;
mod rows;
mod sheet;

use mapping::{Columns, Field};
use sheet::{CellProblem, Sheet};

/// Imports a file.
pub(crate) fn run(args: &Import, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    match args.kind {
        ImportKind::Document => document(&mut opened, args, lang),
        ImportKind::Units => table(&mut opened, args, &rows::UNITS, lang),
        ImportKind::People => table(&mut opened, args, &rows::PEOPLE, lang),
        ImportKind::Tasks => table(&mut opened, args, &rows::TASKS, lang),
        ImportKind::Reports => table(&mut opened, args, &rows::REPORTS, lang),
        ImportKind::Days => table(&mut opened, args, &rows::DAYS, lang),
    }
}

/// A kind of table that can be imported.
struct Kind {
    /// Its name in `mappings/`.
    name: &'static str,
    fields: &'static [Field],
    /// Turns a row into what is asked of the city; blank rows are `None`.
    read: fn(&rows::Row<'_>) -> Result<Option<rows::Asked>, rows::Fault>,
}

fn table(opened: &mut Opened, args: &Import, kind: &Kind, lang: Lang) -> Outcome {
    let sheet = Sheet::open(&args.file)?;
    let given = match &args.mapping {
        Some(path) => Some(mapping::read(path)?),
        None => mapping::remembered(&args.data, kind.name),
    };
    let columns = match Columns::find(&sheet, kind.fields, given.as_ref()) {
        Ok(columns) => columns,
        Err(_) if args.mapping.is_none() && given.is_some() => {
            Columns::find(&sheet, kind.fields, None).map_err(|it| missing(&sheet, &it, lang))?
        }
        Err(fields) => return Err(missing(&sheet, &fields, lang)),
    };
    tell_columns(&columns, kind, lang);
    let (mut acts, places) = acts(opened, args, &sheet, &columns, kind, lang)?;
    let rows = acts.len();
    together(&mut acts);
    let shown = [("count", Arg::Text(rows.to_string()))];
    if args.dry_run {
        let decided = opened.city.decide_all(&acts);
        decided.map_err(|refused| refusals(&sheet, &places, refused, lang))?;
        out::line(&text(lang, "import-would", &shown));
        return Ok(());
    }
    match opened
        .city
        .act_all(opened.folder.ledger(), &acts, open::now())
    {
        Ok(done) => {
            mapping::remember(&args.data, kind.name, &columns.mapping)?;
            let entries = Arg::Text(done.drafts.len().to_string());
            out::line(&text(
                lang,
                "import-did",
                &[shown[0].clone(), ("entries", entries)],
            ));
            Ok(())
        }
        Err(ActAllError::Refused(refused)) => Err(refusals(&sheet, &places, refused, lang)),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// Makes one act of all announced days: a day off and the working day it is
/// exchanged for move a deadline together, not one after the other.
fn together(acts: &mut Vec<Act>) {
    let mut days = Vec::new();
    for act in acts.iter() {
        match &act.command {
            Command::Calendar(events) => days.extend(events.iter().cloned()),
            _ => return,
        }
    }
    acts.truncate(1);
    if let Some(first) = acts.first_mut() {
        first.command = Command::Calendar(days);
    }
}

/// Reads every row; if one cell is bad, all bad cells are named and nothing is
/// imported.
fn acts(
    opened: &Opened,
    args: &Import,
    sheet: &Sheet,
    columns: &Columns,
    kind: &Kind,
    lang: Lang,
) -> Result<(Vec<Act>, Vec<u64>), Trouble> {
    let at = open::now();
    let now = dondoc_city::civil(at);
    let today = now.date();
    let default = match &args.acting.unit {
        Some(name) => Some(opened.unit(name, today, lang)?),
        None => None,
    };
    let before = RefCell::default();
    let (mut acts, mut places, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (number, cells) in sheet.rows.iter().skip(columns.head + 1) {
        let row = rows::Row {
            cells,
            columns,
            opened,
            today,
            lang,
            before: &before,
        };
        match (kind.read)(&row) {
            Ok(None) => {}
            Ok(Some(asked)) => {
                let unit = default.clone().or(asked.unit);
                let unit = unit.unwrap_or_else(|| flow::steering(&opened.city));
                let day = asked.on.or(args.acting.on);
                let valid = day.map_or(now, |day| day.at(12, 0, 0, 0));
                let acting = Acting::of(unit);
                acts.push(Act {
                    command: asked.command,
                    acting,
                    at,
                    valid,
                });
                places.push(*number);
            }
            Err(fault) => problems.push(problem(sheet, columns, *number, &fault)),
        }
    }
    if problems.is_empty() {
        Ok((acts, places))
    } else {
        Err(Trouble::Problems(problems))
    }
}

fn problem(
    sheet: &Sheet,
    columns: &Columns,
    row: u64,
    fault: &rows::Fault,
) -> Box<dyn dondoc_kinds::Say> {
    let column = if fault.field.is_empty() {
        String::new()
    } else {
        columns.heading(fault.field)
    };
    Box::new(CellProblem {
        place: sheet.place(),
        row,
        column,
        what: fault.what.clone(),
    })
}

fn missing(sheet: &Sheet, fields: &[&Field], lang: Lang) -> Trouble {
    let names: Vec<String> = fields
        .iter()
        .map(|field| format!("{} ({})", field.name, field.headings.join(" / ")))
        .collect();
    let what = text(
        lang,
        "import-missing",
        &[("fields", Arg::Text(names.join("; ")))],
    );
    Trouble::refused(CellProblem {
        place: sheet.place(),
        row: 0,
        column: String::new(),
        what,
    })
}

fn refusals(
    sheet: &Sheet,
    places: &[u64],
    refused: Vec<(usize, dondoc_city::Refusal)>,
    lang: Lang,
) -> Trouble {
    let problems = refused.into_iter().map(|(position, refusal)| {
        let row = places.get(position).copied().unwrap_or_default();
        let what = say(lang, &refusal);
        let column = String::new();
        Box::new(CellProblem {
            place: sheet.place(),
            row,
            column,
            what,
        }) as Box<_>
    });
    Trouble::Problems(problems.collect())
}

fn tell_columns(columns: &Columns, kind: &Kind, lang: Lang) {
    let used: Vec<String> = kind
        .fields
        .iter()
        .filter_map(|field| {
            let heading = columns.mapping.columns.get(field.name)?;
            Some(format!("{} = “{heading}”", field.name))
        })
        .collect();
    out::note(&text(
        lang,
        "import-columns",
        &[("columns", Arg::Text(used.join(", ")))],
    ));
}

fn document(opened: &mut Opened, args: &Import, lang: Lang) -> Outcome {
    let meeting: Option<MeetingId> = args
        .conclusions_of
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|bad: dondoc_kinds::BadId| Trouble::RefusedWords(bad.to_string()))?;
    let text_of = read::file_text(&args.file, lang)?;
    let reading = dondoc_documents::read(&text_of.text);
    if args.dry_run {
        out::line(&crate::reading_text::render(
            &reading,
            lang,
            out::to_terminal(),
        ));
        return Ok(());
    }
    let attachments = opened.folder.ledger().attachments();
    let kept = attachments
        .put(text_of.text.as_bytes())
        .map_err(anyhow::Error::from)?;
    let file = match text_of.format {
        Format::Plain => None,
        _ => Some(original(opened, &args.file)?),
    };
    let assigner = issuer(opened, &reading, args);
    let command = Command::RegisterDocument(Box::new(RegisterDocument {
        id: None,
        reading,
        text: kept,
        file,
        conclusions_of: meeting,
    }));
    let done = opened.act(command, &args.acting, &assigner, lang)?;
    flow::answer(opened, &done, false, lang)
}

fn original(opened: &Opened, path: &Path) -> Result<dondoc_ledger::Hash, Trouble> {
    let evidence = flow::keep(&opened.folder, path)?;
    evidence
        .hash
        .parse()
        .map_err(|bad: dondoc_ledger::BadHash| anyhow::Error::from(bad).into())
}

/// A document is entered in the name of its issuer where the registry knows it.
fn issuer(opened: &Opened, reading: &dondoc_documents::Reading, args: &Import) -> UnitId {
    let today = dondoc_city::civil(open::now()).date();
    let on = args.acting.on.unwrap_or(today);
    let named = reading.header.issuer.as_deref();
    named
        .and_then(|name| opened.city.unit_named(name, on))
        .unwrap_or_else(|| flow::steering(&opened.city))
}
