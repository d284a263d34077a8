//! Takes a user's access to a course away; its licence returns if it was not started.

use shared::{
    http::{Account, Call, NoContent, Problem},
    table::{event::Event, keys, user::User},
};

use super::{
    assignment::{assigned, assigned_key},
    revocation::Ending,
};
use crate::scope::sees;

/// Revokes an enrolment that took a licence; what a code opened is not the account's to take. The
/// trail tells whose it is, from the moment it is assigned, and the write finds out how far it has
/// come. One that a user who is gone left behind ends by itself.
pub async fn revoke_enrolment(call: Call<Account>) -> Result<NoContent, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let enrolment = call.path.enrolment()?;
    let event: Event = call.found(&assigned_key(account, enrolment))?;
    let (user, course) = assigned(&event, enrolment).ok_or_else(Problem::not_found)?;
    let user: Option<User> = app.table.get(&keys::user(account, user)).await?;
    let user = user.ok_or_else(Problem::not_found)?;
    if !sees(app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let key = keys::enrolment(user.person_id, account, course);
    let (by, user) = (&call.who.caller.actor, user.user_id);
    let ending = Ending { key, account, enrolment, course, user, by };
    if ending.run(app).await? { Ok(NoContent) } else { Err(Problem::not_found()) }
}
