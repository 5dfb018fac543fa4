//! The lunar calendar against known dates.

use dondoc_calendar::lunar::{LunarDate, hung_kings, new_year, new_year_at, to_lunar, to_solar};
use dondoc_calendar::lunar_year_name;
use jiff::ToSpan;
use jiff::civil::date;

/// Mùng 1 Tết as almanacs give it (northern time before 1975).
const TET: [(i16, i8, i8); 70] = [
    (1968, 1, 29),
    (1969, 2, 16),
    (1970, 2, 6),
    (1971, 1, 27),
    (1972, 2, 15),
    (1973, 2, 3),
    (1974, 1, 23),
    (1975, 2, 11),
    (1976, 1, 31),
    (1977, 2, 18),
    (1978, 2, 7),
    (1979, 1, 28),
    (1980, 2, 16),
    (1981, 2, 5),
    (1982, 1, 25),
    (1983, 2, 13),
    (1984, 2, 2),
    (1985, 1, 21),
    (1986, 2, 9),
    (1987, 1, 29),
    (1988, 2, 17),
    (1989, 2, 6),
    (1990, 1, 27),
    (1991, 2, 15),
    (1992, 2, 4),
    (1993, 1, 23),
    (1994, 2, 10),
    (1995, 1, 31),
    (1996, 2, 19),
    (1997, 2, 7),
    (1998, 1, 28),
    (1999, 2, 16),
    (2000, 2, 5),
    (2001, 1, 24),
    (2002, 2, 12),
    (2003, 2, 1),
    (2004, 1, 22),
    (2005, 2, 9),
    (2006, 1, 29),
    (2007, 2, 17),
    (2008, 2, 7),
    (2009, 1, 26),
    (2010, 2, 14),
    (2011, 2, 3),
    (2012, 1, 23),
    (2013, 2, 10),
    (2014, 1, 31),
    (2015, 2, 19),
    (2016, 2, 8),
    (2017, 1, 28),
    (2018, 2, 16),
    (2019, 2, 5),
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 2),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
    (2036, 1, 28),
    (2037, 2, 15),
];

#[test]
fn tet_falls_where_almanacs_say() {
    for (year, month, day) in TET {
        assert_eq!(new_year(year), date(year, month, day), "Tết {year}");
    }
}

#[test]
fn vietnamese_and_chinese_new_year_differ_in_1985_2007_and_2030() {
    assert_eq!(
        (new_year(1985), new_year_at(1985, 8)),
        (date(1985, 1, 21), date(1985, 2, 20))
    );
    assert_eq!(
        (new_year(2007), new_year_at(2007, 8)),
        (date(2007, 2, 17), date(2007, 2, 18))
    );
    assert_eq!(
        (new_year(2030), new_year_at(2030, 8)),
        (date(2030, 2, 2), date(2030, 2, 3))
    );
    let differ: Vec<i16> = (1976..=2045)
        .filter(|y| new_year(*y) != new_year_at(*y, 8))
        .collect();
    assert_eq!(differ, [1985, 2007, 2030]);
}

#[test]
fn gio_to_is_the_tenth_of_the_third_month() {
    for (year, month, day) in [
        (2022, 4, 10),
        (2023, 4, 29),
        (2024, 4, 18),
        (2025, 4, 7),
        (2026, 4, 26),
    ] {
        assert_eq!(hung_kings(year), date(year, month, day));
    }
}

#[test]
fn leap_months_stand_where_almanacs_say() {
    // Years with their leap month (Việt Nam).
    for (year, month) in [
        (1987, 7),
        (1990, 5),
        (1993, 3),
        (1995, 8),
        (1998, 5),
        (2001, 4),
        (2004, 2),
        (2006, 7),
        (2009, 5),
        (2012, 4),
        (2014, 9),
        (2017, 6),
        (2020, 4),
        (2023, 2),
        (2025, 6),
        (2028, 5),
        (2031, 3),
    ] {
        let first = LunarDate {
            year,
            month,
            leap: true,
            day: 1,
        };
        let solar = to_solar(first).unwrap_or_else(|| panic!("leap {month}/{year}"));
        assert_eq!(to_lunar(solar), first);
    }
    assert_eq!(
        to_solar(LunarDate {
            year: 2024,
            month: 6,
            leap: true,
            day: 1
        }),
        None
    );
    assert_eq!(
        to_solar(LunarDate {
            year: 2025,
            month: 5,
            leap: true,
            day: 1
        }),
        None
    );
}

#[test]
fn a_month_has_no_thirty_first_day() {
    assert_eq!(
        to_solar(LunarDate {
            year: 2024,
            month: 1,
            leap: false,
            day: 31
        }),
        None
    );
    // Chạp of Giáp Thìn has 29 days.
    assert_eq!(
        to_solar(LunarDate {
            year: 2024,
            month: 12,
            leap: false,
            day: 30
        }),
        None
    );
}

#[test]
fn every_day_from_1900_to_2100_goes_there_and_back() {
    let mut day = date(1900, 2, 1);
    let mut before = to_lunar(day);
    while day < date(2100, 12, 31) {
        day = day.checked_add(1.day()).unwrap();
        let lunar = to_lunar(day);
        assert_eq!(to_solar(lunar), Some(day), "{lunar:?}");
        let follows = lunar.day == before.day + 1 || lunar.day == 1 && before.day >= 29;
        assert!(follows, "{before:?} then {lunar:?}");
        assert!(lunar.year >= before.year);
        before = lunar;
    }
}

#[test]
fn years_have_their_names() {
    assert_eq!(lunar_year_name(2024), "Giáp Thìn");
    assert_eq!(lunar_year_name(2026), "Bính Ngọ");
    assert_eq!(lunar_year_name(1984), "Giáp Tý");
}
