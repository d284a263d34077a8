//! A record of the table's stream.

use std::{
    any::Any,
    sync::{Arc, OnceLock},
};

use shared::{
    http::Problem,
    table::{Entity, Item},
};

/// A change of one item.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its place in the shard.
    pub sequence: String,
    /// The item before; none if it was made.
    pub old: Option<Image>,
    /// The item after; none if it was deleted.
    pub new: Option<Image>,
}

/// An item as a change found it or left it. Much follows from some changes, so many look at it; it is read once.
#[derive(Debug, Clone)]
pub struct Image {
    item: Item,
    read: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl From<Item> for Image {
    fn from(item: Item) -> Self {
        Self { item, read: OnceLock::new() }
    }
}

impl Image {
    fn is_of(&self, kind: &str) -> bool {
        let entity = self.item.get("entity").and_then(|entity| entity.as_s().ok());
        entity.is_some_and(|entity| entity == kind)
    }
}

/// What an image shows, if it is one of these.
pub(super) fn read<E: Entity + Clone + 'static>(
    image: Option<&Image>,
) -> Result<Option<E>, Problem> {
    let Some(image) = image.filter(|image| image.is_of(E::KIND)) else { return Ok(None) };
    if let Some(read) = image.read.get().and_then(|read| read.downcast_ref::<E>()) {
        return Ok(Some(read.clone()));
    }
    let read = E::from_item(image.item.clone())?;
    image.read.get_or_init(|| Arc::new(read.clone()));
    Ok(Some(read))
}
