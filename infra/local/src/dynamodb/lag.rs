//! Indexes that lag. On AWS an index shows a write some time after the table does: until then
//! what is new is missing, what moved is where it was, and what is gone is still there.
//!
//! So the indexes are asked of a second table, which is made from the first one's stream a while
//! later. It holds keys only, as the indexes do.

use std::{
    collections::HashMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_sdk_dynamodb::{
    Client,
    operation::query::QueryInput,
    types::{AttributeValue, DeleteRequest, PutRequest, WriteRequest},
};
use aws_sdk_dynamodbstreams::types::{AttributeValue as Streamed, Record, StreamRecord};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeSerializationInterceptorContextMut},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;

use crate::{
    stream::{Consumer, Failed, Patience, Poller, Source},
    template::create_table,
};

/// The attributes that the indexes hold.
const KEYS: [&str; 6] = ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"];

/// The name of the table that the indexes of this one are asked of.
fn lagging(table: &str) -> String {
    format!("{table}lagging")
}

/// Sends what asks an index to the table that lags.
#[derive(Debug)]
pub struct Lag;

impl Intercept for Lag {
    fn name(&self) -> &'static str {
        "Lag"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let query = context.input_mut().downcast_mut::<QueryInput>();
        if let Some(query) = query.filter(|query| query.index_name.is_some()) {
            query.table_name = query.table_name.as_deref().map(lagging);
        }
        Ok(())
    }
}

/// Makes the table that lags, and keeps it so far behind the other.
pub async fn follow(
    client: Client,
    source: Source,
    table: &str,
    delay: Duration,
) -> Result<Poller, BoxError> {
    create_table(&client, &lagging(table)).await?;
    let patience = Patience { idle: delay / 4, ..Patience::default() };
    let follower = Follower { client, table: lagging(table), delay };
    Ok(Poller::start(source, follower, patience))
}

/// Does in one table, later, what was done in another.
struct Follower {
    client: Client,
    table: String,
    delay: Duration,
}

impl Follower {
    /// Waits until what was written in this second is as old as what is shown.
    async fn wait(&self, second: i64) {
        let second = u64::try_from(second + 1).unwrap_or_default();
        let shown = UNIX_EPOCH + Duration::from_secs(second) + self.delay;
        tokio::time::sleep(shown.duration_since(SystemTime::now()).unwrap_or_default()).await;
    }
}

/// The second in which a change was made: the stream tells no more.
fn second(change: &StreamRecord) -> Option<i64> {
    change.approximate_creation_date_time().map(aws_smithy_types::DateTime::secs)
}

impl Consumer for Follower {
    async fn position(&self, _: &str) -> Result<Option<String>, BoxError> {
        Ok(None)
    }

    async fn consume(&self, _: &str, records: &[Record]) -> Result<(), Failed> {
        let newest = records.iter().filter_map(Record::dynamodb).filter_map(second).max();
        self.wait(newest.unwrap_or_default()).await;
        // The last change of an item is all that shows, and one write names an item once.
        let mut last = HashMap::new();
        for change in records.iter().filter_map(Record::dynamodb) {
            let item = change.new_image().or(change.old_image()).map(keys).unwrap_or_default();
            if let (Some(pk), Some(sk)) = (text(&item, "pk"), text(&item, "sk")) {
                last.insert((pk, sk), request(change, item));
            }
        }
        let requests: Vec<_> = last.into_values().collect();
        for some in requests.chunks(25) {
            let write = self.client.batch_write_item().request_items(&self.table, some.to_vec());
            write.send().await.map_err(|error| Failed {
                at: Some(0),
                reason: aws_sdk_dynamodb::error::DisplayErrorContext(error).to_string(),
            })?;
        }
        Ok(())
    }
}

fn text(item: &HashMap<String, AttributeValue>, name: &str) -> Option<String> {
    item.get(name)?.as_s().ok().cloned()
}

fn keys(image: &HashMap<String, Streamed>) -> HashMap<String, AttributeValue> {
    let key = |name: &&str| {
        let value = image.get(*name)?.as_s().ok()?.clone();
        Some(((*name).to_owned(), AttributeValue::S(value)))
    };
    KEYS.iter().filter_map(key).collect()
}

/// What makes of the item under these keys what it is after the change.
fn request(change: &StreamRecord, keys: HashMap<String, AttributeValue>) -> WriteRequest {
    let is_gone = change.new_image().is_none();
    let primary = |(name, _): &(String, AttributeValue)| name == "pk" || name == "sk";
    // A builder lacks only what stands here.
    let (put, delete) = if is_gone {
        let keys = keys.into_iter().filter(primary).collect();
        (None, DeleteRequest::builder().set_key(Some(keys)).build().ok())
    } else {
        (PutRequest::builder().set_item(Some(keys)).build().ok(), None)
    };
    WriteRequest::builder().set_put_request(put).set_delete_request(delete).build()
}
