//! The calendars of those who are on a route.

use std::collections::BTreeMap;

use shared::{
    app::App,
    domain::{MailId, PersonId},
    http::Problem,
    table::{
        account::Account,
        keys,
        mail::{Content, Mail, RouteTimes},
        route::{Calendar, Route, RouteDriver},
    },
};

/// The rules of what changes a route and the calendars of its drivers.
#[derive(Clone, Copy)]
pub enum Rule {
    /// Nobody has changed the route.
    Route,
    /// Nobody has changed this calendar.
    Calendar,
    /// The driver is the account's, or shared with it.
    Driver,
}

/// Reads the calendars of a route's drivers.
pub async fn calendars_of(
    app: &App,
    route: &Route,
) -> Result<BTreeMap<PersonId, Calendar>, Problem> {
    if route.drivers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let people: Vec<_> = route.drivers.values().map(|driver| driver.person_id).collect();
    let found = app.table.get_many(people.iter().copied().map(keys::calendar)).await?;
    let calendar = |person| {
        let calendar = found.get(&keys::calendar(person))?;
        Ok((person, calendar.unwrap_or_else(|| Calendar::empty(person))))
    };
    people.into_iter().map(calendar).collect()
}

/// A mail to a driver of a route of this account.
pub fn mail(
    app: &App,
    driver: &RouteDriver,
    route: &Route,
    account: &Account,
    content: fn(Routed) -> Content,
) -> Mail {
    let routed = Routed {
        account: account.name.clone(),
        route: RouteTimes::of(route),
        name: driver.name.clone(),
    };
    let id = MailId::new(app.clock.precise());
    let to = driver.email.clone();
    Mail::owed(id, account.account_id, to, content(routed), app.clock.now())
        .read_by(driver.person_id)
}

/// What a mail of a route says.
pub struct Routed {
    account: shared::domain::AccountName,
    route: RouteTimes,
    name: Option<shared::domain::PersonName>,
}

/// They were put on it.
pub fn assigned(Routed { account, route, name }: Routed) -> Content {
    Content::RouteAssigned { account, route, name }
}

/// It is at another time.
pub fn moved(Routed { account, route, name }: Routed) -> Content {
    Content::RouteMoved { account, route, name }
}

/// They are on it no longer.
pub fn unassigned(Routed { account, route, name }: Routed) -> Content {
    Content::RouteUnassigned { account, routes: vec![route], name }
}
