//! Removes a route and frees its drivers.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, NoContent, Problem},
    table::{
        Attempts, Condition, Entity, WriteError, account::Account as AccountItem, keys,
        route::Route,
    },
};

use super::calendars::{Rule, calendars_of, mail, unassigned};

/// Removes a route. That neither it nor the calendars that name it have changed since they were
/// read is the condition.
pub async fn delete_route(call: Call<Account>) -> Result<NoContent, Problem> {
    let own: AccountItem = call.found(&keys::account(call.who.account))?;
    let mut route: Route = call.found(&keys::route(call.who.account, call.path.route()?))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(route.version)?;
        match write(&call, &own, &route).await? {
            Ok(()) => return Ok(NoContent),
            Err(WriteError::Refused(Rule::Route, item)) => {
                let item = item.ok_or_else(Problem::not_found)?;
                route = attempts.newest(&call.app.table, item).await?;
            }
            Err(WriteError::Refused(..)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a route or calendar kept changing"))
}

async fn write(
    call: &Call<Account>,
    own: &AccountItem,
    route: &Route,
) -> Result<Result<(), WriteError<Rule>>, Problem> {
    let (app, now) = (&call.app, call.app.clock.now());
    let calendars = calendars_of(app, route).await?;
    let subject = ("route", route.route_id.to_string());
    let changes =
        json!({ "name": route.name, "drivers": route.drivers.keys().collect::<Vec<_>>() });
    let actor = &call.who.caller.actor;
    let mut write = app
        .table
        .write()
        .delete(&route.key(), Condition::is("version", route.version), Rule::Route)
        .put(&call.event(route.account_id, actor, Action::RouteRemoved, subject, changes));
    for driver in route.drivers.values() {
        let side = keys::assignment(driver.person_id, route.account_id, route.route_id);
        write = write.delete(&side, Condition::Present, Rule::Calendar);
        let calendar = &calendars[&driver.person_id];
        if calendar.has(route.route_id) {
            let free = calendar.without(&[route.route_id], now);
            write = write.put_if(&free, calendar.unchanged(), Rule::Calendar);
        }
        if !route.has_ended(now) {
            write = write.put(&mail(app, driver, route, own, unassigned));
        }
    }
    Ok(write.run().await)
}
