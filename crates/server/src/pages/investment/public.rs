//! `/public/projects/{id}`: a project for everybody, with its code for a phone.

use askama::Template;
use axum::response::Response;
use dondoc_investment::room::figures::View;
use dondoc_investment::room::project::StageName;
use dondoc_kinds::{Arg, ProjectId};
use qrcode::QrCode;
use qrcode::render::svg::Color;

use super::chart::Svg;
use super::{denominator_of, money, or_dash, part_of, say, view, year};
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::{Frame, Link};

#[derive(Debug, Template)]
#[template(path = "investment_public.html")]
struct PublicPage {
    f: Frame,
    unit: String,
    facts: Vec<(String, String)>,
    rate: String,
    of: String,
    spent: String,
    stages: Vec<(String, String, bool)>,
    history: Vec<(String, String, String, Link)>,
    photos: Vec<(String, String)>,
    address: String,
    code: Svg,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let id: ProjectId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let view = view(ctx)?;
    let project = view.room.projects.get(&id).ok_or(Trouble::NotFound)?;
    let record = project.record();
    let year = year(ctx, &view);
    let own: Vec<_> = year
        .positions
        .iter()
        .filter(|it| it.project == id)
        .cloned()
        .collect();
    let whole = View::whole(&own);
    let stages = StageName::ALL.into_iter().filter_map(|name| {
        let it = project.stage(name)?;
        let started = it.started.filter(|on| *on <= view.as_of)?;
        let ended = it.ended.filter(|on| *on <= view.as_of);
        let word = Arg::from(name.word());
        let end = ended.map_or_else(|| "…".to_owned(), |on| w.day(on));
        let span = format!("{} – {end}", w.day(started));
        Some((
            say(ctx, "investment-stage", &[("stage", word)]),
            span,
            ended.is_none(),
        ))
    });
    let options = &ctx.state.options;
    let local = format!("http://127.0.0.1:{}", options.port);
    let base = options.public_url.as_deref().unwrap_or(&local);
    let address = format!("{}/public/projects/{id}", base.trim_end_matches('/'));
    html(&PublicPage {
        unit: ctx
            .city()
            .registry
            .name_on(&record.unit, view.as_of)
            .to_owned(),
        facts: super::project::facts(ctx, project, view.as_of),
        rate: or_dash(ctx, whole.rate),
        of: denominator_of(&view).map_or_else(String::new, |of| part_of(ctx, &of)),
        spent: money(ctx, whole.spent),
        stages: stages.collect(),
        history: super::project::history(ctx, project, view.as_of),
        photos: super::project::photos(ctx, project, view.as_of),
        code: code(&address),
        address,
        f: Frame::new(ctx, record.name.to_string()),
    })
}

/// The address as a QR code; nothing when it is too long for one.
fn code(address: &str) -> Svg {
    let Ok(code) = QrCode::new(address.as_bytes()) else {
        return Svg::default();
    };
    let drawn = code
        .render::<Color<'_>>()
        .min_dimensions(180, 180)
        .dark_color(Color("#000"))
        .light_color(Color("#fff"))
        .build();
    // The declaration of XML has no place within a page.
    let begin = drawn.find("<svg").unwrap_or(0);
    let drawn = drawn.get(begin..).unwrap_or_default();
    Svg(drawn.replacen("<svg", "<svg class=\"qr\" aria-hidden=\"true\"", 1))
}
