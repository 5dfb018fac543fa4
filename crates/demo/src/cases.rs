//! Cases of one procedure, as an office's system would export them: people come,
//! officers work their queues off, leaders sign twice a week, applicants bring what
//! was missing. All made up, and the name of the log says so.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use dondoc_calendar::Calendar;
use dondoc_lake::{BuildProblem, EventLog, LogBuilder, Row, Zones};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::Offset;

use crate::chance::Chance;

/// What the log is called.
pub const CASES_NAME: &str = "Cấp giấy phép xây dựng nhà ở riêng lẻ (dữ liệu minh họa).csv";

/// Offices that handle the procedure; the first changed its way of signing.
pub const OFFICES: [&str; 12] = [
    "Bộ phận một cửa số 1 (minh họa)",
    "Bộ phận một cửa số 2 (minh họa)",
    "Bộ phận một cửa số 3 (minh họa)",
    "Bộ phận một cửa số 4 (minh họa)",
    "Bộ phận một cửa số 5 (minh họa)",
    "Bộ phận một cửa số 6 (minh họa)",
    "Bộ phận một cửa số 7 (minh họa)",
    "Bộ phận một cửa số 8 (minh họa)",
    "Bộ phận một cửa số 9 (minh họa)",
    "Bộ phận một cửa số 10 (minh họa)",
    "Bộ phận một cửa số 11 (minh họa)",
    "Bộ phận một cửa số 12 (minh họa)",
];
/// From this day on the first office signs every day: its head delegated it.
pub const CHANGED: Date = date(2024, 4, 1);
/// On this day the shortening sheet is signed; the task that it becomes has the next
/// number.
pub const SHEET_SIGNED: Date = date(2024, 2, 22);
const FIRST: Date = date(2023, 1, 3);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Task {
    Receive,
    Check,
    Ask,
    Supply,
    Appraise,
    Consult,
    Draft,
    Submit,
    Sign,
    Return,
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Self::Receive => "Tiếp nhận hồ sơ",
            Self::Check => "Kiểm tra thành phần",
            Self::Ask => "Yêu cầu bổ sung",
            Self::Supply => "Công dân bổ sung",
            Self::Appraise => "Thẩm định hồ sơ",
            Self::Consult => "Lấy ý kiến phòng chuyên môn",
            Self::Draft => "Dự thảo kết quả",
            Self::Submit => "Trình lãnh đạo",
            Self::Sign => "Ký duyệt",
            Self::Return => "Trả kết quả",
        }
    }

    /// Who does it: which of an office's groups, and the minutes it takes.
    fn work(self) -> (usize, (u32, u32)) {
        match self {
            Self::Receive => (0, (10, 25)),
            Self::Check | Self::Ask => (0, (10, 40)),
            Self::Supply => (4, (1, 1)),
            Self::Appraise => (1, (60, 240)),
            Self::Consult => (3, (60, 180)),
            Self::Draft => (1, (45, 120)),
            Self::Submit => (1, (5, 15)),
            Self::Sign => (2, (3, 10)),
            Self::Return => (0, (5, 15)),
        }
    }
}

/// People in each group of an office: the counter, experts, leaders, other rooms.
const GROUPS: [(&str, usize); 4] = [("MC", 3), ("CV", 4), ("LD", 1), ("PCM", 2)];

/// The minutes in which offices are open, in order, as microseconds since 1970 UTC,
/// each with its day.
struct Minutes {
    at: Vec<i64>,
    days: Vec<Date>,
}

impl Minutes {
    fn new(calendar: &Calendar, until: Date) -> Self {
        let mut minutes = Self {
            at: Vec::new(),
            days: Vec::new(),
        };
        let mut day = FIRST;
        while day <= until {
            if calendar.is_working_day(day) {
                for shift in calendar.hours_on(day).shifts() {
                    let mut time = day.to_datetime(shift.start);
                    let end = day.to_datetime(shift.end);
                    while time < end {
                        if let Ok(at) = Offset::constant(7).to_timestamp(time) {
                            minutes.at.push(at.as_microsecond());
                            minutes.days.push(day);
                        }
                        time = time.saturating_add(jiff::SignedDuration::from_mins(1));
                    }
                }
            }
            day = day.tomorrow().unwrap_or(Date::MAX);
        }
        minutes
    }

    /// The first minute of `minute`'s day or later whose day is one of `weekdays`.
    fn next_on(&self, minute: usize, weekdays: &[Weekday]) -> usize {
        (minute..self.days.len())
            .find(|&later| weekdays.contains(&self.days[later].weekday()))
            .unwrap_or(self.days.len())
    }
}

/// Returns the log of some twenty months up to `until`: seven thousand cases, running
/// ones among them, the same every time.
///
/// # Errors
/// None that can happen with so few activities and units.
pub fn cases(seed: u64, calendar: &Calendar, until: Date) -> Result<EventLog, BuildProblem> {
    let minutes = Minutes::new(calendar, until);
    let mut builder = LogBuilder::default();
    // (ready, case, task); who is free when, by office and group.
    let mut agenda: BinaryHeap<Reverse<(usize, u32, Task)>> = BinaryHeap::new();
    let mut free: Vec<Vec<Vec<usize>>> = OFFICES
        .iter()
        .map(|_| GROUPS.iter().map(|&(_, people)| vec![0; people]).collect())
        .collect();
    let mut cases: Vec<(usize, Chance, bool)> = Vec::new();
    for (office, _) in OFFICES.iter().enumerate() {
        let mut arrivals = Chance::new(seed, &format!("cases of office {office}"));
        let mut minute = 0;
        let (mut day, mut of_day) = (Date::MIN, 0);
        loop {
            minute += arrivals.between(80, 700) as usize;
            if minute >= minutes.at.len() {
                break;
            }
            let number = u32::try_from(cases.len()).unwrap_or(u32::MAX);
            let received = minutes.days[minute];
            of_day = if day == received { of_day + 1 } else { 1 };
            day = received;
            let id = format!(
                "000.00.{:02}.H26-{:02}{:02}{:02}-{of_day:04}",
                office + 1,
                day.year() % 100,
                day.month(),
                day.day(),
            );
            builder.case(&id);
            cases.push((office, Chance::new(seed, &id), false));
            agenda.push(Reverse((minute, number, Task::Receive)));
        }
    }
    while let Some(Reverse((ready, case, task))) = agenda.pop() {
        let (office, chance, was_asked) = &mut cases[case as usize];
        let (group, (least, most)) = task.work();
        let took = chance.between(least, most) as usize;
        let mut ready = ready;
        if task == Task::Sign && ready < minutes.days.len() {
            let delegated = *office == 0 && minutes.days[ready] >= CHANGED;
            if !delegated {
                ready = minutes.next_on(ready, &[Weekday::Tuesday, Weekday::Friday]);
            }
        }
        let (start, person) = match free[*office].get_mut(group) {
            Some(people) => {
                let person = (0..people.len())
                    .min_by_key(|&person| people[person])
                    .unwrap_or(0);
                let start = ready.max(people[person]);
                people[person] = start + took;
                (
                    start,
                    Some(format!("{}{}-{}", GROUPS[group].0, *office + 1, person + 1)),
                )
            }
            None => (ready, None),
        };
        let end = start + took;
        // What lies after the last day has not happened yet.
        let (Some(&began), Some(&ended)) = (minutes.at.get(start), minutes.at.get(end)) else {
            continue;
        };
        builder.push(
            case,
            &Row {
                start: began,
                resource: person.as_deref(),
                unit: Some(OFFICES[*office]),
                ..Row::new(task.name(), ended)
            },
        );
        let day = 480;
        let (next, wait) = match task {
            Task::Receive => (Task::Check, 0),
            Task::Check if !*was_asked && chance.happens(280) => (Task::Ask, 0),
            Task::Check => (Task::Appraise, 0),
            Task::Ask => (Task::Supply, chance.between(day, 9 * day)),
            Task::Supply => {
                *was_asked = true;
                (Task::Check, 0)
            }
            Task::Appraise if chance.happens(550) => {
                (Task::Consult, chance.between(2 * day, 6 * day))
            }
            // Papers of the land are fetched, a drawing is corrected.
            Task::Appraise | Task::Consult => (Task::Draft, chance.between(day / 2, 4 * day)),
            Task::Draft => (Task::Submit, 0),
            Task::Submit => (Task::Sign, 0),
            Task::Sign if chance.happens(90) => (Task::Draft, 0),
            Task::Sign => (Task::Return, chance.between(0, 2 * day)),
            Task::Return => continue,
        };
        agenda.push(Reverse((end + wait as usize, case, next)));
    }
    builder.finish(Zones {
        offsets: Vec::new(),
        naive: 0,
        assumed: "+07:00".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_of_real_size_and_the_same_every_time() {
        let calendar = Calendar::default();
        let log = cases(24, &calendar, date(2024, 10, 1)).expect("few activities");
        assert!(log.cases() > 3_000, "{}", log.cases());
        assert!((30_000..90_000).contains(&log.events()), "{}", log.events());
        assert_eq!(log.activities().len(), 10);
        assert_eq!(log.unsorted_cases(), 0);
        let again = cases(24, &calendar, date(2024, 10, 1)).expect("few activities");
        assert_eq!(log, again);
        assert_ne!(
            log,
            cases(25, &calendar, date(2024, 10, 1)).expect("few activities")
        );
    }
}
