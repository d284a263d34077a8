//! The caller's own: who they are, where they may act, their courses and training sessions.

pub mod context_pages;
pub mod end_other_sign_ins;
pub mod end_sign_in;
pub mod enrolments;
pub mod get_me;
pub mod label_context;
pub mod leave_context;
pub mod list_contexts;
pub mod list_my_enrolments;
pub mod list_my_routes;
pub mod list_my_training_sessions;
pub mod list_overview;
pub mod list_sign_ins;
pub mod record_result;
pub mod set_current_context;
mod sign_ins;
pub mod update_me;
pub mod views;

pub use end_other_sign_ins::end_other_sign_ins;
pub use end_sign_in::end_sign_in;
pub use get_me::get_me;
pub use label_context::label_context;
pub use leave_context::leave_context;
pub use list_contexts::list_contexts;
pub use list_my_enrolments::list_my_enrolments;
pub use list_my_routes::list_my_routes;
pub use list_my_training_sessions::list_my_training_sessions;
pub use list_overview::list_overview;
pub use list_sign_ins::list_sign_ins;
pub use record_result::record_result;
pub use set_current_context::set_current_context;
pub use update_me::update_me;
