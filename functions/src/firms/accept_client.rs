//! Accepts, for a firm, a client's invitation to look after it.
//!
//! | rule | condition in the write |
//! |---|---|
//! | an invitation that is withdrawn is dead, and accepting twice is harmless | both sides have the versions that were read: they are made, accepted and ended together |

use jiff::Timestamp;
use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, Json, Problem},
    table::{
        Attempts, Change, Condition, Entity, WriteError, client::Client, keys, manager::Manager,
    },
};

use super::{
    trail::{By, entries},
    views::{ClientView, view},
};

/// The two sides that the write holds.
#[derive(Clone, Copy)]
enum Side {
    Firm,
    Client,
}

/// Accepts an invitation; again: the same.
pub async fn accept_client(call: Call<Account>) -> Result<Json<ClientView>, Problem> {
    let mut client: Client = call.found(&keys::client(call.who.account, call.path.client()?))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(client.version)?;
        if client.accepted_at.is_some() {
            return Ok(Json(view(&call.app, client).await?));
        }
        let grant: Option<Manager> = call.app.table.get(&client.grant_key()).await?;
        let grant = grant.ok_or_else(Problem::not_found)?;
        let now = call.app.clock.now();
        match write(&call, &client, &grant, now).await {
            Ok(()) => {
                let accepted_at = Some(now);
                let accepted = Client { accepted_at, version: client.version + 1, ..client };
                return Ok(Json(view(&call.app, accepted).await?));
            }
            Err(WriteError::Refused(Side::Firm, Some(newer))) => {
                client = attempts.newest(&call.app.table, newer).await?
            }
            // The client has changed the scope at this moment.
            Err(WriteError::Refused(Side::Client, Some(_))) => {}
            Err(WriteError::Refused(_, None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a client kept changing"))
}

async fn write(
    call: &Call<Account>,
    client: &Client,
    grant: &Manager,
    now: Timestamp,
) -> Result<(), WriteError<Side>> {
    let granted = Change::of(grant.key()).set("accepted_at", now).set("version", grant.version + 1);
    let by = By::Firm(&call.who.caller.actor);
    let actions = (Action::ManagerAccepted, Action::FirmAccepted);
    let [clients, firms] = entries(&call.app, client, by, actions, &json!({}));
    call.app
        .table
        .write()
        .change(client.next().set("accepted_at", now), client.unchanged(), Side::Firm)
        .change(granted, Condition::is("version", grant.version), Side::Client)
        .put(&clients)
        .put(&firms)
        .run()
        .await
}
