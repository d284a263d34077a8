//! What the books say of groups.

use std::collections::{HashMap, HashSet};

use shared::domain::{AccountId, GroupId, UserId, user::MOST_GROUPS};

use super::Books;

impl Books {
    /// A group has one name, counts who is in it, and both sides agree on who that is.
    pub(super) fn check_groups(&self) {
        let groups: HashMap<_, _> = self.groups.iter().map(|one| (one.group_id, one)).collect();
        assert_eq!(self.group_names.len(), groups.len(), "a name is one group's");
        for owner in &self.group_names {
            let group = groups[&owner.group_id];
            assert_eq!((&group.name, group.account_id), (&owner.name, owner.account_id));
        }
        // What a removed group's members leave behind counts for nobody.
        let there = |group: &GroupId| groups.contains_key(group);
        let mut members = HashSet::<(AccountId, GroupId, UserId)>::new();
        for one in self.members.iter().filter(|one| there(&one.group_id)) {
            members.insert((one.account_id, one.group_id, one.user_id));
        }
        let mut joined = HashSet::new();
        for user in &self.users {
            assert!(user.group_ids.len() <= MOST_GROUPS, "{user:?}");
            let own = user.group_ids.iter().copied().filter(there);
            joined.extend(own.map(|group| (user.account_id, group, user.user_id)));
        }
        assert_eq!(members, joined, "both sides of who is in a group");
        for group in groups.values() {
            let count = members.iter().filter(|(_, one, _)| *one == group.group_id).count();
            assert_eq!(group.member_count as usize, count, "{group:?}");
        }
    }
}
