//! `/import`: a tracking sheet comes in as the office keeps it. Which column is
//! what is proposed and can be changed; every bad cell is shown with its address;
//! all good rows are taken together, or none. What was imported can be taken back.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::response::Response;
use dondoc_city::{Act, Command, Import};
use dondoc_ledger::Hash;
use dondoc_sheets::{Limits, Mapping, Proposal, Skipped, Table};
use dondoc_tasks::{Command as TaskCommand, When};
use dondoc_tracking::{Tracking, View, Wish, Wishes};

use crate::access::Present;
use crate::answer::{Trouble, again, go, html};
use crate::ask::{Ctx, query};
use crate::form::{Filled, Form};
use crate::pages::columns::{self, FieldRow, ProblemRow, Sent};
use crate::pages::{Frame, Link, entry, unit_name};
use crate::words::short;
use crate::writer::Rejected;

/// So many rows and problems are shown.
const SHOWN: usize = 100;

#[derive(Debug, Template)]
#[template(path = "import.html")]
struct ImportPage {
    f: Frame,
    form: Filled,
    imports: Vec<Row>,
    done: Option<String>,
    unit: String,
}

/// A table that was imported.
#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    what: String,
    entry: Link,
    undone: Option<Link>,
    file: String,
}

#[derive(Debug, Template)]
#[template(path = "import_table.html")]
struct TablePage {
    f: Frame,
    /// What the form of columns sends along, and the import's form.
    keep: Vec<(String, String)>,
    all: Vec<(String, String)>,
    action: String,
    sheets: Vec<(String, bool)>,
    fields: Vec<FieldRow>,
    /// What tasks hand over where no column says it; `None` where one does.
    product: Option<String>,
    rows: Vec<Preview>,
    good: usize,
    problems: Vec<ProblemRow>,
    /// How many bad cells there are.
    bad: usize,
    skipped: Vec<(u64, String)>,
    unit: String,
    /// Why the import did not go through.
    refused: Option<String>,
}

#[derive(Debug)]
struct Preview {
    row: u64,
    text: String,
    units: String,
    more: String,
}

/// What a person chose about a table.
#[derive(Debug, Default)]
struct Chosen {
    name: String,
    table: Option<Tracking>,
    sheet: Option<String>,
    product: Option<String>,
    /// Field to column, once a person looked at them.
    columns: Option<BTreeMap<String, u32>>,
    leave: BTreeSet<u64>,
}

impl Chosen {
    fn of<'p>(params: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut it = Self::default();
        let mut sent = Sent::default();
        for (name, value) in params.filter(|(_, value)| !value.trim().is_empty()) {
            match name {
                "name" => it.name = value.chars().take(200).collect(),
                "table" => it.table = Tracking::named(value),
                "sheet" => it.sheet = Some(value.to_owned()),
                "product" => it.product = Some(value.trim().to_owned()),
                "leave" => it.leave.extend(value.parse::<u64>().ok()),
                name => sent.take(name, value),
            }
        }
        it.columns = sent.columns();
        it
    }

    /// Returns it as parameters.
    fn params(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut add = |name: &str, value: String| all.push((name.to_owned(), value));
        add("name", self.name.clone());
        add("table", self.kind().name().to_owned());
        if let Some(sheet) = &self.sheet {
            add("sheet", sheet.clone());
        }
        if let Some(product) = &self.product {
            add("product", product.clone());
        }
        for row in &self.leave {
            add("leave", row.to_string());
        }
        all
    }

    fn kind(&self) -> Tracking {
        self.table.unwrap_or(Tracking::Tasks)
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

fn page(ctx: &Ctx, form: Filled) -> Result<ImportPage, Trouble> {
    let w = ctx.words();
    let did = ctx.ask.param("did");
    let imports = ctx.city().imports.newest_first().into_iter();
    Ok(ImportPage {
        f: Frame::timeless(ctx, w.t("sheet-title")),
        imports: imports.take(SHOWN).map(|it| row(ctx, it)).collect(),
        done: did
            .filter(|it| matches!(*it, "import" | "undo"))
            .map(|it| w.with("sheet-did", it)),
        unit: unit_name(ctx, &ctx.in_name_of()?),
        form,
    })
}

fn row(ctx: &Ctx, it: &Import) -> Row {
    let w = ctx.words();
    let made = &it.made;
    let name = match &*made.sheet {
        "" => made.name.to_string(),
        sheet => format!("{} [{sheet}]", made.name),
    };
    let what = match made.tasks.len() {
        0 => w.n("sheet-rows-reported", made.rows),
        tasks => w.n("sheet-tasks-issued", tasks),
    };
    Row {
        id: made.import.to_string(),
        name,
        what,
        entry: entry(ctx, it.entry),
        undone: it.undone.map(|index| entry(ctx, index)),
        file: format!("/attachments/{}", made.file),
    }
}

/// Takes a file in, and shows what it says. Nothing is imported yet.
pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut filled = form.filled();
    let Some(upload) = form.files.iter().find(|it| it.size > 0) else {
        filled.wrong("file", w.t("sheet-no-file"));
        return again(&page(ctx, filled)?);
    };
    let bytes = ctx.ledger().attachments().read(&upload.hash)?;
    let bytes = bytes.ok_or(Trouble::NotFound)?;
    if let Err(refusal) = dondoc_sheets::open(&upload.name, &bytes, None, &Limits::default()) {
        filled.wrong("file", w.say(&refusal));
        return again(&page(ctx, filled)?);
    }
    let table = Tracking::named(form.get("table")).unwrap_or(Tracking::Tasks);
    let params = query(&[("table", table.name()), ("name", &upload.name)]);
    Ok(go(&format!("/import/{}?{params}", upload.hash)))
}

/// A table that was read as a person chose.
struct Opened {
    table: Table,
    proposal: Proposal,
    mapping: Mapping,
    found: Wishes,
}

fn opened(ctx: &Ctx, hash: &Hash, chosen: &Chosen) -> Result<Opened, Trouble> {
    let w = ctx.words();
    let bytes = ctx.ledger().attachments().read(hash)?;
    let bytes = bytes.ok_or(Trouble::NotFound)?;
    let sheet = chosen.sheet.as_deref();
    let table = dondoc_sheets::open(&chosen.name, &bytes, sheet, &Limits::default());
    let table = table.map_err(|refusal| Trouble::Refused(w.say(&refusal)))?;
    let today = ctx.state.moment().1.date();
    let proposal = dondoc_tracking::propose(ctx.city(), chosen.kind(), &table, today);
    let mapping = columns::mapping(&table, &proposal, chosen.columns.as_ref());
    let view = View {
        city: ctx.city(),
        today,
        product: chosen.product.as_deref(),
        say: &|what| w.say(what),
    };
    let read = dondoc_tracking::Read {
        kind: chosen.kind(),
        table: &table,
        proposal: &proposal,
        mapping: &mapping,
    };
    let found = dondoc_tracking::wishes(&view, &read, &chosen.leave);
    Ok(Opened {
        table,
        proposal,
        mapping,
        found,
    })
}

fn asked(ctx: &Ctx) -> Result<Hash, Trouble> {
    ctx.ask.place().parse().map_err(|_| Trouble::NotFound)
}

/// Shows what would be imported.
pub(crate) fn preview(ctx: &Ctx) -> Result<Response, Trouble> {
    let chosen = Chosen::of(ctx.ask.others(&[]).into_iter());
    let hash = asked(ctx)?;
    let it = opened(ctx, &hash, &chosen)?;
    let (acts, mut problems) = acts(ctx, &it, &chosen, &hash)?;
    if problems.is_empty() {
        let refused = ctx.city().decide_all(&acts).err().unwrap_or_default();
        problems = refusals(ctx, &it, refused);
    }
    html(&table_page(ctx, &hash, &chosen, &it, problems, None)?)
}

/// Imports all that is shown, or nothing.
pub(crate) fn import(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let filled = form.pairs();
    let chosen = Chosen::of(filled);
    let hash = asked(ctx)?;
    let it = opened(ctx, &hash, &chosen)?;
    let refuse = |problems: Vec<ProblemRow>, said: String| {
        again(&table_page(ctx, &hash, &chosen, &it, problems, Some(said))?)
    };
    if !it.found.problems.is_empty() || it.found.wishes.is_empty() {
        return refuse(Vec::new(), w.t("sheet-not-yet"));
    }
    let (acts, denied) = acts(ctx, &it, &chosen, &hash)?;
    if !denied.is_empty() {
        return refuse(denied, w.t("sheet-not-yet"));
    }
    match ctx.state.act(acts, Vec::new()) {
        Ok(_) => Ok(go("/import?did=import")),
        Err(Rejected::Refused(refused)) => {
            refuse(refusals(ctx, &it, refused), w.t("sheet-not-yet"))
        }
        Err(other) => Err(Trouble::rejected(other, w)),
    }
}

/// Takes an import back: all that it issued is cancelled, or nothing.
pub(crate) fn undo(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let mut filled = form.filled();
    let reason = form.get("reason");
    let id = form.get("import");
    if reason.is_empty() {
        filled.wrong(&format!("reason-{id}"), ctx.words().t("sheet-no-reason"));
        return again(&page(ctx, filled)?);
    }
    let command = Command::UndoImport {
        import: id.into(),
        reason: reason.into(),
    };
    match ctx.act(command) {
        Ok(_) => Ok(go("/import?did=undo")),
        Err(Trouble::Refused(said)) => {
            filled.wrong(&format!("reason-{id}"), said);
            again(&page(ctx, filled)?)
        }
        Err(other) => Err(other),
    }
}

/// What the rows ask, each in the name in which the person may, and a note that
/// they came from this table; and the rows that they may not ask.
fn acts(
    ctx: &Ctx,
    it: &Opened,
    chosen: &Chosen,
    hash: &Hash,
) -> Result<(Vec<Act>, Vec<ProblemRow>), Trouble> {
    let present = Present::of(ctx)?;
    let (at, now) = ctx.state.moment();
    let (mut acts, mut denied) = (Vec::new(), Vec::new());
    for wish in &it.found.wishes {
        match present.acting(&wish.command) {
            Ok(acting) => acts.push(Act {
                command: wish.command.clone(),
                acting,
                at,
                valid: wish.on.map_or(now, |day| day.at(12, 0, 0, 0)),
            }),
            Err(Trouble::Denied(why)) => {
                let said = ctx.words().with("sheet-denied", &why.act);
                denied.push(ProblemRow::of_row(wish.row, said));
            }
            Err(other) => return Err(other),
        }
    }
    if denied.is_empty() && !acts.is_empty() {
        let read = dondoc_tracking::Read {
            kind: chosen.kind(),
            table: &it.table,
            proposal: &it.proposal,
            mapping: &it.mapping,
        };
        let command = dondoc_tracking::note(&read, &hash.to_string(), acts.len());
        acts.push(Act {
            acting: present.acting(&command)?,
            command,
            at,
            valid: now,
        });
    }
    Ok((acts, denied))
}

/// What the city refuses, at the rows that ask it.
fn refusals(
    ctx: &Ctx,
    it: &Opened,
    refused: Vec<(usize, dondoc_city::Refusal)>,
) -> Vec<ProblemRow> {
    let each = refused.into_iter().map(|(position, refusal)| {
        let row = it.found.wishes.get(position).map_or(0, |wish| wish.row);
        ProblemRow::of_row(row, ctx.words().say(&refusal))
    });
    each.collect()
}

fn table_page(
    ctx: &Ctx,
    hash: &Hash,
    chosen: &Chosen,
    it: &Opened,
    refused: Vec<ProblemRow>,
    said: Option<String>,
) -> Result<TablePage, Trouble> {
    let w = ctx.words();
    let kind = chosen.kind();
    let mut keep = chosen.params();
    keep.retain(|(name, _)| matches!(name.as_str(), "name" | "table"));
    let mut all = chosen.params();
    all.extend(columns::params(&it.mapping));
    let mut problems: Vec<ProblemRow> = it
        .found
        .problems
        .iter()
        .map(|it| ProblemRow::of_cell(it, w.say(it)))
        .collect();
    problems.extend(refused);
    let bad = problems.len();
    problems.truncate(SHOWN);
    let has_product = it.mapping.columns.contains_key("product");
    Ok(TablePage {
        f: Frame::timeless(ctx, w.with("sheet-table-title", &it.table.place())),
        keep,
        all,
        action: format!("/import/{hash}"),
        sheets: columns::sheets(&it.table),
        fields: fields(ctx, kind, it),
        product: (kind == Tracking::Tasks && !has_product)
            .then(|| chosen.product.clone().unwrap_or_default()),
        rows: it
            .found
            .wishes
            .iter()
            .take(SHOWN)
            .map(|it| shown(ctx, it))
            .collect(),
        good: it.found.wishes.len(),
        problems,
        bad,
        skipped: it.found.skipped.iter().take(SHOWN).map(skipped).collect(),
        unit: unit_name(ctx, &ctx.in_name_of()?),
        refused: said,
    })
}

fn skipped(it: &Skipped) -> (u64, String) {
    (it.number, short(&it.words, 120))
}

fn fields(ctx: &Ctx, kind: Tracking, it: &Opened) -> Vec<FieldRow> {
    // Who assigns is the unit that the person acts for.
    let own = kind.fields().iter();
    let own = own.filter(|field| field.name != "assigner");
    let label = |name: &str| ctx.words().with("sheet-field", name);
    columns::fields(ctx, own, label, &it.proposal, &it.mapping)
}

fn shown(ctx: &Ctx, wish: &Wish) -> Preview {
    let w = ctx.words();
    match &wish.command {
        Command::Issue(it) => {
            let mut names: Vec<String> =
                it.to.iter().take(3).map(|id| unit_name(ctx, id)).collect();
            if it.to.len() > names.len() {
                names.push(w.n("sheet-more-units", it.to.len() - names.len()));
            }
            let due = match &it.when {
                Some(When::By { rule, .. }) => rule.phrase(),
                _ => w.t("site-no-due"),
            };
            let product = it.product.as_deref().unwrap_or_default();
            Preview {
                row: wish.row,
                text: short(it.text.as_deref().unwrap_or_default(), 160),
                units: names.join("; "),
                more: format!("{} · {due}", short(product, 80)),
            }
        }
        Command::Task(TaskCommand::Report(it)) => Preview {
            row: wish.row,
            text: short(&it.narrative, 160),
            units: it.task.to_string(),
            more: w.n("site-percent-reported", i64::from(it.percent)),
        },
        _ => Preview {
            row: wish.row,
            text: String::new(),
            units: String::new(),
            more: String::new(),
        },
    }
}
