//! Shares: which drivers another account sees.

mod ending;
mod list;
mod mails;
mod sharing;
mod trail;
