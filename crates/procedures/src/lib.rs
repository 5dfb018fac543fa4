//! Administrative procedures (thủ tục hành chính) as they really run.
//!
//! - [`WorkClock`] turns moments into seconds of office time, from the same
//!   calendar that counts deadlines.
//! - [`ProcessMap`] is the directly-follows map of a log, with frequencies and exact
//!   quantiles in wall time and in working time; [`Traces`] are its variants and
//!   [`HandOvers`] who hands cases to whom.
//! - Each is a merge of parts over shards of cases, exact and in any order, so that
//!   segments are read block by block on all cores.
//! - [`Waiting`] splits what cases waited by cause; [`Reworks`] counts what was done
//!   again; [`deadlines`] says by a named definition who was on time;
//!   [`throughput`](throughput::throughput) how long cases take, by unit, channel
//!   and period.
//! - [`room`] holds what is prescribed, promised and measured, folded from entries;
//!   [`reckon`] makes such entries of a log.
//! - [`Live`] follows events one by one: its map and deadlines are those of all events
//!   at once.
//!
//! Invariants: no I/O, no clock, no chance; the same log gives the same result.
//!
//! What is left to others: reading logs (`log-readers`), the columns
//! themselves (`lake`), words (`messages`).

pub mod deadlines;
mod handovers;
pub mod learn;
mod live;
mod map;
mod motion;
mod part_file;
pub mod picture;
mod quantile;
mod ranks;
pub mod reckon;
mod rework;
pub mod room;
mod shards;
mod spans;
pub mod throughput;
mod traces;
pub mod waiting;
mod work_clock;

pub use handovers::{HandOver, HandOverPart, HandOvers};
pub use live::{Arrival, Live};
pub use map::{Edge, Endpoint, MapPart, ProcessMap, Throughput, Working};
pub use motion::Motion;
pub use part_file::PartProblem;
pub use quantile::{quantile, quantiles};
pub use rework::{Loop, Rework, Reworks};
pub use shards::View;
pub use spans::Spans;
pub use traces::Traces;
pub use waiting::Waiting;
pub use work_clock::WorkClock;
