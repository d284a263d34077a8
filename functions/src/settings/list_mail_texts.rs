//! Lists the texts of the account's mails.

use shared::{
    domain::MailKind,
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
};

use super::{text_override::own_text, views::MailTextView};

/// Lists the texts of all kinds of mails, the account's own or the product's.
pub async fn list_mail_texts(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<MailTextView>>, Problem> {
    let list = format!("mail texts of {}", call.who.account);
    let from: usize = call.query.start(&call.app, &list).await?.unwrap_or_default();
    let kinds = MailKind::ALL.iter().skip(from).take(call.query.limit());
    let views = kinds.map(|kind| own_text(&call, *kind).map(MailTextView::of));
    let views = views.collect::<Result<Vec<_>, _>>()?;
    let next = Some(from + views.len()).filter(|next| *next < MailKind::ALL.len());
    Ok(Json(call.query.page(&call.app, &list, views, next).await?))
}
