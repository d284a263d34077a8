//! Whether the drivers of a route could be put on it now. Who is taken back or leaves is taken off
//! coming routes only: one that has begun keeps them, and must not be moved ahead with them.
//!
//! No write has room for a condition on each driver, their account and their share beside all that
//! moving a route writes. But the end of a share, and what follows from the end of a driver, change
//! the driver's calendar: so what is read here after the calendars holds for as long as those are
//! unchanged, which is a condition of the move.

use std::collections::BTreeMap;

use shared::{
    app::App,
    domain::{PersonId, UserId},
    http::{Code, Problem},
    table::{
        Items, StoreError,
        account::Account,
        keys,
        route::{Calendar, MOST_ENGAGEMENTS, Route, RouteDriver},
        user::User,
    },
};

use crate::drivers::eligibility::is_driver;

/// Refuses a route any of whose drivers could not be put on it now, and names those. To be called
/// once the calendars were read.
pub async fn expect_assignable(
    app: &App,
    route: &Route,
    calendars: &BTreeMap<PersonId, Calendar>,
) -> Result<(), Problem> {
    if route.drivers.is_empty() {
        return Ok(());
    }
    let wanted = route.drivers.iter().flat_map(|(user, driver)| {
        let home = driver.home_account_id;
        let shared = keys::shared_driver(route.account_id, *user);
        [keys::user(home, *user), keys::account(home), shared]
    });
    let found = app.table.get_many(wanted).await?;
    let mut refused = Vec::new();
    for (user, driver) in &route.drivers {
        let calendar = &calendars[&driver.person_id];
        let has_room =
            calendar.has(route.route_id) || calendar.engagements.len() < MOST_ENGAGEMENTS;
        if !has_room || !is_within_reach(route, *user, driver, &found)? {
            refused.push(
                driver
                    .name
                    .as_ref()
                    .map_or_else(|| user.to_string(), |name| format!("{name} ({user})")),
            );
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    let detail = format!("Take these drivers off the route first: {}.", refused.join(", "));
    Err(Problem::because(Code::DriverNotAssignable, detail))
}

/// Whether somebody is a driver still, and the route's account's own or shared with it.
fn is_within_reach(
    route: &Route,
    user: UserId,
    driver: &RouteDriver,
    found: &Items,
) -> Result<bool, StoreError> {
    let home = driver.home_account_id;
    let account: Option<Account> = found.get(&keys::account(home))?;
    let there: Option<User> = found.get(&keys::user(home, user))?;
    let drives = there.zip(account).is_some_and(|(user, account)| is_driver(&user, &account));
    let own = home == route.account_id;
    Ok(drives && (own || found.has(&keys::shared_driver(route.account_id, user))))
}
