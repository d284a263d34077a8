//! Calls one of a firm's people back from a client: their context there goes, and the firm goes on.

use serde_json::json;
use shared::{
    app::App,
    domain::{PersonId, event::Action},
    http::Problem,
    table::{Attempts, Key, WriteError, client::Client},
};

use super::trail::{By, entries};
use crate::managers::removal::end_context;

/// What the write holds.
#[derive(Clone, Copy)]
enum Rule {
    Client,
    Context,
}

/// Calls somebody back, in the client's trail as this action. That the client's item is as it was read
/// is the condition, so that of two who change who looks after it none undoes what the other did.
pub async fn call_back(
    app: &App,
    key: &Key,
    person: PersonId,
    by: By<'_>,
    action: Action,
) -> Result<(), Problem> {
    let mut client: Client = app.table.get(key).await?.ok_or_else(Problem::not_found)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        if !client.has(person) {
            return Err(Problem::not_found());
        }
        let actions = (action, Action::ClientPeopleChanged);
        let [clients, firms] = entries(app, &client, by, actions, &json!({ "removed": [person] }));
        let write = app.table.write();
        let change = client.without(|sent| sent.person_id == person);
        let write = write.change(change, client.unchanged(), Rule::Client);
        let grant = (client.account_id, client.manager_id);
        let write = end_context(write, grant, person, Rule::Context).put(&clients).put(&firms);
        match write.run().await {
            Ok(()) => return Ok(()),
            Err(WriteError::Refused(Rule::Client, Some(newer))) => {
                client = attempts.newest(&app.table, newer).await?
            }
            Err(WriteError::Refused(..)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a client kept changing"))
}
