//! SCIM 2.0 (RFC 7643, RFC 7644): a directory tells who works here.
//!
//! A user is an account; a group is a unit with the accounts of those who hold a
//! post there today, and is only read: posts are given in the ledger, by whoever
//! may, and never by a directory. What a directory does stands in the journal of
//! accounts.
//!
//! Left out, and said so in `ServiceProviderConfig`: bulk, sorting, passwords, and
//! filters other than one `eq`.

pub(crate) mod about;
pub(crate) mod groups;
mod patch;
pub(crate) mod users;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use dondoc_ledger::Hash;
use serde_json::{Value, json};

use crate::answer::{Trouble, with_type};
use crate::api::problem::Odd;
use crate::ask::Ctx;

const TYPE: &str = "application/scim+json; charset=utf-8";
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
/// The most of a list at once.
const MOST: usize = 200;

/// Refuses, with the `scimType` of RFC 7644, table 9.
fn bad(kind: &'static str, detail: impl Into<String>) -> Trouble {
    Trouble::Odd(Odd::new(StatusCode::BAD_REQUEST, kind, detail.into()))
}

/// Says a trouble as RFC 7644, section 3.12.
pub(crate) fn error(status: StatusCode, code: &str, detail: Option<String>) -> Response {
    let mut body = json!({
        "schemas": [ERROR],
        "status": status.as_u16().to_string(),
    });
    const KINDS: [&str; 9] = [
        "invalidFilter",
        "tooMany",
        "uniqueness",
        "mutability",
        "invalidSyntax",
        "invalidPath",
        "noTarget",
        "invalidValue",
        "invalidVers",
    ];
    if KINDS.contains(&code) {
        body["scimType"] = code.into();
    }
    if let Some(detail) = detail {
        body["detail"] = detail.into();
    }
    let mut response = with_type(TYPE, body.to_string());
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        let bearer = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, bearer);
    }
    response
}

fn answer(body: &Value) -> Response {
    with_type(TYPE, body.to_string())
}

fn location(ctx: &Ctx, path: &str) -> String {
    format!("{}/scim/v2/{path}", ctx.state.options.base())
}

/// Returns what tells one state of a resource from another.
fn version(resource: &Value) -> String {
    let hash = Hash::of(resource.to_string().as_bytes()).to_string();
    hash.chars().take(16).collect()
}

/// Refuses a change of what went on since it was read (RFC 7644, section 3.14).
fn unchanged(ctx: &Ctx, version: &str) -> Result<(), Trouble> {
    let wanted = &ctx.ask.if_match;
    let is_meant = |tag: &String| tag == "*" || tag == version;
    match wanted.is_empty() || wanted.iter().any(is_meant) {
        true => Ok(()),
        false => Err(Trouble::Stale),
    }
}

/// Which part of a list is asked for.
struct Part {
    from: usize,
    count: usize,
}

impl Part {
    fn of(ctx: &Ctx) -> Result<Self, Trouble> {
        let number = |name: &str, default: usize| match ctx.ask.param(name) {
            None => Ok(default),
            // What is below the least counts as the least.
            Some(text) => match text.parse::<i64>() {
                Ok(number) => Ok(usize::try_from(number).unwrap_or(0)),
                Err(_) => Err(bad("invalidValue", format!("`{name}` is a whole number"))),
            },
        };
        Ok(Self {
            from: number("startIndex", 1)?.max(1),
            count: number("count", MOST)?.min(MOST),
        })
    }

    fn list(&self, all: Vec<Value>) -> Response {
        let total = all.len();
        let part: Vec<Value> = all
            .into_iter()
            .skip(self.from - 1)
            .take(self.count)
            .collect();
        answer(&json!({
            "schemas": [LIST],
            "totalResults": total,
            "startIndex": self.from,
            "itemsPerPage": part.len(),
            "Resources": part,
        }))
    }
}

/// A filter of one comparison: the attribute in small letters, and the value.
fn filter(ctx: &Ctx) -> Result<Option<(String, Value)>, Trouble> {
    let Some(text) = ctx.ask.param("filter") else {
        return Ok(None);
    };
    let other = || bad("invalidFilter", "a filter is one `attribute eq value`");
    let (attribute, rest) = text.split_once(' ').ok_or_else(other)?;
    let (operator, value) = rest.trim_start().split_once(' ').ok_or_else(other)?;
    if !operator.eq_ignore_ascii_case("eq") {
        return Err(other());
    }
    let value: Value = serde_json::from_str(value.trim()).map_err(|_| other())?;
    if !(value.is_string() || value.is_boolean()) {
        return Err(other());
    }
    let plain = attribute
        .strip_prefix("urn:ietf:params:scim:schemas:core:2.0:User:")
        .unwrap_or(attribute);
    Ok(Some((plain.to_ascii_lowercase(), value)))
}
