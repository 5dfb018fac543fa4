//! edXML packages: how document systems of Vietnamese offices exchange documents.
//!
//! A package has a header (who sends to whom, number, day, subject, signer; for a
//! directing document `SteeringType` and `DueDate`; for an answer `ResponseFor`),
//! a list of its attachments, and their bytes in Base64. [`read()`] takes one in,
//! [`write()`] makes one; what was written reads back as it was.
//!
//! # What can't happen here
//! - No document type, no entity but the five of XML: nothing is fetched, nothing
//!   expands.
//! - Everything is bounded ([`Limits`]): bytes, elements, depth, length of a field,
//!   number and size of attachments.
//! - A field that is missing, stands twice, or says no day where a day belongs is
//!   refused, and the refusal names the element.
//! - A name of an attachment is a name, never a path.
//! - The XML signature is not checked: [`Remark::Signed`] says that one is there.
//!
//! # Source
//! Elements and their order: QCVN 102:2016/BTTTT with amendment 1:2022, as open
//! converters of the national exchange read and write them (secondary; the text of
//! the standard was not at hand). The meaning of the codes of `SteeringType`,
//! `DocumentType/Type` and `BussinessDocType` is *recalled*: codes are kept as they
//! came, and nothing is decided by them.

mod day;
mod package;
mod read;
mod refusal;
mod tree;
mod write;

pub use package::{
    Attachment, Business, Code, Kind, Limits, Organ, OtherInfo, Package, Read, ResponseFor, Signer,
    Trace,
};
pub use read::read;
pub use refusal::{Bound, Refusal, Remark};
pub use write::write;
