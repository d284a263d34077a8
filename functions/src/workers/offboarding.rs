//! What ends when somebody leaves an account, or drives for it no longer: round by round, until all
//! of it is done.
//!
//! The first round follows from the change of the user's item, or the account's. What it leaves is
//! noted in a departure, of which the stream tells again: each round ends so many things at most,
//! so that what is told behind it does not wait for thousands, and one that fails or is told twice
//! ends just what is left. A round ends only what is of the membership that ended: a person who has
//! come again is another user.

use shared::{
    app::App,
    domain::{AccountKind, Role},
    http::Problem,
    table::{
        Condition, Entity, Key, WriteError, account::Account, departure::Departure, user::User,
    },
};

use super::{Record, corrections::end_rest, record::read};
use crate::{
    drivers::{eligibility::drivers_of, route_release::end_driver},
    enrolments::revocation::end_enrolments_of,
    training::attendee_removal::take_off_future_sessions,
};

/// Ends some of what a change of a user or of their account leaves behind, or an earlier round.
pub async fn end(app: &App, record: &Record) -> Result<(), Problem> {
    let departure = match read::<Departure>(record.new.as_ref())? {
        Some(departure) => Some(departure),
        None => begun(app, record).await?,
    };
    let Some(departure) = departure else { return Ok(()) };
    let is_done = round(app, &departure).await?;
    note(app, &departure, is_done).await
}

/// The departure that begins with a change of a user or of their account, before its first round.
async fn begun(app: &App, record: &Record) -> Result<Option<Departure>, Problem> {
    if let Some(was) = read::<User>(record.old.as_ref())? {
        let is = read::<User>(record.new.as_ref())?;
        // Of an individual account the holder is a driver; of a company there is nothing to end.
        let drove = |user: &User| user.is_active_driver() || user.role == Role::Holder;
        let gone = is.is_none();
        let drives_no_longer = drove(&was) && is.is_some_and(|is| !drove(&is));
        if gone {
            end_rest(app, &was).await?;
        }
        return Ok((gone || drives_no_longer).then(|| Departure::of(&was, gone)));
    }
    let (was, is) = (read::<Account>(record.old.as_ref())?, read::<Account>(record.new.as_ref())?);
    let Some((was, is)) = was.zip(is) else { return Ok(None) };
    if (was.kind, is.kind) != (AccountKind::Individual, AccountKind::Company) {
        return Ok(None);
    }
    // The holder of an individual account that became a company drives for it no longer.
    let holders = app.table.page(&drivers_of(&was, ""), 1, None, false).await?.items;
    let holder = match holders.first().and_then(Key::of) {
        Some(holder) => app.table.get::<User>(&holder).await?,
        None => None,
    };
    let holder = holder.ok_or_else(|| Problem::unavailable("the index lacks the holder"))?;
    Ok(Some(Departure::of(&holder, false)))
}

/// Who is gone loses their courses there, with licences that return, and the training sessions
/// that are still to come; who is no driver any more is shared with nobody and on no coming route.
/// Tells whether that was all.
async fn round(app: &App, departure: &Departure) -> Result<bool, Problem> {
    let Departure { account_id: account, user_id: user, person_id: person, .. } = *departure;
    let mut is_done = end_driver(app, account, user, person).await?;
    if departure.gone {
        is_done &= end_enrolments_of(app, account, person, user).await?;
        is_done &= take_off_future_sessions(app, account, person, user).await?;
    }
    Ok(is_done)
}

/// Asks for another round, or forgets the departure. That no other round has begun since is the
/// condition: it sees to the rest.
async fn note(app: &App, departure: &Departure, is_done: bool) -> Result<(), Problem> {
    let latest = Condition::is("round", departure.round);
    let write = match (departure.round, is_done) {
        (0, true) => return Ok(()),
        (0, false) => app.table.write().change_always(departure.another_round()),
        (_, true) => app.table.write().delete(&departure.key(), latest, ()),
        (_, false) => app.table.write().change(departure.another_round(), latest, ()),
    };
    match write.run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
