//! How a user's role changes: both sides of the membership, the account's count of drivers and
//! the place in the indexes go together.

use futures::join;
use serde_json::json;
use shared::{
    domain::{Role, event::Action},
    http::{Account, Call, Code, Problem},
    table::{Attempts, Change, Condition, Entity, Write, WriteError, keys, user::User},
};

use crate::users::views::{Joined, UserView, view};

/// The rules that the write holds.
#[derive(Clone, Copy)]
pub enum Rule {
    /// The user is the one that was read.
    User,
    /// The other items are as they were read.
    Other,
}

/// Gives a user this role, and tells how they are shown then. The user's unchanged version is the condition of the write.
pub async fn set_role(
    call: &Call<Account>,
    mut user: User,
    role: Role,
    action: Action,
) -> Result<UserView, Problem> {
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(user.version)?;
        if user.role == Role::Holder {
            let detail = "The holder runs the account already; hand it over first.";
            return Err(Problem::because(Code::HolderCannotBeRemoved, detail));
        }
        if user.role == role {
            return view(&call.app, user, &call.who).await;
        }
        let new = User { role, version: user.version + 1, ..user.clone() };
        let subject = ("user", new.user_id.to_string());
        let changes = json!({ "role": { "from": user.role, "to": role } });
        let actor = &call.who.caller.actor;
        let event = call.event(new.account_id, actor, action, subject, changes);
        let write = change_role(call.app.table.write(), &user, &new).put(&event);
        let shown = std::slice::from_ref(&new);
        let (written, joined) =
            join!(count_drivers(write, &user, &new).run(), Joined::read(&call.app, shown));
        match written {
            Ok(()) => return joined?.view(new, &call.who),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(Rule::User, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::User, Some(newer))) => {
                user = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused(Rule::Other, _)) => {
                user = call.app.table.get(&user.key()).await?.ok_or_else(Problem::not_found)?;
            }
        }
    }
    Err(Problem::unavailable("a user kept changing"))
}

/// Adds a user's new role to a write, on both sides.
pub fn change_role<'t>(write: Write<'t, Rule>, old: &User, new: &User) -> Write<'t, Rule> {
    let same = Condition::is("version", old.version);
    let side = match new.activated_at {
        Some(_) => keys::context(new.person_id, new.account_id),
        None => keys::invited(new.person_id, new.account_id),
    };
    let change =
        Change::of(new.key()).set("role", new.role).set("version", new.version).places(new.index());
    write.change(change, same, Rule::User).change(
        Change::of(side).set("role", new.role),
        Condition::Present,
        Rule::Other,
    )
}

fn count_drivers<'t>(write: Write<'t, Rule>, old: &User, new: &User) -> Write<'t, Rule> {
    let more = i32::from(new.is_active_driver()) - i32::from(old.is_active_driver());
    if more == 0 {
        return write;
    }
    let drivers = Change::of(keys::account(new.account_id)).count("active_drivers", more);
    write.change(drivers, Condition::Present, Rule::Other)
}
