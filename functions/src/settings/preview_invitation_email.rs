//! Shows an invitation as its reader would see it, with sample values.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Email, InvitationText, PersonName, invitation_text::Values},
    email::{Invitation, Message, Rendered},
    http::{Account, Call, Json, Problem},
    table::{account::Account as AccountItem, keys},
};

use crate::mails::stop_token::footer;

/// Whom the sample invites.
const NAME: &str = "Mia Berg";
const EMAIL: &str = "mia.berg@example.com";
/// How long the sample is good for.
const DAYS: i64 = 30;

/// An invitation as it would be sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InvitationEmailPreview")]
pub struct Output {
    /// The subject.
    subject: String,
    /// The plain text.
    text: String,
    /// The same for clients that show HTML: a whole document.
    html: String,
}

/// Writes the mail as it would be sent by this account and this caller. Its link opens nothing.
pub async fn preview_invitation_email(
    call: Call<Account, InvitationText>,
) -> Result<Json<Output>, Problem> {
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let values = Values {
        activation_link: format!("{}/activate#preview", call.app.settings.app_url),
        account_name: account.name.clone(),
        user_name: PersonName::parse(NAME).ok(),
        user_email: Email::parse(EMAIL).map_err(|bad| Problem::internal(bad.detail))?,
        inviter: call.who.caller.actor.email,
        expires_at: call.app.clock.now() + SignedDuration::from_hours(24 * DAYS),
        zone: account.time_zone,
    };
    let mail = Message::Invitation(Invitation { text: call.body, values });
    let footer = footer(&call.app, &account.name, "preview");
    let Rendered { subject, text, html, .. } =
        mail.render_above(Some(&footer)).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Json(Output { subject, text, html }))
}
