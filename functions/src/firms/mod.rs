//! Firms: companies that clients let manage them as a whole. A firm accepts its clients, gives them
//! labels and says which of its people look after which.
//!
//! A client's side of it is a manager like others ([`crate::managers`]): it keeps the firm to a scope and
//! ends it. What the firm's people have of a client counts only while that is there, and while they are
//! the firm's admins or managers ([`shared::table::person::Context::behind`]): so whatever ends is
//! ended at once and by one write. What it leaves behind is cleared by the table's stream
//! ([`crate::workers`]).

pub mod accept_client;
pub mod call_back;
pub mod end_client;
pub mod label_client;
pub mod list_clients;
pub mod people;
pub mod send_people;
pub mod trail;
pub mod views;

pub use accept_client::accept_client;
pub use end_client::end_client;
pub use label_client::label_client;
pub use list_clients::list_clients;
pub use send_people::send_people;
