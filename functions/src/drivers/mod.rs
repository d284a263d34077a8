//! Drivers: an account's own, and those that others share with it.

mod driver_pages;
pub mod eligibility;
pub mod get_driver;
pub mod list_drivers;
pub mod route_release;
pub mod views;

pub use get_driver::get_driver;
pub use list_drivers::list_drivers;
