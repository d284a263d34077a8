//! Adds a course to the catalogue.

use shared::{
    domain::CourseId,
    http::{Call, CreatedAt, Operator, Problem},
    table::{Entity, WriteError, course::Course},
};

use super::course_input::CourseInput;
use crate::courses::views::CourseView;

/// Adds a course. Its identifier is the same in every attempt of a request, so that of attempts
/// with one `Idempotency-Key` the first makes the course and the others find it.
pub async fn create_course(
    call: Call<Operator, CourseInput>,
) -> Result<CreatedAt<CourseView>, Problem> {
    let app = &call.app;
    let course = call.body.course(CourseId::from_ulid(call.ulid), &[], 1, &call.who, &app.clock)?;
    let course = match app.table.write().create(&course, ()).run().await {
        Ok(()) => course,
        Err(WriteError::Refused((), Some(there))) => Course::from_item(there)?,
        Err(WriteError::Refused((), None)) => {
            return Err(Problem::unavailable("a course was refused for nothing"));
        }
        Err(WriteError::Store(error)) => return Err(error.into()),
    };
    Ok(CreatedAt(format!("/v1/courses/{}", course.course_id), CourseView::of(course)))
}
