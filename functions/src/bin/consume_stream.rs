//! The function that consumes the table's stream.

use functions::workers::{Batch, Consumer, Record};
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use shared::{
    lambda::{self, Environment, Error},
    log::{self, Report},
};

fn main() -> Result<(), Error> {
    lambda::block_on(async {
        let environment = Environment::read()?;
        let app = &lambda::app(&environment)?;
        let consumer = &Consumer::new(app.clone(), lambda::queues(&environment)?);
        run(service_fn(async |event: LambdaEvent<Batch>| {
            let (batch, id) = (event.payload, &event.context.request_id);
            let answer = log::logged(app, "consume_stream", id, consume(consumer, batch)).await;
            Ok::<_, Error>(answer)
        }))
        .await
    })
}

/// Answers which record to begin with again, if any. The window's state is not used, but Lambda
/// wants one back.
async fn consume(consumer: &Consumer, batch: Batch) -> (Value, Report) {
    let records: Vec<_> = batch.records.into_iter().map(Record::from).collect();
    let mut report = Report::default();
    report.figures.push(("records", "Count", records.len() as f64));
    let failures = match consumer.consume(&batch.shard_id, &records).await {
        Ok(()) => vec![],
        Err(failed) => {
            report.cause = Some(failed.problem.cause.unwrap_or(failed.problem.detail));
            vec![json!({ "itemIdentifier": failed.sequence })]
        }
    };
    (json!({ "state": {}, "batchItemFailures": failures }), report)
}
