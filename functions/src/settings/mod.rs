//! An account's settings: the texts of its mails, and what its people are reminded of.

pub mod get_mail_text;
pub mod get_reminder_settings;
pub mod input;
pub mod list_mail_texts;
pub mod preview_mail_text;
mod reminder_settings_view;
pub mod reset_mail_text;
mod samples;
pub mod set_mail_text;
pub mod set_reminder_settings;
pub mod text_override;
pub mod views;

pub use get_mail_text::get_mail_text;
pub use get_reminder_settings::get_reminder_settings;
pub use list_mail_texts::list_mail_texts;
pub use preview_mail_text::preview_mail_text;
pub use reset_mail_text::reset_mail_text;
pub use set_mail_text::set_mail_text;
pub use set_reminder_settings::set_reminder_settings;
