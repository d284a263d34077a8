//! What the write that completes a round leaves for good (rule 35).

use shared::table::{
    Write,
    record::{OwnRecord, Record, UserRecord},
};

/// Adds a record: the account's, under the rule that it has none of this round, the driver's, and that it
/// is of its user.
pub fn keep<R: Clone>(write: Write<'_, R>, record: Record, rule: R) -> Write<'_, R> {
    let write = write.create(&record, rule).put(&UserRecord::of(&record));
    write.put(&OwnRecord(record))
}
