//! A text of a mail, as it is sent to be kept or shown.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{
        FieldErrors, MailKind, MailText,
        mail_text::{BODY_BYTES, SUBJECT_CHARACTERS},
    },
    http::Problem,
};

/// The text of a mail.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "MailTextInput")]
pub struct Input {
    /// One line with placeholders, without links and secrets.
    #[schemars(length(min = 1, max = SUBJECT_CHARACTERS))]
    subject: String,
    /// Plain text with placeholders, each link alone on its line. A blank line begins a new paragraph;
    /// where a link makes up one, HTML shows a button. A line is left out if none of its placeholders
    /// has a value.
    #[schemars(length(min = 1, max = BODY_BYTES))]
    body: String,
}

impl Input {
    /// What it says, read as the text of a mail of this kind.
    pub fn text_of(&self, kind: MailKind) -> Result<MailText, Problem> {
        Ok(MailText::parse(kind, &self.subject, &self.body)?)
    }
}
