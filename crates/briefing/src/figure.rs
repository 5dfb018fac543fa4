//! Figures: numbers that know what they count and how they can be traced.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::facts::Known;
use crate::receipt::{Edition, Receipt, key_hash};
use crate::state::{Outcome, State};

/// A number with the code under which it can be traced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it counts, for ever the same: `unit/so-tai-chinh/late`.
    pub key: String,
    /// The count; tenths of a percent for a rate (see [`Measure`] and [`Figures::on_time`]).
    pub value: u32,
    /// The code.
    pub receipt: Receipt,
}

/// An amount, rate, count or time of the chapters on public investment and on procedures, with the code
/// under which it can be traced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// What it is, for ever the same: `investment/unit/so-tai-chinh/rate`.
    pub key: String,
    /// The value, in its unit.
    pub value: i64,
    /// What one is.
    pub unit: Unit,
    /// The code.
    pub receipt: Receipt,
}

/// What the value of a [`Quantity`] is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole đồng.
    Dong,
    /// Hundredths of a percent.
    Hundredths,
    /// Thousandths of a working day.
    MilliDays,
    /// Things.
    Count,
}

/// What a figure counts. Each counts pieces of work (a task due once, a standing
/// duty, or one occurrence of a recurring task).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// In the briefing at all (*tổng số*).
    Assigned,
    /// Fallen due by the as-of day (*đến hạn*).
    Due,
    /// Confirmed done, handed in by the deadline (*hoàn thành đúng hạn*).
    DoneOnTime,
    /// Confirmed done, handed in after the deadline (*hoàn thành quá hạn*).
    DoneLate,
    /// Handed in, not confirmed yet (*chờ xác nhận*).
    Waiting,
    /// Not handed in although the deadline has passed (*quá hạn*).
    Late,
    /// Of the late: with an objective reason that was confirmed (*có lý do khách quan*).
    Excused,
    /// Not handed in, deadline not passed or none (*trong hạn*).
    InTime,
    /// Of those in time: likely to be late (*có nguy cơ*).
    AtRisk,
    /// Of those late or in time: no report so far (*chưa có báo cáo*).
    WithoutReport,
    /// More time was allowed at least once (*gia hạn*).
    Extended,
    /// The clock stands still (*tạm dừng*).
    Suspended,
}

impl Measure {
    /// Every measure, in the order of the tables.
    pub const ALL: [Self; 12] = [
        Self::Assigned,
        Self::Due,
        Self::DoneOnTime,
        Self::DoneLate,
        Self::Waiting,
        Self::Late,
        Self::Excused,
        Self::InTime,
        Self::AtRisk,
        Self::WithoutReport,
        Self::Extended,
        Self::Suspended,
    ];

    /// Returns the last part of the keys of its figures. Never changes, since
    /// receipts are made of it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Due => "due",
            Self::DoneOnTime => "done-on-time",
            Self::DoneLate => "done-late",
            Self::Waiting => "waiting",
            Self::Late => "late",
            Self::Excused => "excused",
            Self::InTime => "in-time",
            Self::AtRisk => "at-risk",
            Self::WithoutReport => "without-report",
            Self::Extended => "extended",
            Self::Suspended => "suspended",
        }
    }

    /// Returns the measure of a key.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.key() == key)
    }

    /// Returns whether a piece of work in this state is counted.
    pub(crate) fn holds(self, state: &State) -> bool {
        use Outcome::{DoneLate, DoneOnTime, InTime, Late, Suspended, Waiting};
        match self {
            Self::Assigned => true,
            Self::Due => state.has_fallen_due,
            Self::DoneOnTime => matches!(state.outcome, DoneOnTime { .. }),
            Self::DoneLate => matches!(state.outcome, DoneLate { .. }),
            Self::Waiting => matches!(state.outcome, Waiting { .. }),
            Self::Late => matches!(state.outcome, Late { .. }),
            Self::Excused => matches!(state.outcome, Late { .. }) && state.is_excused,
            Self::InTime => matches!(state.outcome, InTime),
            Self::AtRisk => state.is_at_risk,
            Self::WithoutReport => {
                matches!(state.outcome, Late { .. } | InTime) && !state.has_report
            }
            Self::Extended => state.is_extended,
            Self::Suspended => matches!(state.outcome, Suspended { .. }),
        }
    }
}

/// How many pieces of work each measure holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally([u32; Measure::ALL.len()]);

impl Tally {
    pub(crate) fn add(&mut self, state: &State) {
        for (count, measure) in self.0.iter_mut().zip(Measure::ALL) {
            *count += u32::from(measure.holds(state));
        }
    }

    pub(crate) fn get(&self, measure: Measure) -> u32 {
        self.0[measure as usize]
    }

    /// Returns the share done on time of all that was done or is late, in
    /// tenths of a percent, half up; `None` when there was nothing.
    pub(crate) fn on_time(&self) -> Option<u32> {
        let good = self.get(Measure::DoneOnTime);
        let all = good + self.get(Measure::DoneLate) + self.get(Measure::Late);
        (all > 0).then(|| tenths_of_percent(good, all))
    }
}

/// Returns `part / whole` in tenths of a percent, rounded half up.
pub(crate) fn tenths_of_percent(part: u32, whole: u32) -> u32 {
    let (part, whole) = (u64::from(part), u64::from(whole.max(1)));
    u32::try_from((part * 2_000 + whole) / (2 * whole)).unwrap_or(u32::MAX)
}

/// The key part of the on-time rate.
pub(crate) const ON_TIME: &str = "on-time";

macro_rules! figures {
    ($($(#[$doc:meta])* $field:ident = $measure:ident),+ $(,)?) => {
        /// All figures of one scope: the city, a unit, a document, a conclusion,
        /// or a period.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        pub struct Figures {
            $($(#[$doc])* pub $field: Figure,)+
            /// See [`Measure::AtRisk`]; `None` for an earlier period, since risk
            /// is only looked at for the as-of day.
            pub at_risk: Option<Figure>,
            /// Share done on time of all that was done or is late, in tenths of
            /// a percent, rounded half up; `None` when there was nothing.
            pub on_time: Option<Figure>,
        }

        impl Figures {
            pub(crate) fn new(scope: &str, tally: &Tally, cashier: &mut Cashier) -> Self {
                let mut figure = |part: &str, value| cashier.figure(format!("{scope}/{part}"), value);
                let is_now = !scope.starts_with("trend/");
                Self {
                    $($field: figure(Measure::$measure.key(), tally.get(Measure::$measure)),)+
                    at_risk: is_now.then(|| figure(Measure::AtRisk.key(), tally.get(Measure::AtRisk))),
                    on_time: tally.on_time().map(|value| figure(ON_TIME, value)),
                }
            }

            /// Returns the figure of a measure; `None` only for [`Measure::AtRisk`].
            pub fn get(&self, measure: Measure) -> Option<&Figure> {
                match measure {
                    $(Measure::$measure => Some(&self.$field),)+
                    Measure::AtRisk => self.at_risk.as_ref(),
                }
            }

            /// Returns every figure, the rate last.
            pub fn iter(&self) -> impl Iterator<Item = &Figure> {
                [$(&self.$field),+].into_iter().chain(&self.at_risk).chain(&self.on_time)
            }
        }
    };
}

figures! {
    /// See [`Measure::Assigned`].
    assigned = Assigned,
    /// See [`Measure::Due`].
    due = Due,
    /// See [`Measure::DoneOnTime`].
    done_on_time = DoneOnTime,
    /// See [`Measure::DoneLate`].
    done_late = DoneLate,
    /// See [`Measure::Waiting`].
    waiting = Waiting,
    /// See [`Measure::Late`].
    late = Late,
    /// See [`Measure::Excused`].
    excused = Excused,
    /// See [`Measure::InTime`].
    in_time = InTime,
    /// See [`Measure::WithoutReport`].
    without_report = WithoutReport,
    /// See [`Measure::Extended`].
    extended = Extended,
    /// See [`Measure::Suspended`].
    suspended = Suspended,
}

/// Writes the receipts of one briefing, so that no two figures share one.
#[derive(Debug)]
pub(crate) struct Cashier {
    edition: Edition,
    used: BTreeSet<u32>,
}

impl Cashier {
    pub(crate) fn new(edition: Edition) -> Self {
        Self {
            edition,
            used: BTreeSet::new(),
        }
    }

    /// Makes a figure. Should another one have the same hash, this one is
    /// hashed with a number behind its key: figures are made in a fixed order,
    /// so the same one gives way each time.
    pub(crate) fn figure(&mut self, key: String, value: u32) -> Figure {
        let receipt = self.receipt(&key);
        Figure {
            key,
            value,
            receipt,
        }
    }

    /// Makes a quantity, by the same rule.
    pub(crate) fn quantity(&mut self, key: String, value: i64, unit: Unit) -> Quantity {
        let receipt = self.receipt(&key);
        Quantity {
            key,
            value,
            unit,
            receipt,
        }
    }

    fn receipt(&mut self, key: &str) -> Receipt {
        let mut hash = key_hash(key);
        let mut turn = 1;
        while !self.used.insert(hash) {
            turn += 1;
            hash = key_hash(&format!("{key}#{turn}"));
        }
        Receipt::new(&self.edition, hash)
    }
}

/// Whose work a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of the city.
    City,
    /// The work that a unit leads.
    Unit(String),
    /// The work that a document ordered.
    Document(String),
    /// The work of one conclusion of an earlier briefing: meeting and item.
    Conclusion(String, String),
    /// All of the city at the end of an earlier period, or of this one.
    Trend(crate::Period, Known),
    /// One unit's work at the end of an earlier period.
    UnitTrend(String, crate::Period),
}

/// What a rate or count of a scope is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A count.
    Count(Measure),
    /// The share done on time.
    OnTime,
}

/// Reads a figure's key.
pub(crate) fn read_key(key: &str) -> Option<(Scope, Part)> {
    let parts: Vec<&str> = key.split('/').collect();
    let (part, scope) = parts.split_last()?;
    let part = match *part {
        ON_TIME => Part::OnTime,
        other => Part::Count(Measure::of_key(other)?),
    };
    let scope = match *scope {
        ["summary"] => Scope::City,
        ["unit", unit] => Scope::Unit(unit.to_owned()),
        ["unit", unit, "trend", period] => Scope::UnitTrend(unit.to_owned(), period.parse().ok()?),
        ["document", document] => Scope::Document(document.to_owned()),
        ["conclusion", meeting, item] => Scope::Conclusion(meeting.to_owned(), item.to_owned()),
        ["trend", period] => Scope::Trend(period.parse().ok()?, Known::Now),
        ["trend", period, "then"] => Scope::Trend(period.parse().ok()?, Known::Then),
        _ => return None,
    };
    Some((scope, part))
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_rounded_half_up_to_a_tenth() {
        assert_eq!(tenths_of_percent(1, 3), 333);
        assert_eq!(tenths_of_percent(2, 3), 667);
        assert_eq!(tenths_of_percent(1, 16), 63, "6.25 goes up");
        assert_eq!(tenths_of_percent(0, 7), 0);
        assert_eq!(tenths_of_percent(7, 7), 1000);
    }

    #[test]
    fn measures_stand_in_the_order_of_their_numbers() {
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, index);
            assert_eq!(Measure::of_key(measure.key()), Some(measure));
        }
    }

    #[test]
    fn figures_whose_keys_have_one_hash_get_two_receipts() {
        let period = "2024-Q3".parse::<crate::Period>().expect("a quarter");
        let edition = Edition::new(period, period.last_day(), 1).expect("fits");
        let mut cashier = Cashier::new(edition);
        let first = cashier.figure("summary/late".into(), 1);
        let second = cashier.figure("summary/late".into(), 1);
        assert_ne!(first.receipt, second.receipt);
    }
}
