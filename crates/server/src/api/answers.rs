//! What routes for programs share: JSON in and out, tags, cursors, and the
//! troubles that the OpenAPI document names.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::answer::{Trouble, with_type};
use crate::api::problem::Odd;
use crate::ask::Ctx;
use crate::form::Form;

/// How many things a page of a list has at most.
pub(crate) const MOST: usize = 200;
/// How many it has unless asked otherwise.
const USUAL: usize = 50;

/// Returns a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<Response, Trouble> {
    Ok(with_type("application/json", serde_json::to_vec(value)?))
}

/// Returns a value as JSON with the tag of its version.
pub(crate) fn tagged(ctx: &Ctx, value: &impl Serialize, tag: &str) -> Result<Response, Trouble> {
    let mut response = match ctx
        .ask
        .if_none_match
        .iter()
        .any(|it| it == tag || it == "*")
    {
        true => {
            let mut same = with_type("application/json", "");
            *same.status_mut() = StatusCode::NOT_MODIFIED;
            same
        }
        false => json(value)?,
    };
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Says that something new is there.
pub(crate) fn created(value: &impl Serialize, at: &str) -> Result<Response, Trouble> {
    let mut response = json(value)?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(at) = HeaderValue::from_str(at) {
        response.headers_mut().insert(header::LOCATION, at);
    }
    Ok(response)
}

/// Reads a body of JSON.
pub(crate) fn body<T: DeserializeOwned>(ctx: &Ctx, form: &Form) -> Result<T, Trouble> {
    if !is_json(&ctx.ask.content_type) {
        let said = ctx.words().t("api-not-json");
        let odd = Odd::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", said);
        return Err(Trouble::Odd(odd));
    }
    let bad = |problem: &str| {
        let said = ctx.words().with("api-bad-body", problem);
        Trouble::Odd(Odd::new(StatusCode::BAD_REQUEST, "bad-body", said))
    };
    // A list would be taken for the fields in their order.
    if !form.body.trim_ascii_start().starts_with(b"{") {
        return Err(bad("expected an object"));
    }
    serde_json::from_slice(&form.body).map_err(|problem| bad(&problem.to_string()))
}

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The things of this page.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; none at the end.
    pub(crate) next: Option<String>,
    /// How many entries of the ledger the answer is made from.
    pub(crate) entries: u64,
}

/// Returns how many things are asked for.
pub(crate) fn limit(ctx: &Ctx) -> Result<usize, Trouble> {
    match ctx.ask.param("limit") {
        None => Ok(USUAL),
        Some(text) => match text.parse() {
            Ok(count @ 1..=MOST) => Ok(count),
            _ => Err(Trouble::bad("api-bad-limit", text)),
        },
    }
}

/// Cuts a page out of a list in ascending order of its keys: those after the
/// cursor. A cursor is the last key, so a thing that is added or gone between two
/// pages makes none appear twice or be left out.
pub(crate) fn page<T, U>(
    ctx: &Ctx,
    all: impl Iterator<Item = T>,
    key: impl Fn(&T) -> String,
    show: impl Fn(&T) -> U,
) -> Result<Page<U>, Trouble> {
    let most = limit(ctx)?;
    let cursor = ctx.ask.param("cursor").unwrap_or_default();
    let mut rest = all.skip_while(|it| !cursor.is_empty() && key(it).as_str() <= cursor);
    let mut items = Vec::new();
    let mut last = None;
    for it in rest.by_ref().take(most) {
        last = Some(key(&it));
        items.push(show(&it));
    }
    Ok(Page {
        items,
        next: rest.next().and(last),
        entries: ctx.city().folded(),
    })
}

fn problems(all: &[(u16, &str)]) -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
    let schema = Ref::from_schema_name("Problem");
    let each = all.iter().map(|(status, said)| {
        let content = ContentBuilder::new().schema(Some(schema.clone())).build();
        let response = ResponseBuilder::new()
            .description(*said)
            .content("application/problem+json", content);
        (status.to_string(), RefOr::T(response.build()))
    });
    each.collect()
}

const BAD: (u16, &str) = (400, "A parameter or the body is not what it should be.");
const WHO: (u16, &str) = (401, "No token that holds was sent.");
const MAY: (u16, &str) = (
    403,
    "The policies, or the scopes of the token, do not allow it.",
);
const THERE: (u16, &str) = (404, "It is not there.");
const MANY: (u16, &str) = (
    429,
    "Too many requests: wait as long as `Retry-After` says.",
);

/// The troubles of reading.
pub(crate) struct Reading;

impl IntoResponses for Reading {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        problems(&[BAD, WHO, MAY, THERE, MANY])
    }
}

/// The troubles of writing.
pub(crate) struct Writing;

impl IntoResponses for Writing {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        problems(&[
            BAD,
            WHO,
            MAY,
            THERE,
            (
                409,
                "A request with this key is being done, or was cut off: look before sending it again.",
            ),
            (
                412,
                "It went on since: `If-Match` names an earlier version.",
            ),
            (413, "More bytes than are taken."),
            (415, "The body is of another type."),
            (
                422,
                "It is refused: by a rule of the city, or the key was used for another request.",
            ),
            (428, "`If-Match` is missing."),
            MANY,
        ])
    }
}
