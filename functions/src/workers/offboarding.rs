//! What ends when somebody leaves an account, or drives for it no longer. It follows from the
//! user's item, or the account's, as often as its change is told, until all of it is done.

use shared::{
    app::App,
    domain::{AccountKind, Role},
    http::Problem,
    table::{Key, account::Account, user::User},
};

use super::{Record, counts::read};
use crate::{
    drivers::{eligibility::drivers_of, route_release::end_driver},
    enrolments::revocation::end_enrolments_of,
    training::attendee_removal::take_off_future_sessions,
};

/// Ends what a change of a user, or of their account, leaves behind.
pub async fn end(app: &App, record: &Record) -> Result<(), Problem> {
    end_user(app, record).await?;
    end_individual(app, record).await
}

/// Who is gone loses their courses there, with licences that return, and the training sessions
/// that are still to come; who is no driver any more is shared with nobody and on no coming route.
async fn end_user(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(was) = read::<User>(record.old.as_ref())? else { return Ok(()) };
    let is = read::<User>(record.new.as_ref())?;
    let (account, user, person) = (was.account_id, was.user_id, was.person_id);
    if is.is_none() {
        end_enrolments_of(app, account, person, user).await?;
        take_off_future_sessions(app, account, person).await?;
    }
    // Of an individual account the holder is a driver; of a company there is nothing to end.
    let drove = |user: &User| user.is_active_driver() || user.role == Role::Holder;
    if drove(&was) && !is.is_some_and(|is| drove(&is)) {
        end_driver(app, account, user, person).await?;
    }
    Ok(())
}

/// The holder of an individual account that became a company drives for it no longer.
async fn end_individual(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(was) = read::<Account>(record.old.as_ref())? else { return Ok(()) };
    let Some(is) = read::<Account>(record.new.as_ref())? else { return Ok(()) };
    if (was.kind, is.kind) != (AccountKind::Individual, AccountKind::Company) {
        return Ok(());
    }
    let holders = app.table.page(&drivers_of(&was, ""), 1, None, false).await?.items;
    let holder = holders.first().and_then(Key::of);
    let holder = match holder {
        Some(holder) => app.table.get::<User>(&holder).await?,
        None => None,
    };
    let holder = holder.ok_or_else(|| Problem::unavailable("the index lacks the holder"))?;
    end_driver(app, holder.account_id, holder.user_id, holder.person_id).await
}
