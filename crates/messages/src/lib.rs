//! What the edges say to people, in Vietnamese and English.
//!
//! Rooms answer with keys and values ([`Say`]); the words stand in the Fluent
//! files `locales/<language>/<room>.ftl`. A test fails when a key is missing in
//! one language, when two rooms use one key, or when the two texts of a key do
//! not name the same values.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use dondoc_kinds::{Arg, Say};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

mod figures;
mod files;

pub use figures::{billions, grouped, percent};

/// A language that the system speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lang {
    /// Vietnamese, the language of the office.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Vietnamese first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// Returns the BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "vi" => Ok(Self::Vi),
            "en" => Ok(Self::En),
            other => Err(format!(
                "`{other}` is not a language here: use `vi` or `en`"
            )),
        }
    }
}

/// Says a room's answer in `lang`.
pub fn say(lang: Lang, what: &dyn Say) -> String {
    text(lang, what.key(), &what.args())
}

/// Says the message `key` with its values in `lang`.
///
/// A key that no file holds is returned in brackets with its values, so that
/// nothing a room answered is ever swallowed; the tests keep that from
/// happening to keys that are in the files of one language only.
pub fn text(lang: Lang, key: &str, args: &[(&'static str, Arg)]) -> String {
    let bundle = match lang {
        Lang::Vi => &VIETNAMESE.0,
        Lang::En => &ENGLISH.0,
    };
    let (id, attribute) = match key.split_once('.') {
        Some((id, attribute)) => (id, Some(attribute)),
        None => (key, None),
    };
    let pattern = bundle.get_message(id).and_then(|message| match attribute {
        None => message.value(),
        Some(name) => message.get_attribute(name).map(|found| found.value()),
    });
    let Some(pattern) = pattern else {
        return format!("[{key}] {}", plain(args));
    };
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        values.set(*name, value(lang, arg));
    }
    // A value that the text names and the room did not give shows as `{$name}`.
    let mut errors = Vec::new();
    bundle
        .format_pattern(pattern, Some(&values), &mut errors)
        .into_owned()
}

/// Writes a day as `lang` writes it: `05/01/2024`, `5 January 2024`.
pub fn day(lang: Lang, year: i16, month: i8, day: i8) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index));
    match (lang, name) {
        (Lang::En, Some(name)) => format!("{day} {name} {year}"),
        _ => format!("{day:02}/{month:02}/{year}"),
    }
}

fn value(lang: Lang, arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Text(text) => FluentValue::String(text.clone().into()),
        Arg::Count(count) => (*count).into(),
        Arg::Day(year, month, dom) => FluentValue::String(day(lang, *year, *month, *dom).into()),
    }
}

fn plain(args: &[(&'static str, Arg)]) -> String {
    let shown: Vec<String> = args
        .iter()
        .map(|(name, arg)| match arg {
            Arg::Text(text) => format!("{name}={text}"),
            Arg::Count(count) => format!("{name}={count}"),
            Arg::Day(year, month, day) => format!("{name}={year:04}-{month:02}-{day:02}"),
        })
        .collect();
    shown.join(", ")
}

struct Words(FluentBundle<FluentResource>);

static VIETNAMESE: LazyLock<Words> = LazyLock::new(|| load("vi", files::VI));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| load("en", files::EN));

fn load(tag: &'static str, sources: &[(&str, &str)]) -> Words {
    let language = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The isolation marks are for mixed writing directions, which neither has.
    bundle.set_use_isolating(false);
    for (_, source) in sources {
        // A broken line loses its message only; a test refuses broken files.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(r, _)| r);
        bundle.add_resource_overriding(resource);
    }
    Words(bundle)
}

#[cfg(test)]
mod tests;
