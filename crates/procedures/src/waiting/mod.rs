//! Why cases wait.
//!
//! Between the end of one step and the start of the next a case waits. Each wait is
//! cut into parts by cause, and the parts sum to the whole, to the microsecond:
//!
//! 1. *missing document*: the step before asked the applicant for something;
//! 2. *batching*: the step was held until others could be done with it;
//! 3. *contention*: whoever did the step was at work on what had come earlier;
//! 4. *prioritisation*: they were at work on what had come later;
//! 5. *unavailability*: they were not at work at all;
//! 6. *extraneous*: none of these; nobody in the log explains it.
//!
//! What several causes explain counts for the first in this order.
//!
//! # Source
//! Lashkevich, Milani, Chapela-Campa, Suvorau, Dumas, "Why am I waiting?
//! Data-driven analysis of waiting times in business processes" (CAiSE 2023). The
//! first cause is ours: in administrative procedures the applicant's own time is
//! not the office's.

mod hours;

pub use hours::{Presence, WeekHours};

use std::collections::BTreeMap;

use dondoc_lake::{EventLog, NO_CODE, NO_TIME};
use serde::Serialize;

use crate::work_clock::SECOND;
use hours::Hours;

/// How the start of steps is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// The log says when each step began.
    Stated,
    /// It does not. A step is taken to begin when its case came, or when whoever
    /// did it had ended what they did before, whichever is later; so a wait for
    /// somebody who does something else looks like contention at most.
    Estimated,
}

/// What is to be asked.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// When resources are at work.
    pub presence: Presence,
    /// Steps that ask the applicant for something: the wait after them is theirs.
    pub asks: Vec<String>,
    /// How many steps done together are a batch; 0 stands for 2.
    pub least_batch: usize,
}

/// Seconds waited, by cause.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(
    missing_docs,
    reason = "the names say it; causes are told of at the module"
)]
pub struct Causes {
    pub wt_total: f64,
    pub wt_batching: f64,
    pub wt_prioritization: f64,
    pub wt_contention: f64,
    pub wt_unavailability: f64,
    pub wt_extraneous: f64,
    pub wt_missing_document: f64,
}

/// Waits of one step by one resource after another step by another resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handoff {
    /// The step before.
    pub source_activity: String,
    /// Who did it; `None` when the log does not say.
    pub source_resource: Option<String>,
    /// The step that was waited for.
    pub target_activity: String,
    /// Who did it.
    pub target_resource: Option<String>,
    /// How often.
    pub frequency: u64,
    /// The first [`Waiting::CASES_NAMED`] cases in which it happened.
    pub cases: Vec<String>,
    /// The waits, summed.
    #[serde(flatten)]
    pub waits: Causes,
}

/// All waits of a log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiting {
    /// How starts are known.
    pub starts: Starts,
    /// Steps that waited, or could have.
    pub steps: u64,
    /// Of these, steps whose resource the log does not name: batching, contention
    /// and prioritisation can't be told of them.
    pub steps_without_resource: u64,
    /// All waits.
    pub total: Causes,
    /// The sum of waits for each step, the longest first.
    pub by_activity: Vec<(String, Causes)>,
    /// By pair of steps and resources, in the order of their names.
    pub handoffs: Vec<Handoff>,
}

/// Source activity and resource, target activity and resource.
type Pair = (u16, u32, u16, u32);

#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    total: i64,
    batching: i64,
    prioritization: i64,
    contention: i64,
    unavailability: i64,
    extraneous: i64,
    missing_document: i64,
}

impl Parts {
    fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.batching += other.batching;
        self.prioritization += other.prioritization;
        self.contention += other.contention;
        self.unavailability += other.unavailability;
        self.extraneous += other.extraneous;
        self.missing_document += other.missing_document;
    }

    fn seconds(&self) -> Causes {
        let seconds = |micros: i64| micros as f64 / SECOND as f64;
        Causes {
            wt_total: seconds(self.total),
            wt_batching: seconds(self.batching),
            wt_prioritization: seconds(self.prioritization),
            wt_contention: seconds(self.contention),
            wt_unavailability: seconds(self.unavailability),
            wt_extraneous: seconds(self.extraneous),
            wt_missing_document: seconds(self.missing_document),
        }
    }
}

/// One step as the analysis sees it.
#[derive(Debug, Clone, Copy)]
struct Step {
    case: usize,
    activity: u16,
    resource: u32,
    /// When it could have begun: when the step before it ended.
    enabled: i64,
    start: i64,
    end: i64,
    /// The step before, in the list of all.
    source: Option<usize>,
    /// When the last of its batch was enabled.
    batch_enabled: Option<i64>,
    batch: Option<usize>,
}

impl Waiting {
    /// How many cases a hand-off names.
    pub const CASES_NAMED: usize = 1_000;

    /// Splits all waits of `log`.
    ///
    /// A step waits for the latest step of its case that ended by the time it
    /// began: steps that overlap run side by side and do not wait for one another.
    /// Steps without a moment are left out.
    pub fn of(log: &EventLog, question: &Question) -> Self {
        let starts = if log.start().is_empty() {
            Starts::Estimated
        } else {
            Starts::Stated
        };
        let mut steps = steps_of(log, starts);
        let by_resource = by_resource(&steps, log.resources().len());
        mark_batches(&mut steps, &by_resource, question.least_batch.max(2));
        let longest = longest(&steps, &by_resource);
        let asks: Vec<bool> = log
            .activities()
            .iter()
            .map(|name| question.asks.iter().any(|ask| ask == name))
            .collect();
        let mut sums: BTreeMap<Pair, (u64, Vec<usize>, Parts)> = BTreeMap::new();
        let mut by_activity: BTreeMap<u16, Parts> = BTreeMap::new();
        let mut total = Parts::default();
        let (mut count, mut without_resource) = (0, 0);
        for (number, step) in steps.iter().enumerate() {
            let Some(source) = step.source.map(|source| steps[source]) else {
                continue;
            };
            count += 1;
            without_resource += u64::from(step.resource == NO_CODE);
            let name =
                (step.resource != NO_CODE).then(|| log.resources().get(step.resource as usize));
            let parts = if asks[usize::from(source.activity)] {
                let total = step.start - step.enabled;
                Parts {
                    total,
                    missing_document: total,
                    ..Parts::default()
                }
            } else {
                let others = by_resource
                    .get(step.resource as usize)
                    .map_or(&[][..], |list| list);
                let longest = longest.get(step.resource as usize).copied().unwrap_or(0);
                split(number, &steps, others, longest, question.presence.of(name))
            };
            total.add(&parts);
            by_activity.entry(step.activity).or_default().add(&parts);
            let key = (
                source.activity,
                source.resource,
                step.activity,
                step.resource,
            );
            let sum = sums.entry(key).or_default();
            sum.0 += 1;
            if sum.1.last() != Some(&step.case) && sum.1.len() < Self::CASES_NAMED {
                sum.1.push(step.case);
            }
            sum.2.add(&parts);
        }
        let activity = |code: u16| log.activities().get(usize::from(code)).to_owned();
        let resource =
            |code: u32| (code != NO_CODE).then(|| log.resources().get(code as usize).to_owned());
        let mut handoffs: Vec<Handoff> = sums
            .into_iter()
            .map(
                |((from, from_who, to, to_who), (frequency, cases, parts))| Handoff {
                    source_activity: activity(from),
                    source_resource: resource(from_who),
                    target_activity: activity(to),
                    target_resource: resource(to_who),
                    frequency,
                    cases: cases
                        .into_iter()
                        .map(|case| log.case_id(case).to_owned())
                        .collect(),
                    waits: parts.seconds(),
                },
            )
            .collect();
        let key = |handoff: &Handoff| {
            (
                handoff.source_activity.clone(),
                handoff.source_resource.clone(),
                handoff.target_activity.clone(),
                handoff.target_resource.clone(),
            )
        };
        handoffs.sort_by_cached_key(key);
        let mut by_activity: Vec<(u16, Parts)> = by_activity.into_iter().collect();
        by_activity.sort_by_key(|(code, parts)| (std::cmp::Reverse(parts.total), *code));
        Self {
            starts,
            steps: count,
            steps_without_resource: without_resource,
            total: total.seconds(),
            by_activity: by_activity
                .into_iter()
                .map(|(code, parts)| (activity(code), parts.seconds()))
                .collect(),
            handoffs,
        }
    }
}

fn steps_of(log: &EventLog, starts: Starts) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::with_capacity(log.events());
    let mut cases = Vec::with_capacity(log.cases() + 1);
    for case in 0..log.cases() {
        cases.push(steps.len());
        for event in log.case(case) {
            let end = log.time()[event];
            if end == NO_TIME {
                continue;
            }
            let start = match log.start().get(event) {
                Some(start) if start != NO_TIME => start.min(end),
                _ => end,
            };
            steps.push(Step {
                case,
                activity: log.activity()[event],
                resource: log.resource().get(event).copied().unwrap_or(NO_CODE),
                enabled: start,
                start,
                end,
                source: None,
                batch_enabled: None,
                batch: None,
            });
        }
        let begin = cases[case];
        steps[begin..].sort_by_key(|step| (step.start, step.end));
    }
    cases.push(steps.len());
    for case in 0..log.cases() {
        enable(&mut steps, cases[case], cases[case + 1]);
    }
    if starts == Starts::Estimated {
        estimate_starts(&mut steps, log.resources().len());
    }
    steps
}

/// Finds for each step of a case the one it waited for.
fn enable(steps: &mut [Step], begin: usize, end: usize) {
    for number in begin + 1..end {
        let mut found: Option<usize> = None;
        for earlier in (begin..number).rev() {
            // The steps are in order of start: what ended latest may stand anywhere.
            let ended = steps[earlier].end;
            if ended <= steps[number].start && found.is_none_or(|known| ended > steps[known].end) {
                found = Some(earlier);
            }
            // Far enough back, nothing ends later than what is found.
            if number - earlier > 64 && found.is_some() {
                break;
            }
        }
        if let Some(source) = found {
            steps[number].source = Some(source);
            steps[number].enabled = steps[source].end;
        }
    }
}

fn estimate_starts(steps: &mut [Step], resources: usize) {
    let lists = by_resource(steps, resources);
    for mut list in lists {
        list.sort_by_key(|&step| (steps[step as usize].end, step));
        let mut free = i64::MIN;
        for step in list {
            let step = &mut steps[step as usize];
            step.start = step.enabled.max(free).min(step.end);
            if step.source.is_none() {
                step.enabled = step.start;
            }
            free = step.end;
        }
    }
}

/// The steps of each resource, by start.
fn by_resource(steps: &[Step], resources: usize) -> Vec<Vec<u32>> {
    let mut lists = vec![Vec::new(); resources];
    for (number, step) in steps.iter().enumerate() {
        if let Some(list) = lists.get_mut(step.resource as usize) {
            list.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
    }
    for list in &mut lists {
        list.sort_by_key(|&step| (steps[step as usize].start, steps[step as usize].end, step));
    }
    lists
}

/// The longest step of each resource: how far back one can reach into a wait.
fn longest(steps: &[Step], lists: &[Vec<u32>]) -> Vec<i64> {
    lists
        .iter()
        .map(|list| {
            list.iter()
                .map(|&step| steps[step as usize].end - steps[step as usize].start)
                .max()
                .unwrap_or(0)
        })
        .collect()
}

/// A batch: one resource does one activity again and again without a pause, or at
/// once, and all of these could have begun when the first did.
fn mark_batches(steps: &mut [Step], lists: &[Vec<u32>], least: usize) {
    let mut batches = 0;
    for list in lists {
        let mut run: Vec<usize> = Vec::new();
        for &number in list.iter().chain(std::iter::once(&u32::MAX)) {
            let next = steps.get(number as usize).copied();
            let joins = match (run.first(), run.last(), &next) {
                (Some(&first), Some(&last), Some(next)) => {
                    next.activity == steps[first].activity
                        && next.source.is_some()
                        && next.enabled <= steps[first].start
                        && next.start <= steps[last].end
                }
                _ => false,
            };
            if !joins {
                close(steps, &run, least, &mut batches);
                run.clear();
            }
            if next.is_some_and(|next| next.source.is_some()) {
                run.push(number as usize);
            }
        }
    }
}

fn close(steps: &mut [Step], run: &[usize], least: usize, batches: &mut usize) {
    if run.len() < least {
        return;
    }
    let ready = run.iter().map(|&step| steps[step].enabled).max();
    for &step in run {
        steps[step].batch = Some(*batches);
        steps[step].batch_enabled = ready;
    }
    *batches += 1;
}

/// Cuts the wait of one step; `others` are the steps of its resource by start, none
/// of which took longer than `longest`.
fn split(number: usize, steps: &[Step], others: &[u32], longest: i64, hours: Hours<'_>) -> Parts {
    let step = steps[number];
    let mut parts = Parts {
        total: step.start - step.enabled,
        ..Parts::default()
    };
    if parts.total == 0 {
        return parts;
    }
    let ready = step
        .batch_enabled
        .map_or(step.enabled, |at| at.min(step.start));
    parts.batching = ready - step.enabled;
    let (mut earlier, mut later) = (Vec::new(), Vec::new());
    let reach = ready.saturating_sub(longest);
    let from = others.partition_point(|&other| steps[other as usize].start < reach);
    for &other in &others[from..] {
        let (place, other) = (other as usize, steps[other as usize]);
        if other.start >= step.start {
            break;
        }
        if place == number || other.end <= ready {
            continue;
        }
        let busy = (other.start.max(ready), other.end.min(step.start));
        // Inside a batch each has its own turn; to all others the batch came when it was whole.
        let mine = if step.batch.is_some() && step.batch == other.batch {
            step.enabled
        } else {
            ready
        };
        if other.enabled <= mine {
            earlier.push(busy);
        } else {
            later.push(busy);
        }
    }
    // Both lists are by start, as the steps were.
    let mut at = ready;
    let (mut next_earlier, mut next_later) = (0, 0);
    while at < step.start {
        let contention = cover(&earlier, &mut next_earlier, at);
        if let Some(end) = contention.inside {
            parts.contention += end - at;
            at = end;
            continue;
        }
        let until = contention.next.unwrap_or(step.start).min(step.start);
        let priority = cover(&later, &mut next_later, at);
        if let Some(end) = priority.inside {
            let end = end.min(until);
            parts.prioritization += end - at;
            at = end;
            continue;
        }
        let until = until.min(priority.next.unwrap_or(step.start));
        let open = hours.open(at, until);
        parts.extraneous += open;
        parts.unavailability += until - at - open;
        at = until;
    }
    parts
}

struct Cover {
    /// Until when a span that holds the moment lasts.
    inside: Option<i64>,
    /// When the next one begins.
    next: Option<i64>,
}

/// What of `spans` (by start) stands at a moment; `next` moves on and never back.
fn cover(spans: &[(i64, i64)], next: &mut usize, at: i64) -> Cover {
    let mut end = None;
    let mut place = *next;
    while let Some(&(begin, until)) = spans.get(place) {
        if begin > at {
            return Cover {
                inside: end,
                next: Some(begin),
            };
        }
        if until > at {
            end = end.max(Some(until));
        } else if place == *next {
            *next += 1;
        }
        place += 1;
    }
    Cover {
        inside: end,
        next: None,
    }
}
