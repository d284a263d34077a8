//! An account's settings: the texts of its mails.

pub mod get_mail_text;
pub mod input;
pub mod list_mail_texts;
pub mod preview_mail_text;
pub mod reset_mail_text;
mod samples;
pub mod set_mail_text;
pub mod text_override;
pub mod views;

pub use get_mail_text::get_mail_text;
pub use list_mail_texts::list_mail_texts;
pub use preview_mail_text::preview_mail_text;
pub use reset_mail_text::reset_mail_text;
pub use set_mail_text::set_mail_text;
