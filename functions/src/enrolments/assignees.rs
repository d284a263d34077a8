//! Whom a course is assigned to: users who are named, and whoever is in the groups that are named.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use futures::future::try_join_all;
use shared::{
    domain::{FieldErrors, GroupId, Invalid, UserId},
    http::{Account, Call, Problem, rows::MOST_ROWS},
    table::{Entity, Items, group::Member, keys, user::User},
};

use crate::scope::{seen, sees_group};

/// Whom a body names.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// Users, as the caller writes them.
    pub users: &'a [String],
    /// Groups: whoever is in them.
    pub groups: &'a [GroupId],
}

/// A row of the answer: a user as the caller names them, and who that is.
pub struct Asked {
    /// As the caller writes it.
    pub user_id: String,
    /// The field that names them, or their group.
    pub field: String,
    /// Who, if there is such a user and the caller may see them.
    pub user: Option<User>,
}

/// Which groups of the body are not there, or not for this caller.
pub fn unknown_groups<B>(call: &Call<Account, B>, groups: &[GroupId]) -> Option<FieldErrors> {
    let groups = groups.iter().enumerate();
    let unknown = groups.filter(|(_, group)| {
        let there = call.read.has(&keys::group(call.who.account, **group));
        !there || !sees_group(&call.who.within, **group)
    });
    let errors = unknown.map(|(place, _)| Invalid::not_found().at(format!("group_ids[{place}]")));
    errors.reduce(FieldErrors::and)
}

/// Everybody whom the body names, each once: users in their order, then those of the groups.
pub async fn asked<B>(call: &Call<Account, B>, named: Named<'_>) -> Result<Vec<Asked>, Problem> {
    let (mut all, mut mentioned) = (vec![], HashSet::new());
    for (place, id) in named.users.iter().enumerate() {
        if mentioned.insert(id.clone()) {
            all.push((id.clone(), format!("user_ids[{place}]")));
        }
    }
    for (place, members) in members(call, named.groups).await?.into_iter().enumerate() {
        let field = format!("group_ids[{place}]");
        let new = members.iter().map(ToString::to_string).filter(|id| mentioned.insert(id.clone()));
        all.extend(new.map(|id| (id, field.clone())));
        if all.len() > MOST_ROWS {
            let detail = format!("Brings the users of this call to more than {MOST_ROWS}.");
            return Err(Problem::field(field, Invalid::new("wrong_size", detail)));
        }
    }
    let ids = all.iter().filter_map(|(id, _)| id.parse().ok()).collect();
    let mut users = users(call, ids, named.groups.is_empty()).await?;
    let asked = all.into_iter().map(|(user_id, field)| {
        let user = user_id.parse().ok().and_then(|id: UserId| users.remove(&id));
        Asked { user_id, field, user }
    });
    Ok(asked.collect())
}

/// Who is in each of the groups: of a group that is too large, one more than may be.
async fn members<B>(
    call: &Call<Account, B>,
    groups: &[GroupId],
) -> Result<Vec<BTreeSet<UserId>>, Problem> {
    let each = groups.iter().map(async |group: &GroupId| {
        let range = keys::members_of(call.who.account, *group);
        let page = call.app.table.page(&range, MOST_ROWS + 1, None, false).await?;
        let members = page.items.into_iter().map(Member::from_item);
        members.map(|member| Ok(member?.user_id)).collect::<Result<BTreeSet<_>, Problem>>()
    });
    try_join_all(each).await
}

/// Those of these users who are there and whom the caller may see. Whom the body names were read
/// with the caller's standing; where it names no groups, these are all.
async fn users<B>(
    call: &Call<Account, B>,
    ids: Vec<UserId>,
    read: bool,
) -> Result<BTreeMap<UserId, User>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let by_group = if read {
        Items::default()
    } else {
        let keys = ids.iter().map(|id| keys::user(account, *id));
        app.table.get_many(keys.filter(|key| !call.read.has(key))).await?
    };
    let mut users = BTreeMap::new();
    for id in ids {
        let key = keys::user(account, id);
        let user: Option<User> =
            call.read.get(&key)?.map_or_else(|| by_group.get(&key), |user| Ok(Some(user)))?;
        users.extend(user.map(|user| (id, user)));
    }
    let seen = seen(app, account, &call.who.within, users.values()).await?;
    users.retain(|id, _| seen.contains(id));
    Ok(users)
}
