//! What an account has of its own in place of the product's text of a kind of mail.

use serde_json::{Map, Value, json};
use shared::{
    domain::{MailKind, MailText, event::Action},
    http::{Account, Call, Problem},
    table::{Attempts, Condition, WriteError, keys, mail_text::OwnMailText},
};

/// What was read of the account's own text of a kind.
pub fn own_text<B, Q>(call: &Call<Account, B, Q>, kind: MailKind) -> Result<OwnMailText, Problem> {
    let found = call.read.get(&keys::mail_text(call.who.account, kind))?;
    Ok(found.unwrap_or_else(|| OwnMailText::none(call.who.account, kind)))
}

/// Replaces the account's own text of the path's kind, or takes it away. Its unchanged version is the
/// condition of the write; who did not say which version they saw replaces the newest.
pub async fn replace<B>(
    call: &Call<Account, B>,
    text: Option<&MailText>,
    action: Action,
) -> Result<OwnMailText, Problem> {
    let (account_id, kind) = (call.who.account, call.path.kind()?);
    let mut old = own_text(call, kind)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        if old.text.as_ref() == text {
            return Ok(old);
        }
        let version = old.version + 1;
        let new = OwnMailText { account_id, kind, text: text.cloned(), version };
        // It is never deleted, so what has no version was never there.
        let unchanged = match old.version {
            0 => Condition::Absent,
            version => Condition::is("version", version),
        };
        let (actor, subject) = (&call.who.caller.actor, ("mail_text", kind.as_str().to_owned()));
        let event = call.event(account_id, actor, action, subject, changes(old, new.clone()));
        let write = call.app.table.write().put_if(&new, unchanged, ()).put(&event);
        old = match write.run().await {
            Ok(()) => return Ok(new),
            Err(WriteError::Refused((), newer)) => match newer {
                Some(newer) => attempts.newest(&call.app.table, newer).await?,
                None => OwnMailText::none(account_id, kind),
            },
            Err(WriteError::Store(error)) => return Err(error.into()),
        };
    }
    Err(Problem::unavailable("a text of mails kept changing"))
}

/// What the mails say otherwise now.
fn changes(old: OwnMailText, new: OwnMailText) -> Value {
    let [old, new] = [old, new].map(OwnMailText::into_text);
    let mut changes = Map::new();
    if old.subject != new.subject {
        let (old, new) = (old.subject.to_string(), new.subject.to_string());
        changes.insert("subject".into(), json!({ "from": old, "to": new }));
    }
    if old.body != new.body {
        let (old, new) = (old.body.to_string(), new.body.to_string());
        changes.insert("body".into(), json!({ "from": old, "to": new }));
    }
    Value::Object(changes)
}
