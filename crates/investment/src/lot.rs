//! Lots of capital and the last day of each.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Until when the capital of a plan year may be disbursed: a row of the
/// jurisdiction's data, since laws change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRule {
    /// First plan year it holds for.
    pub from_year: i16,
    /// Last day of the usual window, in the year after the plan year: month, day.
    pub ends: (i8, i8),
    /// Capital added after this day of the plan year has the long window: month, day.
    pub late_after: (i8, i8),
    /// Last day of the long window, in the year after the plan year: month, day.
    pub late_ends: (i8, i8),
    /// The provision.
    pub citation: String,
}

/// Capital of one source and plan year, by one decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Source of capital.
    pub source: String,
    /// Plan year.
    pub plan_year: i16,
    /// The decision that assigned it.
    pub decision: String,
    /// When the competent level assigned it.
    pub assigned: Date,
    /// Whole đồng.
    pub amount: i64,
    /// An extension, with its act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended: Option<Extension>,
}

/// A decision that a lot may be disbursed longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The new last day.
    pub until: Date,
    /// The act that allows it.
    pub act: String,
}

/// Why a lot has no window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WindowProblem {
    /// No rule is known for the plan year.
    NoRule {
        /// The plan year.
        plan_year: i16,
    },
    /// A rule names a day that is none.
    NoSuchDay {
        /// The provision of the rule.
        citation: String,
    },
    /// An extension ends later than the longest window the rule allows.
    ExtendedTooFar {
        /// The day asked for.
        until: Date,
        /// The latest it could be.
        latest: Date,
    },
}

impl Lot {
    /// Returns the last day on which the lot may be disbursed.
    ///
    /// # Errors
    /// [`WindowProblem`].
    ///
    /// # Source
    /// The rule's citation; in Việt Nam Law 58/2024/QH15, art. 72: 31 January of
    /// the next year, 31 December of it for capital added after 30 September or
    /// extended.
    pub fn window_end(&self, rules: &[WindowRule]) -> Result<Date, WindowProblem> {
        let holds = rules.iter().filter(|rule| rule.from_year <= self.plan_year);
        let rule = holds
            .max_by_key(|rule| rule.from_year)
            .ok_or(WindowProblem::NoRule {
                plan_year: self.plan_year,
            })?;
        let day = |year: i16, (month, day): (i8, i8)| {
            Date::new(year, month, day).map_err(|_| WindowProblem::NoSuchDay {
                citation: rule.citation.clone(),
            })
        };
        let next = self.plan_year.saturating_add(1);
        let latest = day(next, rule.late_ends)?;
        if let Some(extension) = &self.extended {
            let until = extension.until;
            return if until <= latest {
                Ok(until)
            } else {
                Err(WindowProblem::ExtendedTooFar { until, latest })
            };
        }
        if self.assigned > day(self.plan_year, rule.late_after)? {
            Ok(latest)
        } else {
            day(next, rule.ends)
        }
    }
}

/// Returns the lots that may be disbursed on a day: in January those of two
/// plan years.
///
/// # Errors
/// [`WindowProblem`] of the first lot that has no window.
pub fn open_on<'a>(
    lots: &'a [Lot],
    rules: &[WindowRule],
    day: Date,
) -> Result<Vec<&'a Lot>, WindowProblem> {
    let mut open = Vec::new();
    for lot in lots {
        if lot.assigned <= day && day <= lot.window_end(rules)? {
            open.push(lot);
        }
    }
    Ok(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law() -> Vec<WindowRule> {
        vec![WindowRule {
            from_year: 2025,
            ends: (1, 31),
            late_after: (9, 30),
            late_ends: (12, 31),
            citation: "Law 58/2024/QH15, art. 72".to_owned(),
        }]
    }

    fn on(day: &str) -> Date {
        day.parse().unwrap()
    }

    fn lot(plan_year: i16, assigned: &str) -> Lot {
        Lot {
            source: "city".to_owned(),
            plan_year,
            decision: "1/QĐ-UBND".to_owned(),
            assigned: on(assigned),
            amount: 1_000_000_000,
            extended: None,
        }
    }

    #[test]
    fn capital_of_a_year_runs_to_31_january_of_the_next() {
        let end = lot(2025, "2025-09-30").window_end(&law());
        assert_eq!(end, Ok(on("2026-01-31")));
    }

    #[test]
    fn capital_added_after_30_september_runs_to_31_december_of_the_next() {
        let end = lot(2025, "2025-10-01").window_end(&law());
        assert_eq!(end, Ok(on("2026-12-31")));
    }

    #[test]
    fn an_extension_beyond_31_december_is_refused() {
        let mut lot = lot(2025, "2025-01-10");
        let extended = |until: &str| {
            Some(Extension {
                until: on(until),
                act: "2/QĐ-UBND".to_owned(),
            })
        };
        lot.extended = extended("2026-06-30");
        assert_eq!(lot.window_end(&law()), Ok(on("2026-06-30")));
        lot.extended = extended("2027-01-01");
        let problem = lot.window_end(&law()).unwrap_err();
        assert!(matches!(problem, WindowProblem::ExtendedTooFar { .. }));
    }

    #[test]
    fn a_year_before_any_rule_has_no_window_of_its_own() {
        let problem = lot(2024, "2024-02-01").window_end(&law());
        assert_eq!(problem, Err(WindowProblem::NoRule { plan_year: 2024 }));
    }

    #[test]
    fn in_january_two_plan_years_run_at_once() {
        let lots = [lot(2025, "2025-01-10"), lot(2026, "2026-01-05")];
        let years = |day: &str| -> Vec<i16> {
            let open = open_on(&lots, &law(), on(day)).unwrap();
            open.iter().map(|lot| lot.plan_year).collect()
        };
        assert_eq!(years("2026-01-31"), [2025, 2026]);
        assert_eq!(years("2026-02-01"), [2026]);
    }
}
