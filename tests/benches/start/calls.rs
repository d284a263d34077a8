//! What a function asks of AWS, told so that two functions can be compared: a peer is measured only
//! if it asks for just what Codriver's own function asks.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use serde_json::{Map, Value};

/// The calls that were seen.
#[derive(Default)]
pub struct Calls {
    seen: Mutex<BTreeSet<String>>,
    closed: AtomicBool,
}

impl Calls {
    /// From now on only calls may come that were seen before.
    pub fn close(&self) {
        self.closed.store(true, Relaxed);
    }

    /// Notes a call.
    pub fn note(&self, operation: &str, body: &str) {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let call = format!("{operation} {}", told(&body));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = seen.contains(&call) || !self.closed.load(Relaxed);
        assert!(is_known, "a peer asks for something else: {call}\n\nof {seen:#?}");
        seen.insert(call);
    }
}

/// What is read or written, and on what conditions.
fn told(body: &Value) -> String {
    let reads = body["RequestItems"].as_object().into_iter().flatten();
    let reads = reads.flat_map(|(table, asked)| {
        let keys = asked["Keys"].as_array().into_iter().flatten();
        keys.map(move |key| {
            format!("{table} {} consistently {}", place(key), asked["ConsistentRead"])
        })
    });
    let writes = body["TransactItems"].as_array().into_iter().flatten();
    let writes =
        writes.filter_map(Value::as_object).flatten().map(|(kind, part)| written(kind, part));
    let mut all: Vec<_> = reads.chain(writes).collect();
    all.sort();
    format!("{all:#?} counted {}", body["ReturnConsumedCapacity"])
}

fn place(item: &Value) -> String {
    format!("{} {}", item["pk"]["S"], item["sk"]["S"])
}

/// A part of a write: where, with which attributes, on what condition.
fn written(kind: &str, part: &Value) -> String {
    let mut condition = part["ConditionExpression"].as_str().unwrap_or_default().to_owned();
    for aliases in ["ExpressionAttributeNames", "ExpressionAttributeValues"] {
        for (alias, meant) in part[aliases].as_object().into_iter().flatten() {
            let meant = meant.as_str().map_or_else(|| meant.to_string(), str::to_owned);
            condition = condition.replace(alias, &meant);
        }
    }
    let item = part.get("Item");
    let attributes = item.and_then(Value::as_object).map(attributes).unwrap_or_default();
    let at = place(item.unwrap_or(&part["Key"]));
    let returned = &part["ReturnValuesOnConditionCheckFailure"];
    format!("{kind} {} {at} {attributes:?} if {condition} else {returned}", part["TableName"])
}

/// The attributes of an item and their types; those of a map, too.
fn attributes(item: &Map<String, Value>) -> Vec<String> {
    let told = item.iter().flat_map(|(name, value)| {
        value.as_object().into_iter().flatten().map(move |(kind, inner)| {
            let inner = inner.as_object().map(attributes).unwrap_or_default();
            format!("{name}: {kind} {}", inner.join(", "))
        })
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}
