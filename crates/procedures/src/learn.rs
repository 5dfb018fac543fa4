//! From the columns of a log to the cases that `mining` learns from.

use dondoc_lake::{Attribute, EventLog, Level, NO_CODE, NO_TIME, Values};
use dondoc_mining::cases::Cases;
use dondoc_mining::worktime::WorkTime;

use crate::map::Working;

/// Takes the cases of `log`, in office time when a calendar is given (its moments are
/// office time then already) and in wall time without one.
///
/// Events without a moment are left out. Of the further columns only the figures of
/// events come along: a column of the case may hold what was known only at its end.
pub fn cases(log: &EventLog, working: Option<&Working>) -> (Cases, WorkTime) {
    match working.and_then(|working| working.clock(log)) {
        Some(clock) => (
            timed(log, |micros| clock.elapsed(micros).div_euclid(1_000)),
            WorkTime::converted(clock.day_seconds() * 1_000),
        ),
        None => (
            timed(log, |micros| micros.div_euclid(1_000)),
            WorkTime::always(),
        ),
    }
}

fn timed(log: &EventLog, moment: impl Fn(i64) -> i64) -> Cases {
    let mut cases = Cases::new(log.activities().iter().map(str::to_owned).collect());
    let figures: Vec<Figures<'_>> = log.attributes().iter().filter_map(Figures::of).collect();
    cases.figures = figures
        .iter()
        .map(|figures| (figures.name.to_owned(), Vec::new()))
        .collect();
    for case in 0..log.cases() {
        let mut events: Vec<usize> = log
            .case(case)
            .filter(|&event| log.time()[event] != NO_TIME)
            .collect();
        events.sort_by_key(|&event| log.time()[event]);
        let taken: Vec<(u32, i64)> = events
            .iter()
            .map(|&event| (u32::from(log.activity()[event]), moment(log.time()[event])))
            .collect();
        cases.push(log.case_id(case), &taken);
        for ((_, values), figures) in cases.figures.iter_mut().zip(&figures) {
            values.extend(events.iter().map(|&event| figures.at(event)));
        }
    }
    cases
}

/// Words in the name of a column that numbers people or things.
const NUMBERING: [&str; 14] = [
    "id",
    "ids",
    "code",
    "number",
    "no",
    "user",
    "employee",
    "officer",
    "badge",
    "matricola",
    "phone",
    "cccd",
    "cmnd",
    "so",
];

fn numbers_something(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|word| NUMBERING.contains(&word))
}

/// A column of events that holds figures, as numbers or as texts that all are numbers
/// (text forms tell no kind).
struct Figures<'a> {
    name: &'a str,
    values: &'a Values,
    /// What the codes of texts stand for.
    numbers: Vec<f32>,
}

impl<'a> Figures<'a> {
    fn of(column: &'a Attribute) -> Option<Self> {
        if numbers_something(&column.name) {
            return None;
        }
        let numbers = match (&column.values, column.level) {
            (_, Level::Case) | (Values::Time(_), _) => return None,
            (Values::Number(_), _) => Vec::new(),
            (Values::Text { codes, names }, _) => {
                let parsed = names.iter().map(|name| name.trim().parse::<f32>().ok());
                let numbers: Vec<f32> = parsed.collect::<Option<_>>()?;
                // Whole numbers that hardly come twice are numbers of things or of
                // people, not figures.
                let known = codes.iter().filter(|&&code| code != NO_CODE).count();
                let whole = numbers.iter().all(|number| number.fract() == 0.0);
                if numbers.is_empty() || whole && numbers.len() * 2 > known {
                    return None;
                }
                numbers
            }
        };
        Some(Self {
            name: &column.name,
            values: &column.values,
            numbers,
        })
    }

    fn at(&self, event: usize) -> f32 {
        let found = match self.values {
            Values::Number(numbers) => numbers.get(event).map(|&number| number as f32),
            Values::Text { codes, .. } => codes
                .get(event)
                .and_then(|&code| self.numbers.get(code as usize).copied()),
            Values::Time(_) => None,
        };
        found.unwrap_or(f32::NAN)
    }
}

#[cfg(test)]
mod tests {
    use dondoc_lake::{LogBuilder, Row, Zones};

    use super::*;

    #[test]
    fn texts_that_are_numbers_are_figures_unless_they_number_somebody() {
        let mut builder = LogBuilder::default();
        let names = ["amount", "officer id", "note", "receipt", "points"];
        let columns = names.map(|name| builder.column(name, Level::Event));
        for number in 0..6 {
            let case = builder.case("H1");
            builder.push(case, &Row::new("x", number * 1_000_000));
            let points = if number == 5 { None } else { Some("2") };
            let values = [
                Some("35.5"),
                Some("7"),
                Some("1 con"),
                Some(["11", "12", "13", "14", "15", "16"][number as usize]),
                points,
            ];
            for (&column, value) in columns.iter().zip(values) {
                if let Some(value) = value {
                    builder.set_text(column, case, value);
                }
            }
        }
        let log = builder.finish(Zones::default()).unwrap();
        let found = cases(&log, None).0.figures;
        let named: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(named, ["amount", "points"]);
        assert_eq!(found[0].1, [35.5; 6]);
        assert_eq!(found[1].1[..5], [2.0; 5]);
        assert!(found[1].1[5].is_nan());
    }
}
