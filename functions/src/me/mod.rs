//! The caller's own: who they are, where they may act, their courses.

pub mod enrolments;
pub mod get_me;
pub mod list_contexts;
pub mod list_my_enrolments;
pub mod list_my_routes;
pub mod record_result;
pub mod set_current_context;
pub mod update_me;
pub mod views;

pub use get_me::get_me;
pub use list_contexts::list_contexts;
pub use list_my_enrolments::list_my_enrolments;
pub use list_my_routes::list_my_routes;
pub use record_result::record_result;
pub use set_current_context::set_current_context;
pub use update_me::update_me;
