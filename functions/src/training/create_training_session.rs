//! Schedules a training session.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{CourseId, FieldErrors, Place, Title, TrainingSessionId},
    http::{Account, Call, Created, Problem, input::Time},
    table::{
        Entity,
        account::Account as AccountItem,
        keys,
        training::{Details, TrainingSession},
    },
};

use super::{
    attendees::chosen,
    input::{GroupIds, UserIds, check_attendees, check_times, gone, named, named_course},
    session_change::{Does, NotTaken, Step},
    views::TrainingSessionView,
};

/// The new session.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Its title.
    title: Title,
    /// A course of the catalogue that it belongs to.
    #[deserr(default)]
    course_id: Option<CourseId>,
    /// When it starts.
    starts_at: Time,
    /// When it ends.
    ends_at: Time,
    /// Where it is held.
    place: Place,
    /// Users who attend.
    #[deserr(default)]
    user_ids: Option<UserIds>,
    /// Groups whose users attend: whoever is in them now. With the users at most 30.
    #[deserr(default)]
    group_ids: Option<GroupIds>,
}

/// Schedules a session; each attendee gets an entry for their calendar by mail. The session's
/// identifier is the same in every attempt of a request, so that of attempts with one
/// `Idempotency-Key` the first makes it and the others find it.
pub async fn create_training_session(
    call: Call<Account, Input>,
) -> Result<Created<TrainingSessionView>, Problem> {
    let body = &call.body;
    let details = Details {
        title: body.title.clone(),
        course_id: body.course_id,
        starts_at: body.starts_at.0,
        ends_at: body.ends_at.0,
        place: body.place.clone(),
    };
    check_times(&details)?;
    let course = named_course(&call, details.course_id)?;
    let (user_ids, group_ids) = (named(&body.user_ids), named(&body.group_ids));
    let attendees = chosen(&call, user_ids, group_ids).await?;
    check_attendees(&call.who, &attendees)?;
    let session = TrainingSession {
        account_id: call.who.account,
        session_id: TrainingSessionId::from_ulid(call.ulid),
        details,
        attendees,
        told_at: vec![],
        version: 1,
    };
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let (name, by) = (&account.name, &call.who.caller.actor);
    let step = Step { account: name, by, does: Does::Make(&session) };
    let session = match step.take(&call.app).await {
        Ok(()) => session,
        Err(NotTaken::Changed(Some(made))) => TrainingSession::from_item(made)?,
        Err(NotTaken::Changed(None) | NotTaken::Left(_)) => return Err(Problem::not_found()),
        Err(NotTaken::Gone(user)) => return Err(gone(user, user_ids)),
        Err(NotTaken::Because(problem)) => return Err(problem),
    };
    Ok(Created(TrainingSessionView::of(session, course.as_ref())))
}
