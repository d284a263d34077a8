//! What completed courses have left to an account, as JSON or CSV.

use std::collections::BTreeSet;

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{
        CourseId, FieldErrors, Invalid, UserId, Validity, search::Beginning, text::SearchText,
    },
    http::{
        Account, Call, JsonOrCsv, List, Listed, Problem,
        input::NoBody,
        page::{MOST, MOST_CSV},
    },
    table::keys,
};

use super::{
    pages::{Bounds, Wanted},
    view::RecordView,
};
use crate::scope::users_within;

/// Which records.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this course.
    #[deserr(default)]
    course: Option<CourseId>,
    /// Those of this user, who is there.
    #[deserr(default)]
    user: Option<UserId>,
    /// Those that are so now; who has several in a course may have more than one.
    #[deserr(default)]
    status: Option<Validity>,
    /// Those of whom the address, or any word of the name, begins so, whatever the letter case. A page may
    /// then be short, even empty, and the list go on: `next_cursor` tells.
    #[deserr(default)]
    q: Option<SearchText>,
}

/// Lists an account's records, also of who has left; a manager of groups or of drivers sees those of who
/// is there and in their scope.
pub async fn list_records(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<JsonOrCsv<List<RecordView>>, Problem> {
    let (app, account, filter) = (&call.app, call.who.account, &call.query.filter);
    expect_course(&call)?;
    let wanted = Wanted {
        account,
        users: users(&call).await?,
        course: filter.course,
        status: filter.status,
        beginning: filter.q.as_ref().map(Beginning::from),
        brief: call.wants_csv,
    };
    let list = format!("records of {account}");
    let start = call.query.start(app, &list).await?;
    let read = wanted.read(app, bounds(&call), start).await?;
    // A cursor is bound to its filters, but a manager's scope may be another by now.
    let bad = || Invalid::new("invalid_cursor", "Not a cursor of this list and these filters.");
    let (records, next) = read.ok_or_else(|| Problem::field("cursor", bad()))?;
    // A table does not name users.
    let there = records.iter().filter(|_| !call.wants_csv);
    let there = there.map(|record| keys::user(account, record.user_id));
    let there = app.table.get_many(there).await?;
    let now = app.clock.now();
    let views = records.into_iter().map(|record| {
        let is_there = there.has(&keys::user(account, record.user_id));
        RecordView::of(record, is_there, now)
    });
    let page = call.query.page(app, &list, views.collect(), next).await?;
    JsonOrCsv::answer(&call, page)
}

/// Refuses a course that does not exist.
fn expect_course(call: &Call<Account, NoBody, Listed<Filter>>) -> Result<(), Problem> {
    match call.query.filter.course {
        Some(course) if !call.read.has(&keys::course(course)) => {
            Err(Problem::field("course", Invalid::not_found()))
        }
        _ => Ok(()),
    }
}

/// The users whose records may be seen, where they are not simply everybody's: those in scope, of them
/// the one that is asked for. One who may not be seen is as unknown as one who is not there.
async fn users(
    call: &Call<Account, NoBody, Listed<Filter>>,
) -> Result<Option<BTreeSet<UserId>>, Problem> {
    let account = call.who.account;
    let within = users_within(&call.app, account, &call.who.within).await?;
    let Some(user) = call.query.filter.user else { return Ok(within) };
    let is_seen = within.is_none_or(|within| within.contains(&user));
    if !is_seen || !call.read.has(&keys::user(account, user)) {
        return Err(Problem::field("user", Invalid::not_found()));
    }
    Ok(Some(BTreeSet::from([user])))
}

/// How much a page reads: what it shows, or somewhat more where records are picked after reading.
fn bounds(call: &Call<Account, NoBody, Listed<Filter>>) -> Bounds {
    let (records, most) = match call.wants_csv {
        true => (call.query.csv_limit(), MOST_CSV),
        false => (call.query.limit(), MOST.max(4 * call.query.limit())),
    };
    Bounds { records, read: if call.query.filter.q.is_some() { most } else { records } }
}
