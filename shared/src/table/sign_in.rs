//! Sign-ins that were mailed and not used yet.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::Email;

/// How long a link and a code are good for.
pub const GOOD_FOR_SECONDS: i64 = 15 * 60;
/// How many wrong codes end a sign-in.
pub const CODE_TRIES: u32 = 5;
/// How many mails an address gets within [`GOOD_FOR_SECONDS`].
pub const MAILS: usize = 5;

/// The newest sign-in that was mailed to an address: a newer one takes its place and so ends it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The address.
    pub email: Email,
    /// What link and code are made from; empty once it was used.
    pub nonce: String,
    /// When both end.
    pub expires_at: Timestamp,
    /// How many codes were tried. Less than [`CODE_TRIES`] is the condition for trying one.
    pub tries: u32,
    /// When mails were sent lately, oldest first.
    pub mailed_at: Vec<Timestamp>,
    /// Counts mails: the condition under which the next one is the only one.
    pub version: u64,
}

impl Entity for SignIn {
    const KIND: &'static str = "sign_in";

    fn key(&self) -> Key {
        keys::sign_in(&self.email)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.expires_at.as_second())
    }
}
