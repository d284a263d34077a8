//! How far the accounts were counted again, a sample at a time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys, read::Start};

/// Where the next sample begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RecountCursor {
    /// After which account; none is from the first.
    pub after: Option<Start>,
    /// What the last sample came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Sampled>,
}

/// What a sample came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    /// When it ended.
    pub at: Timestamp,
    /// Accounts that were counted.
    pub counted: usize,
    /// Numbers that were not as counted.
    pub mended: usize,
    /// Accounts that could not be counted.
    pub failed: usize,
}

impl Entity for RecountCursor {
    const KIND: &'static str = "recount_cursor";

    fn key(&self) -> Key {
        keys::recount_cursor()
    }
}
