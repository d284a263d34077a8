//! What is counted of a batch: its redeemed and voided codes.

use std::collections::HashMap;

use shared::{
    domain::code::BatchNumber,
    http::Problem,
    table::{
        Change,
        batch::{BatchCount, CodeStatus, UsedCode},
        probe::Probe,
    },
};

use super::{Record, record::read};

/// By how much counts change.
#[derive(Debug, Default)]
pub struct Counts {
    batches: HashMap<BatchNumber, (i64, i64)>,
    probes: Vec<Probe>,
}

/// So many counts fill a write: it takes 100 items, and one is the position.
const MANY: usize = 99;

impl Counts {
    /// Whether there is no room for another record's.
    pub fn are_many(&self) -> bool {
        self.batches.len() + self.probes.len() >= MANY
    }

    /// Counts a record.
    pub fn add(&mut self, record: &Record) -> Result<(), Problem> {
        if let (None, Some(code)) = (&record.old, read::<UsedCode>(record.new.as_ref())?) {
            let (redeemed, voided) = self.batches.entry(code.number()).or_default();
            match code.status {
                CodeStatus::Redeemed => *redeemed += 1,
                CodeStatus::Voided => *voided += 1,
                CodeStatus::Unused => {}
            }
        }
        if let (None, Some(probe)) = (&record.old, read::<Probe>(record.new.as_ref())?) {
            self.probes.push(probe);
        }
        Ok(())
    }

    /// The changes of the counted items, in this bucket.
    pub fn changes(&self, bucket: u8) -> impl Iterator<Item = Change> {
        let batches = self.batches.iter();
        let batches = batches.map(move |(number, uses)| BatchCount::change(*number, bucket, *uses));
        batches.chain(self.probes.iter().map(Probe::passed))
    }
}
