//! Routes: dated pieces of work of an account, with drivers assigned to them.

pub mod assign_driver;
mod assignability;
mod calendars;
pub mod create_route;
pub mod delete_route;
pub mod get_route;
pub mod list_routes;
pub mod unassign_driver;
pub mod update_route;
pub mod views;

pub use assign_driver::assign_driver;
pub use create_route::create_route;
pub use delete_route::delete_route;
pub use get_route::get_route;
pub use list_routes::list_routes;
pub use unassign_driver::unassign_driver;
pub use update_route::update_route;
