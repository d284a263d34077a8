//! Reads the text of the account's invitations.

use shared::http::{Account, Call, Json, Problem};

use super::{text_override::own_text, views::InvitationEmailView};

/// Reads the text: the account's own, else the product's.
pub async fn get_invitation_email(
    call: Call<Account>,
) -> Result<Json<InvitationEmailView>, Problem> {
    Ok(Json(InvitationEmailView::of(own_text(&call)?)))
}
