//! Groups: named sets of an account's users.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use futures::{future::try_join_all, try_join};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Change, Entity, Key, StoreError, Table, counters::never_negative, keys, user::GroupSet,
};
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
        keys::group_name(self.account_id, &self.name.unique())
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

/// Users who are in just the same groups, counted: who is in several groups is counted once in all.
/// It lies under each of its groups, so that a scope of groups finds its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Combination {
    /// The account.
    pub account_id: AccountId,
    /// The group under which it lies.
    pub group_id: GroupId,
    /// All its groups.
    #[serde(with = "serde_dynamo::string_set")]
    pub group_ids: BTreeSet<GroupId>,
    /// How many users are counted in it: active drivers, and who has a course.
    pub users: i64,
    /// How many of them are active drivers.
    pub drivers: i64,
}

impl Combination {
    /// The name of these groups together; no groups have none.
    pub fn name(groups: &BTreeSet<GroupId>) -> Option<String> {
        let mut hash = Sha256::new();
        groups.iter().for_each(|group| hash.update(group.to_string()));
        (!groups.is_empty()).then(|| HEXLOWER.encode(&hash.finalize()[..16]))
    }

    /// Where the combination of these groups lies under one of them.
    pub fn key_of(account: AccountId, group: GroupId, groups: &BTreeSet<GroupId>) -> Key {
        keys::combination(account, group, &Self::name(groups).unwrap_or_default())
    }

    /// The change of a count by so many users and drivers; it is made if it is not there.
    pub fn change(
        account: AccountId,
        group: GroupId,
        groups: &BTreeSet<GroupId>,
        (users, drivers): (i64, i64),
    ) -> Change {
        Change::of(Self::key_of(account, group, groups))
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("account_id", account)
            .set("group_id", group)
            .set_or_remove("group_ids", GroupSet::of(groups))
            .count("users", users)
            .count("drivers", drivers)
    }
}

impl Entity for Combination {
    const KIND: &'static str = "combination";

    fn key(&self) -> Key {
        Self::key_of(self.account_id, self.group_id, &self.group_ids)
    }
}

/// What is counted of some groups together.
#[derive(Debug, Default)]
pub struct Combinations {
    /// Those of the groups that there are.
    pub groups: BTreeSet<GroupId>,
    /// The names of the combinations that some of the groups are in.
    pub names: BTreeSet<String>,
    /// How many active drivers are in some of the groups.
    pub drivers: u32,
}

impl Table {
    /// What is counted of those of these groups that there are; may be a moment behind. It costs
    /// the same however many users are in them.
    pub async fn combinations(
        &self,
        account: AccountId,
        groups: &BTreeSet<GroupId>,
    ) -> Result<Combinations, StoreError> {
        let each = groups.iter().map(|group| self.combinations_of(account, *group));
        let there = self.groups(account, groups.iter().copied());
        let (there, each) = try_join!(there, try_join_all(each))?;
        let there: BTreeSet<_> = there.iter().map(|group| group.group_id).collect();
        // One that lies under several of the groups counts under the first.
        let first = |one: &Combination| one.group_ids.intersection(&there).next().copied();
        let own = each.into_iter().flatten().filter(|one| first(one) == Some(one.group_id));
        let (mut names, mut drivers) = (BTreeSet::new(), 0);
        for one in own {
            names.extend(Combination::name(&one.group_ids));
            drivers += one.drivers;
        }
        let drivers = u32::try_from(drivers).unwrap_or_default();
        Ok(Combinations { groups: there, names, drivers })
    }

    async fn combinations_of(
        &self,
        account: AccountId,
        group: GroupId,
    ) -> Result<Vec<Combination>, StoreError> {
        self.all(&keys::combinations_of(account, group)).await
    }

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
        let members: Vec<Member> = self.all(&keys::members_of(account, group)).await?;
        Ok(members.into_iter().map(|member| member.user_id).collect())
    }
}
