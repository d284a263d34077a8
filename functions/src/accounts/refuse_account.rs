//! Refuses another account: what it shares ends, and neither its shares nor its invitations come any
//! more.

use serde_json::json;
use shared::{
    domain::{Invalid, event::Action},
    http::{Account, Call, NoContent, Problem},
    table::{WriteError, account::Account as AccountItem, keys, refusal::Refusal},
};

/// Refuses an account; again: nothing is done. What it shares ends share by share, by the table's
/// stream.
pub async fn refuse_account(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, other) = (call.who.account, call.path.other()?);
    if other == account {
        let own = Invalid::new("own_account", "Other accounts can be refused only.");
        return Err(Problem::field("other", own));
    }
    let refused: AccountItem = call.found(&keys::account(other))?;
    let refusal = Refusal::new(account, other, call.app.clock.now());
    let subject = ("account", other.to_string());
    let changes = json!({ "name": refused.name });
    let actor = &call.who.caller.actor;
    let event = call.event(account, actor, Action::AccountRefused, subject, changes);
    match call.app.table.write().create(&refusal, ()).put(&event).run().await {
        Ok(()) | Err(WriteError::Refused((), _)) => Ok(NoContent),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
