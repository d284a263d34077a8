//! How a user leaves an account, removed or by their own choice: seat, link and access go in one
//! write, so nothing of them works from the next request on. What else ends (courses that were
//! not started, say) follows from the removal through the table's stream.

use serde_json::json;
use shared::{
    app::App,
    domain::{AccountId, GroupId, Role, event::Action},
    http::{Call, Code, Problem, access::Access},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError, event::Event, group::Member, keys,
        mail::Mail, user::User,
    },
};

/// The entry of the trail that tells of a removal.
pub fn told<A: Access, B, Q>(
    call: &Call<A, B, Q>,
    actor: &shared::domain::event::Actor,
    user: &User,
) -> Event {
    let subject = ("user", user.user_id.to_string());
    let changes = json!({ "email": user.email, "role": user.role });
    call.event(user.account_id, actor, Action::UserRemoved, subject, changes)
}

/// Removes a user. That they are the same as when they were read is the condition, so that what
/// is given back (a seat, an active driver's place, a place in each group) is just what they had.
pub async fn remove(
    app: &App,
    user: User,
    may: impl Fn(&User) -> Result<(), Problem>,
    event: &Event,
) -> Result<(), Problem> {
    remove_and_tell(app, user, may, event, None).await
}

/// The same, with a mail that tells somebody of it.
pub async fn remove_and_tell(
    app: &App,
    mut user: User,
    may: impl Fn(&User) -> Result<(), Problem>,
    event: &Event,
    mail: Option<&Mail>,
) -> Result<(), Problem> {
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        if user.role == Role::Holder {
            return Err(Problem::new(Code::HolderCannotBeRemoved));
        }
        may(&user)?;
        let groups = app.table.groups(user.account_id, user.group_ids.iter().copied()).await?;
        let groups = groups.into_iter().map(|group| group.group_id);
        let write = leave(app.table.write(), &user, groups).put(event);
        let write = mail.into_iter().fold(write, Write::put);
        match write.run().await {
            Ok(()) => return Ok(()),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(Rule::User, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::User, Some(newer))) => {
                user = attempts.newest(&app.table, newer).await?
            }
            // A group went away, or the user has joined: look again.
            Err(WriteError::Refused(Rule::Other, _)) => {
                user = app.table.get(&user.key()).await?.ok_or_else(Problem::not_found)?;
            }
        }
    }
    Err(Problem::unavailable("a user kept changing"))
}

#[derive(Clone, Copy)]
enum Rule {
    User,
    Other,
}

fn leave<'t>(
    write: Write<'t, Rule>,
    user: &User,
    groups: impl Iterator<Item = GroupId>,
) -> Write<'t, Rule> {
    let seat = given_back(user.account_id, user);
    end_membership(write, user, groups, Rule::User, Rule::Other).change(
        seat,
        Condition::Present,
        Rule::Other,
    )
}

/// Adds to a write that a membership ends on both sides, with its places in these groups: not the
/// seat, which goes with the account where that is closed. That the user is the one that was read is
/// the condition.
pub fn end_membership<'t, R: Clone>(
    write: Write<'t, R>,
    user: &User,
    groups: impl Iterator<Item = GroupId>,
    changed: R,
    other: R,
) -> Write<'t, R> {
    let (account, person) = (user.account_id, user.person_id);
    let same = Condition::is("version", user.version);
    let access = match user.activated_at {
        Some(_) => keys::context(person, account),
        None => keys::invited(person, account),
    };
    let write =
        write.delete(&user.key(), same, changed).delete(&access, Condition::Present, other.clone());
    groups.fold(write, |write, group_id| {
        let member = Member { account_id: account, group_id, user_id: user.user_id };
        let fewer = Change::of(keys::group(account, group_id)).count("member_count", -1);
        write.delete(&member.key(), Condition::Present, other.clone()).change(
            fewer,
            Condition::Present,
            other.clone(),
        )
    })
}

fn given_back(account: AccountId, user: &User) -> Change {
    let seat = Change::of(keys::account(account)).count("seats_used", -1).add("departures", 1);
    if user.is_active_driver() { seat.count("active_drivers", -1) } else { seat }
}
