//! Makes a route.

use std::collections::BTreeMap;

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, Note, RouteId, RouteName, Span, event::Action},
    http::{Account, Call, Created, Problem, input::Time},
    table::{Entity, WriteError, route::Route},
};

use super::views::RouteView;

/// The new route.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What it is called.
    name: RouteName,
    /// Its start.
    starts_at: Time,
    /// Its end: after the start, by a week at most.
    ends_at: Time,
    /// What is to be known of it.
    #[deserr(default)]
    note: Option<Note>,
}

/// Makes a route. Its identifier is the same in every attempt of a request, so an attempt after
/// the one that made it finds it.
pub async fn create_route(call: Call<Account, Input>) -> Result<Created<RouteView>, Problem> {
    let (account_id, body) = (call.who.account, &call.body);
    let span = Span::new(body.starts_at.0, body.ends_at.0)?;
    let route = Route {
        account_id,
        route_id: RouteId::from_ulid(call.ulid),
        name: body.name.clone(),
        starts_at: span.starts_at,
        ends_at: span.ends_at,
        note: body.note.clone(),
        drivers: BTreeMap::new(),
        version: 1,
    };
    let subject = ("route", route.route_id.to_string());
    let Span { starts_at, ends_at } = span;
    let changes = json!({ "name": route.name, "starts_at": starts_at, "ends_at": ends_at });
    let actor = &call.who.caller.actor;
    let event = call.event(account_id, actor, Action::RouteCreated, subject, changes);
    match call.app.table.write().create(&route, ()).put(&event).run().await {
        Ok(()) => Ok(Created(RouteView::of(route))),
        Err(WriteError::Refused((), made)) => {
            let made = made.map(Route::from_item).transpose()?;
            Ok(Created(RouteView::of(made.unwrap_or(route))))
        }
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
