//! Gives the account's invitations a text of its own.

use shared::{
    domain::{InvitationText, event::Action},
    http::{Account, Call, Json, Problem},
};

use super::{text_override::replace, views::InvitationEmailView};

/// Replaces the text. Invitations that were sent already stay as they are.
pub async fn set_invitation_email(
    call: Call<Account, InvitationText>,
) -> Result<Json<InvitationEmailView>, Problem> {
    let own = replace(&call, Some(&call.body), Action::InvitationTextChanged).await?;
    Ok(Json(InvitationEmailView::of(own)))
}
