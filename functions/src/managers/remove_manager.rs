//! Removes a manager, or the invitation of one: it holds from the next request on.

use serde_json::json;
use shared::{
    domain::{
        AccountId,
        event::{Action, Actor},
    },
    http::{Account, Call, NoContent, Problem},
    table::{Attempts, Condition, Write, WriteError, event::Event, keys, manager::Manager},
};

use super::removal::remove;

/// Removes a manager. Their unchanged version is the condition: one who accepts at this moment is
/// removed as the manager that they became.
pub async fn remove_manager(call: Call<Account>) -> Result<NoContent, Problem> {
    let account = call.who.account;
    let mut manager: Manager = call.found(&keys::manager(account, call.path.manager()?))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(manager.version)?;
        let subject = ("manager", manager.manager_id.to_string());
        let changes = manager.named();
        let actor = &call.who.caller.actor;
        let event = call.event(account, actor, Action::ManagerRemoved, subject, changes);
        let unchanged = Condition::is("version", manager.version);
        let write = remove(call.app.table.write(), &manager, unchanged, ()).put(&event);
        let told = manager.firm().map(|firm| told(&call, firm, &manager));
        match told.iter().fold(write, Write::put).run().await {
            Ok(()) => return Ok(NoContent),
            Err(WriteError::Refused((), Some(newer))) => {
                manager = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a manager kept changing"))
}

/// What the firm's own trail tells. Who ended it is not the firm's to know.
fn told(call: &Call<Account>, firm: AccountId, manager: &Manager) -> Event {
    let subject = ("account", manager.account_id.to_string());
    let changes = json!({ "manager_id": manager.manager_id });
    call.event(firm, &Actor::SYSTEM, Action::ClientEnded, subject, changes)
}
