//! The caller's own invitation URL.

use shared::http::{Call, Json, Person, Problem};

use super::invite_url_view::InviteUrlView;

/// Shows the URL that the caller made last, if any.
pub async fn get_invite_url(call: Call<Person>) -> Result<Json<InviteUrlView>, Problem> {
    let person = &call.who.person;
    Ok(Json(InviteUrlView::of(&call.app, person.person_id, person.invite_url).await?))
}
