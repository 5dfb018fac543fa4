//! From rows to what is asked of the city.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{City, Command, ImportMade, IssueProposal};
use dondoc_kinds::{Arg, Say, TaskId, UnitId};
use dondoc_sheets::{
    Hints, Mapping, Problem, Proposal, Remembered, Row, Skipped, Table, Value, What, look_alike,
};
use dondoc_tasks::{Command as TaskCommand, Importance, MakeReport, When};
use jiff::civil::Date;

use crate::fields::Tracking;

/// What a row asks.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The row, as in the file, from 1.
    pub row: u64,
    /// What it asks.
    pub command: Command,
    /// In whose name, where the row says so: the unit that assigns, or reports.
    pub unit: Option<UnitId>,
    /// The day on which it was so.
    pub on: Option<Date>,
}

/// What a table asks.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Of each good row one, top to bottom.
    pub wishes: Vec<Wish>,
    /// Every bad cell, top to bottom.
    pub problems: Vec<Problem>,
    /// Rows that are chapters, sums, or were left out.
    pub skipped: Vec<Skipped>,
}

/// What rows are read against.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The city as it stands.
    pub city: &'a City,
    /// The day on which names count where a row says no other.
    pub today: Date,
    /// What is handed over where the table has no column for it.
    pub product: Option<&'a str>,
    /// Says a refusal in the person's language.
    pub say: &'a dyn Fn(&dyn Say) -> String,
}

/// How a table is read.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// What kind of sheet it is.
    pub kind: Tracking,
    /// The table.
    pub table: &'a Table,
    /// What was proposed for it.
    pub proposal: &'a Proposal,
    /// Which column is what.
    pub mapping: &'a Mapping,
}

struct Named<'a>(&'a City, Date);

impl Hints for Named<'_> {
    fn looks_like(&self, field: &str, words: &str) -> bool {
        let Self(city, on) = self;
        match field {
            "lead" => city.units_meant(words, *on).is_ok(),
            "task" => TaskId::parse(&words.to_lowercase()).is_ok(),
            _ => false,
        }
    }
}

/// Proposes which column is what: as the last import of a table with the same
/// headings, or by headings and contents.
#[must_use]
pub fn propose(city: &City, kind: Tracking, table: &Table, today: Date) -> Proposal {
    let imports = city.imports.newest_first().into_iter().rev();
    let remembered: Vec<Remembered> = imports
        .filter(|it| it.made.table == kind.name())
        .map(|it| Remembered {
            fingerprint: it.made.fingerprint.to_string(),
            columns: it.made.columns.clone(),
        })
        .collect();
    dondoc_sheets::propose(table, kind.fields(), &remembered, &Named(city, today))
}

/// Returns what the rows ask. `leave_out` names rows that a person does not want.
#[must_use]
pub fn wishes(view: &View<'_>, from: &Read<'_>, leave_out: &BTreeSet<u64>) -> Wishes {
    let read = dondoc_sheets::read(
        from.table,
        from.proposal,
        from.mapping,
        from.kind.fields(),
        leave_out,
    );
    let mut done = Wishes {
        wishes: Vec::with_capacity(read.rows.len()),
        problems: read.problems,
        skipped: read.skipped,
    };
    let mut reported = BTreeMap::new();
    for row in &read.rows {
        let asked = match from.kind {
            Tracking::Tasks => task(view, row),
            Tracking::Reports => report(view, row, &mut reported).map_err(|fault| vec![fault]),
        };
        match asked {
            Ok(wish) => done.wishes.push(wish),
            Err(faults) => {
                let at = (from.proposal, from.mapping);
                let problem =
                    |(field, what)| from.table.problem(at.0, at.1, row.number, field, what);
                done.problems.extend(faults.into_iter().map(problem));
            }
        }
    }
    done.problems.sort_by_key(|problem| problem.row);
    done
}

/// Returns what notes an import beside what its rows ask, so that it can be taken
/// back and its columns be remembered. `file` is the SHA-256 of the file, which is
/// kept as an attachment.
#[must_use]
pub fn note(from: &Read<'_>, file: &str, rows: usize) -> Command {
    let start: String = file.chars().take(8).collect();
    Command::NoteImport(Box::new(ImportMade {
        import: smol_str::format_smolstr!("{}-{start}", from.kind.name()),
        table: from.kind.name().into(),
        file: file.into(),
        name: from.table.file.as_str().into(),
        sheet: from.table.sheet.as_str().into(),
        fingerprint: from.proposal.fingerprint.as_str().into(),
        columns: from.mapping.columns.clone(),
        rows: u32::try_from(rows).unwrap_or(u32::MAX),
        tasks: Vec::new(),
    }))
}

/// A day that has not come.
struct NotYet(Date);

impl Say for NotYet {
    fn key(&self) -> &'static str {
        "sheet-not-yet-day"
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let day = self.0;
        let day = format!("{}/{}/{}", day.day(), day.month(), day.year());
        vec![("given", Arg::Text(day))]
    }
}

/// A report on what is no task.
struct NoTask<'a>(&'a str);

impl Say for NoTask<'_> {
    fn key(&self) -> &'static str {
        "import-no-task"
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![("given", self.0.into())]
    }
}

/// What is wrong with a field; `""` for the row as a whole.
type Fault = (&'static str, What);

fn units(view: &View<'_>, row: &Row, field: &'static str, on: Date) -> Result<Vec<UnitId>, Fault> {
    let Some(words) = row.words(field) else {
        return Ok(Vec::new());
    };
    if let Some(what) = look_alike(words) {
        return Err((field, what));
    }
    match UnitId::parse(words) {
        Ok(unit) if view.city.registry.unit(&unit).is_some() => Ok(vec![unit]),
        _ => {
            let meant = view.city.units_meant(words, on);
            meant.map_err(|refusal| (field, What::Said((view.say)(&refusal).into())))
        }
    }
}

/// Reads every cell, so that all that is wrong with a row is said at once.
fn task(view: &View<'_>, row: &Row) -> Result<Wish, Vec<Fault>> {
    let issued = row.day("issued");
    let on = issued.unwrap_or(view.today);
    let mut faults = Vec::new();
    if on > view.today {
        let said = (view.say)(&NotYet(on));
        faults.push(("issued", What::Said(said.into())));
    }
    let product = row.words("product").or(view.product);
    if product.is_none() {
        faults.push(("product", What::Empty));
    }
    let to = units(view, row, "lead", on);
    let with = units(view, row, "coordinate", on);
    let assigner = units(view, row, "assigner", on);
    let when = when(view, row, on);
    match (to, with, assigner, when) {
        (Ok(to), Ok(with), Ok(assigner), Ok(when)) if faults.is_empty() => {
            let order = IssueProposal {
                proposal: None,
                text: row.words("text").map(Into::into),
                to,
                with: Some(with),
                product: product.map(Into::into),
                when: Some(when),
                field: None,
                importance: Importance::Ordinary,
            };
            Ok(Wish {
                row: row.number,
                unit: assigner.into_iter().next(),
                command: Command::Issue(Box::new(order)),
                on: issued,
            })
        }
        (to, with, assigner, when) => {
            let units = [to.err(), with.err(), assigner.err()];
            faults.extend(units.into_iter().flatten().chain(when.err()));
            Err(faults)
        }
    }
}

fn when(view: &View<'_>, row: &Row, on: Date) -> Result<When, Fault> {
    let words = match row.value("due") {
        Some(Value::Day(day)) => format!("{}/{}/{}", day.day(), day.month(), day.year()),
        Some(Value::Words(words)) => words.clone(),
        Some(Value::Number(number)) => number.to_string(),
        None => return Ok(When::NoDate { review_days: None }),
    };
    let rule = Rule::parse(&words, &ReadAs::document(on));
    match rule.map_err(|refusal| ("due", What::Said((view.say)(&refusal).into())))? {
        Rule::Standing => Ok(When::NoDate { review_days: None }),
        rule => Ok(When::By {
            rule,
            from: on.at(0, 0, 0, 0),
            until: None,
        }),
    }
}

/// Several rows of one table may report on one task: `earlier` counts them.
fn report(
    view: &View<'_>,
    row: &Row,
    earlier: &mut BTreeMap<TaskId, usize>,
) -> Result<Wish, Fault> {
    let words = row.words("task").unwrap_or_default();
    let id = TaskId::parse(&words.to_lowercase()).ok();
    let known = id.and_then(|id| view.city.tasks.task(&id));
    let task = known.ok_or_else(|| {
        let said = (view.say)(&NoTask(words));
        ("task", What::Said(said.into()))
    })?;
    let nth = earlier.entry(task.id.clone()).or_insert(0);
    *nth += 1;
    let report = format!("{}.r{}", task.id, task.reports.len() + *nth);
    if let Some(on) = row.day("on").filter(|on| *on > view.today) {
        return Err(("on", What::Said((view.say)(&NotYet(on)).into())));
    }
    let percent = row.number("percent").and_then(|share| share.whole());
    let percent = match (row.number("percent"), percent) {
        (None, _) => 0,
        (Some(_), Some(whole)) => {
            u8::try_from(whole).map_err(|_| ("percent", What::ShareOutside))?
        }
        (Some(_), None) => return Err(("percent", What::NotWhole)),
    };
    let report = MakeReport {
        task: task.id.clone(),
        occurrence: None,
        report: report
            .parse()
            .map_err(|bad: dondoc_kinds::BadId| ("task", What::Said(bad.to_string().into())))?,
        percent,
        // A table carries no evidence, so it can't say that a task is done.
        says_done: false,
        narrative: row.words("text").unwrap_or_default().into(),
        evidence: Vec::new(),
    };
    Ok(Wish {
        row: row.number,
        command: Command::Task(TaskCommand::Report(Box::new(report))),
        unit: Some(task.lead.clone()),
        on: row.day("on"),
    })
}
