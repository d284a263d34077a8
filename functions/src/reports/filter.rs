//! Which rows of a report a caller asks for.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::domain::{CourseId, EnrolmentStatus, FieldErrors, GroupId, Validity, text::SearchText};

/// Which rows.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this course.
    #[deserr(default)]
    pub course: Option<CourseId>,
    /// Those of this group's users.
    #[deserr(default)]
    pub group: Option<GroupId>,
    /// Those of this status now. A page may then be short, even empty, and the report go on:
    /// `next_cursor` tells.
    #[deserr(default)]
    pub status: Option<EnrolmentStatus>,
    /// Those of drivers who have completed the course, for whom that counts so now; likewise.
    #[deserr(default)]
    pub validity: Option<Validity>,
    /// Those of users whose address, or any word of whose name, begins so, whatever the letter case.
    /// A page may then be short, even empty, and the report go on: `next_cursor` tells.
    #[deserr(default)]
    pub q: Option<SearchText>,
}
