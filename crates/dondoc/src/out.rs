//! The only place of the command line that prints.

#![expect(clippy::print_stderr, reason = "a command speaks to its terminal")]

use std::io::{IsTerminal, Write, stderr, stdout};

use dondoc_kinds::Arg;
use dondoc_messages::{Lang, text};
use serde::Serialize;

use crate::trouble::Trouble;

/// Prints a line of the result.
pub(crate) fn line(words: &str) {
    // A reader that has gone away (`| head`) is no failure of ours.
    let _gone = writeln!(stdout(), "{words}");
}

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Trouble> {
    let words = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
    line(&words);
    Ok(())
}

/// Prints bytes of a file form as they are.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Trouble> {
    stdout().write_all(bytes)?;
    Ok(())
}

/// Says something to the person that is not part of the result.
pub(crate) fn note(words: &str) {
    eprintln!("{words}");
}

/// Says what went wrong.
pub(crate) fn error(lang: Lang, what: &str) {
    eprintln!("{}", text(lang, "cli-error", &[("what", Arg::from(what))]));
}

/// Tells whether a person reads the result.
pub(crate) fn to_terminal() -> bool {
    stdout().is_terminal()
}

/// Shows how far something long is: one line that rewrites itself in a
/// terminal, one line a tenth elsewhere.
pub(crate) struct Progress {
    what: String,
    total: u64,
    shown: u64,
}

impl Progress {
    /// Starts a line; `total` 0 means unknown.
    pub(crate) fn start(what: &str, total: u64) -> Self {
        let progress = Self {
            what: what.to_owned(),
            total,
            shown: 0,
        };
        if !stderr().is_terminal() {
            eprintln!("{what} …");
        }
        progress
    }

    /// Moves on to `done` of the total.
    pub(crate) fn at(&mut self, done: u64) {
        if !stderr().is_terminal() || self.total == 0 {
            return;
        }
        let percent = done.saturating_mul(100) / self.total;
        if percent != self.shown {
            self.shown = percent;
            eprint!("\r{} {percent:3} %", self.what);
        }
    }

    /// Moves on to `done` of a total that was not known before.
    pub(crate) fn of(&mut self, done: u64, total: u64) {
        self.total = total;
        self.at(done);
    }

    /// Ends the line.
    pub(crate) fn done(self, result: &str) {
        if stderr().is_terminal() {
            eprintln!("\r\x1b[K{}: {result}", self.what);
        } else {
            eprintln!("{}: {result}", self.what);
        }
    }
}
