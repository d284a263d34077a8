//! Sends rendered mails through SES (`SendEmail`, version 2).

use aws_sdk_sesv2::{
    Client,
    error::{BuildError, ProvideErrorMetadata, SdkError},
    operation::send_email::SendEmailError,
    primitives::Blob,
    types::{
        Attachment as SesAttachment, AttachmentContentDisposition, Body, Content, Destination,
        EmailContent, Message, MessageHeader, MessageTag,
    },
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::{Attachment, Rendered};

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

/// Sends mails in the name of the product.
#[derive(Clone, Debug)]
pub struct Mailer {
    client: Client,
    sender: String,
    configuration_set: Option<String>,
}

impl Mailer {
    /// A mailer that sends from `sender`; bounces are reported through `configuration_set`.
    #[must_use]
    pub fn new(client: Client, sender: String, configuration_set: Option<String>) -> Self {
        Self { client, sender, configuration_set }
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
        let answer = self
            .client
            .send_email()
            .from_email_address(&self.sender)
            .destination(Destination::builder().to_addresses(to).build())
            .content(content(rendered)?)
            .email_tags(MessageTag::builder().name(MAIL_TAG).value(mail_id).build()?)
            .set_configuration_set_name(self.configuration_set.clone())
            .send()
            .await?;
        Ok(answer.message_id.unwrap_or_default())
    }
}

fn content(rendered: &Rendered) -> Result<EmailContent, BuildError> {
    let utf8 = |data: &str| Content::builder().data(data).charset("UTF-8").build();
    let body = Body::builder().text(utf8(&rendered.text)?).html(utf8(&rendered.html)?).build();
    let files = rendered.attachments.iter().map(attachment).collect::<Result<Vec<_>, _>>()?;
    let headers = rendered
        .headers
        .iter()
        .map(|(name, value)| MessageHeader::builder().name(*name).value(value).build());
    let headers = headers.collect::<Result<Vec<_>, _>>()?;
    let message = Message::builder()
        .subject(utf8(&rendered.subject)?)
        .body(body)
        .set_attachments((!files.is_empty()).then_some(files))
        .set_headers((!headers.is_empty()).then_some(headers))
        .build();
    Ok(EmailContent::builder().simple(message).build())
}

fn attachment(file: &Attachment) -> Result<SesAttachment, BuildError> {
    SesAttachment::builder()
        .file_name(&file.name)
        .content_type(&file.content_type)
        .content_disposition(AttachmentContentDisposition::Attachment)
        .raw_content(Blob::new(file.content.as_bytes()))
        .build()
}

impl From<BuildError> for SendError {
    fn from(_: BuildError) -> Self {
        Self::Rejected("IncompleteMail".to_owned())
    }
}

impl From<SdkError<SendEmailError, HttpResponse>> for SendError {
    fn from(error: SdkError<SendEmailError, HttpResponse>) -> Self {
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
fn from_answer(error: &SendEmailError, status: u16) -> SendError {
    use SendEmailError as E;
    let code = code(error);
    let says = |words: &&str| error.message().is_some_and(|said| said.starts_with(*words));
    match error {
        _ if QUOTA.iter().any(says) => SendError::QuotaUsedUp(code),
        E::LimitExceededException(_) => SendError::QuotaUsedUp(code),
        E::TooManyRequestsException(_) => SendError::Throttled(code),
        E::AccountSuspendedException(_)
        | E::MailFromDomainNotVerifiedException(_)
        | E::NotFoundException(_)
        | E::SendingPausedException(_) => SendError::Unavailable(code),
        E::MessageRejected(_) | E::BadRequestException(_) => SendError::Rejected(code),
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
fn code(error: &SendEmailError) -> String {
    error
        .code()
        .filter(|code| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .unwrap_or("UnknownError")
        .to_owned()
}
