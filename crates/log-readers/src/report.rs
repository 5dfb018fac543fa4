//! What a reading found besides the log.

use std::path::PathBuf;

use dondoc_kinds::{Arg, Say};
use dondoc_lake::segment::SegmentProblem;
use dondoc_lake::{BuildProblem, EventLog, NO_CODE, NO_TIME};

/// Why a file is no log.
#[derive(Debug, thiserror::Error)]
pub enum LogProblem {
    /// The file can't be read.
    #[error("failed to read `{path}`")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file breaks off or its bytes are damaged.
    #[error("the bytes are damaged at about byte {at}")]
    Damaged {
        /// Where, after decompression.
        at: u64,
    },
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is in UTF-16.
    #[error("the file is in UTF-16: save it as UTF-8")]
    Utf16,
    /// No form that can be read.
    #[error("neither XES, CSV, XLSX, Parquet nor OCEL")]
    Unknown,
    /// It declares entities of its own.
    #[error("the file declares entities, which are not read: remove its DOCTYPE")]
    Entities,
    /// One record or tag is longer than any real one.
    #[error("a record of more than 16 MB at about byte {at}")]
    TooLong {
        /// Where.
        at: u64,
    },
    /// A needed column is not there.
    #[error("no column for the {role} among: {}", columns.join(", "))]
    NoColumn {
        /// What is missing: case, activity or time.
        role: &'static str,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// The rows make no log.
    #[error(transparent)]
    Build(#[from] BuildProblem),
    /// A segment is damaged or no segment.
    #[error("`{path}` is not as it was written")]
    Segment {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: SegmentProblem,
    },
    /// A folder without segments.
    #[error("no segment in the folder `{path}`")]
    NoSegments {
        /// Which.
        path: PathBuf,
    },
    /// The workbook can't be read.
    #[error("failed to read the workbook: {0}")]
    Xlsx(String),
    /// The file is no object-centric log.
    #[error("not an OCEL 2.0 log: {why}")]
    NotOcel {
        /// What was found.
        why: String,
    },
    /// Which objects are the cases must be said.
    #[error("say which objects are the cases, one of: {types}")]
    ObjectType {
        /// The types there are.
        types: String,
    },
    /// The Parquet file can't be decoded.
    #[error("failed to decode the Parquet file: {0}")]
    Parquet(String),
}

impl Say for LogProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::Io { .. } => "log-io",
            Self::Damaged { .. } => "log-damaged",
            Self::Empty => "log-empty",
            Self::Utf16 => "log-utf16",
            Self::Unknown => "log-unknown",
            Self::Entities => "log-entities",
            Self::TooLong { .. } => "log-too-long",
            Self::NoColumn { .. } => "log-no-column",
            Self::Build(BuildProblem::TooManyActivities) => "log-too-many-activities",
            Self::Build(BuildProblem::TooManyUnits) => "log-too-many-units",
            Self::Build(BuildProblem::TooManyRows) => "log-too-many-rows",
            Self::Segment { .. } => "log-segment",
            Self::NoSegments { .. } => "log-no-segments",
            Self::Xlsx(_) => "log-xlsx",
            Self::NotOcel { .. } => "log-not-ocel",
            Self::ObjectType { .. } => "log-object-type",
            Self::Parquet(_) => "log-parquet",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Io { path, source } => vec![
                ("path", Arg::Text(path.display().to_string())),
                ("why", Arg::Text(source.to_string())),
            ],
            Self::Damaged { at } | Self::TooLong { at } => {
                vec![("at", Arg::Text(at.to_string()))]
            }
            Self::NoColumn { role, columns } => vec![
                ("role", Arg::from(*role)),
                ("columns", Arg::Text(columns.join(", "))),
            ],
            Self::Segment { path, source } => vec![
                ("path", Arg::Text(path.display().to_string())),
                ("why", Arg::Text(source.to_string())),
            ],
            Self::NoSegments { path } => vec![("path", Arg::Text(path.display().to_string()))],
            Self::ObjectType { types } => vec![("types", Arg::Text(types.clone()))],
            Self::NotOcel { why } | Self::Xlsx(why) | Self::Parquet(why) => {
                vec![("why", Arg::Text(why.clone()))]
            }
            _ => Vec::new(),
        }
    }
}

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It has no case.
    NoCase,
    /// It has no activity.
    NoActivity,
    /// Its moment can't be read.
    BadMoment,
    /// It has fewer fields than the header needs.
    TooShort,
    /// It is longer than any real row.
    TooLong,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Line, or number of the record, from 1.
    pub line: u64,
    /// Why.
    pub why: Why,
    /// What stood there, shortened.
    pub value: String,
}

/// What a reading found besides the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// `xes`, `csv`, `xlsx`, `parquet`, `segments`, `ocel-json`, `ocel-xml`, `ocel-sqlite`.
    pub form: &'static str,
    /// Columns taken, as `role=column`.
    pub columns: Vec<String>,
    /// All columns of a table, in order.
    pub headings: Vec<String>,
    /// Rows that were not taken.
    pub rejected: u64,
    /// The first hundred of them.
    pub first_rejected: Vec<Rejected>,
    /// Events without a moment.
    pub without_moment: u64,
    /// Events that equal their neighbour in case, activity, moment and resource.
    pub duplicates: u64,
    /// Cases that are not in time order in the file.
    pub unsorted_cases: u64,
    /// Entity references that nobody declared, kept as they stand.
    pub odd_entities: u64,
    /// The file broke off before its end.
    pub broke_off: bool,
}

impl Report {
    pub(crate) fn reject(&mut self, line: u64, why: Why, value: &str) {
        self.rejected += 1;
        if self.first_rejected.len() < 100 {
            self.first_rejected.push(Rejected {
                line,
                why,
                value: value.chars().take(80).collect(),
            });
        }
    }

    /// Counts what can only be seen in the finished log.
    pub(crate) fn look_at(&mut self, log: &EventLog) {
        self.unsorted_cases = log.unsorted_cases() as u64;
        self.without_moment = log.time().iter().filter(|&&t| t == NO_TIME).count() as u64;
        let who = |event: usize| log.resource().get(event).copied().unwrap_or(NO_CODE);
        for case in 0..log.cases() {
            let range = log.case(case);
            for event in range.start + 1..range.end {
                let same = log.activity()[event - 1] == log.activity()[event]
                    && log.time()[event - 1] == log.time()[event]
                    && log.time()[event] != NO_TIME
                    && log.lifecycle().get(event - 1) == log.lifecycle().get(event)
                    && who(event - 1) == who(event);
                self.duplicates += u64::from(same);
            }
        }
    }
}
