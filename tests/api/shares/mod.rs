//! Shares: which drivers another account sees.

mod ending;
mod giving_back;
mod list;
mod mails;
mod refusing;
mod sharing;
mod trail;
