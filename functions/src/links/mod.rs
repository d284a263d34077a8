//! Report links: a URL that shows a report to whoever has it (rule 47).

mod answered;
pub mod create_my_report_link;
pub mod create_report_link;
pub mod delete_my_report_link;
pub mod delete_report_link;
pub mod list_my_report_links;
pub mod list_report_links;
mod making;
pub mod open_report;
mod opened;
mod opening;
mod own_courses;
mod part;
mod standing;
pub mod url;
mod view;

pub use create_my_report_link::create_my_report_link;
pub use create_report_link::create_report_link;
pub use delete_my_report_link::delete_my_report_link;
pub use delete_report_link::delete_report_link;
pub use list_my_report_links::list_my_report_links;
pub use list_report_links::list_report_links;
pub use open_report::open_report;
