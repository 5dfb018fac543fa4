//! A log as Parquet, for the engines of others.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use dondoc_lake::{EventLog, Level, Lifecycle, NO_CODE, NO_TIME, NO_UNIT, Values};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use crate::report::LogProblem;

/// Events of a row group.
const GROUP: usize = 1 << 20;

enum Kind {
    Text,
    Moment,
    Number,
}

/// A column of the table: its name, and its value of a case and event.
struct Column<'a> {
    name: String,
    kind: Kind,
    text: Box<dyn Fn(usize, usize) -> Option<&'a str> + 'a>,
    moment: Box<dyn Fn(usize) -> i64 + 'a>,
    number: Box<dyn Fn(usize, usize) -> f64 + 'a>,
}

impl<'a> Column<'a> {
    fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            text: Box::new(|_, _| None),
            moment: Box::new(|_| NO_TIME),
            number: Box::new(|_, _| f64::NAN),
        }
    }

    fn text(name: &str, text: impl Fn(usize, usize) -> Option<&'a str> + 'a) -> Self {
        Self {
            text: Box::new(text),
            ..Self::new(name, Kind::Text)
        }
    }

    fn moment(name: &str, moment: impl Fn(usize) -> i64 + 'a) -> Self {
        Self {
            moment: Box::new(moment),
            ..Self::new(name, Kind::Moment)
        }
    }

    fn field(&self) -> Result<Type, LogProblem> {
        let (physical, logical) = match self.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Moment => (
                Physical::INT64,
                Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
            ),
            Kind::Number => (Physical::DOUBLE, None),
        };
        Ok(Type::primitive_type_builder(&self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?)
    }
}

/// Writes the events as a table: `case_id`, `activity`, `ts`, and what else the log
/// has: `start_ts`, `resource`, `unit`, `lifecycle`, further columns by their
/// names. Moments are UTC with microseconds; the order is the log's.
///
/// # Errors
/// [`LogProblem::Io`], [`LogProblem::Parquet`].
pub fn write_parquet(path: &Path, log: &EventLog) -> Result<(), LogProblem> {
    let columns = columns(log);
    let mut fields = Vec::new();
    for column in &columns {
        fields.push(Arc::new(column.field()?));
    }
    let schema = Type::group_type_builder("events")
        .with_fields(fields)
        .build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let file = File::create(path).map_err(|source| LogProblem::Io {
        path: path.to_owned(),
        source,
    })?;
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
    let mut from = 0;
    while from < log.cases() {
        let begin = log.case(from).start;
        let mut to = from + 1;
        while to < log.cases() && log.case(to).start < begin + GROUP {
            to += 1;
        }
        let mut group = writer.next_row_group()?;
        for column in &columns {
            write_column(&mut group, column, log, from..to)?;
        }
        group.close()?;
        from = to;
    }
    writer.close()?;
    Ok(())
}

fn columns(log: &EventLog) -> Vec<Column<'_>> {
    let activity = |event: usize| log.activities().get(usize::from(log.activity()[event]));
    let mut columns = vec![
        Column::text("case_id", |case, _| Some(log.case_id(case))),
        Column::text("activity", move |_, event| Some(activity(event))),
        Column::moment("ts", |event| log.time()[event]),
    ];
    if !log.start().is_empty() {
        columns.push(Column::moment("start_ts", |event| {
            log.start().get(event).unwrap_or(NO_TIME)
        }));
    }
    if !log.resource().is_empty() {
        columns.push(Column::text("resource", |_, event| {
            let code = log.resource()[event];
            (code != NO_CODE).then(|| log.resources().get(code as usize))
        }));
    }
    if !log.unit().is_empty() {
        columns.push(Column::text("unit", |_, event| {
            let code = log.unit()[event];
            (code != NO_UNIT).then(|| log.units().get(usize::from(code)))
        }));
    }
    if !log.lifecycle().is_empty() {
        columns.push(Column::text("lifecycle", |_, event| {
            Some(match log.lifecycle()[event] {
                Lifecycle::Complete => "complete",
                Lifecycle::Start => "start",
                Lifecycle::Other => "other",
            })
        }));
    }
    for attribute in log.attributes() {
        let of_case = attribute.level == Level::Case;
        let at = move |case: usize, event: usize| if of_case { case } else { event };
        // No two columns of a table have one name.
        let taken = columns.iter().any(|column| column.name == attribute.name);
        let name = match (taken, of_case) {
            (false, _) => attribute.name.clone(),
            (true, true) => format!("case:{}", attribute.name),
            (true, false) => format!("event:{}", attribute.name),
        };
        columns.push(match &attribute.values {
            Values::Text { codes, names } => Column::text(&name, move |case, event| {
                let code = codes[at(case, event)];
                (code != NO_CODE).then(|| names.get(code as usize))
            }),
            Values::Number(numbers) => Column {
                number: Box::new(move |case, event| numbers[at(case, event)]),
                ..Column::new(&name, Kind::Number)
            },
            Values::Time(times) if of_case => Column {
                // By case, as text of the moment would lose its type.
                moment: Box::new(move |event| {
                    let case = log
                        .offsets()
                        .partition_point(|&from| from as usize <= event);
                    times[case - 1]
                }),
                ..Column::new(&name, Kind::Moment)
            },
            Values::Time(times) => Column::moment(&name, move |event| times[event]),
        });
    }
    columns
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, File>,
    column: &Column<'_>,
    log: &EventLog,
    cases: Range<usize>,
) -> Result<(), LogProblem> {
    let Some(mut writer) = group.next_column()? else {
        return Ok(());
    };
    let events = || {
        cases
            .clone()
            .flat_map(|case| log.case(case).map(move |event| (case, event)))
    };
    let mut levels = Vec::new();
    let mut there = |known: bool| {
        levels.push(i16::from(known));
        known
    };
    match column.kind {
        Kind::Text => {
            let mut values: Vec<ByteArray> = Vec::new();
            for (case, event) in events() {
                let value = (column.text)(case, event);
                if there(value.is_some())
                    && let Some(value) = value
                {
                    values.push(ByteArray::from(value));
                }
            }
            writer
                .typed::<ByteArrayType>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Kind::Moment => {
            let times = events().map(|(_, event)| (column.moment)(event));
            let values: Vec<i64> = times.filter(|&time| there(time != NO_TIME)).collect();
            writer
                .typed::<Int64Type>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Kind::Number => {
            let numbers = events().map(|(case, event)| (column.number)(case, event));
            let values: Vec<f64> = numbers.filter(|&number| there(!number.is_nan())).collect();
            writer
                .typed::<DoubleType>()
                .write_batch(&values, Some(&levels), None)?;
        }
    }
    writer.close()?;
    Ok(())
}
