//! What ends with an account that its holder has closed: who belongs to it and who looks after it,
//! whom it looks after, what others share with it, its keys and its report links. What ends with each of its users follows from the user's
//! item going away. Some of each ends in a round; a round that fails or is told twice ends just what
//! is left, and the last is one that finds nothing.
//!
//! Nothing is added meanwhile: what makes a user, a manager or a share has the account's being there
//! as a condition.

use serde_json::json;
use shared::{
    app::App,
    domain::{
        AccountId,
        event::{Action, Actor},
    },
    http::{Code, Problem},
    table::{
        Condition, Entity, Write, WriteError, api_key::ApiKey, client::Client,
        closed_account::ClosedAccount, keys, manager::Manager, report_link::ReportLink,
        share::SharedDriver, user::User,
    },
};

use super::{Record, record::read};
use crate::{
    drivers::{route_release::unshare, share_end::Ender},
    firms::{
        end_client::end,
        trail::{By, ended_by_client, in_clients},
    },
    managers::removal::remove,
    users::removal::end_membership,
};

/// How many of each kind are ended in one round.
const AT_ONCE: usize = 25;

/// Does the round that an account which was closed just now asks for, or one whose last is over.
pub async fn go_on(app: &App, record: &Record) -> Result<(), Problem> {
    let was = read::<ClosedAccount>(record.old.as_ref())?;
    let is = read::<ClosedAccount>(record.new.as_ref())?;
    let begun = |is: &ClosedAccount| was.as_ref().is_none_or(|was| was.round != is.round);
    let Some(closed) = is.filter(begun) else { return Ok(()) };
    let account = closed.account_id;
    let found = end_managers(app, account).await?
        + end_clients(app, account).await?
        + end_users(app, account).await?
        + end_received(app, account).await?
        + end_keys(app, account).await?
        + end_links(app, &closed).await?;
    if found == 0 {
        return Ok(());
    }
    let next = app.table.write().change(closed.another_round(), closed.same_round(), ());
    passing(next.run().await)
}

async fn end_managers(app: &App, account: AccountId) -> Result<usize, Problem> {
    let managers = some::<Manager>(app, &keys::managers_of(account)).await?;
    for manager in &managers {
        let unchanged = Condition::is("version", manager.version);
        let write = remove(app.table.write(), manager, unchanged, ());
        let told = ended_by_client(app, manager);
        passing(told.iter().fold(write, Write::put).run().await)?;
    }
    Ok(managers.len())
}

/// Of a firm: it looks after nobody any more.
async fn end_clients(app: &App, account: AccountId) -> Result<usize, Problem> {
    let clients = some::<Client>(app, &keys::clients_of(account)).await?;
    for client in &clients {
        let told = in_clients(app, client, By::System, Action::ManagerLeft, &json!({}));
        passing(end(app.table.write(), client).put(&told).run().await)?;
    }
    Ok(clients.len())
}

async fn end_users(app: &App, account: AccountId) -> Result<usize, Problem> {
    let users = some::<User>(app, &keys::users_of(account)).await?;
    for user in &users {
        let groups = app.table.groups(account, user.group_ids.iter().copied()).await?;
        let groups = groups.into_iter().map(|group| group.group_id);
        passing(end_membership(app.table.write(), user, groups, (), ()).run().await)?;
    }
    Ok(users.len())
}

/// Gives back what others share with the account.
async fn end_received(app: &App, account: AccountId) -> Result<usize, Problem> {
    let received = some::<SharedDriver>(app, &keys::shared_with(account)).await?;
    for shared in &received {
        match unshare(app, Ender::Recipient(&Actor::SYSTEM), shared).await {
            Err(problem) if problem.code != Code::NotFound => return Err(problem),
            _ => {}
        }
    }
    Ok(received.len())
}

async fn end_keys(app: &App, account: AccountId) -> Result<usize, Problem> {
    let left = some::<ApiKey>(app, &keys::api_keys_of(account)).await?;
    if !left.is_empty() {
        let write = app.table.write::<()>();
        let write = left.iter().fold(write, |write, key| write.delete_always(&key.key()));
        passing(write.run().await)?;
    }
    Ok(left.len())
}

/// They are dead since the account is not there. Which there were is of no use to anybody any more,
/// also where none is left: it goes in the first round, and what the account had its people reminded of
/// with it.
async fn end_links(app: &App, closed: &ClosedAccount) -> Result<usize, Problem> {
    let account = closed.account_id;
    let left = some::<ReportLink>(app, &keys::report_links_of(account)).await?;
    let of_first_round = [keys::link_set(account), keys::reminder_settings(account)];
    let of_first_round = of_first_round.into_iter().filter(|_| closed.round == 0);
    let gone: Vec<_> = left.iter().map(Entity::key).chain(of_first_round).collect();
    if !gone.is_empty() {
        let write = app.table.write::<()>();
        let write = gone.iter().fold(write, |write, key| write.delete_always(key));
        passing(write.run().await)?;
    }
    Ok(left.len())
}

/// The first of a range.
async fn some<E: Entity>(app: &App, range: &keys::Range) -> Result<Vec<E>, Problem> {
    let page = app.table.page(range, AT_ONCE, None, false).await?;
    Ok(page.items.into_iter().map(E::from_item).collect::<Result<_, _>>()?)
}

/// What has changed meanwhile is looked at again in the next round.
fn passing(outcome: Result<(), WriteError<()>>) -> Result<(), Problem> {
    match outcome {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
