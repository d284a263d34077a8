//! The enrolments of some users.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use shared::{
    app::App,
    domain::{AccountId, PersonId, UserId},
    http::Problem,
    table::{enrolment::Enrolment, keys, user::User},
};

use crate::scope;

/// Some users, those of them that there are, with their enrolments.
pub async fn with_enrolments(
    app: &App,
    account: AccountId,
    users: &BTreeSet<UserId>,
) -> Result<Vec<(User, Vec<Enrolment>)>, Problem> {
    enrolments_of_each(app, scope::users(app, account, users).await?).await
}

/// Some users with their enrolments. They are few, so theirs are read one by one, side by side, and
/// not picked out of everybody's.
pub async fn enrolments_of_each(
    app: &App,
    users: Vec<User>,
) -> Result<Vec<(User, Vec<Enrolment>)>, Problem> {
    let each = users.into_iter().map(async |user| {
        let enrolments = enrolments_of(app, user.account_id, user.person_id, user.user_id).await?;
        Ok((user, enrolments))
    });
    try_join_all(each).await
}

/// Everything that a person is enrolled in as this user of an account: at most the whole catalogue.
/// What another membership of theirs has left behind is not among it.
pub async fn enrolments_of(
    app: &App,
    account: AccountId,
    person: PersonId,
    user: UserId,
) -> Result<Vec<Enrolment>, Problem> {
    let all: Vec<Enrolment> = app.table.all(&keys::enrolments_of_user(person, account)).await?;
    Ok(all.into_iter().filter(|enrolment| enrolment.user_id == user).collect())
}
