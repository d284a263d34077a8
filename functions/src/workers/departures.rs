//! What ends when somebody leaves an account, or drives for it no longer. It follows from the
//! user's item, as often as its change is told, until all of it is done.

use shared::{app::App, http::Problem, table::user::User};

use super::{Record, counts::read};
use crate::{
    drivers::ending::end_driver, enrolments::ending::end_enrolments_of,
    training::ending::take_off_future_sessions,
};

/// Ends what a change of a user leaves behind. Who is gone loses their courses there, with
/// licences that return, and the training sessions that are still to come; who is no driver any
/// more is shared with nobody and on no coming route.
pub async fn end(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(was) = read::<User>(record.old.as_ref())? else { return Ok(()) };
    let is = read::<User>(record.new.as_ref())?;
    let (account, user, person) = (was.account_id, was.user_id, was.person_id);
    if is.is_none() {
        end_enrolments_of(app, account, person, user).await?;
        take_off_future_sessions(app, account, person).await?;
    }
    if was.is_active_driver() && !is.is_some_and(|is| is.is_active_driver()) {
        end_driver(app, account, user, person).await?;
    }
    Ok(())
}
