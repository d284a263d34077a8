//! How often which item, and which partition of an index, is written to and read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        interceptors::BeforeSerializationInterceptorContextRef,
    },
    error::BoxError,
    operation::{
        batch_get_item::BatchGetItemInput, query::QueryInput,
        transact_write_items::TransactWriteItemsInput,
    },
    types::{AttributeValue, TransactWriteItem},
};
use shared::table::{Item, Key};

tokio::task_local! {
    /// What is not in this scope (what follows from a request, say) is not counted.
    static COUNTED: ();
}

/// How often each thing was touched.
type Counts = HashMap<String, usize>;

/// Counts the traffic of the client that it is given to.
#[derive(Debug, Clone, Default)]
pub struct Traffic(Arc<Mutex<Seen>>);

/// What was seen.
#[derive(Debug, Default, Clone)]
pub struct Seen {
    /// Items that were written, or looked at by a write.
    pub written: Counts,
    /// Partitions of indexes that were written to.
    pub indexed: Counts,
    /// Items that were read.
    pub read: Counts,
    /// Partitions, of the table and of indexes, that were queried.
    pub queried: Counts,
}

impl Traffic {
    /// Makes a request that is counted.
    pub async fn of<T>(request: impl Future<Output = T>) -> T {
        COUNTED.scope((), request).await
    }

    /// What was seen so far.
    pub fn seen(&self) -> Seen {
        self.0.lock().expect("no panic").clone()
    }
}

/// How often the one was touched that was touched most.
pub fn most(counts: &Counts) -> usize {
    counts.values().max().copied().unwrap_or_default()
}

impl Seen {
    fn write(&mut self, part: &TransactWriteItem) {
        let put = part.put.as_ref().map(|put| put.item());
        let update = part.update.as_ref().map(|update| update.key());
        let delete = part.delete.as_ref().map(|delete| delete.key());
        let check = part.condition_check.as_ref().map(|check| check.key());
        if let Some(item) = put.or(update).or(delete).or(check) {
            note(&mut self.written, item_name(item));
        }
        let moved = part.update.as_ref().and_then(|update| update.expression_attribute_values());
        let moved = moved.into_iter().flat_map(HashMap::values);
        let placed = ["gsi1pk", "gsi2pk"].into_iter().filter_map(|name| put?.get(name));
        let of_index = |value: &&AttributeValue| value.as_s().is_ok_and(|text| is_shared(text));
        for place in placed.chain(moved.filter(of_index)) {
            note(&mut self.indexed, place.as_s().ok().cloned());
        }
    }
}

/// Whether a text that a change sets is a partition of an index that a change moves items in.
fn is_shared(text: &str) -> bool {
    text.starts_with("ACCOUNTS") || text.starts_with("ORDERS#")
}

fn item_name(item: &Item) -> Option<String> {
    Key::of(item).map(|key| format!("{} {}", key.pk, key.sk))
}

fn note(counts: &mut Counts, name: Option<String>) {
    *counts.entry(name.expect("a key")).or_default() += 1;
}

impl Intercept for Traffic {
    fn name(&self) -> &'static str {
        "Traffic"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if COUNTED.try_with(|()| ()).is_err() {
            return Ok(());
        }
        let (input, mut seen) = (context.input(), self.0.lock().expect("no panic"));
        if let Some(write) = input.downcast_ref::<TransactWriteItemsInput>() {
            write.transact_items().iter().for_each(|part| seen.write(part));
        } else if let Some(read) = input.downcast_ref::<BatchGetItemInput>() {
            let keys = read.request_items().into_iter().flat_map(HashMap::values);
            for key in keys.flat_map(|keys| keys.keys()) {
                note(&mut seen.read, item_name(key));
            }
        } else if let Some(query) = input.downcast_ref::<QueryInput>() {
            let values = query.expression_attribute_values();
            let partition = values.and_then(|values| values.get(":pk")?.as_s().ok().cloned());
            note(&mut seen.queried, partition);
        }
        Ok(())
    }
}
