//! `dondoc invest import` and `law`: tables as offices have them into one entry.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use dondoc_city::{Command, civil};
use dondoc_investment::room::Command as Record;
use dondoc_investment::room::event::{ContractsRecorded, Imported, LawSet, ProjectsRecorded};
use dondoc_investment::room::law::{Law, hanoi};
use dondoc_investment::room::plan::{Act, Assigner, PlanKey};
use dondoc_investment_tables::{
    Given, Kind, Money, PlanGiven, Turned, Wrong, fields, payments, turn,
};
use dondoc_kinds::{Arg, Say, UnitId};
use dondoc_messages::{Lang, say, text};
use dondoc_server::mappings;
use dondoc_sheets::{Limits, Mapping, NoHints, Proposal, Table, What, propose};
use jiff::civil::Date;

use super::room::System;
use crate::args::Acting;
use crate::flow;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc invest import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Loại bảng / kind of table.
    #[arg(value_enum)]
    pub(crate) kind: KindName,
    /// Tệp / file: XLSX or CSV.
    pub(crate) file: PathBuf,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Trang tính / sheet of an XLSX; default the first with cells.
    #[arg(long)]
    pub(crate) sheet: Option<String>,
    /// Đơn vị tiền / unit of money; default what the table says, else đồng.
    #[arg(long, value_enum)]
    pub(crate) money: Option<MoneyName>,
    /// Năm kế hoạch / plan year; default the year of the day of entry.
    #[arg(long)]
    pub(crate) year: Option<i16>,
    /// Số liệu tính đến ngày / as of, where no column says so.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Nguồn vốn / source of capital, where no column says so.
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Ai báo / who says what was spent.
    #[arg(long, value_enum, default_value_t = System::Treasury)]
    pub(crate) system: System,
    /// Kế hoạch nào / which plan: 2025-city, 2025-pm, 2021-2025-city.
    #[arg(long, required_if_eq("kind", "plan"))]
    pub(crate) plan: Option<PlanKey>,
    /// Quyết định giao / the act that approves the plan: number and symbol.
    #[arg(long, required_if_eq("kind", "plan"))]
    pub(crate) act: Option<String>,
    /// Ngày quyết định / date of the act.
    #[arg(long, value_name = "DATE", required_if_eq("kind", "plan"))]
    pub(crate) act_date: Option<Date>,
    /// Nơi ban hành / who issued the act.
    #[arg(long, default_value = "")]
    pub(crate) issuer: String,
    /// Lý do điều chỉnh / why known figures change.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// Đã xem các số có vẻ lệch hàng chục / amounts that look off by a power of ten are right.
    #[arg(long)]
    pub(crate) confirm: bool,
    /// Cột nào là gì / which column is what: amount="Kế hoạch vốn 2025"; remembered.
    #[arg(long, value_name = "FIELD=HEADING")]
    pub(crate) column: Vec<String>,
    /// Chỉ xem trước / say what would be imported, import nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// A kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindName {
    /// Kế hoạch vốn / a plan.
    Plan,
    /// Danh mục dự án / projects.
    Projects,
    /// Tiến độ các giai đoạn / stages.
    Stages,
    /// Hợp đồng / contracts.
    Contracts,
    /// Khối lượng thực hiện / reports on the works.
    Progress,
    /// Lũy kế giải ngân / money spent so far.
    Observations,
    /// Từng khoản thanh toán / single payments.
    Payments,
    /// Cam kết của đơn vị / promises of units.
    Commitments,
    /// Giải phóng mặt bằng / site clearance.
    Clearance,
    /// Gói OC4IDS hoặc OCDS / a package of OC4IDS or OCDS, JSON.
    OpenContracting,
}

impl KindName {
    /// The kind of table; `None` for what is none.
    fn table(self) -> Option<Kind> {
        Some(match self {
            Self::Plan => Kind::Plan,
            Self::Projects => Kind::Projects,
            Self::Stages => Kind::Stages,
            Self::Contracts => Kind::Contracts,
            Self::Progress => Kind::Progress,
            Self::Observations => Kind::Observations,
            Self::Payments => Kind::Payments,
            Self::Commitments => Kind::Commitments,
            Self::Clearance => Kind::Clearance,
            Self::OpenContracting => return None,
        })
    }
}

/// A unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MoneyName {
    /// Đồng.
    Dong,
    /// Nghìn đồng / thousand.
    Thousand,
    /// Triệu đồng / million.
    Million,
    /// Tỷ đồng / billion.
    Billion,
}

impl From<MoneyName> for Money {
    fn from(name: MoneyName) -> Self {
        match name {
            MoneyName::Dong => Self::Dong,
            MoneyName::Thousand => Self::Thousand,
            MoneyName::Million => Self::Million,
            MoneyName::Billion => Self::Billion,
        }
    }
}

/// More bytes than this are no office's table.
const MOST_BYTES: u64 = 2 << 30;
/// A table of payments is told by its first bytes.
const HEAD_BYTES: usize = 64 << 10;

/// A bad cell, said with its address.
struct Said {
    place: String,
    cell: String,
    heading: String,
    row: u64,
    what: String,
}

impl Say for Said {
    fn key(&self) -> &'static str {
        if self.heading.is_empty() {
            "investment-import-row"
        } else {
            "investment-import-cell"
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![
            ("place", self.place.as_str().into()),
            ("cell", self.cell.as_str().into()),
            ("heading", self.heading.as_str().into()),
            ("row", Arg::Text(self.row.to_string())),
            ("what", self.what.as_str().into()),
        ]
    }
}

/// Imports a table.
pub(crate) fn run(args: &Import, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    if opened.city.investment.law == Law::default() {
        set_law(
            &mut opened,
            hanoi().map_err(anyhow::Error::from)?,
            "hanoi",
            &args.acting,
            lang,
        )?;
    }
    let bytes = read(&args.file)?;
    let Some(kind) = args.kind.table() else {
        return package(&mut opened, args, &bytes, lang);
    };
    let name = args
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let is_text = !bytes.starts_with(b"PK\x03\x04");
    let streamed = kind == Kind::Payments && is_text;
    let head = if streamed {
        first_lines(&bytes)
    } else {
        &bytes
    };
    let table = dondoc_sheets::open(&name, head, args.sheet.as_deref(), &Limits::default())
        .map_err(Trouble::refused)?;
    let proposal = propose(
        &table,
        fields(kind),
        &mappings::remembered(&args.data, kind),
        &NoHints,
    );
    let mapping = mapping(args, &proposal, kind, lang)?;
    tell(&proposal, &mapping, kind, lang);
    let file = dondoc_ledger::Hash::of(&bytes);
    let sha256 = file.to_string();
    let turned = {
        let today = civil(open::now()).date();
        let on = args.acting.on.unwrap_or(today);
        let city = &opened.city;
        let unit = |words: &str| {
            let id = UnitId::parse(words)
                .ok()
                .filter(|id| city.registry.unit(id).is_some());
            let day = args.act_date.or(args.as_of).unwrap_or(on);
            id.or_else(|| city.unit_named(words, day))
                .or_else(|| city.unit_named(words, today))
        };
        let source = match &args.source {
            None => None,
            Some(words) => Some(source(&opened, words, lang)?),
        };
        let given = Given {
            room: &city.investment,
            unit: &unit,
            money: args.money.map(Into::into),
            as_of: args.as_of,
            source,
            system: args.system.into(),
            year: args.year.unwrap_or_else(|| args.as_of.unwrap_or(on).year()),
            plan: plan(args),
            reason: args.reason.as_deref().map(Into::into),
            day: on,
            confirmed: args.confirm,
            sha256: &sha256,
        };
        let made = if streamed {
            let money = given
                .money
                .or_else(|| Money::told_by(&table))
                .unwrap_or(Money::Dong);
            payments::turn(&bytes, &name, mapping.head, &mapping, money, &given)
        } else {
            turn(kind, &table, &proposal, &mapping, &given)
        };
        made.map_err(|wrong| problems(&table, &proposal, &mapping, wrong, lang))?
    };
    record(&mut opened, args, turned, &bytes, lang)?;
    if !args.dry_run {
        mappings::remember(&args.data, kind, &proposal, &mapping)
            .context("failed to remember the mapping")?;
    }
    Ok(())
}

fn record(opened: &mut Opened, args: &Import, turned: Turned, bytes: &[u8], lang: Lang) -> Outcome {
    let money = text(
        lang,
        "investment-money",
        &[("money", turned.money.word().into())],
    );
    out::note(&text(
        lang,
        "investment-import-money",
        &[("money", Arg::Text(money))],
    ));
    if turned.skipped > 0 {
        let count = Arg::Count(turned.skipped as i64);
        out::note(&text(
            lang,
            "investment-import-skipped",
            &[("count", count)],
        ));
    }
    let mut shown = vec![
        ("rows", Arg::Count(turned.rows as i64)),
        ("items", Arg::Count(turned.items as i64)),
    ];
    if args.dry_run {
        out::line(&text(lang, "investment-import-would", &shown));
        return Ok(());
    }
    let attachments = opened.folder.ledger().attachments();
    attachments.put(bytes).map_err(anyhow::Error::from)?;
    let record = Record {
        event: turned.event,
        confirmed: args.confirm,
    };
    let command = Command::Investment(Box::new(record));
    let unit = flow::steering(opened);
    let done = opened.act(command, &args.acting, &unit, lang)?;
    shown.push(("entry", Arg::Text(done.first.to_string())));
    out::line(&text(lang, "investment-import-did", &shown));
    Ok(())
}

/// Takes a package of open data in: projects, and contracts of known ones, each as
/// one entry, both or neither.
fn package(opened: &mut Opened, args: &Import, bytes: &[u8], lang: Lang) -> Outcome {
    let package: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| Trouble::RefusedWords(error.to_string()))?;
    let now = open::now();
    let valid = args
        .acting
        .on
        .map_or_else(|| civil(now), |day| day.at(12, 0, 0, 0));
    let city = &opened.city;
    let unit = |id: &str, name: &str| {
        let id = UnitId::parse(id)
            .ok()
            .filter(|id| city.registry.unit(id).is_some());
        id.or_else(|| city.unit_named(name, valid.date()))
    };
    let taken = dondoc_open_contracting::read(&package, &unit).map_err(|problems| {
        let said = problems.into_iter().map(|it| {
            let what = [("given", Arg::Text(it.given))];
            Box::new(Said {
                place: args.file.display().to_string(),
                cell: it.at,
                heading: it.field.to_owned(),
                row: 0,
                what: text(lang, "investment-import-not-in-package", &what),
            }) as Box<dyn Say>
        });
        Trouble::Problems(said.collect())
    })?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let import = |rows: usize| {
        Some(Imported {
            file: name.as_ref().into(),
            sha256: dondoc_ledger::Hash::of(bytes).to_string().into(),
            rows: rows as u64,
        })
    };
    let (projects, contracts) = (taken.projects, taken.contracts);
    let (rows, items) = (projects.len() + contracts.len(), projects.len());
    let mut events: Vec<dondoc_investment::Event> = Vec::new();
    if !projects.is_empty() {
        let import = import(projects.len());
        events.push(ProjectsRecorded { projects, import }.into());
    }
    if !contracts.is_empty() {
        let import = import(contracts.len());
        events.push(ContractsRecorded { contracts, import }.into());
    }
    let unit = flow::steering(opened);
    let acts = events.into_iter().map(|event| dondoc_city::Act {
        command: Command::Investment(Box::new(Record {
            event,
            confirmed: args.confirm,
        })),
        acting: dondoc_city::Acting::of(unit.clone()),
        at: now,
        valid,
    });
    let acts: Vec<_> = acts.collect();
    let refused = |refused: Vec<(usize, dondoc_city::Refusal)>| {
        let each = refused.into_iter();
        Trouble::Problems(each.map(|(_, it)| Box::new(it) as Box<dyn Say>).collect())
    };
    let mut shown = vec![
        ("rows", Arg::Count(rows as i64)),
        ("items", Arg::Count(items as i64)),
    ];
    if args.dry_run {
        opened.city.decide_all(&acts).map_err(refused)?;
        out::line(&text(lang, "investment-import-would", &shown));
        return Ok(());
    }
    let ledger = opened.folder.ledger();
    ledger
        .attachments()
        .put(bytes)
        .map_err(anyhow::Error::from)?;
    let done = opened
        .city
        .act_all(ledger, &acts, now)
        .map_err(|error| match error {
            dondoc_city::ActAllError::Refused(all) => refused(all),
            error => anyhow::Error::from(error).into(),
        })?;
    opened
        .folder
        .checkpoint()
        .context("failed to sign a checkpoint")?;
    shown.push(("entry", Arg::Text(done.first.to_string())));
    out::line(&text(lang, "investment-import-did", &shown));
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    use std::io::Read as _;
    let file = std::fs::File::open(path)
        .with_context(|| format!("failed to open `{}`", path.display()))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    Ok(bytes)
}

fn first_lines(bytes: &[u8]) -> &[u8] {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let end = head
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(head.len(), |at| at + 1);
    if head.len() == bytes.len() {
        bytes
    } else {
        head.get(..end).unwrap_or(head)
    }
}

fn plan(args: &Import) -> Option<PlanGiven> {
    Some(PlanGiven {
        key: args.plan?,
        act: Act {
            symbol: args.act.as_deref()?.into(),
            date: args.act_date?,
            issuer: args.issuer.as_str().into(),
        },
    })
}

fn source(
    opened: &Opened,
    words: &str,
    lang: Lang,
) -> Result<dondoc_investment::room::plan::Source, Trouble> {
    let law = &opened.city.investment.law;
    let known = law.source(words).map(|it| it.source.clone());
    known.ok_or_else(|| {
        let all: Vec<&str> = law.sources.iter().map(|it| it.source.as_str()).collect();
        let args = [
            ("given", Arg::from(words)),
            ("known", Arg::Text(all.join(", "))),
        ];
        Trouble::RefusedWords(text(lang, "investment-import-unknown-source", &args))
    })
}

/// The columns: as a person says, else as remembered, else as proposed.
fn mapping(args: &Import, proposal: &Proposal, kind: Kind, lang: Lang) -> Result<Mapping, Trouble> {
    let mut mapping = proposal.mapping();
    let known = || proposal.headings.join(" | ");
    let missing = |fields: String| {
        let args = [("fields", Arg::Text(fields)), ("known", Arg::Text(known()))];
        Trouble::RefusedWords(text(lang, "investment-import-missing", &args))
    };
    let fold = |words: &str| dondoc_registry::fold(words);
    for given in &args.column {
        let (field, heading) = given
            .split_once('=')
            .ok_or_else(|| missing(given.clone()))?;
        let named = fields(kind).iter().any(|it| it.name == field);
        let at = proposal
            .headings
            .iter()
            .position(|it| fold(it) == fold(heading));
        let at = at.and_then(|at| u32::try_from(at).ok()).filter(|_| named);
        let at = at.ok_or_else(|| missing(given.clone()))?;
        mapping.columns.retain(|_, column| *column != at);
        mapping.columns.insert(field.to_owned(), at);
    }
    let absent = fields(kind)
        .iter()
        .filter(|it| it.required && !mapping.columns.contains_key(it.name));
    let city = args.plan.is_some_and(|key| key.assigner == Assigner::City);
    let mut absent: Vec<String> = absent
        .map(|it| format!("{} ({})", it.name, it.headings.join(" / ")))
        .collect();
    if kind == Kind::Plan && city && !mapping.columns.contains_key("project") {
        absent.push("project (mã dự án)".to_owned());
    }
    if absent.is_empty() {
        Ok(mapping)
    } else {
        Err(missing(absent.join("; ")))
    }
}

fn tell(proposal: &Proposal, mapping: &Mapping, kind: Kind, lang: Lang) {
    let used: Vec<String> = fields(kind)
        .iter()
        .filter_map(|field| {
            let at = *mapping.columns.get(field.name)?;
            let heading = proposal.headings.get(at as usize)?;
            Some(format!("{} = “{heading}”", field.name))
        })
        .collect();
    let columns = Arg::Text(used.join(", "));
    out::note(&text(
        lang,
        "investment-import-columns",
        &[("columns", columns)],
    ));
}

fn problems(
    table: &Table,
    proposal: &Proposal,
    mapping: &Mapping,
    wrong: Vec<Wrong>,
    lang: Lang,
) -> Trouble {
    let said = wrong.into_iter().map(|wrong| {
        let nothing = What::Said("".into());
        let at = table.problem(proposal, mapping, wrong.row, wrong.field, nothing);
        Box::new(Said {
            place: table.place(),
            cell: at.address(),
            heading: at.heading.clone(),
            row: wrong.row,
            what: say(lang, &wrong.what),
        }) as Box<dyn Say>
    });
    Trouble::Problems(said.collect())
}

/// `dondoc invest law`
#[derive(Debug, Args)]
pub(crate) struct SetLaw {
    /// Bảng căn cứ / table of provisions, TOML; without it the jurisdiction's.
    pub(crate) file: Option<PathBuf>,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Lý do, căn cứ / why, and on what it rests.
    #[arg(long)]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// Records what the law says.
pub(crate) fn law(args: &SetLaw, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let law = match &args.file {
        None => hanoi(),
        Some(path) => {
            let table = std::fs::read_to_string(path)
                .with_context(|| format!("failed to read `{}`", path.display()))?;
            Law::parse(&table)
        }
    };
    let law = law.map_err(|error| Trouble::RefusedWords(error.to_string()))?;
    set_law(&mut opened, law, &args.reason, &args.acting, lang)
}

fn set_law(opened: &mut Opened, law: Law, reason: &str, acting: &Acting, lang: Lang) -> Outcome {
    let event = LawSet {
        law,
        reason: reason.into(),
    }
    .into();
    let command = Command::Investment(Box::new(Record {
        event,
        confirmed: false,
    }));
    let unit = flow::steering(opened);
    let done = opened.act(command, acting, &unit, lang)?;
    let entry = Arg::Text(done.first.to_string());
    out::note(&text(lang, "investment-law-set", &[("entry", entry)]));
    Ok(())
}
