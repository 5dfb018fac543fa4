//! What a person wants to be told, and when.

use std::collections::BTreeSet;

use dondoc_kinds::TaskId;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::notice::Notice;

/// How ordinary notices are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Digest {
    /// Each by itself.
    AtOnce,
    /// Together, once a working day in the morning.
    #[default]
    Daily,
    /// Together, on the first working day of the week.
    Weekly,
    /// Never sent; shown inside the system.
    Never,
}

/// The time of day in which nothing is sent, in Việt Nam time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// First moment of quiet.
    pub from: Time,
    /// First moment after it; before `from` when it spans midnight.
    pub until: Time,
}

impl QuietHours {
    /// Returns whether nothing is sent at that time of day. A span of no length
    /// is never quiet.
    pub fn covers(&self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        }
    }
}

/// What a person does not want to be sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mute {
    /// Everything about a task.
    Task(TaskId),
    /// Everything of a kind, by [`Occasion::slug`](crate::Occasion::slug).
    Occasion(SmolStr),
}

/// What a person wants. The default suits an official who set nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// How ordinary notices are sent.
    pub digest: Digest,
    /// When nothing is sent.
    pub quiet: QuietHours,
    /// The most messages a day; pressing ones come on top. 0 counts as 1.
    pub daily_budget: u8,
    /// What is not sent.
    pub muted: BTreeSet<Mute>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            digest: Digest::default(),
            quiet: QuietHours {
                from: Time::constant(18, 0, 0, 0),
                until: Time::constant(7, 0, 0, 0),
            },
            daily_budget: 10,
            muted: BTreeSet::new(),
        }
    }
}

impl Preferences {
    /// Returns whether a notice is muted.
    pub fn mutes(&self, notice: &Notice) -> bool {
        self.muted.iter().any(|mute| match mute {
            Mute::Task(task) => *task == notice.task,
            Mute::Occasion(slug) => slug == notice.occasion.slug(),
        })
    }
}
