//! Figures as each language writes them.

use crate::Lang;

/// Writes a whole number in groups of three: `12.345`, `12,345`.
#[must_use]
pub fn grouped(lang: Lang, number: i64) -> String {
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// Writes an amount of đồng in billions with one digit: `1.234,5 tỷ`, `1,234.5 bn`.
#[must_use]
pub fn billions(lang: Lang, amount: i64) -> String {
    let sign = amount.signum();
    // Half a tenth is rounded away from zero.
    let tenths = (amount.unsigned_abs().saturating_add(50_000_000) / 100_000_000) as i64;
    let whole = grouped(lang, tenths / 10);
    let sign = if sign < 0 && tenths > 0 { "−" } else { "" };
    match lang {
        Lang::Vi => format!("{sign}{whole},{} tỷ", tenths % 10),
        Lang::En => format!("{sign}{whole}.{} bn", tenths % 10),
    }
}

/// Writes hundredths of a percent with one digit: `45,3 %`, `45.3%`.
#[must_use]
pub fn percent(lang: Lang, hundredths: i64) -> String {
    let tenths = (hundredths.unsigned_abs() + 5) / 10;
    let sign = if hundredths < 0 && tenths > 0 {
        "−"
    } else {
        ""
    };
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match lang {
        Lang::Vi => format!("{sign}{whole},{tenth} %"),
        Lang::En => format!("{sign}{whole}.{tenth}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_rates_are_rounded_half_away_from_zero() {
        assert_eq!(billions(Lang::Vi, 1_234_450_000_000), "1.234,5 tỷ");
        assert_eq!(billions(Lang::En, -49_000_000), "0.0 bn");
        assert_eq!(billions(Lang::En, -51_000_000), "−0.1 bn");
        assert_eq!(percent(Lang::Vi, 4_425), "44,3 %");
        assert_eq!(percent(Lang::En, 10_680), "106.8%");
        assert_eq!(grouped(Lang::Vi, -1_234_567), "−1.234.567");
    }
}
