//! Routes, and the calendars by which nobody is on two at once.
//!
//! A route names its drivers; each driver's calendar names the routes, of whatever account, that
//! are not long over. Whatever puts a driver on a route, moves it or takes them off changes both
//! in one write, and the calendar's not having changed since it was read is a condition of it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Key, keys};
use crate::domain::{
    AccountId, AccountName, Email, Note, PersonId, PersonName, RouteId, RouteName, Span, UserId,
    route::MOST_DAYS,
};

/// How many drivers a route has at most: moving it changes two items of each and owes each a
/// mail, all in one write.
pub const MOST_DRIVERS: usize = 30;
/// How many routes a person's calendar has at most.
pub const MOST_ENGAGEMENTS: usize = 300;

/// A dated piece of work of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Route {
    /// Whose.
    pub account_id: AccountId,
    /// Which.
    pub route_id: RouteId,
    /// What it is called.
    pub name: RouteName,
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
    /// What is to be known of it.
    pub note: Option<Note>,
    /// Who is on it.
    pub drivers: BTreeMap<UserId, RouteDriver>,
    /// Counts its changes, also those of its drivers.
    pub version: u64,
}

/// A driver on a route, as they were called when they were put on it: what the account came to
/// know by a share it keeps, and nothing newer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RouteDriver {
    /// Who.
    pub person_id: PersonId,
    /// Their address.
    pub email: Email,
    /// Their name.
    pub name: Option<PersonName>,
    /// Their home account.
    pub home_account_id: AccountId,
    /// Its name.
    pub home_account_name: AccountName,
}

impl Route {
    /// When it is.
    pub fn span(&self) -> Span {
        Span { starts_at: self.starts_at, ends_at: self.ends_at }
    }

    /// Whether it is over.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.ends_at <= now
    }
}

impl Entity for Route {
    const KIND: &'static str = "route";

    fn key(&self) -> Key {
        keys::route(self.account_id, self.route_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let place = match self.span().is_of_days() {
            false => keys::route_by_start,
            true => keys::route_of_days_by_start,
        };
        vec![place(self.account_id, self.span(), self.route_id)]
    }
}

/// A route that a person is on: the person's side, by which their own list finds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Assignment {
    /// Who.
    pub person_id: PersonId,
    /// Whose route.
    pub account_id: AccountId,
    /// Which.
    pub route_id: RouteId,
    /// Its start.
    pub starts_at: Timestamp,
    /// Whose driver they are.
    pub home_account_id: AccountId,
    /// As which user of theirs.
    pub user_id: UserId,
}

impl Assignment {
    /// A driver's side of a route.
    pub fn of(route: &Route, user_id: UserId, driver: &RouteDriver) -> Self {
        let Route { account_id, route_id, starts_at, .. } = *route;
        let RouteDriver { person_id, home_account_id, .. } = *driver;
        Self { person_id, account_id, route_id, starts_at, home_account_id, user_id }
    }
}

impl Entity for Assignment {
    const KIND: &'static str = "assignment";

    fn key(&self) -> Key {
        keys::assignment(self.person_id, self.account_id, self.route_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let Self { person_id, account_id, route_id, starts_at, .. } = *self;
        let (home, user) = (self.home_account_id, self.user_id);
        vec![keys::assignment_by_start(person_id, starts_at, account_id, route_id, home, user)]
    }
}

/// When a person is on which route.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Calendar {
    /// Who.
    pub person_id: PersonId,
    /// Their routes that are not long over.
    pub engagements: Vec<Engagement>,
    /// Counts its changes.
    pub version: u64,
}

/// A route in a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// Whose route.
    pub account_id: AccountId,
    /// Which.
    pub route_id: RouteId,
    /// Whose driver.
    pub home_account_id: AccountId,
    /// As which user of theirs.
    pub user_id: UserId,
    /// The route's start.
    pub starts_at: Timestamp,
    /// The route's end.
    pub ends_at: Timestamp,
}

impl Engagement {
    /// A route in the calendar of one of its drivers.
    pub fn of(route: &Route, home_account_id: AccountId, user_id: UserId) -> Self {
        let Route { account_id, route_id, starts_at, ends_at, .. } = *route;
        Self { account_id, route_id, home_account_id, user_id, starts_at, ends_at }
    }

    fn span(&self) -> Span {
        Span { starts_at: self.starts_at, ends_at: self.ends_at }
    }
}

impl Calendar {
    /// The calendar of somebody who was never on a route.
    pub fn empty(person_id: PersonId) -> Self {
        Self { person_id, engagements: vec![], version: 0 }
    }

    /// The condition that nobody has changed it.
    pub fn unchanged(&self) -> Condition {
        match self.version {
            0 => Condition::Absent,
            version => Condition::is("version", version),
        }
    }

    /// Whether the person is on no route at that time, but for this one.
    pub fn is_free(&self, span: Span, but_for: Option<RouteId>) -> bool {
        let mut others = self.engagements.iter().filter(|one| Some(one.route_id) != but_for);
        !others.any(|one| one.span().overlaps(span))
    }

    /// Whether the person is on a route.
    pub fn has(&self, route: RouteId) -> bool {
        self.engagements.iter().any(|one| one.route_id == route)
    }

    /// The calendar's next state, without a route and without what is long over: a route that is
    /// not over yet cannot have begun before that ended.
    #[must_use]
    pub fn without(&self, routes: &[RouteId], now: Timestamp) -> Self {
        let long_over = now.saturating_sub(SignedDuration::from_hours(24 * MOST_DAYS));
        let long_over = long_over.unwrap_or(Timestamp::MIN);
        let stays = |one: &&Engagement| one.ends_at > long_over && !routes.contains(&one.route_id);
        Self {
            person_id: self.person_id,
            engagements: self.engagements.iter().filter(stays).cloned().collect(),
            version: self.version + 1,
        }
    }

    /// The calendar's next state, with a route as it is now.
    #[must_use]
    pub fn with(&self, engagement: Engagement, now: Timestamp) -> Self {
        let mut next = self.without(&[engagement.route_id], now);
        next.engagements.push(engagement);
        next
    }
}

impl Entity for Calendar {
    const KIND: &'static str = "calendar";

    fn key(&self) -> Key {
        keys::calendar(self.person_id)
    }
}
