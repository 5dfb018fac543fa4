//! `dondoc briefing` and `dondoc receipt`: the briefing in all forms, and what
//! stands behind each of its figures.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use dondoc_briefing::{
    Briefing, Edition, Explanation, Order, Period, Receipt, Traced, Tree, explain_city,
    known_at_close_of,
};
use dondoc_city::{City, civil};
use dondoc_kinds::Arg;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_messages::{Lang, text};
use jiff::civil::Date;
use serde::Serialize;

use crate::args::{self, Form};
use crate::open;
use crate::out::{self, Progress};
use crate::trouble::{Outcome, Trouble};

/// `dondoc briefing`
pub(crate) fn run(args: &args::Briefing, lang: Lang) -> Outcome {
    let folder = open::folder(&args.data)?;
    let period = args
        .period
        .parse()
        .map_err(|bad: dondoc_briefing::BadPeriod| Trouble::refused(bad))?;
    let known_at = args.known_at.unwrap_or(args.as_of);
    let size = known_at_close_of(folder.ledger(), known_at).context("failed to read the ledger")?;
    hint(&folder, args, size, lang)?;
    let (city, order) = order(&folder, period, args.as_of, size)?;
    let briefing = Briefing::compile(&city, &city.settings.thresholds, &order);
    write(
        &briefing.map_err(Trouble::refused)?,
        &args.out,
        &args.forms,
        lang,
    )
}

/// `dondoc receipt`
pub(crate) fn receipt(args: &args::Receipt, lang: Lang) -> Outcome {
    let receipt: Receipt = args
        .code
        .parse()
        .map_err(|bad: dondoc_briefing::BadReceipt| Trouble::refused(bad))?;
    let edition: Edition = receipt.edition();
    let folder = open::folder(&args.data)?;
    let there = folder
        .ledger()
        .poll_head()
        .context("failed to read the ledger")?;
    if there < edition.tree_size() {
        let shown = [
            ("needed", Arg::Text(edition.tree_size().to_string())),
            ("there", Arg::Text(there.to_string())),
        ];
        return Err(Trouble::RefusedWords(text(lang, "receipt-too-new", &shown)));
    }
    let (city, order) = order(
        &folder,
        edition.period(),
        edition.as_of(),
        edition.tree_size(),
    )?;
    let thresholds = &city.settings.thresholds;
    let briefing = Briefing::compile(&city, thresholds, &order).map_err(Trouble::refused)?;
    let Some(traced) = briefing.traced(receipt) else {
        let shown = [("code", Arg::from(args.code.as_str()))];
        return Err(Trouble::RefusedWords(text(
            lang,
            "receipt-no-figure",
            &shown,
        )));
    };
    let explanation = explain_city(&city, thresholds, &order, traced.key())
        .context("a figure of the briefing has no explanation")?;
    let answer = Answer {
        code: receipt.to_string(),
        key: traced.key(),
        value: traced.value(),
        words: match traced {
            Traced::Figure(figure) => figure.value.to_string(),
            Traced::Quantity(quantity) => dondoc_briefing::words::quantity(quantity),
        },
        period: order.period.to_string(),
        as_of: order.as_of,
        tree: &order.tree,
        explanation: &explanation,
    };
    if args.json {
        return out::json(&answer);
    }
    show(&answer, &city, &folder, lang)
}

#[derive(Serialize)]
struct Answer<'a> {
    code: String,
    key: &'a str,
    value: i64,
    #[serde(skip)]
    words: String,
    period: String,
    as_of: Date,
    tree: &'a Tree,
    explanation: &'a Explanation,
}

fn show(answer: &Answer<'_>, city: &City, folder: &DataFolder, lang: Lang) -> Outcome {
    let head = [
        ("code", Arg::from(answer.code.as_str())),
        ("value", Arg::Text(answer.words.clone())),
        ("period", Arg::from(answer.period.as_str())),
        ("day", Arg::from(answer.as_of)),
        ("size", Arg::Text(answer.tree.size.to_string())),
        ("root", Arg::from(answer.tree.root.as_str())),
    ];
    out::line(&text(lang, "receipt-figure", &head));
    out::line(answer.explanation.definition);
    out::line(&text(lang, "receipt-tree", &head));
    for behind in &answer.explanation.works {
        let listed: Vec<String> = behind.entries.iter().map(u64::to_string).collect();
        let task = city.tasks.task(&behind.work.task);
        let unit = task.map(|task| city.registry.name_on(&task.lead, answer.as_of));
        out::line(&format!(
            "  {} · {} · {}",
            behind.work.task,
            unit.unwrap_or_default(),
            text(
                lang,
                "receipt-entries",
                &[("entries", Arg::Text(listed.join(", ")))]
            )
        ));
    }
    for behind in &answer.explanation.capital {
        let listed: Vec<String> = behind.entries.iter().map(u64::to_string).collect();
        let shown = [
            ("project", Arg::Text(behind.project.to_string())),
            ("name", Arg::from(behind.name.as_str())),
            ("plan", Arg::Text(behind.plan.to_string())),
            ("spent", Arg::Text(behind.spent.to_string())),
            ("entries", Arg::Text(listed.join(", "))),
        ];
        out::line(&text(lang, "receipt-capital", &shown));
        if let Some(waits) = behind.waits {
            let waits = [("amount", Arg::Text(waits.to_string()))];
            out::line(&text(lang, "receipt-capital-waits", &waits));
        }
    }
    let entries = &answer.explanation.entries;
    out::line(&text(
        lang,
        "receipt-count",
        &[("count", Arg::Text(entries.len().to_string()))],
    ));
    for &index in entries {
        let Some(entry) = folder
            .ledger()
            .entry(index)
            .context("failed to read the ledger")?
        else {
            continue;
        };
        let who = [&entry.actor.unit, &entry.actor.person]
            .map(String::as_str)
            .join(" ");
        let recorded = civil(entry.recorded);
        out::line(&format!(
            "  {index:>8}  {}  {}  {}  {}",
            recorded.strftime("%Y-%m-%d %H:%M"),
            entry.kind,
            entry.stream,
            who.trim()
        ));
    }
    Ok(())
}

/// The city and the order of its briefing, as its first `size` entries tell.
fn order(
    folder: &DataFolder,
    period: Period,
    as_of: Date,
    size: u64,
) -> Result<(City, Order), Trouble> {
    let known = Order::as_known(folder.ledger(), period, as_of, size);
    Ok(known.context("failed to fold the ledger")?)
}

/// Tells of entries about the period that the ledger learnt only later, since a
/// city that was filled afterwards would otherwise look empty.
fn hint(folder: &DataFolder, args: &args::Briefing, size: u64, lang: Lang) -> Outcome {
    if args.known_at.is_some() {
        return Ok(());
    }
    let mut later = 0_u64;
    folder
        .ledger()
        .scan_range(size..u64::MAX, |entry| {
            later += u64::from(entry.valid <= args.as_of && !entry.stream.starts_with("ledger"));
            std::ops::ControlFlow::Continue(())
        })
        .context("failed to read the ledger")?;
    if later > 0 {
        let today = civil(open::now()).date();
        let shown = [
            ("count", Arg::Text(later.to_string())),
            ("day", Arg::Text(args.as_of.to_string())),
            ("today", Arg::Text(today.to_string())),
        ];
        out::note(&text(lang, "briefing-later", &shown));
    }
    Ok(())
}

/// Writes the forms that are asked for; all of them when none is named.
pub(crate) fn write(briefing: &Briefing, target: &Path, forms: &[Form], lang: Lang) -> Outcome {
    std::fs::create_dir_all(target)
        .with_context(|| format!("failed to make the folder `{}`", target.display()))?;
    let all = [Form::Json, Form::Html, Form::Pdf, Form::Docx, Form::Xlsx];
    let wanted: BTreeSet<Form> = if forms.is_empty() {
        all.into()
    } else {
        forms.iter().copied().collect()
    };
    for form in wanted {
        let (name, bytes) = match form {
            Form::Json => ("briefing.json", briefing.to_json()),
            Form::Html => (
                "briefing.html",
                dondoc_briefing::html::render(briefing).into_bytes(),
            ),
            Form::Pdf => {
                let progress = Progress::start(&text(lang, "briefing-typesetting", &[]), 0);
                let pdf = dondoc_briefing_pdf::render(briefing).context("failed to typeset")?;
                progress.done(&format!("{} KiB", pdf.len() / 1024));
                ("briefing.pdf", pdf)
            }
            Form::Docx => {
                let docx =
                    dondoc_briefing_docx::render(briefing).context("failed to write DOCX")?;
                ("briefing.docx", docx)
            }
            Form::Xlsx => {
                let xlsx =
                    dondoc_briefing_xlsx::render(briefing).context("failed to write XLSX")?;
                ("briefing.xlsx", xlsx)
            }
        };
        let path = target.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("failed to write `{}`", path.display()))?;
        out::line(&path.display().to_string());
    }
    Ok(())
}

/// Writes the briefing of one of the demo's meetings.
pub(crate) fn write_at(
    folder: &DataFolder,
    period: &str,
    as_of: Date,
    forms: &[Form],
    target: &Path,
    lang: Lang,
) -> Outcome {
    let period = period
        .parse()
        .map_err(|bad: dondoc_briefing::BadPeriod| Trouble::refused(bad))?;
    let size = known_at_close_of(folder.ledger(), as_of).context("failed to read the ledger")?;
    let (city, order) = order(folder, period, as_of, size)?;
    let briefing = Briefing::compile(&city, &city.settings.thresholds, &order);
    write(&briefing.map_err(Trouble::refused)?, target, forms, lang)
}
