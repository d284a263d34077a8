//! The function that takes in what SES reports of mails.

use functions::workers::record_deliveries;
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde::Deserialize;
use shared::{
    lambda::{self, Environment, Error},
    log::{self, Report},
};

/// What SNS hands over.
#[derive(Deserialize)]
struct Notifications {
    #[serde(rename = "Records")]
    records: Vec<Notification>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    sns: Published,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Published {
    message: String,
}

fn main() -> Result<(), Error> {
    lambda::block_on(async {
        let app = &lambda::app(&Environment::read()?)?;
        run(service_fn(async |event: LambdaEvent<Notifications>| {
            let messages = event.payload.records.iter().map(|record| record.sns.message.as_str());
            let work = async {
                let taken = record_deliveries(app, &messages.collect::<Vec<_>>()).await;
                let cause = taken.err().map(|problem| problem.cause.unwrap_or(problem.detail));
                let report = Report { cause: cause.clone(), ..Report::default() };
                (cause.map_or(Ok(()), |cause| Err(Error::from(cause))), report)
            };
            log::logged(app, "record_delivery", &event.context.request_id, work).await
        }))
        .await
    })
}
