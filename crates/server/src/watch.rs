//! What happens around every request: its number, its limit, its line in the
//! log, its measurement.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::answer::{Trouble, with_type};
use crate::ask::{Ask, Ctx, SESSION_COOKIE, cookies, header as header_of};
use crate::state::{SiteState, now};

/// Requests a second that one source may keep up; a session counts by itself,
/// so that an office behind one address does not share its limit.
const PER_SECOND: f64 = 50.0;
/// Requests that may come at once.
const BURST: f64 = 300.0;
/// How many sources are remembered; beyond that, those at rest go.
const SOURCES: usize = 20_000;
/// Upper bounds of the measured times, in milliseconds.
const BOUNDS: [u64; 9] = [1, 2, 5, 10, 20, 50, 100, 500, 2000];

/// How many requests there were of a sort, and how long they took.
#[derive(Debug, Default)]
struct Meter {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    micros: u64,
}

/// What is counted over all requests. Bounded: by the routes, not by what is
/// asked.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    numbers: AtomicU64,
    meters: Mutex<BTreeMap<(String, String, u16), Meter>>,
    sources: Mutex<BTreeMap<String, (f64, i64)>>,
}

impl Watch {
    /// Takes one from a source's allowance; says how many seconds to wait when
    /// nothing is left.
    fn take(&self, source: String, at_ms: i64) -> Option<u64> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if sources.len() > SOURCES {
            let rested = |(left, last): &(f64, i64)| refilled(*left, at_ms - last) >= BURST;
            sources.retain(|_, source| !rested(source));
        }
        if sources.len() > SOURCES && !sources.contains_key(&source) {
            // So many at once is an attack: who is new waits.
            return Some(1);
        }
        let (left, last) = sources.entry(source).or_insert((BURST, at_ms));
        *left = refilled(*left, at_ms - *last);
        *last = at_ms;
        if *left < 1.0 {
            return Some(1);
        }
        *left -= 1.0;
        None
    }

    fn measure(&self, key: (String, String, u16), micros: u64) {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        let meter = meters.entry(key).or_default();
        for (bucket, bound) in meter.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(micros <= bound * 1000);
        }
        meter.count += 1;
        meter.micros += micros;
    }

    /// Returns all of it in the text format of Prometheus.
    fn text(&self, entries: u64) -> String {
        let mut out = format!("# TYPE dondoc_entries gauge\ndondoc_entries {entries}\n");
        out.push_str("# TYPE dondoc_request_seconds histogram\n");
        let meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        for ((method, path, status), meter) in meters.iter() {
            let labels = format!("method=\"{method}\",path=\"{path}\",status=\"{status}\"");
            let name = "dondoc_request_seconds";
            for (count, bound) in meter.buckets.iter().zip(BOUNDS) {
                let (whole, part) = (bound / 1000, bound % 1000);
                let _ = writeln!(
                    out,
                    "{name}_bucket{{{labels},le=\"{whole}.{part:03}\"}} {count}"
                );
            }
            let (count, micros) = (meter.count, meter.micros);
            let _ = writeln!(out, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}");
            let (whole, part) = (micros / 1_000_000, micros % 1_000_000);
            let _ = writeln!(out, "{name}_sum{{{labels}}} {whole}.{part:06}");
            let _ = writeln!(out, "{name}_count{{{labels}}} {count}");
        }
        out
    }
}

#[expect(clippy::cast_precision_loss, reason = "an allowance, not a figure")]
fn refilled(left: f64, elapsed_ms: i64) -> f64 {
    (left + elapsed_ms.max(0) as f64 / 1000.0 * PER_SECOND).min(BURST)
}

/// Stands around every request.
pub(crate) async fn around(
    State(state): State<Arc<SiteState>>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let start = started();
    let number = state.watch.numbers.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:x}-{number:x}", now().as_second());
    let method = request.method().to_string();
    let matched = request.extensions().get::<MatchedPath>();
    let path = matched.map_or("none", |path| path.as_str()).to_owned();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip());
    let mut response = match refusal(&state, &request, peer) {
        Some(trouble) => {
            let ask = Ask::new(
                state.options.default_lang,
                request.uri(),
                request.headers(),
                Vec::new(),
            );
            crate::answer::error(&ask, &trouble)
        }
        None => next.run(request).await,
    };
    let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status();
    state
        .watch
        .measure((method.clone(), path.clone(), status.as_u16()), micros);
    if state.options.log_requests {
        log(&id, &method, &path, status, micros);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        let name = HeaderName::from_static("x-request-id");
        response.headers_mut().insert(name, value);
    }
    response
}

/// A site for this machine alone answers to this machine's names only: a page
/// elsewhere whose name was made to point here reaches nothing. Each source has
/// an allowance.
fn refusal(state: &SiteState, request: &Request<Body>, peer: Option<IpAddr>) -> Option<Trouble> {
    let host = header_of(request.headers(), &header::HOST);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_own = ["", "127.0.0.1", "localhost", "[::1]"].contains(&name);
    if state.options.public_url.is_none() && !is_own {
        return Some(Trouble::Forbidden("site-forbidden-host"));
    }
    // Asked in this process, e.g. by a test: nobody to hold back.
    let peer = peer?;
    let session = cookies(request.headers(), SESSION_COOKIE).next();
    let known: String = session.unwrap_or_default().chars().take(43).collect();
    let at = now().as_millisecond();
    // A made-up cookie gives no allowance of its own beyond the address's.
    let waits = state.watch.take(format!("{peer} {known}"), at);
    waits.map(Trouble::TooMany)
}

/// One line of JSON a request. It names the route and not the address, since
/// addresses carry what people search for.
#[expect(clippy::print_stderr, reason = "the log is the standard error stream")]
fn log(id: &str, method: &str, path: &str, status: StatusCode, micros: u64) {
    let line = serde_json::json!({
        "at": now().to_string(),
        "request": id,
        "method": method,
        "route": path,
        "status": status.as_u16(),
        "us": micros,
    });
    eprintln!("{line}");
}

#[expect(clippy::disallowed_methods, reason = "requests are timed")]
fn started() -> Instant {
    Instant::now()
}

/// `/metrics`
pub(crate) fn metrics(ctx: &Ctx) -> Result<Response, Trouble> {
    let text = ctx.state.watch.text(ctx.city().folded());
    Ok(with_type("text/plain; version=0.0.4; charset=utf-8", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_asks_too_much_waits_and_then_goes_on() {
        let watch = Watch::default();
        let asked = (0..400).filter(|_| watch.take("a".to_owned(), 0).is_none());
        assert_eq!(asked.count(), 300);
        assert_eq!(watch.take("b".to_owned(), 0), None);
        assert_eq!(watch.take("a".to_owned(), 1000), None);
    }

    #[test]
    fn measurements_are_counted_under_their_bounds() {
        let watch = Watch::default();
        watch.measure(("GET".to_owned(), "/".to_owned(), 200), 3000);
        let text = watch.text(7);
        assert!(
            text.contains("le=\"0.002\"} 0") && text.contains("le=\"0.005\"} 1"),
            "{text}"
        );
        assert!(text.contains("_sum{method=\"GET\",path=\"/\",status=\"200\"} 0.003000"));
    }
}
