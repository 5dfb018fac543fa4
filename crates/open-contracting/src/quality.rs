//! How complete and how fresh what is published is.

use dondoc_investment::room::figures::View;
use jiff::civil::Date;
use serde::Serialize;

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quality {
    /// Projects.
    pub projects: usize,
    /// For each field, how many projects have it.
    pub fields: Vec<(&'static str, usize)>,
    /// All of them over all fields, hundredths of a percent.
    pub complete: i64,
    /// The newest figure of disbursement, and how many days old it is.
    pub newest: Option<(Date, i64)>,
    /// Projects with capital this year and no figure in the last 35 days.
    pub stale: usize,
}

/// Investors report once a month; a few days' grace.
const FRESH_DAYS: i32 = 35;

/// Returns the report on what a view publishes.
pub fn quality(view: &View<'_>) -> Quality {
    let mut fields: Vec<(&'static str, usize)> = [
        "title",
        "budget",
        "policy",
        "approval",
        "period",
        "location",
        "geometry",
        "sector",
        "milestones",
        "contracts",
        "progress",
        "transactions",
    ]
    .map(|name| (name, 0))
    .to_vec();
    let mut newest: Option<Date> = None;
    for project in view.room.projects.values() {
        let record = project.record();
        let has = [
            !record.name.trim().is_empty(),
            record.total > 0,
            record.policy.is_some(),
            record.approval.is_some(),
            record.planned.is_some(),
            !record.site.trim().is_empty(),
            record.place.is_some(),
            record.sector != "other",
            !project.stages.is_empty(),
            !project.contracts.is_empty(),
            !project.progress.is_empty(),
            !project.spent.is_empty(),
        ];
        for (field, has) in fields.iter_mut().zip(has) {
            field.1 += usize::from(has);
        }
        let days = project.spent.values().flatten().map(|it| it.as_of);
        newest = newest.max(days.filter(|day| *day <= view.as_of).max());
    }
    let age = |day: Date| view.as_of.since(day).map_or(0, |span| span.get_days());
    let stale = view.positions().into_iter().filter(|position| {
        let project = view.room.projects.get(&position.project);
        let figure = project.and_then(|it| it.observed(&view.series(&position.source), view.as_of));
        position.plan > 0 && figure.is_none_or(|it| age(it.as_of) > FRESH_DAYS)
    });
    let stale = stale.count();
    let projects = view.room.projects.len();
    let filled: usize = fields.iter().map(|(_, n)| n).sum();
    let all = (projects * fields.len()).max(1);
    Quality {
        projects,
        complete: (filled * 10_000 / all) as i64,
        fields,
        newest: newest.map(|day| (day, i64::from(age(day)))),
        stale,
    }
}
