//! The catalogue: what is prescribed for a procedure, in versions.

use dondoc_kinds::{DelegationId, ProcedureId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Milli;

/// In what a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Hours in which the office is open; a working day has eight.
    WorkingHours,
    /// Days on which the office is open.
    WorkingDays,
    /// Days of the calendar; five of seven are worked, which is how they are compared
    /// with office time.
    Days,
}

/// A time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How much, in tenths: half a day is 5.
    pub tenths: u32,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// Returns a limit of so many working days.
    #[must_use]
    pub const fn working_days(days: u32) -> Self {
        Self {
            tenths: days * 10,
            unit: LimitUnit::WorkingDays,
        }
    }

    /// Returns thousandths of a working day.
    #[must_use]
    pub fn milli_days(self) -> Milli {
        let tenths = i64::from(self.tenths);
        match self.unit {
            LimitUnit::WorkingHours => tenths * 100 / 8,
            LimitUnit::WorkingDays => tenths * 100,
            LimitUnit::Days => tenths * 100 * 5 / 7,
        }
    }

    /// Returns the amount as written with a point: `15`, `0.5`.
    #[must_use]
    pub fn amount(self) -> String {
        match self.tenths % 10 {
            0 => (self.tenths / 10).to_string(),
            rest => format!("{}.{rest}", self.tenths / 10),
        }
    }

    /// Reads `15`, `0,5 ngày`, `8 giờ`, `20 ngày lịch`, `2 working hours`; without a
    /// unit, working days are meant.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let end = text
            .find(|it: char| !it.is_ascii_digit() && it != ',' && it != '.')
            .unwrap_or(text.len());
        let (amount, unit) = text.split_at(end);
        let amount = amount.replace(',', ".");
        let (whole, part) = amount.split_once('.').unwrap_or((&amount, "0"));
        if part.len() != 1 {
            return None;
        }
        let tenths = whole.parse::<u32>().ok()?.checked_mul(10)? + part.parse::<u32>().ok()?;
        let unit = match unit.trim() {
            "" | "ngày" | "ngày làm việc" | "nlv" | "working days" | "working day" | "wd" => {
                LimitUnit::WorkingDays
            }
            "giờ" | "giờ làm việc" | "working hours" | "working hour" | "hours" | "h" => {
                LimitUnit::WorkingHours
            }
            "ngày lịch" | "ngày dương lịch" | "days" | "day" | "calendar days" => {
                LimitUnit::Days
            }
            _ => return None,
        };
        (tenths > 0 && tenths <= 100_000).then_some(Self { tenths, unit })
    }
}

/// At which level cases are received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A ministry.
    Ministry,
    /// The province.
    Province,
    /// The district, which ended on 1 July 2025.
    District,
    /// The commune.
    Commune,
}

/// How much of it can be done online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// Nothing but information.
    Information,
    /// In part (*một phần*).
    Partial,
    /// From beginning to end (*toàn trình*).
    Full,
}

macro_rules! words {
    ($name:ident { $($variant:ident = $slug:literal [$($also:literal),*]),+ $(,)? }) => {
        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns its stable name.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// Reads its stable name, or what tables call it.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim().to_lowercase();
                match text.as_str() {
                    $($slug $(| $also)* => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words!(Level {
    Ministry = "ministry" ["bộ", "cấp bộ"],
    Province = "province" ["tỉnh", "cấp tỉnh", "thành phố"],
    District = "district" ["huyện", "cấp huyện"],
    Commune = "commune" ["xã", "cấp xã"],
});
words!(Online {
    Information = "information" ["", "không", "cung cấp thông tin"],
    Partial = "partial" ["một phần"],
    Full = "full" ["toàn trình"],
});

/// A prescribed step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// Its number, from 1 in order.
    pub number: u32,
    /// What is done.
    pub name: Box<str>,
    /// Who does it, in the words of the act.
    pub unit: Box<str>,
    /// How long it may take.
    pub limit: Option<Limit>,
    /// The provision that asks for it; empty when none is known.
    pub provision: Box<str>,
    /// Whether whoever redesigns the procedure here may leave it out.
    pub may_drop: bool,
    /// Minutes of a person's work, where they are known.
    pub person_minutes: Option<u32>,
}

/// A procedure as it is from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureRecord {
    /// Which.
    pub procedure: ProcedureId,
    /// Its code as the national list writes it.
    pub code: SmolStr,
    /// Its name.
    pub title: Box<str>,
    /// The field (*lĩnh vực*).
    pub field: Box<str>,
    /// Where cases are received.
    pub level: Level,
    /// The first day on which it is so.
    pub from: Date,
    /// The act that says so, with its number.
    pub act: Box<str>,
    /// The provision in it, or the law behind; empty when none is known.
    pub provision: Box<str>,
    /// How long a case may take.
    pub limit: Option<Limit>,
    /// The steps, in order.
    pub steps: Vec<StepRecord>,
    /// Papers asked for.
    pub documents: Vec<Box<str>>,
    /// The fee in whole đồng.
    pub fee: i64,
    /// How much can be done online.
    pub online: Online,
    /// Who decides, in the words of the act.
    pub decides: Box<str>,
    /// The delegation under which they do, where it is one.
    pub delegation: Option<DelegationId>,
}

/// A version with its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// What it says.
    pub record: ProcedureRecord,
    /// Why it differs from the one before; empty for the first.
    pub reason: Box<str>,
    /// The entry.
    pub entry: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_offices_write_them() {
        let days = |text| Limit::parse(text).map(Limit::milli_days);
        assert_eq!(days("15"), Some(15_000));
        assert_eq!(days("0,5 ngày"), Some(500));
        assert_eq!(days("4 giờ"), Some(500));
        assert_eq!(days("7 ngày lịch"), Some(5_000));
        assert_eq!(days("0"), None);
        assert_eq!(days("nhanh"), None);
        assert_eq!(days("1.25"), None);
        assert_eq!(days(""), None);
    }
}
