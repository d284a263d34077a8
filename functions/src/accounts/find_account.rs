//! Finds a company by its whole name: nothing but a whole match is shown.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{AccountId, AccountName, FieldErrors},
    http::{Call, Json, Person, Problem, input::NoBody},
    table::{account::NameOwner, keys, limit},
};

/// Which name.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// The whole name; letter case, runs of spaces and look-alikes do not matter.
    name: AccountName,
}

/// None or one.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FoundAccounts")]
pub struct Output {
    items: Vec<FoundAccount>,
}

/// A company that was found.
#[derive(Serialize, JsonSchema)]
pub struct FoundAccount {
    id: AccountId,
    name: AccountName,
}

/// Finds a company. Looking up is limited, so that names cannot be tried in bulk.
pub async fn find_account(call: Call<Person, NoBody, Filter>) -> Result<Json<Output>, Problem> {
    let now = call.app.clock.now();
    limit::ACCOUNT_LOOKUPS.count(&call.app.table, &call.who.caller.id, now).await??;
    let owner: Option<NameOwner> = call.read.get(&keys::name(&call.query.name.unique()))?;
    // The name of one that was closed is kept for a while.
    let owner = owner.filter(|owner| owner.free_from.is_none());
    let found = owner.map(|owner| FoundAccount { id: owner.account_id, name: owner.name });
    Ok(Json(Output { items: found.into_iter().collect() }))
}
