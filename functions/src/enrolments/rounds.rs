//! How a round through a course follows one that is over (rule 38): it takes its place, and the older lies
//! under a key of its own, where results that come late still find it.
//!
//! | rule | condition in the write |
//! |---|---|
//! | one round of a course is open at a time, however it begins | the round that is over lies under the enrolment's key, as it was read |
//! | what was completed has its record | before, where it has none: see [`crate::workers::revisions`] |

use serde_json::{Value, json};
use shared::{
    app::App,
    domain::{AccountId, PersonId, UserId},
    http::Problem,
    table::{
        Entity, Write,
        course::Course,
        enrolment::{Enrolment, PastRound},
        keys,
    },
};

use crate::workers::revisions::refresh_one;

/// Puts a round in the place of one that is over.
pub fn follow<'t, R: Copy>(
    write: Write<'t, R>,
    new: &Enrolment,
    over: &Enrolment,
    rule: R,
) -> Write<'t, R> {
    write.put_if(new, over.is_at(over.version), rule).create(&PastRound(over.clone()), rule)
}

/// A round that is over, with the record that it should have left: who completed a course before there
/// were records has none yet.
pub async fn recorded(app: &App, over: Enrolment) -> Result<Option<Enrolment>, Problem> {
    if !over.owes_record() {
        return Ok(Some(over));
    }
    let course: Option<Course> = app.table.get(&keys::course(over.course_id)).await?;
    let course = course.ok_or_else(|| Problem::internal("a course is gone"))?;
    refresh_one(app, &course, &over).await?;
    Ok(app.table.get(&over.key()).await?)
}

/// What the trail tells of the round that another follows, and whether its licence is used up by that.
pub fn told(over: Option<&Enrolment>) -> [(&'static str, Value); 2] {
    [
        ("in_place_of", json!(over.map(|over| over.enrolment_id))),
        (LICENCE_USED_UP, json!(over.is_some_and(|over| over.licence))),
    ]
}

/// Under this the trail tells whether a licence is used up since another round follows.
pub const LICENCE_USED_UP: &str = "licence_used_up";

/// Deletes some of the rounds that are over of somebody who is this user no more, and tells whether that
/// was all. Licences of theirs are used up already.
pub async fn delete_past_rounds(
    app: &App,
    account: AccountId,
    person: PersonId,
    user: UserId,
) -> Result<bool, Problem> {
    let range = keys::past_rounds_of_user(person, account);
    let all: Vec<PastRound> = app.table.all(&range).await?;
    let theirs: Vec<_> = all.iter().filter(|round| round.0.user_id == user).collect();
    let keys: Vec<_> = theirs.iter().take(AT_ONCE).map(|round| round.key()).collect();
    app.table.write_all::<PastRound>(&[], &keys).await?;
    Ok(theirs.len() <= AT_ONCE)
}

/// How many are deleted in one go.
const AT_ONCE: usize = 25;
