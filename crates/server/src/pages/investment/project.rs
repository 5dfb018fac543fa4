//! `/investment/projects/{id}`: a project's story on one screen.

use askama::Template;
use axum::response::Response;
use dondoc_authority::Action;
use dondoc_investment::holdup::stages::{Comparison, Held};
use dondoc_investment::room::clearance::clocks;
use dondoc_investment::room::delay::{Delay, delay};
use dondoc_investment::room::figures::View;
use dondoc_investment::room::moves::stages;
use dondoc_investment::room::outlook::Level;
use dondoc_investment::room::plan::{Assigner, PlanKey, lots};
use dondoc_investment::room::project::{Project, StageName};
use dondoc_kinds::{Arg, ProjectId, UnitId};
use dondoc_messages::Lang;
use jiff::civil::Date;

use super::chart::{Bar, Stretch, Svg, gantt};
use super::works;
use super::{
    Said, basis, curve, denominator_of, gates, money, or_dash, part_of, rate, said, say, source,
    unit_link, view, year,
};
use crate::access::admit;
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::form::Filled;
use crate::pages::{Chip, Frame, Link, entry};

#[derive(Debug, Template)]
#[template(path = "investment_project.html")]
struct ProjectPage {
    f: Frame,
    unit: Link,
    public: Link,
    facts: Vec<(String, String)>,
    rate: String,
    of: String,
    spent: String,
    plan: String,
    said: Option<Said>,
    chart: Svg,
    gates: Vec<Bar>,
    unspent: String,
    gantt: Svg,
    held: Vec<String>,
    /// Whether any stage could be compared.
    compared: bool,
    /// How much longer than comparable projects, by stage.
    delay: String,
    stages: Vec<StageRow>,
    obstacles: Vec<(Link, Chip, Link)>,
    areas: Vec<AreaShown>,
    lots: Vec<(String, String, String, String)>,
    contracts: Vec<(String, String, String, String)>,
    history: Vec<(String, String, String, Link)>,
    photos: Vec<(String, String)>,
    works: String,
    forms: Forms,
    form: Filled,
    done: Option<String>,
}

/// Which forms whoever looks may use, and what they offer.
#[derive(Debug)]
struct Forms {
    id: String,
    progress: bool,
    obstacle: bool,
    report_day: String,
    causes: Vec<(&'static str, String)>,
    units: Vec<String>,
}

#[derive(Debug)]
struct StageRow {
    name: String,
    planned: String,
    actual: String,
}

#[derive(Debug)]
struct AreaShown {
    name: String,
    words: String,
    steps: Vec<StepRow>,
}

#[derive(Debug)]
struct StepRow {
    name: String,
    done: String,
    due: String,
    late: String,
    by: String,
    citation: String,
    proof: Vec<String>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let id: ProjectId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    html(&page(ctx, &id, Filled::default())?)
}

pub(super) fn page(ctx: &Ctx, id: &ProjectId, form: Filled) -> Result<impl Template, Trouble> {
    let w = ctx.words();
    let view = view(ctx)?;
    let project = view.room.projects.get(id).ok_or(Trouble::NotFound)?;
    let record = project.record();
    let year = year(ctx, &view);
    let own: Vec<_> = year
        .positions
        .iter()
        .filter(|it| it.project == *id)
        .cloned()
        .collect();
    let whole = View::whole(&own);
    let outlook = year.outlook(Level::Project, id.as_str());
    let only = |_: &UnitId, project: &ProjectId, _: &smol_str::SmolStr| project == id;
    let chart = curve(ctx, &view, outlook, &only, Vec::new());
    let words = outlook.map(|it| said(ctx, &year, it));
    let described = words.as_ref().map_or(String::new(), |it| it.range.clone());
    let waiting = view.waiting(&own);
    let held = held(&view, id);
    let did = ctx.ask.param("did");
    Ok(ProjectPage {
        unit: unit_link(ctx, &record.unit),
        public: Link {
            href: ctx.to(&format!("/public/projects/{id}")),
            text: w.t("investment-public-page"),
        },
        facts: facts(ctx, project, view.as_of),
        rate: or_dash(ctx, whole.rate),
        of: denominator_of(&view).map_or_else(String::new, |of| part_of(ctx, &of)),
        spent: money(ctx, whole.spent),
        plan: money(ctx, whole.plan),
        said: words,
        chart: chart.svg(&w.t("investment-curve-title"), &described),
        gates: gates(ctx, &waiting),
        unspent: money(ctx, waiting.standing.unspent()),
        gantt: drawn(ctx, project, &held, view.as_of),
        compared: !held.is_empty(),
        delay: delay(&held).map_or_else(String::new, |it| delay_said(ctx, &it)),
        held: held
            .iter()
            .filter(|it| it.beyond > 0)
            .map(|it| {
                let word = Arg::from(it.stage.as_str());
                let stage = say(ctx, "investment-stage", &[("stage", word)]);
                w.say(&Held {
                    stage,
                    ..it.clone()
                })
            })
            .collect(),
        stages: rows(ctx, project),
        obstacles: obstacles(ctx, project),
        areas: areas(ctx, &view, project),
        lots: lots_of(ctx, &view, id),
        contracts: project
            .contracts()
            .filter(|it| it.signed <= view.as_of)
            .map(|it| {
                let (number, supplier) = (it.number.to_string(), it.supplier.to_string());
                (number, supplier, money(ctx, it.amount), w.day(it.signed))
            })
            .collect(),
        history: history(ctx, project, view.as_of),
        photos: photos(ctx, project, view.as_of),
        works: works_said(ctx, project, view.as_of),
        forms: forms(ctx, id),
        form,
        done: did
            .filter(|it| matches!(*it, "progress" | "obstacle"))
            .map(|it| w.with("investment-did", it)),
        f: Frame::new(ctx, record.name.to_string()),
    })
}

/// The photos of the works up to a day, the newest first: address, and what they
/// show in words.
pub(super) fn photos(ctx: &Ctx, project: &Project, as_of: Date) -> Vec<(String, String)> {
    let w = ctx.words();
    let name = &project.record().name;
    let known = project.progress.iter().map(|(_, it)| it);
    let mut known: Vec<_> = known.filter(|it| it.as_of <= as_of).collect();
    known.sort_by_key(|it| std::cmp::Reverse(it.as_of));
    let each = known.into_iter().flat_map(|it| {
        let args = [
            ("name", Arg::from(&**name)),
            ("day", Arg::Text(w.day(it.as_of))),
            ("physical", Arg::Text(rate(ctx, i64::from(it.physical)))),
        ];
        let taken = say(ctx, "investment-photo-of", &args);
        let count = it.photos.len();
        let words = move |nth: usize| match (&it.shows, count) {
            (None, _) => taken.clone(),
            (Some(shows), 1) => format!("{shows}. {taken}"),
            (Some(shows), _) => format!("{shows} ({nth}/{count}). {taken}"),
        };
        let address = |hash: &str| format!("/public/photos/{hash}");
        let photos = (1..).zip(&it.photos);
        photos
            .map(|(nth, hash)| (address(hash), words(nth)))
            .collect::<Vec<_>>()
    });
    each.collect()
}

/// The newest report on the works, in words.
fn works_said(ctx: &Ctx, project: &Project, as_of: Date) -> String {
    let Some(it) = project.progress_on(as_of) else {
        return String::new();
    };
    let args = [
        ("day", Arg::Text(ctx.words().day(it.as_of))),
        ("physical", Arg::Text(rate(ctx, i64::from(it.physical)))),
        ("accepted", Arg::Text(money(ctx, it.accepted))),
    ];
    say(ctx, "investment-works-said", &args)
}

fn forms(ctx: &Ctx, id: &ProjectId) -> Forms {
    // What is recorded is of today: an earlier day is only looked at.
    let now = ctx.asked_day.is_none() && ctx.ask.who.is_some();
    let may = |action| now && admit(ctx, action).is_ok();
    let (progress, obstacle) = (may(Action::InvestmentReport), may(Action::TaskIssue));
    let today = ctx.state.moment().1.date();
    let registry = &ctx.city().registry;
    let units = registry.units_on(today).into_iter();
    let units = units.map(|unit| registry.name_on(unit, today).to_owned());
    let causes = works::CAUSES.map(|it| (it, ctx.words().with("investment-cause", it)));
    Forms {
        id: id.to_string(),
        progress,
        obstacle,
        report_day: works::report_day(today).to_string(),
        causes: causes.into(),
        units: if obstacle {
            units.collect()
        } else {
            Vec::new()
        },
    }
}

/// What is known of a project, as names and values.
pub(super) fn facts(ctx: &Ctx, project: &Project, as_of: Date) -> Vec<(String, String)> {
    let w = ctx.words();
    let record = project.record();
    let act = |act: &Option<dondoc_investment::room::plan::Act>| {
        act.as_ref().map_or_else(
            || w.t("investment-none-known"),
            |it| format!("{}, {}", it.symbol, w.day(it.date)),
        )
    };
    let planned = record.planned.map_or_else(
        || w.t("investment-none-known"),
        |(from, to)| format!("{} – {}", w.day(from), w.day(to)),
    );
    let physical = project.progress_on(as_of).map(|it| {
        let done = rate(ctx, i64::from(it.physical));
        format!("{done} ({})", w.day(it.as_of))
    });
    let mut facts = vec![
        ("investment-fact-id", record.project.to_string()),
        ("investment-fact-group", record.group.word().to_owned()),
        ("investment-fact-site", record.site.to_string()),
        ("investment-fact-total", money(ctx, record.total)),
        ("investment-fact-policy", act(&record.policy)),
        ("investment-fact-approval", act(&record.approval)),
        ("investment-fact-planned", planned),
    ];
    if let Some(physical) = physical {
        facts.push(("investment-fact-physical", physical));
    }
    facts
        .into_iter()
        .map(|(key, value)| (w.t(key), value))
        .collect()
}

/// "110 days longer than comparable projects usually take: site clearance 60 days …".
fn delay_said(ctx: &Ctx, it: &Delay) -> String {
    let w = ctx.words();
    let part = |(stage, days): &(StageName, i64)| {
        let stage = say(
            ctx,
            "investment-stage",
            &[("stage", Arg::from(stage.word()))],
        );
        w.both("investment-delay-part", &stage, *days)
    };
    let parts: Vec<String> = it.parts.iter().map(part).collect();
    let args = [
        ("days", Arg::Count(it.total)),
        ("open", Arg::from(if it.open { "yes" } else { "no" })),
        ("parts", Arg::Text(parts.join("; "))),
    ];
    say(ctx, "investment-delay", &args)
}

fn held(view: &View<'_>, id: &ProjectId) -> Vec<Held> {
    let all = stages(view);
    let place = view.room.projects.keys().position(|it| it == id);
    let comparison = Comparison::new(&all, view.as_of);
    let own = all.iter().filter(|it| Some(it.project) == place);
    own.filter_map(|it| comparison.held(it)).collect()
}

fn drawn(ctx: &Ctx, project: &Project, held: &[Held], as_of: Date) -> Svg {
    let w = ctx.words();
    let known: Vec<_> = StageName::ALL
        .into_iter()
        .filter_map(|name| project.stage(name))
        .collect();
    let begins = known.iter().flat_map(|it| [it.planned_start, it.started]);
    let Some(first) = begins.flatten().min() else {
        return Svg::default();
    };
    let day = |day: Date| i64::from(first.until(day).map_or(0, |span| span.get_days()));
    let stretches: Vec<Stretch> = known
        .iter()
        .map(|it| {
            let started = it.started.filter(|on| *on <= as_of);
            let ended = it.ended.filter(|on| *on <= as_of);
            let of_class = held.iter().find(|held| held.stage == it.stage.word());
            let word = Arg::from(it.stage.word());
            Stretch {
                name: say(ctx, "investment-stage", &[("stage", word)]),
                planned: it.planned_start.map(day).zip(it.planned_end.map(day)),
                actual: started.map(|from| (day(from), day(ended.unwrap_or(as_of)))),
                open: started.is_some() && ended.is_none(),
                usual: started.zip(of_class).map(|(from, held)| {
                    let from = day(from);
                    (from + held.q25, from + held.q75)
                }),
                late: of_class.is_some_and(|it| it.beyond > 0),
                note: of_class
                    .filter(|it| it.beyond > 0)
                    .map_or_else(String::new, |it| w.n("investment-gantt-beyond", it.beyond)),
            }
        })
        .collect();
    let years = (first.year()..=as_of.year().max(first.year()))
        .filter_map(|year| Some((day(Date::new(year, 1, 1).ok()?), year)))
        .filter(|(day, _)| *day >= 0)
        .collect::<Vec<_>>();
    let title = w.t("investment-gantt-title");
    gantt(&title, &w.t("investment-gantt-words"), &years, &stretches)
}

fn rows(ctx: &Ctx, project: &Project) -> Vec<StageRow> {
    let w = ctx.words();
    let span = |from: Option<Date>, to: Option<Date>| {
        let day = |it: Option<Date>| it.map_or_else(|| "…".to_owned(), |it| w.day(it));
        match (from, to) {
            (None, None) => "–".to_owned(),
            _ => format!("{} – {}", day(from), day(to)),
        }
    };
    let stages = StageName::ALL.into_iter();
    stages
        .filter_map(|name| {
            let it = project.stage(name)?;
            let word = Arg::from(name.word());
            Some(StageRow {
                name: say(ctx, "investment-stage", &[("stage", word)]),
                planned: span(it.planned_start, it.planned_end),
                actual: span(it.started, it.ended),
            })
        })
        .collect()
}

fn obstacles(ctx: &Ctx, project: &Project) -> Vec<(Link, Chip, Link)> {
    let shown = project.obstacles.iter().map(|(_, it)| {
        let line = ctx.look.board.lines().find(|line| line.task == it.task);
        let chip = line.map_or_else(
            || Chip {
                slug: Bucket::InTime.slug(),
                text: ctx.words().t(Bucket::InTime.key()),
                detail: String::new(),
            },
            |line| Chip::of(&line.status, ctx.words()),
        );
        let task = Link {
            href: ctx.to(&format!("/tasks/{}", it.task)),
            text: it.text.to_string(),
        };
        (task, chip, unit_link(ctx, &it.owner))
    });
    shown.collect()
}

fn areas(ctx: &Ctx, view: &View<'_>, project: &Project) -> Vec<AreaShown> {
    let w = ctx.words();
    let vietnamese = w.lang == Lang::Vi;
    let shown = project.areas.iter().map(|(name, area)| {
        let words = area.on(view.as_of).map(|it| {
            let hectares = |m2: i64| {
                let tenths = m2 / 1_000;
                let mark = if vietnamese { ',' } else { '.' };
                format!("{}{mark}{}", tenths / 10, tenths % 10)
            };
            let count = |n: u32| Arg::Count(i64::from(n));
            let args = [
                ("plots", count(it.plots.0)),
                ("done", count(it.plots.1)),
                ("critical", count(it.critical)),
                ("households", count(it.households.0)),
                ("paid", count(it.households.1)),
                ("area", Arg::Text(hectares(it.area_m2.0))),
                ("cleared", Arg::Text(hectares(it.area_m2.1))),
                ("complaints", count(it.complaints)),
                ("day", Arg::Text(w.day(it.as_of))),
            ];
            say(ctx, "investment-area-words", &args)
        });
        let all = clocks(&view.room.law, area, &ctx.city().calendar, view.as_of);
        let steps = all.into_iter().map(|clock| {
            let rule = clock.rule;
            let due = clock.due.as_ref();
            let wait = clock.not_before.filter(|_| clock.done.is_none());
            let late = clock.late_days > 0 && clock.due.is_some();
            StepRow {
                name: if vietnamese {
                    rule.name_vi.to_string()
                } else {
                    rule.name_en.to_string()
                },
                done: clock.done.map_or_else(|| "–".to_owned(), |on| w.day(on)),
                due: match (due, wait) {
                    (Some(due), _) => w.day(due.due.date()),
                    (None, Some(from)) => w.with("investment-not-before", &w.day(from)),
                    (None, None) => "–".to_owned(),
                },
                late: match (late, clock.too_early) {
                    (true, _) => w.n("investment-days-late", clock.late_days),
                    (false, true) => w.t("investment-too-early"),
                    (false, false) => String::new(),
                },
                by: rule.decided_by.as_deref().unwrap_or_default().to_owned(),
                citation: basis(ctx, &rule.basis),
                proof: due.map_or_else(Vec::new, |due| due.proof.lines(&|it| w.say(it))),
            }
        });
        AreaShown {
            name: name.to_string(),
            words: words.unwrap_or_default(),
            steps: steps.collect(),
        }
    });
    shown.collect()
}

fn lots_of(ctx: &Ctx, view: &View<'_>, id: &ProjectId) -> Vec<(String, String, String, String)> {
    let w = ctx.words();
    let years = [view.year - 1, view.year];
    let plans = years
        .into_iter()
        .filter_map(|year| view.room.plans.get(&PlanKey::yearly(year, Assigner::City)));
    let mut all = Vec::new();
    for plan in plans {
        let of_plan = lots(plan, view.as_of).remove(id).unwrap_or_default();
        all.extend(of_plan.into_iter().map(|lot| {
            let end = lot.window_end(&view.room.law.windows);
            let end = end.map_or_else(|_| "–".to_owned(), |day| w.day(day));
            let name = format!("{} · {}", lot.plan_year, source(ctx, &lot.source));
            (name, lot.decision, money(ctx, lot.amount), end)
        }));
    }
    all
}

/// Every figure that was ever given, newest first, with its entry.
pub(super) fn history(
    ctx: &Ctx,
    project: &Project,
    as_of: Date,
) -> Vec<(String, String, String, Link)> {
    let w = ctx.words();
    let mut all = Vec::new();
    for (key, figures) in &project.spent {
        for it in figures.iter().filter(|it| it.as_of <= as_of) {
            all.push((it.as_of, it.entry, key, it.amount));
        }
    }
    all.sort_by_key(|line| std::cmp::Reverse((line.0, line.1)));
    all.truncate(60);
    all.into_iter()
        .map(|(day, index, key, amount)| {
            let word = Arg::from(key.system.word());
            let system = say(ctx, "investment-system", &[("system", word)]);
            let what = format!(
                "{system} · {} · {}",
                key.plan_year,
                source(ctx, &key.source)
            );
            (w.day(day), what, money(ctx, amount), entry(ctx, index))
        })
        .collect()
}
