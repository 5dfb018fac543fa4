//! Until when a source may be adjusted: data with a citation, never code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::instance::{Instance, Label};

/// One row of the table that the legal officer keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentRule {
    /// The source of capital.
    pub source: Label,
    /// The last day on which its plan may be adjusted.
    pub last_day: Date,
    /// The provision: law, article, or the act that sets the day.
    pub citation: String,
    /// Who decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// Whether capital may pass from one unit to another on this authority.
    #[serde(default = "yes")]
    pub may_cross_units: bool,
}

fn yes() -> bool {
    true
}

/// Why nothing is proposed for a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Silence {
    /// Nobody entered until when it may be adjusted, under which provision.
    NoRule,
    /// The last day has passed.
    TooLate {
        /// The last day.
        last_day: Date,
        /// The provision.
        citation: String,
    },
}

impl Instance {
    /// Returns the row for a source; a row without a citation does not count.
    pub fn rule(&self, source: &Label) -> Option<&AdjustmentRule> {
        let mut rows = self.rules.iter();
        rows.find(|row| row.source == *source && !row.citation.trim().is_empty())
    }

    /// Returns why no move may be proposed in a source; `None` when it may.
    pub fn silence(&self, source: &Label) -> Option<Silence> {
        let as_of = self.as_of?;
        let Some(rule) = self.rule(source) else {
            return Some(Silence::NoRule);
        };
        (as_of > rule.last_day).then(|| Silence::TooLate {
            last_day: rule.last_day,
            citation: rule.citation.clone(),
        })
    }

    /// Returns most net money that may cross a unit's border in a source;
    /// `None` when there is no limit.
    pub fn crossing(&self, source: &Label) -> Option<i64> {
        let forbidden =
            self.as_of.is_some() && self.rule(source).is_some_and(|r| !r.may_cross_units);
        if forbidden { Some(0) } else { self.cap_cross }
    }
}
