//! What was promised of a procedure, and what came of it, in words.

use dondoc_kinds::Arg;
use dondoc_messages::{Lang, text};
use dondoc_procedures::room::event::{Found, NotYet};

/// Thousandths of a working day as the language writes them, with a sign.
fn signed(lang: Lang, milli: i64) -> Arg {
    let tenths = (milli.abs() + 50) / 100;
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let sign = match (tenths, milli < 0) {
        (0, _) => "",
        (_, true) => "−",
        (_, false) => "+",
    };
    Arg::from(format!("{sign}{}{mark}{}", tenths / 10, tenths % 10))
}

/// Says `promised −3 working days, measured −2.1 [−2.8; −1.3]`, or why that can't be
/// said yet. Both are thousandths of a working day; `promised` is what a case shall
/// take less.
#[must_use]
pub fn promise(lang: Lang, promised: i64, found: Option<&Found>) -> String {
    let said = ("promised", signed(lang, -promised));
    match found {
        Some(Found::Measured(it)) => {
            let p = |milli: i64| {
                let plain = format!("{:.2}", milli as f64 / 1_000.0);
                Arg::from(match lang {
                    Lang::Vi => plain.replace('.', ","),
                    Lang::En => plain,
                })
            };
            let args = [
                said,
                ("days", signed(lang, it.difference)),
                ("low", signed(lang, it.low)),
                ("high", signed(lang, it.high)),
                ("synthetic", signed(lang, it.synthetic)),
                ("p", p(it.placebo_p)),
                ("least", p(it.least_p)),
                ("controls", Arg::Count(i64::from(it.controls))),
                ("before", Arg::Count(i64::from(it.months_before))),
                ("after", Arg::Count(i64::from(it.months_after))),
            ];
            text(lang, "procedure-promise-measured", &args)
        }
        Some(Found::NotYet {
            cases,
            months,
            controls,
            why,
        }) => {
            let args = [
                said,
                (
                    "cases",
                    Arg::Count(i64::try_from(*cases).unwrap_or(i64::MAX)),
                ),
                ("months", Arg::Count(i64::from(*months))),
                ("controls", Arg::Count(i64::from(*controls))),
                (
                    "why",
                    Arg::from(match why {
                        NotYet::FewCases => "cases",
                        NotYet::FewMonths => "months",
                        NotYet::FewControls => "controls",
                    }),
                ),
            ];
            text(lang, "procedure-promise-not-yet", &args)
        }
        None => text(lang, "procedure-promise-unmeasured", &[said]),
    }
}
