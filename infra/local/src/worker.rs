//! Feeds the functions that no path leads to: what the stream tells, what SES reports.

use std::{collections::HashMap, sync::Arc};

use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodbstreams::types::{AttributeValue, Record, StreamRecord};
use functions::workers;
use serde_json::Value;
use shared::{app::App, email::Queues, http::Problem, table::Item};

use crate::{
    acting::acting_as,
    stream::{Consumer, Failed},
};

/// The functions behind the API; clones are the same.
#[derive(Clone)]
pub struct Worker {
    app: App,
    consumer: Arc<workers::Consumer>,
}

impl Worker {
    /// Workers that hand mails over to these queues.
    pub fn new(app: App, queues: Queues) -> Self {
        let consumer = Arc::new(workers::Consumer::new(app.clone(), queues));
        Self { app, consumer }
    }

    /// Takes in an event of SNS with what SES reports.
    pub async fn record_delivery(&self, event: &Value) -> Result<(), Problem> {
        let records = event["Records"].as_array().into_iter().flatten();
        let messages = records.map(|record| record["Sns"]["Message"].as_str().unwrap_or_default());
        let messages: Vec<_> = messages.collect();
        acting_as("record_delivery", workers::record_deliveries(&self.app, &messages)).await
    }
}

impl Consumer for Worker {
    async fn position(&self, shard: &str) -> Result<Option<String>, BoxError> {
        let position = acting_as("consume_stream", self.consumer.position(shard)).await;
        let position = position.map_err(reason)?;
        Ok(position.map(|position| position.sequence))
    }

    async fn consume(&self, shard: &str, records: &[Record]) -> Result<(), Failed> {
        let told =
            records.iter().filter_map(Record::dynamodb).filter(|change| is_of_interest(change));
        let told: Vec<_> = told.map(record).collect();
        let consumed = acting_as("consume_stream", self.consumer.consume(shard, &told)).await;
        consumed.map_err(|failed| {
            let is_it = |record: &Record| {
                record.dynamodb().and_then(StreamRecord::sequence_number) == Some(&failed.sequence)
            };
            let index = records.iter().position(is_it).unwrap_or_default();
            Failed { at: Some(index), reason: reason(failed.problem) }
        })
    }
}

/// What the event source mapping's filter lets through on AWS.
fn is_of_interest(change: &StreamRecord) -> bool {
    let image = change.new_image().or(change.old_image());
    let entity = image.and_then(|image| image.get("entity")?.as_s().ok());
    entity.is_some_and(|entity| workers::OF_INTEREST.contains(&entity.as_str()))
}

fn record(change: &StreamRecord) -> workers::Record {
    workers::Record {
        sequence: change.sequence_number().unwrap_or_default().to_owned(),
        old: change.old_image().map(item),
        new: change.new_image().map(item),
    }
}

fn item(image: &HashMap<String, AttributeValue>) -> Item {
    serde_dynamo::Item::from(image.clone()).into()
}

fn reason(problem: Problem) -> String {
    problem.cause.unwrap_or(problem.detail)
}
