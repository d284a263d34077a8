//! Gives a kind of the account's mails a text of its own.

use shared::{
    domain::event::Action,
    http::{Account, Call, Json, Problem},
};

use super::{input::Input, text_override::replace, views::MailTextView};

/// Replaces the text. Mails that were sent already stay as they are.
pub async fn set_mail_text(call: Call<Account, Input>) -> Result<Json<MailTextView>, Problem> {
    let text = call.body.text_of(call.path.kind()?)?;
    let own = replace(&call, Some(&text), Action::MailTextChanged).await?;
    Ok(Json(MailTextView::of(own)))
}
