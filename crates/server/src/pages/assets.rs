//! The style sheet, the script and the health check.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use dondoc_ledger::Hash;

use crate::answer::{Trouble, with_type};
use crate::ask::Ctx;

const CSS: &str = include_str!("../../templates/site.css");

const JS: &str = include_str!("../../templates/site.js");

const PASSKEY_JS: &str = include_str!("../../templates/passkey.js");

static CSS_NAME: LazyLock<String> = LazyLock::new(|| named("site", CSS, "css"));
static JS_NAME: LazyLock<String> = LazyLock::new(|| named("site", JS, "js"));
static PASSKEY_JS_NAME: LazyLock<String> = LazyLock::new(|| named("passkey", PASSKEY_JS, "js"));

fn named(name: &str, bytes: &str, ext: &str) -> String {
    let hash = Hash::of(bytes.as_bytes()).to_string();
    format!("{name}.{}.{ext}", hash.get(..16).unwrap_or_default())
}

/// Returns the address of the style sheet, which changes with its bytes.
pub(crate) fn css_path() -> String {
    format!("/assets/{}", *CSS_NAME)
}

/// Returns the address of the script, which changes with its bytes.
pub(crate) fn js_path() -> String {
    format!("/assets/{}", *JS_NAME)
}

/// Returns the address of the script of passkeys.
pub(crate) fn passkey_js_path() -> String {
    format!("/assets/{}", *PASSKEY_JS_NAME)
}

/// Answers with the style sheet or a script, to keep for ever: the name says
/// its hash.
pub(crate) async fn show(Path(name): Path<String>) -> Response {
    let mut response = if name == *CSS_NAME {
        with_type("text/css; charset=utf-8", CSS)
    } else if name == *JS_NAME {
        with_type("text/javascript; charset=utf-8", JS)
    } else if name == *PASSKEY_JS_NAME {
        with_type("text/javascript; charset=utf-8", PASSKEY_JS)
    } else {
        let mut gone = with_type("text/plain; charset=utf-8", "not found\n");
        *gone.status_mut() = StatusCode::NOT_FOUND;
        return gone;
    };
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, forever);
    response
}

/// Says that the ledger can be read and folded, and how far.
pub(crate) fn health(ctx: &Ctx) -> Result<Response, Trouble> {
    let size = ctx.city().folded();
    Ok(with_type(
        "application/json",
        format!("{{\"status\":\"ok\",\"entries\":{size}}}\n"),
    ))
}

/// Answers with the service worker, from the root: a worker serves the pages below
/// its own place. Browsers look for a new one by themselves.
pub(crate) async fn service_worker() -> Response {
    let worker = include_str!("../../templates/sw.js");
    with_type("text/javascript; charset=utf-8", worker)
}
