//! What training sessions are asked for with.

use deserr::Deserr;
use jiff::SignedDuration;
use schemars::JsonSchema;
use shared::{
    domain::{CourseId, FieldErrors, GroupId, Invalid, UserId},
    http::{
        Account, Call, Problem,
        access::MemberCalling,
        input::{Few, Time},
    },
    table::{
        course::Course,
        keys::{self, Between},
        training::{Attendee, Details, MOST_DAYS},
    },
};

/// How many attend a session at most: what one write has room for, with a mail for each.
pub const MOST: usize = 30;

/// Users who are chosen to attend.
pub type UserIds = Few<UserId, 0, MOST>;

/// Groups whose users are chosen to attend.
pub type GroupIds = Few<GroupId, 0, MOST>;

/// What a request names, if anything.
pub fn named<T, const MIN: usize, const MAX: usize>(ids: &Option<Few<T, MIN, MAX>>) -> &[T] {
    ids.as_ref().map_or(&[], |ids| &ids.0)
}

/// Which sessions of a list.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Period {
    /// Those that are under way then, or start later.
    #[deserr(default)]
    from: Option<Time>,
    /// Those that start before.
    #[deserr(default)]
    to: Option<Time>,
}

impl Period {
    /// The stretch of time that is asked for.
    pub fn between(&self) -> Result<Between, Problem> {
        let (from, to) = (self.from.map(|time| time.0), self.to.map(|time| time.0));
        match from.zip(to) {
            Some((from, to)) if to <= from => Err(Problem::field("to", not_after("from"))),
            _ => Ok((from, to)),
        }
    }
}

/// Refuses times that are no stretch of time, or too long a one.
pub fn check_times(details: &Details) -> Result<(), Problem> {
    if details.ends_at <= details.starts_at {
        return Err(Problem::field("ends_at", not_after("starts_at")));
    }
    let most = SignedDuration::from_hours(24 * MOST_DAYS);
    if details.ends_at.duration_since(details.starts_at) > most {
        let detail = format!("A session lasts at most {MOST_DAYS} days.");
        return Err(Problem::field("ends_at", Invalid::new("out_of_range", detail)));
    }
    Ok(())
}

/// Refuses a session of nobody by a manager who is kept to groups or drivers: it would be within no
/// scope, theirs neither.
pub fn check_attendees(who: &MemberCalling, attendees: &[Attendee]) -> Result<(), Problem> {
    if attendees.is_empty() && !who.sees_everything() {
        let nobody = Invalid::new("missing", "Choose somebody whom you look after.");
        return Err(Problem::field("user_ids", nobody));
    }
    Ok(())
}

/// The course that a request names for a session. It was read with the caller's standing.
pub fn named_course<B>(
    call: &Call<Account, B>,
    course: Option<CourseId>,
) -> Result<Option<Course>, Problem> {
    let Some(course) = course else { return Ok(None) };
    let found = call.read.get(&keys::course(course))?;
    found.map(Some).ok_or_else(|| Problem::field("course_id", Invalid::not_found()))
}

/// The answer when a user who was to attend was removed at this moment. Who was in a group then is
/// in it no more, so asking again helps.
pub fn gone(user: UserId, user_ids: &[UserId]) -> Problem {
    match user_ids.iter().position(|id| *id == user) {
        Some(place) => Problem::field(format!("user_ids[{place}]"), Invalid::not_found()),
        None => Problem::unavailable("a user of a group was removed at this moment"),
    }
}

fn not_after(field: &str) -> Invalid {
    Invalid::new("not_after_start", format!("Must be after {field}."))
}
