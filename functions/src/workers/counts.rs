//! What is counted of a batch: its redeemed and voided codes.

use std::collections::HashMap;

use shared::{
    domain::code::BatchNumber,
    http::Problem,
    table::{
        Change, Entity, Item,
        batch::{BatchCount, CodeStatus, UsedCode},
    },
};

use super::Record;

/// By how much counts change.
#[derive(Debug, Default)]
pub struct Counts(HashMap<BatchNumber, (i64, i64)>);

/// So many counts fill a write: it takes 100 items, and one is the position.
const MANY: usize = 99;

impl Counts {
    /// Whether there is no room for another record's.
    pub fn are_many(&self) -> bool {
        self.0.len() >= MANY
    }

    /// Counts a record.
    pub fn add(&mut self, record: &Record) -> Result<(), Problem> {
        if let (None, Some(code)) = (&record.old, read::<UsedCode>(record.new.as_ref())?) {
            let (redeemed, voided) = self.0.entry(code.number()).or_default();
            match code.status {
                CodeStatus::Redeemed => *redeemed += 1,
                CodeStatus::Voided => *voided += 1,
                CodeStatus::Unused => {}
            }
        }
        Ok(())
    }

    /// The changes of the counted items, in this bucket.
    pub fn changes(&self, bucket: u8) -> impl Iterator<Item = Change> {
        self.0.iter().map(move |(number, uses)| BatchCount::change(*number, bucket, *uses))
    }
}

/// Reads an image if it is one of these.
pub(super) fn read<E: Entity>(image: Option<&Item>) -> Result<Option<E>, Problem> {
    let of_kind = |item: &&Item| {
        item.get("entity").and_then(|kind| kind.as_s().ok()).is_some_and(|kind| kind == E::KIND)
    };
    Ok(image.filter(of_kind).cloned().map(E::from_item).transpose()?)
}
