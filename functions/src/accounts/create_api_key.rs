//! Makes an API key and shows its token once.

use std::collections::BTreeSet;

use deserr::Deserr;
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
        WriteError,
        api_key::{ApiKey, KeyScope},
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
    };
    let subject = ("api_key", key_id.to_string());
    let changes = json!({ "name": key.name, "scopes": key.scopes });
    let event =
        call.event(account_id, &call.who.caller.actor, Action::ApiKeyCreated, subject, changes);
    match app.table.write().create(&key, ()).put(&event).run().await {
        Ok(()) => {}
        // An earlier attempt at this request made it, and its answer got lost with the token.
        Err(WriteError::Refused(..)) => app.table.write::<Code>().put(&key).run().await?,
        Err(WriteError::Store(error)) => return Err(error.into()),
    }
    Ok(Created(Output { key: ApiKeyView::of(key), token: token.expose() }))
}
