//! Which sessions a manager may see who is kept to groups or drivers.

use std::collections::BTreeSet;

use shared::{
    app::App,
    domain::{AccountId, GroupId, Scope, UserId},
    http::{Account, Call, Problem, Within},
    table::{keys, training::TrainingSession, user::User},
};

/// The session of the path, if there is one that the caller may see.
pub async fn session_of<B, Q>(call: &Call<Account, B, Q>) -> Result<TrainingSession, Problem> {
    let key = keys::training_session(call.who.account, call.path.session()?);
    let session = call.found(&key)?;
    visible_one(&call.app, &call.who.within, session).await
}

/// The session, if it may be seen; else it is as if it were not there.
pub async fn visible_one(
    app: &App,
    within: &Within,
    session: TrainingSession,
) -> Result<TrainingSession, Problem> {
    visible(app, within, vec![session]).await?.pop().ok_or_else(Problem::not_found)
}

/// Of some sessions of one account, those that may be seen: all of whose attendees are within the
/// scope. One that has no attendee is within no scope.
pub async fn visible(
    app: &App,
    within: &Within,
    sessions: Vec<TrainingSession>,
) -> Result<Vec<TrainingSession>, Problem> {
    let Some(account) = sessions.first().map(|session| session.account_id) else {
        return Ok(sessions);
    };
    let scope = match within {
        Within::Everything | Within::Scope(Scope::Company) => return Ok(sessions),
        Within::Scope(scope) => scope,
    };
    let attendees = sessions.iter().flat_map(|session| &session.attendees);
    let attendees = attendees.map(|attendee| attendee.user_id).collect();
    let seen = match scope {
        Scope::Company => attendees,
        Scope::Drivers { user_ids } => user_ids.clone(),
        Scope::Groups { group_ids } => {
            let users = users(app, account, &attendees).await?;
            in_groups(app, account, group_ids, &users).await?
        }
    };
    let is_visible = |session: &TrainingSession| {
        let all_seen = session.attendees.iter().all(|attendee| seen.contains(&attendee.user_id));
        all_seen && !session.attendees.is_empty()
    };
    Ok(sessions.into_iter().filter(is_visible).collect())
}

/// Of some users of an account, those whom the caller may see.
pub async fn seen(
    app: &App,
    account: AccountId,
    within: &Within,
    users: &[User],
) -> Result<BTreeSet<UserId>, Problem> {
    let ids = users.iter().map(|user| user.user_id);
    Ok(match within {
        Within::Everything | Within::Scope(Scope::Company) => ids.collect(),
        Within::Scope(Scope::Drivers { user_ids }) => {
            ids.filter(|user| user_ids.contains(user)).collect()
        }
        Within::Scope(Scope::Groups { group_ids }) => {
            in_groups(app, account, group_ids, users).await?
        }
    })
}

/// Those who are in some group of these that there is.
async fn in_groups(
    app: &App,
    account: AccountId,
    groups: &BTreeSet<GroupId>,
    users: &[User],
) -> Result<BTreeSet<UserId>, Problem> {
    let theirs = users.iter().flat_map(|user| user.group_ids.intersection(groups)).copied();
    let there = app.table.groups(account, theirs).await?;
    let there: BTreeSet<_> = there.iter().map(|group| group.group_id).collect();
    let within = users.iter().filter(|user| !user.group_ids.is_disjoint(&there));
    Ok(within.map(|user| user.user_id).collect())
}

/// Those of these users that there are.
pub async fn users(
    app: &App,
    account: AccountId,
    ids: &BTreeSet<UserId>,
) -> Result<Vec<User>, Problem> {
    let key = |user: &UserId| keys::user(account, *user);
    let found = app.table.get_many(ids.iter().map(key)).await?;
    let users = ids.iter().filter_map(|user| found.get(&key(user)).transpose());
    Ok(users.collect::<Result<_, _>>()?)
}
