//! Where packages of the document exchange meet the city.
//!
//! [`incoming()`] turns an edXML package into what registers its document: the text
//! of the first attachment that can be read, the header of the package, its files
//! by hash, its due day. [`answer()`] makes the package that answers such a document:
//! `ResponseFor` names it, the report of the task is its content, the evidence its
//! attachments.
//!
//! Nothing is decided by the codes of a package (`SteeringType` and others): their
//! meaning is *recalled*, and they are kept as they came.

mod answer;
mod incoming;
mod refusal;

pub use answer::{Asked, Said, answer, organ_of, said};
pub use incoming::{Incoming, incoming};
pub use refusal::{Refusal, Remark};
