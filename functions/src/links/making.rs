//! What making a link of an account and one of a person's own have in common.

use jiff::Timestamp;
use shared::{
    domain::{CourseId, Invalid, LinkId, text::Label},
    http::{Code, Problem, input::Time},
    table::{
        Items, keys,
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

/// There are as many links as there may be.
pub fn no_room() -> Problem {
    let detail = format!("There are {MOST} report links, which is the most: revoke one first.");
    Problem::because(Code::InvalidInput, detail)
}
