//! Hands the account over to one of its admins; the old holder stays as admin.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, Invalid, PersonId, Role, UserId, UserStatus, event::Action},
    http::{Account, Call, Code, Json, Problem},
    table::{
        Attempts, Change, Condition, WriteError,
        account::Account as AccountItem,
        keys,
        person::{Holding, Person},
        user::User,
    },
};

use super::{
    account_creation::{free, may_hold},
    roles::{Rule, change_role},
    views::AccountView,
};

/// Who is to hold the account.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// One of its admins.
    user_id: UserId,
}

/// Hands the account over. The conditions of the write: both users are as they were read, the old
/// holder holds it still, and the new one holds none and manages none (rule 2), so that nobody
/// comes to hold an account and to manage at the same moment. Whoever of them is changed meanwhile
/// is looked at again.
pub async fn hand_over_account(call: Call<Account, Input>) -> Result<Json<AccountView>, Problem> {
    let (app, id) = (&call.app, call.who.account);
    let account: AccountItem = call.found(&keys::account(id))?;
    call.expect_version(account.version)?;
    let key = keys::user(id, call.body.user_id);
    let mut new: Option<User> = call.read.get(&key)?;
    let mine = keys::user(id, call.who.user.ok_or_else(|| Problem::new(Code::Forbidden))?);
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let admin = active_admin(new)?;
        let person = keys::person(admin.person_id);
        let found = app.table.get_many([mine.clone(), person.clone()]).await?;
        let old: User = found.get(&mine)?.ok_or_else(Problem::not_found)?;
        if old.role != Role::Holder {
            return Err(Problem::new(Code::Forbidden));
        }
        let person: Person = found.get(&person)?.ok_or_else(Problem::not_found)?;
        may_hold(&person)?;
        match hand_over(&call, &old, &admin).run().await {
            Ok(()) => return Ok(Json(AccountView::of(&account, Some(Role::Admin)))),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(..)) => new = app.table.get(&key).await?,
        }
    }
    Err(Problem::unavailable("users kept changing"))
}

/// The user who is to hold the account, if they may.
fn active_admin(user: Option<User>) -> Result<User, Problem> {
    let user = user.ok_or_else(|| Problem::field("user_id", Invalid::not_found()))?;
    if user.role == Role::Admin && user.status() == UserStatus::Active {
        return Ok(user);
    }
    let other = Invalid::new("not_an_admin", "Make them an admin first.");
    Err(Problem::field("user_id", other))
}

fn hand_over<'t>(
    call: &'t Call<Account, Input>,
    old: &User,
    new: &User,
) -> shared::table::Write<'t, Rule> {
    let account_id = old.account_id;
    let with = |user: &User, role| User { role, version: user.version + 1, ..user.clone() };
    let write = change_role(call.app.table.write(), old, &with(old, Role::Admin));
    let write = change_role(write, new, &with(new, Role::Holder));
    let held = Holding { account_id, user_id: old.user_id };
    let given = |person: PersonId| Change::of(keys::person(person));
    let holds = Holding { account_id, user_id: new.user_id };
    let subject = ("account", account_id.to_string());
    let changes = json!({ "from": old.email, "to": new.email });
    let actor = &call.who.caller.actor;
    write
        .change(given(old.person_id).remove("holds"), Condition::is("holds", held), Rule::Other)
        .change(given(new.person_id).set("holds", holds), free(), Rule::Other)
        .put(&call.event(account_id, actor, Action::AccountHandedOver, subject, changes))
}
