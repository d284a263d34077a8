//! The books of shares and routes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use shared::{
    domain::{PersonId, Role, Span, route::MOST_DAYS},
    table::{
        Item,
        account::Account,
        route::{Assignment, Calendar, Engagement, Route},
        share::{SharedDriver, Sharing},
        user::User,
    },
};

use super::all;

/// What lies in the table of shares and routes.
#[derive(Debug)]
pub struct SharingBooks {
    /// Routes.
    pub routes: Vec<Route>,
    /// Drivers that are shared, as the receiving accounts have them.
    pub shared: Vec<SharedDriver>,
    sharings: Vec<Sharing>,
    calendars: Vec<Calendar>,
    assignments: Vec<Assignment>,
}

impl SharingBooks {
    pub(super) fn of(items: &[Item]) -> Self {
        Self {
            routes: all(items),
            shared: all(items),
            sharings: all(items),
            calendars: all(items),
            assignments: all(items),
        }
    }

    pub(super) fn check(&self, accounts: &[Account], users: &[User], now: Timestamp) {
        self.check_shares(accounts, users);
        self.check_sides();
        self.check_calendars(now);
    }

    /// Both sides of a share are there, and it is of a driver.
    fn check_shares(&self, accounts: &[Account], users: &[User]) {
        let given = self.sharings.iter().flat_map(|one| {
            one.recipients.iter().map(|recipient| (one.account_id, one.user_id, *recipient))
        });
        let received =
            self.shared.iter().map(|one| (one.home_account_id, one.user_id, one.account_id));
        let (given, received): (BTreeSet<_>, BTreeSet<_>) = (given.collect(), received.collect());
        assert_eq!(given, received, "both sides of a share are there");
        let companies: BTreeSet<_> = accounts.iter().map(|one| one.account_id).collect();
        for share in &self.shared {
            assert!(companies.contains(&share.account_id), "{share:?}");
            let driver = users.iter().find(|one| one.user_id == share.user_id);
            let driver = driver.unwrap_or_else(|| panic!("a share of nobody: {share:?}"));
            assert_eq!(driver.person_id, share.person_id);
            assert!(driver.is_active_driver() || driver.role == Role::Holder, "{driver:?}");
        }
    }

    /// A route names just those whose own lists name it.
    fn check_sides(&self) {
        let named = self.on_routes().map(|(person, engagement)| {
            (person, engagement.account_id, engagement.route_id, engagement.starts_at)
        });
        let listed = self
            .assignments
            .iter()
            .map(|one| (one.person_id, one.account_id, one.route_id, one.starts_at));
        assert_eq!(named.collect::<BTreeSet<_>>(), listed.collect(), "both sides of a route");
    }

    /// Calendars have all routes that are not long over, and nobody is on two at once.
    fn check_calendars(&self, now: Timestamp) {
        let mut of = BTreeMap::<PersonId, Vec<Engagement>>::new();
        for (person, engagement) in self.on_routes() {
            of.entry(person).or_default().push(engagement);
        }
        for (person, engagements) in &of {
            for (place, one) in engagements.iter().enumerate() {
                let others = engagements.iter().skip(place + 1);
                let clash = others.filter(|other| span(other).overlaps(span(one))).count();
                assert_eq!(clash, 0, "{person} is on two routes at once: {engagements:?}");
            }
        }
        let long_over = now - SignedDuration::from_hours(24 * MOST_DAYS);
        for calendar in &self.calendars {
            let engaged = of.remove(&calendar.person_id).unwrap_or_default();
            for one in &calendar.engagements {
                assert!(engaged.contains(one), "a calendar has what is no route: {one:?}");
            }
            for one in engaged.iter().filter(|one| one.ends_at > long_over) {
                assert!(calendar.engagements.contains(one), "a calendar lacks {one:?}");
            }
        }
        assert!(of.is_empty(), "who is on a route has a calendar: {of:?}");
    }

    /// Who is on which route, as the routes have it: who is forgotten has none.
    fn on_routes(&self) -> impl Iterator<Item = (PersonId, Engagement)> {
        self.routes.iter().flat_map(|route| {
            let known = route.drivers.iter().filter(|(_, driver)| !driver.email.is_forgotten());
            known.map(|(user, driver)| {
                (driver.person_id, Engagement::of(route, driver.home_account_id, *user))
            })
        })
    }
}

fn span(one: &Engagement) -> Span {
    Span { starts_at: one.starts_at, ends_at: one.ends_at }
}
