//! What a process remembers of the table for a minute, so that what every call needs and hardly
//! anybody changes is not read by every call: courses, which [`Table::get_many`] gives from
//! memory; the batches whose codes are redeemed; and for which firm somebody acts in a client's
//! account, which tells what to read along (`table/standing.rs`).
//!
//! What is remembered may be a minute old: it is for showing, and never stands for a condition.
//! A change that the process itself makes is seen at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;

use super::{Entity, Item, Items, Key, StoreError, Table};

/// For how long an item is remembered.
pub const LASTS: Duration = Duration::from_secs(60);
/// How many items are remembered at most.
const MOST: usize = 1_000;

/// Items with the time at which they were read.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    items: Arc<Mutex<HashMap<Key, (Timestamp, Item)>>>,
    lasts: Duration,
}

impl Default for Memory {
    fn default() -> Self {
        Self::lasting(LASTS)
    }
}

impl Memory {
    pub(super) fn lasting(lasts: Duration) -> Self {
        Self { items: Arc::default(), lasts }
    }

    fn items(&self) -> MutexGuard<'_, HashMap<Key, (Timestamp, Item)>> {
        // Whoever panicked left at most an item that is missing.
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, key: &Key) -> Option<Item> {
        let items = self.items();
        let (read_at, item) = items.get(key)?;
        let age = Duration::try_from(Timestamp::now().duration_since(*read_at)).ok()?;
        (age < self.lasts).then(|| item.clone())
    }

    pub(super) fn keep(&self, key: Key, item: Item) {
        let mut items = self.items();
        if items.len() >= MOST {
            items.clear();
        }
        items.insert(key, (Timestamp::now(), item));
    }

    pub(super) fn forget(&self, keys: impl Iterator<Item = Key>) {
        let mut items = self.items();
        if !items.is_empty() {
            keys.for_each(|key| drop(items.remove(&key)));
        }
    }
}

impl Table {
    /// The table, remembering items for so long.
    #[must_use]
    pub fn remembering(mut self, lasts: Duration) -> Self {
        self.memory = Memory::lasting(lasts);
        self
    }

    /// An item as it is remembered: it is a guess, and never tells what may be done.
    pub(super) fn remembered<E: Entity>(&self, key: &Key) -> Option<E> {
        E::from_item(self.memory.get(key)?).ok()
    }

    /// Remembers an item that was read.
    pub fn remember(&self, entity: &impl Entity) {
        self.memory.keep(entity.key(), entity.to_item());
    }

    /// Whether an item is remembered.
    pub fn remembers(&self, key: &Key) -> bool {
        self.memory.get(key).is_some()
    }

    /// An item that may be a minute old: as it is among those just read, else as it is
    /// remembered, else read now; and remembered from now on.
    pub async fn lately<E: Entity>(
        &self,
        key: &Key,
        read: &Items,
    ) -> Result<Option<E>, StoreError> {
        if let Some(item) = read.item(key) {
            self.memory.keep(key.clone(), item.clone());
            return read.get(key);
        }
        if let Some(item) = self.memory.get(key) {
            return E::from_item(item).map(Some);
        }
        let entity: Option<E> = self.get(key).await?;
        if let Some(entity) = &entity {
            self.memory.keep(key.clone(), entity.to_item());
        }
        Ok(entity)
    }
}
