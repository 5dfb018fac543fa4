//! One replication: cases one after another, or through queues.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::model::{Model, NONE, Way};
use super::scenario::Effects;
use crate::random::Random;

/// A case longer than this goes round a loop for ever and is ended.
const MOST_EVENTS: u32 = 10_000;

/// What one replication gave.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// Office milliseconds from first to last event, one a case.
    pub(super) spans: Vec<i64>,
    pub(super) events: u64,
}

struct Case {
    begin: i64,
    state: u32,
    last: u32,
    delay: i64,
    events: u32,
    random: Random,
}

impl Case {
    /// Goes to the next step that is still done; `None` at the end.
    #[inline]
    fn step(&mut self, model: &Model, effects: &Effects) -> Option<(u32, i64)> {
        loop {
            let way = model.states[self.state as usize].draw(&mut self.random);
            if way.activity == NONE || self.events >= MOST_EVENTS {
                return None;
            }
            self.events += 1;
            let delay = self.delay_before(way, model, effects);
            let dropped = effects.dropped[way.activity as usize];
            self.state = way.state;
            self.last = way.activity;
            if !dropped {
                self.delay = delay;
                return Some((way.activity, delay));
            }
        }
    }

    #[inline]
    fn delay_before(&mut self, way: Way, model: &Model, effects: &Effects) -> i64 {
        let delays = effects.delegated[way.activity as usize]
            .as_ref()
            .unwrap_or(&model.delays[way.delays as usize]);
        let drawn = delays[self.random.below(delays.len())];
        let factor = effects.factor[way.activity as usize];
        let mut delay = if (factor - 1.0).abs() < f64::EPSILON {
            drawn
        } else {
            (drawn as f64 * factor) as i64
        };
        let edge = (self.last, way.activity);
        if effects.merged.contains(&edge) {
            delay = 0;
        }
        if effects.beside.contains(&edge) {
            delay = (delay - self.delay).max(0);
        }
        delay
    }
}

pub(super) fn replicate(model: &Model, effects: &Effects, cases: usize, seed: u64) -> Run {
    let mut arrivals = Random::new(seed);
    let mut at = 0i64;
    let begun = (0..cases).map(|_| {
        if !model.gaps.is_empty() {
            let gap = model.gaps[arrivals.below(model.gaps.len())];
            at += (gap as f64 / effects.arrivals) as i64;
        }
        Case {
            begin: at,
            state: 0,
            last: NONE,
            delay: 0,
            events: 0,
            random: Random::new(arrivals.next()),
        }
    });
    if effects.has_queues() {
        queued(model, effects, begun.collect())
    } else {
        alone(model, effects, begun)
    }
}

fn alone(model: &Model, effects: &Effects, cases: impl Iterator<Item = Case>) -> Run {
    let mut run = Run::default();
    for mut case in cases {
        let mut span = 0;
        let mut first = true;
        while let Some((_, delay)) = case.step(model, effects) {
            // The first event is the beginning.
            if !first {
                span += delay;
            }
            first = false;
            run.events += 1;
        }
        run.spans.push(span);
    }
    run
}

/// With staff: a step that has staff is worked off in order of arrival.
fn queued(model: &Model, effects: &Effects, mut cases: Vec<Case>) -> Run {
    let mut run = Run {
        spans: vec![0; cases.len()],
        events: 0,
    };
    // When each of the people at a step is free next.
    let mut free: Vec<BinaryHeap<Reverse<i64>>> = effects
        .staff
        .iter()
        .map(|staff| {
            let people = staff.map_or(0, |(people, _)| people);
            (0..people).map(|_| Reverse(0)).collect()
        })
        .collect();
    // (when, case, step that is reached then); the first step of a case needs no wait.
    let mut agenda: BinaryHeap<Reverse<(i64, usize, u32)>> = BinaryHeap::new();
    for (number, case) in cases.iter_mut().enumerate() {
        if let Some((activity, _)) = case.step(model, effects) {
            agenda.push(Reverse((case.begin, number, activity)));
        }
    }
    while let Some(Reverse((at, number, activity))) = agenda.pop() {
        run.events += 1;
        let mut done = at;
        if let Some((_, effort)) = effects.staff[activity as usize]
            && let Some(Reverse(next)) = free[activity as usize].pop()
        {
            done = at.max(next) + effort;
            free[activity as usize].push(Reverse(done));
        }
        let case = &mut cases[number];
        run.spans[number] = done - case.begin;
        if let Some((next, delay)) = case.step(model, effects) {
            agenda.push(Reverse((done + delay, number, next)));
        }
    }
    run
}
