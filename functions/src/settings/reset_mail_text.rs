//! Gives a kind of the account's mails the product's text again.

use shared::{
    domain::event::Action,
    http::{Account, Call, Json, Problem},
};

use super::{text_override::replace, views::MailTextView};

/// Takes the account's own text away; who has none loses nothing.
pub async fn reset_mail_text(call: Call<Account>) -> Result<Json<MailTextView>, Problem> {
    let own = replace(&call, None, Action::MailTextReset).await?;
    Ok(Json(MailTextView::of(own)))
}
