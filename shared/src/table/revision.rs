//! Revisions: courses that were replaced, and how far their enrolments were looked at since.
//! The stream tells of each round, and the consumer looks at some more.

use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Key, Start, course::Course, keys};
use crate::domain::CourseId;

/// A course whose enrolments are looked at again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Revision {
    /// Which.
    pub course_id: CourseId,
    /// The version that it was replaced with: a newer one begins anew.
    pub course_version: u64,
    /// How many rounds are over.
    pub round: u64,
    /// After which account of the service the next round goes on; none is from the first.
    pub after: Option<Start>,
    /// After which of the next account's enrolments; none is from the first.
    pub within: Option<Start>,
}

impl Revision {
    /// That of a course that was just replaced.
    pub fn of(course: &Course) -> Self {
        Self {
            course_id: course.course_id,
            course_version: course.version,
            round: 0,
            after: None,
            within: None,
        }
    }

    /// The condition that no other round has begun since, nor another revision.
    pub fn is_latest(&self) -> Condition {
        let version = Condition::is("course_version", self.course_version);
        Condition::All(vec![version, Condition::is("round", self.round)])
    }
}

impl Entity for Revision {
    const KIND: &'static str = "revision";

    fn key(&self) -> Key {
        keys::revision(self.course_id)
    }
}
