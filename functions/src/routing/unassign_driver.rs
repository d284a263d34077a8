//! Takes a driver off a route.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, NoContent, Problem},
    table::{
        Attempts, Change, Condition, Entity, WriteError,
        account::Account as AccountItem,
        keys,
        route::{Calendar, Route, RouteDriver},
    },
};

use super::calendars::{Rule, mail, unassigned};

/// Takes a driver off, whether the route is to come or over. That neither the route nor the
/// driver's calendar has changed since they were read is the condition.
pub async fn unassign_driver(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, id) = (call.who.account, call.path.user()?);
    let own: AccountItem = call.found(&keys::account(account))?;
    let mut route: Route = call.found(&keys::route(account, call.path.route()?))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(route.version)?;
        let driver = route.drivers.get(&id).ok_or_else(Problem::not_found)?;
        match write(&call, &own, &route, driver).await? {
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
    driver: &RouteDriver,
) -> Result<Result<(), WriteError<Rule>>, Problem> {
    let (app, id, person) = (&call.app, call.path.user()?, driver.person_id);
    let calendar: Option<Calendar> = app.table.get(&keys::calendar(person)).await?;
    let calendar = calendar.unwrap_or_else(|| Calendar::empty(person));
    let now = app.clock.now();
    let change =
        Change::of(route.key()).remove(&format!("drivers.{id}")).set("version", route.version + 1);
    let free = calendar.without(&[route.route_id], now);
    let subject = ("route", route.route_id.to_string());
    let (actor, changes) = (&call.who.caller.actor, json!({ "driver": id }));
    let mut write = app
        .table
        .write()
        .change(change, Condition::is("version", route.version), Rule::Route)
        .put_if(&free, calendar.unchanged(), Rule::Calendar)
        .delete(
            &keys::assignment(person, route.account_id, route.route_id),
            Condition::Present,
            Rule::Calendar,
        )
        .put(&call.event(route.account_id, actor, Action::DriverUnassigned, subject, changes));
    if !route.has_ended(now) {
        write = write.put(&mail(app, driver, route, own, unassigned));
    }
    Ok(write.run().await)
}
