//! Troubles as problem details (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Trouble, with_type};
use crate::api::scim;
use crate::ask::Ask;
use crate::failures::log;
use crate::words::Words;

/// What is wrong, as RFC 9457 says it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Names the sort of problem: `urn:dondoc:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:dondoc:problem:refused")]
    kind: String,
    /// The sort in words.
    title: String,
    /// The status of the answer.
    #[schema(example = 422)]
    status: u16,
    /// What is wrong here, and what would be right, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// For `denied`: each capacity in which it was tried.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<Capacity>,
    /// For `denied`: the policies that forbade it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<String>,
    /// For a table: each row that is refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowProblem>,
}

/// A capacity in which something was tried.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Capacity {
    /// The post, with the delegation.
    name: String,
    /// Whether it was allowed.
    allowed: bool,
    /// The policies that say so, in words; empty when none allows it.
    because: Vec<String>,
}

/// What is wrong with a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RowProblem {
    /// The row, counted from 1 with the heading.
    pub(crate) row: u64,
    /// The column, where one is to blame.
    pub(crate) column: Option<String>,
    /// What is wrong.
    pub(crate) detail: String,
}

/// A trouble that only programs meet.
#[derive(Debug)]
pub(crate) struct Odd {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) detail: String,
    pub(crate) rows: Vec<RowProblem>,
}

impl Odd {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: String) -> Box<Self> {
        Box::new(Self {
            status,
            code,
            detail,
            rows: Vec::new(),
        })
    }
}

fn code(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::NotFound => "not-found",
        Trouble::Bad { .. } => "bad-parameter",
        Trouble::Refused(_) => "refused",
        Trouble::SignIn => "unauthorized",
        Trouble::Denied(_) => "denied",
        Trouble::Forbidden(_) => "forbidden",
        Trouble::Stale => "stale",
        Trouble::TooLarge(_) => "too-large",
        Trouble::TooMany(_) => "too-many-requests",
        Trouble::Odd(odd) => odd.code,
        Trouble::Failed(_) => "failed",
    }
}

/// The status that programs are told: a room's refusal is no syntax error.
fn status(trouble: &Trouble) -> StatusCode {
    match trouble {
        Trouble::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Trouble::Stale => StatusCode::PRECONDITION_FAILED,
        trouble => trouble.status(),
    }
}

fn detail(trouble: &Trouble, w: Words) -> Option<String> {
    Some(match trouble {
        Trouble::NotFound => return None,
        Trouble::Bad { key, given } => w.with(key, given),
        Trouble::Refused(said) => said.clone(),
        Trouble::SignIn => w.t("api-unauthorized-text"),
        Trouble::Denied(why) => w.with("authority-denied", &why.act),
        Trouble::Forbidden(key) => w.t(key),
        Trouble::Stale => w.t("api-stale-text"),
        Trouble::TooLarge(most) => w.n("site-error-too-large-text", *most as u64 >> 20),
        Trouble::TooMany(seconds) => w.n("site-error-too-many-text", *seconds),
        Trouble::Odd(odd) => odd.detail.clone(),
        Trouble::Failed(_) => w.t("site-error-failed-text"),
    })
}

/// Says a trouble to a program.
pub(crate) fn answer(ask: &Ask, trouble: &Trouble) -> Response {
    if let Trouble::Failed(failure) = trouble {
        log(&ask.path, &**failure);
    }
    let (w, code, status) = (ask.words, code(trouble), status(trouble));
    if ask.path.starts_with("/scim/") {
        return scim::error(status, code, detail(trouble, w));
    }
    let (tried, policies) = match trouble {
        Trouble::Denied(why) => (
            why.tries
                .iter()
                .map(|it| Capacity {
                    name: it.name.clone(),
                    allowed: it.allowed,
                    because: it.because.clone(),
                })
                .collect(),
            why.policies.clone(),
        ),
        _ => (Vec::new(), Vec::new()),
    };
    let problem = Problem {
        kind: format!("urn:dondoc:problem:{code}"),
        title: w.t(&format!("api-problem-{code}")),
        status: status.as_u16(),
        detail: detail(trouble, w),
        tried,
        policies,
        rows: match trouble {
            Trouble::Odd(odd) => odd.rows.clone(),
            _ => Vec::new(),
        },
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = with_type("application/problem+json", body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Trouble::TooMany(seconds) = trouble {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}
