//! Removes a manager, or the invitation of one: it holds from the next request on.

use shared::{
    domain::event::Action,
    http::{Account, Call, NoContent, Problem},
    table::{Attempts, Condition, Write, WriteError, keys, manager::Manager},
};

use super::removal::remove;
use crate::firms::trail::ended_by_client;

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
        let told = ended_by_client(&call.app, &manager);
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
