//! Gives the account's invitations the product's text again.

use shared::{
    domain::event::Action,
    http::{Account, Call, Json, Problem},
};

use super::{text_override::replace, views::InvitationEmailView};

/// Takes the account's own text away; who has none loses nothing.
pub async fn reset_invitation_email(
    call: Call<Account>,
) -> Result<Json<InvitationEmailView>, Problem> {
    let own = replace(&call, None, Action::InvitationTextReset).await?;
    Ok(Json(InvitationEmailView::of(own)))
}
