//! Full text over documents, tasks and reports.
//!
//! An [`Index`] holds texts under keys and finds them by their words: `Hà Nội` is
//! found under `ha noi` and `HÀ NỘI`, and a text that has the diacritics of the
//! question stands before one that only sounds alike. `hoà` and `hòa` are one
//! word. The last word of a question may be the beginning of a word.
//!
//! - Every word of a question must be in the text.
//! - Rare words weigh more than common ones; exact diacritics, words that stand
//!   next to each other as in the question, and words of the title weigh more.
//! - Every text that has the words is weighed, however many there are.
//! - Of equals the newer text comes first, then the lesser key: the same index
//!   gives the same answer.
//!
//! The index is derived: it can be thrown away and built again from the ledger.
//! It does no I/O; who holds the texts puts them in, and takes them out when they
//! are erased.

mod index;
mod snippet;
mod words;

pub use index::{Found, Hits, Index, Text};
pub use snippet::{Piece, snippet};
