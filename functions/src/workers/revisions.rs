//! Brings enrolments up to what their course consists of now, round by round, until all of them are:
//! who had completed everything that is left has completed the course, in counts too.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a result that comes in meanwhile is not lost | the enrolment is at the version that was looked at |
//! | of two revisions of a course the newer goes on | the revision is of the version and round that the stream told of |

use futures::{StreamExt, TryStreamExt, stream};
use shared::{
    app::App,
    http::Problem,
    table::{
        Change, Entity, WriteError, course::Course, enrolment::Enrolment, keys, revision::Revision,
        spread::start_after,
    },
};

use super::{Record, counts::read};

/// How many accounts a round comes past at most.
const ACCOUNTS: usize = 100;
/// How many enrolments are read at a time; a round that has read so many ends.
const ENROLMENTS: usize = 200;
/// How often one is looked at that changes meanwhile.
const TRIES: usize = 8;
/// How many are written side by side.
const SIDE_BY_SIDE: usize = 25;

/// Does a round, if the record tells of one that is due.
pub async fn go_on(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(revision) = read::<Revision>(record.new.as_ref())? else { return Ok(()) };
    let write = match round(app, &revision).await? {
        Some(next) => app.table.write().put_if(&next, revision.is_latest(), ()),
        None => app.table.write().delete(&revision.key(), revision.is_latest(), ()),
    };
    match write.run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Looks at some enrolments, account by account. Tells where the next round goes on, if any are left.
async fn round(app: &App, revision: &Revision) -> Result<Option<Revision>, Problem> {
    let Some(course) = app.table.get::<Course>(&keys::course(revision.course_id)).await? else {
        return Ok(None);
    };
    let accounts = keys::accounts_beginning("");
    let page = app.table.page_across(accounts.clone(), ACCOUNTS, revision.after.clone()).await?;
    let (mut next, mut read) = (Revision { round: revision.round + 1, ..revision.clone() }, 0);
    for entry in &page.items {
        let Some(account) = keys::account_of(entry) else { continue };
        let range = keys::enrolments_of_account(account, Some(revision.course_id));
        let start = next.within.take();
        let some = app.table.page_of::<Enrolment>(&range, ENROLMENTS, start, false).await?;
        read += some.items.len();
        refresh(app, &course, &some.items).await?;
        next.within = some.next;
        if next.within.is_none() {
            next.after = start_after(&accounts, entry);
        }
        if read >= ENROLMENTS || next.within.is_some() {
            return Ok(Some(next));
        }
    }
    Ok(page.next.map(|_| next))
}

async fn refresh(app: &App, course: &Course, all: &[Enrolment]) -> Result<(), Problem> {
    let each: Vec<_> = all.iter().map(|one| refresh_one(app, course, one)).collect();
    stream::iter(each).buffer_unordered(SIDE_BY_SIDE).try_collect().await
}

/// Writes what an enrolment amounts to in its course as it is now, if that is something else.
async fn refresh_one(app: &App, course: &Course, one: &Enrolment) -> Result<(), Problem> {
    let mut one = one.clone();
    for _ in 0..TRIES {
        let now = one.progress(&course.modules);
        if (one.phase, one.percent, one.score) == (now.phase, now.percent, now.score) {
            return Ok(());
        }
        let change = Change::of(one.key())
            .set("phase", now.phase)
            .set("percent", now.percent)
            .set_or_remove("score", now.score)
            .set("version", one.version + 1);
        match app.table.write().change(change, one.is_at(one.version), ()).run().await {
            Ok(()) | Err(WriteError::Refused((), None)) => return Ok(()),
            Err(WriteError::Refused((), Some(newer))) => one = Enrolment::from_item(newer)?,
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("an enrolment kept changing"))
}
