//! Declines the invitation to look after an account: it is gone, and those who manage the account
//! are told by mail.

use futures::try_join;
use shared::{
    app::App,
    domain::{AccountId, MailId, Role, UserStatus, event::Action},
    http::{Call, Code, NoContent, Person, Problem},
    table::{
        Condition, Entity, Item, Write, WriteError,
        account::Account,
        keys,
        mail::{Content, Mail},
        manager::Manager,
        user::User,
    },
};

use super::{
    invitation::{Input, invited},
    removal::remove,
};

/// How many admins are told at most.
const ADMINS: usize = 20;
/// How often declining is tried while the manager is being changed.
const TRIES: usize = 8;

/// Declines an invitation. Its unchanged version is the condition: one that is accepted at this
/// moment stays so.
pub async fn decline_invitation(call: Call<Person, Input>) -> Result<NoContent, Problem> {
    let manager = invited(&call).await?;
    let account: Account = call.found(&keys::account(manager.account_id))?;
    decline(&call, manager, &account).await?;
    Ok(NoContent)
}

/// Declines as the caller, to whom this manager's invitation is.
pub async fn decline<B>(
    call: &Call<Person, B>,
    manager: Manager,
    account: &Account,
) -> Result<(), Problem> {
    let mut manager = open(manager)?;
    let told = who_manage(&call.app, account.account_id).await?;
    for _ in 0..TRIES {
        match write(call, &manager, account, &told).run().await {
            Ok(()) => return Ok(()),
            Err(WriteError::Refused((), newer)) => manager = open(read(newer)?)?,
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a manager kept changing"))
}

fn open(manager: Manager) -> Result<Manager, Problem> {
    match manager.accepted_at {
        Some(_) => Err(Problem::new(Code::AlreadyActive)),
        None => Ok(manager),
    }
}

fn read(newer: Option<Item>) -> Result<Manager, Problem> {
    Ok(Manager::from_item(newer.ok_or_else(Problem::not_found)?)?)
}

/// The account's holder and its admins.
pub async fn who_manage(app: &App, account: AccountId) -> Result<Vec<User>, Problem> {
    let active = |role| keys::users_with_address(account, role, UserStatus::Active, "");
    let (holder, admins) = (active(Role::Holder), active(Role::Admin));
    let (holder, admins) = try_join!(
        app.table.page_of::<User>(&holder, 1, None, false),
        app.table.page_of::<User>(&admins, ADMINS, None, false),
    )?;
    Ok(holder.items.into_iter().chain(admins.items).collect())
}

fn write<'c, B>(
    call: &'c Call<Person, B>,
    manager: &Manager,
    account: &Account,
    told: &[User],
) -> Write<'c, ()> {
    let unchanged = Condition::is("version", manager.version);
    let subject = ("manager", manager.manager_id.to_string());
    let changes = manager.named();
    let actor = &call.who.caller.actor;
    let event = call.event(account.account_id, actor, Action::ManagerDeclined, subject, changes);
    let write = remove(call.app.table.write(), manager, unchanged, ()).put(&event);
    told.iter().fold(write, |write, user| write.put(&mail(call, account, user)))
}

fn mail<B>(call: &Call<Person, B>, account: &Account, user: &User) -> Mail {
    let app = &call.app;
    let (name, by) = (account.name.clone(), call.who.person.email.to_string());
    let content = Content::InvitationDeclined { account: name, by, as_user: false };
    let id = MailId::new(app.clock.precise());
    Mail::owed(id, account.account_id, user.email.clone(), content, app.clock.now())
}
