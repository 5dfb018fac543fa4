//! The task flow without a browser: issue, report, confirm, extend.

use std::path::Path;

use anyhow::Context;
use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{Command, Done, IssueProposal};
use dondoc_kinds::{Arg, UnitId};
use dondoc_ledger_sqlite::{DataFolder, LARGEST_ATTACHMENT};
use dondoc_messages::{Lang, text};
use dondoc_tasks::{Evidence, Extend, Importance, MakeReport, When};
use jiff::civil::Date;
use serde::Serialize;

use crate::args;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// What was written, for programs.
#[derive(Serialize)]
struct Written<'a> {
    entries: Vec<Entry<'a>>,
    already_done: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    index: u64,
    stream: &'a str,
    kind: &'a str,
    payload: serde_json::Value,
}

/// `dondoc issue`
pub(crate) fn issue(args: &args::Issue, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let day = day(args.acting.on);
    let mut to = Vec::new();
    if let Some(name) = &args.to {
        to = opened.units(name, day)?;
        if let Some((_, rule)) = opened.city.low_disbursement(name, day) {
            let rule = [("citation", Arg::from(rule))];
            out::note(&text(lang, "investment-low-head", &rule));
        }
    }
    let mut with = None;
    for name in &args.with {
        with.get_or_insert_with(Vec::new)
            .extend(opened.units(name, day)?);
    }
    let proposal = args.proposal.as_deref().map(str::parse).transpose();
    let proposal = proposal.map_err(|bad| bad_id(&bad, lang))?;
    let order = IssueProposal {
        proposal,
        text: args.text.as_deref().map(Into::into),
        to,
        with,
        product: args.product.as_deref().map(Into::into),
        when: args.due.as_deref().map(|due| when(due, day)).transpose()?,
        field: None,
        importance: Importance::Ordinary,
    };
    let command = Command::Issue(Box::new(order));
    let assigner = steering(&opened);
    let done = opened.act(command, &args.acting, &assigner, lang)?;
    answer(&opened, &done, args.json, lang)
}

/// `dondoc report`
pub(crate) fn report(args: &args::Report, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let task = opened.task(&args.task, lang)?;
    let (id, lead, number) = (task.id.clone(), task.lead.clone(), task.reports.len() + 1);
    let report = format!("{id}.r{number}");
    let report = report
        .parse()
        .map_err(|bad: dondoc_kinds::BadId| anyhow::anyhow!(bad))?;
    let mut evidence = Vec::new();
    for path in &args.evidence {
        evidence.push(keep(&opened.folder, path, lang)?);
    }
    let report = MakeReport {
        task: id,
        occurrence: None,
        report,
        percent: args.percent,
        says_done: args.done,
        narrative: args.text.as_str().into(),
        evidence,
    };
    let command = Command::Task(dondoc_tasks::Command::Report(Box::new(report)));
    let done = opened.act(command, &args.acting, &lead, lang)?;
    answer(&opened, &done, args.json, lang)
}

/// `dondoc confirm`
pub(crate) fn confirm(args: &args::Confirm, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let task = opened.task(&args.task, lang)?;
    let (task, assigner) = (task.id.clone(), task.assigner.clone());
    let command = match &args.r#return {
        None => dondoc_tasks::Command::Confirm {
            task,
            occurrence: None,
            note: None,
        },
        Some(reason) => {
            let reason = reason.as_str().into();
            dondoc_tasks::Command::Return {
                task,
                occurrence: None,
                reason,
            }
        }
    };
    let done = opened.act(Command::Task(command), &args.acting, &assigner, lang)?;
    answer(&opened, &done, args.json, lang)
}

/// `dondoc extend`
pub(crate) fn extend(args: &args::Extend, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let task = opened.task(&args.task, lang)?;
    let (id, assigner) = (task.id.clone(), task.assigner.clone());
    let day = day(args.acting.on);
    let rule = Rule::parse(&args.to, &ReadAs::document(day)).map_err(Trouble::refused)?;
    let allowed_by = opened.city.registry.name_on(&assigner, day).into();
    let extend = Extend {
        task: id,
        occurrence: None,
        rule,
        from: day.at(0, 0, 0, 0),
        instrument: args.instrument.as_str().into(),
        allowed_by,
        reason: args.reason.as_str().into(),
        excuse: None,
    };
    let command = Command::Task(dondoc_tasks::Command::Extend(Box::new(extend)));
    let done = opened.act(command, &args.acting, &assigner, lang)?;
    answer(&opened, &done, args.json, lang)
}

/// `dondoc remind`
pub(crate) fn remind(args: &args::Remind, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    let done = opened.act(
        Command::DailyRun,
        &args.acting,
        &crate::init::founder(),
        lang,
    )?;
    answer(&opened, &done, args.json, lang)
}

/// Reads a deadline as a document of that day writes it.
pub(crate) fn when(due: &str, day: Date) -> Result<When, Trouble> {
    let rule = Rule::parse(due, &ReadAs::document(day)).map_err(Trouble::refused)?;
    Ok(match rule {
        Rule::Standing => When::NoDate { review_days: None },
        rule => When::By {
            rule,
            from: day.at(0, 0, 0, 0),
            until: None,
        },
    })
}

/// Returns the unit in whose name the steering office issues: the one that the
/// jurisdiction's tables name, or else the first unit of the registry.
pub(crate) fn steering(opened: &Opened) -> UnitId {
    let city = &opened.city;
    let jurisdiction = opened.folder.settings().jurisdiction.parse().ok();
    let office = jurisdiction.and_then(dondoc_city::Jurisdiction::steering);
    let known = office.filter(|unit| city.registry.unit(unit).is_some());
    known
        .or_else(|| city.registry.units().next().map(|(unit, _)| unit.clone()))
        .unwrap_or_else(crate::init::founder)
}

/// Says that a text is not an id, and what an id is made of.
pub(crate) fn bad_id(bad: &dondoc_kinds::BadId, lang: Lang) -> Trouble {
    let given = [("given", Arg::from(bad.given.as_str()))];
    Trouble::RefusedWords(text(lang, "import-bad-id", &given))
}

/// Stores a file by its hash.
pub(crate) fn keep(folder: &DataFolder, path: &Path, lang: Lang) -> Result<Evidence, Trouble> {
    let shown = path.display();
    let size = std::fs::metadata(path)
        .with_context(|| format!("failed to read `{shown}`"))?
        .len();
    if size > LARGEST_ATTACHMENT as u64 {
        let said = [
            ("path", Arg::Text(shown.to_string())),
            ("size", Arg::Text(size.to_string())),
            ("most", Arg::Text(LARGEST_ATTACHMENT.to_string())),
        ];
        return Err(Trouble::RefusedWords(text(
            lang,
            "cli-file-too-large",
            &said,
        )));
    }
    let bytes = std::fs::read(path).with_context(|| format!("failed to read `{shown}`"))?;
    let hash = folder
        .ledger()
        .attachments()
        .put(&bytes)
        .context("failed to keep the file")?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Evidence {
        hash: hash.to_string().into(),
        name: name.as_ref().into(),
    })
}

/// Prints what was done, and the tasks it touched.
pub(crate) fn answer(opened: &Opened, done: &Done, json: bool, lang: Lang) -> Outcome {
    if json {
        let mut entries = Vec::new();
        for (nth, draft) in done.drafts.iter().enumerate() {
            entries.push(Entry {
                index: done.first + nth as u64,
                stream: &draft.stream,
                kind: draft.event.kind(),
                payload: draft.event.to_json().map_err(anyhow::Error::from)?,
            });
        }
        return out::json(&Written {
            already_done: entries.is_empty(),
            entries,
        });
    }
    if done.drafts.is_empty() {
        out::line(&text(lang, "cli-already-done", &[]));
    }
    for (nth, draft) in done.drafts.iter().enumerate() {
        let index = done.first + nth as u64;
        out::line(&line_of(opened, index, draft, lang));
    }
    Ok(())
}

fn line_of(opened: &Opened, index: u64, draft: &dondoc_city::Draft, lang: Lang) -> String {
    let mut args = vec![
        ("entry", Arg::Text(index.to_string())),
        ("kind", Arg::from(draft.event.kind())),
        ("stream", Arg::from(draft.stream.as_str())),
    ];
    let task = match &draft.event {
        dondoc_city::Event::Task(event) => event.task(),
        _ => None,
    };
    let Some(task) = task.and_then(|id| opened.city.tasks.task(id)) else {
        return text(lang, "cli-wrote", &args);
    };
    let today = dondoc_city::civil(open::now()).date();
    args.push(("task", Arg::from(task.id.as_str())));
    args.push((
        "unit",
        Arg::from(opened.city.registry.name_on(&task.lead, today)),
    ));
    match task.due() {
        None => text(lang, "cli-wrote-task", &args),
        Some(due) => {
            let day = due.date();
            args.push(("due", Arg::from(day)));
            text(lang, "cli-wrote-task-due", &args)
        }
    }
}

fn day(on: Option<Date>) -> Date {
    on.unwrap_or_else(|| dondoc_city::civil(open::now()).date())
}
