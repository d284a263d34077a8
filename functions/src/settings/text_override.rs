//! What an account has of its own in place of the product's text of invitations.

use serde_json::{Map, Value, json};
use shared::{
    domain::{InvitationText, event::Action},
    http::{Account, Call, Problem},
    table::{Attempts, Condition, WriteError, invitation_text::OwnInvitationText, keys},
};

/// What was read of the account's own text.
pub fn own_text<B>(call: &Call<Account, B>) -> Result<OwnInvitationText, Problem> {
    let found = call.read.get(&keys::invitation_text(call.who.account))?;
    Ok(found.unwrap_or_else(|| OwnInvitationText::none(call.who.account)))
}

/// Replaces an account's own text, or takes it away. Its unchanged version is the condition of the
/// write; who did not say which version they saw replaces the newest.
pub async fn replace<B>(
    call: &Call<Account, B>,
    text: Option<&InvitationText>,
    action: Action,
) -> Result<OwnInvitationText, Problem> {
    let account_id = call.who.account;
    let mut old = own_text(call)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        if old.text.as_ref() == text {
            return Ok(old);
        }
        let version = old.version + 1;
        let new = OwnInvitationText { account_id, text: text.cloned(), version };
        // It is never deleted, so what has no version was never there.
        let unchanged = match old.version {
            0 => Condition::Absent,
            version => Condition::is("version", version),
        };
        let (actor, subject) = (&call.who.caller.actor, ("account", account_id.to_string()));
        let event = call.event(account_id, actor, action, subject, changes(old, new.clone()));
        let write = call.app.table.write().put_if(&new, unchanged, ()).put(&event);
        old = match write.run().await {
            Ok(()) => return Ok(new),
            Err(WriteError::Refused((), newer)) => match newer {
                Some(newer) => attempts.newest(&call.app.table, newer).await?,
                None => OwnInvitationText::none(account_id),
            },
            Err(WriteError::Store(error)) => return Err(error.into()),
        };
    }
    Err(Problem::unavailable("an invitation text kept changing"))
}

/// What the invitations say otherwise now.
fn changes(old: OwnInvitationText, new: OwnInvitationText) -> Value {
    let [old, new] = [old, new].map(|own| OwnInvitationText::or_default(Some(own)));
    let mut changes = Map::new();
    if old.subject != new.subject {
        changes.insert("subject".into(), json!({ "from": old.subject, "to": new.subject }));
    }
    if old.body != new.body {
        changes.insert("body".into(), json!({ "from": old.body, "to": new.body }));
    }
    Value::Object(changes)
}
