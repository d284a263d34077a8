//! The enrolments of some users.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use shared::{
    app::App,
    domain::{AccountId, PersonId, UserId},
    http::Problem,
    table::{Entity, enrolment::Enrolment, keys, user::User},
};

use crate::scope;

/// Some users, those of them that there are, with their enrolments. A scope has few drivers, so
/// theirs are read one by one, side by side, and not picked out of everybody's.
pub async fn with_enrolments(
    app: &App,
    account: AccountId,
    users: &BTreeSet<UserId>,
) -> Result<Vec<(User, Vec<Enrolment>)>, Problem> {
    let found = scope::users(app, account, users).await?;
    let each = found.into_iter().map(async |user| {
        let enrolments = enrolments_of(app, account, user.person_id, user.user_id).await?;
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
    let range = keys::enrolments_of_user(person, account);
    let (mut enrolments, mut start) = (Vec::new(), None);
    loop {
        let page = app.table.page(&range, 1_000, start, false).await?;
        for item in page.items {
            let enrolment = Enrolment::from_item(item)?;
            enrolments.extend((enrolment.user_id == user).then_some(enrolment));
        }
        start = page.next;
        if start.is_none() {
            return Ok(enrolments);
        }
    }
}
