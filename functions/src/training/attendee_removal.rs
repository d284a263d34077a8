//! What becomes of training sessions when a user is removed.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, AccountName, PersonId, UserId, event::Actor},
    http::Problem,
    table::{
        Entity, keys,
        training::{Attendance, TrainingSession},
    },
};

use super::session_change::{Does, NotTaken, Step};

/// How many attendances are read at a time.
const PAGE: usize = 100;
/// How many sessions somebody is taken off in one round.
const AT_ONCE: usize = 25;
/// How often it is tried while others are changing the same.
const TRIES: usize = 8;

/// Takes a person off some of what an account has yet to hold and they attend as this user, tells
/// them so, and tells us whether that was all. It is for a user who is gone: nobody else can keep
/// them from being put on another session meanwhile. Sessions that have begun stay as they were, and
/// so do those that the person attends as another user, by another membership. Doing it again takes
/// them off what is left.
pub async fn take_off_future_sessions(
    app: &App,
    account: AccountId,
    person: PersonId,
    user: UserId,
) -> Result<bool, Problem> {
    let (now, mut left) = (app.clock.now(), AT_ONCE);
    let theirs = |one: &Attendance| (one.account_id, one.user_id) == (account, user);
    loop {
        // A session that is moved at this moment may be missed by one pass; by the last none is.
        let attended = future_attendances(app, person, now, theirs, left + 1).await?;
        if attended.is_empty() || left == 0 {
            return Ok(attended.is_empty());
        }
        let name = app.table.account_name(account).await?.ok_or_else(Problem::not_found)?;
        for attendance in attended.iter().take(left) {
            take_off(app, &name, attendance).await?;
        }
        left = left.saturating_sub(attended.len());
    }
}

/// The first of what a person is yet to attend, of a kind, as many as are wanted.
pub(super) async fn future_attendances(
    app: &App,
    person: PersonId,
    now: Timestamp,
    wanted: impl Fn(&Attendance) -> bool,
    most: usize,
) -> Result<Vec<Attendance>, Problem> {
    let range = keys::attendances_of(person, (Some(now), None));
    let (mut attended, mut start) = (vec![], None);
    loop {
        let page = app.table.page(&range, PAGE, start, false).await?;
        for item in page.items {
            let attendance = Attendance::from_item(item)?;
            let is_to_come = attendance.details.starts_at >= now;
            attended.extend(Some(attendance).filter(|one| is_to_come && wanted(one)));
        }
        start = page.next;
        if start.is_none() || attended.len() >= most {
            attended.truncate(most);
            return Ok(attended);
        }
    }
}

/// Takes somebody off one session, unless they are off it or it is cancelled.
async fn take_off(
    app: &App,
    account: &AccountName,
    attendance: &Attendance,
) -> Result<(), Problem> {
    let without = |session: &mut TrainingSession| {
        let before = session.attendees.len();
        session.attendees.retain(|attendee| attendee.user_id != attendance.user_id);
        session.attendees.len() < before
    };
    change_attendees(app, account, attendance, without).await
}

/// Changes who attends a session, in the service's own name and as often as it changes meanwhile, until
/// there is nothing to change, which the change itself tells, or the session is cancelled.
pub(super) async fn change_attendees(
    app: &App,
    account: &AccountName,
    attendance: &Attendance,
    change: impl Fn(&mut TrainingSession) -> bool,
) -> Result<(), Problem> {
    let key = keys::training_session(attendance.account_id, attendance.session_id);
    let mut session: Option<TrainingSession> = app.table.get(&key).await?;
    for _ in 0..TRIES {
        let Some(old) = session else { return Ok(()) };
        let mut new = TrainingSession { version: old.version + 1, ..old.clone() };
        if !change(&mut new) {
            return Ok(());
        }
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
