//! Cells → values, by what a field holds.

use jiff::civil::Date;

use crate::decimal::{Decimal, Notation};
use crate::mapping::Kind;
use crate::problem::What;
use crate::table::Cell;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Words(String),
    /// A day.
    Day(Date),
    /// A number; a share in percent.
    Number(Decimal),
}

/// How a column writes its numbers and shares, told by all its cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habit {
    notation: Notation,
    shares: Shares,
}

/// How a column writes half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shares {
    /// `50`.
    Percent,
    /// `0,5`.
    Fraction,
    /// Nothing but 0 and 1.
    Unclear,
}

impl Habit {
    /// Looks at the cells of a column below its heading.
    pub(crate) fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Self {
        let (mut vietnamese, mut english) = (0_usize, 0_usize);
        for cell in cells {
            match cell {
                Cell::Text(words) if words.chars().any(|c| c.is_ascii_digit()) => {
                    match Notation::shown_by(words.trim_end_matches(['%', ' '])) {
                        Some(Notation::Vietnamese) => vietnamese += 1,
                        Some(Notation::English) => english += 1,
                        None => {}
                    }
                }
                _ => {}
            }
        }
        let notation = if english > vietnamese {
            Notation::English
        } else {
            Notation::Vietnamese
        };
        Self {
            notation,
            shares: Shares::Unclear,
        }
    }

    /// Also tells how shares are written, from the numbers without a `%`.
    pub(crate) fn with_shares<'c>(mut self, cells: impl Iterator<Item = &'c Cell>) -> Self {
        let (mut over_one, mut fraction) = (false, false);
        for cell in cells {
            let Some(number) = self.bare(cell) else {
                continue;
            };
            over_one |= number.cmp_whole(1).is_gt();
            fraction |= number.cmp_whole(0).is_gt() && number.cmp_whole(1).is_lt();
        }
        self.shares = match (over_one, fraction) {
            (true, _) => Shares::Percent,
            (false, true) => Shares::Fraction,
            (false, false) => Shares::Unclear,
        };
        self
    }

    /// A number that does not say whether it is a percentage.
    fn bare(&self, cell: &Cell) -> Option<Decimal> {
        match cell {
            Cell::Number {
                value,
                percent: false,
            } => Some(*value),
            Cell::Text(words) => self.number_in(words),
            _ => None,
        }
    }

    /// The other notation may be meant by one cell: `0.5` in a column of commas.
    fn number_in(&self, words: &str) -> Option<Decimal> {
        let other = match self.notation {
            Notation::Vietnamese => Notation::English,
            Notation::English => Notation::Vietnamese,
        };
        let own = self.notation.parse(words);
        own.or_else(|| (Notation::shown_by(words) == Some(other)).then(|| other.parse(words))?)
    }
}

/// Reads a cell.
pub(crate) fn value(cell: &Cell, kind: Kind, habit: &Habit) -> Result<Value, What> {
    if let Cell::Failed(_) = cell {
        return Err(What::Failed);
    }
    match kind {
        Kind::Words => Ok(Value::Words(cell.shown())),
        Kind::Day => day(cell).map(Value::Day),
        Kind::DayOrWords => Ok(match day(cell) {
            Ok(day) => Value::Day(day),
            Err(_) => Value::Words(cell.shown()),
        }),
        Kind::Percent => share(cell, habit).map(Value::Number),
        Kind::Number => number(cell, habit).map(Value::Number),
        Kind::Whole => {
            let number = number(cell, habit)?;
            let whole = number.whole().map(|_| Value::Number(number));
            whole.ok_or(What::NotWhole)
        }
    }
}

fn number(cell: &Cell, habit: &Habit) -> Result<Decimal, What> {
    match cell {
        Cell::Number { value, .. } => Ok(*value),
        Cell::Text(words) => habit.number_in(words).ok_or(What::NotANumber),
        _ => Err(What::NotANumber),
    }
}

fn share(cell: &Cell, habit: &Habit) -> Result<Decimal, What> {
    let hundred = |value: Decimal| value.times_ten_to(2).ok_or(What::ShareOutside);
    let percent = match cell {
        Cell::Number {
            value,
            percent: true,
        } => hundred(*value)?,
        Cell::Text(words) if words.ends_with('%') => {
            let words = words.trim_end_matches('%').trim_end();
            habit.number_in(words).ok_or(What::NotAShare)?
        }
        other => {
            let bare = habit.bare(other).ok_or(What::NotAShare)?;
            let is_zero = bare.cmp_whole(0).is_eq();
            let up_to_one = bare.cmp_whole(0).is_gt() && bare.cmp_whole(1).is_le();
            let below_one = up_to_one && bare.cmp_whole(1).is_lt();
            match habit.shares {
                _ if is_zero => bare,
                Shares::Fraction => hundred(bare)?,
                Shares::Percent if below_one => return Err(What::ShareUnclear),
                Shares::Percent => bare,
                Shares::Unclear if up_to_one => return Err(What::ShareUnclear),
                Shares::Unclear => bare,
            }
        }
    };
    if percent.cmp_whole(0).is_lt() || percent.cmp_whole(100).is_gt() {
        return Err(What::ShareOutside);
    }
    Ok(percent)
}

fn day(cell: &Cell) -> Result<Date, What> {
    match cell {
        Cell::Day(day) => Ok(*day),
        Cell::Moment(at) => Ok(at.date()),
        Cell::Text(words) => day_in(words),
        _ => Err(What::NotADay),
    }
}

/// Reads `30/9/2024`, `30-09-2024`, `30.9.24`, `2024-09-30` and
/// `ngày 30 tháng 9 năm 2024`.
pub(crate) fn day_in(words: &str) -> Result<Date, What> {
    if let Ok(day) = words.parse::<Date>() {
        return Ok(day);
    }
    let lower = words.to_lowercase();
    let lower = lower
        .trim_start_matches("ngày")
        .replace("tháng", "/")
        .replace("năm", "/");
    let parts: Vec<&str> = lower.split(['/', '-', '.']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else {
        return Err(What::NotADay);
    };
    let digits = |text: &str, most: usize| {
        let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| text.parse::<i16>().ok())?
    };
    let (Some(day), Some(month), Some(year)) = (digits(day, 2), digits(month, 2), digits(year, 4))
    else {
        return Err(What::NotADay);
    };
    let year = match year {
        0..=99 => 2000 + year,
        1900..=2200 => year,
        _ => return Err(What::NotADay),
    };
    let parts = (i8::try_from(month), i8::try_from(day));
    let (Ok(month), Ok(day)) = parts else {
        return Err(What::NotADay);
    };
    Date::new(year, month, day).map_err(|_| What::NoSuchDay)
}
