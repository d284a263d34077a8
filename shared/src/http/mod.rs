//! HTTP: how a request becomes a call of an operation, and its result an answer.

mod accept;
pub mod access;
mod authorization;
pub mod call;
pub mod csv;
pub mod deadline;
pub mod headers;
pub mod idempotency;
pub mod input;
pub mod openapi;
pub mod operation;
pub mod page;
pub mod path;
pub mod pdf;
pub mod peer;
pub mod problem;
pub mod reply;
pub mod route;
pub mod rows;
pub mod time;

pub use access::{Account, Anyone, Caller, Operator, Person, SignedIn, Within};
pub use call::Call;
pub use csv::JsonOrCsv;
pub use deadline::Deadline;
pub use page::{List, Listed};
pub use path::PathIds;
pub use pdf::{JsonCsvOrPdf, Pdf, PdfPage};
pub use peer::Peer;
pub use problem::{Code, Problem};
pub use reply::{Accepted, Created, CreatedAt, Json, NoContent, Reply};
pub use route::{Route, mount, mount_unrouted};
