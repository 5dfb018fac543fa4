//! The server's log of what failed: one line of JSON on the standard error stream.

use std::error::Error;

use dondoc_kinds::with_causes;

use crate::state::now;

/// Logs what failed, with its causes, and where: a route, or a part of the server.
#[expect(clippy::print_stderr, reason = "the log is the standard error stream")]
pub(crate) fn log(place: &str, failure: &dyn Error) {
    let line = serde_json::json!({
        "at": now().to_string(),
        "level": "error",
        "place": place,
        "failure": with_causes(failure),
    });
    eprintln!("{line}");
}
