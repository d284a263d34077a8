//! Routes: made, listed, moved, removed; drivers put on them and taken off.

mod assigning;
mod changing;
mod ending;
mod listing;
mod mails;
mod making;
mod moving;
mod own;
