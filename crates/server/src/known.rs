//! Briefings as they were known: folded and compiled once, then kept.
//!
//! A briefing follows from its period, its day and how many entries were known,
//! so it never changes, except that what is erased by law must leave memory too:
//! with the first erasure everything kept before is dropped.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dondoc_briefing::{Briefing, Order, Period};
use dondoc_city::{City, Cut};
use jiff::civil::Date;

use crate::answer::Trouble;
use crate::ask::Ctx;

/// How many are kept: each holds a city.
const MOST: usize = 3;

/// A city as known then, and its briefing.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) city: City,
    pub(crate) order: Order,
    pub(crate) briefing: Briefing,
}

/// What a briefing follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edition {
    period: Period,
    as_of: Date,
    size: u64,
    erasures: u64,
}

/// One edition; whoever asks while another folds it waits and gets the same.
type Slot = Arc<Mutex<Option<Arc<Known>>>>;

/// The editions that were asked for last, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Editions(Mutex<Vec<(Edition, Slot)>>);

impl Editions {
    fn slot(&self, edition: Edition) -> Slot {
        let mut kept = lock(&self.0);
        kept.retain(|(of, _)| of.erasures == edition.erasures);
        let at = kept.iter().position(|(of, _)| *of == edition);
        let slot = at.map(|at| kept.remove(at).1).unwrap_or_default();
        kept.insert(0, (edition, Arc::clone(&slot)));
        kept.truncate(MOST);
        slot
    }

    /// Returns the longest city that was folded for the same day from fewer entries.
    fn earlier(&self, edition: Edition) -> Option<Arc<Known>> {
        let slots: Vec<Slot> = lock(&self.0)
            .iter()
            .filter(|(of, _)| of.as_of == edition.as_of && of.size < edition.size)
            .map(|(_, slot)| Arc::clone(slot))
            .collect();
        // One that is being folded is not waited for.
        let ready = slots
            .iter()
            .filter_map(|slot| slot.try_lock().ok()?.clone());
        ready.max_by_key(|known| known.city.folded())
    }
}

/// Returns the briefing of a period as of a day, as its first `size` entries tell it.
///
/// # Errors
/// When the ledger cannot be read or folded, or there is no such briefing.
pub(crate) fn known(
    ctx: &Ctx,
    period: Period,
    as_of: Date,
    size: u64,
) -> Result<Arc<Known>, Trouble> {
    let edition = Edition {
        period,
        as_of,
        size,
        erasures: ctx.state.erasures(),
    };
    let editions = &ctx.state.editions;
    let slot = editions.slot(edition);
    let mut held = lock(&slot);
    if let Some(known) = &*held {
        return Ok(Arc::clone(known));
    }
    let cut = Cut { as_of: Some(as_of) };
    let mut city = match editions.earlier(edition) {
        Some(earlier) => earlier.city.clone(),
        None => City::empty(),
    };
    city.go_on(ctx.ledger(), size, cut)?;
    let order = Order::of(&city, ctx.ledger(), period, as_of)?;
    let briefing = Briefing::compile(&city, &city.settings.thresholds, &order)
        .map_err(|refusal| Trouble::Refused(ctx.words().say(&refusal)))?;
    let known = Arc::new(Known {
        city,
        order,
        briefing,
    });
    *held = Some(Arc::clone(&known));
    Ok(known)
}

/// What these locks hold is replaced as a whole: a panic leaves nothing half-done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
