//! Reads the text of a kind of the account's mails.

use shared::http::{Account, Call, Json, Problem};

use super::{text_override::own_text, views::MailTextView};

/// Reads the text: the account's own, else the product's.
pub async fn get_mail_text(call: Call<Account>) -> Result<Json<MailTextView>, Problem> {
    let kind = call.path.kind()?;
    Ok(Json(MailTextView::of(own_text(&call, kind)?)))
}
