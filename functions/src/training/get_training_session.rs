//! Reads a training session.

use shared::http::{Account, Call, Json, Problem};

use super::{
    views::{TrainingSessionView, course},
    visible::session_of,
};

/// Reads a session. A manager who is kept to groups or drivers reads one all of whose attendees are
/// within the scope.
pub async fn get_training_session(
    call: Call<Account>,
) -> Result<Json<TrainingSessionView>, Problem> {
    let session = session_of(&call).await?;
    let course = course(&call.app, session.details.course_id).await?;
    Ok(Json(TrainingSessionView::of(session, course.as_ref())))
}
