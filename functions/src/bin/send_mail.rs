//! The function that sends the mails that queues hand out.

use functions::workers::{MailMarks, Sender};
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::{
    lambda::{self, Environment, Error},
    log::{self, Report},
};

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
        let app = &lambda::app(&environment)?;
        let (mailer, pace) = lambda::mailer(&environment)?;
        lambda::connect(app, true).await;
        let (queues, marks) = (lambda::queues(&environment)?, MailMarks::default());
        let sender = &Sender::new(app.clone(), mailer, pace, queues, marks);
        run(service_fn(async |event: LambdaEvent<Messages>| {
            let (messages, id) = (event.payload, &event.context.request_id);
            Ok::<_, Error>(log::logged(app, "send_mail", id, send(sender, messages)).await)
        }))
        .await
    })
}

/// Answers which messages are to be handed out again.
async fn send(sender: &Sender, messages: Messages) -> (Value, Report) {
    let (mut failures, mut report) = (vec![], Report::default());
    for Message { message_id, body } in messages.records {
        match sender.send(&body).await {
            Ok(None) => {}
            Ok(Some(waited)) => {
                let waited = waited.as_secs_f64() * 1_000.0;
                report.figures.push(("sign_in_mail_wait_ms", "Milliseconds", waited));
            }
            Err(problem) => {
                report.cause = Some(problem.cause.unwrap_or(problem.detail));
                failures.push(json!({ "itemIdentifier": message_id }));
            }
        }
    }
    (json!({ "batchItemFailures": failures }), report)
}
