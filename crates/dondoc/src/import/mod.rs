//! `dondoc import`: what offices already have, all of a file or nothing.

use std::collections::BTreeSet;
use std::path::Path;

use dondoc_city::{Act, ActAllError, Acting, Command, RegisterDocument};
use dondoc_kinds::{Arg, MeetingId, UnitId};
use dondoc_messages::{Lang, say, text};
use dondoc_readers::Format;
use dondoc_sheets::{Field, Mapping, NoHints, Problem, Proposal, Skipped, Table};
use dondoc_tracking::Tracking;
use jiff::civil::Date;

use crate::args::{Import, ImportKind};
use crate::flow;
use crate::open::{self, Opened};
use crate::out;
use crate::read;
use crate::trouble::{Outcome, Trouble};

mod mapping;
pub(crate) mod procedures;
mod rows;
mod sheet;

use mapping::Headings;
use sheet::CellProblem;

/// Imports a file.
pub(crate) fn run(args: &Import, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let kind = match args.kind {
        ImportKind::Edxml => return crate::edxml::import(&mut opened, args, lang),
        ImportKind::Document => return document(&mut opened, args, lang),
        ImportKind::Procedures => return procedures::run(&mut opened, args, lang),
        ImportKind::Units => Rows::Own(&rows::UNITS),
        ImportKind::People => Rows::Own(&rows::PEOPLE),
        ImportKind::Days => Rows::Own(&rows::DAYS),
        ImportKind::Tasks => Rows::Tracking(Tracking::Tasks),
        ImportKind::Reports => Rows::Tracking(Tracking::Reports),
    };
    table(&mut opened, args, &kind, lang)
}

/// A kind of table of this command alone.
struct Kind {
    /// Its name in `mappings/`.
    name: &'static str,
    fields: &'static [Field],
    /// Turns a row into what is asked of the city.
    read: fn(&rows::Row<'_>) -> Result<rows::Asked, rows::Fault>,
}

/// Who knows what rows ask.
enum Rows {
    Own(&'static Kind),
    Tracking(Tracking),
}

impl Rows {
    fn name(&self) -> &'static str {
        match self {
            Self::Own(kind) => kind.name,
            Self::Tracking(kind) => kind.name(),
        }
    }

    fn fields(&self) -> &'static [Field] {
        match self {
            Self::Own(kind) => kind.fields,
            Self::Tracking(kind) => kind.fields(),
        }
    }

    /// Whether a table without this column cannot be imported. What tasks hand
    /// over is nowhere to be asked for on the command line.
    fn needs(&self, field: &Field) -> bool {
        let is_tasks = matches!(self, Self::Tracking(Tracking::Tasks));
        field.required || (is_tasks && field.name == "product")
    }
}

/// What a table asks.
#[derive(Default)]
struct Asked {
    acts: Vec<Act>,
    /// The row of each act.
    places: Vec<u64>,
    problems: Vec<Problem>,
    skipped: Vec<Skipped>,
}

/// A table with its columns.
struct Read<'a> {
    table: &'a Table,
    proposal: &'a Proposal,
    mapping: &'a Mapping,
}

fn table(opened: &mut Opened, args: &Import, kind: &Rows, lang: Lang) -> Outcome {
    let (table, bytes) = sheet::open(&args.file, lang)?;
    let (proposal, mapping) = columns(opened, args, kind, &table, lang)?;
    let read = Read {
        table: &table,
        proposal: &proposal,
        mapping: &mapping,
    };
    tell_columns(&read, kind, lang);
    let mut asked = asked(opened, args, kind, &read, lang)?;
    for row in &asked.skipped {
        let row = [
            ("row", Arg::Text(row.number.to_string())),
            ("words", Arg::from(row.words.as_str())),
        ];
        out::note(&text(lang, "import-skipped", &row));
    }
    if !asked.problems.is_empty() {
        let each = asked.problems.iter();
        let each = each.map(|it| Box::new(CellProblem::of(&table, it, lang)) as Box<_>);
        return Err(Trouble::Problems(each.collect()));
    }
    let count = asked.acts.len();
    let shown = [("count", Arg::Text(count.to_string()))];
    together(&mut asked.acts);
    if args.dry_run {
        let decided = opened.city.decide_all(&asked.acts);
        decided.map_err(|refused| refusals(&table, &asked.places, refused, lang))?;
        out::line(&text(lang, "import-would", &shown));
        return Ok(());
    }
    if let (Rows::Tracking(kind), Some(last)) = (kind, asked.acts.last().cloned()) {
        let kept = opened.folder.ledger().attachments().put(&bytes);
        let file = kept.map_err(anyhow::Error::from)?.to_string();
        asked.acts.push(Act {
            command: dondoc_tracking::note(&tracking(*kind, &read), &file, count),
            valid: dondoc_city::civil(last.at),
            ..last
        });
    }
    match opened
        .city
        .act_all(opened.folder.ledger(), &asked.acts, open::now())
    {
        Ok(done) => {
            let used = Headings::of(&proposal, &mapping);
            mapping::remember(&args.data, kind.name(), &used)?;
            let entries = Arg::Text(done.drafts.len().to_string());
            out::line(&text(
                lang,
                "import-did",
                &[shown[0].clone(), ("entries", entries)],
            ));
            Ok(())
        }
        Err(ActAllError::Refused(refused)) => Err(refusals(&table, &asked.places, refused, lang)),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// Says which column is what: as given, as the last time, or as proposed.
fn columns(
    opened: &Opened,
    args: &Import,
    kind: &Rows,
    table: &Table,
    lang: Lang,
) -> Result<(Proposal, Mapping), Trouble> {
    let today = dondoc_city::civil(open::now()).date();
    let proposal = match kind {
        Rows::Tracking(kind) => dondoc_tracking::propose(&opened.city, *kind, table, today),
        Rows::Own(kind) => dondoc_sheets::propose(table, kind.fields, &[], &NoHints),
    };
    let find = |headings: &Headings| headings.find(table, &proposal, kind.fields());
    let (found, mapping) = match &args.mapping {
        Some(path) => {
            let given = mapping::read(path)?;
            find(&given)
                .ok_or_else(|| missing(table, given.columns.values().cloned().collect(), lang))?
        }
        None => {
            let remembered = mapping::remembered(&args.data, kind.name());
            let found = remembered.and_then(|it| find(&it));
            found.unwrap_or_else(|| (proposal.clone(), proposal.mapping()))
        }
    };
    let needed = kind.fields().iter().filter(|field| kind.needs(field));
    let absent = needed.filter(|field| !mapping.columns.contains_key(field.name));
    let absent: Vec<String> = absent
        .map(|field| format!("{} ({})", field.name, field.headings.join(" / ")))
        .collect();
    if absent.is_empty() {
        Ok((found, mapping))
    } else {
        Err(missing(table, absent, lang))
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

fn tracking<'a>(kind: Tracking, read: &Read<'a>) -> dondoc_tracking::Read<'a> {
    dondoc_tracking::Read {
        kind,
        table: read.table,
        proposal: read.proposal,
        mapping: read.mapping,
    }
}

/// Reads every row; bad cells are named.
fn asked(
    opened: &Opened,
    args: &Import,
    kind: &Rows,
    read: &Read<'_>,
    lang: Lang,
) -> Result<Asked, Trouble> {
    let at = open::now();
    let now = dondoc_city::civil(at);
    let today = now.date();
    let default = match &args.acting.unit {
        Some(name) => Some(opened.unit(name, today, lang)?),
        None => None,
    };
    let mut asked = Asked::default();
    let add = |asked: &mut Asked, row: u64, command, unit: Option<UnitId>, on: Option<Date>| {
        let unit = default.clone().or(unit);
        let unit = unit.unwrap_or_else(|| flow::steering(opened));
        let day = on.or(args.acting.on);
        asked.acts.push(Act {
            command,
            acting: Acting::of(unit),
            at,
            valid: day.map_or(now, |day| day.at(12, 0, 0, 0)),
        });
        asked.places.push(row);
    };
    match kind {
        Rows::Tracking(kind) => {
            let view = dondoc_tracking::View {
                city: &opened.city,
                today,
                product: None,
                say: &|what| say(lang, what),
            };
            let found = dondoc_tracking::wishes(&view, &tracking(*kind, read), &BTreeSet::new());
            for it in found.wishes {
                add(&mut asked, it.row, it.command, it.unit, it.on);
            }
            (asked.problems, asked.skipped) = (found.problems, found.skipped);
        }
        Rows::Own(kind) => {
            let nothing = BTreeSet::new();
            let found = dondoc_sheets::read(
                read.table,
                read.proposal,
                read.mapping,
                kind.fields,
                &nothing,
            );
            (asked.problems, asked.skipped) = (found.problems, found.skipped);
            for row in &found.rows {
                let it = rows::Row {
                    row,
                    city: &opened.city,
                    today,
                    lang,
                };
                match (kind.read)(&it) {
                    Ok(it) => add(&mut asked, row.number, it.command, it.unit, it.on),
                    Err((field, what)) => asked.problems.push(read.table.problem(
                        read.proposal,
                        read.mapping,
                        row.number,
                        field,
                        what,
                    )),
                }
            }
        }
    }
    Ok(asked)
}

fn missing(table: &Table, names: Vec<String>, lang: Lang) -> Trouble {
    let names = Arg::Text(names.join("; "));
    Trouble::refused(CellProblem {
        place: table.place(),
        row: 0,
        column: String::new(),
        what: text(lang, "import-missing", &[("fields", names)]),
    })
}

fn refusals(
    table: &Table,
    places: &[u64],
    refused: Vec<(usize, dondoc_city::Refusal)>,
    lang: Lang,
) -> Trouble {
    let problems = refused.into_iter().map(|(position, refusal)| {
        Box::new(CellProblem {
            place: table.place(),
            row: places.get(position).copied().unwrap_or_default(),
            column: String::new(),
            what: say(lang, &refusal),
        }) as Box<_>
    });
    Trouble::Problems(problems.collect())
}

fn tell_columns(read: &Read<'_>, kind: &Rows, lang: Lang) {
    let used = Headings::of(read.proposal, read.mapping);
    let each = kind.fields().iter().filter_map(|field| {
        let heading = used.columns.get(field.name)?;
        Some(format!("{} = “{heading}”", field.name))
    });
    let used = Arg::Text(each.collect::<Vec<_>>().join(", "));
    out::note(&text(lang, "import-columns", &[("columns", used)]));
}

fn document(opened: &mut Opened, args: &Import, lang: Lang) -> Outcome {
    let meeting: Option<MeetingId> = args
        .conclusions_of
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|bad| flow::bad_id(&bad, lang))?;
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
        _ => Some(original(opened, &args.file, lang)?),
    };
    let assigner = issuer(opened, &reading, args);
    let command = Command::RegisterDocument(Box::new(RegisterDocument {
        id: None,
        reading,
        text: kept,
        file,
        conclusions_of: meeting,
        package: None,
    }));
    let done = opened.act(command, &args.acting, &assigner, lang)?;
    flow::answer(opened, &done, false, lang)
}

fn original(opened: &Opened, path: &Path, lang: Lang) -> Result<dondoc_ledger::Hash, Trouble> {
    let evidence = flow::keep(&opened.folder, path, lang)?;
    evidence
        .hash
        .parse()
        .map_err(|bad: dondoc_ledger::BadHash| anyhow::Error::from(bad).into())
}

/// A document is entered in the name of its issuer where the registry knows it.
pub(crate) fn issuer(
    opened: &Opened,
    reading: &dondoc_documents::Reading,
    args: &Import,
) -> UnitId {
    let today = dondoc_city::civil(open::now()).date();
    let on = args.acting.on.unwrap_or(today);
    let named = reading.header.issuer.as_deref();
    named
        .and_then(|name| opened.city.unit_named(name, on))
        .unwrap_or_else(|| flow::steering(opened))
}
