//! What ends when somebody leaves an account: their courses there, with licences that return, and
//! the training sessions that are still to come. It follows from the user's item being gone, as
//! often as the record is told, until all of it is done.

use shared::{app::App, http::Problem, table::user::User};

use super::{Record, counts::read};
use crate::{enrolments::ending::end_enrolments_of, training::ending::take_off_future_sessions};

/// Ends what a user who is gone has left behind.
pub async fn end(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(was) = read::<User>(record.old.as_ref())? else { return Ok(()) };
    if record.new.is_none() {
        end_enrolments_of(app, was.account_id, was.person_id, was.user_id).await?;
        take_off_future_sessions(app, was.account_id, was.person_id).await?;
    }
    Ok(())
}
