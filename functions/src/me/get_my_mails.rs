//! Which mails the caller gets.

use shared::http::{Call, Json, Person, Problem};

use super::my_mails::{Choice, MyMailsView, stops_of};

/// Shows what the caller gets. It is chosen for a mailbox: whoever reads `ann+tag@` too has one choice.
pub async fn get_my_mails(call: Call<Person>) -> Result<Json<MyMailsView>, Problem> {
    let stops = stops_of(&call.app, &call.who.person.email).await?;
    Ok(Json(Choice::of(&stops).shown(&call.app).await?))
}
