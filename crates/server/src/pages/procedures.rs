//! `/procedures`: the case logs that the city has, and where each is looked into.

use askama::Template;
use axum::response::Response;
use dondoc_authority::Action;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::logs;
use crate::pages::procedure_page::may;
use crate::pages::{Frame, Link};

#[derive(Debug, Template)]
#[template(path = "procedures.html")]
struct ProceduresPage {
    f: Frame,
    rows: Vec<LogRow>,
    import: Option<Link>,
}

#[derive(Debug)]
struct LogRow {
    link: Link,
    id: String,
    cases: String,
    events: String,
    activities: String,
    span: String,
    entry: Link,
    public: Link,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let day = |moment: &Option<smol_str::SmolStr>| {
        let moment = moment.as_ref()?.parse().ok()?;
        Some(w.day(dondoc_city::civil(moment).date()))
    };
    let mut rows: Vec<LogRow> = ctx
        .city()
        .logs
        .standing()
        .map(|log| {
            let it = &log.imported;
            let id = &it.import;
            LogRow {
                link: Link {
                    href: ctx.to(&format!("/procedures/{id}")),
                    text: logs::name(log),
                },
                id: id.to_string(),
                cases: w.number(it.cases),
                events: w.number(it.events),
                activities: w.number(it.activities),
                span: match (day(&it.first), day(&it.last)) {
                    (Some(first), Some(last)) => format!("{first} – {last}"),
                    _ => String::new(),
                },
                entry: Link {
                    href: ctx.to(&format!("/ledger/entries/{}", log.entry)),
                    text: log.entry.to_string(),
                },
                public: Link {
                    href: ctx.to(&format!("/public/procedures/{id}")),
                    text: w.t("procedure-public-link"),
                },
            }
        })
        .collect();
    rows.reverse();
    html(&ProceduresPage {
        f: Frame::new(ctx, w.t("procedures-title")),
        rows,
        import: may(ctx, Action::ProcedureImport).then(|| Link {
            href: ctx.to("/procedures/import"),
            text: w.t("procedure-import-link"),
        }),
    })
}
