//! Tables of events as Parquet.

use std::fs::File;
use std::path::Path;

use dondoc_lake::{EventLog, Level, Lifecycle, LogBuilder, NO_TIME, Row};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use crate::mapping::Role;
use crate::moment::{DateOrder, parse_moment};
use crate::report::{LogProblem, Report, Why};
use crate::zones::Offsets;
use crate::{Options, xes};

/// Rows decoded at a time.
const BATCH: usize = 8_192;

impl From<ParquetError> for LogProblem {
    fn from(error: ParquetError) -> Self {
        Self::Parquet(error.to_string())
    }
}

/// Reads a table of events, row group by row group.
pub(crate) fn read(path: &Path, options: &Options) -> Result<(EventLog, Report), LogProblem> {
    let file = File::open(path).map_err(|source| LogProblem::Io {
        path: path.to_owned(),
        source,
    })?;
    let reader = SerializedFileReader::new(file)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let header: Vec<String> = schema
        .columns()
        .iter()
        .map(|column| column.path().string())
        .collect();
    let mut report = Report {
        form: "parquet",
        ..Report::default()
    };
    let places = options.place(&header);
    for (place, role) in places.iter().zip(Role::ALL) {
        if let Some(column) = place {
            report
                .columns
                .push(format!("{}={}", role.name(), header[*column]));
        }
    }
    for role in [Role::Case, Role::Activity, Role::Time] {
        if places[role as usize].is_none() {
            return Err(LogProblem::NoColumn {
                role: role.name(),
                columns: header.join(", "),
            });
        }
    }
    let mut builder = LogBuilder::default();
    let mut kept = Vec::new();
    for (at, name) in header.iter().enumerate() {
        if !places.contains(&Some(at)) && options.attributes.wants(name) {
            let level = if name.starts_with("case:") {
                Level::Case
            } else {
                Level::Event
            };
            kept.push((at, builder.column(name, level)));
        }
    }
    let mut offsets = Offsets::default();
    let mut line = 0_u64;
    let mut codes = Vec::new();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let open = |at: usize| -> Result<Cells, LogProblem> {
            Ok(Cells::new(
                group.get_column_reader(at)?,
                &schema.column(at),
                options.naive_offset_minutes,
            ))
        };
        let mut columns: Vec<Option<Cells>> = Vec::new();
        for place in places {
            columns.push(place.map(open).transpose()?);
        }
        let mut further = Vec::new();
        for &(at, column) in &kept {
            further.push((column, open(at)?));
        }
        loop {
            let mut rows = 0;
            for cells in columns.iter_mut().flatten() {
                rows = cells.fill()?;
            }
            for (_, cells) in &mut further {
                cells.fill()?;
            }
            if rows == 0 {
                break;
            }
            let text = |role: Role, row: usize| -> Option<&str> {
                columns[role as usize]
                    .as_ref()?
                    .text(row)
                    .filter(|t| !t.is_empty())
            };
            let moment = |role: Role, row: usize| {
                columns[role as usize]
                    .as_ref()
                    .map_or(Some(NO_TIME), |cells| cells.time(row))
            };
            let mut good: Vec<(usize, &str, i64)> = Vec::with_capacity(rows);
            let mut ids: Vec<&str> = Vec::with_capacity(rows);
            for row in 0..rows {
                line += 1;
                let Some(case) = text(Role::Case, row) else {
                    report.reject(line, Why::NoCase, "");
                    continue;
                };
                let Some(activity) = text(Role::Activity, row) else {
                    report.reject(line, Why::NoActivity, case);
                    continue;
                };
                let Some(time) = moment(Role::Time, row) else {
                    report.reject(line, Why::BadMoment, case);
                    continue;
                };
                good.push((row, activity, time));
                ids.push(case);
            }
            codes.clear();
            builder.cases(&ids, &mut codes);
            for (&(row, activity, time), &case) in good.iter().zip(&codes) {
                let lifecycle = text(Role::Lifecycle, row);
                builder.push(
                    case,
                    &Row {
                        activity,
                        time,
                        start: moment(Role::Start, row).unwrap_or(NO_TIME),
                        resource: text(Role::Resource, row),
                        unit: text(Role::Unit, row),
                        lifecycle: lifecycle.map_or(Lifecycle::Complete, xes::lifecycle),
                    },
                );
                for (column, cells) in &further {
                    cells.put(row, *column, case, &mut builder);
                }
            }
        }
        if let Some(cells) = &columns[Role::Time as usize] {
            cells.count(&mut offsets);
        }
    }
    let log = builder.finish(offsets.zones(options.naive_offset_minutes))?;
    report.look_at(&log);
    Ok((log, report))
}

/// A batch of one column, and where the next comes from.
struct Cells {
    reader: ColumnReader,
    nullable: i16,
    repeated: bool,
    /// Multiplied by the first and divided by the second to microseconds, for moments.
    micros: Option<(i64, i64)>,
    /// What is taken off moments without a zone.
    naive: i64,
    zoned: bool,
    levels: Vec<i16>,
    repetitions: Vec<i16>,
    places: Vec<Option<u32>>,
    values: Batch,
    seen: u64,
}

/// Values that are there, one after the other.
enum Batch {
    Text(Vec<parquet::data_type::ByteArray>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
    Nothing,
}

impl Cells {
    fn new(reader: ColumnReader, column: &ColumnDescriptor, naive_minutes: i32) -> Self {
        let logical = column.logical_type_ref();
        let (micros, zoned) = match (logical, column.converted_type()) {
            (Some(LogicalType::Timestamp(kind)), _) => {
                let scale = match kind.unit {
                    TimeUnit::MILLIS => (1_000, 1),
                    TimeUnit::MICROS => (1, 1),
                    TimeUnit::NANOS => (1, 1_000),
                };
                (Some(scale), kind.is_adjusted_to_u_t_c)
            }
            (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => {
                (Some((86_400_000_000, 1)), false)
            }
            (_, ConvertedType::TIMESTAMP_MILLIS) => (Some((1_000, 1)), true),
            (_, ConvertedType::TIMESTAMP_MICROS) => (Some((1, 1)), true),
            _ if matches!(reader, ColumnReader::Int96ColumnReader(_)) => (Some((1, 1)), false),
            _ => (None, true),
        };
        Self {
            reader,
            nullable: column.max_def_level(),
            repeated: column.max_rep_level() > 0,
            micros,
            naive: if zoned {
                0
            } else {
                i64::from(naive_minutes) * 60_000_000
            },
            zoned,
            levels: Vec::new(),
            repetitions: Vec::new(),
            places: Vec::new(),
            values: Batch::Nothing,
            seen: 0,
        }
    }

    /// Reads the next batch and returns its rows.
    fn fill(&mut self) -> Result<usize, LogProblem> {
        self.levels.clear();
        self.repetitions.clear();
        let levels = &mut self.levels;
        let repetitions = &mut self.repetitions;
        let (rows, values) = match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => {
                let mut out = match std::mem::replace(&mut self.values, Batch::Nothing) {
                    Batch::Text(mut old) => {
                        old.clear();
                        old
                    }
                    _ => Vec::with_capacity(BATCH),
                };
                let rows = records(reader, levels, repetitions, &mut out)?;
                (rows, Batch::Text(out))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let mut out = Vec::new();
                let rows = records(reader, levels, repetitions, &mut out)?;
                (rows, Batch::Text(out.into_iter().map(Into::into).collect()))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let mut out = Vec::with_capacity(BATCH);
                let rows = records(reader, levels, repetitions, &mut out)?;
                (rows, Batch::Whole(out))
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let mut out = Vec::with_capacity(BATCH);
                let rows = records(reader, levels, repetitions, &mut out)?;
                (rows, Batch::Whole(out.into_iter().map(i64::from).collect()))
            }
            ColumnReader::Int96ColumnReader(reader) => {
                let mut out = Vec::with_capacity(BATCH);
                let rows = records(reader, levels, repetitions, &mut out)?;
                (
                    rows,
                    Batch::Whole(out.iter().map(|v| v.to_micros()).collect()),
                )
            }
            ColumnReader::BoolColumnReader(reader) => {
                let mut out = Vec::with_capacity(BATCH);
                let rows = records(reader, levels, repetitions, &mut out)?;
                (rows, Batch::Whole(out.into_iter().map(i64::from).collect()))
            }
            ColumnReader::FloatColumnReader(reader) => {
                let mut out = Vec::with_capacity(BATCH);
                let rows = records(reader, levels, repetitions, &mut out)?;
                (
                    rows,
                    Batch::Number(out.into_iter().map(f64::from).collect()),
                )
            }
            ColumnReader::DoubleColumnReader(reader) => {
                let mut out = Vec::with_capacity(BATCH);
                let rows = records(reader, levels, repetitions, &mut out)?;
                (rows, Batch::Number(out))
            }
        };
        self.values = values;
        self.places.clear();
        if self.nullable > 0 {
            // The value of each row is the first of a list, where it is a list.
            let mut next = 0_u32;
            for (at, &level) in self.levels.iter().enumerate() {
                let there = level == self.nullable;
                if !self.repeated || self.repetitions.get(at) == Some(&0) {
                    self.places.push(there.then_some(next));
                }
                next += u32::from(there);
            }
        }
        self.seen += rows as u64;
        Ok(rows)
    }

    fn place(&self, row: usize) -> Option<usize> {
        if self.nullable == 0 {
            return Some(row);
        }
        self.places
            .get(row)
            .copied()
            .flatten()
            .map(|at| at as usize)
    }

    fn text(&self, row: usize) -> Option<&str> {
        match &self.values {
            Batch::Text(values) => {
                std::str::from_utf8(values.get(self.place(row)?)?.as_bytes()).ok()
            }
            _ => None,
        }
    }

    /// The moment of a row: [`NO_TIME`] where there is none, `None` where what
    /// stands there is no moment.
    fn time(&self, row: usize) -> Option<i64> {
        let Some(at) = self.place(row) else {
            return Some(NO_TIME);
        };
        match (&self.values, self.micros) {
            (Batch::Whole(values), Some((times, over))) => {
                let micros = values.get(at)?.checked_mul(times)?.div_euclid(over);
                micros.checked_sub(self.naive)
            }
            (Batch::Whole(values), None) => {
                let text = values.get(at)?.to_string();
                Some(parse_moment(text.as_bytes(), DateOrder::DayFirst)?.micros)
            }
            (Batch::Text(values), _) => {
                let moment = parse_moment(values.get(at)?.as_bytes(), DateOrder::DayFirst)?;
                Some(
                    moment.micros
                        - if moment.offset.is_none() {
                            self.naive
                        } else {
                            0
                        },
                )
            }
            _ => None,
        }
    }

    fn put(&self, row: usize, column: usize, case: u32, builder: &mut LogBuilder) {
        let Some(at) = self.place(row) else { return };
        match (&self.values, self.micros) {
            (Batch::Text(_), _) => {
                if let Some(text) = self.text(row) {
                    builder.set_text(column, case, text);
                }
            }
            (Batch::Whole(_), Some(_)) => {
                if let Some(time) = self.time(row) {
                    builder.set_time(column, case, time);
                }
            }
            (Batch::Whole(values), None) => {
                if let Some(&value) = values.get(at) {
                    builder.set_number(column, case, value as f64);
                }
            }
            (Batch::Number(values), _) => {
                if let Some(&value) = values.get(at) {
                    builder.set_number(column, case, value);
                }
            }
            (Batch::Nothing, _) => {}
        }
    }

    fn count(&self, offsets: &mut Offsets) {
        offsets.see_many(self.zoned.then_some(0), self.seen);
    }
}

fn records<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    levels: &mut Vec<i16>,
    repetitions: &mut Vec<i16>,
    out: &mut Vec<T::T>,
) -> Result<usize, LogProblem> {
    // A call may stop at the end of a page.
    let mut rows = 0;
    while rows < BATCH {
        let (read, _, _) =
            reader.read_records(BATCH - rows, Some(levels), Some(repetitions), out)?;
        if read == 0 {
            break;
        }
        rows += read;
    }
    Ok(rows)
}
