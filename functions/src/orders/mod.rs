//! What an account buys: orders of licences and codes, and the licences that came of them.

pub mod create_order;
pub mod fulfilment;
pub mod get_order;
pub mod list_licences;
pub mod list_orders;
pub mod views;

pub use create_order::create_order;
pub use get_order::get_order;
pub use list_licences::list_licences;
pub use list_orders::list_orders;
