//! The code of a case (*mã số hồ sơ*), in both orders of the agency's identifier.

use jiff::civil::Date;

/// A case's code: `<agency identifier>-<yymmdd received>-<running number of the day>`.
///
/// The identifier's groups stand from the most specific to the province
/// (`000.A0.01.H26`), or from the province on (`H15.50.05.13`). Two codes that differ
/// in that order only are [`the same`](CaseCode::is_same). Which group is whose is not
/// read out of it: schemes differ.
///
/// # Source
/// Decision 20/2020/QĐ-TTg (identifier); codes as portals print them in both orders.
#[derive(Debug, Clone, PartialEq, Eq)]
// INVARIANT: `groups` is not empty; `number` is digits.
pub struct CaseCode {
    groups: Vec<String>,
    received: Date,
    number: String,
}

impl CaseCode {
    /// Reads a code; letters may be small, blanks around it do not matter. `None` when
    /// it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let mut parts = text.split('-');
        let (agency, day, number) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let groups: Vec<String> = agency.split('.').map(str::to_owned).collect();
        let fits = |group: &String| {
            (2..=3).contains(&group.len()) && group.bytes().all(|it| it.is_ascii_alphanumeric())
        };
        let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        if !(2..=11).contains(&groups.len()) || !groups.iter().all(fits) {
            return None;
        }
        if day.len() != 6 || !digits(day) || !(4..=9).contains(&number.len()) || !digits(number) {
            return None;
        }
        let part = |from: usize| day.get(from..from + 2)?.parse::<i8>().ok();
        let received = Date::new(2000 + i16::from(part(0)?), part(2)?, part(4)?).ok()?;
        Some(Self {
            groups,
            received,
            number: number.to_owned(),
        })
    }

    /// Returns the day on which the case was received.
    #[must_use]
    pub const fn received(&self) -> Date {
        self.received
    }

    /// Returns whether both name one case, in either order of the identifier.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.received == other.received
            && self.number == other.number
            && (self.groups == other.groups || self.groups.iter().eq(other.groups.iter().rev()))
    }

    /// Returns the same code with the identifier in the other order.
    #[must_use]
    pub fn turned(&self) -> Self {
        let mut turned = self.clone();
        turned.groups.reverse();
        turned
    }
}

impl std::fmt::Display for CaseCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}-{:02}{:02}{:02}-{}",
            self.groups.join("."),
            self.received.year() % 100,
            self.received.month(),
            self.received.day(),
            self.number
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_orders_are_read() {
        for code in [
            "000.A0.01.H26-210212-9090",
            "000.00.01.H26-260930-0012",
            "H15.50.05.13-261008-0975",
        ] {
            let read = CaseCode::parse(code).expect(code);
            assert_eq!(read.to_string(), code);
        }
        assert_eq!(
            CaseCode::parse(" h15.50.05.13-261008-0975 ").map(|it| it.received()),
            Some(Date::constant(2026, 10, 8))
        );
    }

    #[test]
    fn one_case_is_one_case_in_either_order() {
        let old = CaseCode::parse("000.A0.01.H26-210212-9090").expect("a code");
        let new = CaseCode::parse("H26.01.A0.000-210212-9090").expect("a code");
        assert!(old.is_same(&new));
        assert_eq!(old.turned(), new);
        let other = CaseCode::parse("H26.01.A0.000-210212-9091").expect("a code");
        assert!(!old.is_same(&other));
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        for text in [
            "",
            "000.A0.01.H26-211312-9090",
            "000.A0.01.H26-210231-9090",
            "000.A0.01.H26-210212-90",
            "H26-210212-9090",
            "000.A0.01.H26-210212-9090-1",
            "000.Ă0.01.H26-210212-9090",
            "000..01.H26-210212-9090",
        ] {
            assert_eq!(CaseCode::parse(text), None, "{text}");
        }
    }
}
