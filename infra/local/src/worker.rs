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
    jobs: App,
}

impl Worker {
    /// Workers that hand mails over to these queues; `jobs` is the application of `run_jobs`.
    pub fn new(app: App, queues: Queues, jobs: App) -> Self {
        let consumer = Arc::new(workers::Consumer::new(app.clone(), queues));
        Self { app, consumer, jobs }
    }

    /// Runs the jobs that some records tell of, up to the first that fails. On AWS they are told apart
    /// from the consumer's; here they come first, as it is the consumer's position that is kept.
    async fn run_jobs(&self, records: &[Record]) -> Result<(), Failed> {
        for (index, told) in records.iter().enumerate() {
            let job = told.dynamodb().filter(|change| is_one_of(&workers::JOBS, change));
            let Some(job) = job.filter(|change| change.new_image().is_some()) else { continue };
            let run = acting_as("run_jobs", workers::run_job(&self.jobs, &record(job))).await;
            run.map_err(|problem| Failed { at: Some(index), reason: reason(problem) })?;
        }
        Ok(())
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
        let run = self.run_jobs(records).await;
        let all = records.len();
        let records = &records[..run.as_ref().err().map_or(all, |failed| failed.at.unwrap_or(0))];
        let told = records.iter().filter_map(Record::dynamodb);
        let told = told.filter(|change| is_one_of(&workers::OF_INTEREST, change));
        let told: Vec<_> = told.map(record).collect();
        let consumed = acting_as("consume_stream", self.consumer.consume(shard, &told)).await;
        consumed.map_err(|failed| {
            let is_it = |record: &Record| {
                record.dynamodb().and_then(StreamRecord::sequence_number) == Some(&failed.sequence)
            };
            let index = records.iter().position(is_it).unwrap_or_default();
            Failed { at: Some(index), reason: reason(failed.problem) }
        })?;
        run
    }
}

/// Whether the change is of an item of these kinds, which an event source mapping filters by on AWS.
fn is_one_of(kinds: &[&str], change: &StreamRecord) -> bool {
    let image = change.new_image().or(change.old_image());
    let entity = image.and_then(|image| image.get("entity")?.as_s().ok());
    entity.is_some_and(|entity| kinds.contains(&entity.as_str()))
}

fn record(change: &StreamRecord) -> workers::Record {
    workers::Record {
        sequence: change.sequence_number().unwrap_or_default().to_owned(),
        old: change.old_image().map(image),
        new: change.new_image().map(image),
    }
}

fn image(image: &HashMap<String, AttributeValue>) -> workers::Image {
    Item::from(serde_dynamo::Item::from(image.clone())).into()
}

fn reason(problem: Problem) -> String {
    problem.cause.unwrap_or(problem.detail)
}
