//! Closes an account: it is there for nobody from the next request on.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    app::App,
    domain::{
        AccountKind, AccountName, FieldErrors, GroupId, Invalid, MailId, Role, event::Action,
    },
    http::{Account, Call, Code, NoContent, Problem},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        account::{Account as AccountItem, NameOwner},
        closed_account::ClosedAccount,
        event::Event,
        keys,
        mail::{Content, Mail, SafetyNews},
        person::Holding,
        user::User,
    },
};

use crate::users::removal::end_membership;

/// The name, typed by the holder so that nobody closes an account by mistake.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The account's own name.
    name: AccountName,
}

/// Closes an account. In one write it is gone, and its holder holds none: that both are as they were
/// read is the condition. Whoever else acts in it is stopped by its not being there. What ends with
/// it (memberships, shares, coming routes and sessions, courses) follows through the table's stream;
/// codes that it sold stay good, and nobody else gets a company's name for 30 days. The holder is told
/// by mail, as it cannot be taken back.
pub async fn close_account(call: Call<Account, Input>) -> Result<NoContent, Problem> {
    let (table, id) = (&call.app.table, call.who.account);
    let holder = call.who.user.ok_or_else(|| Problem::new(Code::Forbidden))?;
    let (account_key, user_key) = (keys::account(id), keys::user(id, holder));
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let found = table.get_many([account_key.clone(), user_key.clone()]).await?;
        let account: AccountItem = found.get(&account_key)?.ok_or_else(Problem::not_found)?;
        let user: User = found.get(&user_key)?.ok_or_else(Problem::not_found)?;
        if user.role != Role::Holder {
            return Err(Problem::new(Code::Forbidden));
        }
        call.expect_version(account.version)?;
        if account.name.unique() != call.body.name.unique() {
            let other = Invalid::new("another_name", "Must be the account's own name.");
            return Err(Problem::field("name", other));
        }
        let groups = table.groups(id, user.group_ids.iter().copied()).await?;
        let groups = groups.into_iter().map(|group| group.group_id);
        let event = event(&call, &account);
        let write = close(&call.app, &account, &user, groups).put(&event);
        match write.put(&told(&call, &account, &user)).run().await {
            Ok(()) => return Ok(NoContent),
            Err(WriteError::Store(error)) => return Err(error.into()),
            // Something has changed: look again.
            Err(WriteError::Refused((), _)) => {}
        }
    }
    Err(Problem::unavailable("an account kept changing"))
}

fn event(call: &Call<Account, Input>, account: &AccountItem) -> Event {
    let id = account.account_id;
    let subject = ("account", id.to_string());
    let changes = json!({ "name": account.name, "kind": account.kind });
    call.event(id, &call.who.caller.actor, Action::AccountClosed, subject, changes)
}

/// A write in which an account is gone, and its holder holds none: both as they were read, with the
/// groups that the holder is in.
pub fn close<'t>(
    app: &'t App,
    account: &AccountItem,
    user: &User,
    groups: impl Iterator<Item = GroupId>,
) -> Write<'t, ()> {
    let (id, now) = (account.account_id, app.clock.now());
    let held = Holding { account_id: id, user_id: user.user_id };
    let person = Change::of(keys::person(user.person_id)).remove("holds");
    let unchanged = Condition::is("version", account.version);
    let write = app
        .table
        .write()
        .delete(&account.key(), unchanged, ())
        .create(&ClosedAccount::of(account, now), ())
        .change(person, Condition::is("holds", held), ())
        .delete_always(&keys::reseller_request(id));
    let write = end_membership(write, user, groups, (), ());
    match account.kind {
        AccountKind::Individual => write,
        AccountKind::Company => {
            let kept = NameOwner::kept(account, now);
            write.put_if(&kept, Condition::is("account_id", id), ())
        }
    }
}

/// Tells the holder: whoever closed it, it was done in their name.
fn told(call: &Call<Account, Input>, account: &AccountItem, holder: &User) -> Mail {
    let news = SafetyNews::ClosedByReader { company: account.kind == AccountKind::Company };
    let content = Content::AccountSafety { account: account.name.clone(), news };
    let (id, now) = (MailId::from_ulid(call.ulid), call.app.clock.now());
    Mail::owed(id, account.account_id, holder.email.clone(), content, now)
}
