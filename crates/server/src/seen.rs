//! What pages show of a part of a case log, reckoned once: a part never changes, as
//! segments don't.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use dondoc_calendar::Calendar;
use dondoc_lake::{EventLog, Variants};
use dondoc_procedures::throughput::{By, Group, throughput};
use dondoc_procedures::waiting::{self, Presence, Waiting};
use dondoc_procedures::{Motion, ProcessMap, Reworks, Working};

/// How many parts are kept.
const KEPT: usize = 24;
/// How many variants are reckoned.
const VARIANTS: usize = 10;

/// A part and the names by which it is asked for.
type Kept = (String, Calendar, Arc<Seen>);

/// The latest asked for last.
static SEEN: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// A part of a log and what is reckoned of it, each when it is first asked for.
#[derive(Debug)]
pub(crate) struct Seen {
    /// The cases of the part.
    pub(crate) log: Arc<EventLog>,
    working: Working,
    /// Seconds of a working day in this log.
    pub(crate) day: f64,
    map: OnceLock<ProcessMap>,
    whole: OnceLock<Option<Group>>,
    waiting: OnceLock<Waiting>,
    reworks: OnceLock<Reworks>,
    months: OnceLock<Vec<Group>>,
    quarters: OnceLock<Vec<Group>>,
    variants: OnceLock<Vec<Variant>>,
    motion: OnceLock<Motion>,
}

/// A way that cases went.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) cases: usize,
    pub(crate) steps: Vec<String>,
    /// Median office seconds.
    pub(crate) median: f64,
}

/// Returns a part by its name, which says segments and what was chosen of them; made
/// where it was not asked for lately.
pub(crate) fn seen<E>(
    name: &str,
    working: &Working,
    make: impl FnOnce() -> Result<Arc<EventLog>, E>,
) -> Result<Arc<Seen>, E> {
    let found = |kept: &mut Vec<Kept>| {
        let is_it = |(own, calendar, _): &Kept| own == name && *calendar == working.calendar;
        let place = kept.iter().position(is_it)?;
        let found = kept.remove(place);
        let seen = Arc::clone(&found.2);
        kept.push(found);
        Some(seen)
    };
    let lock = || SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(seen) = found(&mut lock()) {
        return Ok(seen);
    }
    let seen = Arc::new(Seen::of(make()?, working));
    let mut kept = lock();
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((name.to_owned(), working.calendar.clone(), Arc::clone(&seen)));
    Ok(seen)
}

/// Seconds of a working day in a log.
pub(crate) fn day_seconds(log: &EventLog, working: &Working) -> f64 {
    let seconds = working.clock(log).map_or(0, |clock| clock.day_seconds());
    if seconds > 0 {
        seconds as f64
    } else {
        28_800.0
    }
}

impl Seen {
    pub(crate) fn of(log: Arc<EventLog>, working: &Working) -> Self {
        Self {
            day: day_seconds(&log, working),
            log,
            working: working.clone(),
            map: OnceLock::new(),
            whole: OnceLock::new(),
            waiting: OnceLock::new(),
            reworks: OnceLock::new(),
            months: OnceLock::new(),
            quarters: OnceLock::new(),
            variants: OnceLock::new(),
            motion: OnceLock::new(),
        }
    }

    pub(crate) fn map(&self) -> &ProcessMap {
        self.map
            .get_or_init(|| ProcessMap::of(&self.log, Some(&self.working)))
    }

    /// All cases as one group.
    pub(crate) fn whole(&self) -> Option<&Group> {
        let whole = self.whole.get_or_init(|| {
            let mut all = dondoc_procedures::throughput::whole(&self.log, Some(&self.working));
            all.name = None;
            (all.cases > 0).then_some(all)
        });
        whole.as_ref()
    }

    pub(crate) fn waiting(&self) -> &Waiting {
        self.waiting.get_or_init(|| {
            let question = waiting::Question {
                presence: Presence {
                    others: self.working.clock(&self.log),
                    ..Presence::default()
                },
                ..waiting::Question::default()
            };
            Waiting::of(&self.log, &question)
        })
    }

    pub(crate) fn reworks(&self) -> &Reworks {
        self.reworks.get_or_init(|| Reworks::of(&self.log))
    }

    pub(crate) fn months(&self) -> &[Group] {
        self.months.get_or_init(|| self.by(&By::Month))
    }

    pub(crate) fn quarters(&self) -> &[Group] {
        self.quarters.get_or_init(|| self.by(&By::Quarter))
    }

    fn by(&self, by: &By) -> Vec<Group> {
        // Periods are never unknown, as columns may be.
        throughput(&self.log, by, Some(&self.working)).unwrap_or_default()
    }

    pub(crate) fn variants(&self) -> &[Variant] {
        self.variants.get_or_init(|| {
            let found = Variants::of(&self.log);
            let commonest = found.list.iter().take(VARIANTS);
            commonest
                .map(|variant| {
                    let cases: Vec<usize> =
                        variant.cases.iter().map(|&case| case as usize).collect();
                    let own = self.log.select_cases(&cases);
                    let whole = dondoc_procedures::throughput::whole(&own, Some(&self.working));
                    let name = |&code: &u16| self.log.activities().get(usize::from(code));
                    Variant {
                        cases: cases.len(),
                        steps: variant.trace.iter().map(name).map(str::to_owned).collect(),
                        median: whole.working_p50.unwrap_or(0.0),
                    }
                })
                .collect()
        })
    }

    pub(crate) fn motion(&self) -> &Motion {
        self.motion
            .get_or_init(|| Motion::of(&self.log, self.working.offset_seconds))
    }
}
