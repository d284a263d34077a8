//! How users come to be in a group.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use shared::{
    domain::{GroupId, Invalid, UserId, event::Action, user::MOST_GROUPS},
    http::{Account, Call, Problem},
    table::{
        Change, Condition, Entity, Item, StoreError, Write, WriteError, group::Member, keys,
        user::User,
    },
};

/// Users who are to be put into a group.
pub struct Joining<'a, B> {
    /// The call that asks for it.
    pub call: &'a Call<Account, B>,
    /// The group.
    pub group: GroupId,
}

/// Why a user was not put into the group.
#[derive(Clone)]
pub enum NotJoined {
    /// They were in it before.
    Already,
    /// There is no such user, or no longer.
    NoUser,
    /// Something else.
    Because(Problem),
}

/// What became of each user.
pub type Outcomes = BTreeMap<UserId, Result<(), NotJoined>>;

#[derive(Clone, Copy)]
enum Rule {
    GroupThere,
    NotMember(UserId),
    UserHasRoom(UserId),
}

/// How many users one write puts into a group: for each it has the member and the user, and once
/// the group and the entry of the trail, of 100 items at most.
const IN_A_WRITE: usize = 49;

impl<B> Joining<'_, B> {
    /// Puts these users into the group, in as few writes as they fit in. A user whom a write is
    /// refused for is left out of it, and the others are tried again.
    pub async fn join(&self, users: impl IntoIterator<Item = UserId>) -> Result<Outcomes, Problem> {
        let (users, mut outcomes): (Vec<_>, _) = (users.into_iter().collect(), Outcomes::new());
        for users in users.chunks(IN_A_WRITE) {
            self.join_some(users.iter().copied().collect(), &mut outcomes).await?;
        }
        Ok(outcomes)
    }

    async fn join_some(
        &self,
        mut users: BTreeSet<UserId>,
        outcomes: &mut Outcomes,
    ) -> Result<(), Problem> {
        while !users.is_empty() {
            let (user, refusal) = match self.write(&users).run().await {
                Ok(()) => {
                    outcomes.extend(users.into_iter().map(|user| (user, Ok(()))));
                    return Ok(());
                }
                Err(WriteError::Refused(Rule::GroupThere, _)) => return Err(Problem::not_found()),
                Err(WriteError::Refused(Rule::NotMember(user), _)) => (user, NotJoined::Already),
                Err(WriteError::Refused(Rule::UserHasRoom(user), None)) => {
                    (user, NotJoined::NoUser)
                }
                Err(WriteError::Refused(Rule::UserHasRoom(user), Some(item))) => {
                    match self.make_room(item).await {
                        Ok(true) => continue,
                        Ok(false) => (user, NotJoined::Because(too_many())),
                        Err(error) => (user, NotJoined::Because(error.into())),
                    }
                }
                Err(WriteError::Store(error)) => {
                    let failed = |user| (user, Err(NotJoined::Because(error.clone().into())));
                    outcomes.extend(users.into_iter().map(failed));
                    return Ok(());
                }
            };
            users.remove(&user);
            outcomes.insert(user, Err(refusal));
        }
        Ok(())
    }

    /// Both sides of each membership, and their count, in one write. That the group is there, that
    /// a user is, that they are not in the group yet and in how many they are is each a condition.
    fn write(&self, users: &BTreeSet<UserId>) -> Write<'_, Rule> {
        let (account_id, group_id) = (self.call.who.account, self.group);
        let more = Change::of(keys::group(account_id, group_id)).count("member_count", users.len());
        let write = self.call.app.table.write();
        let mut write = write.change(more, Condition::Present, Rule::GroupThere);
        for &user_id in users {
            let member = Member { account_id, group_id, user_id };
            let joined = Change::of(keys::user(account_id, user_id))
                .add_to_set("group_ids", [group_id])
                .add("version", 1);
            let room = Condition::Smaller("group_ids", MOST_GROUPS);
            let room = Condition::All(vec![Condition::Present, room]);
            write = write.create(&member, Rule::NotMember(user_id)).change(
                joined,
                room,
                Rule::UserHasRoom(user_id),
            );
        }
        let subject = ("group", group_id.to_string());
        let (actor, changes) = (&self.call.who.caller.actor, json!({ "user_ids": users }));
        let event = self.call.event(account_id, actor, Action::GroupMembersAdded, subject, changes);
        write.put(&event)
    }

    /// Takes from a user the groups that are no longer there; `false` if all are.
    async fn make_room(&self, user: Item) -> Result<bool, StoreError> {
        let (user, table) = (User::from_item(user)?, &self.call.app.table);
        let there = table.groups(user.account_id, user.group_ids.iter().copied()).await?;
        let there: BTreeSet<_> = there.iter().map(|group| group.group_id).collect();
        let gone: Vec<_> = user.group_ids.difference(&there).collect();
        if gone.is_empty() {
            return Ok(false);
        }
        let fewer = Change::of(user.key()).take_from_set("group_ids", gone).add("version", 1);
        match table.write().change(fewer, Condition::Present, ()).run().await {
            // Who is gone meanwhile is told by the next try.
            Ok(()) | Err(WriteError::Refused(..)) => Ok(true),
            Err(WriteError::Store(error)) => Err(error),
        }
    }
}

fn too_many() -> Problem {
    let detail = format!("A user is in {MOST_GROUPS} groups at most.");
    Problem::field("group_ids", Invalid::new("too_many", detail))
}
