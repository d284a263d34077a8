//! How far the stream was read, shard by shard, and in which bucket a shard counts.

use std::hash::{DefaultHasher, Hash, Hasher};

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

/// In how many buckets what many shards count is kept.
const BUCKETS: u64 = 8;

/// The bucket in which what follows from a shard is counted: two shards seldom write to one item,
/// and who reads adds up few.
pub fn bucket(shard: &str) -> u8 {
    let mut hasher = DefaultHasher::new();
    shard.hash(&mut hasher);
    u8::try_from(hasher.finish() % BUCKETS).unwrap_or_default()
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
