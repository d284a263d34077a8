//! Who is chosen to attend a session: users, and whoever is in groups at that moment.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::try_join_all;
use shared::{
    domain::{FieldErrors, GroupId, Invalid, UserId},
    http::{Account, Call, Problem},
    table::{group::Group, keys, training::Attendee, user::User},
};

use super::{
    input::MOST,
    visible::{seen, users},
};
use crate::scope::sees_group;

/// The users, invited or active, whom a request names or who are in groups that it names, each
/// once. Users and groups were read together with the caller's standing; one that is unknown or
/// outside a manager's scope is refused by its place.
pub async fn chosen<B>(
    call: &Call<Account, B>,
    user_ids: &[UserId],
    group_ids: &[GroupId],
) -> Result<Vec<Attendee>, Problem> {
    let (account, within) = (call.who.account, &call.who.within);
    let named = user_ids.iter().map(|id| call.read.get::<User>(&keys::user(account, *id)));
    let named: Vec<_> = named.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let groups = group_ids.iter().filter(|id| sees_group(within, **id));
    let groups = groups.map(|id| call.read.get::<Group>(&keys::group(account, *id)));
    let groups: Vec<_> = groups.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let seen = seen(&call.app, account, within, &named).await?;
    let there = groups.iter().map(|group| group.group_id).collect();
    let unknown =
        unknown("user_ids", user_ids, &seen).chain(unknown("group_ids", group_ids, &there));
    if let Some(errors) = unknown.reduce(FieldErrors::and) {
        return Err(errors.into());
    }
    let members = members(call, &groups).await?;
    let all = named.into_iter().chain(members).map(|user| (user.user_id, attendee(user)));
    let all: BTreeMap<_, _> = all.collect();
    if all.len() > MOST { Err(too_many()) } else { Ok(all.into_values().collect()) }
}

fn unknown<T: Ord>(
    field: &str,
    named: &[T],
    known: &BTreeSet<T>,
) -> impl Iterator<Item = FieldErrors> {
    let places = named.iter().enumerate().filter(|(_, id)| !known.contains(id));
    places.map(move |(place, _)| Invalid::not_found().at(format!("{field}[{place}]")))
}

/// Everybody in these groups. One that has too many for a session is not read.
async fn members<B>(call: &Call<Account, B>, groups: &[Group]) -> Result<Vec<User>, Problem> {
    if groups.iter().any(|group| group.member_count as usize > MOST) {
        return Err(too_many());
    }
    let (table, account) = (&call.app.table, call.who.account);
    let each = groups.iter().map(|group| table.users_in_group(account, group.group_id));
    let ids: BTreeSet<UserId> = try_join_all(each).await?.into_iter().flatten().collect();
    users(&call.app, account, &ids).await
}

fn too_many() -> Problem {
    let bad = Invalid::new("too_many", format!("A session has at most {MOST} attendees."));
    Problem::field("group_ids", bad)
}

/// A user as one who attends.
pub(super) fn attendee(user: User) -> Attendee {
    let User { user_id, person_id, email, name, .. } = user;
    Attendee { user_id, person_id, email, name }
}
