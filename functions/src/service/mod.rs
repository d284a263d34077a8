//! The service itself: whether it answers, and what it offers.

pub mod get_health;
pub mod get_openapi;
pub mod get_problem;

pub use get_health::get_health;
pub use get_openapi::get_openapi;
pub use get_problem::get_problem;
