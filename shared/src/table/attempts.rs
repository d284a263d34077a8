//! How a change is tried that others keep getting in the way of.

use std::time::{Duration, Instant};

use super::{Entity, Item, Key, StoreError, Table, write::pause};

/// For how long another attempt is begun: with what a call does before and after, and the time that
/// its last write may take, it ends before its function does (after 10 seconds).
const BEGUN_FOR: Duration = Duration::from_secs(6);
/// Up to how many milliseconds the second attempt that was in vain is followed by a pause; it
/// doubles with each.
const FIRST_PAUSE: u64 = 50;
/// How often it doubles.
const DOUBLINGS: u32 = 3;

/// Attempts at one change of an item that others change too. What ends them is time and not their
/// number: of forty who change an item at once, each gets through.
///
/// A refused write tells what lies there. The first time, the next attempt starts from that at
/// once. Who is refused again is one of many: they pause for a random time, so as not to meet the
/// others in every round, and look anew at what lies there then.
#[derive(Debug)]
pub struct Attempts {
    until: Instant,
    refused: u32,
}

impl Attempts {
    /// Attempts from now on.
    pub fn begin() -> Self {
        Self { until: Instant::now() + BEGUN_FOR, refused: 0 }
    }

    /// Whether there is time for another attempt.
    pub fn go_on(&self) -> bool {
        Instant::now() < self.until
    }

    /// What the next attempt starts from, after one that was refused since this lay there.
    pub async fn newest<E: Entity>(&mut self, table: &Table, there: Item) -> Result<E, StoreError> {
        self.refused += 1;
        let key = Key::of(&there).filter(|_| self.refused > 1);
        let Some(key) = key else { return E::from_item(there) };
        pause(FIRST_PAUSE << (self.refused - 2).min(DOUBLINGS)).await;
        let found = table.get_many([key.clone()]).await?;
        // What is gone meanwhile refuses the next attempt, and that tells so.
        found.get(&key)?.map_or_else(|| E::from_item(there), Ok)
    }
}
