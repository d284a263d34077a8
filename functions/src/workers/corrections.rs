//! What a user has been given follows them when their address is corrected: courses and training
//! sessions lie with the person, who is another then. The user's item says from whom it still comes;
//! some of it follows in a round, and each round asks for the next until nothing is left, so that what
//! is told behind it does not wait for thousands.
//!
//! Nothing is given to the person who was meant wrongly meanwhile: an assignment and a session have
//! who the user is as a condition.

use shared::{
    app::App,
    domain::PersonId,
    http::Problem,
    table::{Change, Condition, Entity, WriteError, user::User},
};

use super::{Record, record::read};
use crate::{
    enrolments::{hand_on::hand_on_enrolments, revocation::end_enrolments_of},
    training::{
        attendee_correction::correct_future_sessions, attendee_removal::take_off_future_sessions,
    },
};

/// Does a round for a user to whom something is to follow.
pub async fn follow(app: &App, record: &Record) -> Result<(), Problem> {
    let told = read::<User>(record.new.as_ref())?.filter(|user| !user.moves_from.is_empty());
    let Some(told) = told else { return Ok(()) };
    let user: Option<User> = app.table.get(&told.key()).await?;
    let Some(user) = user.filter(|user| !user.moves_from.is_empty()) else { return Ok(()) };
    let mut is_done = true;
    for from in user.moves_from.iter().filter(|from| **from != user.person_id) {
        is_done &= hand_on_enrolments(app, *from, &user).await?;
        is_done &= correct_future_sessions(app, *from, &user).await?;
    }
    // Of a user who is another by now, that change tells again.
    let unchanged = Condition::is("version", user.version);
    let next = match is_done {
        true => Change::of(user.key()).take_from_set("moves_from", &user.moves_from),
        false => Change::of(user.key()).add("round", 1),
    };
    match app.table.write().change(next, unchanged, ()).run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Ends what has not followed a user yet who is gone.
pub async fn end_rest(app: &App, gone: &User) -> Result<(), Problem> {
    let others = gone.moves_from.iter().filter(|from| **from != gone.person_id);
    for from in others {
        while !end_some(app, *from, gone).await? {}
    }
    Ok(())
}

async fn end_some(app: &App, from: PersonId, gone: &User) -> Result<bool, Problem> {
    let (account, user) = (gone.account_id, gone.user_id);
    let is_done = end_enrolments_of(app, account, from, user).await?;
    Ok(take_off_future_sessions(app, account, from, user).await? && is_done)
}
