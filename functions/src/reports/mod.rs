//! Reports: who has come how far, in an account or in the part of it that a manager looks after.

pub mod filter;
pub mod get_user_report;
pub mod list_report;
pub mod printed;
pub mod row;
pub mod rows;
pub mod summarise_report;
pub mod summary;
pub mod sums;
pub mod user_enrolments;
pub mod validities;

pub use get_user_report::get_user_report;
pub use list_report::list_report;
pub use summarise_report::summarise_report;
