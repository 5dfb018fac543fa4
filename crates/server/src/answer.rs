//! Pages and troubles as answers.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use crate::ask::{Ask, Ctx, LANG_COOKIE};
use crate::pages::error::ErrorPage;
use crate::state::{SiteState, TextTrouble};

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

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Bad { .. } | Self::Refused(_) => StatusCode::BAD_REQUEST,
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

/// Returns the route of a page.
pub(crate) fn page(show: Show) -> MethodRouter<Arc<SiteState>> {
    get(
        async move |State(state): State<Arc<SiteState>>,
                    places: Result<RawPathParams, _>,
                    uri: Uri,
                    headers: HeaderMap| {
            let _: &Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection> =
                &places;
            // A path that is no UTF-8 names nothing.
            let Ok(places) = places else {
                return trouble_of(&state, &uri, &headers, &Trouble::NotFound);
            };
            let places = places.iter().map(|(_, value)| value.to_owned()).collect();
            let ask = Ask::new(state.options.default_lang, &uri, &headers, places);
            let work = {
                let state = Arc::clone(&state);
                tokio::task::spawn_blocking(move || answer(state, ask, show))
            };
            match work.await {
                Ok(response) => response,
                Err(panic) => trouble_of(&state, &uri, &headers, &panic.into()),
            }
        },
    )
}

fn answer(state: Arc<SiteState>, ask: Ask, show: Show) -> Response {
    match look_and_show(&state, ask, show) {
        Ok(response) => response,
        Err((ask, trouble)) => error(&ask, &trouble),
    }
}

fn look_and_show(state: &Arc<SiteState>, ask: Ask, show: Show) -> Result<Response, (Ask, Trouble)> {
    let asked_day = match ask.day() {
        Ok(day) => day,
        Err(trouble) => return Err((ask, trouble)),
    };
    if let Some(given) = ask.param("lang")
        && !ask.says_lang
    {
        let trouble = Trouble::bad("site-bad-lang", given);
        return Err((ask, trouble));
    }
    let look = match state.look(asked_day) {
        Ok(look) => look,
        Err(failure) => return Err((ask, failure.into())),
    };
    let ctx = Ctx {
        state: Arc::clone(state),
        ask,
        look,
        asked_day,
    };
    match show(&ctx) {
        Ok(mut response) => {
            remember_lang(&ctx.ask, &mut response);
            Ok(response)
        }
        Err(trouble) => Err((ctx.ask, trouble)),
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
    trouble_of(&state, &uri, &headers, &Trouble::NotFound)
}

fn trouble_of(state: &SiteState, uri: &Uri, headers: &HeaderMap, trouble: &Trouble) -> Response {
    error(
        &Ask::new(state.options.default_lang, uri, headers, Vec::new()),
        trouble,
    )
}

/// The one place where trouble becomes a page.
fn error(ask: &Ask, trouble: &Trouble) -> Response {
    if let Trouble::Failed(failure) = trouble {
        log(&ask.path, &**failure);
    }
    let page = ErrorPage::of(ask, trouble).render();
    let mut response = with_type("text/html; charset=utf-8", page.unwrap_or_default());
    *response.status_mut() = trouble.status();
    remember_lang(ask, &mut response);
    response
}

#[expect(
    clippy::print_stderr,
    reason = "the server's log is the standard error stream"
)]
fn log(path: &str, failure: &dyn std::error::Error) {
    let mut chain = failure.to_string();
    let mut cause = failure.source();
    while let Some(next) = cause {
        chain.push_str(": ");
        chain.push_str(&next.to_string());
        cause = next.source();
    }
    eprintln!("{path}: {chain}");
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
            "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; \
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
