//! The audit trail, newest first.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use shared::{
    domain::{
        EventId,
        event::{Action, Actor, Changes, Subject, Told},
    },
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, event::Event, keys},
};

/// An entry of the audit trail.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct EventView {
    id: EventId,
    at: Timestamp,
    actor: Actor,
    #[schemars(with = "Action")]
    action: Told,
    subject: Subject,
    changes: Changes,
}

/// Lists the account's audit trail.
pub async fn list_events(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<EventView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("events of {account}");
    let start = call.query.start(app, &list).await?;
    let page = app.table.page(&keys::events_of(account), call.query.limit(), start, true).await?;
    let events = page.items.into_iter().map(Event::from_item).collect::<Result<Vec<_>, _>>()?;
    let views = events.into_iter().map(|event| EventView {
        id: event.event_id,
        at: event.at,
        actor: event.actor,
        action: event.action,
        subject: event.subject,
        changes: in_order(event.changes),
    });
    Ok(Json(call.query.page(app, &list, views.collect(), page.next).await?))
}

/// The table keeps no order of a map's entries; people read them in one.
fn in_order(mut changes: Changes) -> Changes {
    changes.sort_keys();
    changes.values_mut().for_each(Value::sort_all_objects);
    changes
}
