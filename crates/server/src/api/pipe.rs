//! From a program's request to an answer.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on as method};
use dondoc_accounts::{ApiTokenId, Before, Token};
use dondoc_ledger::Hash;

use crate::access;
use crate::answer::{Places, Trouble, asked, with_type};
use crate::api::problem::{self, Odd};
use crate::ask::{Ask, Ctx, header as header_of};
use crate::form::{self, Form, Takes};
use crate::routes::Access;
use crate::state::{SiteState, now};
use crate::who::Who;

/// The longest key of a request.
const LONGEST_KEY: usize = 200;

/// What answers a program. Runs on a thread that may wait for the disk.
pub(crate) type Serve = fn(&Ctx, &Form) -> Result<Response, Trouble>;

/// Returns the answer of a route for programs.
pub(crate) fn served(
    on: MethodFilter,
    serve: Serve,
    takes: Takes,
    access: Access,
) -> MethodRouter<Arc<SiteState>> {
    method(
        on,
        async move |State(state): State<Arc<SiteState>>, places: Places, request: Request<Body>| {
            let (mut ask, _) = match asked(&state, &places, &request) {
                Ok(asked) => asked,
                Err(met) => return problem::answer(&met.0, &met.1),
            };
            ask.for_programs(request.headers());
            let sent = bearer(request.headers());
            let key = header_of(
                request.headers(),
                &HeaderName::from_static("idempotency-key"),
            );
            let key = key.to_owned();
            // Files are stored while they come in: from those alone who have a token.
            let known = match &sent {
                Some(token) => {
                    let (state, token) = (Arc::clone(&state), token.clone());
                    let look =
                        tokio::task::spawn_blocking(move || state.accounts.token(&token, now()));
                    matches!(look.await, Ok(Ok(Some(_))))
                }
                None => false,
            };
            let takes = if known { takes } else { Takes::Fields };
            let form = match on == MethodFilter::GET {
                true => Ok(Form::default()),
                false => form::read(&state, request, takes).await,
            };
            let stand_in = ask.clone();
            let work = move || work(&state, ask, sent, &key, form, serve, access);
            match tokio::task::spawn_blocking(work).await {
                Ok(response) => response,
                Err(panic) => problem::answer(&stand_in, &panic.into()),
            }
        },
    )
}

fn bearer(headers: &HeaderMap) -> Option<Token> {
    let (kind, token) = header_of(headers, &header::AUTHORIZATION).split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer")
        .then(|| Token::sent(token.trim()))
}

fn work(
    state: &Arc<SiteState>,
    mut ask: Ask,
    sent: Option<Token>,
    key: &str,
    form: Result<Form, Trouble>,
    serve: Serve,
    access: Access,
) -> Response {
    let asked_day = match ask.day() {
        Ok(day) => day,
        Err(trouble) => return problem::answer(&ask, &trouble),
    };
    let look = match state.look(asked_day) {
        Ok(look) => look,
        Err(failure) => return problem::answer(&ask, &failure.into()),
    };
    let mut token = None;
    if let Some(sent) = sent {
        match state.accounts.token(&sent, now()) {
            Ok(Some(found)) => {
                token = Some(found.0.id.clone());
                let today = state.moment().1.date();
                ask.who = Some(Arc::new(Who::of_token(found, &look.city, today)));
            }
            Ok(None) => return problem::answer(&ask, &Trouble::SignIn),
            Err(failure) => return problem::answer(&ask, &failure.into()),
        }
    }
    let ctx = Ctx {
        state: Arc::clone(state),
        ask,
        look,
        asked_day,
    };
    let answered = once(&ctx, token.as_ref(), key, form, serve, access);
    answered.unwrap_or_else(|trouble| problem::answer(&ctx.ask, &trouble))
}

fn serve_it(
    ctx: &Ctx,
    form: Result<Form, Trouble>,
    serve: Serve,
    access: Access,
) -> Result<Response, Trouble> {
    match access {
        Access::Public => {}
        Access::May(action) => access::admit(ctx, action)?,
        Access::Machine if ctx.ask.is_on_this_machine() => {}
        Access::Machine => return Err(Trouble::NotFound),
    }
    serve(ctx, &form?)
}

/// A request with a key is done once: sent again, it gets the same answer.
fn once(
    ctx: &Ctx,
    token: Option<&ApiTokenId>,
    key: &str,
    form: Result<Form, Trouble>,
    serve: Serve,
    access: Access,
) -> Result<Response, Trouble> {
    let (Some(token), false, Ok(sent)) = (token, key.is_empty(), &form) else {
        return serve_it(ctx, form, serve, access);
    };
    let w = ctx.words();
    let odd = |status, code, key| Err(Trouble::Odd(Odd::new(status, code, w.t(key))));
    if key.len() > LONGEST_KEY {
        return odd(StatusCode::BAD_REQUEST, "bad-key", "api-bad-key");
    }
    let print = Hash::of(
        format!(
            "{} {}\n{}",
            ctx.ask.method,
            ctx.ask.path_and_query,
            print(sent)
        )
        .as_bytes(),
    );
    let accounts = &ctx.state.accounts;
    match accounts.begin_once(token, key, &print.0, now())? {
        Before::New => {}
        Before::Begun => return odd(StatusCode::CONFLICT, "begun", "api-begun"),
        Before::Another => {
            return odd(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "api-key-reused",
            );
        }
        Before::Answered {
            status,
            headers,
            body,
        } => return Ok(again(status, &headers, body)),
    }
    match serve_it(ctx, form, serve, access) {
        Ok(response) => keep(ctx, token, key, response),
        Err(trouble) => {
            // Nothing was done, so it may be tried again.
            accounts.forget_once(token, key)?;
            Err(trouble)
        }
    }
}

/// What tells a request's body from another's.
fn print(form: &Form) -> String {
    let mut all = Hash::of(&form.body).to_string();
    for file in &form.files {
        all.push_str(&format!("\n{} {}", file.field, file.hash));
    }
    all
}

/// The headers that belong to an answer.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];

fn keep(ctx: &Ctx, token: &ApiTokenId, key: &str, response: Response) -> Result<Response, Trouble> {
    let (parts, body) = response.into_parts();
    let headers: Vec<(String, String)> = KEPT
        .iter()
        .filter_map(|name| {
            let value = parts.headers.get(name)?.to_str().ok()?;
            Some((name.to_string(), value.to_owned()))
        })
        .collect();
    // Answers to writes are small and in memory: nothing is waited for.
    let bytes = futures_util::FutureExt::now_or_never(axum::body::to_bytes(body, usize::MAX));
    let bytes = match bytes {
        Some(Ok(bytes)) => bytes,
        _ => axum::body::Bytes::new(),
    };
    let status = parts.status.as_u16();
    let accounts = &ctx.state.accounts;
    accounts.answer_once(token, key, status, &headers, &bytes)?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn again(status: u16, headers: &[(String, String)], body: Vec<u8>) -> Response {
    let mut response = with_type("application/json", body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    let replayed = HeaderName::from_static("idempotency-replayed");
    response
        .headers_mut()
        .insert(replayed, axum::http::HeaderValue::from_static("true"));
    response
}
