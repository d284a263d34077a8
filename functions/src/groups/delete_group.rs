//! Removes a group; its users stay.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, NoContent, Problem},
    table::{Attempts, Condition, Entity, WriteError, group::Group, keys},
};

/// Removes a group and frees its name, however many are in it: what its members leave behind leads
/// nowhere, since whatever reads groups looks whether the group is there. The unchanged version is
/// the condition, so that the name that is freed is the group's.
pub async fn delete_group(call: Call<Account>) -> Result<NoContent, Problem> {
    let mut group: Group = call.found(&keys::group(call.who.account, call.path.group()?))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(group.version)?;
        match write(&call, &group).await {
            Ok(()) => return Ok(NoContent),
            Err(WriteError::Refused((), Some(newer))) => {
                group = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a group kept changing"))
}

async fn write(call: &Call<Account>, group: &Group) -> Result<(), WriteError<()>> {
    let (account_id, actor) = (group.account_id, &call.who.caller.actor);
    let same = Condition::is("version", group.version);
    let name = keys::group_name(account_id, &group.name.unique());
    let own = Condition::is("group_id", group.group_id);
    let subject = ("group", group.group_id.to_string());
    let changes = json!({ "name": group.name });
    let event = call.event(account_id, actor, Action::GroupRemoved, subject, changes);
    let write = call.app.table.write().delete(&group.key(), same, ()).delete(&name, own, ());
    write.put(&event).run().await
}
