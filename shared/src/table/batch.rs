//! Code batches, and the codes of them that were used or voided. An unused code has no item: it
//! is made from the batch's number and its index whenever it is shown.

use std::{fmt, ops::Range};

use deserr::Deserr;
use futures::future::try_join_all;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, StoreError, Table, keys};
use crate::domain::{
    AccountId, BatchId, CourseId, Email, EnrolmentId, EventId, PersonId,
    code::{BatchNumber, CodeIndex},
    event::Actor,
    text::Label,
};

/// A code batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Batch {
    /// The reseller.
    pub account_id: AccountId,
    /// Which. Its last six symbols are the number that its codes carry; that no batch of the
    /// same number lies there yet is the condition for making it.
    pub batch_id: BatchId,
    /// The reseller's word for it.
    pub label: Option<Label>,
    /// What its codes open.
    pub course_id: CourseId,
    /// For how long.
    pub duration_days: u32,
    /// How many codes it has, from index 0.
    pub quantity: u32,
    /// When every code that was unused then was voided.
    pub voided_at: Option<Timestamp>,
    /// Whether marks may be missing still of those that keep redemptions which know of no voiding
    /// from happening: see [`VoidedStripe`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub voiding: bool,
    /// The index from which codes are sent by mail next. What lies before it was sent, so its
    /// being unchanged is the condition for sending: no code is sent twice.
    #[serde(default)]
    pub send_from: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Batch {
    /// The number that its codes carry.
    pub fn number(&self) -> BatchNumber {
        BatchNumber::of(self.batch_id)
    }

    /// How many codes can still be used, and how many are voided, where so many were used. All
    /// three counts together are the quantity, always.
    pub fn unused_and_voided(&self, uses: Uses) -> (u32, u32) {
        let Uses { redeemed, voided } = uses;
        if self.voided_at.is_some() {
            (0, self.quantity.saturating_sub(redeemed))
        } else {
            (self.quantity.saturating_sub(redeemed + voided), voided)
        }
    }
}

/// How many codes of a batch were used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    /// How many were redeemed.
    pub redeemed: u32,
    /// How many were voided one by one.
    pub voided: u32,
}

impl Uses {
    /// All buckets together. One of them may be less than zero, by a recount; a sum that is has
    /// gone wrong, and is shown as nothing until it is counted again.
    pub fn of<'c>(buckets: impl IntoIterator<Item = &'c BatchCount>) -> Self {
        let sum = |(redeemed, voided), bucket: &BatchCount| {
            (redeemed + bucket.redeemed, voided + bucket.voided)
        };
        let (redeemed, voided) = buckets.into_iter().fold((0, 0), sum);
        let shown = |number: i64| u32::try_from(number).unwrap_or_default();
        Self { redeemed: shown(redeemed), voided: shown(voided) }
    }
}

/// How many codes of a batch were used, as the stream's consumer counted what the shards of one
/// bucket told: all buckets together are the batch's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BatchCount {
    /// The batch's number.
    pub number: BatchNumber,
    /// The bucket.
    pub bucket: u8,
    /// How many were redeemed.
    #[serde(default)]
    pub redeemed: i64,
    /// How many were voided one by one.
    #[serde(default)]
    pub voided: i64,
}

impl BatchCount {
    /// The change of a count by so many, redeemed and voided; it is made if it is not there.
    pub fn change(number: BatchNumber, bucket: u8, (redeemed, voided): (i64, i64)) -> Change {
        Change::of(keys::batch_count(number, bucket))
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("number", number)
            .set("bucket", bucket)
            .add("redeemed", redeemed)
            .add("voided", voided)
    }
}

impl Entity for BatchCount {
    const KIND: &'static str = "batch_count";

    fn key(&self) -> Key {
        keys::batch_count(self.number, self.bucket)
    }
}

impl Entity for Batch {
    const KIND: &'static str = "batch";

    fn key(&self) -> Key {
        keys::batch(self.number())
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        vec![keys::batch_of_account(self.account_id, self.batch_id, self.course_id)]
    }
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Deserr, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum CodeStatus {
    /// It can be redeemed.
    Unused,
    /// It was redeemed.
    Redeemed,
    /// It was voided.
    Voided,
}

impl fmt::Display for CodeStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unused => "unused",
            Self::Redeemed => "redeemed",
            Self::Voided => "voided",
        })
    }
}

/// A code that was used or voided. That nothing lies under its key is the condition for both, so
/// a code is used at most once and never both used and voided (rule 19).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UsedCode {
    /// The batch.
    pub batch_id: BatchId,
    /// Its place in the batch.
    pub index: CodeIndex,
    /// The reseller.
    pub reseller_id: AccountId,
    /// Redeemed or voided.
    pub status: CodeStatus,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What it opened, if it was redeemed.
    pub redemption: Option<Redemption>,
}

/// What a redeemed code opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Redemption {
    /// For whom.
    pub person_id: PersonId,
    /// Their address.
    pub email: Email,
    /// In which account.
    pub account_id: AccountId,
    /// Which course.
    pub course_id: CourseId,
    /// As which enrolment.
    pub enrolment_id: EnrolmentId,
    /// Whether the account was made for it: the driver held none.
    pub account_is_new: bool,
    /// The entry of the account's audit trail that tells of it.
    pub event_id: EventId,
    /// The round that was over and that another follows by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<EnrolmentId>,
    /// Whether a licence is used up by that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub licence_used_up: bool,
}

impl UsedCode {
    /// The number of its batch.
    pub fn number(&self) -> BatchNumber {
        BatchNumber::of(self.batch_id)
    }
}

impl Entity for UsedCode {
    const KIND: &'static str = "code";

    fn key(&self) -> Key {
        keys::code(self.number(), self.index)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        vec![keys::code_by_status(self.number(), &self.status.to_string(), self.index)]
    }
}

/// Says that the unused codes of a stripe of a batch were voided. That it is not there is a
/// condition of every redemption, so none happens once its code was voided with all others,
/// whatever it has read of the batch; and the batch is no item that all redemptions touch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VoidedStripe {
    /// The batch.
    pub batch_id: BatchId,
    /// Which of its stripes.
    pub stripe: u32,
}

impl VoidedStripe {
    /// The marks of all stripes of a batch.
    pub fn all(batch: &Batch) -> impl Iterator<Item = Self> {
        let batch_id = batch.batch_id;
        (0..keys::STRIPES.min(batch.quantity)).map(move |stripe| Self { batch_id, stripe })
    }
}

impl Entity for VoidedStripe {
    const KIND: &'static str = "voided_stripe";

    fn key(&self) -> Key {
        keys::voided_stripe(BatchNumber::of(self.batch_id), self.stripe)
    }
}

impl Table {
    /// How many codes of a batch were used, all buckets together; may be a moment behind.
    pub async fn uses_of(&self, batch: &Key) -> Result<Uses, StoreError> {
        let counts: Vec<BatchCount> = self.all(&keys::batch_counts(batch)).await?;
        Ok(Uses::of(&counts))
    }

    /// The used and voided codes among these places of a batch, in order, each as `keep` makes of
    /// it: read consistently, one query for each block, side by side. An item is let go as soon
    /// as `keep` has seen it.
    pub async fn used_codes<T>(
        &self,
        number: BatchNumber,
        places: Range<u32>,
        keep: impl Fn(UsedCode) -> T,
    ) -> Result<Vec<T>, StoreError> {
        let blocks = blocks(places);
        let read = blocks.map(|(first, last)| self.used_codes_of_block(number, first, last, &keep));
        Ok(try_join_all(read).await?.into_iter().flatten().collect())
    }

    async fn used_codes_of_block<T>(
        &self,
        number: BatchNumber,
        first: CodeIndex,
        last: CodeIndex,
        keep: impl Fn(UsedCode) -> T,
    ) -> Result<Vec<T>, StoreError> {
        let range = keys::codes_of_block(number, first, last);
        let mut kept = Vec::new();
        let mut start = None;
        loop {
            let page = self.page(&range, keys::CODES_IN_BLOCK as usize, start, false).await?;
            for item in page.items {
                kept.push(keep(UsedCode::from_item(item)?));
            }
            start = page.next;
            if start.is_none() {
                return Ok(kept);
            }
        }
    }
}

/// The first and last place in each block that these places touch.
fn blocks(places: Range<u32>) -> impl Iterator<Item = (CodeIndex, CodeIndex)> {
    let first = places.start / keys::CODES_IN_BLOCK;
    let blocks = first..places.end.div_ceil(keys::CODES_IN_BLOCK);
    blocks.filter_map(move |block| {
        let begins = block * keys::CODES_IN_BLOCK;
        let from = begins.max(places.start);
        let last = (begins + keys::CODES_IN_BLOCK).min(places.end).checked_sub(1)?;
        (from <= last).then_some((CodeIndex::new(from)?, CodeIndex::new(last)?))
    })
}

#[cfg(test)]
mod tests {
    use super::blocks;

    fn of(places: std::ops::Range<u32>) -> Vec<(u32, u32)> {
        blocks(places).map(|(first, last)| (first.get(), last.get())).collect()
    }

    #[test]
    fn places_are_read_block_by_block() {
        assert_eq!(of(0..0), []);
        assert_eq!(of(2_000..2_000), []);
        assert_eq!(of(1_500..1_500), []);
        assert_eq!(of(0..1), [(0, 0)]);
        assert_eq!(of(0..1_000), [(0, 999)]);
        assert_eq!(of(999..1_001), [(999, 999), (1_000, 1_000)]);
        assert_eq!(of(500..2_001), [(500, 999), (1_000, 1_999), (2_000, 2_000)]);
        assert_eq!(of(999_990..1_000_000), [(999_990, 999_999)]);
    }
}
