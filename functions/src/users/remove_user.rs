//! Removes a user: seat, activation link and access go at once.

use shared::{
    http::{Account, Call, Code, NoContent, Problem},
    table::{keys, user::User},
};

use super::{
    removal::{remove, told},
    views::may_remove,
};
use crate::scope::sees;

/// Removes a user.
pub async fn remove_user(call: Call<Account>) -> Result<NoContent, Problem> {
    let user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    if !sees(&call.app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let event = told(&call, &call.who.caller.actor, &user);
    let may = |user: &User| match may_remove(&call.who, user) {
        true => call.expect_version(user.version),
        false => Err(Problem::new(Code::Forbidden)),
    };
    remove(&call.app, user, may, &event).await?;
    Ok(NoContent)
}
