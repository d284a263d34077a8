//! Sends rendered mails through SES, which is asked for nothing else: `SendEmail`, version 2.

use aws_smithy_runtime_api::client::{
    orchestrator::{HttpResponse, OrchestratorError},
    result::SdkError,
};
use aws_smithy_types::{body::SdkBody, error::metadata::ErrorMetadata};
use data_encoding::BASE64;
use http::{Request, header::CONTENT_TYPE};
use serde::{Deserialize, Serialize};

use super::{Attachment, Rendered};
use crate::aws::{self, Called};

/// The tag by which SES's events name the mail they are about.
const MAIL_TAG: &str = "mail";

/// Why SES did not take a mail. It holds SES's error code alone: SES's own words may name addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Too many mails just now: send it again, later and slower.
    #[error("SES is throttling ({0})")]
    Throttled(String),
    /// As many mails as SES takes in 24 hours were sent: send it again when there is room again.
    #[error("SES's daily quota is used up ({0})")]
    QuotaUsedUp(String),
    /// SES cannot be reached or cannot send now, through no fault of this mail: send it again later.
    #[error("SES is unavailable ({0})")]
    Unavailable(String),
    /// SES will never take this mail: sending it again is of no use.
    #[error("SES rejected the mail ({0})")]
    Rejected(String),
}

/// SES, as it is called.
#[derive(Clone, Debug)]
pub struct Ses(aws::Call<SendEmail, Sent>);

const SEND_EMAIL: Called = Called { service: "SESv2", signed_as: "ses", operation: "SendEmail" };

impl Ses {
    /// SES, called in this way.
    pub fn new(config: aws::Config) -> Self {
        Self(aws::call(SEND_EMAIL, config, request, sent))
    }
}

/// A call of SES: the mail that it is to send. See
/// <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html>.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SendEmail {
    from_email_address: String,
    destination: Destination,
    content: Content,
    email_tags: [Pair; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration_set_name: Option<String>,
}

impl SendEmail {
    /// Whom it is from: an address, perhaps with a name before it.
    pub fn sender(&self) -> &str {
        &self.from_email_address
    }

    /// Through what its bounces are reported.
    pub fn configuration_set(&self) -> Option<&str> {
        self.configuration_set_name.as_deref()
    }

    /// Whether files are attached to it.
    pub fn has_attachments(&self) -> bool {
        !self.content.simple.attachments.is_empty()
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Destination {
    to_addresses: [String; 1],
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Message,
}

/// What SES makes a mail of.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    subject: Text,
    body: Body,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<File>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<Pair>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Text,
    html: Text,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Text {
    data: String,
    charset: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    raw_content: String,
    content_disposition: &'static str,
    file_name: String,
    content_type: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Pair {
    name: &'static str,
    value: String,
}

/// What SES answers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sent {
    #[serde(default)]
    message_id: String,
}

fn request(mail: SendEmail) -> aws::Written {
    let request = Request::post("/v2/email/outbound-emails")
        .header(CONTENT_TYPE, "application/json")
        .body(SdkBody::from(serde_json::to_vec(&mail)?))?;
    Ok(request.try_into()?)
}

fn sent(answer: &HttpResponse) -> aws::Read<Sent> {
    let body = aws::body(answer)?;
    serde_json::from_slice(body).map_err(|error| OrchestratorError::response(error.into()))
}

/// Sends mails in the name of the product.
#[derive(Clone, Debug)]
pub struct Mailer {
    ses: Ses,
    sender: String,
    configuration_set: Option<String>,
}

impl Mailer {
    /// A mailer that sends from `sender`; bounces are reported through `configuration_set`.
    #[must_use]
    pub fn new(ses: Ses, sender: String, configuration_set: Option<String>) -> Self {
        Self { ses, sender, configuration_set }
    }

    /// The address that mails come from, without the name before it.
    #[must_use]
    pub fn address(&self) -> &str {
        let address = self.sender.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
        address.unwrap_or(&self.sender)
    }

    /// Sends one mail and answers SES's id of it. SES's events carry `mail_id` (ASCII letters, digits,
    /// `_`, `-`, `.` and `@`) as the tag `mail`.
    ///
    /// # Errors
    ///
    /// If SES did not take the mail, or if its answer was lost: then the mail may arrive twice.
    pub async fn send(
        &self,
        to: &str,
        mail_id: &str,
        rendered: &Rendered,
    ) -> Result<String, SendError> {
        let mail = SendEmail {
            from_email_address: self.sender.clone(),
            destination: Destination { to_addresses: [to.to_owned()] },
            content: Content { simple: message(rendered) },
            email_tags: [Pair { name: MAIL_TAG, value: mail_id.to_owned() }],
            configuration_set_name: self.configuration_set.clone(),
        };
        Ok(self.ses.0.invoke(mail).await?.message_id)
    }
}

fn message(rendered: &Rendered) -> Message {
    let utf8 = |data: &str| Text { data: data.to_owned(), charset: "UTF-8" };
    let headers = rendered.headers.iter();
    Message {
        subject: utf8(&rendered.subject),
        body: Body { text: utf8(&rendered.text), html: utf8(&rendered.html) },
        attachments: rendered.attachments.iter().map(file).collect(),
        headers: headers.map(|(name, value)| Pair { name, value: value.clone() }).collect(),
    }
}

fn file(file: &Attachment) -> File {
    File {
        raw_content: BASE64.encode(file.content.as_bytes()),
        content_disposition: "ATTACHMENT",
        file_name: file.name.clone(),
        content_type: file.content_type.clone(),
    }
}

impl From<aws::Failed> for SendError {
    fn from(error: aws::Failed) -> Self {
        match &error {
            SdkError::ServiceError(answer) => {
                from_answer(answer.err(), answer.raw().status().as_u16())
            }
            SdkError::TimeoutError(_) => Self::Unavailable("Timeout".to_owned()),
            SdkError::DispatchFailure(_) => Self::Unavailable("NoConnection".to_owned()),
            SdkError::ResponseError(_) => Self::Unavailable("UnreadableAnswer".to_owned()),
            _ => Self::Unavailable("NotSent".to_owned()),
        }
    }
}

/// How SES says that the quota of 24 hours is used up, by whichever error; see
/// <https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html>.
const QUOTA: [&str; 2] = ["Daily message quota exceeded", "Daily sending quota exceeded"];

/// Judges an error that SES answered. What is wrong with the account, its rights or its set-up is
/// [`SendError::Unavailable`]: somebody mends it and the mail is still owed.
fn from_answer(error: &ErrorMetadata, status: u16) -> SendError {
    let says = |words: &&str| error.message().is_some_and(|said| said.starts_with(*words));
    let code = code(error);
    match code.as_str() {
        _ if QUOTA.iter().any(says) => SendError::QuotaUsedUp(code),
        "LimitExceededException" => SendError::QuotaUsedUp(code),
        "TooManyRequestsException" => SendError::Throttled(code),
        "AccountSuspendedException"
        | "MailFromDomainNotVerifiedException"
        | "NotFoundException"
        | "SendingPausedException" => SendError::Unavailable(code),
        "MessageRejected" | "BadRequestException" => SendError::Rejected(code),
        _ if status == 429 || code.contains("Throttl") => SendError::Throttled(code),
        _ if (500..600).contains(&status) || matches!(status, 401 | 403 | 408) => {
            SendError::Unavailable(code)
        }
        _ => from_code(code),
    }
}

/// Judges an error by its code alone; signatures and tokens that are out of date answer 400.
fn from_code(code: String) -> SendError {
    const ACCESS: [&str; 5] =
        ["AccessDenied", "ExpiredToken", "RequestExpired", "Signature", "UnrecognizedClient"];
    if ACCESS.iter().any(|word| code.contains(word)) {
        SendError::Unavailable(code)
    } else {
        SendError::Rejected(code)
    }
}

/// The error's code, if it looks like one: a name of ASCII letters and digits.
fn code(error: &ErrorMetadata) -> String {
    error
        .code()
        .filter(|code| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .unwrap_or("UnknownError")
        .to_owned()
}
