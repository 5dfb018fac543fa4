//! All of a segment as one log, and several logs as one.

use super::block::{Block, Wanted};
use super::ints::NOTHING;
use super::read::{Further, Segment};
use super::{ReadAt, SegmentProblem};
use crate::attribute::{Attribute, Level, Values};
use crate::builder::{LogBuilder, Row};
use crate::log::{EventLog, Lifecycle, NO_CODE, NO_TIME, NO_UNIT, Zones};
use crate::names::Interner;

impl<R: ReadAt> Segment<R> {
    /// Decodes all of it.
    ///
    /// # Errors
    /// See [`SegmentProblem`]; more than 2^32 − 1 events fit into no log.
    pub fn to_log(&self) -> Result<EventLog, SegmentProblem> {
        if self.events >= u64::from(u32::MAX) || self.cases >= u64::from(u32::MAX) {
            return Err(SegmentProblem::TooMany);
        }
        let mut log = EventLog {
            offsets: vec![0],
            activities: self.activities.clone(),
            resources: self.resources.clone(),
            units: self.units.clone(),
            zones: self.zones.clone(),
            ..EventLog::default()
        };
        let mut further: Vec<Vec<i64>> = vec![Vec::new(); self.further.len()];
        let mut block = Block::default();
        for number in 0..self.blocks.len() {
            self.read_block(number, Wanted::ALL, &mut block)?;
            let before = log.activity.len();
            let cases_before = log.case_ids.len();
            let mut end = log.offsets[log.offsets.len() - 1];
            for &length in &block.lengths {
                end += length;
                log.offsets.push(end);
            }
            for id in block.ids.iter() {
                log.case_ids.push(id);
            }
            log.activity.extend_from_slice(&block.activity);
            let micros = |time: i64| match time {
                NO_TIME => NO_TIME,
                time => time.saturating_mul(block.tick),
            };
            log.time.extend(block.time.iter().map(|&time| micros(time)));
            let after = log.activity.len();
            if !block.start.is_empty() {
                log.start.fill(before);
                for &start in &block.start {
                    log.start.push(micros(start));
                }
            } else if !log.start.is_empty() {
                log.start.fill(after);
            }
            extend(&mut log.resource, &block.resource, before, after, NO_CODE);
            extend(&mut log.unit, &block.unit, before, after, NO_UNIT);
            let complete = Lifecycle::Complete;
            extend(
                &mut log.lifecycle,
                &block.lifecycle,
                before,
                after,
                complete,
            );
            for ((values, all), column) in block.further.iter().zip(&mut further).zip(&self.further)
            {
                let (before, after) = match column.level {
                    Level::Case => (cases_before, log.case_ids.len()),
                    Level::Event => (before, after),
                };
                extend(all, values, before, after, NOTHING);
            }
        }
        let (cases, events) = (log.cases(), log.events());
        if log.case_ids.len() != cases || log.time.len() != events {
            return Err(SegmentProblem::Inconsistent { what: "block" });
        }
        for (column, mut values) in self.further.iter().zip(further) {
            values.resize(
                match column.level {
                    Level::Case => cases,
                    Level::Event => events,
                },
                NOTHING,
            );
            log.attributes.push(column.attribute(values)?);
        }
        Ok(log)
    }
}

impl Further {
    fn attribute(&self, stored: Vec<i64>) -> Result<Attribute, SegmentProblem> {
        let values = match self.kind {
            0 => {
                let mut codes = Vec::with_capacity(stored.len());
                for value in stored {
                    codes.push(match value {
                        NOTHING => NO_CODE,
                        value if (0..self.names.len() as i64).contains(&value) => value as u32,
                        _ => return Err(SegmentProblem::Inconsistent { what: "code" }),
                    });
                }
                Values::Text {
                    codes,
                    names: self.names.clone(),
                }
            }
            1 => Values::Number(stored.into_iter().map(number).collect()),
            2 => Values::Time(stored),
            _ => return Err(SegmentProblem::Inconsistent { what: "column" }),
        };
        Ok(Attribute {
            name: self.name.clone(),
            level: self.level,
            values,
        })
    }
}

fn number(bits: i64) -> f64 {
    match bits {
        NOTHING => f64::NAN,
        bits => f64::from_bits(bits as u64),
    }
}

/// Appends a block's column to a log's; one that is not there stands for `none`.
fn extend<T: Copy>(all: &mut Vec<T>, block: &[T], before: usize, after: usize, none: T) {
    if block.is_empty() {
        if !all.is_empty() {
            all.resize(after, none);
        }
        return;
    }
    all.resize(before, none);
    all.extend_from_slice(block);
}

/// Brings logs together: cases of the same identifier in different logs are one,
/// its events in the order of the logs. Cases within one log stay apart.
///
/// # Errors
/// [`SegmentProblem::TooMany`] when they do not fit into one log.
pub fn join(logs: &[EventLog]) -> Result<EventLog, SegmentProblem> {
    let mut builder = LogBuilder::default();
    let mut ids = Interner::default();
    // By code of the identifier: the case, and the last log that had it.
    let mut known: Vec<(u32, usize)> = Vec::new();
    let mut zones = Zones::default();
    let mut columns: Vec<(String, Level, usize)> = Vec::new();
    for (number, log) in logs.iter().enumerate() {
        zones.add(log.zones());
        let mut further = Vec::new();
        for attribute in log.attributes() {
            let key = (attribute.name.as_str(), attribute.level);
            let found = columns
                .iter()
                .find(|(name, level, _)| (name.as_str(), *level) == key);
            let column = match found {
                Some((_, _, column)) => *column,
                None => {
                    let column = builder.column(&attribute.name, attribute.level);
                    columns.push((attribute.name.clone(), attribute.level, column));
                    column
                }
            };
            further.push((column, attribute));
        }
        for case in 0..log.cases() {
            let id = log.case_id(case);
            let code = ids.code(id) as usize;
            let into = match known.get_mut(code) {
                Some((into, last)) if *last != number && !id.is_empty() => {
                    *last = number;
                    *into
                }
                Some(_) => builder.new_case(id),
                None => {
                    let into = builder.new_case(id);
                    known.push((into, number));
                    into
                }
            };
            for &(column, attribute) in &further {
                if attribute.level == Level::Case {
                    set(&mut builder, column, into, &attribute.values, case);
                }
            }
            for event in log.case(case) {
                let resource = log.resource().get(event).filter(|&&code| code != NO_CODE);
                let unit = log.unit().get(event).filter(|&&code| code != NO_UNIT);
                let row = Row {
                    activity: log.activities().get(usize::from(log.activity()[event])),
                    time: log.time()[event],
                    start: log.start().get(event).unwrap_or(NO_TIME),
                    resource: resource.map(|&code| log.resources().get(code as usize)),
                    unit: unit.map(|&code| log.units().get(usize::from(code))),
                    lifecycle: (log.lifecycle().get(event).copied()).unwrap_or(Lifecycle::Complete),
                };
                builder.push(into, &row);
                for &(column, attribute) in &further {
                    if attribute.level == Level::Event {
                        set(&mut builder, column, into, &attribute.values, event);
                    }
                }
            }
        }
    }
    builder.finish(zones).map_err(|_| SegmentProblem::TooMany)
}

fn set(builder: &mut LogBuilder, column: usize, case: u32, values: &Values, at: usize) {
    match values {
        Values::Text { codes, names } => {
            if let Some(&code) = codes.get(at)
                && code != NO_CODE
            {
                builder.set_text(column, case, names.get(code as usize));
            }
        }
        Values::Number(numbers) => {
            if let Some(&value) = numbers.get(at)
                && !value.is_nan()
            {
                builder.set_number(column, case, value);
            }
        }
        Values::Time(times) => {
            if let Some(&time) = times.get(at)
                && time != NO_TIME
            {
                builder.set_time(column, case, time);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::segment::{MAGIC, SegmentWriter, VERSION};

    /// Cases of events: activity, time, and what else is there.
    type Cases = Vec<Vec<(u8, Option<i64>, Option<i64>, Option<u8>, Option<u8>)>>;

    fn cases() -> impl Strategy<Value = Cases> {
        let moment = prop_oneof![
            (0_i64..100_000_000).prop_map(|s| s * 1_000_000),
            -5_000_i64..5_000,
            any::<i32>().prop_map(|ms| i64::from(ms) * 1_000),
        ];
        let moment = prop::option::of(moment);
        let event = (
            0_u8..30,
            moment.clone(),
            moment,
            any::<Option<u8>>(),
            any::<Option<u8>>(),
        );
        prop::collection::vec(prop::collection::vec(event, 0..6), 0..20)
    }

    fn log(cases: &Cases, named: bool) -> EventLog {
        let mut builder = LogBuilder::default();
        let channel = builder.column("channel", Level::Case);
        let fee = builder.column("fee", Level::Event);
        for (number, events) in cases.iter().enumerate() {
            let case = builder.new_case(&format!("H{number:03}"));
            if number % 3 == 0 {
                builder.set_text(channel, case, "mạng");
            }
            for &(activity, time, start, who, unit) in events {
                let (activity, who) = (format!("bước {activity}"), who.map(|w| w.to_string()));
                let unit = unit.map(|u| format!("đơn vị {u}"));
                let row = Row {
                    start: start.filter(|_| named).unwrap_or(NO_TIME),
                    resource: who.as_deref().filter(|_| named),
                    unit: unit.as_deref(),
                    lifecycle: if number % 5 == 4 {
                        Lifecycle::Start
                    } else {
                        Lifecycle::Complete
                    },
                    ..Row::new(&activity, time.unwrap_or(NO_TIME))
                };
                builder.push(case, &row);
                builder.set_number(fee, case, number as f64 - 2.5);
            }
        }
        let zones = Zones {
            offsets: vec![(420, 3)],
            naive: 2,
            assumed: "+07:00".to_owned(),
        };
        builder.finish(zones).unwrap()
    }

    fn bytes(logs: &[EventLog]) -> Vec<u8> {
        let mut writer = SegmentWriter::new(Vec::new()).unwrap();
        for log in logs {
            writer.push(log).unwrap();
        }
        writer.finish().unwrap()
    }

    /// A log as rows of text: two logs may number their names differently.
    fn rows(log: &EventLog) -> Vec<String> {
        let mut rows = Vec::new();
        for case in 0..log.cases() {
            rows.push(log.case_id(case).to_owned());
            for event in log.case(case) {
                let who = log.resource().get(event).map(|&code| match code {
                    NO_CODE => "",
                    code => log.resources().get(code as usize),
                });
                let unit = log.unit().get(event).map(|&code| match code {
                    NO_UNIT => "",
                    code => log.units().get(usize::from(code)),
                });
                rows.push(format!(
                    "{} {} {:?} {:?} {:?} {:?}",
                    log.activities().get(usize::from(log.activity()[event])),
                    log.time()[event],
                    log.start().get(event).filter(|&t| t != NO_TIME),
                    who.filter(|who| !who.is_empty()),
                    unit.filter(|unit| !unit.is_empty()),
                    log.lifecycle().get(event).unwrap_or(&Lifecycle::Complete),
                ));
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cases in cases(), named: bool, twice: bool) {
            let log = log(&cases, named);
            let logs = if twice { vec![log.clone(), log] } else { vec![log] };
            let bytes = bytes(&logs);
            let segment = Segment::open(bytes).unwrap();
            prop_assert!(segment.verify().is_empty());
            let back = segment.to_log().unwrap();
            let expected: Vec<String> = logs.iter().flat_map(rows).collect();
            prop_assert_eq!(rows(&back), expected);
            prop_assert_eq!(back.zones().naive, 2 * logs.len() as u64);
            if !twice {
                let (a, b) = (back.attributes(), logs[0].attributes());
                prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
            }
        }

        #[test]
        fn a_changed_byte_is_always_found(
            cases in cases(),
            at in any::<prop::sample::Index>(),
            by in 1_u8..,
        ) {
            let mut bytes = bytes(&[log(&cases, true)]);
            let at = at.index(bytes.len());
            bytes[at] = bytes[at].wrapping_add(by);
            match Segment::open(bytes) {
                Err(_) => {}
                Ok(segment) => {
                    let problems = segment.verify();
                    let named = problems.iter().any(|problem| matches!(
                        problem, SegmentProblem::Changed { from, to, .. }
                            if (*from..*to).contains(&(at as u64))));
                    prop_assert!(named, "{:?}", problems);
                    prop_assert!(segment.to_log().is_err());
                }
            }
        }

        #[test]
        fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut whole = MAGIC.to_vec();
            whole.extend(VERSION.to_le_bytes());
            whole.extend(&bytes);
            whole.extend(crc32fast::hash(&bytes).to_le_bytes());
            whole.extend((bytes.len() as u64).to_le_bytes());
            whole.extend(MAGIC);
            if let Ok(segment) = Segment::open(whole) {
                let _ = segment.verify();
            }
        }

        #[test]
        fn logs_cut_by_time_join_to_the_whole(cases in cases(), cut in any::<prop::sample::Index>()) {
            let whole = log(&cases, true);
            let mut early = Vec::new();
            let mut late = Vec::new();
            for case in 0..whole.cases() {
                let range = whole.case(case);
                let middle = range.start + cut.index(range.len() + 1);
                early.extend(range.start..middle);
                late.extend(middle..range.end);
            }
            let parts = [
                whole.filter_events(|event| early.contains(&event)),
                whole.filter_events(|event| late.contains(&event)),
            ];
            let mut joined: Vec<_> = rows(&join(&parts).unwrap());
            let mut expected = rows(&whole.filter_events(|_| true));
            joined.sort();
            expected.sort();
            prop_assert_eq!(joined, expected);
        }
    }

    #[test]
    fn a_newer_version_is_named() {
        let mut newer = bytes(&[]);
        newer[8] = 2;
        let problem = Segment::open(newer).unwrap_err();
        assert!(matches!(problem, SegmentProblem::Version { found: 2 }));
    }
}
