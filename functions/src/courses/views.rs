//! How a course is shown.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{CourseId, Title, course::Module, text::Summary},
    table::course::Course,
};

/// A course of the catalogue.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Course")]
pub struct CourseView {
    /// Which.
    id: CourseId,
    /// Its title.
    title: Title,
    /// What it is about; may be empty.
    summary: Summary,
    /// Its modules, in order.
    modules: Vec<Module>,
    /// For how many months of the calendar completing it counts; `null` is for ever.
    valid_months: Option<u32>,
    /// Whether it can be bought.
    active: bool,
    /// Give it as `If-Match` when replacing.
    version: u64,
}

impl CourseView {
    /// How this course is shown.
    pub fn of(course: Course) -> Self {
        Self {
            id: course.course_id,
            title: course.title,
            summary: course.summary,
            modules: course.modules,
            valid_months: course.valid_months,
            active: course.active,
            version: course.version,
        }
    }
}
