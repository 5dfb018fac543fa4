//! From a ledger to the city and the order of a briefing, as known then.

use std::collections::BTreeMap;

use dondoc_city::{City, Cut, FollowError, civil};
use dondoc_ledger::{Ledger, ReadError};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::compile::{EARLIER, Order};
use crate::model::{Letterhead, Tree};
use crate::period::Period;

/// Returns the last moment of a day in Việt Nam.
pub fn close_of(day: Date) -> Timestamp {
    let end = day.at(23, 59, 59, 999_999_999);
    // Only days at the very end of what a timestamp can say have no moment.
    Offset::constant(7)
        .to_timestamp(end)
        .unwrap_or(Timestamp::MAX)
}

/// Returns how many entries the ledger held at the close of a day.
///
/// # Errors
/// When the store fails.
pub fn known_at_close_of(ledger: &Ledger, day: Date) -> Result<u64, ReadError> {
    City::size_known_at(ledger, close_of(day))
}

impl Order {
    /// Folds the city as its first `size` entries tell it, as of a day, and
    /// returns it with the order of its briefing, under the letterhead that the
    /// city had set by then.
    ///
    /// # Errors
    /// [`FollowError`] when the ledger cannot be read or folded.
    pub fn as_known(
        ledger: &Ledger,
        period: Period,
        as_of: Date,
        size: u64,
    ) -> Result<(City, Self), FollowError> {
        let city = City::at(ledger, size, Cut { as_of: Some(as_of) })?;
        let order = Self::of(&city, ledger, period, as_of)?;
        Ok((city, order))
    }

    /// Returns the order of a briefing on a city that was folded as of that day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of(
        city: &City,
        ledger: &Ledger,
        period: Period,
        as_of: Date,
    ) -> Result<Self, ReadError> {
        let size = city.folded();
        Ok(Self {
            period,
            as_of,
            tree: Tree {
                size,
                root: ledger.root_at(size)?.to_string(),
            },
            known_at: city.last_recorded().map(civil),
            letterhead: letterhead(city),
            cuts: cuts(ledger, period, size)?,
        })
    }
}

/// How long the log was at the close of each earlier period: what was learnt
/// later shows as a correction. Never more than `size`, so that a longer copy of
/// the ledger gives the same.
fn cuts(ledger: &Ledger, period: Period, size: u64) -> Result<BTreeMap<Period, u64>, ReadError> {
    let mut cuts = BTreeMap::new();
    for earlier in (1..=EARLIER).map(|n| period.previous(n)) {
        let known = known_at_close_of(ledger, earlier.last_day())?;
        cuts.insert(earlier, known.min(size));
    }
    Ok(cuts)
}

fn letterhead(city: &City) -> Letterhead {
    let set = &city.settings.letterhead;
    Letterhead {
        superior: set.superior.clone(),
        issuer: set.issuer.clone(),
        number: None,
        symbol: set.symbol.clone(),
        place: set.place.clone(),
        date: None,
        recipients: set.recipients.clone(),
        authority: set.authority.clone(),
        post: set.post.clone(),
        signer: None,
        remark: set.remark.clone(),
    }
}
