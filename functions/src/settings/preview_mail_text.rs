//! Shows a mail as its reader would see it, with sample values.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    email::{Message, Rendered, Worded},
    http::{Account, Call, Json, Problem},
    table::{account::Account as AccountItem, keys},
};

use super::{input::Input, samples};
use crate::mails::stop_token::footer;

/// A mail as it would be sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MailPreview")]
pub struct Output {
    /// The subject.
    subject: String,
    /// The plain text.
    text: String,
    /// The same for clients that show HTML: a whole document.
    html: String,
}

/// Writes the mail as it would be sent by this account and this caller. What its links and codes look
/// like they do not open.
pub async fn preview_mail_text(call: Call<Account, Input>) -> Result<Json<Output>, Problem> {
    let kind = call.path.kind()?;
    let text = call.body.text_of(kind)?;
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let footer = footer(&call.app, &account.name, "preview");
    let values = samples::values(kind, &call.app, account, call.who.caller.actor.email)?;
    let mail = Message::Worded(Box::new(Worded { text, values, entry: None }));
    let Rendered { subject, text, html, .. } =
        mail.render_above(Some(&footer)).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Json(Output { subject, text, html }))
}
