//! What a deadline says.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::days::{day_in_month, last_of_month};
use crate::hours::Weekday;

/// What a deadline says, before any calendar is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A day, perhaps with an hour.
    Day {
        /// The day named.
        day: Date,
        /// The hour named.
        hour: Option<Time>,
        /// Whether the words were "trước" or "chậm nhất".
        word: Word,
    },
    /// The end (or beginning, or middle) of a month, quarter, half, year.
    Period {
        /// Which one.
        period: Period,
        /// Which moment of it.
        part: Part,
        /// Whether the words were "trước" (before it begins) or "trong".
        word: Word,
    },
    /// So many days, hours, months after the beginning.
    Within {
        /// How many.
        count: u32,
        /// Of what.
        unit: CountUnit,
        /// The beginning, when the words name its day.
        since: Option<Date>,
    },
    /// Again and again.
    Every {
        /// How often, and which day of it.
        every: Every,
        /// The hour named.
        hour: Option<Time>,
        /// Whether the words were "trước" or "chậm nhất".
        word: Word,
    },
    /// Always (thường xuyên): no date.
    Standing,
}

/// How a limit is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// "trước": how it is read is a setting of the jurisdiction.
    Before,
    /// "chậm nhất", "đến hết", "trong", or just the day.
    By,
}

/// A stretch of the solar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A month.
    Month {
        /// Its year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A quarter.
    Quarter {
        /// Its year.
        year: i16,
        /// 1 to 4.
        quarter: i8,
    },
    /// Half a year.
    Half {
        /// Its year.
        year: i16,
        /// 1 or 2.
        half: i8,
    },
    /// The first months of a year ("9 tháng năm 2024").
    FirstMonths {
        /// The year.
        year: i16,
        /// How many, 1 to 12.
        months: i8,
    },
    /// A year.
    Year {
        /// Which one.
        year: i16,
    },
}

impl Period {
    /// Returns its first day.
    pub fn first(self) -> Date {
        match self {
            Self::Month { year, month } => day_in_month(year, month, 1),
            Self::Quarter { year, quarter } => {
                day_in_month(year, quarter.saturating_mul(3).saturating_sub(2), 1)
            }
            Self::Half { year, half } => day_in_month(year, if half > 1 { 7 } else { 1 }, 1),
            Self::FirstMonths { year, .. } | Self::Year { year } => day_in_month(year, 1, 1),
        }
    }

    /// Returns its last day.
    pub fn last(self) -> Date {
        match self {
            Self::Month { year, month } => last_of_month(year, month),
            Self::Quarter { year, quarter } => last_of_month(year, quarter.saturating_mul(3)),
            Self::Half { year, half } => last_of_month(year, if half > 1 { 12 } else { 6 }),
            Self::FirstMonths { year, months } => last_of_month(year, months),
            Self::Year { year } => last_of_month(year, 12),
        }
    }
}

/// Which moment of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Its beginning ("đầu tháng", "đầu năm").
    Start,
    /// Its middle ("giữa tháng", "giữa năm").
    Middle,
    /// Its end ("cuối năm"), which is also meant when nothing is said.
    End,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountUnit {
    /// Hours of the clock.
    Hours,
    /// Hours of office time.
    WorkingHours,
    /// Days of the calendar.
    Days,
    /// Working days.
    WorkingDays,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// How often, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each working day.
    WorkingDay,
    /// Each so many days, from the beginning.
    Days {
        /// How many, at least 1.
        days: u32,
    },
    /// Each week; without a weekday, on Friday.
    Week {
        /// The weekday named.
        weekday: Option<Weekday>,
    },
    /// Each month; without a day, on its last.
    Month {
        /// 1 to 31; a shorter month's last day stands for a missing one.
        day: Option<i8>,
    },
    /// Each quarter; without a day, on the last of the month.
    Quarter {
        /// Month of the quarter, 1 to 3.
        month: i8,
        /// Day of that month.
        day: Option<i8>,
    },
    /// Each half year.
    Half {
        /// Month of the half, 1 to 6.
        month: i8,
        /// Day of that month.
        day: Option<i8>,
    },
    /// Each year.
    Year {
        /// Month, 1 to 12.
        month: i8,
        /// Day of that month.
        day: Option<i8>,
    },
}

impl Rule {
    /// Whether it falls due again and again.
    pub fn is_recurrent(&self) -> bool {
        matches!(self, Self::Every { .. })
    }

    /// Says the rule in Vietnamese, as documents do.
    ///
    /// Reading the phrase again gives the same rule.
    pub fn phrase(&self) -> String {
        match self {
            Self::Day { day, hour, word } => {
                let limit = limit_word(*word);
                let hour = hour_phrase(*hour);
                format!(
                    "{limit}{hour} ngày {}/{}/{}",
                    day.day(),
                    day.month(),
                    day.year()
                )
            }
            Self::Period { period, part, word } => period_phrase(*period, *part, *word),
            Self::Within { count, unit, since } => {
                let mut phrase = format!("trong thời hạn {count} {}", unit_phrase(*unit));
                if let Some(day) = since {
                    phrase.push_str(&format!(
                        " kể từ ngày {}/{}/{}",
                        day.day(),
                        day.month(),
                        day.year()
                    ));
                }
                phrase
            }
            Self::Every { every, hour, word } => every_phrase(*every, *hour, *word),
            Self::Standing => "thường xuyên".to_owned(),
        }
    }
}

fn limit_word(word: Word) -> &'static str {
    match word {
        Word::Before => "trước",
        Word::By => "chậm nhất",
    }
}

fn hour_phrase(hour: Option<Time>) -> String {
    hour.map_or_else(String::new, |hour| {
        format!(" {:02} giờ {:02}", hour.hour(), hour.minute())
    })
}

fn period_phrase(period: Period, part: Part, word: Word) -> String {
    let limit = match word {
        Word::Before => "trước ",
        Word::By => "trong ",
    };
    let part = match part {
        Part::Start => "đầu ",
        Part::Middle => "giữa ",
        Part::End => "",
    };
    let period = match period {
        Period::Month { year, month } => format!("tháng {month}/{year}"),
        Period::Quarter { year, quarter } => {
            let roman = ["I", "II", "III", "IV"];
            let index = usize::try_from(quarter - 1).unwrap_or(0) % 4;
            format!("quý {}/{year}", roman[index])
        }
        Period::Half { year, half: 1 } => format!("6 tháng đầu năm {year}"),
        Period::Half { year, .. } => format!("6 tháng cuối năm {year}"),
        Period::FirstMonths { year, months } => format!("{months} tháng đầu năm {year}"),
        Period::Year { year } => format!("năm {year}"),
    };
    format!("{limit}{part}{period}")
}

fn unit_phrase(unit: CountUnit) -> &'static str {
    match unit {
        CountUnit::Hours => "giờ",
        CountUnit::WorkingHours => "giờ làm việc",
        CountUnit::Days => "ngày",
        CountUnit::WorkingDays => "ngày làm việc",
        CountUnit::Weeks => "tuần",
        CountUnit::Months => "tháng",
        CountUnit::Years => "năm",
    }
}

fn every_phrase(every: Every, hour: Option<Time>, word: Word) -> String {
    let hour = hour_phrase(hour);
    let limit = limit_word(word);
    let at = |day: Option<String>| match (day, hour.is_empty()) {
        (Some(day), _) => format!(", {limit}{hour} {day}"),
        (None, false) => format!(", {limit}{hour}"),
        // Without a day the end is meant, however it is worded.
        (None, true) => String::new(),
    };
    let of_month = |day: Option<i8>, month: &str| match day {
        Some(day) => format!("ngày {day} của {month}"),
        None => format!("ngày cuối của {month}"),
    };
    match every {
        Every::WorkingDay => format!("hằng ngày{}", at(None)),
        Every::Days { days } => format!("{days} ngày một lần{}", at(None)),
        Every::Week { weekday } => {
            format!(
                "hằng tuần{}",
                at(weekday.map(|day| day.name_vi().to_owned()))
            )
        }
        Every::Month { day } => format!("hằng tháng{}", at(day.map(|day| format!("ngày {day}")))),
        Every::Quarter {
            month: 3,
            day: None,
        } => format!("hằng quý{}", at(None)),
        Every::Quarter { month, day } => {
            let names = ["tháng đầu quý", "tháng thứ hai của quý", "tháng cuối quý"];
            let index = usize::try_from(month - 1).unwrap_or(2).min(2);
            format!("hằng quý{}", at(Some(of_month(day, names[index]))))
        }
        Every::Half {
            month: 6,
            day: None,
        } => format!("6 tháng một lần{}", at(None)),
        Every::Half { month, day } => {
            let day = of_month(day, &format!("tháng thứ {month}"));
            format!("6 tháng một lần{}", at(Some(day)))
        }
        Every::Year {
            month: 12,
            day: None,
        } => format!("hằng năm{}", at(None)),
        Every::Year {
            month,
            day: Some(day),
        } => {
            format!("hằng năm{}", at(Some(format!("ngày {day}/{month}"))))
        }
        Every::Year { month, day: None } => {
            format!(
                "hằng năm{}",
                at(Some(format!("ngày cuối của tháng {month}")))
            )
        }
    }
}
