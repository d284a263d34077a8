//! The queues' other side: as much of SQS as its SDK needs to put messages in.

use std::{io, net::Ipv4Addr};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::json;
use shared::email::Lane;
use tokio::{net::TcpListener, task::JoinHandle};

use super::MailQueues;

/// What SQS takes at once, and how long it holds a message back.
const MOST_ENTRIES: usize = 10;
const MOST_SECONDS: u32 = 900;

/// A listening endpoint; it ends when dropped.
#[derive(Debug)]
pub struct Endpoint {
    url: String,
    task: JoinHandle<()>,
}

impl Endpoint {
    /// Takes messages for these queues, on a loopback port of its own.
    pub async fn open(queues: MailQueues) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new().route("/", post(send_message_batch)).with_state(queues);
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the queues stopped");
            }
        });
        Ok(Self { url, task })
    }

    /// The address that SQS's clients are pointed at.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of a queue.
    pub fn queue(&self, lane: Lane) -> String {
        format!("{}/000000000000/{}", self.url, name(lane))
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn name(lane: Lane) -> &'static str {
    match lane {
        Lane::SignIns => "sign-in-mails",
        Lane::Others => "other-mails",
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessageBatch {
    queue_url: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    id: String,
    message_body: String,
    #[serde(default)]
    delay_seconds: u32,
    #[serde(default)]
    message_group_id: String,
}

async fn send_message_batch(
    State(queues): State<MailQueues>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let asked = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    if asked != Some("AmazonSQS.SendMessageBatch") {
        return refused("UnsupportedOperation");
    }
    let Ok(SendMessageBatch { queue_url, entries }) = serde_json::from_str(&body) else {
        return refused("InvalidParameterValue");
    };
    let lane = Lane::ALL.into_iter().find(|lane| queue_url.ends_with(name(*lane)));
    let Some(lane) = lane else { return refused("QueueDoesNotExist") };
    if entries.len() > MOST_ENTRIES {
        return refused("TooManyEntriesInBatchRequest");
    }
    if entries.iter().any(|entry| entry.delay_seconds > MOST_SECONDS) {
        return refused("InvalidParameterValue");
    }
    let taken = entries.into_iter().map(|entry| {
        queues.put(lane, entry.message_body, entry.message_group_id, entry.delay_seconds);
        json!({
            "Id": entry.id,
            "MessageId": ulid::Ulid::generate().to_string(),
            "MD5OfMessageBody": "",
        })
    });
    Json(json!({ "Successful": taken.collect::<Vec<_>>(), "Failed": [] })).into_response()
}

fn refused(kind: &str) -> Response {
    let error = json!({ "__type": format!("com.amazonaws.sqs#{kind}"), "message": "" });
    (StatusCode::BAD_REQUEST, Json(error)).into_response()
}
