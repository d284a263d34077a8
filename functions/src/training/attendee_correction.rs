//! What becomes of training sessions when a user's address is corrected: who was meant attends, and is
//! told; who was not is told that they do not.

use shared::{
    app::App,
    domain::{AccountName, PersonId},
    http::Problem,
    table::{
        training::{Attendance, TrainingSession},
        user::User,
    },
};

use super::{
    attendee_removal::{change_attendees, future_attendances},
    attendees::attendee,
};

/// How many sessions are corrected in one round.
const AT_ONCE: usize = 25;

/// Has the person whom a user is now attend some of the sessions to come that another attends as this
/// user, and tells whether that was all. Those that have begun stay as they were.
pub async fn correct_future_sessions(
    app: &App,
    from: PersonId,
    user: &User,
) -> Result<bool, Problem> {
    let (account, now) = (user.account_id, app.clock.now());
    let theirs = |one: &Attendance| (one.account_id, one.user_id) == (account, user.user_id);
    let attended = future_attendances(app, from, now, theirs, AT_ONCE + 1).await?;
    if attended.is_empty() {
        return Ok(true);
    }
    let name = app.table.account_name(account).await?.ok_or_else(Problem::not_found)?;
    for attendance in attended.iter().take(AT_ONCE) {
        correct(app, &name, attendance, user).await?;
    }
    Ok(attended.len() <= AT_ONCE)
}

async fn correct(
    app: &App,
    account: &AccountName,
    attendance: &Attendance,
    user: &User,
) -> Result<(), Problem> {
    let corrected = |session: &mut TrainingSession| {
        let meant = (user.user_id, attendance.person_id);
        let mut attendees = session.attendees.iter_mut();
        let wrong = attendees.find(|one| (one.user_id, one.person_id) == meant);
        wrong.map(|wrong| *wrong = attendee(user.clone())).is_some()
    };
    change_attendees(app, account, attendance, corrected).await
}
