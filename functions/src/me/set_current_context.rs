//! Chooses the account that is offered first.

use deserr::Deserr;
use futures::{TryFutureExt, try_join};
use schemars::JsonSchema;
use shared::{
    domain::{AccountId, FieldErrors, Invalid},
    http::{Call, Code, Json, Person, Problem},
    table::{
        Change, Condition,
        account::Account,
        keys,
        person::{Context, Person as PersonItem},
    },
};

use super::views::ContextView;

/// Which account.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// One of the caller's contexts.
    account_id: AccountId,
}

/// Chooses a context.
pub async fn set_current_context(call: Call<Person, Input>) -> Result<Json<ContextView>, Problem> {
    let person: &PersonItem = &call.who.person;
    let account_id = call.body.account_id;
    let unknown = || Problem::field("account_id", Invalid::not_found());
    let key = keys::context(person.person_id, account_id);
    let context: Context = call.read.get(&key)?.ok_or_else(unknown)?;
    let standing = call.app.table.standing(vec![context]).await?.pop();
    let mut context = standing.ok_or_else(unknown)?;
    let account: Account = call.read.get(&keys::account(account_id))?.ok_or_else(unknown)?;
    context.last_used_at = call.app.clock.now();
    let chosen = Change::of(keys::person(person.person_id)).set("current_account_id", account_id);
    let used = Change::of(key).set("last_used_at", context.last_used_at);
    let mut write = call
        .app
        .table
        .write()
        .change(chosen, Condition::Present, Code::Unauthenticated)
        .change(used, Condition::Present, Code::NotFound);
    if let Some(user) = context.user_id {
        let signed_in = Change::of(keys::user(account_id, user));
        let signed_in = signed_in.set("last_sign_in_at", context.last_used_at);
        write = write.change(signed_in, Condition::Present, Code::NotFound);
    }
    let view = ContextView::read(&call.app, context, &account);
    let ((), view) = try_join!(write.run().map_err(Problem::from), view)?;
    Ok(Json(view))
}
