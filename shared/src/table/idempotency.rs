//! First answers, kept for a day so that a request that is sent again gets the same one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};

/// How long an answer is kept.
pub const KEPT_SECONDS: i64 = 24 * 3_600;
/// How much of an answer lies in one item, in bytes: an item has 400 kB at most.
pub const PART: usize = 256 * 1024;

/// A request that carries a key, and the answer once there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// The hash of caller, method, path and key.
    pub hash: String,
    /// The hash of the body.
    pub body: String,
    /// When the first attempt began, to the millisecond: what it makes has its place in time by it.
    pub began_at: Timestamp,
    /// Until when the attempt under way may run. From then on the request is free if there is no
    /// answer: the time of the function that ran it is up.
    #[serde(default)]
    pub until: Timestamp,
    /// Tells attempts apart.
    pub attempt: String,
    /// The answer, sealed: it may show a secret that is stored nowhere else. None where it lies
    /// in parts.
    pub answer: Option<String>,
    /// In how many parts the answer lies, each under the attempt that gave it.
    pub parts: Option<usize>,
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

/// A part of an answer that is too long for one item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AnswerPart {
    /// The request.
    pub hash: String,
    /// The attempt that gave the answer.
    pub attempt: String,
    /// Which part, from 0.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// When the table may forget it.
    pub until: i64,
}

impl Entity for AnswerPart {
    const KIND: &'static str = "answer_part";

    fn key(&self) -> Key {
        keys::answer_part(&self.hash, &self.attempt, self.number)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.until)
    }
}
