//! Users: invited, imported, listed, edited, removed.

mod added;
pub mod address;
pub mod get_user;
mod import_body;
pub mod import_rows;
pub mod import_users;
pub mod invitation;
pub mod invite_user;
pub mod list_user_activity;
pub mod list_users;
pub mod removal;
pub mod remove_user;
pub mod resend_invitation;
pub mod sight;
mod spreadsheet;
pub mod update_user;
pub mod user_pages;
mod user_sheet;
pub mod views;

pub use get_user::get_user;
pub use import_users::import_users;
pub use invite_user::invite_user;
pub use list_user_activity::list_user_activity;
pub use list_users::list_users;
pub use remove_user::remove_user;
pub use resend_invitation::resend_invitation;
pub use update_user::update_user;
