//! How routes are shown.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Note, PersonName, RouteId, RouteName, UserId},
    table::route::Route,
};

use crate::drivers::views::AccountRef;

/// A route.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Route")]
pub struct RouteView {
    /// Which.
    id: RouteId,
    /// What it is called.
    name: RouteName,
    /// Its start.
    starts_at: Timestamp,
    /// Its end.
    ends_at: Timestamp,
    /// What is to be known of it.
    note: Option<Note>,
    /// Who is on it.
    drivers: Vec<RouteDriverView>,
    /// Counts its changes, also those of its drivers.
    version: u64,
}

/// A driver on a route, as they were called when they were assigned.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RouteDriver")]
pub struct RouteDriverView {
    /// The driver's membership of their home account.
    id: UserId,
    /// Their name.
    name: Option<PersonName>,
    /// Whose driver it is.
    home_account: AccountRef,
}

impl RouteView {
    /// How this route is shown.
    pub fn of(route: Route) -> Self {
        let drivers = route.drivers.into_iter().map(|(id, driver)| RouteDriverView {
            id,
            name: driver.name,
            home_account: AccountRef { id: driver.home_account_id, name: driver.home_account_name },
        });
        Self {
            id: route.route_id,
            name: route.name,
            starts_at: route.starts_at,
            ends_at: route.ends_at,
            note: route.note,
            drivers: drivers.collect(),
            version: route.version,
        }
    }
}
