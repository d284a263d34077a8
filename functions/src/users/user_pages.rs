//! Pages of an account's users.
//!
//! Everybody: along the table. By role, status or text: along the indexes of addresses and names,
//! which have a partition for each role and status, and for a text also along the later words of
//! names; what is wanted is read side by side and shown one after the other, so that a page costs
//! the same however many users there are. A group's users: along its members. In a manager's scope: by the users that it holds.
//! What is picked after reading (a role within a group, say) leaves a page short, even empty, while
//! the list goes on.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, GroupId, Role, UserId, UserStatus, search::Beginning},
    http::Problem,
    table::{
        Entity, Item, Key,
        group::Member,
        keys::{self, Range},
        read::{Start, start_after},
        user::User,
    },
};

use super::sight::Sight;

/// Which users are wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Whose.
    pub account: AccountId,
    /// Of these only: a manager's scope.
    pub within: Option<BTreeSet<UserId>>,
    /// Of this status only.
    pub status: Option<UserStatus>,
    /// Of this role only.
    pub role: Option<Role>,
    /// Of this group only.
    pub group: Option<GroupId>,
    /// Whose address, or a word of whose name, begins so.
    pub beginning: Option<Beginning>,
}

/// Where a page begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Place {
    /// After this item of the table.
    After(Start),
    /// After this user of the scope.
    User(UserId),
    /// In this partition of the indexes, after this entry if there is one.
    Partition(usize, Option<Start>),
}

type Page = (Vec<User>, Option<Place>);

/// An entry of a list, the user that it names, and by what it shows them.
type Seen = (Sight, Item, Key);

impl Wanted {
    /// Reads a page of at most `limit` users. `None` if the place is not one of this list.
    pub async fn read(
        &self,
        app: &App,
        limit: usize,
        place: Option<Place>,
    ) -> Result<Option<Page>, Problem> {
        let filtered = self.status.is_some() || self.role.is_some() || self.beginning.is_some();
        let (mut users, next) = match (&self.within, self.group, place) {
            (Some(within), _, None) => self.of_scope(app, within, limit, None).await?,
            (Some(within), _, Some(Place::User(after))) => {
                self.of_scope(app, within, limit, Some(after)).await?
            }
            (None, Some(group), place @ (None | Some(Place::After(_)))) => {
                self.of_group(app, group, limit, start(place)).await?
            }
            (None, None, place @ (None | Some(Place::Partition(..)))) if filtered => {
                self.of_partitions(app, limit, place).await?
            }
            (None, None, place @ (None | Some(Place::After(_)))) if !filtered => {
                let range = keys::users_of(self.account);
                let page = app.table.page(&range, limit, start(place), false).await?;
                let users = page.items.into_iter().map(User::from_item);
                (users.collect::<Result<_, _>>()?, page.next.map(Place::After))
            }
            _ => return Ok(None),
        };
        users.retain(|user| self.holds(user));
        Ok(Some((users, next)))
    }

    async fn of_scope(
        &self,
        app: &App,
        within: &BTreeSet<UserId>,
        limit: usize,
        after: Option<UserId>,
    ) -> Result<Page, Problem> {
        let members = match self.group {
            Some(group) => Some(app.table.users_in_groups(self.account, [group]).await?),
            None => None,
        };
        let wanted = within.iter().filter(|user| {
            after.is_none_or(|after| **user > after)
                && members.as_ref().is_none_or(|members| members.contains(user))
        });
        let mut wanted: Vec<_> = wanted.take(limit + 1).copied().collect();
        let goes_on = wanted.len() > limit;
        wanted.truncate(limit);
        let next = wanted.last().filter(|_| goes_on).map(|last| Place::User(*last));
        Ok((self.users(app, &wanted).await?, next))
    }

    async fn of_group(
        &self,
        app: &App,
        group: GroupId,
        limit: usize,
        after: Option<Start>,
    ) -> Result<Page, Problem> {
        let range = keys::members_of(self.account, group);
        let page = app.table.page(&range, limit, after, false).await?;
        let members = page.items.into_iter().map(Member::from_item);
        let members: Vec<_> =
            members.map(|member| member.map(|one| one.user_id)).collect::<Result<_, _>>()?;
        Ok((self.users(app, &members).await?, page.next.map(Place::After)))
    }

    async fn users(&self, app: &App, ids: &[UserId]) -> Result<Vec<User>, Problem> {
        let keys: Vec<_> = ids.iter().map(|id| keys::user(self.account, *id)).collect();
        if keys.is_empty() {
            return Ok(vec![]);
        }
        let found = app.table.get_many(keys.iter().cloned()).await?;
        Ok(keys.iter().filter_map(|key| found.get(key).transpose()).collect::<Result<_, _>>()?)
    }

    async fn of_partitions(
        &self,
        app: &App,
        limit: usize,
        place: Option<Place>,
    ) -> Result<Page, Problem> {
        let (first, mut start) = match place {
            Some(Place::Partition(first, start)) => (first, start),
            _ => (0, None),
        };
        let all: Vec<_> = self.partitions().into_iter().enumerate().skip(first).collect();
        let pages =
            all.iter().map(|(_, (_, range))| app.table.page(range, limit, start.take(), false));
        let pages = try_join_all(pages).await?;
        let (mut seen, mut next) = (vec![], None);
        for ((number, (sight, range)), page) in all.iter().zip(pages) {
            let room = limit - seen.len();
            let last = room.checked_sub(1).and_then(|last| page.items.get(last));
            if page.items.len() > room {
                let after = last.map(|last| start_after(range, last));
                next = Some(Place::Partition(*number, after));
            } else if let Some(after) = page.next {
                next = Some(Place::Partition(*number, Some(after)));
            }
            let entries = page.items.into_iter().take(room);
            seen.extend(entries.filter_map(|entry| {
                let user = sight.user(self.account, &entry)?;
                Some((*sight, entry, user))
            }));
            if next.is_some() {
                break;
            }
        }
        Ok((self.shown(app, seen).await?, next))
    }

    /// The users of entries, each where it is shown.
    async fn shown(&self, app: &App, seen: Vec<Seen>) -> Result<Vec<User>, Problem> {
        if seen.is_empty() {
            return Ok(vec![]);
        }
        let found = app.table.get_many(seen.iter().map(|(_, _, key)| key.clone())).await?;
        let mut users = vec![];
        for (sight, entry, key) in seen {
            let user: Option<User> = found.get(&key)?;
            users.extend(user.filter(|user| {
                self.beginning.as_ref().is_none_or(|text| sight.shows(&entry, user, text))
            }));
        }
        Ok(users)
    }

    /// Where such users may be found. Names are looked at only for a text: everybody has an address.
    fn partitions(&self) -> Vec<(Sight, Range)> {
        let roles = Role::OF_USERS.into_iter().filter(|role| self.role.is_none_or(|r| r == *role));
        let kinds: Vec<_> = roles
            .flat_map(|role| UserStatus::ALL.map(|status| (role, status)))
            .filter(|(role, status)| {
                self.status.is_none_or(|wanted| wanted == *status)
                    && (*role != Role::Holder || *status == UserStatus::Active)
            })
            .collect();
        let text = self.beginning.as_ref().map(Beginning::as_str).unwrap_or_default();
        let by_address = |(role, status): &(Role, UserStatus)| {
            (Sight::Address, keys::users_with_address(self.account, *role, *status, text))
        };
        let by_name = |(role, status): &(Role, UserStatus)| {
            (Sight::Name, keys::users_with_name(self.account, *role, *status, text))
        };
        let mut all: Vec<_> = kinds.iter().map(by_address).collect();
        if !text.is_empty() {
            all.extend(kinds.iter().map(by_name));
            all.push((Sight::Word, keys::users_with_word(self.account, text)));
        }
        all
    }

    /// Whether this is such a user: the indexes may lag, and some is picked after reading.
    fn holds(&self, user: &User) -> bool {
        let finds = |text: &Beginning| text.find(&user.email, user.name.as_ref()).is_some();
        self.status.is_none_or(|status| status == user.status())
            && self.role.is_none_or(|role| role == user.role)
            && self.group.is_none_or(|group| user.group_ids.contains(&group))
            && self.beginning.as_ref().is_none_or(finds)
    }
}

fn start(place: Option<Place>) -> Option<Start> {
    match place {
        Some(Place::After(start)) => Some(start),
        _ => None,
    }
}
