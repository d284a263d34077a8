//! What the books say of managers.

use std::collections::{HashMap, HashSet};

use shared::{
    domain::Role,
    table::manager::{Manager, ManagingPerson},
};

use super::Books;

/// Somebody who looks after an account by themselves, or is invited to.
type Of<'a> = (&'a ManagingPerson, &'a Manager);

impl Books {
    /// Who has accepted has a context of the same scope and counts among what they manage; who has
    /// not has an invitation; a firm's people count among what they manage too; and there is nothing
    /// else.
    pub(super) fn check_managers(&self) {
        let people = self.managers.iter().filter_map(|one| Some((one.person()?, one)));
        let of = |(person, one): &Of| (person.person_id, one.account_id);
        let (active, open): (Vec<Of>, Vec<Of>) =
            people.partition(|(_, one)| one.accepted_at.is_some());
        let scopes =
            active.iter().map(|one| (of(one), (Some(one.1.manager_id), Some(&one.1.scope))));
        let contexts = self.contexts.iter().filter(|one| one.role == Role::Manager);
        let (for_firms, own): (Vec<_>, Vec<_>) = contexts.partition(|one| one.via.is_some());
        let own = own
            .into_iter()
            .map(|one| ((one.person_id, one.account_id), (one.manager_id, one.scope.as_ref())));
        assert_eq!(own.collect::<HashMap<_, _>>(), scopes.collect(), "managers' two sides");
        for person in &self.people {
            let id = person.person_id;
            let manages = active.iter().filter(|(one, _)| one.person_id == id).count()
                + for_firms.iter().filter(|one| one.person_id == id).count();
            assert_eq!(person.manages as usize, manages, "{person:?}");
            assert!(person.holds.is_none() || manages == 0, "rule 2: {person:?}");
            let open = open.iter().filter(|(one, _)| one.person_id == id);
            assert_eq!(person.invited_to_manage as usize, open.clone().count(), "{person:?}");
            assert!(open.clone().all(|(one, _)| one.email == person.email), "{person:?}");
        }
        let invited = self.invited.iter().filter(|one| one.role == Role::Manager);
        let invited = invited.map(|one| ((one.person_id, one.account_id), one.manager_id));
        assert_eq!(
            invited.collect::<HashSet<_>>(),
            open.iter().map(|one| (of(one), Some(one.1.manager_id))).collect(),
            "invitations' two sides"
        );
    }
}
