//! The worker that tells other systems. Several servers may run it over one
//! folder: a hook is leased while its messages are sent.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use dondoc_webhooks::{Courier, over_http};

use crate::failures::log;
use crate::state::{SiteState, now};

/// How often is looked for what to tell.
const ROUND: Duration = Duration::from_secs(1);

/// Starts the worker; it ends soon after the last holder of the site let go.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn start(state: &Arc<SiteState>) -> std::io::Result<()> {
    let state = Arc::downgrade(state);
    let post = over_http();
    let builder = thread::Builder::new().name("webhooks".to_owned());
    let work = move || {
        while round(&state, &post) {
            thread::sleep(ROUND);
        }
    };
    builder.spawn(work).map(|_| ())
}

/// Tells what is due; returns false once there is no site any more.
fn round(state: &Weak<SiteState>, post: dondoc_webhooks::Post<'_>) -> bool {
    let Some(state) = state.upgrade() else {
        return false;
    };
    if *state.stopping.borrow() {
        return false;
    }
    let origin = &state.folder().settings().origin;
    let courier = Courier {
        hooks: &state.hooks,
        ledger: state.folder().ledger(),
        origin,
    };
    if let Err(failure) = courier.round(&now, post) {
        log("webhooks", &failure);
    }
    true
}
