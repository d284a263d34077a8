//! Mails, as those who get them see them.

pub mod stop_mails;
pub mod stop_token;
