//! Takes a user's access to a course away; its licence returns if it was not started.

use shared::{
    http::{Account, Call, NoContent, Problem},
    table::{Key, keys, user::User},
};

use super::revocation::Ending;
use crate::scope::sees;

/// Revokes an enrolment that took a licence; what a code opened is not the account's to take.
/// An index finds it, and the write finds out how far it has come.
pub async fn revoke_enrolment(call: Call<Account>) -> Result<NoContent, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let enrolment = call.path.enrolment()?;
    let range = keys::enrolment_with(account, enrolment);
    let entries = app.table.page(&range, 1, None, false).await?.items;
    let entry = entries.first().ok_or_else(Problem::not_found)?;
    let key = Key::of(entry).ok_or_else(Problem::not_found)?;
    let (course, user) = keys::course_and_user(&range, entry).ok_or_else(Problem::not_found)?;
    if !call.who.sees_everything() {
        let user: Option<User> = app.table.get(&keys::user(account, user)).await?;
        let user = user.ok_or_else(Problem::not_found)?;
        if !sees(app, &call.who.within, &user).await? {
            return Err(Problem::not_found());
        }
    }
    let by = &call.who.caller.actor;
    let ending = Ending { key, account, enrolment, course, user, by };
    if ending.run(app).await? { Ok(NoContent) } else { Err(Problem::not_found()) }
}
