//! How a firm sees its clients.

use futures::{StreamExt, TryStreamExt, stream, try_join};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{ManagerStatus, Scope, text::Label},
    http::{Problem, Within},
    table::{account::Account, client::Client, keys, manager::Manager},
};

use super::people::{FirmPersonView, People};
use crate::{
    me::views::{ContextAccount, SIDE_BY_SIDE},
    scope::Drivers,
};

/// An account that a firm looks after, or is invited to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Client")]
pub struct ClientView {
    /// Which.
    account: ContextAccount,
    /// How far the firm's right reaches: what is no longer there is not in it.
    scope: Scope,
    /// Whether the firm has accepted.
    status: ManagerStatus,
    /// The labels that the firm's people share; the client does not see them.
    labels: Vec<Label>,
    /// Who of the firm looks after it.
    people: Vec<FirmPersonView>,
    /// How many active drivers are within the scope.
    driver_count: u32,
    /// When the firm was invited.
    invited_at: Timestamp,
    /// When it accepted.
    accepted_at: Option<Timestamp>,
    /// Counts the firm's changes of it: what `If-Match` names.
    version: u64,
}

/// How a client is shown to its firm; 404 if it has ended.
pub async fn view(app: &App, client: Client) -> Result<ClientView, Problem> {
    views(app, vec![client]).await?.pop().ok_or_else(Problem::not_found)
}

/// How some clients are shown to their firm, in their order, without those that have ended.
pub async fn views(app: &App, clients: Vec<Client>) -> Result<Vec<ClientView>, Problem> {
    let beside =
        clients.iter().flat_map(|client| [client.grant_key(), keys::account(client.account_id)]);
    let beside = async { Ok::<_, Problem>(app.table.get_many(beside).await?) };
    let (beside, people) = try_join!(beside, People::read(app, &clients))?;
    let mut shown = Vec::with_capacity(clients.len());
    for client in clients {
        let grant: Option<Manager> = beside.get(&client.grant_key())?;
        let account: Option<Account> = beside.get(&keys::account(client.account_id))?;
        let people = people.of(&client)?;
        shown.extend(grant.zip(account).map(|(grant, account)| (client, grant, account, people)));
    }
    let views: Vec<_> = shown
        .into_iter()
        .map(|(client, grant, account, people)| of(app, client, grant, account, people))
        .collect();
    stream::iter(views).buffered(SIDE_BY_SIDE).try_collect().await
}

async fn of(
    app: &App,
    client: Client,
    grant: Manager,
    account: Account,
    people: Vec<FirmPersonView>,
) -> Result<ClientView, Problem> {
    let within = Within::Scope(grant.scope.clone());
    let drivers = Drivers::within(app, account.account_id, &within).await?;
    Ok(ClientView {
        account: ContextAccount::of(&account),
        scope: drivers.as_ref().map_or(grant.scope, Drivers::scope),
        status: client.status(),
        driver_count: drivers.map_or(account.active_drivers, |drivers| drivers.count(&account)),
        people,
        labels: client.labels,
        invited_at: client.invited_at,
        accepted_at: client.accepted_at,
        version: client.version,
    })
}
