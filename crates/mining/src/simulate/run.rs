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
        queued(model, effects, begun)
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

/// A case at the door of a step that has staff: when, which case, which step, and
/// where the case is kept meanwhile.
type Waiting = Reverse<(i64, usize, u32, u32)>;

/// With staff: a step that has staff is worked off in order of arrival, ties by the
/// number of the case.
///
/// Only such steps bring cases together; between them a case goes on alone, so that
/// the agenda holds no more than the cases that stand at a door.
fn queued(model: &Model, effects: &Effects, arrivals: impl Iterator<Item = Case>) -> Run {
    let mut run = Run::default();
    // When each of the people at a step is free next.
    let mut free: Vec<BinaryHeap<Reverse<i64>>> = effects
        .staff
        .iter()
        .map(|staff| {
            let people = staff.map_or(0, |(people, _)| people);
            (0..people).map(|_| Reverse(0)).collect()
        })
        .collect();
    let mut agenda: BinaryHeap<Waiting> = BinaryHeap::new();
    let mut kept: Vec<Case> = Vec::new();
    let mut empty: Vec<u32> = Vec::new();
    let mut arrivals = arrivals.enumerate().peekable();
    loop {
        let next = agenda.peek().map(|Reverse(waiting)| waiting.0);
        if let Some((number, mut case)) =
            arrivals.next_if(|(_, case)| next.is_none_or(|next| case.begin <= next))
        {
            run.spans.push(0);
            let at = case.begin;
            if let Some((at, activity)) =
                go_on(&mut case, at, true, model, effects, &mut run, number)
            {
                let place = match empty.pop() {
                    Some(place) => {
                        kept[place as usize] = case;
                        place
                    }
                    None => {
                        kept.push(case);
                        kept.len() as u32 - 1
                    }
                };
                agenda.push(Reverse((at, number, activity, place)));
            }
            continue;
        }
        let Some(Reverse((at, number, activity, place))) = agenda.pop() else {
            return run;
        };
        let mut done = at;
        if let Some((_, effort)) = effects.staff[activity as usize]
            && let Some(mut next) = free[activity as usize].peek_mut()
        {
            done = at.max(next.0) + effort;
            *next = Reverse(done);
        }
        let case = &mut kept[place as usize];
        run.spans[number] = done - case.begin;
        match go_on(case, done, false, model, effects, &mut run, number) {
            Some((at, activity)) => agenda.push(Reverse((at, number, activity, place))),
            None => empty.push(place),
        }
    }
}

/// Takes a case, which stands at `at`, to its next step that has staff: returns when it
/// gets there, or `None` when it ends before.
#[inline]
fn go_on(
    case: &mut Case,
    mut at: i64,
    mut begins: bool,
    model: &Model,
    effects: &Effects,
    run: &mut Run,
    number: usize,
) -> Option<(i64, u32)> {
    while let Some((activity, delay)) = case.step(model, effects) {
        // The first event is the beginning.
        if !begins {
            at += delay;
        }
        begins = false;
        run.events += 1;
        if effects.staff[activity as usize].is_some() {
            return Some((at, activity));
        }
        run.spans[number] = at - case.begin;
    }
    None
}
