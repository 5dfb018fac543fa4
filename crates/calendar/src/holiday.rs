//! Public holidays as the law gives them, for years whose list nobody has
//! announced yet.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use smol_str::{SmolStr, format_smolstr};

use crate::days::{next, plus};
use crate::lunar;
use crate::provision::{Confidence, Provision};

/// A public holiday computed from the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComputedHoliday {
    /// The day.
    pub date: Date,
    /// Its Vietnamese name.
    pub name: SmolStr,
    /// The provision that gives it.
    pub provision: Provision,
    /// How sure the rule is; the days around Tết and 2 September are the Prime
    /// Minister's choice each year, so never above medium.
    pub confidence: Confidence,
}

/// Returns the public holidays of `year` by rule, in order of date, without
/// days in lieu. Empty outside 1900 to 2199.
///
/// Tết has five days. Which of them come before mùng 1 is decided each year;
/// computed here: two before and mùng 1 to 3 after, but one before and mùng 1
/// to 4 when the second day before is a weekly rest day. That is what was
/// announced in each year from 2016 to 2026. The second day of National Day is
/// the neighbour that makes the longer break, the day before when both are equal.
///
/// # Source
/// Labour Code 45/2019/QH14 Art. 112; before 2021 Labour Code 10/2012/QH13 Art.
/// 115 (recalled); from 2026 also 24 November by 80-NQ/TW (medium confidence).
pub fn computed_holidays(year: i16) -> &'static [ComputedHoliday] {
    static ALL: LazyLock<Vec<Vec<ComputedHoliday>>> =
        LazyLock::new(|| lunar::YEARS.map(compute).collect());
    usize::try_from(i32::from(year) - i32::from(*lunar::YEARS.start()))
        .ok()
        .and_then(|index| ALL.get(index))
        .map_or(&[], Vec::as_slice)
}

fn compute(year: i16) -> Vec<ComputedHoliday> {
    let law = if year >= 2021 {
        Provision::PublicHolidays
    } else {
        Provision::PublicHolidays2012
    };
    let mut days = Vec::with_capacity(13);
    let mut add = |date: Date, name: SmolStr, confidence| {
        days.push(ComputedHoliday {
            date,
            name,
            provision: law.clone(),
            confidence,
        });
    };
    let on = |month, day| Date::new(year, month, day).unwrap_or(Date::MAX);
    add(
        on(1, 1),
        SmolStr::new_static("Tết Dương lịch"),
        Confidence::High,
    );
    for date in tet(year) {
        add(date, tet_name(date, year), Confidence::Medium);
    }
    add(
        lunar::hung_kings(year),
        SmolStr::new_static("Giỗ Tổ Hùng Vương (10/3 âm lịch)"),
        Confidence::High,
    );
    add(
        on(4, 30),
        SmolStr::new_static("Ngày Chiến thắng"),
        Confidence::High,
    );
    add(
        on(5, 1),
        SmolStr::new_static("Ngày Quốc tế lao động"),
        Confidence::High,
    );
    add(
        on(9, 2),
        SmolStr::new_static("Quốc khánh"),
        Confidence::High,
    );
    if year >= 2021 {
        let (date, name) = beside_national_day(on(9, 2));
        add(date, SmolStr::new_static(name), Confidence::Medium);
    }
    if year >= 2026 {
        days.push(ComputedHoliday {
            date: on(11, 24),
            name: SmolStr::new_static("Ngày Văn hóa Việt Nam"),
            provision: Provision::CultureDay,
            confidence: Confidence::Medium,
        });
    }
    days.sort_by_key(|day| day.date);
    // Giỗ Tổ can't meet another one in these years more than once in a while;
    // the second day then is a day in lieu, so both stay in the list.
    days
}

fn tet(year: i16) -> impl Iterator<Item = Date> {
    let first = lunar::new_year(year);
    let second_day_before = plus(first, -2);
    let rest = matches!(
        second_day_before.weekday(),
        Weekday::Saturday | Weekday::Sunday
    );
    let start = if rest {
        next(second_day_before)
    } else {
        second_day_before
    };
    (0..5).map(move |i| plus(start, i))
}

fn tet_name(date: Date, year: i16) -> SmolStr {
    let lunar = lunar::to_lunar(date);
    let name = lunar_year_name(year);
    if lunar.month == 1 {
        format_smolstr!("Tết Nguyên đán {name} - mùng {}", lunar.day)
    } else {
        format_smolstr!("Tết Nguyên đán {name} - {} tháng Chạp", lunar.day)
    }
}

/// Returns the name of a lunar year in the cycle of sixty, e.g. `Giáp Thìn`.
pub fn lunar_year_name(year: i16) -> SmolStr {
    const STEMS: [&str; 10] = [
        "Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý",
    ];
    const BRANCHES: [&str; 12] = [
        "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
    ];
    let since = i32::from(year) - 4;
    let stem = STEMS[since.rem_euclid(10) as usize];
    let branch = BRANCHES[since.rem_euclid(12) as usize];
    format_smolstr!("{stem} {branch}")
}

fn beside_national_day(day: Date) -> (Date, &'static str) {
    match day.weekday() {
        Weekday::Sunday | Weekday::Monday | Weekday::Thursday => {
            (plus(day, 1), "Quốc khánh (ngày liền sau)")
        }
        _ => (plus(day, -1), "Quốc khánh (ngày liền trước)"),
    }
}
