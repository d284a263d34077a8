//! Puts a driver on a route.

use serde_json::json;
use shared::{
    app::App,
    domain::{Invalid, PersonId, UserId, event::Action},
    http::{Account, Call, Code, Json, Problem},
    table::{
        Attempts, Change, Condition, Entity, Item, Items, WriteError,
        account::Account as AccountItem,
        keys,
        route::{
            Assignment, Calendar, Engagement, MOST_DRIVERS, MOST_ENGAGEMENTS, Route, RouteDriver,
        },
        share::SharedDriver,
        user::User,
    },
};

use super::{
    calendars::{Rule, assigned, mail},
    views::RouteView,
};
use crate::drivers::eligibility::{check_driver_at_address, is_driver};

/// A driver who may be assigned, as they were read.
struct Driver {
    user: User,
    home: AccountItem,
    calendar: Calendar,
}

/// Assigns a driver: an own one, or one that is shared with the account.
///
/// That neither the route nor the driver's calendar has changed since they were read is the
/// condition, so of many assignments to routes at one time, whosever they are, one is made. That
/// the driver is one still, at the address that the route is to carry, and still shared, is another:
/// none slips in after either has ended.
pub async fn assign_driver(call: Call<Account>) -> Result<Json<RouteView>, Problem> {
    let (account, id) = (call.who.account, call.path.user()?);
    let own: AccountItem = call.found(&keys::account(account))?;
    let mut route: Route = call.found(&keys::route(account, call.path.route()?))?;
    if route.drivers.contains_key(&id) {
        return Ok(Json(RouteView::of(route)));
    }
    call.expect_version(route.version)?;
    let mut driver = driver_in(&call.read, &call.app, &own, id).await?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        may_be_assigned(&call.app, &route, &driver)?;
        let next = with(&route, &driver);
        match write(&call, &own, &route, &next, &driver).await {
            Ok(()) => return Ok(Json(RouteView::of(next))),
            Err(WriteError::Refused(Rule::Driver, _)) => {
                let keys = [keys::user(account, id), keys::shared_driver(account, id)];
                let read = call.app.table.get_many(keys).await?;
                driver = driver_in(&read, &call.app, &own, id).await?;
            }
            Err(WriteError::Refused(Rule::Route, item)) => {
                let item = item.ok_or_else(Problem::not_found)?;
                route = attempts.newest(&call.app.table, item).await?;
                if route.drivers.contains_key(&id) {
                    return Ok(Json(RouteView::of(route)));
                }
            }
            Err(WriteError::Refused(Rule::Calendar, item)) => {
                driver.calendar = calendar(driver.user.person_id, item)?;
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a route or calendar kept changing"))
}

/// A driver who may be assigned, as the account has them by what was read, with their calendar.
async fn driver_in(
    read: &Items,
    app: &App,
    account: &AccountItem,
    id: UserId,
) -> Result<Driver, Problem> {
    let own: Option<User> = read.get(&keys::user(account.account_id, id))?;
    let (user, home, calendar) = match own {
        Some(user) => {
            let calendar = app.table.get(&keys::calendar(user.person_id)).await?;
            (Some(user), Some(account.clone()), calendar)
        }
        None => {
            let shared = read.get(&keys::shared_driver(account.account_id, id))?;
            let shared: SharedDriver = shared.ok_or_else(Problem::not_found)?;
            let user = keys::user(shared.home_account_id, id);
            let home = keys::account(shared.home_account_id);
            let calendar = keys::calendar(shared.person_id);
            let keys = [user.clone(), home.clone(), calendar.clone()];
            let found = app.table.get_many(keys).await?;
            (found.get(&user)?, found.get(&home)?, found.get(&calendar)?)
        }
    };
    let driver = user.zip(home).filter(|(user, home)| is_driver(user, home));
    let (user, home) = driver.ok_or_else(Problem::not_found)?;
    let calendar = calendar.unwrap_or_else(|| Calendar::empty(user.person_id));
    Ok(Driver { user, home, calendar })
}

fn calendar(person: PersonId, item: Option<Item>) -> Result<Calendar, Problem> {
    let calendar = item.map(Calendar::from_item).transpose()?;
    Ok(calendar.unwrap_or_else(|| Calendar::empty(person)))
}

fn may_be_assigned(app: &App, route: &Route, driver: &Driver) -> Result<(), Problem> {
    if route.has_ended(app.clock.now()) {
        return Err(Problem::field("route", Invalid::new("ended", "This route is over.")));
    }
    if route.drivers.len() >= MOST_DRIVERS {
        let detail = format!("A route has at most {MOST_DRIVERS} drivers.");
        return Err(Problem::field("route", Invalid::new("too_many", detail)));
    }
    if driver.calendar.engagements.len() >= MOST_ENGAGEMENTS {
        let detail = format!("A driver is on at most {MOST_ENGAGEMENTS} coming routes.");
        return Err(Problem::field("user", Invalid::new("too_many", detail)));
    }
    match driver.calendar.is_free(route.span(), None) {
        true => Ok(()),
        false => Err(Problem::new(Code::DriverUnavailable)),
    }
}

/// The route with the driver on it.
fn with(route: &Route, Driver { user, home, .. }: &Driver) -> Route {
    let mut route = Route { version: route.version + 1, ..route.clone() };
    let driver = RouteDriver {
        person_id: user.person_id,
        email: user.email.clone(),
        name: user.name.clone(),
        home_account_id: home.account_id,
        home_account_name: home.name.clone(),
    };
    route.drivers.insert(user.user_id, driver);
    route
}

async fn write(
    call: &Call<Account>,
    own: &AccountItem,
    before: &Route,
    next: &Route,
    Driver { user, home, calendar }: &Driver,
) -> Result<(), WriteError<Rule>> {
    let (app, id, now) = (&call.app, user.user_id, call.app.clock.now());
    let on_it = &next.drivers[&id];
    let change =
        Change::of(next.key()).set(&format!("drivers.{id}"), on_it).set("version", next.version);
    let engaged = calendar.with(Engagement::of(next, home.account_id, id), now);
    let subject = ("route", next.route_id.to_string());
    let actor = &call.who.caller.actor;
    let changes = json!({ "driver": id });
    let event = call.event(next.account_id, actor, Action::DriverAssigned, subject, changes);
    let mut write = app
        .table
        .write()
        .change(change, Condition::is("version", before.version), Rule::Route)
        .put_if(&engaged, calendar.unchanged(), Rule::Calendar);
    write = check_driver_at_address(write, user, Rule::Driver);
    if home.account_id != own.account_id {
        let shared = keys::shared_driver(own.account_id, id);
        write = write.check(&shared, Condition::Present, Rule::Driver);
    }
    write
        .put(&Assignment::of(next, id, on_it))
        .put(&event)
        .put(&mail(app, on_it, next, own, assigned))
        .run()
        .await
}
