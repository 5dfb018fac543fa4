//! Routes, and the listening server.

use std::error::Error;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use dondoc_briefing::Briefing;
use dondoc_briefing::paper::{Imprint, Paper};
use dondoc_city::City;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_messages::Lang;
use dondoc_outbox::{BadMailSettings, MailSettings, Mailer, SmtpMailer};
use jiff::civil::{Date, Time};
use tokio::net::TcpListener;

use crate::answer::{headers, nowhere};
use crate::hooks;
use crate::post;
use crate::state::{OpenError, SiteState};
use crate::watch;

/// What is chosen when a site is opened.
#[derive(Debug)]
pub struct Options {
    /// The port on the loopback address; 0 for any free one.
    pub port: u16,
    /// The day as of which pages show things; `None` for today, or for the day
    /// of the newest entry where the last one is more than a month old.
    pub today: Option<Date>,
    /// The language where neither address, cookie nor browser asks for one.
    pub default_lang: Lang,
    /// Further forms of the briefing.
    pub renderers: Vec<Renderer>,
    /// Whether pages that only show are open to whoever is not signed in.
    pub guests_read: bool,
    /// The address that people use, e.g. `https://dondoc.example`; `None` for
    /// this machine alone. Behind TLS, cookies are sent over TLS only.
    pub public_url: Option<String>,
    /// People who may be tried out, on this machine only: sign-in name and what
    /// they do. Empty outside the demo.
    pub demo: Vec<(String, String)>,
    /// Whether each request is a line of JSON on the standard error stream.
    pub log_requests: bool,
    /// Where mail goes out; `None`: people are told inside the system only.
    pub mail: Option<MailSettings>,
    /// From which time of day the reminder ladder runs, once on a working day.
    pub remind_from: Time,
    /// A city folded before, e.g. from a snapshot; the site goes on from it.
    pub folded: Option<Box<City>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 8080,
            today: None,
            default_lang: Lang::Vi,
            renderers: Vec::new(),
            guests_read: false,
            public_url: None,
            demo: Vec::new(),
            log_requests: false,
            mail: None,
            remind_from: Time::constant(7, 0, 0, 0),
            folded: None,
        }
    }
}

impl Options {
    /// Returns the site's address, without a slash at the end.
    pub(crate) fn base(&self) -> String {
        let local = || format!("http://127.0.0.1:{}", self.port);
        let base = self.public_url.clone().unwrap_or_else(local);
        base.trim_end_matches('/').to_owned()
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.public_url
            .as_ref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// Writes a briefing in a form that has a heavy library behind it.
pub struct Renderer {
    /// The file ending, e.g. `pdf`.
    pub ext: &'static str,
    /// The media type.
    pub mime: &'static str,
    /// Writes it.
    pub render: Render,
    /// Writes another paper of the same form, e.g. minutes, where it can.
    pub print: Option<Print>,
}

/// Writes a briefing as bytes.
type Render = Box<dyn Fn(&Briefing) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> + Send + Sync>;

/// Writes a laid out paper as bytes.
type Print =
    Box<dyn Fn(&Paper, &Imprint) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> + Send + Sync>;

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Renderer({}, {})", self.ext, self.mime)
    }
}

/// Why the site does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program listens there.
    #[error(
        "port {port} is taken by another program: stop it, or choose another port, e.g. {free}"
    )]
    PortTaken {
        /// The port that was asked for.
        port: u16,
        /// One that was free a moment ago.
        free: u16,
    },
    /// The system does not let this program listen there.
    #[error("failed to listen on port {port}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The city or its accounts cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Mail cannot be sent with these settings.
    #[error(transparent)]
    Mail(#[from] BadMailSettings),
    /// The system gives no thread.
    #[error("failed to start the worker that sends notices")]
    Thread(#[source] std::io::Error),
    /// The server stopped.
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

/// Returns the routes of a site.
pub fn router(state: Arc<SiteState>) -> Router {
    crate::routes::router()
        .fallback(nowhere)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(&state), watch::around))
        .layer(map_response(headers))
        .with_state(state)
}

/// Serves the site of a data folder on 127.0.0.1 until the program is told to
/// stop (Ctrl-C, SIGTERM); requests under way are answered first.
///
/// # Errors
/// [`ServeError`]; for a port that is taken it names one that is free.
pub async fn serve(folder: Arc<DataFolder>, options: Options) -> Result<(), ServeError> {
    let listener = listen(options.port).await?;
    let state = Arc::new(SiteState::open(folder, options)?);
    tell_people(&state)?;
    let stopping = state.stopping.clone();
    let stop = async move {
        told_to_stop().await;
        stopping.send_replace(true);
    };
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
        .map_err(ServeError::Stopped)
}

/// Starts the worker that collects notices, runs the reminder ladder and sends
/// mail. [`serve`] does it; whoever opens a site in another way may.
///
/// # Errors
/// [`ServeError::Mail`] when the settings of mail are not such.
pub fn tell_people(state: &Arc<SiteState>) -> Result<(), ServeError> {
    let mailer = match &state.options.mail {
        Some(settings) => {
            Some(Box::new(SmtpMailer::new(settings, None)?) as Box<dyn Mailer + Send>)
        }
        None => None,
    };
    hooks::start(state).map_err(ServeError::Thread)?;
    post::start(state, mailer).map_err(ServeError::Thread)
}

async fn listen(port: u16) -> Result<TcpListener, ServeError> {
    match TcpListener::bind(at(port)).await {
        Ok(listener) => Ok(listener),
        Err(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => {
            let free = free_port(port).await.unwrap_or(0);
            Err(ServeError::PortTaken { port, free })
        }
        Err(source) => Err(ServeError::Listen { port, source }),
    }
}

/// The next port that nobody listens on.
async fn free_port(taken: u16) -> Option<u16> {
    for port in (taken.saturating_add(1)..=u16::MAX).take(50) {
        if TcpListener::bind(at(port)).await.is_ok() {
            return Some(port);
        }
    }
    let any = TcpListener::bind(at(0)).await.ok()?;
    any.local_addr().ok().map(|address| address.port())
}

fn at(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

async fn told_to_stop() {
    let interrupted = async {
        // Without a handler there is nothing to wait for: run until killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_refused_with_one_that_is_free() {
        let taken = TcpListener::bind(at(0)).await.unwrap();
        let port = taken.local_addr().unwrap().port();
        match listen(port).await {
            Err(ServeError::PortTaken { port: named, free }) => {
                assert_eq!(named, port);
                assert_ne!(free, port);
            }
            other => panic!("{other:?}"),
        }
    }
}
