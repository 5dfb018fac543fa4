//! How a command ends, and what the shell is told of it.

use std::fmt;
use std::process::ExitCode;

use dondoc_kinds::Say;
use dondoc_messages::{Lang, say};

use crate::out;

/// Why a command did not do what was asked.
pub(crate) enum Trouble {
    /// The input or the act is not acceptable; the message says what would be.
    Refused(Box<dyn Say>),
    /// Several problems of one input, each with its place.
    Problems(Vec<Box<dyn Say>>),
    /// The same in words that are already in the person's language.
    RefusedWords(String),
    /// The ledger or a proof does not verify; what is wrong was printed.
    Unverified,
    /// The world broke in a way that can be said in the person's language.
    Broken(Box<dyn Say>),
    /// The world broke: disk, port, program.
    Failed(anyhow::Error),
}

impl Trouble {
    /// Wraps a room's answer.
    pub(crate) fn refused(answer: impl Say + 'static) -> Self {
        Self::Refused(Box::new(answer))
    }

    /// Prints what happened, and returns the exit code that `dondoc --help` documents.
    pub(crate) fn report(&self, lang: Lang) -> ExitCode {
        match self {
            Self::Refused(answer) | Self::Broken(answer) => {
                out::error(lang, &say(lang, answer.as_ref()))
            }
            Self::Problems(problems) => {
                for problem in problems {
                    out::error(lang, &say(lang, problem.as_ref()));
                }
            }
            Self::RefusedWords(words) => out::error(lang, words),
            Self::Unverified => {}
            Self::Failed(error) => out::error(lang, &format!("{error:#}")),
        }
        ExitCode::from(self.code())
    }

    fn code(&self) -> u8 {
        match self {
            Self::Failed(_) | Self::Broken(_) => 1,
            Self::Refused(_) | Self::Problems(_) | Self::RefusedWords(_) => 3,
            Self::Unverified => 4,
        }
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}", self.code())
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// What a command returns.
pub(crate) type Outcome = Result<(), Trouble>;
