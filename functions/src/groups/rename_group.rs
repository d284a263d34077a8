//! Renames a group.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, GroupName, event::Action},
    http::{Account, Call, Code, Json, Problem},
    table::{
        Attempts, Change, Condition, Entity, WriteError,
        group::{Group, GroupNameOwner},
        keys,
    },
};

use super::views::GroupView;

/// What to change.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The new name, which no other group of the account has.
    name: GroupName,
}

#[derive(Clone, Copy)]
enum Rule {
    Unchanged,
    NameFree,
}

/// Renames a group: the new name is claimed and the old one freed in the same write. The unchanged
/// version is the condition; who did not say which version they saw changes the newest.
pub async fn rename_group(call: Call<Account, Input>) -> Result<Json<GroupView>, Problem> {
    let key = keys::group(call.who.account, call.path.group()?);
    let mut old: Group = call.found(&key)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        if old.name == call.body.name {
            return Ok(Json(GroupView::of(old)));
        }
        let new = Group { name: call.body.name.clone(), version: old.version + 1, ..old.clone() };
        match write(&call, &old, &new).await {
            Ok(()) => return Ok(Json(GroupView::of(new))),
            Err(WriteError::Refused(Rule::NameFree, _)) => {
                return Err(Problem::new(Code::GroupNameTaken));
            }
            Err(WriteError::Refused(Rule::Unchanged, Some(newer))) => {
                old = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused(Rule::Unchanged, None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a group kept changing"))
}

async fn write(
    call: &Call<Account, Input>,
    old: &Group,
    new: &Group,
) -> Result<(), WriteError<Rule>> {
    let (account_id, group_id) = (new.account_id, new.group_id);
    let owner = GroupNameOwner { account_id, name: new.name.clone(), group_id };
    let change = Change::of(new.key()).set("name", &new.name).set("version", new.version);
    let same = Condition::is("version", old.version);
    let write = call.app.table.write().change(change, same, Rule::Unchanged);
    let write = if old.name.unique() == new.name.unique() {
        write.put(&owner)
    } else {
        // While the version is unchanged the old name is this group's.
        let freed = keys::group_name(account_id, &old.name.unique());
        let own = Condition::is("group_id", group_id);
        write.create(&owner, Rule::NameFree).delete(&freed, own, Rule::Unchanged)
    };
    let (actor, subject) = (&call.who.caller.actor, ("group", group_id.to_string()));
    let changes = json!({ "name": { "from": old.name, "to": new.name } });
    let event = call.event(account_id, actor, Action::GroupRenamed, subject, changes);
    write.put(&event).run().await
}
