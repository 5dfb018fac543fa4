//! The briefing (*báo cáo giao ban*): a pure function of the ledger.
//!
//! [`Briefing`] is plain data: what became of earlier conclusions, then figures
//! per document and per unit, the worst with reasons, the trend, a page for each
//! unit. Each number is a [`Figure`] with a [`Receipt`], a short code by which
//! any copy of the ledger can compute it again and [`explain()`] which works
//! and entries stand behind it.
//!
//! The forms are written from the same data: JSON here ([`Briefing::to_json`]),
//! HTML here ([`html::render`]), PDF, DOCX and XLSX in crates of their own,
//! since each drags a heavy library along. What is shown to people is laid out
//! once, as a [`paper::Paper`], so that the forms cannot tell different stories.
//!
//! What can't happen: a figure without a receipt; two figures with one receipt;
//! bytes that depend on the clock, the machine or the order of a map; a late work
//! shown without what its unit said about it.

pub mod compile;
mod explain;
pub mod facts;
mod figure;
pub mod html;
pub mod investment;
pub mod minutes;
mod model;
mod order;
pub mod paper;
mod period;
pub mod procedures;
mod receipt;
#[cfg(feature = "sample")]
pub mod sample;
pub mod shortening;
mod sources;
mod state;
pub mod words;

pub use compile::{Order, Refusal};
pub use explain::{Behind, Capital, Explanation, explain};
pub use figure::{Figure, Figures, Measure, Quantity, Unit};
pub use model::{
    AgendaItem, Briefing, Conclusion, ConclusionResult, Correction, Definition, DocumentLine,
    FORMAT, Header, Letterhead, Statement, StatementKind, Traced, Tree, TrendPoint, UnitLine,
    WORST, Work, WorkId,
};
pub use order::{close_of, known_at_close_of};
pub use period::{BadPeriod, Period};
pub use receipt::{BadEdition, BadReceipt, Edition, MAX_DAYS, MAX_TREE_SIZE, Receipt};
pub use sources::{Sources, explain_city};
pub use state::{Outcome, State};
