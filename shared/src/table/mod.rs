//! The table: one storage path, the AWS SDK's client, for every entity.

pub mod account;
pub mod address_change;
pub mod api_key;
pub mod attempts;
pub mod batch;
pub mod certificate;
pub mod client;
pub mod closed_account;
pub mod counters;
pub mod course;
pub mod departure;
mod dynamodb;
pub mod enrolment;
pub mod event;
mod expression;
pub mod forgetting;
pub mod group;
pub mod idempotency;
pub mod invited;
#[cfg(test)]
mod key_sizes_tests;
pub mod keys;
#[cfg(test)]
mod keys_tests;
pub mod limit;
pub mod mail;
pub mod mail_mark;
pub mod mail_room;
mod mail_status;
pub mod mail_stop;
pub mod mail_text;
pub mod manager;
pub mod memory;
pub mod mention;
pub mod meter;
pub mod name_word;
pub mod notice;
pub mod order;
pub mod person;
pub mod personal;
pub mod pool;
pub mod position;
pub mod probe;
pub mod read;
pub mod record;
pub mod recount_cursor;
pub mod refusal;
pub mod reminder_cursor;
pub mod reminder_settings;
pub mod report_link;
pub mod reseller_request;
pub mod revision;
pub mod route;
pub mod share;
pub mod sign_in;
pub mod spread;
mod standing;
pub mod tally;
pub mod training;
pub mod user;
pub mod validity_tally;
pub mod write;

use std::{collections::HashMap, fmt::Debug, sync::Arc};

use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Serialize, de::DeserializeOwned};

pub use attempts::Attempts;
pub use expression::{Change, Condition};
pub use keys::Key;
pub use read::{Items, Page, Start};
pub use write::{Write, WriteError};

use self::dynamodb::DynamoDb;
use crate::aws;

/// An item as the table holds it.
pub type Item = HashMap<String, AttributeValue>;

/// The table did not answer as it should: throttled, out of reach, or not as documented. The
/// caller may try again; what was asked for either happened whole or not at all.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the table: {0}")]
pub struct StoreError(pub String);

impl StoreError {
    /// Wraps what the SDK said, with its whole chain of causes.
    pub fn of<E: std::error::Error>(error: &E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        Self(text)
    }
}

/// Something that lies in the table.
pub trait Entity: Serialize + DeserializeOwned + Send + Sync {
    /// What the item calls itself, in its attribute `entity`.
    const KIND: &'static str;

    /// Its key.
    fn key(&self) -> Key;

    /// Its places in the indexes.
    fn index(&self) -> Vec<keys::IndexKey> {
        Vec::new()
    }

    /// When the table may forget it, in seconds since 1970.
    fn ttl(&self) -> Option<i64> {
        None
    }

    /// The item: its fields, keys, index keys, kind and schema version.
    fn to_item(&self) -> Item {
        let mut item: Item = serde_dynamo::to_item(self).unwrap_or_default();
        // What has no value is absent, so that conditions can tell.
        item.retain(|_, value| !value.is_null());
        let text = |text: &str| AttributeValue::S(text.to_owned());
        item.extend(self.key().attributes());
        for (index, pk, sk) in self.index() {
            let (_, pk_name, sk_name) = index.names();
            item.insert(pk_name.into(), text(&pk));
            item.insert(sk_name.into(), text(&sk));
        }
        item.insert("entity".into(), text(Self::KIND));
        item.insert("v".into(), AttributeValue::N("1".into()));
        if let Some(ttl) = self.ttl() {
            item.insert(keys::TTL.into(), AttributeValue::N(ttl.to_string()));
        }
        item
    }

    /// Reads an item of this kind.
    fn from_item(item: Item) -> Result<Self, StoreError> {
        let kind = item.get("entity").and_then(|kind| kind.as_s().ok());
        if kind.is_none_or(|kind| kind != Self::KIND) {
            return Err(StoreError(format!("an item is not a {}", Self::KIND)));
        }
        serde_dynamo::from_item(item)
            .map_err(|error| StoreError(format!("{}: {error}", Self::KIND)))
    }
}

/// The table, as one function sees it.
#[derive(Debug, Clone)]
pub struct Table {
    dynamodb: Arc<DynamoDb>,
    name: String,
    memory: memory::Memory,
}

impl Table {
    /// The table of this name, in DynamoDB called in this way.
    pub fn new(calls: &aws::Config, name: impl Into<String>) -> Self {
        let dynamodb = Arc::new(DynamoDb::new(calls));
        Self { dynamodb, name: name.into(), memory: memory::Memory::default() }
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}
