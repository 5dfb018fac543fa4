//! Words for people, days and moments as each language writes them.

use dondoc_kinds::{Arg, Say};
use dondoc_messages::{Lang, say, text};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// Says messages in one language; what templates are given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) lang: Lang,
}

impl Words {
    /// Says a message without values.
    pub(crate) fn t(&self, key: &str) -> String {
        text(self.lang, key, &[])
    }

    /// Says a message with a count, named `n` in it.
    pub(crate) fn n(&self, key: &str, n: impl TryInto<i64>) -> String {
        let n = n.try_into().unwrap_or(i64::MAX);
        text(self.lang, key, &[("n", Arg::Count(n))])
    }

    /// Says a message with a text, named `it` in it.
    pub(crate) fn with(&self, key: &str, it: &str) -> String {
        text(self.lang, key, &[("it", Arg::from(it))])
    }

    /// Says a message with a text `it` and a count `n`.
    pub(crate) fn both(&self, key: &str, it: &str, n: impl TryInto<i64>) -> String {
        let n = n.try_into().unwrap_or(i64::MAX);
        text(
            self.lang,
            key,
            &[("it", Arg::from(it)), ("n", Arg::Count(n))],
        )
    }

    /// Says a room's answer.
    pub(crate) fn say(&self, what: &dyn Say) -> String {
        say(self.lang, what)
    }

    /// Writes a day: `05/01/2024`, `5 January 2024`.
    pub(crate) fn day(&self, day: Date) -> String {
        dondoc_messages::day(self.lang, day.year(), day.month(), day.day())
    }

    /// Writes a moment: the day, and the hour unless it is the end of the day.
    pub(crate) fn moment(&self, at: DateTime) -> String {
        let end_of_day = at.hour() == 23 && at.minute() == 59;
        if end_of_day {
            return self.day(at.date());
        }
        format!(
            "{:02}:{:02}, {}",
            at.hour(),
            at.minute(),
            self.day(at.date())
        )
    }

    /// Writes a recorded moment in Việt Nam time, to the second.
    pub(crate) fn recorded(&self, at: Timestamp) -> String {
        let at = dondoc_city::civil(at);
        let (h, m, s) = (at.hour(), at.minute(), at.second());
        format!("{h:02}:{m:02}:{s:02}, {}", self.day(at.date()))
    }

    /// Writes a count with the language's group mark: `12.345`, `12,345`.
    pub(crate) fn number(&self, n: impl TryInto<u64>) -> String {
        let digits = n.try_into().unwrap_or(u64::MAX).to_string();
        let mark = if self.lang == Lang::Vi { '.' } else { ',' };
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }

    /// Writes tenths of a percent: `87,5 %`, `87.5%`.
    pub(crate) fn percent(&self, tenths: u32) -> String {
        let (whole, tenth) = (tenths / 10, tenths % 10);
        match self.lang {
            Lang::Vi => format!("{whole},{tenth} %"),
            Lang::En => format!("{whole}.{tenth}%"),
        }
    }
}

/// Cuts a text for a list, at a word, with an ellipsis.
pub(crate) fn short(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let at = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..at].trim_end_matches([',', ';', '.', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_groups_them() {
        let words = |lang| Words { lang };
        assert_eq!(words(Lang::Vi).number(1_234_567_u32), "1.234.567");
        assert_eq!(words(Lang::En).number(999_u32), "999");
        assert_eq!(words(Lang::Vi).percent(875), "87,5 %");
        assert_eq!(words(Lang::En).percent(1000), "100.0%");
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(short("Giao Sở  Tài chính", 40), "Giao Sở Tài chính");
        assert_eq!(
            short("Giao Sở Tài chính, chủ trì", 19),
            "Giao Sở Tài chính…"
        );
    }
}
