//! Replaces what a course says.

use shared::{
    http::{Call, Json, Operator, Problem},
    table::{Attempts, Condition, WriteError, course::Course, keys, revision::Revision},
};

use super::course_input::CourseInput;
use crate::courses::views::CourseView;

/// Replaces a course. Its enrolments are looked at again, which is owed with the same write: what is left
/// of a course may be all that somebody has completed, and who has completed it has a record. Its unchanged version is the condition of the write; who did not say which
/// version they saw replaces the newest. It is read for this, since others may be remembered as
/// they were a minute ago.
pub async fn replace_course(
    call: Call<Operator, CourseInput>,
) -> Result<Json<CourseView>, Problem> {
    let app = &call.app;
    let old: Option<Course> = app.table.get(&keys::course(call.path.course()?)).await?;
    let mut old = old.ok_or_else(Problem::not_found)?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        let new = call.body.course(
            old.course_id,
            &old.modules,
            old.version + 1,
            &call.who,
            &app.clock,
        )?;
        let unchanged = Condition::is("version", old.version);
        let write = app.table.write().put_if(&new, unchanged, ()).put(&Revision::of(&new));
        match write.run().await {
            Ok(()) => return Ok(Json(CourseView::of(new))),
            Err(WriteError::Refused((), Some(newer))) => {
                old = attempts.newest(&app.table, newer).await?
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a course kept changing"))
}
