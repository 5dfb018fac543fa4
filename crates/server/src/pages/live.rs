//! `/live`: tells browsers that there is more to see, as server-sent events.
//!
//! Each event carries the number of entries that pages now show, nothing else:
//! what changed, the page asks with the rights of whoever looks at it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;

use crate::answer::with_type;
use crate::state::SiteState;

/// A line now and then keeps the connection open through what is in between.
const ALIVE: Duration = Duration::from_secs(20);
/// Not more often than this, however much is written.
const CALM: Duration = Duration::from_millis(250);

pub(crate) async fn show(State(state): State<Arc<SiteState>>) -> Response {
    let mut folded = state.folded();
    folded.mark_changed();
    let parts = (folded, state.stopping.subscribe());
    // The state itself is not held: a forgotten tab keeps no site open.
    drop(state);
    let events = stream::unfold(parts, async |(mut folded, mut stopping)| {
        let text = tokio::select! {
            changed = folded.changed() => {
                changed.ok()?;
                let count = *folded.borrow_and_update();
                format!("event: folded\ndata: {count}\n\n")
            }
            _ = stopping.wait_for(|stop| *stop) => return None,
            () = tokio::time::sleep(ALIVE) => ": alive\n\n".to_owned(),
        };
        tokio::time::sleep(CALM).await;
        Some((
            Ok::<_, std::convert::Infallible>(Bytes::from(text)),
            (folded, stopping),
        ))
    });
    let mut response = with_type("text/event-stream", Body::from_stream(events));
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}
