//! A record of the table's stream.

use shared::table::Item;

/// A change of one item.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its place in the shard.
    pub sequence: String,
    /// The item before; none if it was made.
    pub old: Option<Item>,
    /// The item after; none if it was deleted.
    pub new: Option<Item>,
}
