//! How far the accounts were counted again, a sample at a time.

use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys, read::Start};

/// Where the next sample begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecountCursor {
    /// After which account; none is from the first.
    pub after: Option<Start>,
}

impl Entity for RecountCursor {
    const KIND: &'static str = "recount_cursor";

    fn key(&self) -> Key {
        keys::recount_cursor()
    }
}
