//! The calendar of the synthetic logs (Monday to Friday, 7:30-11:30 and 13:30-17:00,
//! UTC+7), and the comparison with a reference that counted by it.

use std::path::Path;

use dondoc_calendar::{
    AnnouncedKind, Calendar, Confidence, DayAnnounced, Event, HoursSet, OfficeHours, Shift,
    Weekday, YearListed,
};
use dondoc_procedures::ProcessMap;
use jiff::civil::{date, time};

/// Days off, as the generator has them.
pub(crate) const HOLIDAYS: &str = "2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 \
    2024-04-18 2024-04-29 2024-04-30 2024-05-01 2024-09-02 2024-09-03 2025-01-01 2025-01-27 \
    2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02 \
    2025-09-01 2025-09-02 2026-01-01 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20";

pub(crate) fn calendar() -> Calendar {
    let mut calendar = Calendar::default();
    let shifts = vec![
        Shift {
            start: time(7, 30, 0, 0),
            end: time(11, 30, 0, 0),
        },
        Shift {
            start: time(13, 30, 0, 0),
            end: time(17, 0, 0, 0),
        },
    ];
    let week = Weekday::ALL[..5].to_vec();
    let hours = OfficeHours::try_new(week, shifts, "kit".into(), Confidence::High);
    calendar.apply(&Event::HoursSet(HoursSet {
        from: date(1970, 1, 1),
        hours: hours.unwrap(),
    }));
    for year in 2023..2030 {
        let source = "kit".into();
        calendar.apply(&Event::YearListed(YearListed { year, source }));
    }
    for day in HOLIDAYS.split_whitespace() {
        calendar.apply(&Event::DayAnnounced(DayAnnounced {
            date: day.parse().unwrap(),
            kind: AnnouncedKind::PublicHoliday,
            name: "nghỉ".into(),
            source: "kit".into(),
            confidence: Confidence::High,
        }));
    }
    calendar
}

/// Every edge's count, medians and ninetieth percentiles.
pub(crate) fn compare(map: &ProcessMap, reference: &Path) {
    let reference: serde_json::Value =
        serde_json::from_slice(&std::fs::read(reference).unwrap()).unwrap();
    let edges = reference["edges"].as_array().unwrap();
    assert_eq!(edges.len(), map.edges.len());
    for (theirs, ours) in edges.iter().zip(&map.edges) {
        assert_eq!(theirs[0], ours.from.as_str());
        assert_eq!(theirs[1], ours.to.as_str());
        assert_eq!(theirs[2], ours.n);
        let values = [
            ours.median_s,
            ours.p90_s,
            ours.working_median_s,
            ours.working_p90_s,
        ];
        for (at, value) in values.into_iter().enumerate() {
            let gap = (theirs[at + 3].as_f64().unwrap() - value.unwrap()).abs();
            assert!(
                gap < 1e-6,
                "{} → {}: {value:?} for {}",
                ours.from,
                ours.to,
                theirs[at + 3]
            );
        }
    }
}
