//! Steps that are done again.

use std::collections::BTreeMap;

use dondoc_lake::EventLog;
use serde::Serialize;

/// One activity that some cases did more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rework {
    /// The activity.
    pub activity: String,
    /// Cases in which it stands more than once.
    pub cases: u64,
    /// Times that it was done beyond the first, in all cases.
    pub repeats: u64,
    /// Of these, times right after itself.
    pub at_once: u64,
}

/// A way from an activity back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loop {
    /// The activities, the first being also the one returned to.
    pub activities: Vec<String>,
    /// How often it was gone.
    pub n: u64,
}

/// All repetition in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reworks {
    /// Cases of the log.
    pub cases: u64,
    /// Cases with at least one repeated activity.
    pub cases_with_rework: u64,
    /// Cases, summed over activities that they repeat.
    pub rework_cases: u64,
    /// Activities that some case repeats, most cases first, then by name.
    pub activities: Vec<Rework>,
    /// The most frequent loops, then by names.
    pub loops: Vec<Loop>,
}

impl Reworks {
    /// How many loops are listed.
    pub const LOOPS: usize = 20;

    /// Counts them, in the order of events that the log has.
    pub fn of(log: &EventLog) -> Self {
        let count = log.activities().len();
        let mut found = vec![(0_u64, 0_u64, 0_u64); count];
        let mut loops: BTreeMap<Vec<u16>, u64> = BTreeMap::new();
        let mut with_rework = 0;
        let mut last_seen: Vec<Option<usize>> = vec![None; count];
        for case in 0..log.cases() {
            let trace = log.trace(case);
            let mut repeated = Vec::new();
            for (place, &code) in trace.iter().enumerate() {
                let code = usize::from(code);
                if let Some(before) = last_seen[code] {
                    found[code].1 += 1;
                    found[code].2 += u64::from(before + 1 == place);
                    repeated.push(code);
                    *loops.entry(trace[before..place].to_vec()).or_default() += 1;
                }
                last_seen[code] = Some(place);
            }
            for &code in trace {
                last_seen[usize::from(code)] = None;
            }
            with_rework += u64::from(!repeated.is_empty());
            repeated.sort_unstable();
            repeated.dedup();
            for code in repeated {
                found[code].0 += 1;
            }
        }
        let name = |code: usize| log.activities().get(code).to_owned();
        let mut activities: Vec<Rework> = found
            .into_iter()
            .enumerate()
            .filter(|(_, counts)| counts.0 > 0)
            .map(|(code, (cases, repeats, at_once))| Rework {
                activity: name(code),
                cases,
                repeats,
                at_once,
            })
            .collect();
        activities.sort_by(|a, b| {
            b.cases
                .cmp(&a.cases)
                .then_with(|| a.activity.cmp(&b.activity))
        });
        let mut loops: Vec<Loop> = loops
            .into_iter()
            .map(|(codes, n)| Loop {
                activities: codes
                    .into_iter()
                    .map(|code| name(usize::from(code)))
                    .collect(),
                n,
            })
            .collect();
        loops.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.activities.cmp(&b.activities)));
        loops.truncate(Self::LOOPS);
        Self {
            cases: log.cases() as u64,
            cases_with_rework: with_rework,
            rework_cases: activities.iter().map(|activity| activity.cases).sum(),
            activities,
            loops,
        }
    }
}
