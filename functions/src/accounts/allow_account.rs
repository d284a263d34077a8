//! Refuses an account no longer. What it shared before stays ended.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, Code, NoContent, Problem},
    table::{Condition, keys},
};

/// Takes a refusal back. That it is there is the condition.
pub async fn allow_account(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, other) = (call.who.account, call.path.other()?);
    let (subject, actor) = (("account", other.to_string()), &call.who.caller.actor);
    let event = call.event(account, actor, Action::AccountAllowed, subject, json!({}));
    let write = call.app.table.write();
    let write = write.delete(&keys::refusal(account, other), Condition::Present, Code::NotFound);
    write.put(&event).run().await?;
    Ok(NoContent)
}
