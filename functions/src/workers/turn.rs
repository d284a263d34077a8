//! A mail whose turn to be sent has come.

use shared::{domain::Email, email::Rendered};

/// What is to be done about a mail whose turn has come.
pub enum Turn {
    /// It is sent.
    Send(Box<Letter>),
    /// It is no longer good: it is not sent.
    Drop,
    /// Nothing: it was sent, or another has taken its place.
    Pass,
}

/// A mail as it goes out.
pub struct Letter {
    /// To whom.
    pub to: Email,
    /// What it says.
    pub says: Rendered,
}
