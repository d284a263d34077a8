//! Removes an API key: it is dead with the next request.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, Code, NoContent, Problem},
    table::{Condition, keys},
};

/// Removes a key.
pub async fn delete_api_key(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, key) = (call.who.account, call.path.key()?);
    let subject = ("api_key", key.to_string());
    let event =
        call.event(account, &call.who.caller.actor, Action::ApiKeyRemoved, subject, json!({}));
    let there = Condition::Present;
    let removal =
        call.app.table.write().delete(&keys::api_key(account, key), there, Code::NotFound);
    removal.put(&event).run().await?;
    Ok(NoContent)
}
