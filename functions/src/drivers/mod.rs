//! Drivers: an account's own, and those that others share with it.

pub mod driving;
pub mod ending;
pub mod get_driver;
pub mod list_drivers;
mod listing;
pub mod views;

pub use get_driver::get_driver;
pub use list_drivers::list_drivers;
