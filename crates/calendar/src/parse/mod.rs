//! Reading deadline phrases as Vietnamese documents write them.
//!
//! The phrase is cut into words without diacritics ([`token`]), pieces of time
//! are found in it from left to right ([`piece`]), and the pieces are put
//! together to one rule here. Words that are no piece and no known filler are
//! refused by name.

mod number;
mod piece;
mod token;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::refusal::RuleRefusal;
use crate::rule::{CountUnit, Every, Part, Period, Rule, Word};
use piece::{Often, Piece, pieces};

/// What a phrase leaves out and its document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadAs {
    /// The document's date.
    pub date: Option<Date>,
    /// The year to take for dates without one; else the document's.
    pub year: Option<i16>,
}

impl ReadAs {
    /// In a document of this date.
    pub fn document(date: Date) -> Self {
        Self {
            date: Some(date),
            year: None,
        }
    }

    /// In a document of this year.
    pub fn year(year: i16) -> Self {
        Self {
            date: None,
            year: Some(year),
        }
    }

    fn any_year(&self) -> Option<i16> {
        self.year.or_else(|| self.date.map(Date::year))
    }

    /// The year meant by a day without one: the document's, or the next when
    /// the day would lie more than half a year before the document.
    fn year_for(&self, ends_in: impl Fn(i16) -> Date) -> Option<i16> {
        const HALF_A_YEAR: i64 = 182;
        if let (None, Some(date)) = (self.year, self.date) {
            let end = crate::days::day_number(ends_in(date.year()));
            let back = crate::days::day_number(date) - end;
            return Some(date.year() + i16::from(back > HALF_A_YEAR));
        }
        self.any_year()
    }
}

impl Rule {
    /// Reads a deadline phrase.
    ///
    /// Understands dates in all written forms, with hours; months, quarters
    /// (Roman or Arabic), halves, years and their beginning, middle, end;
    /// counts of days, working days, working hours, weeks, months, years;
    /// recurrences; "thường xuyên". Composed and decomposed Unicode, both tone
    /// placements and text without diacritics read alike. A date without a
    /// year takes the document's.
    ///
    /// # Errors
    /// [`RuleRefusal`] names what was not understood and what would be right.
    pub fn parse(text: &str, read_as: &ReadAs) -> Result<Self, RuleRefusal> {
        let tokens = token::tokens(text);
        if tokens.is_empty() {
            return Err(RuleRefusal::Empty);
        }
        let found = pieces(&tokens, read_as)?;
        let mut parts = Parts::default();
        for piece in found {
            parts.add(piece)?;
        }
        parts.rule(text, read_as)
    }
}

/// The pieces, sorted.
#[derive(Debug, Default)]
struct Parts {
    before: bool,
    hour: Option<Time>,
    date: Option<DateParts>,
    since: Option<Date>,
    day_of_month: Option<i8>,
    weekday: Option<crate::hours::Weekday>,
    often: Option<Often>,
    of_stretch: Option<i8>,
    count: Option<(u32, CountUnit)>,
    period: Option<(Period, Part)>,
    month: Option<i8>,
    standing: bool,
    last_day: bool,
}

#[derive(Debug, Clone, Copy)]
struct DateParts {
    day: i8,
    month: i8,
    year: Option<i16>,
}

impl Parts {
    fn add(&mut self, piece: Piece) -> Result<(), RuleRefusal> {
        match piece {
            Piece::Before => self.before = true,
            Piece::By => {}
            Piece::Hour(hour) => self.hour = Some(hour),
            Piece::Date { day, month, year } => {
                if let Some(first) = self.date {
                    return Err(RuleRefusal::Two {
                        first: format!("{}/{}", first.day, first.month),
                        second: format!("{day}/{month}"),
                    });
                }
                self.date = Some(DateParts { day, month, year });
            }
            Piece::Since(date) => self.since = date.or(self.since),
            Piece::DayOfMonth(day) => self.day_of_month = Some(day),
            Piece::LastDay => self.last_day = true,
            Piece::Weekday(day) => self.weekday = Some(day),
            Piece::Often(often) => {
                // "định kỳ 6 tháng, hằng năm": the more frequent covers the other.
                self.often = Some(self.often.map_or(often, |first| first.min(often)));
            }
            Piece::MonthOfStretch(month) => self.of_stretch = Some(month),
            Piece::Count(count, unit) => {
                if let Some((first, first_unit)) = self.count {
                    let say = |n, unit| {
                        Rule::Within {
                            count: n,
                            unit,
                            since: None,
                        }
                        .phrase()
                    };
                    return Err(RuleRefusal::Two {
                        first: say(first, first_unit),
                        second: say(count, unit),
                    });
                }
                self.count = Some((count, unit));
            }
            Piece::Period(period, part) => {
                // "cuối năm 2025 và đầu năm 2026": the later one closes.
                let later = self
                    .period
                    .is_none_or(|(first, _)| first.last() <= period.last());
                if later {
                    self.period = Some((period, part));
                }
            }
            Piece::Month(month) => self.month = Some(month),
            Piece::Standing => self.standing = true,
        }
        Ok(())
    }

    fn rule(self, text: &str, read_as: &ReadAs) -> Result<Rule, RuleRefusal> {
        let word = if self.before { Word::Before } else { Word::By };
        let hour = self.hour;
        if let Some(often) = self.often {
            return Ok(Rule::Every {
                every: self.every(often)?,
                hour,
                word,
            });
        }
        if let Some(date) = self.date {
            return Ok(Rule::Day {
                day: whole_date(date, read_as)?,
                hour,
                word,
            });
        }
        if let Some((count, unit)) = self.count {
            return Ok(Rule::Within {
                count,
                unit,
                since: self.since,
            });
        }
        if let Some((period, part)) = self.period {
            if let (Some(day), Period::Month { year, month }) = (self.day_of_month, period) {
                let date = DateParts {
                    day,
                    month,
                    year: Some(year),
                };
                return Ok(Rule::Day {
                    day: whole_date(date, read_as)?,
                    hour,
                    word,
                });
            }
            if let Some(hour) = hour {
                return Ok(Rule::Day {
                    day: period.last(),
                    hour: Some(hour),
                    word,
                });
            }
            return Ok(Rule::Period { period, part, word });
        }
        if let Some(day) = self.day_of_month {
            return Err(RuleRefusal::DayWithoutMonth {
                day: i64::from(day),
            });
        }
        if self.standing {
            return Ok(Rule::Standing);
        }
        Err(RuleRefusal::NoTime {
            text: text.trim().to_owned(),
        })
    }

    fn every(&self, often: Often) -> Result<Every, RuleRefusal> {
        let day = if self.last_day {
            None
        } else {
            self.day_of_month
        };
        Ok(match often {
            Often::Day => Every::WorkingDay,
            Often::Days(days) => Every::Days { days },
            Often::Week => Every::Week {
                weekday: self.weekday,
            },
            Often::Month => Every::Month { day },
            Often::Quarter => Every::Quarter {
                month: self.of_stretch.unwrap_or(3),
                day,
            },
            Often::Half => Every::Half {
                month: self.of_stretch.unwrap_or(6),
                day,
            },
            Often::Year => match (self.date, self.month, self.period) {
                (Some(date), _, _) => Every::Year {
                    month: date.month,
                    day: Some(date.day),
                },
                (None, Some(month), _) => Every::Year { month, day },
                (None, None, Some((Period::Month { month, .. }, _))) => Every::Year { month, day },
                (None, None, Some((Period::Quarter { quarter, .. }, _))) => Every::Year {
                    month: quarter * 3,
                    day,
                },
                _ => Every::Year { month: 12, day },
            },
        })
    }
}

fn whole_date(date: DateParts, read_as: &ReadAs) -> Result<Date, RuleRefusal> {
    let words = match date.year {
        Some(year) => format!("{}/{}/{year}", date.day, date.month),
        None => format!("{}/{}", date.day, date.month),
    };
    let Some(year) = date
        .year
        .or_else(|| read_as.year_for(|year| crate::days::day_in_month(year, date.month, date.day)))
    else {
        return Err(RuleRefusal::NoYear { words });
    };
    Date::new(year, date.month, date.day).map_err(|_| RuleRefusal::NoSuchDay { words })
}
