//! `/receipts`: the box to type a code.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use dondoc_briefing::Receipt;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::Frame;
use crate::pages::receipt::refused;

#[derive(Debug, Template)]
#[template(path = "receipts.html")]
struct ReceiptsPage {
    f: Frame,
    code: String,
    problem: Option<String>,
    keep: Vec<(String, String)>,
    briefings: String,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let code = ctx.ask.param("code").unwrap_or_default();
    let problem = match (code, code.parse::<Receipt>()) {
        ("", _) => None,
        (_, Ok(receipt)) => return Ok(go_to(&ctx.to(&format!("/receipts/{receipt}")))),
        (_, Err(bad)) => Some(refused(w, &bad)),
    };
    let lang = ctx
        .ask
        .param("lang")
        .map(|lang| ("lang".to_owned(), lang.to_owned()));
    let is_bad = problem.is_some();
    let mut response = html(&ReceiptsPage {
        f: Frame::timeless(ctx, w.t("site-receipts-title")),
        code: code.chars().take(60).collect(),
        problem,
        keep: lang.into_iter().collect(),
        briefings: ctx.to("/briefing"),
    })?;
    if is_bad {
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    Ok(response)
}

fn go_to(address: &str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}
