//! What the books say of managers.

use std::collections::{HashMap, HashSet};

use shared::{domain::Role, table::manager::Manager};

use super::Books;

impl Books {
    /// Who has accepted has a context of the same scope and counts among what they manage; who has
    /// not has an invitation; and there is nothing else.
    pub(super) fn check_managers(&self) {
        let of = |one: &Manager| (one.person_id, one.account_id);
        let (active, open): (Vec<_>, Vec<_>) =
            self.managers.iter().partition(|one| one.accepted_at.is_some());
        let scopes = active.iter().map(|one| (of(one), (Some(one.manager_id), Some(&one.scope))));
        let contexts = self.contexts.iter().filter(|one| one.role == Role::Manager);
        let contexts = contexts
            .map(|one| ((one.person_id, one.account_id), (one.manager_id, one.scope.as_ref())));
        assert_eq!(contexts.collect::<HashMap<_, _>>(), scopes.collect(), "managers' two sides");
        for person in &self.people {
            let manages = active.iter().filter(|one| one.person_id == person.person_id).count();
            assert_eq!(person.manages as usize, manages, "{person:?}");
            assert!(person.holds.is_none() || manages == 0, "rule 2: {person:?}");
            let open = open.iter().filter(|one| one.person_id == person.person_id);
            assert_eq!(person.invited_to_manage as usize, open.clone().count(), "{person:?}");
            assert!(open.clone().all(|one| one.email == person.email), "{person:?}");
        }
        let invited = self.invited.iter().filter(|one| one.role == Role::Manager);
        let invited = invited.map(|one| ((one.person_id, one.account_id), one.manager_id));
        assert_eq!(
            invited.collect::<HashSet<_>>(),
            open.into_iter().map(|one| (of(one), Some(one.manager_id))).collect(),
            "invitations' two sides"
        );
    }
}
