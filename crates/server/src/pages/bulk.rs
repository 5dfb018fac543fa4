//! `/tasks/bulk`: the same is asked of many tasks at once, of all of them or none.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::response::Response;
use dondoc_city::Command;
use dondoc_kinds::{TaskId, UnitId};
use dondoc_tasks::{AgendaCause, Command as Ask, Task};
use jiff::civil::Date;

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::tasks::{self, Filter};
use crate::pages::{Frame, Row, panel};
use crate::writer::Rejected;

/// The most tasks at once.
const MOST: usize = 500;

#[derive(Debug, Template)]
#[template(path = "bulk.html")]
struct BulkPage {
    f: Frame,
    form: Filled,
    rows: Vec<Row>,
    /// Which tasks are refused, and why.
    refused: Vec<(String, String)>,
    /// Whether more were asked for than are taken.
    is_cut: bool,
    most: usize,
}

fn page(
    ctx: &Ctx,
    chosen: &[&Task],
    form: Filled,
    refused: Vec<(String, String)>,
    is_cut: bool,
) -> BulkPage {
    let lines = chosen
        .iter()
        .filter_map(|task| ctx.look.board.line(&task.id));
    BulkPage {
        f: Frame::timeless(ctx, ctx.words().t("office-bulk")),
        rows: Row::all(ctx, lines),
        form,
        refused,
        is_cut,
        most: MOST,
    }
}

/// What is asked of many tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Demand,
    Urge,
    Agenda,
}

impl What {
    /// What is said when it is done.
    fn did(self) -> &'static str {
        match self {
            Self::Demand => "demands",
            Self::Urge => "urged",
            Self::Agenda => "agenda",
        }
    }
}

fn known<'c, 'a>(ctx: &'c Ctx, ids: impl Iterator<Item = &'a str>) -> Vec<&'c Task> {
    let mut seen = BTreeSet::new();
    let ids = ids.filter_map(|id| TaskId::parse(id).ok());
    ids.filter(|id| seen.insert(id.clone()))
        .filter_map(|id| ctx.city().tasks.task(&id))
        .collect()
}

/// Shows the tasks that were ticked, or all of a list, and what can be asked.
pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut chosen = if ctx.ask.param("all").is_some() {
        let found = tasks::found(ctx, &Filter::of(ctx)?);
        let each = found.iter();
        each.filter_map(|line| ctx.city().tasks.task(&line.task))
            .collect()
    } else {
        known(ctx, ctx.ask.all("task"))
    };
    let is_cut = chosen.len() > MOST;
    chosen.truncate(MOST);
    let mut form = Filled::default();
    let today = ctx.state.moment().1.date();
    let by = panel::after_working_days(ctx, today, 3);
    form.set("answer_by", by.to_string());
    html(&page(ctx, &chosen, form, Vec::new(), is_cut))
}

/// Asks all or nothing.
pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut chosen = known(ctx, form.all("task"));
    chosen.truncate(MOST);
    let mut filled = form.filled();
    let what = match form.get("what") {
        "agenda" => What::Agenda,
        "urge" => What::Urge,
        _ => What::Demand,
    };
    let is_demand = what == What::Demand;
    let by: Option<Date> = form.get("answer_by").parse().ok();
    if chosen.is_empty() {
        filled.wrong("", w.t("office-bulk-none"));
    }
    if is_demand && form.get("question").is_empty() {
        filled.wrong("question", w.t("office-bulk-no-question"));
    }
    if is_demand && by.is_none() {
        filled.wrong("answer_by", w.with("flow-bad-day", form.get("answer_by")));
    }
    if filled.is_wrong() {
        return again(&page(ctx, &chosen, filled, Vec::new(), false));
    }
    let today = ctx.state.moment().1.date();
    // Of all that one unit is urged about, the first task tells it.
    let mut told: BTreeMap<&UnitId, u32> = BTreeMap::new();
    for it in &chosen {
        *told.entry(&it.lead).or_default() += 1;
    }
    let mut ask = |it: &&Task| {
        Command::Task(match (what, by) {
            (What::Urge, _) => Ask::Urge {
                task: it.id.clone(),
                note: form.get("note").into(),
                tells_of: told.remove(&it.lead).unwrap_or(0),
            },
            (What::Demand, Some(by)) => Ask::DemandExplanation {
                task: it.id.clone(),
                occurrence: panel::open_occurrences(ctx, it, today)
                    .first()
                    .map(|it| it.0),
                question: form.get("question").into(),
                answer_by: by.at(17, 0, 0, 0),
            },
            _ => Ask::PlaceOnAgenda {
                task: it.id.clone(),
                cause: AgendaCause::Asked,
            },
        })
    };
    match ctx.try_all(chosen.iter().map(&mut ask).collect(), Vec::new())? {
        Ok(_) => Ok(go(&format!("/my?did={}", what.did()))),
        Err(Rejected::Refused(refused)) => {
            let each = refused.into_iter().filter_map(|(position, refusal)| {
                let task = chosen.get(position)?;
                Some((task.id.to_string(), w.say(&refusal)))
            });
            let refused = each.collect();
            filled.wrong("", w.t("office-bulk-refused"));
            again(&page(ctx, &chosen, filled, refused, false))
        }
        Err(other) => Err(Trouble::rejected(other, w)),
    }
}
