//! Tells who made an invitation URL, and changes nothing.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Email, FieldErrors, PersonName},
    http::{Call, Json, Person, Problem},
};

use super::invite_url::InviteUrl;

/// An invitation URL.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What stands behind its `#`.
    token: String,
}

/// Who made it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InviteUrlPreview")]
pub struct Output {
    /// Their own name for themselves.
    name: Option<PersonName>,
    /// Their address: an invitation goes there.
    email: Email,
}

/// Shows whom the URL invites; of a dead one it tells nothing.
pub async fn preview_invite_url(call: Call<Person, Input>) -> Result<Json<Output>, Problem> {
    let maker = InviteUrl::maker(&call.app, &call.body.token, &call.read).await?;
    let (maker, _) = maker.ok_or_else(Problem::not_found)?;
    Ok(Json(Output { name: maker.name, email: maker.email }))
}
