//! Figures as each language writes them.

use dondoc_kinds::Arg;
use dondoc_messages::{Lang, text};
use dondoc_mining::simulate::{Figure, Honesty, Outcome};

use crate::out;

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

/// A count that stands as it is.
pub(super) fn count(n: impl TryInto<i64>) -> Arg {
    Arg::Count(n.try_into().unwrap_or(i64::MAX))
}

/// A figure with where nine of ten lie.
pub(super) fn figure(
    lang: Lang,
    name: &'static str,
    figure: Figure,
    scale: f64,
) -> [(&'static str, Arg); 3] {
    [
        (name, number(lang, figure.mean * scale, 1)),
        ("low", number(lang, figure.low * scale, 1)),
        ("high", number(lang, figure.high * scale, 1)),
    ]
}

/// Says whether a simulation can be trusted.
pub(super) fn honesty(lang: Lang, honest: &Honesty) {
    let key = if honest.trusted {
        "mining-honesty-trusted"
    } else {
        "mining-honesty-not"
    };
    let line = [
        ("learnt", count(honest.learnt_from)),
        ("judged", count(honest.judged_on)),
        ("apart", number(lang, honest.days_apart, 1)),
        ("again", number(lang, honest.days_apart_resampled, 1)),
    ];
    out::line(&text(lang, key, &line));
}

/// Says what a simulation gave.
pub(super) fn outcome(lang: Lang, label: &str, found: &Outcome) {
    let mut line = figure(lang, "mean", found.mean_days, 1.0).to_vec();
    line.extend([
        ("label", Arg::from(text(lang, label, &[]))),
        ("median", number(lang, found.median_days.mean, 1)),
        ("tail", number(lang, found.p90_days.mean, 1)),
    ]);
    out::line(&text(lang, "mining-outcome", &line));
    if let Some(on_time) = found.on_time {
        let line = figure(lang, "share", on_time, 100.0);
        out::line(&text(lang, "mining-outcome-on-time", &line));
    }
}
