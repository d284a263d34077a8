//! What becomes of training sessions when a user's address is corrected: who was meant attends, and is
//! told; who was not is told that they do not.

use shared::{
    app::App,
    domain::{AccountName, PersonId, event::Actor},
    http::Problem,
    table::{
        Entity, keys,
        training::{Attendance, TrainingSession},
        user::User,
    },
};

use super::{
    attendee_removal::future_attendances,
    attendees::attendee,
    session_change::{Does, NotTaken, Step},
};

/// How many sessions are corrected in one round.
const AT_ONCE: usize = 25;
/// How often it is tried while others are changing the same.
const TRIES: usize = 8;

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
    let key = keys::training_session(attendance.account_id, attendance.session_id);
    let mut session: Option<TrainingSession> = app.table.get(&key).await?;
    for _ in 0..TRIES {
        let Some(old) = session else { return Ok(()) };
        let mut new = TrainingSession { version: old.version + 1, ..old.clone() };
        let wrong = new
            .attendees
            .iter_mut()
            .find(|one| (one.user_id, one.person_id) == (user.user_id, attendance.person_id));
        let Some(wrong) = wrong else { return Ok(()) };
        *wrong = attendee(user.clone());
        let does = Does::Change { old: &old, new: &new, all_of: None };
        let step = Step { account, by: &Actor::SYSTEM, does };
        session = match step.take(app).await {
            Ok(()) => return Ok(()),
            Err(NotTaken::Changed(newer)) => newer.map(TrainingSession::from_item).transpose()?,
            Err(NotTaken::Gone(_) | NotTaken::Left(_)) => return Ok(()),
            Err(NotTaken::Because(problem)) => return Err(problem),
        };
    }
    Err(Problem::unavailable("a training session kept changing"))
}
