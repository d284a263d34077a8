//! The function that does, round by round, what a change leaves to be done to many items.

use functions::workers::{Batch, Record, run_job};
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use shared::{
    app::App,
    lambda::{self, Environment, Error},
    log::{self, Report},
};

fn main() -> Result<(), Error> {
    lambda::block_on(async {
        let app = &lambda::app(&Environment::read()?)?;
        run(service_fn(async |event: LambdaEvent<Batch>| {
            let (batch, id) = (event.payload, &event.context.request_id);
            Ok::<_, Error>(log::logged(app, "run_jobs", id, run_jobs(app, batch)).await)
        }))
        .await
    })
}

/// Answers which record to begin with again, if any.
async fn run_jobs(app: &App, batch: Batch) -> (Value, Report) {
    let mut report = Report::default();
    report.figures.push(("records", "Count", batch.records.len() as f64));
    let mut failures = vec![];
    for record in batch.records.into_iter().map(Record::from) {
        if let Err(problem) = run_job(app, &record).await {
            report.cause = Some(problem.cause.unwrap_or(problem.detail));
            failures.push(json!({ "itemIdentifier": record.sequence }));
            break;
        }
    }
    (json!({ "batchItemFailures": failures }), report)
}
