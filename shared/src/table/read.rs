//! Reading: some items at once, or a page of a range.

use std::collections::{HashMap, HashSet};

use aws_sdk_dynamodb::{
    operation::{batch_get_item::BatchGetItemInput, query::QueryInput},
    types::{AttributeValue, KeysAndAttributes, ReturnConsumedCapacity},
};
use futures::future::try_join_all;

use super::{Entity, Item, Key, StoreError, Table, keys::Range, meter::CallUnderWay};

/// The most items that one BatchGetItem takes.
const BATCH: usize = 100;

/// Items that were read together.
#[derive(Debug, Default)]
pub struct Items(HashMap<Key, Item>);

impl Items {
    /// The entity under a key, if it is there.
    pub fn get<E: Entity>(&self, key: &Key) -> Result<Option<E>, StoreError> {
        self.0.get(key).cloned().map(E::from_item).transpose()
    }

    /// The item under a key, whatever it is.
    pub fn item(&self, key: &Key) -> Option<&Item> {
        self.0.get(key)
    }

    /// All of them, whatever they are.
    pub fn into_all(self) -> impl Iterator<Item = Item> {
        self.0.into_values()
    }

    /// Whether anything lies under a key.
    pub fn has(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }
}

/// A page of a range.
#[derive(Debug)]
pub struct Page<T> {
    /// What lies on it.
    pub items: Vec<T>,
    /// Where the next page begins, if the range goes on.
    pub next: Option<Start>,
}

/// How many items a page reads at most of which it shows some.
const MOST_READ: usize = 1_000;

/// Where a page begins: the keys of the last item before it.
pub type Start = std::collections::BTreeMap<String, String>;

/// Where the page begins that comes after this item of a range.
pub fn start_after(range: &Range, item: &Item) -> Start {
    let index = range.index.map(super::keys::Index::names);
    let names = ["pk", "sk"].into_iter().chain(index.into_iter().flat_map(|(_, pk, sk)| [pk, sk]));
    let text = |name: &str| Some((name.to_owned(), item.get(name)?.as_s().ok()?.clone()));
    names.filter_map(text).collect()
}

impl Table {
    /// Reads some items, consistently: one call for each 100, side by side. Only courses may be
    /// a minute old: they are remembered.
    pub async fn get_many(&self, keys: impl IntoIterator<Item = Key>) -> Result<Items, StoreError> {
        let keys: HashSet<Key> = keys.into_iter().collect();
        let (mut found, mut wanted) = (HashMap::new(), Vec::with_capacity(keys.len()));
        for key in keys {
            match self.memory.get(&key).filter(|_| key.is_of_catalogue()) {
                Some(item) => drop(found.insert(key, item)),
                None => wanted.push(key.attributes()),
            }
        }
        let read =
            try_join_all(wanted.chunks(BATCH).map(|chunk| self.get_batch(chunk.to_vec()))).await?;
        for item in read.into_iter().flatten() {
            let Some(key) = Key::of(&item) else { continue };
            if key.is_of_catalogue() {
                self.memory.keep(key.clone(), item.clone());
            }
            found.insert(key, item);
        }
        Ok(Items(found))
    }

    /// Reads one item, consistently. It is a batch of one: that costs the same, and a function that
    /// reads has one right and carries the code of one call.
    pub async fn get<E: Entity>(&self, key: &Key) -> Result<Option<E>, StoreError> {
        let found = self.get_batch(vec![key.attributes()]).await?;
        found.into_iter().next().map(E::from_item).transpose()
    }

    async fn get_batch(&self, mut keys: Vec<Item>) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::with_capacity(keys.len());
        for attempt in 0..super::write::BATCH_TRIES {
            if keys.is_empty() {
                return Ok(found);
            }
            super::write::back_off(attempt).await;
            let asked =
                KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
            let asked = asked.map_err(|error| StoreError::of(&error))?;
            let asked = BatchGetItemInput::builder()
                .request_items(&self.name, asked)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .build()
                .map_err(|error| StoreError::of(&error))?;
            let call = CallUnderWay::begin().await;
            let answer = self.dynamodb.batch_get_item.invoke(asked).await;
            let answer = answer.map_err(|error| StoreError::of(&error))?;
            call.read(answer.consumed_capacity());
            found.extend(answer.responses.into_iter().flatten().flat_map(|(_, items)| items));
            let left = answer.unprocessed_keys.and_then(|mut left| left.remove(&self.name));
            keys = left.map(|left| left.keys).unwrap_or_default();
        }
        if keys.is_empty() { Ok(found) } else { Err(StoreError("left items unread".into())) }
    }

    /// Reads a page of a range of the table (consistently) or of an index: at most `limit` items,
    /// after `after` (a key in the same range), forwards or newest first.
    pub async fn page(
        &self,
        range: &Range,
        limit: usize,
        after: Option<Start>,
        newest_first: bool,
    ) -> Result<Page<Item>, StoreError> {
        let names = range.index.map(super::keys::Index::names);
        let (pk, sk) = names.map_or(("pk", "sk"), |(_, pk, sk)| (pk, sk));
        let query = QueryInput::builder()
            .table_name(&self.name)
            .set_index_name(names.map(|(index, _, _)| index.to_owned()))
            .expression_attribute_names("#pk", pk)
            .expression_attribute_values(":pk", AttributeValue::S(range.pk.clone()));
        // A bound must not be empty: a whole partition is asked for without any.
        let query = if range.from.is_empty() {
            query.key_condition_expression("#pk = :pk")
        } else {
            query
                .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :to")
                .expression_attribute_names("#sk", sk)
                .expression_attribute_values(":from", AttributeValue::S(range.from.clone()))
                .expression_attribute_values(":to", AttributeValue::S(range.to.clone()))
        };
        let query = query
            .consistent_read(range.index.is_none())
            .set_exclusive_start_key(after.map(|start| {
                start.into_iter().map(|(name, key)| (name, AttributeValue::S(key))).collect()
            }))
            .scan_index_forward(!newest_first)
            // One more than wanted tells whether there is another page, without an empty last one.
            .limit(i32::try_from(limit + 1).unwrap_or(i32::MAX))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .build()
            .map_err(|error| StoreError::of(&error))?;
        let call = CallUnderWay::begin().await;
        let answer = self.dynamodb.query.invoke(query).await;
        let answer = answer.map_err(|error| StoreError::of(&error))?;
        call.read(answer.consumed_capacity.as_slice());
        let mut items = answer.items.unwrap_or_default();
        let goes_on = items.len() > limit || answer.last_evaluated_key.is_some();
        items.truncate(limit);
        let next = items.last().filter(|_| goes_on).map(|item| start_after(range, item));
        Ok(Page { items, next })
    }

    /// Reads a whole range of the table, consistently: one that is known to be short.
    pub async fn all<E: Entity>(&self, range: &Range) -> Result<Vec<E>, StoreError> {
        let (mut all, mut start) = (Vec::new(), None);
        loop {
            let page = self.page(range, 1_000, start, false).await?;
            for item in page.items {
                all.push(E::from_item(item)?);
            }
            start = page.next;
            if start.is_none() {
                return Ok(all);
            }
        }
    }

    /// Reads a page of those of a range of the table that are wanted: on and on until it is full, the
    /// range ends, or 1,000 were read: it may then be short, even empty, and the list go on.
    pub async fn page_of_some<E: Entity>(
        &self,
        range: &Range,
        limit: usize,
        after: Option<Start>,
        is_wanted: impl Fn(&E) -> bool,
    ) -> Result<Page<E>, StoreError> {
        let (mut items, mut next, mut at_once, mut read) = (Vec::new(), after, limit, 0);
        loop {
            let page = self.page(range, at_once, next, false).await?;
            read += page.items.len();
            for item in page.items {
                let place = start_after(range, &item);
                let entity = E::from_item(item)?;
                if is_wanted(&entity) {
                    items.push((entity, place));
                }
            }
            next = page.next;
            if items.len() > limit {
                items.truncate(limit);
                next = items.last().map(|(_, place)| place.clone());
            }
            if items.len() == limit || next.is_none() || read >= MOST_READ {
                let items = items.into_iter().map(|(entity, _)| entity).collect();
                return Ok(Page { items, next });
            }
            at_once = MOST_READ - read;
        }
    }

    /// Reads a page of an index as [`Table::page`] does, then the items themselves, consistently
    /// and in the index's order. The index may lag: what is gone meanwhile is left out.
    pub async fn page_of<E: Entity>(
        &self,
        range: &Range,
        limit: usize,
        after: Option<Start>,
        newest_first: bool,
    ) -> Result<Page<E>, StoreError> {
        let page = self.page(range, limit, after, newest_first).await?;
        self.whole(page).await
    }

    /// The items themselves of a page of an index.
    pub async fn whole<E: Entity>(&self, page: Page<Item>) -> Result<Page<E>, StoreError> {
        let keys: Vec<_> = page.items.iter().filter_map(Key::of).collect();
        let found = self.get_many(keys.iter().cloned()).await?;
        let mut items = Vec::with_capacity(keys.len());
        for key in &keys {
            items.extend(found.get(key)?);
        }
        Ok(Page { items, next: page.next })
    }
}
