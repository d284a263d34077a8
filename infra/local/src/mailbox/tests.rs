//! The mailbox as SES's own SDK sees it.

use aws_sdk_sesv2::{
    Client, Config,
    config::{BehaviorVersion, Region, retry::RetryConfig},
    error::ProvideErrorMetadata,
    operation::send_email::{SendEmailError, SendEmailOutput},
    primitives::Blob,
    types::{Attachment, Body, Content, Destination, EmailContent, Message, MessageTag},
};

use shared::https::Https;

use super::{sink::Sink, *};

struct Ses {
    mailbox: Mailbox,
    client: Client,
    _sink: Sink,
}

async fn ses() -> Ses {
    let mailbox = Mailbox::new(Clock::default());
    let sink = Sink::open(mailbox.clone()).await.unwrap();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(crate::sdk::credentials("local"))
        .http_client(Https::default())
        .retry_config(RetryConfig::disabled())
        .endpoint_url(sink.endpoint());
    let client = Client::from_conf(config.build());
    Ses { mailbox, client, _sink: sink }
}

impl Ses {
    async fn send(&self, to: &str, subject: &str) -> Result<SendEmailOutput, SendEmailError> {
        let text = |data: &str| Content::builder().data(data).build().unwrap();
        let body = Body::builder().text(text("plain")).html(text("<p>rich</p>"));
        let entry = Attachment::builder()
            .file_name("session.ics")
            .content_type("text/calendar; method=REQUEST")
            .raw_content(Blob::new("BEGIN:VCALENDAR"))
            .build();
        let message = Message::builder()
            .subject(text(subject))
            .body(body.build())
            .attachments(entry.unwrap());
        let request = self
            .client
            .send_email()
            .from_email_address("Codriver <from@codriver.test>")
            .destination(Destination::builder().to_addresses(to).build())
            .content(EmailContent::builder().simple(message.build()).build())
            .email_tags(MessageTag::builder().name("mail").value("mai_1").build().unwrap())
            .configuration_set_name("events");
        request.send().await.map_err(|error| error.into_service_error())
    }
}

#[tokio::test]
async fn a_mail_is_kept_as_it_was_handed_to_ses() {
    let ses = ses().await;
    let id = ses.send("ann@example.com", "Hello").await.unwrap().message_id;
    let mail = ses.mailbox.last("ann@example.com").unwrap();
    assert_eq!(Some(&mail.id), id.as_ref());
    assert_eq!(mail.from, "Codriver <from@codriver.test>");
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("Hello", "plain"));
    assert_eq!(mail.html, "<p>rich</p>");
    assert_eq!(mail.attachments[0].name, "session.ics");
    assert_eq!(mail.attachments[0].content_type, "text/calendar; method=REQUEST");
    assert_eq!(mail.tags, [("mail".to_owned(), "mai_1".to_owned())]);
}

#[tokio::test]
async fn mails_are_listed_newest_first_and_by_address() {
    let ses = ses().await;
    for (to, subject) in [("ann@b.example", "1"), ("bob@b.example", "2"), ("Ann@B.example", "3")] {
        ses.send(to, subject).await.unwrap();
    }
    let subjects = |to| {
        let mails = ses.mailbox.mails(to);
        mails.into_iter().map(|mail| mail.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects(None), ["3", "2", "1"]);
    assert_eq!(subjects(Some(" ANN@b.example ")), ["3", "1"]);
    assert!(subjects(Some("who@b.example")).is_empty());
}

#[tokio::test]
async fn mails_are_refused_as_often_as_was_asked_for() {
    let ses = ses().await;
    ses.mailbox.refuse_next(1, Refusal::Throttled);
    ses.mailbox.refuse_next(1, Refusal::Rejected);
    let throttled = ses.send("ann@example.com", "1").await.unwrap_err();
    assert!(throttled.is_too_many_requests_exception(), "{throttled:?}");
    let rejected = ses.send("ann@example.com", "1").await.unwrap_err();
    assert!(rejected.is_message_rejected(), "{:?}", rejected.code());
    ses.send("ann@example.com", "1").await.unwrap();
    assert_eq!(ses.mailbox.mails(None).len(), 1);
}

#[tokio::test]
async fn an_address_is_rejected_and_each_of_so_many_mails_throttled_as_was_asked_for() {
    let ses = ses().await;
    ses.mailbox.reject("No@example.com");
    ses.mailbox.throttle_every(3);
    assert!(ses.send("no@example.com", "1").await.unwrap_err().is_message_rejected());
    ses.send("ann@example.com", "2").await.unwrap();
    let throttled = ses.send("ann@example.com", "3").await.unwrap_err();
    assert!(throttled.is_too_many_requests_exception(), "{throttled:?}");
    ses.mailbox.refuse_all(Some(Refusal::QuotaUsedUp));
    let used_up = ses.send("ann@example.com", "4").await.unwrap_err();
    assert!(used_up.is_limit_exceeded_exception(), "{used_up:?}");
}

#[tokio::test]
async fn only_so_many_mails_are_kept() {
    let ses = ses().await;
    ses.send("ann@example.com", "first").await.unwrap();
    let mail = ses.mailbox.last("ann@example.com").unwrap();
    for _ in 0..CAPACITY {
        ses.mailbox.keep(Mail { subject: "later".to_owned(), ..mail.clone() });
    }
    let mails = ses.mailbox.mails(None);
    assert_eq!(mails.len(), CAPACITY);
    assert!(mails.iter().all(|mail| mail.subject == "later"));
}

#[tokio::test]
async fn a_bounce_names_the_mail_as_ses_would() {
    let ses = ses().await;
    ses.send("ann@example.com", "Hello").await.unwrap();
    let mail = ses.mailbox.last("ann@example.com").unwrap();
    let event = bounce::event(&mail, Timestamp::UNIX_EPOCH);
    let message = event["Records"][0]["Sns"]["Message"].as_str().unwrap();
    let report: serde_json::Value = serde_json::from_str(message).unwrap();
    assert_eq!(report["eventType"], "Bounce");
    assert_eq!(report["bounce"]["bouncedRecipients"][0]["emailAddress"], "ann@example.com");
    assert_eq!(report["mail"]["messageId"], mail.id.as_str());
    assert_eq!(report["mail"]["tags"]["mail"][0], "mai_1");
    assert_eq!(report["mail"]["tags"]["ses:configuration-set"][0], "events");
}
