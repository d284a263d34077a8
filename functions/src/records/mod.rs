//! Records: what completed courses leave for good, of who is there and of who was.

pub mod certificate;
pub mod check_certificate;
pub mod get_certificate;
pub mod keeping;
pub mod list_records;
pub mod pages;
pub mod view;

pub use check_certificate::check_certificate;
pub use get_certificate::get_certificate;
pub use list_records::list_records;
