//! Records: what completed courses leave for good, of who is there and of who was.

pub mod list_records;
pub mod pages;
pub mod view;

pub use list_records::list_records;
