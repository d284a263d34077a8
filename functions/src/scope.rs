//! What of an account a caller may see: everything, or what a manager's scope holds.
//!
//! A scope of groups holds whoever is in them when it is looked at, and nobody of a group that is
//! no longer there. To count them nobody is looked at: who is in just which groups is counted as it
//! changes.

use std::collections::BTreeSet;

use shared::{
    app::App,
    domain::{AccountId, AccountKind, GroupId, Role, Scope, UserId},
    http::{Problem, Within},
    table::{Items, Key, account::Account, group::Combinations, keys, user::User},
};

/// The users who may be seen, where they are not simply everybody.
pub async fn users_within(
    app: &App,
    account: AccountId,
    within: &Within,
) -> Result<Option<BTreeSet<UserId>>, Problem> {
    Ok(match within {
        Within::Everything | Within::Scope(Scope::Company) => None,
        Within::Scope(Scope::Drivers { user_ids }) => Some(user_ids.clone()),
        Within::Scope(Scope::Groups { group_ids }) => {
            Some(app.table.users_in_groups(account, group_ids.iter().copied()).await?)
        }
    })
}

/// Those of these users that there are.
pub async fn users(
    app: &App,
    account: AccountId,
    ids: &BTreeSet<UserId>,
) -> Result<Vec<User>, Problem> {
    let found = app.table.get_many(ids.iter().map(|user| keys::user(account, *user))).await?;
    let users = ids.iter().filter_map(|user| found.get(&keys::user(account, *user)).transpose());
    Ok(users.collect::<Result<_, _>>()?)
}

/// How many of some users are active drivers of their account. The holder of an individual
/// account is its driver.
pub fn count_drivers<'u>(account: &Account, users: impl IntoIterator<Item = &'u User>) -> u32 {
    let individual = account.kind == AccountKind::Individual;
    let counts = |user: &&User| user.is_active_driver() || individual && user.role == Role::Holder;
    u32::try_from(users.into_iter().filter(counts).count()).unwrap_or(u32::MAX)
}

/// How many active drivers a caller may see, where they are not simply all.
pub enum Drivers {
    /// Those among these users.
    Among(Vec<User>),
    /// Those in these groups: they are counted as they come and go.
    In(Combinations),
}

impl Drivers {
    /// Of the part of an account that a caller may see.
    pub async fn within(
        app: &App,
        account: AccountId,
        within: &Within,
    ) -> Result<Option<Self>, Problem> {
        Ok(match within {
            Within::Everything | Within::Scope(Scope::Company) => None,
            Within::Scope(Scope::Drivers { user_ids }) => {
                Some(Self::Among(users(app, account, user_ids).await?))
            }
            Within::Scope(Scope::Groups { group_ids }) => {
                Some(Self::In(app.table.combinations(account, group_ids).await?))
            }
        })
    }

    /// How many they are.
    pub fn count(&self, account: &Account) -> u32 {
        match self {
            Self::Among(users) => count_drivers(account, users),
            Self::In(groups) => groups.drivers,
        }
    }

    /// The scope that holds them: what it names and is no longer there is not in it.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Among(users) => {
                Scope::Drivers { user_ids: users.iter().map(|user| user.user_id).collect() }
            }
            Self::In(groups) => Scope::Groups { group_ids: groups.groups.clone() },
        }
    }
}

/// The keys of what a scope names.
pub fn named(account: AccountId, scope: &Scope) -> Vec<Key> {
    match scope {
        Scope::Company => vec![],
        Scope::Groups { group_ids } => {
            group_ids.iter().map(|group| keys::group(account, *group)).collect()
        }
        Scope::Drivers { user_ids } => {
            user_ids.iter().map(|user| keys::user(account, *user)).collect()
        }
    }
}

/// A scope without what it names and is no longer there, by what was read of it.
pub fn still_there(account: AccountId, mut scope: Scope, read: &Items) -> Scope {
    match &mut scope {
        Scope::Company => {}
        Scope::Groups { group_ids } => {
            group_ids.retain(|group| read.has(&keys::group(account, *group)))
        }
        Scope::Drivers { user_ids } => {
            user_ids.retain(|user| read.has(&keys::user(account, *user)))
        }
    }
    scope
}

/// Whether this user may be seen.
pub async fn sees(app: &App, within: &Within, user: &User) -> Result<bool, Problem> {
    Ok(!seen(app, user.account_id, within, [user]).await?.is_empty())
}

/// Those of these users of an account who may be seen.
pub async fn seen(
    app: &App,
    account: AccountId,
    within: &Within,
    users: impl IntoIterator<Item = &User>,
) -> Result<BTreeSet<UserId>, Problem> {
    let users: Vec<_> = users.into_iter().collect();
    let having = |holds: &dyn Fn(&User) -> bool| {
        users.iter().filter(|user| holds(user)).map(|user| user.user_id).collect()
    };
    Ok(match within {
        Within::Everything | Within::Scope(Scope::Company) => having(&|_| true),
        Within::Scope(Scope::Drivers { user_ids }) => {
            having(&|user| user_ids.contains(&user.user_id))
        }
        Within::Scope(Scope::Groups { group_ids }) => {
            let common = users.iter().flat_map(|user| group_ids.intersection(&user.group_ids));
            let groups = app.table.groups(account, common.copied()).await?;
            having(&|user| groups.iter().any(|group| user.group_ids.contains(&group.group_id)))
        }
    })
}

/// Whether this group may be seen: a manager of drivers sees none.
pub fn sees_group(within: &Within, group: GroupId) -> bool {
    match within {
        Within::Everything | Within::Scope(Scope::Company) => true,
        Within::Scope(Scope::Groups { group_ids }) => group_ids.contains(&group),
        Within::Scope(Scope::Drivers { .. }) => false,
    }
}

/// The groups that a manager is kept to, if so.
pub fn groups_within(within: &Within) -> Option<&BTreeSet<GroupId>> {
    match within {
        Within::Scope(Scope::Groups { group_ids }) => Some(group_ids),
        _ => None,
    }
}
