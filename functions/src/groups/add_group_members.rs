//! Puts users into a group, up to 100 in one call.

use std::collections::{BTreeMap, BTreeSet};

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{FieldErrors, GroupId, UserId},
    http::{
        Account, Call, Json, Problem,
        input::Few,
        problem::ProblemBody,
        rows::{MOST_ROWS, Results, error, not_found},
    },
    table::{group::Group, keys, user::User},
};

use super::membership::{Joining, NotJoined, Outcomes};
use crate::scope::{groups_within, sees_group};

/// Up to 100 users.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Users of the account.
    user_ids: Few<String, 1, MOST_ROWS>,
}

/// What became of a row.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GroupMemberResult")]
pub struct RowResult {
    index: usize,
    /// The user as the row names them.
    user_id: String,
    status: RowStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// What became of a row, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GroupMemberStatus")]
pub enum RowStatus {
    /// The user is in the group now.
    Added,
    /// The user was in it before.
    AlreadyMember,
    /// It was not done; the error says why.
    Failed,
}

/// Puts users into a group. Who may be seen and is not in it yet is read together with the
/// caller; what holds at the moment of the write is told by its conditions.
pub async fn add_group_members(
    call: Call<Account, Input>,
) -> Result<Json<Results<RowResult>>, Problem> {
    let group_id = call.path.group()?;
    if !sees_group(&call.who.within, group_id) {
        return Err(Problem::not_found());
    }
    call.found::<Group>(&keys::group(call.who.account, group_id))?;
    let users = named(&call).await?;
    let new = users.values().filter(|user| !user.group_ids.contains(&group_id));
    let joining = Joining { call: &call, group: group_id };
    let mut joined = joining.join(new.map(|user| user.user_id)).await?;
    let rows = call.body.user_ids.0.iter().enumerate();
    let results = rows.map(|(index, text)| {
        let user = text.parse().ok().filter(|user| users.contains_key(user));
        let outcome = user.map(|user| take(&mut joined, user));
        row(index, text, outcome.unwrap_or(Err(NotJoined::NoUser)))
    });
    Ok(Json(Results { results: results.collect() }))
}

/// The users whom the body names, as far as the caller may see them.
async fn named(call: &Call<Account, Input>) -> Result<BTreeMap<UserId, User>, Problem> {
    let mut users = BTreeMap::new();
    for user in call.body.user_ids.0.iter().filter_map(|text| text.parse().ok()) {
        let found: Option<User> = call.read.get(&keys::user(call.who.account, user))?;
        users.extend(found.map(|found| (user, found)));
    }
    if let Some(scope) = groups_within(&call.who.within) {
        let common = users.values().flat_map(|user| user.group_ids.intersection(scope).copied());
        let there = call.app.table.groups(call.who.account, common).await?;
        let there: BTreeSet<GroupId> = there.iter().map(|group| group.group_id).collect();
        users.retain(|_, user| !user.group_ids.is_disjoint(&there));
    }
    Ok(users)
}

/// The outcome for a row. A user who is named twice is added by the first.
fn take(joined: &mut Outcomes, user: UserId) -> Result<(), NotJoined> {
    let outcome = joined.get(&user).cloned().unwrap_or(Err(NotJoined::Already));
    if outcome.is_ok() {
        joined.insert(user, Err(NotJoined::Already));
    }
    outcome
}

fn row(index: usize, user_id: &str, outcome: Result<(), NotJoined>) -> RowResult {
    let field = || format!("user_ids[{index}]");
    let (status, error) = match outcome {
        Ok(()) => (RowStatus::Added, None),
        Err(NotJoined::Already) => (RowStatus::AlreadyMember, None),
        Err(NotJoined::NoUser) => (RowStatus::Failed, error(&not_found(field()))),
        Err(NotJoined::Because(problem)) => (RowStatus::Failed, error(&problem)),
    };
    RowResult { index, user_id: user_id.to_owned(), status, error }
}
