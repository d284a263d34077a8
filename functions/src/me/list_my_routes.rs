//! The caller's own routes, in every account.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Note, RouteId, RouteName},
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{
        account::Account,
        keys::{self, AssignedRoute},
        route::Route,
    },
};

use crate::{drivers::views::AccountRef, routing::list_routes::Filter};

/// A route that the caller is on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MyRoute")]
pub struct MyRouteView {
    /// Which.
    id: RouteId,
    /// Whose.
    account: AccountRef,
    /// What it is called.
    name: RouteName,
    /// Its start.
    starts_at: Timestamp,
    /// Its end.
    ends_at: Timestamp,
    /// What is to be known of it.
    note: Option<Note>,
}

/// Lists the caller's routes by their starts, the latest first: those to come, then past ones. Those
/// that they are on as a user who is gone are not listed.
pub async fn list_my_routes(
    call: Call<Person, NoBody, Listed<Filter>>,
) -> Result<Json<List<MyRouteView>>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let between = call.query.filter.between()?;
    let list = format!("routes of {person}");
    let start = call.query.start(app, &list).await?;
    let range = keys::routes_of_person(person, between);
    let page = app.table.page(&range, call.query.limit(), start, true).await?;
    let places: Vec<_> = page.items.iter().filter_map(AssignedRoute::of).collect();
    let wanted = places.iter().flat_map(|place| {
        let AssignedRoute { account, route, home, user } = *place;
        [keys::route(account, route), keys::account(account), keys::user(home, user)]
    });
    let wanted: Vec<_> = wanted.collect();
    let found =
        if wanted.is_empty() { Default::default() } else { app.table.get_many(wanted).await? };
    let mut views = Vec::with_capacity(places.len());
    for AssignedRoute { account, route, home, user } in places {
        let route: Option<Route> = found.get(&keys::route(account, route))?;
        let account: Option<Account> = found.get(&keys::account(account))?;
        let Some((account, route)) = account.zip(route) else { continue };
        // The index may still name a route that the caller was taken off, or is about to be.
        let is_on_it = route.drivers.contains_key(&user) && found.has(&keys::user(home, user));
        if is_on_it && keys::lies_within(between, route.span()) {
            views.push(MyRouteView {
                id: route.route_id,
                account: AccountRef::of(&account),
                name: route.name,
                starts_at: route.starts_at,
                ends_at: route.ends_at,
                note: route.note,
            });
        }
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
