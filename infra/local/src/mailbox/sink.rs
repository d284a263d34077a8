//! The mailbox's other side: as much of SES (version 2) as its SDK needs to send a mail.

use std::{io, net::Ipv4Addr};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::json;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{Attachment, Mail, Mailbox, Refusal};

/// What SES takes at most.
const LARGEST_MAIL: usize = 40 * 1024 * 1024;

/// A listening sink; it ends when dropped.
#[derive(Debug)]
pub struct Sink {
    endpoint: String,
    task: JoinHandle<()>,
}

impl Sink {
    /// Takes mails for this mailbox, on a loopback port of its own.
    pub async fn open(mailbox: Mailbox) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/v2/email/outbound-emails", post(send_email))
            .layer(DefaultBodyLimit::max(LARGEST_MAIL))
            .with_state(mailbox);
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the mailbox stopped");
            }
        });
        Ok(Self { endpoint, task })
    }

    /// The address that SES's clients are pointed at.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn send_email(State(mailbox): State<Mailbox>, Json(mail): Json<SendEmail>) -> Response {
    let mail = mail.received(&mailbox, format!("local-{}", ulid::Ulid::generate()));
    if let Some(refusal) = mailbox.refusal(&mail.to) {
        return refused(refusal);
    }
    let answer = json!({ "MessageId": mail.id });
    mailbox.keep(mail);
    Json(answer).into_response()
}

fn refused(refusal: Refusal) -> Response {
    let (status, kind, message) = refusal.answer();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [("x-amzn-errortype", kind)], Json(json!({ "message": message }))).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendEmail {
    from_email_address: String,
    destination: Destination,
    content: Content,
    #[serde(default)]
    email_tags: Vec<Tag>,
    configuration_set_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Destination {
    to_addresses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Simple,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Simple {
    subject: Text,
    body: Body,
    #[serde(default)]
    attachments: Vec<RawAttachment>,
    #[serde(default)]
    headers: Vec<Tag>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Body {
    text: Text,
    html: Text,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Text {
    data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawAttachment {
    file_name: String,
    #[serde(default)]
    content_type: String,
    raw_content: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    name: String,
    value: String,
}

impl SendEmail {
    fn received(self, mailbox: &Mailbox, id: String) -> Mail {
        let Simple { subject, body, attachments, headers } = self.content.simple;
        Mail {
            id,
            to: self.destination.to_addresses.join(", "),
            from: self.from_email_address,
            subject: subject.data,
            text: body.text.data,
            html: body.html.data,
            headers: headers.into_iter().map(|header| (header.name, header.value)).collect(),
            attachments: attachments.into_iter().map(RawAttachment::received).collect(),
            sent_at: mailbox.clock.now(),
            tags: self.email_tags.into_iter().map(|tag| (tag.name, tag.value)).collect(),
            configuration_set: self.configuration_set_name,
        }
    }
}

impl RawAttachment {
    fn received(self) -> Attachment {
        Attachment {
            name: self.file_name,
            content_type: self.content_type,
            content: self.raw_content,
        }
    }
}
