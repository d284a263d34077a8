//! Groups: named sets of an account's users.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, StoreError, Table, counters::never_negative, keys};
use crate::domain::{AccountId, GroupId, GroupName, UserId};

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    /// Whose.
    pub account_id: AccountId,
    /// Which.
    pub group_id: GroupId,
    /// Its name.
    pub name: GroupName,
    /// How many users are in it: changed only together with a member's item.
    #[serde(deserialize_with = "never_negative")]
    pub member_count: u32,
    /// Counts its changes, not those of its members.
    pub version: u64,
}

impl Entity for Group {
    const KIND: &'static str = "group";

    fn key(&self) -> Key {
        keys::group(self.account_id, self.group_id)
    }
}

/// Which group has a name: its being there makes names unique in the account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupNameOwner {
    /// The account.
    pub account_id: AccountId,
    /// The name as it is written.
    pub name: GroupName,
    /// Which group.
    pub group_id: GroupId,
}

impl Entity for GroupNameOwner {
    const KIND: &'static str = "group_name";

    fn key(&self) -> Key {
        keys::group_name(self.account_id, &self.name.folded())
    }
}

/// A user in a group: the group's side; the user's item names its groups. When a group is removed
/// its members stay behind under its key, where nothing leads to them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    /// The account.
    pub account_id: AccountId,
    /// The group.
    pub group_id: GroupId,
    /// The user.
    pub user_id: UserId,
}

impl Entity for Member {
    const KIND: &'static str = "group_member";

    fn key(&self) -> Key {
        keys::group_member(self.account_id, self.group_id, self.user_id)
    }
}

impl Table {
    /// Those of these groups that there are.
    pub async fn groups(
        &self,
        account: AccountId,
        ids: impl IntoIterator<Item = GroupId>,
    ) -> Result<Vec<Group>, StoreError> {
        let wanted: BTreeSet<_> = ids.into_iter().collect();
        if wanted.is_empty() {
            return Ok(vec![]);
        }
        let key = |id: &GroupId| keys::group(account, *id);
        let found = self.get_many(wanted.iter().map(key)).await?;
        wanted.iter().filter_map(|id| found.get(&key(id)).transpose()).collect()
    }

    /// Everybody in some group of these that there are, read consistently.
    pub async fn users_in_groups(
        &self,
        account: AccountId,
        ids: impl IntoIterator<Item = GroupId>,
    ) -> Result<BTreeSet<UserId>, StoreError> {
        let groups = self.groups(account, ids).await?;
        let each = groups.iter().map(|group| self.users_in_group(account, group.group_id));
        Ok(try_join_all(each).await?.into_iter().flatten().collect())
    }

    /// Everybody in a group that there is, read consistently.
    pub async fn users_in_group(
        &self,
        account: AccountId,
        group: GroupId,
    ) -> Result<Vec<UserId>, StoreError> {
        let (range, mut users, mut start) = (keys::members_of(account, group), vec![], None);
        loop {
            let page = self.page(&range, 1_000, start, false).await?;
            for item in page.items {
                users.push(Member::from_item(item)?.user_id);
            }
            start = page.next;
            if start.is_none() {
                return Ok(users);
            }
        }
    }
}
