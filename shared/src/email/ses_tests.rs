//! What the mailer asks of SES, and what it makes of SES's answers.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
};
use aws_smithy_types::{body::SdkBody, retry::RetryConfig, timeout::TimeoutConfig};
use serde_json::{Value, json};

use super::*;
use crate::aws::Config;

/// SES as one canned answer; without one, no connection. It keeps what it was asked.
#[derive(Clone, Debug, Default)]
struct Answers {
    answer: Option<(u16, &'static str, &'static str)>,
    asked: Arc<Mutex<Vec<Value>>>,
    /// Where it was asked, and how that was signed.
    signed: Arc<Mutex<Vec<(String, String)>>>,
}

impl HttpConnector for Answers {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().unwrap_or_default();
        self.asked.lock().unwrap().push(serde_json::from_slice(body).unwrap());
        let signed = request.headers().get("authorization").unwrap_or_default().to_owned();
        self.signed.lock().unwrap().push((request.uri().to_owned(), signed));
        HttpConnectorFuture::ready(match self.answer {
            None => Err(ConnectorError::io("no route to driver@example.test".into())),
            Some((status, code, body)) => {
                let mut answer = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
                if !code.is_empty() {
                    answer.headers_mut().insert("x-amzn-errortype", code);
                }
                Ok(answer)
            }
        })
    }
}

fn mailer(ses: &Answers, configuration_set: Option<&str>) -> Mailer {
    mailer_from("Codriver <hello@codriver.test>", ses, configuration_set)
}

fn mailer_from(sender: &str, ses: &Answers, configuration_set: Option<&str>) -> Mailer {
    let connector = SharedHttpConnector::new(ses.clone());
    let config = Config {
        http: http_client_fn(move |_, _| connector.clone()),
        interceptors: vec![],
        endpoint: "https://email.eu-west-1.amazonaws.com".to_owned(),
        region: "eu-west-1".to_owned(),
        credentials: Credentials::new("AKID", "secret", None, None, "test"),
        retries: RetryConfig::disabled(),
        timeouts: TimeoutConfig::builder().operation_timeout(Duration::from_secs(10)).build(),
        retried_with: None,
    };
    let ses = Ses::new(config);
    let set = configuration_set.map(str::to_owned);
    Mailer::new(ses, sender.to_owned(), set)
}

fn mail() -> Rendered {
    Rendered {
        subject: "Grüße".to_owned(),
        text: "a text".to_owned(),
        html: "<p>a text</p>".to_owned(),
        attachments: vec![],
        headers: vec![("List-Unsubscribe", "<https://a.test/stop>".to_owned())],
    }
}

async fn send(ses: &Answers) -> Result<String, SendError> {
    mailer(ses, Some("codriver")).send("driver@example.test", "mail_01", &mail()).await
}

async fn refusal(status: u16, code: &'static str) -> SendError {
    let body = r#"{"message":"Email address driver@example.test is not good"}"#;
    let error = send(&Answers { answer: Some((status, code, body)), ..Answers::default() })
        .await
        .unwrap_err();
    assert!(!format!("{error} {error:?}").contains('@'), "{error:?}");
    error
}

#[tokio::test]
async fn a_mail_goes_out_whole_with_its_tag() {
    let ses =
        Answers { answer: Some((200, "", r#"{"MessageId":"0100-abc"}"#)), ..Answers::default() };

    assert_eq!(send(&ses).await.unwrap(), "0100-abc");
    let (uri, signed) = ses.signed.lock().unwrap()[0].clone();
    assert_eq!(uri, "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails");
    assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=AKID/"), "{signed}");
    assert!(signed.contains("/eu-west-1/ses/aws4_request"), "{signed}");
    assert_eq!(
        ses.asked.lock().unwrap()[..],
        [json!({
            "FromEmailAddress": "Codriver <hello@codriver.test>",
            "Destination": { "ToAddresses": ["driver@example.test"] },
            "Content": { "Simple": {
                "Subject": { "Data": "Grüße", "Charset": "UTF-8" },
                "Body": {
                    "Text": { "Data": "a text", "Charset": "UTF-8" },
                    "Html": { "Data": "<p>a text</p>", "Charset": "UTF-8" },
                },
                "Headers": [{ "Name": "List-Unsubscribe", "Value": "<https://a.test/stop>" }],
            } },
            "EmailTags": [{ "Name": "mail", "Value": "mail_01" }],
            "ConfigurationSetName": "codriver",
        })]
    );
}

#[tokio::test]
async fn what_is_attached_goes_out_with_its_name_and_type() {
    let ses =
        Answers { answer: Some((200, "", r#"{"MessageId":"0100-abc"}"#)), ..Answers::default() };
    let file = Attachment {
        name: "a.ics".to_owned(),
        content_type: "text/calendar; method=REQUEST; charset=UTF-8".to_owned(),
        content: "BEGIN:VCALENDAR\r\n".to_owned(),
    };
    let mail = Rendered { attachments: vec![file], ..mail() };
    mailer(&ses, None).send("driver@example.test", "mail_01", &mail).await.unwrap();

    assert_eq!(
        ses.asked.lock().unwrap()[0]["Content"]["Simple"]["Attachments"],
        json!([{
            "RawContent": "QkVHSU46VkNBTEVOREFSDQo=",
            "ContentDisposition": "ATTACHMENT",
            "FileName": "a.ics",
            "ContentType": "text/calendar; method=REQUEST; charset=UTF-8",
        }])
    );
}

#[tokio::test]
async fn the_address_that_mails_come_from_has_no_name_before_it() {
    for sender in ["Codriver <hello@codriver.test>", "hello@codriver.test"] {
        let mailer = mailer_from(sender, &Answers::default(), None);
        assert_eq!(mailer.address(), "hello@codriver.test");
    }
}

#[tokio::test]
async fn without_a_configuration_set_none_is_named() {
    let ses =
        Answers { answer: Some((200, "", r#"{"MessageId":"0100-abc"}"#)), ..Answers::default() };
    mailer(&ses, None).send("driver@example.test", "mail_01", &mail()).await.unwrap();

    assert_eq!(ses.asked.lock().unwrap()[0].get("ConfigurationSetName"), None);
}

#[tokio::test]
async fn throttling_is_retried_later() {
    for (status, code) in [
        (429, "TooManyRequestsException"),
        (400, "ThrottlingException"),
        (400, "Throttling"),
        (429, "SomethingNew"),
    ] {
        let error = refusal(status, code).await;
        assert_eq!(error, SendError::Throttled(code.to_owned()));
    }
}

#[tokio::test]
async fn a_daily_quota_that_is_used_up_is_told_from_going_too_fast() {
    let used_up = r#"{"message":"Daily message quota exceeded."}"#;
    let too_fast = r#"{"message":"Maximum sending rate exceeded."}"#;
    for (status, code, body) in [
        (400, "LimitExceededException", used_up),
        (400, "ThrottlingException", used_up),
        (429, "TooManyRequestsException", used_up),
        (429, "TooManyRequestsException", too_fast),
        (400, "ThrottlingException", too_fast),
    ] {
        let ses = Answers { answer: Some((status, code, body)), ..Answers::default() };
        let expected = match body == used_up {
            true => SendError::QuotaUsedUp(code.to_owned()),
            false => SendError::Throttled(code.to_owned()),
        };
        assert_eq!(send(&ses).await.unwrap_err(), expected);
    }
}

#[tokio::test]
async fn a_fault_of_the_service_or_its_set_up_is_retried_later() {
    for (status, code) in [
        (500, "InternalFailure"),
        (503, "ServiceUnavailable"),
        (400, "AccountSuspendedException"),
        (400, "SendingPausedException"),
        (400, "MailFromDomainNotVerifiedException"),
        (404, "NotFoundException"),
        (403, "AccessDeniedException"),
        (400, "ExpiredTokenException"),
    ] {
        let error = refusal(status, code).await;
        assert_eq!(error, SendError::Unavailable(code.to_owned()));
    }
}

#[tokio::test]
async fn a_mail_that_ses_will_never_take_is_not_retried() {
    for (status, code) in
        [(400, "MessageRejected"), (400, "BadRequestException"), (400, "ValidationException")]
    {
        let error = refusal(status, code).await;
        assert_eq!(error, SendError::Rejected(code.to_owned()));
    }
}

#[tokio::test]
async fn a_code_that_is_no_name_is_not_repeated() {
    let error = refusal(400, "driver@example.test").await;
    assert_eq!(error, SendError::Rejected("UnknownError".to_owned()));
}

#[tokio::test]
async fn without_a_connection_it_is_retried_later_and_names_nobody() {
    let error = send(&Answers::default()).await.unwrap_err();
    assert_eq!(error, SendError::Unavailable("NoConnection".to_owned()));
}

#[tokio::test]
async fn the_name_of_an_error_is_found_in_the_header_or_the_body_with_whatever_stands_about_it() {
    for (header, body) in [
        ("MessageRejected:http://internal.example/", "{}"),
        ("ses#MessageRejected", "{}"),
        ("", r#"{"__type":"com.example#MessageRejected"}"#),
        ("", r#"{"code":"MessageRejected","message":"no","Message":"no"}"#),
    ] {
        let ses = Answers { answer: Some((400, header, body)), ..Answers::default() };
        let error = send(&ses).await.unwrap_err();
        assert_eq!(error, SendError::Rejected("MessageRejected".to_owned()), "{header} {body}");
    }
}
