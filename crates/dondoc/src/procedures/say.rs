//! Figures as each language writes them.

use dondoc_kinds::Arg;
use dondoc_messages::Lang;

/// A number with `places` decimals.
pub(super) fn number(lang: Lang, value: f64, places: usize) -> Arg {
    let plain = format!("{value:.places$}");
    Arg::from(match lang {
        Lang::Vi => plain.replace('.', ","),
        Lang::En => plain,
    })
}

/// Seconds as hours.
pub(super) fn hours(lang: Lang, seconds: f64) -> Arg {
    number(lang, seconds / 3_600.0, 1)
}

/// A share as per cent, without the sign.
pub(super) fn percent(lang: Lang, share: f64) -> Arg {
    number(lang, share * 100.0, 1)
}
