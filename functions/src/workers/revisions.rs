//! Brings enrolments up to what their course consists of now, round by round, until all of them are:
//! who had completed everything that is left has completed the course, in counts too, and has a record.
//! Who completed it before there were records gets theirs likewise.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a result that comes in meanwhile is not lost | the enrolment is at the version that was looked at |
//! | a completed enrolment leaves one record | the enrolment is at that version, and there is no such record |
//! | of two revisions of a course the newer goes on | the revision is of the version and round that the stream told of |

use futures::{StreamExt, TryStreamExt, stream};
use shared::{
    app::App,
    domain::enrolment::Progress,
    http::Problem,
    table::{
        Change, Entity, Write, WriteError, course::Course, enrolment::Enrolment, keys,
        record::Record as CourseRecord, revision::Revision, spread::start_after,
    },
};

use super::{Record, record::read};
use crate::records::keeping::keep;

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

#[derive(Clone, Copy)]
enum Rule {
    Unchanged,
    Record,
}

/// Writes what an enrolment amounts to in its course as it is now, if that is something else, and its
/// record, if it is completed and has none.
pub async fn refresh_one(app: &App, course: &Course, one: &Enrolment) -> Result<(), Problem> {
    let mut one = one.clone();
    for _ in 0..TRIES {
        let Progress { phase, percent, score } = one.progress(&course.modules);
        let is_same = (one.phase, one.percent, one.score) == (phase, percent, score);
        let new = Enrolment { phase, percent, score, version: one.version + 1, ..one.clone() };
        let record = if new.owes_record() { record_of(app, &new, course).await? } else { None };
        if is_same && record.is_none() {
            return Ok(());
        }
        match write(app, &new, one.version, record).run().await {
            Ok(()) | Err(WriteError::Refused(Rule::Unchanged, None)) => return Ok(()),
            // An older release wrote the enrolment whole, without what it does not know: it has its record.
            Err(WriteError::Refused(Rule::Record, _)) => return Ok(()),
            Err(WriteError::Refused(Rule::Unchanged, Some(newer))) => {
                one = Enrolment::from_item(newer)?;
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("an enrolment kept changing"))
}

fn write<'t>(
    app: &'t App,
    new: &Enrolment,
    before: u64,
    record: Option<CourseRecord>,
) -> Write<'t, Rule> {
    let change = Change::of(new.key())
        .set("phase", new.phase)
        .set("percent", new.percent)
        .set_or_remove("score", new.score)
        .set("version", new.version);
    let (write, same) = (app.table.write(), new.is_at(before));
    match record {
        Some(record) => {
            let change = change.set("recorded", record.recorded());
            keep(write.change(change, same, Rule::Unchanged), record, Rule::Record)
        }
        None => write.change(change, same, Rule::Unchanged),
    }
}

/// The record of a completed enrolment, unless its user is gone.
async fn record_of(
    app: &App,
    one: &Enrolment,
    course: &Course,
) -> Result<Option<CourseRecord>, Problem> {
    let (account, user, person) = (
        keys::account(one.account_id),
        keys::user(one.account_id, one.user_id),
        keys::person(one.person_id),
    );
    let found = app.table.get_many([account.clone(), user.clone(), person.clone()]).await?;
    let (account, user, person) = (found.get(&account)?, found.get(&user)?, found.get(&person)?);
    let (Some(account), Some(user), Some(person)) = (account, user, person) else {
        return Ok(None);
    };
    Ok(Some(CourseRecord::of(one, &account, &user, &person, course)))
}
