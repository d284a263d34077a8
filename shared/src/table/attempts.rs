//! How a change is tried that others keep getting in the way of.

use std::time::{Duration, Instant};

use super::{Entity, Item, Key, StoreError, Table, write::pause};

/// For how long another attempt is begun. A call ends sooner, by its own deadline
/// ([`crate::http`]): what is less busy than its function's time allows gets through.
const BEGUN_FOR: Duration = Duration::from_secs(30);
/// How many milliseconds are paused between two attempts at most.
const LONGEST_PAUSE: u64 = 1_500;

/// Attempts at one change of an item that others change too. What ends them is time and not their
/// number: of forty who change an item at once, each gets through.
///
/// A refused write tells what lies there. The first time, the next attempt starts from that at
/// once. Who is refused again is one of many: they pause, so as not to meet the others in every
/// round, and look anew at what lies there then. The pause is by chance, up to a bound that doubles
/// from about four times what an attempt takes.
#[derive(Debug)]
pub struct Attempts {
    until: Instant,
    began: Instant,
    refused: u32,
}

impl Attempts {
    /// Attempts from now on.
    pub fn begin() -> Self {
        let began = Instant::now();
        Self { until: began + BEGUN_FOR, began, refused: 0 }
    }

    /// Whether there is time for another attempt.
    pub fn go_on(&self) -> bool {
        Instant::now() < self.until
    }

    /// What the next attempt starts from, after one that was refused since this lay there.
    pub async fn newest<E: Entity>(&mut self, table: &Table, there: Item) -> Result<E, StoreError> {
        let took = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(LONGEST_PAUSE);
        (self.began, self.refused) = (Instant::now(), self.refused + 1);
        let key = Key::of(&there).filter(|_| self.refused > 1);
        let Some(key) = key else { return E::from_item(there) };
        pause((took.max(1) << self.refused.min(5)).min(LONGEST_PAUSE)).await;
        self.began = Instant::now();
        let found = table.get_many([key.clone()]).await?;
        // What is gone meanwhile refuses the next attempt, and that tells so.
        found.get(&key)?.map_or_else(|| E::from_item(there), Ok)
    }
}
