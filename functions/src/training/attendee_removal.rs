//! What becomes of training sessions when a user is removed.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{
        AccountId, PersonId,
        event::{Actor, ActorKind},
    },
    http::Problem,
    table::{
        Entity,
        account::Account,
        keys,
        training::{Attendance, TrainingSession},
    },
};

use super::session_change::{Does, NotTaken, Step};

/// How many attendances are read at a time.
const AT_ONCE: usize = 100;
/// How often it is tried while others are changing the same.
const TRIES: usize = 8;

/// Takes a person off everything that an account has yet to hold, and tells them so. It is for
/// somebody who is no user of the account any more: nobody else can keep them from being put on
/// another session meanwhile. Sessions that have begun stay as they were. Doing it again changes
/// nothing.
pub async fn take_off_future_sessions(
    app: &App,
    account: AccountId,
    person: PersonId,
) -> Result<(), Problem> {
    let now = app.clock.now();
    // A session that is moved at this moment may be missed by one pass; by the last none is.
    for _ in 0..TRIES {
        let attended = future_attendances(app, account, person, now).await?;
        if attended.is_empty() {
            return Ok(());
        }
        let account: Account =
            app.table.get(&keys::account(account)).await?.ok_or_else(Problem::not_found)?;
        for attendance in attended {
            take_off(app, &account, &attendance).await?;
        }
    }
    Err(Problem::unavailable("a person's training sessions kept changing"))
}

async fn future_attendances(
    app: &App,
    account: AccountId,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Attendance>, Problem> {
    let range = keys::attendances_of(person, (Some(now), None));
    let (mut attended, mut start) = (vec![], None);
    loop {
        let page = app.table.page(&range, AT_ONCE, start, false).await?;
        for item in page.items {
            let attendance = Attendance::from_item(item)?;
            attended.extend((attendance.account_id == account).then_some(attendance));
        }
        start = page.next;
        if start.is_none() {
            return Ok(attended);
        }
    }
}

/// Takes somebody off one session, unless they are off it or it is cancelled.
async fn take_off(app: &App, account: &Account, attendance: &Attendance) -> Result<(), Problem> {
    let by = Actor { kind: ActorKind::System, id: None, email: None };
    let key = keys::training_session(attendance.account_id, attendance.session_id);
    let mut session: Option<TrainingSession> = app.table.get(&key).await?;
    for _ in 0..TRIES {
        let Some(old) = session.filter(|session| session.has(attendance.user_id)) else {
            return Ok(());
        };
        let mut new = TrainingSession { version: old.version + 1, ..old.clone() };
        new.attendees.retain(|attendee| attendee.user_id != attendance.user_id);
        let does = Does::Change { old: &old, new: &new };
        let step = Step { account: &account.name, by: &by, does };
        session = match step.take(app).await {
            Ok(()) => return Ok(()),
            Err(NotTaken::Changed(newer)) => newer.map(TrainingSession::from_item).transpose()?,
            Err(NotTaken::Gone(_)) => return Ok(()),
            Err(NotTaken::Because(problem)) => return Err(problem),
        };
    }
    Err(Problem::unavailable("a training session kept changing"))
}
