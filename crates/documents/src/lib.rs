//! Vietnamese administrative and Party documents: text to structure, references, proposed tasks, targets, each with its exact span.

mod reading;
// The register of documents (events, fold, ids) stands here, complete with its golden files.
mod register;

pub use reading::{
    Authority, Deadline, DeadlineKind, Header, Reading, Reference, Section, Target, Task,
};
pub use register::{
    Amended, Change, ChangeKind, Document, Documents, Event, Registered, Repealed, Replaced,
    document_id,
};
