//! What both trails tell of what a client and a firm have to do with each other.

use serde_json::{Value, json};
use shared::{
    app::App,
    domain::{
        AccountId,
        event::{Action, Actor, Changes},
    },
    table::{client::Client, event::Event, manager::Manager},
};

/// Who did it. The other account's trail does not name them: no more than the account is its to know.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Somebody of the client.
    Client(&'a Actor),
    /// Somebody of the firm.
    Firm(&'a Actor),
    /// One of the firm's people themselves: both know them.
    FirmPerson(&'a Actor),
    /// The service itself.
    System,
}

/// The entries of the client's trail and of the firm's, of an action as each calls it.
pub fn entries(
    app: &App,
    client: &Client,
    by: By<'_>,
    (of_client, of_firm): (Action, Action),
    changes: &Value,
) -> [Event; 2] {
    [in_clients(app, client, by, of_client, changes), in_firms(app, client, by, of_firm, changes)]
}

/// The entry of the trail of the firm that a manager is, if it is one, of being ended by its client. Who
/// of the client did that is not the firm's to know.
pub fn ended_by_client(app: &App, manager: &Manager) -> Option<Event> {
    let (subject, with) =
        (("account", manager.account_id.to_string()), ("manager_id", json!(manager.manager_id)));
    let (system, action) = (&Actor::SYSTEM, Action::ClientEnded);
    Some(event(app, manager.firm()?, system, action, subject, with, &json!({})))
}

/// The entry of the client's trail.
pub fn in_clients(
    app: &App,
    client: &Client,
    by: By<'_>,
    action: Action,
    changes: &Value,
) -> Event {
    let by = match by {
        By::Client(actor) | By::FirmPerson(actor) => actor,
        By::Firm(_) | By::System => &Actor::SYSTEM,
    };
    let subject = ("manager", client.manager_id.to_string());
    let with = ("firm_id", json!(client.firm_id));
    event(app, client.account_id, by, action, subject, with, changes)
}

/// The entry of the firm's trail.
pub fn in_firms(app: &App, client: &Client, by: By<'_>, action: Action, changes: &Value) -> Event {
    let by = match by {
        By::Firm(actor) | By::FirmPerson(actor) => actor,
        By::Client(_) | By::System => &Actor::SYSTEM,
    };
    let subject = ("account", client.account_id.to_string());
    let with = ("manager_id", json!(client.manager_id));
    event(app, client.firm_id, by, action, subject, with, changes)
}

fn event(
    app: &App,
    account_id: AccountId,
    by: &Actor,
    action: Action,
    (kind, id): (&str, String),
    (name, with): (&str, Value),
    changes: &Value,
) -> Event {
    let mut changes: Changes = changes.as_object().cloned().unwrap_or_default();
    changes.insert(name.to_owned(), with);
    app.event(account_id, by, action, (kind, id), Value::Object(changes))
}
