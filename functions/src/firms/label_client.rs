//! Gives a client the labels that the firm's people share, to divide clients up by.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, event::Action, text::Label},
    http::{Account, Call, Json, Problem, input::Few},
    table::{Attempts, WriteError, client::Client, keys},
};

use super::{
    trail::{By, in_firms},
    views::{ClientView, view},
};
use crate::me::label_context::distinct;

/// The labels that it has from now on.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Each once.
    labels: Few<Label, 0, 20>,
}

/// Labels a client. The client's trail does not tell: the labels are not its to know.
pub async fn label_client(call: Call<Account, Input>) -> Result<Json<ClientView>, Problem> {
    let mut client: Client = call.found(&keys::client(call.who.account, call.path.client()?))?;
    let labels = distinct(&call.body.labels.0)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(client.version)?;
        if client.labels == labels {
            return Ok(Json(view(&call.app, client).await?));
        }
        let changes = json!({ "labels": { "from": client.labels, "to": labels } });
        let by = By::Firm(&call.who.caller.actor);
        let event = in_firms(&call.app, &client, by, Action::ClientLabelled, &changes);
        let change = client.next().set("labels", &labels);
        let write = call.app.table.write().change(change, client.unchanged(), ()).put(&event);
        match write.run().await {
            Ok(()) => {
                let labelled = Client { labels, version: client.version + 1, ..client };
                return Ok(Json(view(&call.app, labelled).await?));
            }
            Err(WriteError::Refused((), Some(newer))) => {
                client = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a client kept changing"))
}
