//! How a training session is shown.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        CourseId, Email, PersonName, Place, Title, TrainingSessionId, UserId, course::CourseRef,
    },
    table::{
        StoreError,
        course::Course,
        keys,
        training::{Attendee, TrainingSession},
    },
};

/// A training session.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TrainingSession")]
pub struct TrainingSessionView {
    /// Which.
    id: TrainingSessionId,
    /// Its title.
    title: Title,
    /// The course that it belongs to.
    course: Option<CourseRef>,
    /// When it starts.
    starts_at: Timestamp,
    /// When it ends.
    ends_at: Timestamp,
    /// Where it is held.
    place: Place,
    /// Who attends.
    attendees: Vec<AttendeeView>,
    /// Counts its changes.
    version: u64,
}

/// Somebody who attends, as the account knew them when they were chosen.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Attendee")]
struct AttendeeView {
    /// The user.
    user_id: UserId,
    /// How they are called, where the account knows it.
    name: Option<PersonName>,
    /// Where they are told.
    email: Email,
}

impl TrainingSessionView {
    /// How this session is shown, with the course that it belongs to.
    pub fn of(session: TrainingSession, course: Option<&Course>) -> Self {
        Self {
            id: session.session_id,
            title: session.details.title,
            course: course.map(Course::reference),
            starts_at: session.details.starts_at,
            ends_at: session.details.ends_at,
            place: session.details.place,
            attendees: session.attendees.into_iter().map(AttendeeView::of).collect(),
            version: session.version,
        }
    }
}

impl AttendeeView {
    fn of(attendee: Attendee) -> Self {
        let Attendee { user_id, name, email, .. } = attendee;
        Self { user_id, name, email }
    }
}

/// The course that a session belongs to, if it does.
pub async fn course(app: &App, course: Option<CourseId>) -> Result<Option<Course>, StoreError> {
    match course {
        Some(course) => app.table.get(&keys::course(course)).await,
        None => Ok(None),
    }
}
