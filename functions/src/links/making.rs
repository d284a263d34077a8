//! What making a link of an account and one of a person's own have in common.

use jiff::Timestamp;
use shared::{
    domain::{CourseId, Invalid, LinkId, text::Label},
    http::{Code, Problem, input::Time},
    table::{
        Entity, Items, Write, WriteError, keys,
        report_link::{Link, MOST},
    },
};

/// The rules that the write of a new link holds.
#[derive(Clone, Copy)]
pub enum Rule {
    /// This request has made no link yet.
    New,
    /// There is room for another.
    Room,
    /// The account is there, or the person is not forgotten.
    Owner,
}

/// A new link; refuses one that ends in the past or is of a course that is not there.
pub fn link(
    link_id: LinkId,
    name: Label,
    (course_id, read): (Option<CourseId>, &Items),
    expires_at: Option<Time>,
    now: Timestamp,
) -> Result<Link, Problem> {
    let expires_at = expires_at.map(|time| time.0);
    if expires_at.is_some_and(|end| end <= now) {
        let past = Invalid::new("in_the_past", "Must be in the future.");
        return Err(Problem::field("expires_at", past));
    }
    if course_id.is_some_and(|course| !read.has(&keys::course(course))) {
        return Err(Problem::field("course_id", Invalid::not_found()));
    }
    Ok(Link {
        link_id,
        name,
        course_id,
        expires_at,
        created_at: now,
        last_opened_at: None,
        openings: 0,
    })
}

/// Makes a link by its write; `not_there` is answered where who would have it is not there.
pub async fn make<E: Entity>(
    link: E,
    write: Write<'_, Rule>,
    not_there: fn() -> Problem,
) -> Result<E, Problem> {
    match write.run().await {
        Ok(()) => Ok(link),
        // An earlier attempt at this request made it, and its answer got lost.
        Err(WriteError::Refused(Rule::New, Some(made))) => Ok(E::from_item(made)?),
        Err(WriteError::Refused(Rule::Room, _)) => Err(no_room()),
        Err(WriteError::Refused(..)) => Err(not_there()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// There are as many links as there may be.
fn no_room() -> Problem {
    let detail = format!("There are {MOST} report links, which is the most: revoke one first.");
    Problem::because(Code::InvalidInput, detail)
}
