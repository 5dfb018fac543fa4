//! Pages and troubles as answers.

use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{ConnectInfo, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on as method};
use dondoc_accounts::{AccountsError, Token};

use crate::access::{self, Why};
use crate::api::problem::{self, Odd};
use crate::ask::{Ask, Ctx, LANG_COOKIE, SESSION_COOKIE, cookies, encode, header as header_of};
use crate::failures::log;
use crate::form::{self, Form, TOKEN, Takes, is_own_path};
use crate::pages::error::ErrorPage;
use crate::pages::sign_in;
use crate::routes::Access;
use crate::state::{SiteState, TextTrouble, now};
use crate::who::Who;
use crate::words::Words;
use crate::writer::Rejected;

/// Why a page is not shown.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// What was asked for is not there.
    NotFound,
    /// A parameter is not what it should be: the key that says so, and what was
    /// given.
    Bad { key: &'static str, given: String },
    /// A room refuses, in its words.
    Refused(String),
    /// Nobody is signed in, and somebody has to be.
    SignIn,
    /// They may not, by the policies.
    Denied(Box<Why>),
    /// They may not: the key that says why.
    Forbidden(&'static str),
    /// What the person saw went on meanwhile; nothing was done.
    Stale,
    /// More bytes than are taken.
    TooLarge(usize),
    /// Too much at once: wait so many seconds.
    TooMany(u64),
    /// What only programs meet.
    Odd(Box<Odd>),
    /// The world broke.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl Trouble {
    pub(crate) fn bad(key: &'static str, given: &str) -> Self {
        Self::Bad {
            key,
            given: given.chars().take(80).collect(),
        }
    }

    pub(crate) fn rejected(rejected: Rejected, w: Words) -> Self {
        match rejected {
            Rejected::Refused(all) => {
                let said: Vec<String> = all.iter().map(|(_, refusal)| w.say(refusal)).collect();
                Self::Refused(said.join(" "))
            }
            Rejected::Stale { .. } => Self::Stale,
            Rejected::Ledger(refusal) => Self::Refused(w.say(&refusal)),
            Rejected::Failed(_) => Self::Failed(Box::new(rejected)),
        }
    }

    /// Turns an answer about accounts into what a person is told.
    pub(crate) fn accounts(error: AccountsError, w: Words) -> Self {
        match error {
            AccountsError::Refused(refusal) => Self::Refused(w.say(&refusal)),
            error => Self::Failed(Box::new(error)),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Bad { .. } | Self::Refused(_) => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Denied(_) | Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Stale => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Odd(odd) => odd.status,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

macro_rules! fails {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Trouble {
            fn from(error: $error) -> Self {
                Self::Failed(Box::new(error))
            }
        }
    )+};
}

fails![
    dondoc_city::FollowError,
    dondoc_ledger::ReadError,
    dondoc_ledger::StoreError,
    askama::Error,
    tokio::task::JoinError,
    serde_json::Error,
    dondoc_accounts::AccountsError,
    dondoc_webhooks::HooksError,
    dondoc_outbox::OutboxError,
];

impl From<TextTrouble> for Trouble {
    fn from(trouble: TextTrouble) -> Self {
        match trouble {
            TextTrouble::Missing => Self::NotFound,
            TextTrouble::Damaged | TextTrouble::Store(_) => Self::Failed(Box::new(trouble)),
        }
    }
}

/// What shows a page. Runs on a thread that may wait for the disk.
pub(crate) type Show = fn(&Ctx) -> Result<Response, Trouble>;

/// What takes a form. Runs on a thread that may wait for the disk.
pub(crate) type Take = fn(&Ctx, &Form) -> Result<Response, Trouble>;

/// Returns the answer of a page.
pub(crate) fn shown(on: MethodFilter, show: Show, access: Access) -> MethodRouter<Arc<SiteState>> {
    method(
        on,
        async move |State(state): State<Arc<SiteState>>, places: Places, request: Request<Body>| {
            let ask = asked(&state, &places, &request);
            let work = move |ctx: &Ctx| {
                admit(ctx, access)?;
                show(ctx)
            };
            run(state, ask, work).await
        },
    )
}

/// Returns the answer to a form. Nothing of it is read before it is known to
/// come from a page of this site.
pub(crate) fn taken(
    on: MethodFilter,
    take: Take,
    takes: Takes,
    access: Access,
) -> MethodRouter<Arc<SiteState>> {
    method(
        on,
        async move |State(state): State<Arc<SiteState>>, places: Places, request: Request<Body>| {
            let ask = asked(&state, &places, &request);
            let from_here = is_from_here(request.headers());
            if !from_here {
                return match ask {
                    Ok((ask, _)) => error(&ask, &Trouble::Forbidden("site-forbidden-origin")),
                    Err(met) => error(&met.0, &met.1),
                };
            }
            // Files are taken from those who may send them.
            let may = match &ask {
                Ok((_, Some(token))) => is_known(&state, token).await,
                _ => false,
            };
            let takes = if may { takes } else { Takes::Fields };
            let form = form::read(&state, request, takes).await;
            let work = move |ctx: &Ctx| {
                let form = form?;
                if let Err(trouble) = admit(ctx, access) {
                    return match trouble {
                        // What was typed is kept until they have signed in.
                        Trouble::SignIn => sign_in::keeping(ctx, &form.kept(&ctx.ask.path)),
                        trouble => Err(trouble),
                    };
                }
                if access != Access::Public
                    && let Some(who) = &ctx.ask.who
                    && !who.form_token.matches(form.raw(TOKEN))
                {
                    // Another session than the one that the page was made for.
                    return sign_in::again(ctx, &form.kept(&ctx.ask.path));
                }
                take(ctx, &form)
            };
            run(state, ask, work).await
        },
    )
}

/// What stands in the path's places.
pub(crate) type Places = Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>;
/// A request and the token of its session.
pub(crate) type Asked = Result<(Ask, Option<Token>), Unanswered>;
/// A request that met trouble; boxed, since it is much larger than an answer.
pub(crate) type Unanswered = Box<(Ask, Trouble)>;

pub(crate) fn asked(state: &SiteState, places: &Places, request: &Request<Body>) -> Asked {
    let (uri, headers) = (request.uri(), request.headers());
    let values = match places {
        Ok(places) => places.iter().map(|(_, value)| value.to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    let mut ask = Ask::new(state.options.default_lang, uri, headers, values);
    ask.method = request.method().clone();
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        ask.from.source = peer.ip().to_string();
    }
    ask.is_demo = !state.options.demo.is_empty();
    // A path that is no UTF-8 names nothing.
    if places.is_err() {
        return Err(Box::new((ask, Trouble::NotFound)));
    }
    let token = cookies(headers, SESSION_COOKIE).next().map(Token::sent);
    Ok((ask, token))
}

async fn is_known(state: &Arc<SiteState>, token: &Token) -> bool {
    let (state, token) = (Arc::clone(state), token.clone());
    let look = tokio::task::spawn_blocking(move || state.accounts.session(&token, now()));
    matches!(look.await, Ok(Ok(Some(_))))
}

/// Refuses who may not ask at all.
fn admit(ctx: &Ctx, access: Access) -> Result<(), Trouble> {
    match access {
        Access::Public => Ok(()),
        Access::May(action) => access::admit(ctx, action),
        Access::Machine => match ctx.ask.is_on_this_machine() {
            true => Ok(()),
            false => Err(Trouble::NotFound),
        },
    }
}

/// Says whether a form comes from a page of this site: browsers say so, and let
/// no page lie about it. What says nothing is no browser, and not let in here.
fn is_from_here(headers: &HeaderMap) -> bool {
    let site = header_of(headers, &HeaderName::from_static("sec-fetch-site"));
    if !site.is_empty() {
        return matches!(site, "same-origin" | "none");
    }
    let origin = header_of(headers, &header::ORIGIN);
    let host = header_of(headers, &header::HOST);
    origin
        .split_once("://")
        .is_some_and(|(_, from)| !host.is_empty() && from == host)
}

/// Runs what may wait on a thread that may.
async fn run(
    state: Arc<SiteState>,
    ask: Asked,
    work: impl FnOnce(&Ctx) -> Result<Response, Trouble> + Send + 'static,
) -> Response {
    let (ask, token) = match ask {
        Ok(asked) => asked,
        Err(met) => return error(&met.0, &met.1),
    };
    let stand_in = ask.clone();
    let work = move || match look_and_work(&state, ask, token, work) {
        Ok(response) => response,
        Err(met) => error(&met.0, &met.1),
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(response) => response,
        Err(panic) => error(&stand_in, &panic.into()),
    }
}

fn look_and_work(
    state: &Arc<SiteState>,
    mut ask: Ask,
    token: Option<Token>,
    work: impl FnOnce(&Ctx) -> Result<Response, Trouble>,
) -> Result<Response, Unanswered> {
    let asked_day = match ask.day() {
        Ok(day) => day,
        Err(trouble) => return Err(Box::new((ask, trouble))),
    };
    if let Some(given) = ask.param("lang")
        && !ask.says_lang
    {
        let trouble = Trouble::bad("site-bad-lang", given);
        return Err(Box::new((ask, trouble)));
    }
    let look = match state.look(asked_day) {
        Ok(look) => look,
        Err(failure) => return Err(Box::new((ask, failure.into()))),
    };
    if let Some(token) = token {
        match state.accounts.session(&token, now()) {
            Ok(found) => {
                // Posts count as of today, whatever day is looked at.
                let today = state.moment().1.date();
                let who = found.map(|found| Who::new(found, &token, &look.city, today));
                ask.who = who.map(Arc::new);
                let person = ask.who.as_ref().and_then(|who| who.account.person.as_ref());
                match person.map(|person| state.outbox.unread(person)).transpose() {
                    Ok(unread) => ask.unread = unread,
                    Err(failure) => return Err(Box::new((ask, failure.into()))),
                }
            }
            Err(failure) => return Err(Box::new((ask, failure.into()))),
        }
    }
    let ctx = Ctx {
        state: Arc::clone(state),
        ask,
        look,
        asked_day,
    };
    match work(&ctx) {
        Ok(mut response) => {
            remember_lang(&ctx.ask, &mut response);
            Ok(response)
        }
        Err(trouble) => Err(Box::new((ctx.ask, trouble))),
    }
}

/// Returns a page that shows a form again, with what was typed and what is wrong.
pub(crate) fn again(page: &impl Template) -> Result<Response, Trouble> {
    let mut response = html(page)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Sends the browser to a page of this site, which it then gets.
pub(crate) fn go(path: &str) -> Response {
    let mut response = with_type("text/plain; charset=utf-8", "");
    *response.status_mut() = StatusCode::SEE_OTHER;
    let safe = if is_own_path(path) { path } else { "/" };
    let place = HeaderValue::from_str(safe).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    response
}

/// Adds a cookie that no script reads and no other site sends along.
pub(crate) fn set_cookie(ctx: &Ctx, response: &mut Response, name: &str, value: &str, age: i64) {
    let is_secure = ctx.state.options.is_secure();
    let (prefix, secure) = if is_secure {
        ("__Host-", "; Secure")
    } else {
        ("", "")
    };
    let cookie =
        format!("{prefix}{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Returns a page as an answer.
pub(crate) fn html(page: &impl Template) -> Result<Response, Trouble> {
    Ok(with_type("text/html; charset=utf-8", page.render()?))
}

/// Returns a body of a type as an answer.
pub(crate) fn with_type(mime: &str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    if let Ok(mime) = HeaderValue::from_str(mime) {
        response.headers_mut().insert(header::CONTENT_TYPE, mime);
    }
    response
}

/// Makes the browser keep an answer as a file. The name is ASCII.
pub(crate) fn as_file(mut response: Response, name: &str) -> Response {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = name.chars().filter(|c| safe(*c)).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Answers what no route is for.
pub(crate) async fn nowhere(
    State(state): State<Arc<SiteState>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let ask = Ask::new(state.options.default_lang, &uri, &headers, Vec::new());
    error(&ask, &Trouble::NotFound)
}

/// The one place where trouble becomes a page.
pub(crate) fn error(ask: &Ask, trouble: &Trouble) -> Response {
    if ask.path.starts_with("/api/") || ask.path.starts_with("/scim/") {
        return problem::answer(ask, trouble);
    }
    if let Trouble::Failed(failure) = trouble {
        log(&ask.path, &**failure);
    }
    let is_looking = ask.method == Method::GET;
    if matches!(trouble, Trouble::SignIn) && is_looking {
        return go(&format!("/sign-in?next={}", encode(&ask.path_and_query)));
    }
    let page = ErrorPage::of(ask, trouble).render();
    let mut response = with_type("text/html; charset=utf-8", page.unwrap_or_default());
    *response.status_mut() = trouble.status();
    if let Trouble::TooMany(seconds) = trouble {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    remember_lang(ask, &mut response);
    response
}

fn remember_lang(ask: &Ask, response: &mut Response) {
    if ask.says_lang {
        let lang = ask.words.lang;
        let cookie = format!("{LANG_COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// Headers that every answer carries, unless it says otherwise itself.
pub(crate) async fn headers(mut response: Response) -> Response {
    const ALL: [(header::HeaderName, &str); 8] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
             img-src 'self'; frame-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language, Cookie"),
    ];
    let headers = response.headers_mut();
    for (name, value) in ALL {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
