//! Who is calling, and where they may act.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::AccountId,
    http::{Call, Json, Person, Problem},
};

use super::views::{ContextView, PersonView, contexts_of};

/// The caller.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Me")]
pub struct Output {
    /// Who.
    person: PersonView,
    /// Whether they operate the service.
    operator: bool,
    /// Where they may act, the current one first; at most 100, `/v1/me/contexts` has all.
    contexts: Vec<ContextView>,
    /// The account that they chose last, if they may act in it still.
    current_account_id: Option<AccountId>,
}

/// Reads the caller.
pub async fn get_me(call: Call<Person>) -> Result<Json<Output>, Problem> {
    let person = &call.who.person;
    let contexts = contexts_of(&call.app, person).await?;
    // The current context comes first.
    let first = contexts.first().map(ContextView::account_id);
    Ok(Json(Output {
        person: PersonView::of(person),
        operator: person.email == call.app.settings.operator,
        current_account_id: person.current_account_id.filter(|current| first == Some(*current)),
        contexts,
    }))
}
