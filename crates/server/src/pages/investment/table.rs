//! `/investment/import`: a table of public investment comes in as the office keeps
//! it. Which column is what is proposed, can be changed and is remembered; every
//! bad cell is shown with its address; an amount off by a power of ten is asked
//! about; all rows are taken, or none.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use dondoc_city::{Act as CityAct, Command};
use dondoc_investment::room::plan::{Act, Assigner, PlanKey};
use dondoc_investment::room::project::System;
use dondoc_investment::room::{Command as Record, What};
use dondoc_investment_tables::{
    Given, Kind, Money, PlanGiven, Turned, Wrong, WrongWhat, fields, payments, turn,
};
use dondoc_kinds::{Arg, UnitId};
use dondoc_ledger::Hash;
use dondoc_sheets::{Limits, Mapping, NoHints, Proposal, Table, What as CellWhat, propose};

use crate::access::Present;
use crate::answer::{Trouble, again, go, html};
use crate::ask::{Ctx, query};
use crate::form::{Filled, Form};
use crate::mappings;
use crate::pages::columns::{self, FieldRow, ProblemRow, Sent};
use crate::pages::{Frame, Link, entry, unit_name};
use crate::words::short;
use crate::writer::Rejected;

/// So many rows and problems are shown.
const SHOWN: usize = 50;
/// A long table of payments is told by its first bytes.
const HEAD_BYTES: usize = 64 << 10;
const MONEYS: [Money; 4] = [Money::Dong, Money::Thousand, Money::Million, Money::Billion];
const SYSTEMS: [System; 3] = [System::Treasury, System::Investor, System::National];

#[derive(Debug, Template)]
#[template(path = "investment_import.html")]
struct ImportPage {
    f: Frame,
    form: Filled,
    kinds: Vec<(&'static str, String)>,
    imports: Vec<(String, String, Link)>,
    done: Option<Link>,
    unit: String,
}

#[derive(Debug, Template)]
#[template(path = "investment_import_table.html")]
struct TablePage {
    f: Frame,
    is_plan: bool,
    kind_words: String,
    keep: Vec<(String, String)>,
    all: Vec<(String, String)>,
    action: String,
    sheets: Vec<(String, bool)>,
    fields: Vec<FieldRow>,
    moneys: Vec<(&'static str, String, bool)>,
    systems: Vec<(&'static str, String, bool)>,
    sources: Vec<(String, String, bool)>,
    set: Filled,
    headings: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
    count: u64,
    more: bool,
    problems: Vec<ProblemRow>,
    bad: usize,
    /// Whether amounts look off by a power of ten, and nothing else is wrong.
    slips: bool,
    money: String,
    unit: String,
    refused: Option<String>,
}

/// What a person chose about a table: parameters of the address, as they are.
struct Chosen {
    kind: Kind,
    set: BTreeMap<String, String>,
    /// Field to column, once a person looked at them.
    columns: Option<BTreeMap<String, u32>>,
}

/// What is chosen beside the columns. The day of the figures is not `as_of`, by
/// which every page of the site shows an earlier day.
const SETTINGS: [&str; 12] = [
    "name",
    "sheet",
    "money",
    "year",
    "figures_of",
    "source",
    "system",
    "plan",
    "act",
    "act_date",
    "issuer",
    "reason",
];

impl Chosen {
    fn of<'p>(params: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut it = Self {
            kind: Kind::Observations,
            set: BTreeMap::new(),
            columns: None,
        };
        let mut sent = Sent::default();
        for (name, value) in params.filter(|(_, value)| !value.trim().is_empty()) {
            match name {
                "kind" => it.kind = Kind::named(value).unwrap_or(it.kind),
                "confirm" => {
                    it.set.insert("confirm".to_owned(), "yes".to_owned());
                }
                name if SETTINGS.contains(&name) => {
                    let value = value.trim().chars().take(300).collect();
                    it.set.insert(name.to_owned(), value);
                }
                name => sent.take(name, value),
            }
        }
        it.columns = sent.columns();
        it
    }

    fn get(&self, name: &str) -> &str {
        self.set.get(name).map_or("", String::as_str)
    }

    /// A setting, read; nothing where it is not set.
    fn read<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Trouble> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(None);
        }
        let bad = |_| Trouble::bad("investment-import-bad-setting", text);
        text.parse().map(Some).map_err(bad)
    }

    fn is_confirmed(&self) -> bool {
        !self.get("confirm").is_empty()
    }

    fn money(&self) -> Option<Money> {
        let word = self.get("money");
        MONEYS.into_iter().find(|it| it.word() == word)
    }

    fn system(&self) -> System {
        let word = self.get("system");
        let known = SYSTEMS.into_iter().find(|it| it.word() == word);
        known.unwrap_or(System::Treasury)
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

fn kind_words(ctx: &Ctx, kind: Kind) -> String {
    ctx.words().with("investment-table-kind", kind.word())
}

fn page(ctx: &Ctx, form: Filled) -> Result<ImportPage, Trouble> {
    let w = ctx.words();
    let imports = ctx.city().investment.imports.iter().rev().take(SHOWN);
    let did = ctx.ask.param("did").and_then(|it| it.parse().ok());
    Ok(ImportPage {
        f: Frame::timeless(ctx, w.t("investment-import-title")),
        form,
        kinds: Kind::ALL.map(|it| (it.word(), kind_words(ctx, it))).into(),
        imports: imports
            .map(|it| {
                let rows = w.n("investment-import-rows", it.import.rows as i64);
                (it.import.file.to_string(), rows, entry(ctx, it.entry))
            })
            .collect(),
        done: did.map(|index: u64| entry(ctx, index)),
        unit: unit_name(ctx, &ctx.in_name_of()?),
    })
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
    let kind = Kind::named(form.get("kind")).unwrap_or(Kind::Observations);
    let head = told_by(&bytes, kind);
    if let Err(refusal) = dondoc_sheets::open(&upload.name, head, None, &Limits::default()) {
        filled.wrong("file", w.say(&refusal));
        return again(&page(ctx, filled)?);
    }
    let params = query(&[("kind", kind.word()), ("name", &upload.name)]);
    Ok(go(&format!("/investment/import/{}?{params}", upload.hash)))
}

/// Whether the lines of a table are streamed: payments as text, of which there
/// are millions.
fn is_streamed(bytes: &[u8], kind: Kind) -> bool {
    kind == Kind::Payments && !bytes.starts_with(b"PK\x03\x04")
}

/// The bytes by which the columns of a table are told.
fn told_by(bytes: &[u8], kind: Kind) -> &[u8] {
    match bytes.get(..HEAD_BYTES) {
        Some(head) if is_streamed(bytes, kind) => {
            let end = head.iter().rposition(|byte| *byte == b'\n');
            head.get(..end.map_or(head.len(), |at| at + 1))
                .unwrap_or(head)
        }
        _ => bytes,
    }
}

/// A table that was read as a person chose.
struct Opened {
    table: Table,
    proposal: Proposal,
    mapping: Mapping,
    turned: Result<Turned, Vec<Wrong>>,
    /// What must be said before the table can be read.
    lacking: Vec<String>,
}

fn opened(ctx: &Ctx, hash: &Hash, chosen: &Chosen) -> Result<Opened, Trouble> {
    let w = ctx.words();
    let bytes = ctx.ledger().attachments().read(hash)?;
    let bytes = bytes.ok_or(Trouble::NotFound)?;
    let kind = chosen.kind;
    let sheet = Some(chosen.get("sheet")).filter(|it| !it.is_empty());
    let name = chosen.get("name");
    let table = dondoc_sheets::open(name, told_by(&bytes, kind), sheet, &Limits::default());
    let table = table.map_err(|refusal| Trouble::Refused(w.say(&refusal)))?;
    let known = mappings::remembered(ctx.state.folder().path(), kind);
    let proposal = propose(&table, fields(kind), &known, &NoHints);
    let mapping = columns::mapping(&table, &proposal, chosen.columns.as_ref());
    let plan = plan(chosen)?;
    let lacking = lacking(ctx, chosen, &mapping, plan.as_ref());
    let turned = if lacking.is_empty() {
        let read = Read {
            table: &table,
            proposal: &proposal,
            mapping: &mapping,
        };
        turned(ctx, hash, &bytes, chosen, &read, plan)?
    } else {
        Err(Vec::new())
    };
    Ok(Opened {
        table,
        proposal,
        mapping,
        turned,
        lacking,
    })
}

struct Read<'t> {
    table: &'t Table,
    proposal: &'t Proposal,
    mapping: &'t Mapping,
}

fn turned(
    ctx: &Ctx,
    hash: &Hash,
    bytes: &[u8],
    chosen: &Chosen,
    read: &Read<'_>,
    plan: Option<PlanGiven>,
) -> Result<Result<Turned, Vec<Wrong>>, Trouble> {
    let city = ctx.city();
    let today = ctx.state.moment().1.date();
    let as_of: Option<jiff::civil::Date> = chosen.read("figures_of")?;
    let named_on = plan.as_ref().map(|it| it.act.date).or(as_of);
    let unit = |words: &str| {
        let id = UnitId::parse(words).ok();
        let id = id.filter(|id| city.registry.unit(id).is_some());
        id.or_else(|| city.unit_named(words, named_on.unwrap_or(today)))
            .or_else(|| city.unit_named(words, today))
    };
    let source = city.investment.law.source(chosen.get("source"));
    let sha256 = hash.to_string();
    let reason = chosen.get("reason");
    let given = Given {
        room: &city.investment,
        unit: &unit,
        money: chosen.money(),
        as_of,
        source: source.map(|it| it.source.clone()),
        system: chosen.system(),
        year: chosen
            .read("year")?
            .unwrap_or_else(|| as_of.unwrap_or(today).year()),
        plan,
        reason: (!reason.is_empty()).then(|| reason.into()),
        day: today,
        confirmed: chosen.is_confirmed(),
        sha256: &sha256,
    };
    let (kind, mapping) = (chosen.kind, read.mapping);
    Ok(if is_streamed(bytes, kind) {
        let money = given.money.or_else(|| Money::told_by(read.table));
        let money = money.unwrap_or(Money::Dong);
        payments::turn(
            bytes,
            &read.table.file,
            mapping.head,
            mapping,
            money,
            &given,
        )
    } else {
        turn(kind, read.table, read.proposal, mapping, &given)
    })
}

fn plan(chosen: &Chosen) -> Result<Option<PlanGiven>, Trouble> {
    let key: Option<PlanKey> = chosen.read("plan")?;
    let date = chosen.read("act_date")?;
    let symbol = chosen.get("act");
    let plan = key.zip(date).filter(|_| !symbol.is_empty());
    Ok(plan.map(|(key, date)| PlanGiven {
        key,
        act: Act {
            symbol: symbol.into(),
            date,
            issuer: chosen.get("issuer").into(),
        },
    }))
}

/// What must be said before the table can be read.
fn lacking(ctx: &Ctx, chosen: &Chosen, mapping: &Mapping, plan: Option<&PlanGiven>) -> Vec<String> {
    let w = ctx.words();
    let is_absent = |name: &str| !mapping.columns.contains_key(name);
    let city = plan.is_some_and(|it| it.key.assigner == Assigner::City);
    let needed = fields(chosen.kind).iter();
    let needed = needed.filter(|it| it.required || (city && it.name == "project"));
    let absent = needed.filter(|it| is_absent(it.name));
    let mut said: Vec<String> = absent
        .map(|it| w.with("investment-import-no-column", &label(ctx, it.name)))
        .collect();
    if chosen.kind == Kind::Plan && plan.is_none() {
        said.push(w.t("investment-import-no-plan"));
    }
    said
}

fn label(ctx: &Ctx, field: &str) -> String {
    ctx.words().with("investment-field", field)
}

fn asked(ctx: &Ctx) -> Result<Hash, Trouble> {
    ctx.ask.place().parse().map_err(|_| Trouble::NotFound)
}

/// Shows what would be imported.
pub(crate) fn preview(ctx: &Ctx) -> Result<Response, Trouble> {
    let chosen = Chosen::of(ctx.ask.others(&[]).into_iter());
    let hash = asked(ctx)?;
    let it = opened(ctx, &hash, &chosen)?;
    let refused = match &it.turned {
        Ok(turned) => {
            let act = act(ctx, turned, &chosen)?;
            let refused = ctx.city().decide_all(&[act]).err().unwrap_or_default();
            let said = refused.iter().map(|(_, it)| ctx.words().say(it));
            Some(said.collect::<Vec<_>>().join(" ")).filter(|it| !it.is_empty())
        }
        Err(_) => None,
    };
    html(&table_page(ctx, &hash, &chosen, &it, refused)?)
}

fn act(ctx: &Ctx, turned: &Turned, chosen: &Chosen) -> Result<CityAct, Trouble> {
    let (at, valid) = ctx.state.moment();
    let command = Command::Investment(Box::new(Record {
        event: turned.event.clone(),
        confirmed: chosen.is_confirmed(),
    }));
    Ok(CityAct {
        acting: Present::of(ctx)?.acting(&command)?,
        command,
        at,
        valid,
    })
}

/// Imports all that is shown, or nothing.
pub(crate) fn import(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let chosen = Chosen::of(form.pairs());
    let hash = asked(ctx)?;
    let it = opened(ctx, &hash, &chosen)?;
    let refuse = |said: String| again(&table_page(ctx, &hash, &chosen, &it, Some(said))?);
    let Ok(turned) = &it.turned else {
        return refuse(w.t("sheet-not-yet"));
    };
    let act = act(ctx, turned, &chosen)?;
    match ctx.state.act(vec![act], Vec::new()) {
        Ok(done) => {
            let data = ctx.state.folder().path();
            // What is remembered is a help; the import stands without it.
            if let Err(cause) = mappings::remember(data, chosen.kind, &it.proposal, &it.mapping) {
                crate::failures::log("remember the columns of a table", &cause);
            }
            Ok(go(&format!("/investment/import?did={}", done.first)))
        }
        Err(Rejected::Refused(refused)) => {
            let said: Vec<String> = refused.iter().map(|(_, it)| w.say(it)).collect();
            refuse(said.join(" "))
        }
        Err(other) => Err(Trouble::rejected(other, w)),
    }
}

fn problem(ctx: &Ctx, it: &Opened, wrong: &Wrong) -> ProblemRow {
    let nothing = CellWhat::Said("".into());
    let at = it
        .table
        .problem(&it.proposal, &it.mapping, wrong.row, wrong.field, nothing);
    let said = ctx.words().say(&wrong.what);
    if wrong.row == 0 {
        return ProblemRow::of_row(0, said);
    }
    ProblemRow::of_cell(&at, said)
}

fn is_slip(wrong: &Wrong) -> bool {
    matches!(&wrong.what, WrongWhat::Fault(What::Slip { .. }))
}

fn table_page(
    ctx: &Ctx,
    hash: &Hash,
    chosen: &Chosen,
    it: &Opened,
    refused: Option<String>,
) -> Result<TablePage, Trouble> {
    let w = ctx.words();
    let kind = chosen.kind;
    let keep = vec![
        ("kind".to_owned(), kind.word().to_owned()),
        ("name".to_owned(), chosen.get("name").to_owned()),
    ];
    let mut all = vec![("kind".to_owned(), kind.word().to_owned())];
    all.extend(
        chosen
            .set
            .iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    all.extend(columns::params(&it.mapping));
    let wrong = it.turned.as_ref().err().map_or(&[][..], Vec::as_slice);
    let said = it.lacking.iter();
    let said = said.map(|said| ProblemRow::of_row(0, said.clone()));
    let mut problems: Vec<ProblemRow> = said.collect();
    problems.extend(
        wrong
            .iter()
            .take(SHOWN)
            .map(|wrong| problem(ctx, it, wrong)),
    );
    let mut set = Filled::default();
    for (name, value) in &chosen.set {
        set.set(name, value.clone());
    }
    let used = used(kind, &it.mapping);
    let data = it
        .table
        .rows
        .iter()
        .filter(|row| row.number > it.mapping.head);
    let rows = data.clone().take(SHOWN).map(|row| {
        let cells = used.iter().map(|(_, at)| {
            let cell = row.cell(*at).map(dondoc_sheets::Cell::shown);
            short(&cell.unwrap_or_default(), 80)
        });
        (row.number, cells.collect())
    });
    let turned = it.turned.as_ref().ok();
    let money = turned.map(|it| money_words(ctx, it.money));
    Ok(TablePage {
        f: Frame::timeless(ctx, w.with("investment-import-of", &it.table.place())),
        is_plan: kind == Kind::Plan,
        kind_words: kind_words(ctx, kind),
        keep,
        all,
        action: format!("/investment/import/{hash}"),
        sheets: columns::sheets(&it.table),
        fields: columns::fields(
            ctx,
            fields(kind).iter(),
            |name| label(ctx, name),
            &it.proposal,
            &it.mapping,
        ),
        moneys: MONEYS
            .map(|it| (it.word(), money_words(ctx, it), chosen.money() == Some(it)))
            .into(),
        systems: SYSTEMS
            .map(|it| {
                let args = [("system", Arg::from(it.word()))];
                let words = super::say(ctx, "investment-system", &args);
                (it.word(), words, chosen.system() == it)
            })
            .into(),
        sources: sources(ctx, chosen.get("source")),
        set,
        headings: used.iter().map(|(name, _)| label(ctx, name)).collect(),
        rows: rows.collect(),
        count: turned.map_or(0, |it| it.rows),
        more: data.count() > SHOWN,
        bad: it.lacking.len() + wrong.len(),
        slips: !wrong.is_empty() && it.lacking.is_empty() && wrong.iter().all(is_slip),
        problems,
        money: money.unwrap_or_default(),
        unit: unit_name(ctx, &ctx.in_name_of()?),
        refused,
    })
}

fn money_words(ctx: &Ctx, money: Money) -> String {
    super::say(
        ctx,
        "investment-money",
        &[("money", Arg::from(money.word()))],
    )
}

fn sources(ctx: &Ctx, chosen: &str) -> Vec<(String, String, bool)> {
    let law = &ctx.city().investment.law;
    let each = law.sources.iter().map(|it| {
        let word = it.source.to_string();
        let name = super::source(ctx, &word);
        let is_chosen = word == chosen;
        (word, name, is_chosen)
    });
    each.collect()
}

/// The columns that are used, in the order of the fields.
fn used(kind: Kind, mapping: &Mapping) -> Vec<(&'static str, u32)> {
    let each = fields(kind).iter();
    each.filter_map(|field| Some((field.name, *mapping.columns.get(field.name)?)))
        .collect()
}
