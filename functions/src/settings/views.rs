//! How the text of invitations is shown.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::invitation_text::{InvitationBody, InvitationSubject, InvitationText, Placeholder},
    table::invitation_text::OwnInvitationText,
};

/// The text of an account's invitations.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InvitationEmail")]
pub struct InvitationEmailView {
    /// The subject, with its placeholders.
    subject: InvitationSubject,
    /// The body, with its placeholders.
    body: InvitationBody,
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

impl InvitationEmailView {
    /// How what an account has is shown.
    pub fn of(own: OwnInvitationText) -> Self {
        let (is_default, version) = (own.text.is_none(), own.version);
        let InvitationText { subject, body } = OwnInvitationText::or_default(Some(own));
        let placeholders = Placeholder::ALL.iter().map(|placeholder| PlaceholderView {
            name: placeholder.name(),
            description: placeholder.description(),
            required: placeholder.is_required(),
        });
        Self { subject, body, is_default, placeholders: placeholders.collect(), version }
    }
}
