//! Addresses: whatever carries a person's has the one that they have.

use std::collections::HashMap;

use shared::table::manager::Manager;

use super::Books;

impl Books {
    /// What carries an address that was changed must have followed, once everything was consumed.
    pub(super) fn check_addresses(&self) {
        assert!(self.readdressings.is_empty(), "{:?}", self.readdressings);
        let people = self.people.iter().map(|person| (person.person_id, &person.email));
        let people: HashMap<_, _> = people.collect();
        for user in &self.users {
            assert_eq!(people[&user.person_id], &user.email, "{user:?}");
        }
        for manager in self.managers.iter().filter_map(Manager::person) {
            assert_eq!(people[&manager.person_id], &manager.email, "{manager:?}");
        }
        for route in self.sharing.routes.iter().filter(|route| !route.has_ended(self.now)) {
            for driver in route.drivers.values() {
                assert_eq!(people[&driver.person_id], &driver.email, "{route:?}");
            }
        }
        for session in self.training.iter().filter(|one| one.details.ends_at > self.now) {
            for attendee in &session.attendees {
                assert_eq!(people[&attendee.person_id], &attendee.email, "{session:?}");
            }
        }
    }
}
