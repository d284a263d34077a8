//! How the text of a kind of mail is shown.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{domain::MailKind, table::mail_text::OwnMailText};

/// The text of a kind of an account's mails.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MailText")]
pub struct MailTextView {
    /// Which mails.
    kind: MailKind,
    /// The subject, with its placeholders.
    subject: String,
    /// The body, with its placeholders.
    body: String,
    /// Whether it is the product's text, the account having none of its own.
    is_default: bool,
    /// What can stand in it.
    placeholders: Vec<PlaceholderView>,
    /// Counts its changes.
    version: u64,
}

/// What stands for a value in a text, written as `{{ name }}`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Placeholder")]
pub struct PlaceholderView {
    /// Its name.
    name: &'static str,
    /// What it stands for.
    description: &'static str,
    /// Whether a body must have it.
    required: bool,
}

impl MailTextView {
    /// How what an account has is shown.
    pub fn of(own: OwnMailText) -> Self {
        let (kind, is_default, version) = (own.kind, own.text.is_none(), own.version);
        let text = own.into_text();
        let placeholders = kind.placeholders().iter().map(|offered| PlaceholderView {
            name: offered.placeholder.name(),
            description: offered.description,
            required: offered.required,
        });
        Self {
            kind,
            subject: text.subject.to_string(),
            body: text.body.to_string(),
            is_default,
            placeholders: placeholders.collect(),
            version,
        }
    }
}
