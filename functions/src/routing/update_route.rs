//! Renames a route, moves it or changes its note.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{FieldErrors, Invalid, Note, RouteName, Span, event::Action},
    http::{
        Account, Call, Code, Json, Problem,
        input::{Given, Patch, Time},
    },
    table::{
        Attempts, Change, Condition, Entity, WriteError,
        account::Account as AccountItem,
        keys,
        route::{Assignment, Engagement, Route},
    },
};

use super::{
    assignability::expect_assignable,
    calendars::{Rule, calendars_of, mail, moved},
    views::RouteView,
};

/// What to change: what is left out stays, a note that is `null` is taken away.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What it is called.
    #[deserr(default)]
    #[schemars(default)]
    name: Given<RouteName>,
    /// Its start.
    #[deserr(default)]
    #[schemars(default)]
    starts_at: Given<Time>,
    /// Its end.
    #[deserr(default)]
    #[schemars(default)]
    ends_at: Given<Time>,
    /// What is to be known of it.
    #[deserr(default)]
    #[schemars(default)]
    note: Patch<Note>,
}

/// Changes a route. Moving it moves it in the calendars of all its drivers in the same write;
/// that none of them has changed since they were read is a condition, beside that of the route. A
/// driver who could not be assigned now is not taken along.
pub async fn update_route(call: Call<Account, Input>) -> Result<Json<RouteView>, Problem> {
    let own: AccountItem = call.found(&keys::account(call.who.account))?;
    let mut route: Route = call.found(&keys::route(call.who.account, call.path.route()?))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(route.version)?;
        let Some(next) = changed(&call, &route)? else { return Ok(Json(RouteView::of(route))) };
        match write(&call, &own, &route, &next).await? {
            Ok(()) => return Ok(Json(RouteView::of(next))),
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

/// The route after the change, if there is one.
fn changed(call: &Call<Account, Input>, old: &Route) -> Result<Option<Route>, Problem> {
    let body = &call.body;
    let Span { starts_at, ends_at } = Span::new(
        body.starts_at.0.map_or(old.starts_at, |time| time.0),
        body.ends_at.0.map_or(old.ends_at, |time| time.0),
    )?;
    let next = Route {
        name: body.name.0.clone().unwrap_or_else(|| old.name.clone()),
        starts_at,
        ends_at,
        note: body.note.clone().over(old.note.clone()),
        version: old.version + 1,
        ..old.clone()
    };
    let is_moved = next.span() != old.span();
    if is_moved && !next.drivers.is_empty() && next.has_ended(call.app.clock.now()) {
        // Calendars forget what is long over: whether its drivers were free is not known.
        let bad = Invalid::new("in_the_past", "A route with drivers is not moved into the past.");
        return Err(Problem::field("ends_at", bad));
    }
    let is_changed = is_moved || next.name != old.name || next.note != old.note;
    Ok(is_changed.then_some(next))
}

/// Whether a route just ends earlier: that takes nobody anywhere.
fn is_cut_short(old: &Route, next: &Route) -> bool {
    next.starts_at == old.starts_at && next.ends_at < old.ends_at
}

async fn write(
    call: &Call<Account, Input>,
    own: &AccountItem,
    old: &Route,
    next: &Route,
) -> Result<Result<(), WriteError<Rule>>, Problem> {
    let (app, now) = (&call.app, call.app.clock.now());
    let mut change = Change::of(next.key())
        .set("name", &next.name)
        .set("starts_at", next.starts_at)
        .set("ends_at", next.ends_at)
        .set_or_remove("note", next.note.as_ref())
        .set("version", next.version);
    for place in next.index() {
        change = change.index(place);
    }
    let subject = ("route", next.route_id.to_string());
    let changes = json!({
        "name": { "from": old.name, "to": next.name },
        "starts_at": { "from": old.starts_at, "to": next.starts_at },
        "ends_at": { "from": old.ends_at, "to": next.ends_at },
    });
    let actor = &call.who.caller.actor;
    let mut write = app
        .table
        .write()
        .change(change, Condition::is("version", old.version), Rule::Route)
        .put(&call.event(next.account_id, actor, Action::RouteChanged, subject, changes));
    if next.span() != old.span() {
        let calendars = calendars_of(app, next).await?;
        if !is_cut_short(old, next) {
            expect_assignable(app, next, &calendars).await?;
        }
        for (user, driver) in &next.drivers {
            let calendar = &calendars[&driver.person_id];
            if !calendar.is_free(next.span(), Some(next.route_id)) {
                return Err(Problem::new(Code::DriverUnavailable));
            }
            let engagement = Engagement::of(next, driver.home_account_id, *user);
            let side = Assignment::of(next, *user, driver);
            let start = Change::of(side.key()).set("starts_at", next.starts_at);
            let side = side.index().into_iter().fold(start, Change::index);
            write = write
                .put_if(&calendar.with(engagement, now), calendar.unchanged(), Rule::Calendar)
                .change(side, Condition::Present, Rule::Calendar)
                .put(&mail(app, driver, next, own, moved));
        }
    }
    Ok(write.run().await)
}
