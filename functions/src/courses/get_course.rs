//! Reads a course.

use shared::{
    http::{Call, Json, Problem, SignedIn},
    table::keys,
};

use super::views::CourseView;

/// Reads a course.
pub async fn get_course(call: Call<SignedIn>) -> Result<Json<CourseView>, Problem> {
    Ok(Json(CourseView::of(call.found(&keys::course(call.path.course()?))?)))
}
