//! Domain answers that edges say to people.

/// One named value of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Text that stays as it is: a name, a number as written, a code.
    Text(String),
    /// A count.
    Count(i64),
    /// A day, which each language writes its own way: year, month, day.
    Day(i16, i8, i8),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<jiff::civil::Date> for Arg {
    fn from(day: jiff::civil::Date) -> Self {
        Self::Day(day.year(), day.month(), day.day())
    }
}

impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

/// A refusal or reason that can be said in every language of the system.
///
/// The room gives a key and values; the words stand in the Fluent files of
/// `dondoc-messages`, in Vietnamese and English. Keys look like
/// `tasks-extension-after-due`.
pub trait Say {
    /// Returns the key of the message.
    fn key(&self) -> &'static str;
    /// Returns the values that the message names.
    fn args(&self) -> Vec<(&'static str, Arg)>;
}

/// Returns a failure with its causes, on one line: what an edge logs, or says
/// after its own words.
pub fn with_causes(failure: &dyn std::error::Error) -> String {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(failure) = cause {
        text.push_str(": ");
        text.push_str(&failure.to_string());
        cause = failure.source();
    }
    text
}
