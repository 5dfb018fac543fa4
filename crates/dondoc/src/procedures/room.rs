//! `dondoc procedures catalogue|prescribed|link|assess|sheet|sign|change|measure|status`:
//! the room of procedures without a browser.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use dondoc_briefing::shortening;
use dondoc_city::{Command, SignSheet};
use dondoc_kinds::{Arg, ProcedureId, SheetId};
use dondoc_lake::EventLog;
use dondoc_messages::{Lang, say, text};
use dondoc_procedures::Working;
use dondoc_procedures::reckon::{self, Period};
use dondoc_procedures::room::decide::Sign;
use dondoc_procedures::room::event::{Changed, EffectMeasured, Found, Linked, Mapped};
use dondoc_procedures::room::record::Version;
use dondoc_procedures::room::service_index::service_index;
use dondoc_procedures::room::state::Procedure;
use dondoc_procedures::room::{CaseCode, Command as Room, diff, milli};
use jiff::civil::Date;
use serde_json::json;

use crate::args::Acting;
use crate::flow;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// Where the city is, who acts, and how to answer.
#[derive(Debug, Args)]
pub(crate) struct Site {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    data: PathBuf,
    #[command(flatten)]
    acting: Acting,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// `dondoc procedures catalogue`
#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// Mã thủ tục / a procedure's code; all of them without it.
    code: Option<String>,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    data: PathBuf,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// `dondoc procedures index`
#[derive(Debug, Args)]
pub(crate) struct Index {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    data: PathBuf,
    /// Tính đến ngày / as of this day; today without it.
    #[arg(long)]
    as_of: Option<jiff::civil::Date>,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// `dondoc procedures prescribed`
#[derive(Debug, Args)]
pub(crate) struct Prescribed {
    /// Mã thủ tục / the procedure's code.
    code: String,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    data: PathBuf,
    /// Theo phiên bản của ngày / as it is on a day; default today.
    #[arg(long)]
    on: Option<Date>,
}

/// `dondoc procedures link`
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// Mã thủ tục / the procedure's code.
    code: String,
    /// Nhật ký đã nhập / imported logs, e.g. nk-0001,nk-0002.
    #[arg(long, value_delimiter = ',', required = true)]
    logs: Vec<String>,
    /// Bước trong nhật ký ứng với bước số mấy / activity=step; by equal names without it.
    #[arg(long)]
    map: Vec<String>,
    /// Bước yêu cầu người nộp bổ sung / activities that ask the applicant: the clock stops.
    #[arg(long)]
    asks: Vec<String>,
    /// Bước kết thúc hồ sơ / activities that end a case.
    #[arg(long, required = true)]
    ends: Vec<String>,
    #[command(flatten)]
    room: Site,
}

/// `dondoc procedures assess`
#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// Mã thủ tục / the procedure's code.
    code: String,
    /// Từ ngày / the first day.
    #[arg(long)]
    from: Date,
    /// Đến ngày / the last day; later events are not looked at.
    #[arg(long)]
    to: Date,
    /// Chỉ tính, không ghi / reckon, write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    room: Site,
}

/// `dondoc procedures sheet`
#[derive(Debug, Args)]
pub(crate) struct Sheet {
    /// Mã thủ tục, hoặc phiếu đã lập / a procedure's code, or a sheet that was made (prn-0001).
    code: String,
    /// Tính đến ngày / events up to this day; default today.
    #[arg(long)]
    as_of: Option<Date>,
    /// Ghi ra tệp .pdf hoặc .docx / write it as .pdf or .docx; may be repeated.
    #[arg(long)]
    out: Vec<PathBuf>,
    #[command(flatten)]
    room: Site,
}

/// `dondoc procedures sign`
#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// Phiếu / the sheet, e.g. prn-0001.
    sheet: String,
    /// Các đề xuất được chọn / proposals that are chosen, e.g. 1,3.
    #[arg(long, value_delimiter = ',', required = true)]
    proposals: Vec<u32>,
    /// Đơn vị thực hiện / the unit that shall bring it about.
    #[arg(long)]
    unit: String,
    /// Sản phẩm / what it hands over.
    #[arg(long)]
    product: String,
    /// Hạn / by when.
    #[arg(long)]
    due: Date,
    /// Nội dung / the words of the task; the sheet's without it.
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    room: Site,
}

/// `dondoc procedures change`
#[derive(Debug, Args)]
pub(crate) struct Change {
    /// Mã thủ tục / the procedure's code.
    code: String,
    /// Đã đổi gì / what was changed.
    #[arg(long)]
    what: String,
    /// Ở đơn vị nào, như nhật ký ghi / where it holds, as the logs write units.
    #[arg(long, required = true)]
    units: Vec<String>,
    /// Từ ngày / from which day.
    #[arg(long)]
    from: Date,
    /// Hứa giảm bao nhiêu ngày làm việc mỗi hồ sơ / working days that a case shall take less.
    #[arg(long)]
    promised: f64,
    /// Theo phiếu / the sheet that proposed it.
    #[arg(long)]
    sheet: Option<String>,
    /// Văn bản / the act it rests on.
    #[arg(long, default_value = "")]
    act: String,
    #[command(flatten)]
    room: Site,
}

/// `dondoc procedures measure`
#[derive(Debug, Args)]
pub(crate) struct Measure {
    /// Mã thủ tục / the procedure's code.
    code: String,
    /// Thay đổi số / which change; default the newest.
    #[arg(long)]
    change: Option<u32>,
    /// Tính đến ngày / events up to this day; default today.
    #[arg(long)]
    as_of: Option<Date>,
    /// Chỉ tính, không ghi / reckon, write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    room: Site,
}

/// `dondoc procedures status`
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Mã hồ sơ / the case's code, in either order.
    code: String,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    data: PathBuf,
    /// JSON.
    #[arg(long)]
    json: bool,
}

fn today() -> Date {
    dondoc_city::civil(open::now()).date()
}

fn refused(lang: Lang, key: &str, args: &[(&'static str, Arg)]) -> Trouble {
    Trouble::RefusedWords(text(lang, key, args))
}

fn find<'o>(opened: &'o Opened, code: &str) -> Result<(&'o ProcedureId, &'o Procedure), Trouble> {
    opened.city.procedures.by_code(code).ok_or_else(|| {
        Trouble::refused(dondoc_procedures::room::Refusal::NoSuchProcedure {
            procedure: code.into(),
        })
    })
}

/// What figures are reckoned from.
pub(crate) struct Ground {
    pub(crate) log: EventLog,
    pub(crate) working: Working,
    pub(crate) link: Linked,
    pub(crate) version: Version,
    pub(crate) known: Procedure,
    pub(crate) id: ProcedureId,
}

/// Reads the cases of a procedure, and the version of it around a day.
pub(crate) fn ground(
    opened: &Opened,
    data: &Path,
    code: &str,
    on: Date,
    lang: Lang,
) -> Result<Ground, Trouble> {
    let (id, known) = find(opened, code)?;
    let (Some((_, link)), Some(version)) = (&known.link, known.around(on)) else {
        return Err(refused(
            lang,
            "procedure-not-linked",
            &[("code", Arg::from(code))],
        ));
    };
    let logs = link.logs.iter().filter_map(|log| opened.city.logs.get(log));
    let standing = logs.filter(|log| log.withdrawn.is_none());
    let files: Vec<PathBuf> = standing
        .map(|log| dondoc_server::case_logs::segment(data, &log.imported.segment))
        .collect();
    let (mut log, _) = dondoc_log_readers::load(&files).map_err(Trouble::refused)?;
    log.sort_by_time();
    Ok(Ground {
        log,
        working: Working::vietnam(opened.city.calendar.clone()),
        link: link.clone(),
        version: version.clone(),
        known: known.clone(),
        id: id.clone(),
    })
}

fn record(opened: &mut Opened, room: &Site, command: Room, lang: Lang) -> Result<u64, Trouble> {
    let default = flow::steering(opened);
    let done = opened.act(
        Command::Procedure(Box::new(command)),
        &room.acting,
        &default,
        lang,
    )?;
    Ok(done.first)
}

/// Shows the catalogue, or a procedure with its versions.
/// The index of Decision 766/QĐ-TTg, as far as it can be counted.
pub(super) fn index(args: &Index, lang: Lang) -> Outcome {
    let opened = open::city(&args.data)?;
    let today = dondoc_city::civil(open::now()).date();
    let found = service_index(&opened.city.procedures, args.as_of.unwrap_or(today));
    if args.json {
        return out::json(&found);
    }
    let points = |milli: i64| super::say::number(lang, milli as f64 / 1_000.0, 1);
    let with = |key: &str, it: &str| text(lang, key, &[("it", Arg::from(it))]);
    let sum = [
        ("it", points(found.points)),
        ("also", Arg::from(found.measured.to_string())),
    ];
    out::line(&text(lang, "service-index-lead", &sum));
    for it in &found.groups {
        let slug = it.group.slug();
        let name = with("service-index-group", slug);
        let line = match &it.counted {
            None => {
                let lacks = with("service-index-lacks", slug);
                let none = text(lang, "service-index-not-measured", &[]);
                format!("{name}: {none} ({lacks})")
            }
            Some(counted) => {
                let what = with("service-index-counts", slug);
                let line = [
                    ("name", Arg::from(name)),
                    ("points", points(counted.points)),
                    ("most", Arg::from(it.most.to_string())),
                    ("what", Arg::from(what)),
                    ("good", Arg::from(counted.good.to_string())),
                    ("all", Arg::from(counted.all.to_string())),
                ];
                text(lang, "service-index-line", &line)
            }
        };
        out::line(&line);
    }
    out::note(&text(lang, "service-index-method", &[]));
    Ok(())
}

pub(super) fn catalogue(args: &Catalogue, lang: Lang) -> Outcome {
    let opened = open::city(&args.data)?;
    let Some(code) = &args.code else {
        if args.json {
            let all: Vec<_> = opened
                .city
                .procedures
                .iter()
                .filter_map(|(_, it)| it.newest())
                .collect();
            return out::json(&all);
        }
        for (_, procedure) in opened.city.procedures.iter() {
            if let Some(version) = procedure.newest() {
                let it = &version.record;
                let limit = it
                    .limit
                    .map_or_else(|| "–".to_owned(), |limit| say(lang, &limit));
                out::line(&format!("{}  {}  {limit}", it.code, it.title));
            }
        }
        return Ok(());
    };
    let (_, procedure) = find(&opened, code)?;
    if args.json {
        return out::json(procedure);
    }
    let mut before: Option<&Version> = None;
    for version in &procedure.versions {
        let it = &version.record;
        let head = [
            ("number", Arg::Text(version.number.to_string())),
            ("from", Arg::from(it.from)),
            ("act", Arg::from(&*it.act)),
            ("entry", Arg::Text(version.entry.to_string())),
        ];
        out::line(&text(lang, "procedure-version", &head));
        for difference in before
            .iter()
            .flat_map(|was| diff::differences(&was.record, it))
        {
            out::line(&format!("  {}", say(lang, &difference)));
        }
        before = Some(version);
    }
    for step in before.iter().flat_map(|version| &version.record.steps) {
        let limit = step
            .limit
            .map_or_else(|| "–".to_owned(), |limit| say(lang, &limit));
        out::line(&format!(
            "{:>3}. {}  {limit}  {}",
            step.number, step.name, step.provision
        ));
    }
    Ok(())
}

/// Writes the net of the prescribed steps.
pub(super) fn prescribed(args: &Prescribed, lang: Lang) -> Outcome {
    let opened = open::city(&args.data)?;
    let (_, known) = find(&opened, &args.code)?;
    let version = known.around(args.on.unwrap_or_else(today));
    let version = version.ok_or_else(|| refused(lang, "procedure-fault-nothing", &[]))?;
    let link = known.link.as_ref().map(|(_, link)| link);
    let net = reckon::prescribed::net(&version.record, link);
    out::bytes(net.to_pnml().as_bytes())
}

/// Says where a procedure's cases are.
pub(super) fn link(args: &Link, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.room.data)?;
    let (id, known) = find(&opened, &args.code)?;
    let mut mapping = Vec::new();
    for pair in &args.map {
        let parsed = pair.rsplit_once('=').and_then(|(activity, step)| {
            Some(Mapped {
                activity: activity.trim().into(),
                step: step.trim().parse().ok()?,
            })
        });
        mapping.push(parsed.ok_or_else(|| {
            refused(
                lang,
                "procedure-bad-map",
                &[("given", Arg::from(pair.as_str()))],
            )
        })?);
    }
    if let (true, Some(version)) = (mapping.is_empty(), known.newest()) {
        mapping.extend(version.record.steps.iter().map(|step| Mapped {
            activity: step.name.clone(),
            step: step.number,
        }));
    }
    let boxed = |names: &[String]| names.iter().map(|it| it.as_str().into()).collect();
    let linked = Linked {
        procedure: id.clone(),
        logs: args.logs.iter().map(|log| log.trim().into()).collect(),
        mapping,
        asks: boxed(&args.asks),
        ends: boxed(&args.ends),
    };
    let entry = record(&mut opened, &args.room, Room::Link(linked), lang)?;
    wrote(args.room.json, entry, lang)
}

fn wrote(json: bool, entry: u64, lang: Lang) -> Outcome {
    if json {
        return out::json(&json!({ "entry": entry }));
    }
    out::line(&text(
        lang,
        "procedure-wrote",
        &[("entry", Arg::Text(entry.to_string()))],
    ));
    Ok(())
}

/// Reckons how cases kept the limit, and keeps it.
pub(super) fn assess(args: &Assess, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.room.data)?;
    let it = ground(&opened, &args.room.data, &args.code, args.to, lang)?;
    let period = Period {
        from: args.from,
        to: args.to,
    };
    let found = reckon::assess(&it.log, &it.working, &it.id, &it.known, &it.link, period);
    let found = found.context("the procedure has no version")?;
    let command = Room::KeepAssessment(Box::new(found.clone()));
    let entry = if args.dry_run {
        None
    } else {
        Some(record(&mut opened, &args.room, command, lang)?)
    };
    if args.room.json {
        return out::json(&json!({ "entry": entry, "assessed": found }));
    }
    let days = |milli: i64| super::say::number(lang, milli as f64 / 1_000.0, 1);
    let share = found.on_time as f64 / found.finished.max(1) as f64;
    let line = [
        ("finished", Arg::Count(found.finished as i64)),
        ("on_time", Arg::Count(found.on_time as i64)),
        ("share", super::say::percent(lang, share)),
        ("limit", found.limit.map_or_else(|| Arg::from("–"), days)),
        ("running", Arg::Count(found.running as i64)),
        ("overdue", Arg::Count(found.overdue as i64)),
        ("median", days(found.median)),
        ("p90", days(found.p90)),
    ];
    out::line(&text(lang, "procedure-definition-office-time", &[]));
    out::line(&text(lang, "procedure-assessed", &line));
    for step in &found.steps {
        let line = [
            ("activity", Arg::from(&*step.activity)),
            ("days", days(step.days)),
            ("mainly", Arg::Count(step.mainly as i64)),
            ("provision", Arg::from(&*step.provision)),
        ];
        out::line(&text(lang, "procedure-late-step", &line));
    }
    if let (Some(fitness), Some(fitting)) = (found.fitness, found.fitting) {
        let line = [
            (
                "fitness",
                super::say::percent(lang, fitness as f64 / 1_000.0),
            ),
            (
                "fitting",
                super::say::percent(lang, fitting as f64 / 1_000.0),
            ),
        ];
        out::line(&text(lang, "procedure-fits", &line));
    }
    match entry {
        Some(entry) => wrote(false, entry, lang),
        None => Ok(()),
    }
}

/// Makes a sheet, or writes one that was made.
pub(super) fn sheet(args: &Sheet, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.room.data)?;
    let made = SheetId::parse(&args.code).ok();
    let made = made.filter(|id| opened.city.procedures.sheet(id).is_some());
    let id = match made {
        Some(id) => id,
        None => {
            let as_of = args.as_of.unwrap_or_else(today);
            let it = ground(&opened, &args.room.data, &args.code, as_of, lang)?;
            let runs = reckon::Runs::default();
            let sheet = reckon::shorten(
                &it.log,
                &it.working,
                &it.id,
                &it.version,
                &it.link,
                as_of,
                runs,
            );
            let sheet = sheet.map_err(super::learn::refused)?;
            record(
                &mut opened,
                &args.room,
                Room::KeepSheet(Box::new(sheet)),
                lang,
            )?;
            let known = opened.city.procedures.get(&it.id);
            let newest = known.and_then(|known| known.sheets.last().cloned());
            newest.context("the sheet was not kept")?
        }
    };
    let kept = opened
        .city
        .procedures
        .sheet(&id)
        .context("the sheet was not kept")?;
    let paper = shortening::paper(&opened.city, kept, lang_of(lang));
    let imprint = shortening::imprint(kept);
    for path in &args.out {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let bytes = match ending.as_ref() {
            "pdf" => dondoc_briefing_pdf::print(&paper, &imprint).context("failed to typeset")?,
            "docx" => {
                dondoc_briefing_docx::print(&paper, &imprint).context("failed to write DOCX")?
            }
            _ => {
                let path = Arg::Text(path.display().to_string());
                return Err(refused(lang, "procedure-sheet-form", &[("path", path)]));
            }
        };
        std::fs::write(path, bytes)
            .with_context(|| format!("failed to write `{}`", path.display()))?;
    }
    if args.room.json {
        return out::json(kept);
    }
    let sheet = &kept.sheet;
    let line = [
        ("sheet", Arg::from(sheet.sheet.as_str())),
        ("entry", Arg::Text(kept.entry.to_string())),
        ("hash", Arg::from(sheet.sha256.as_str())),
    ];
    out::line(&text(lang, "procedure-sheet-made", &line));
    out::line(&shortening::trust(sheet, lang_of(lang)));
    for proposal in &sheet.proposals {
        out::line(&shortening::line(proposal, lang_of(lang)));
    }
    Ok(())
}

fn lang_of(lang: Lang) -> shortening::Tongue {
    match lang {
        Lang::Vi => shortening::Tongue::Vietnamese,
        Lang::En => shortening::Tongue::English,
    }
}

/// Signs a sheet: it becomes a task.
pub(super) fn sign(args: &SignArgs, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.room.data)?;
    let unknown = || {
        Trouble::refused(dondoc_procedures::room::Refusal::NoSuchSheet {
            sheet: args.sheet.as_str().into(),
        })
    };
    let id = SheetId::parse(&args.sheet).map_err(|_| unknown())?;
    let kept = opened.city.procedures.sheet(&id).ok_or_else(unknown)?;
    let words = args.text.clone();
    let words = words.unwrap_or_else(|| shortening::task_text(&opened.city, kept, &args.proposals));
    let on = args.room.acting.on.unwrap_or_else(today);
    let command = SignSheet {
        sign: Sign {
            sheet: id,
            seen: kept.sheet.sha256.clone(),
            proposals: args.proposals.clone(),
            unit: opened.unit(&args.unit, on, lang)?,
        },
        text: words.into(),
        product: args.product.as_str().into(),
        due: args.due,
    };
    let default = flow::steering(&opened);
    let command = Command::SignSheet(Box::new(command));
    let done = opened.act(command, &args.room.acting, &default, lang)?;
    flow::answer(&opened, &done, args.room.json, lang)
}

/// Records a change and what it promised.
pub(super) fn change(args: &Change, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.room.data)?;
    let (id, _) = find(&opened, &args.code)?;
    let sheet = args.sheet.as_deref().map(SheetId::parse).transpose();
    let changed = Changed {
        procedure: id.clone(),
        number: 0,
        what: args.what.as_str().into(),
        units: args.units.iter().map(|it| it.as_str().into()).collect(),
        from: args.from,
        promised: milli(args.promised),
        sheet: sheet.map_err(|bad| flow::bad_id(&bad, lang))?,
        act: args.act.as_str().into(),
    };
    let entry = record(
        &mut opened,
        &args.room,
        Room::Change(Box::new(changed)),
        lang,
    )?;
    wrote(args.room.json, entry, lang)
}

/// Measures what a change did, and keeps it.
pub(super) fn measure(args: &Measure, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.room.data)?;
    let as_of = args.as_of.unwrap_or_else(today);
    let it = ground(&opened, &args.room.data, &args.code, as_of, lang)?;
    let (_, known) = find(&opened, &args.code)?;
    let wanted = args.change.unwrap_or(known.changes.len() as u32);
    let changes: Vec<&Changed> = known.changes.iter().map(|(_, it)| it).collect();
    let Some(change) = changes.iter().find(|it| it.number == wanted) else {
        let refusal = dondoc_procedures::room::Refusal::NoSuchChange { change: wanted };
        return Err(Trouble::refused(refusal));
    };
    let others: Vec<&Changed> = changes
        .iter()
        .filter(|it| it.number != wanted)
        .copied()
        .collect();
    let found = reckon::effect(&it.log, &it.working, &it.link, change, &others, as_of);
    let words = said(change.promised, &found, lang);
    let measured = EffectMeasured {
        procedure: it.id,
        change: wanted,
        as_of,
        logs: it.link.logs,
        found: found.clone(),
    };
    let entry = if args.dry_run {
        None
    } else {
        let command = Room::KeepEffect(Box::new(measured));
        Some(record(&mut opened, &args.room, command, lang)?)
    };
    if args.room.json {
        return out::json(&json!({ "entry": entry, "found": found }));
    }
    out::line(&words);
    match entry {
        Some(entry) => wrote(false, entry, lang),
        None => Ok(()),
    }
}

/// `promised −3 working days, measured −2.1 [−2.8; −1.3], …`
fn said(promised: i64, found: &Found, lang: Lang) -> String {
    dondoc_server::promise(lang, promised, Some(found))
}

/// Says where a case stands.
pub(super) fn status(args: &Status, lang: Lang) -> Outcome {
    let opened = open::city(&args.data)?;
    let Some(code) = CaseCode::parse(&args.code) else {
        return Err(refused(lang, "procedure-bad-case-code", &[]));
    };
    let day = today();
    for (id, _) in opened
        .city
        .procedures
        .iter()
        .filter(|(_, it)| it.link.is_some())
    {
        let it = ground(&opened, &args.data, id.as_str(), code.received(), lang)?;
        let limit = it.version.record.limit;
        let found = reckon::stand(&it.log, &it.working, &it.link, limit, &code, day);
        let found = found.map(|mut stand| {
            let holds = reckon::calibration(&it.log, &it.link, day).holds();
            stand.expected = stand.expected.filter(|_| holds);
            stand
        });
        let Some(found) = found else {
            continue;
        };
        let moment = |micros: i64| {
            let at = jiff::Timestamp::from_microsecond(micros).unwrap_or_default();
            dondoc_city::civil(at).date().to_string()
        };
        if args.json {
            return out::json(&json!({
                "procedure": id,
                "step": found.step,
                "since": moment(found.since),
                "received": moment(found.received),
                "has_ended": found.has_ended,
                "waits_for_applicant": found.waits,
                "due": found.due.map(moment),
                "expected": found.expected.map(|it| [moment(it.low), moment(it.middle), moment(it.high)]),
            }));
        }
        let line = [
            ("step", Arg::from(found.step.as_str())),
            ("since", Arg::from(moment(found.since))),
            (
                "due",
                Arg::from(found.due.map_or_else(|| "–".to_owned(), moment)),
            ),
        ];
        out::line(&text(lang, "procedure-status-line", &line));
        if let Some(expected) = found.expected {
            let line = [
                ("middle", Arg::from(moment(expected.middle))),
                ("low", Arg::from(moment(expected.low))),
                ("high", Arg::from(moment(expected.high))),
            ];
            out::line(&text(lang, "procedure-status-expected", &line));
        }
        return Ok(());
    }
    Err(refused(lang, "procedure-no-such-case", &[]))
}
