//! Tables of events as Parquet.

use std::fs::File;
use std::path::Path;

use dondoc_lake::{CodedRow, EventLog, Level, Lifecycle, LogBuilder, NO_CODE, NO_TIME};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, ByteArray, DataType};
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
/// Values of a dictionary whose codes are kept at hand, by place.
const KNOWN: usize = 256;

impl From<ParquetError> for LogProblem {
    fn from(error: ParquetError) -> Self {
        Self::Parquet(error.to_string())
    }
}

/// Reads a table of events, row group by row group.
///
/// Of a file that was changed the library may panic on what it takes for promised;
/// that is an answer like any other, and nothing of its state is used again.
pub(crate) fn read(path: &Path, options: &Options) -> Result<(EventLog, Report), LogProblem> {
    std::panic::catch_unwind(|| read_groups(path, options))
        .unwrap_or_else(|_| Err(damaged("its pages are not what its directory says")))
}

fn damaged(what: &str) -> LogProblem {
    LogProblem::Parquet(what.to_owned())
}

/// Refuses chunks that lie outside the file, before the library believes them.
fn weigh(reader: &SerializedFileReader<File>, length: u64) -> Result<(), LogProblem> {
    for group in reader.metadata().row_groups() {
        for column in group.columns() {
            let from = (column.dictionary_page_offset()).unwrap_or(column.data_page_offset());
            let end = from.checked_add(column.compressed_size());
            let inside = end.and_then(|end| u64::try_from(end).ok());
            if from < 0
                || column.data_page_offset() < 0
                || column.compressed_size() < 0
                || column.num_values() < 0
                || inside.is_none_or(|end| end > length)
            {
                return Err(damaged("a column lies outside the file"));
            }
        }
    }
    Ok(())
}

fn read_groups(path: &Path, options: &Options) -> Result<(EventLog, Report), LogProblem> {
    let file = File::open(path).map_err(|source| LogProblem::Io {
        path: path.to_owned(),
        source,
    })?;
    let length = file.metadata().map_or(0, |about| about.len());
    let reader = SerializedFileReader::new(file)?;
    weigh(&reader, length)?;
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
                columns: header,
            });
        }
    }
    report.headings.clone_from(&header);
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
    let (mut codes, mut good) = (Vec::new(), Vec::new());
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
            let [
                cases,
                activities,
                times,
                starts,
                resources,
                units,
                lifecycles,
            ] = columns.as_mut_slice()
            else {
                break;
            };
            let (Some(cases), Some(activities), Some(times)) = (cases, activities, times) else {
                break;
            };
            good.clear();
            let mut ids: Vec<&[u8]> = Vec::with_capacity(rows);
            for row in 0..rows {
                line += 1;
                let Some(case) = cases.bytes(row).filter(|case| !case.is_empty()) else {
                    report.reject(line, Why::NoCase, "");
                    continue;
                };
                let Some(time) = times.time(row) else {
                    report.reject(line, Why::BadMoment, &String::from_utf8_lossy(case));
                    continue;
                };
                let activity = activities.code(row, |name| builder.activity_names().code(name));
                if activity == NO_CODE {
                    report.reject(line, Why::NoActivity, &String::from_utf8_lossy(case));
                    continue;
                }
                good.push((row, activity, time));
                ids.push(case);
            }
            codes.clear();
            builder.cases(&ids, String::from_utf8_lossy, &mut codes);
            for (&(row, activity, time), &case) in good.iter().zip(&codes) {
                let start = starts.as_ref().and_then(|cells| cells.time(row));
                let lifecycle = lifecycles.as_ref().and_then(|cells| cells.text(row));
                let resource = resources.as_mut().map_or(NO_CODE, |cells| {
                    cells.code(row, |name| builder.resource_names().code(name))
                });
                let unit = units.as_mut().map_or(NO_CODE, |cells| {
                    cells.code(row, |name| builder.unit_names().code(name))
                });
                let row_of = CodedRow {
                    activity,
                    time,
                    start: start.unwrap_or(NO_TIME),
                    resource,
                    unit,
                    lifecycle: lifecycle
                        .filter(|said| !said.is_empty())
                        .map_or(Lifecycle::Complete, xes::lifecycle),
                };
                builder.push_coded(case, &row_of);
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
    /// Where the value of each row stands, unless each row of the batch has one.
    places: Vec<Option<u32>>,
    full: bool,
    values: Batch,
    seen: u64,
    /// Values whose codes are known, by where they lie: a value of a dictionary lies
    /// in one place, which does not change while it is held here.
    known: Vec<Option<(ByteArray, u32)>>,
    missed: u64,
}

/// Values that are there, one after the other.
enum Batch {
    Text(Vec<ByteArray>),
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
            full: false,
            values: Batch::Nothing,
            seen: 0,
            known: vec![None; KNOWN],
            missed: 0,
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
        let there = match &self.values {
            Batch::Text(values) => values.len(),
            Batch::Whole(values) => values.len(),
            Batch::Number(values) => values.len(),
            Batch::Nothing => 0,
        };
        self.full = !self.repeated && there == rows;
        if !self.full {
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
        if self.full {
            return Some(row);
        }
        self.places
            .get(row)
            .copied()
            .flatten()
            .map(|at| at as usize)
    }

    fn bytes(&self, row: usize) -> Option<&[u8]> {
        match &self.values {
            Batch::Text(values) => Some(values.get(self.place(row)?)?.as_bytes()),
            _ => None,
        }
    }

    fn text(&self, row: usize) -> Option<&str> {
        std::str::from_utf8(self.bytes(row)?).ok()
    }

    /// The code of a row's text, [`NO_CODE`] where there is none; `code` gives that of
    /// a text not at hand.
    fn code(&mut self, row: usize, code: impl FnOnce(&str) -> u32) -> u32 {
        let (Batch::Text(values), Some(at)) = (&self.values, self.place(row)) else {
            return NO_CODE;
        };
        let Some(value) = values.get(at) else {
            return NO_CODE;
        };
        let bytes = value.data();
        let place = bytes.as_ptr() as usize;
        let slot = (place.wrapping_mul(0x9E37_79B9) >> 12) % KNOWN;
        if let Some((held, code)) = &self.known[slot]
            && std::ptr::eq(held.data(), bytes)
        {
            return *code;
        }
        let code = match std::str::from_utf8(bytes) {
            Ok("") | Err(_) => NO_CODE,
            Ok(text) => code(text),
        };
        // Pages without a dictionary hold each value elsewhere: then it is no use.
        self.missed += 1;
        if self.missed < 10_000 + self.seen / 8 {
            self.known[slot] = Some((value.clone(), code));
        }
        code
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
