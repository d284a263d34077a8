//! Makes an API key and shows its token once.

use std::collections::BTreeSet;

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use shared::{
    domain::{ApiKeyId, FieldErrors, Invalid, event::Action, text::Label},
    http::{
        Account, Call, Code, Created, Problem,
        input::{Few, Time},
    },
    seal::token::ApiKeyToken,
    table::{
        Change, Condition, Entity, WriteError,
        api_key::{ApiKey, KeyScope, OVERLAP},
        keys,
    },
};

use super::views::ApiKeyView;

/// The new key.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The account's word for it.
    name: Label,
    /// What it may be used for.
    scopes: Few<KeyScope, 1, 4>,
    /// When it ends; left out, it does not.
    #[deserr(default)]
    expires_at: Option<Time>,
    /// A key of the account whose place this one takes: it works for 24 hours more, unless it ends
    /// sooner, so that no program is without one meanwhile.
    #[deserr(default)]
    replaces: Option<ApiKeyId>,
}

/// A key and its token.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NewApiKey")]
pub struct Output {
    #[serde(flatten)]
    key: ApiKeyView,
    /// The bearer token: shown here and never again.
    token: String,
}

/// Makes a key.
pub async fn create_api_key(call: Call<Account, Input>) -> Result<Created<Output>, Problem> {
    let (app, account_id) = (&call.app, call.who.account);
    let now = app.clock.now();
    let expires_at = call.body.expires_at.map(|time| time.0);
    if expires_at.is_some_and(|end| end <= now) {
        let past = Invalid::new("in_the_past", "Must be in the future.");
        return Err(Problem::field("expires_at", past));
    }
    let replaced = replaced(&call)?;
    let key_id = ApiKeyId::from_ulid(call.ulid);
    let token = ApiKeyToken::new(account_id, key_id);
    let scopes: BTreeSet<KeyScope> = call.body.scopes.0.iter().copied().collect();
    let key = ApiKey {
        account_id,
        key_id,
        name: call.body.name.clone(),
        hash: token.hash(),
        scopes: scopes.into_iter().collect(),
        expires_at,
        last_used_at: None,
        created_at: now,
        created_by: Some(call.who.caller.actor.clone()),
    };
    let subject = ("api_key", key_id.to_string());
    let mut changes = json!({ "name": key.name, "scopes": key.scopes });
    if let Some(old) = &replaced {
        changes["replaces"] = json!(old.key_id);
    }
    let event =
        call.event(account_id, &call.who.caller.actor, Action::ApiKeyCreated, subject, changes);
    let mut write = app.table.write().create(&key, Rule::New).put(&event);
    if let Some(old) = replaced {
        write = write.change(ending(&old, now), Condition::Present, Rule::Replaced);
    }
    match write.run().await {
        Ok(()) => {}
        Err(WriteError::Refused(Rule::Replaced, _)) => return Err(nothing_to_replace()),
        // An earlier attempt at this request made it, and its answer got lost with the token.
        Err(WriteError::Refused(Rule::New, _)) => app.table.write::<Code>().put(&key).run().await?,
        Err(WriteError::Store(error)) => return Err(error.into()),
    }
    Ok(Created(Output { key: ApiKeyView::of(key), token: token.expose() }))
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// This request has made no key yet.
    New,
    /// The key that is replaced is there.
    Replaced,
}

/// The key whose place the new one takes.
fn replaced(call: &Call<Account, Input>) -> Result<Option<ApiKey>, Problem> {
    let Some(key) = call.body.replaces else { return Ok(None) };
    let key: Option<ApiKey> = call.read.get(&keys::api_key(call.who.account, key))?;
    key.map(Some).ok_or_else(nothing_to_replace)
}

fn nothing_to_replace() -> Problem {
    Problem::field("replaces", Invalid::not_found())
}

/// A replaced key's end.
fn ending(key: &ApiKey, now: Timestamp) -> Change {
    let overlap = now.saturating_add(OVERLAP).unwrap_or(now);
    let end = key.expires_at.map_or(overlap, |end| end.min(overlap));
    Change::of(key.key()).set("expires_at", end)
}
