//! Drivers: an account's own, and those that others share with it.

mod driver_pages;
pub mod eligibility;
pub mod get_driver;
pub mod give_back_driver;
pub mod list_drivers;
pub mod route_release;
pub mod share_end;
pub mod views;

pub use get_driver::get_driver;
pub use give_back_driver::give_back_driver;
pub use list_drivers::list_drivers;
