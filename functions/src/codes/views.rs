//! How a code batch is shown, and which batch a path names.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{BatchId, code::BatchNumber, course::CourseRef, text::Label},
    http::{Account, Call, Problem},
    table::{
        batch::{Batch, Uses},
        course::Course,
        keys,
    },
};

/// A code batch.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CodeBatch")]
pub struct BatchView {
    /// Which.
    id: BatchId,
    /// The reseller's word for it.
    label: Option<Label>,
    /// What its codes open.
    course: CourseRef,
    /// For how long, from the moment a code is used.
    duration_days: u32,
    /// How many codes it has: always the sum of the three counts that follow.
    quantity: u32,
    /// How many were redeemed; may be a moment behind.
    redeemed: u32,
    /// How many were voided; may be a moment behind.
    voided: u32,
    /// How many can still be used.
    unused: u32,
    /// When it was made.
    created_at: Timestamp,
}

impl BatchView {
    /// How this batch is shown, of which so many codes were used.
    pub fn of(batch: Batch, uses: Uses, course: &Course) -> Self {
        let (unused, voided) = batch.unused_and_voided(uses);
        Self {
            id: batch.batch_id,
            label: batch.label,
            course: course.reference(),
            duration_days: batch.duration_days,
            quantity: batch.quantity,
            redeemed: uses.redeemed,
            voided,
            unused,
            created_at: batch.created_at,
        }
    }
}

/// The batch of the path. Its key holds only the end of its identifier, and says nothing of its
/// account: one that is not this account's, or not this one, is not there.
pub fn batch_of<B, Q>(call: &Call<Account, B, Q>) -> Result<Batch, Problem> {
    let id = call.path.batch()?;
    let batch: Batch = call.found(&keys::batch(BatchNumber::of(id)))?;
    let meant = batch.batch_id == id && batch.account_id == call.who.account;
    if meant { Ok(batch) } else { Err(Problem::not_found()) }
}
