//! Makes a group.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{EventId, FieldErrors, GroupId, GroupName, event::Action},
    http::{Account, Call, Code, Created, Problem},
    table::{
        WriteError,
        event::Event,
        group::{Group, GroupNameOwner},
    },
};

use super::views::GroupView;

/// The new group.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Its name, which no other group of the account has.
    name: GroupName,
}

#[derive(Clone, Copy)]
enum Rule {
    MadeOnce,
    NameFree,
}

/// Makes a group. That nothing has its name yet is one condition. The other is that the trail
/// does not tell of it yet: its entry has the identifier of the request, so of attempts with one
/// `Idempotency-Key` the first makes the group and the others answer the same, even if the group
/// was removed meanwhile.
pub async fn create_group(call: Call<Account, Input>) -> Result<Created<GroupView>, Problem> {
    let (app, account_id) = (&call.app, call.who.account);
    let group = Group {
        account_id,
        group_id: GroupId::from_ulid(call.ulid),
        name: call.body.name.clone(),
        member_count: 0,
        version: 1,
    };
    let owner = GroupNameOwner { account_id, name: group.name.clone(), group_id: group.group_id };
    let (actor, subject) = (&call.who.caller.actor, ("group", group.group_id.to_string()));
    let changes = json!({ "name": group.name });
    let event = Event {
        event_id: EventId::from_ulid(call.ulid),
        ..call.event(account_id, actor, Action::GroupCreated, subject, changes)
    };
    let write = app.table.write().create(&event, Rule::MadeOnce).create(&owner, Rule::NameFree);
    match write.create(&group, Rule::MadeOnce).run().await {
        Ok(()) | Err(WriteError::Refused(Rule::MadeOnce, _)) => Ok(Created(GroupView::of(group))),
        Err(WriteError::Refused(Rule::NameFree, _)) => Err(Problem::new(Code::GroupNameTaken)),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
