//! The index by which ministries and provinces are compared in serving people and
//! businesses (Decision 766/QĐ-TTg of 23 June 2022): five groups, 100 points.
//!
//! Each group that the catalogue and the logs say something of is counted from their
//! entries; the others are *not measured*, and nothing stands in for them. The points of
//! the groups are as the press reported them for Hà Nội in March 2025, that of
//! digitisation is the remainder to 100; the annex with the formulas was not at hand, so
//! that *points = most × share* is this program's own reading and the total is one of
//! the measured groups alone, never scaled up to 100.

use jiff::civil::Date;
use serde::Serialize;

use super::Milli;
use super::record::{Online, ProcedureRecord};
use super::state::Procedures;

/// A group of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Publicity and transparency.
    Transparency,
    /// Progress and result of handling.
    Progress,
    /// Online services.
    Online,
    /// Online payment.
    Payment,
    /// Digitisation of files.
    Digitisation,
    /// Satisfaction of people and businesses.
    Satisfaction,
}

/// Where the points of a group are known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// From a press report; the text of the decision was not at hand.
    Reported,
    /// Computed, as what is left of a hundred.
    Remainder,
}

impl Group {
    /// All, as the index lists them; online services and payment are one group of 22.
    pub const ALL: [Self; 6] = [
        Self::Transparency,
        Self::Progress,
        Self::Online,
        Self::Payment,
        Self::Digitisation,
        Self::Satisfaction,
    ];

    /// Its stable name.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Transparency => "transparency",
            Self::Progress => "progress",
            Self::Online => "online",
            Self::Payment => "payment",
            Self::Digitisation => "digitisation",
            Self::Satisfaction => "satisfaction",
        }
    }

    /// The most points, and where they are known from.
    #[must_use]
    pub const fn most(self) -> (i64, Source) {
        match self {
            Self::Transparency | Self::Satisfaction => (18, Source::Reported),
            Self::Progress => (20, Source::Reported),
            Self::Online => (12, Source::Reported),
            Self::Payment => (10, Source::Reported),
            Self::Digitisation => (22, Source::Remainder),
        }
    }
}

/// What was counted for a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many hold what is wanted.
    pub good: u64,
    /// Of how many.
    pub all: u64,
    /// Thousandths of a point.
    pub points: Milli,
    /// The entries that it was counted from.
    pub entries: Vec<u64>,
}

/// A group as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Which.
    pub group: Group,
    /// The most points.
    pub most: i64,
    /// Where those are known from.
    pub source: Source,
    /// What was counted; nothing where no data say anything of it.
    pub counted: Option<Counted>,
}

/// The index on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceIndex {
    /// The day.
    pub as_of: Date,
    /// Each group.
    pub groups: Vec<Standing>,
    /// Thousandths of a point of the measured groups.
    pub points: Milli,
    /// The most that these could have.
    pub measured: i64,
}

/// Counts the index of a day from what the ledger knows of procedures.
#[must_use]
pub fn service_index(state: &Procedures, as_of: Date) -> ServiceIndex {
    let groups: Vec<Standing> = Group::ALL
        .into_iter()
        .map(|group| {
            let (most, source) = group.most();
            Standing {
                group,
                most,
                source,
                counted: counted(state, as_of, group),
            }
        })
        .collect();
    let counted = || {
        groups
            .iter()
            .filter_map(|it| Some((it, it.counted.as_ref()?)))
    };
    ServiceIndex {
        as_of,
        points: counted().map(|(_, it)| it.points).sum(),
        measured: counted().map(|(it, _)| it.most).sum(),
        groups,
    }
}

fn counted(state: &Procedures, as_of: Date, group: Group) -> Option<Counted> {
    let (mut good, mut all, mut entries) = (0, 0, Vec::new());
    let of_catalogue = |holds: fn(&ProcedureRecord) -> bool| {
        state.iter().filter_map(move |(_, it)| {
            let version = it.on(as_of)?;
            Some((u64::from(holds(&version.record)), 1, version.entry))
        })
    };
    let mut sum = |each: &mut dyn Iterator<Item = (u64, u64, u64)>| {
        for (own, of, entry) in each {
            good += own;
            all += of;
            entries.push(entry);
        }
    };
    match group {
        Group::Transparency => sum(&mut of_catalogue(is_public_whole)),
        Group::Online => sum(&mut of_catalogue(|it| it.online == Online::Full)),
        Group::Progress => sum(&mut state.iter().filter_map(|(_, it)| {
            let (entry, it) = it.assessment(as_of)?;
            (it.finished > 0).then_some((it.on_time, it.finished, *entry))
        })),
        Group::Payment | Group::Digitisation | Group::Satisfaction => {}
    }
    if all == 0 {
        return None;
    }
    entries.sort_unstable();
    entries.dedup();
    let most = group.most().0;
    Some(Counted {
        good,
        all,
        points: (i128::from(good) * i128::from(most) * 1_000 / i128::from(all)) as Milli,
        entries,
    })
}

/// Whether all that must be public of a procedure is in the catalogue: what it rests on,
/// its limit, its steps, the papers asked for, and who decides.
fn is_public_whole(it: &ProcedureRecord) -> bool {
    let said = |text: &str| !text.trim().is_empty();
    said(&it.act)
        && said(&it.provision)
        && said(&it.decides)
        && it.limit.is_some()
        && !it.steps.is_empty()
        && !it.documents.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_make_a_hundred_points_and_nothing_is_measured_of_nothing() {
        let most: i64 = Group::ALL.iter().map(|group| group.most().0).sum();
        assert_eq!(most, 100);
        let day = Date::constant(2024, 9, 30);
        let empty = service_index(&Procedures::default(), day);
        assert_eq!((empty.points, empty.measured), (0, 0));
        assert!(empty.groups.iter().all(|it| it.counted.is_none()));
    }
}
