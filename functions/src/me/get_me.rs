//! Who is calling, and where they may act.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::AccountId,
    http::{Call, Json, Person, Problem},
};

use super::{
    mine::{Mine, MineShown},
    views::{ContextView, PersonView},
};

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
    /// How many invitations are open for their address: at most 100, `/v1/me/invitations` has all.
    invitations: usize,
    /// The account that they chose last, if they may act in it still.
    current_account_id: Option<AccountId>,
}

/// Reads the caller.
pub async fn get_me(call: Call<Person>) -> Result<Json<Output>, Problem> {
    let person = &call.who.person;
    let mine = Mine::of(&call.app, person).await?;
    let MineShown { contexts, invitations } = mine.shown(&call.app).await?;
    // The current context comes first.
    let first = contexts.first().map(ContextView::account_id);
    Ok(Json(Output {
        person: PersonView::of(person),
        operator: person.email == call.app.settings.operator,
        current_account_id: person.current_account_id.filter(|current| first == Some(*current)),
        contexts,
        invitations,
    }))
}
