//! First answers, kept for a day so that a request that is sent again gets the same one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};

/// How long an answer is kept.
pub const KEPT_SECONDS: i64 = 24 * 3_600;
/// After how long a request that never answered counts as dead: longer than any function runs.
pub const RUNS_AT_MOST_SECONDS: i64 = 60;

/// A request that carries a key, and the answer once there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// The hash of caller, method, path and key.
    pub hash: String,
    /// The hash of the body.
    pub body: String,
    /// When the first attempt began, and which it is.
    pub began_at: Timestamp,
    /// Tells attempts apart.
    pub attempt: String,
    /// The answer, sealed: it may show a secret that is stored nowhere else.
    pub answer: Option<String>,
}

impl Entity for Kept {
    const KIND: &'static str = "idempotency";

    fn key(&self) -> Key {
        keys::idempotency(&self.hash)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.began_at.as_second() + KEPT_SECONDS)
    }
}
