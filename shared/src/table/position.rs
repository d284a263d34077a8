//! How far the stream was read, shard by shard.

use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};

/// How far a shard was read. It moves in the same write as the counts that follow from what was
/// read; its not having moved is that write's condition, so nothing is counted twice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Position {
    /// The shard.
    pub shard: String,
    /// The last record's sequence number, as DynamoDB writes it: decimal digits.
    pub sequence: String,
    /// When the table may forget it: shards live for a day.
    pub until: i64,
}

impl Position {
    /// Whether a record lies after this position. Sequence numbers are compared as numbers.
    pub fn is_before(&self, sequence: &str) -> bool {
        let digits = |text: &str| text.trim_start_matches('0').len();
        (digits(&self.sequence), self.sequence.trim_start_matches('0'))
            < (digits(sequence), sequence.trim_start_matches('0'))
    }
}

impl Entity for Position {
    const KIND: &'static str = "position";

    fn key(&self) -> Key {
        keys::position(&self.shard)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.until)
    }
}
