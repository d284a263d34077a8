//! Takes a user out of a group.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, Code, NoContent, Problem},
    table::{Change, Condition, keys},
};

use crate::scope::sees_group;

/// Takes a user out of a group: both sides and the count in one write, on the conditions that the
/// user is in the group and the group is there.
pub async fn remove_group_member(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, group, user) = (call.who.account, call.path.group()?, call.path.user()?);
    if !sees_group(&call.who.within, group) {
        return Err(Problem::not_found());
    }
    let there = || Condition::Present;
    let fewer = Change::of(keys::group(account, group)).count("member_count", -1);
    let left =
        Change::of(keys::user(account, user)).take_from_set("group_ids", [group]).add("version", 1);
    let (actor, subject) = (&call.who.caller.actor, ("group", group.to_string()));
    let changes = json!({ "user_id": user });
    let event = call.event(account, actor, Action::GroupMemberRemoved, subject, changes);
    let write = call.app.table.write();
    let write = write.delete(&keys::group_member(account, group, user), there(), Code::NotFound);
    let write = write.change(fewer, there(), Code::NotFound);
    write.change(left, there(), Code::NotFound).put(&event).run().await?;
    Ok(NoContent)
}
