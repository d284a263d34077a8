//! The function that sends the mails that queues hand out.

use functions::workers::Sender;
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::lambda::{self, Environment, Error};

/// What a queue hands out.
#[derive(Deserialize)]
struct Messages {
    #[serde(rename = "Records")]
    records: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    message_id: String,
    body: String,
}

fn main() -> Result<(), Error> {
    lambda::block_on(async {
        let environment = Environment::read()?;
        let app = lambda::app(&environment)?;
        let (mailer, pace) = lambda::mailer(&environment)?;
        lambda::connect(&app, true).await;
        let sender = &Sender::new(app, mailer, pace, lambda::queues(&environment)?);
        run(service_fn(async |event: LambdaEvent<Messages>| send(sender, event.payload).await))
            .await
    })
}

/// Answers which messages are to be handed out again.
async fn send(sender: &Sender, messages: Messages) -> Result<Value, Error> {
    let mut failures = vec![];
    for Message { message_id, body } in messages.records {
        if let Err(problem) = sender.send(&body).await {
            tracing::error!(cause = problem.cause, "a mail was neither sent nor put back");
            failures.push(json!({ "itemIdentifier": message_id }));
        }
    }
    Ok(json!({ "batchItemFailures": failures }))
}
