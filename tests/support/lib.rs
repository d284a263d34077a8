//! What the tests have in common: a service of their own each, and callers of it.
//!
//! A service is the local stack over an embedded store, or, when `CODRIVER_TEST_DYNAMODB` names an
//! address on this machine, over a table of its own there.

pub mod answer;
pub mod books;
pub mod calendar;
pub mod caller;
pub mod completing;
pub mod conflicts;
pub mod counting;
pub mod crew;
pub mod crowd;
pub mod declared;
pub mod faults;
pub mod firms;
pub mod inviting;
pub mod licences;
pub mod mail_crowd;
pub mod pause;
pub mod pdf;
pub mod recorder;
pub mod reminding;
pub mod service;
pub mod sharing;
pub mod signing_in;
pub mod standing;
pub mod template;
pub mod traffic;
pub mod writes;

pub use answer::Answer;
pub use caller::Caller;
pub use service::Service;
