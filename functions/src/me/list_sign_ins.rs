//! The caller's own sign-ins.

use schemars::JsonSchema;
use serde::Serialize;
use shared::http::{Call, Json, Person, Problem};

use super::sign_ins::{SignInView, sign_ins_of};

/// All of them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SignIns")]
pub struct Output {
    /// Newest first.
    items: Vec<SignInView>,
    /// Always null: they are few.
    next_cursor: Option<String>,
}

/// Lists the caller's own sign-ins, newest first.
pub async fn list_sign_ins(call: Call<Person>) -> Result<Json<Output>, Problem> {
    let sign_ins = sign_ins_of(&call.app, call.who.person.person_id).await?;
    let items = sign_ins.into_iter().map(|session| SignInView::of(session, &call.who.session));
    Ok(Json(Output { items: items.collect(), next_cursor: None }))
}
