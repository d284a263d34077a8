//! Changes a training session and who attends it.

use deserr::Deserr;
use futures::join;
use schemars::JsonSchema;
use shared::{
    domain::{CourseId, FieldErrors, Place, Title},
    http::{
        Account, Call, Json, Problem,
        input::{Patch, Time},
    },
    table::{
        Attempts,
        account::Account as AccountItem,
        keys,
        training::{Attendee, Details, TrainingSession},
    },
};

use super::{
    attendees::chosen,
    input::{GroupIds, UserIds, check_attendees, check_times, gone, named, named_course},
    session_change::{Does, NotTaken, Step},
    views::{TrainingSessionView, course},
    visible::{session_of, visible_one},
};

/// What to change.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "TrainingSessionChange")]
pub struct Input {
    /// The new title.
    #[deserr(default)]
    title: Option<Title>,
    /// A course of the catalogue; `null` for none.
    #[deserr(default)]
    #[schemars(default)]
    course_id: Patch<CourseId>,
    /// When it starts now.
    #[deserr(default)]
    starts_at: Option<Time>,
    /// When it ends now.
    #[deserr(default)]
    ends_at: Option<Time>,
    /// Where it is held now.
    #[deserr(default)]
    place: Option<Place>,
    /// Users who attend now. With `group_ids` it names everybody; who attended and is in neither is
    /// taken off. Both left out, nobody changes.
    #[deserr(default)]
    user_ids: Option<UserIds>,
    /// Groups whose users attend now: whoever is in them.
    #[deserr(default)]
    group_ids: Option<GroupIds>,
}

/// Changes a session. A change of what, when or where is told to everybody who attends; who comes
/// to attend or is taken off is told alone. The unchanged version is the condition of the write; who
/// did not say which version they saw changes the newest.
pub async fn update_training_session(
    call: Call<Account, Input>,
) -> Result<Json<TrainingSessionView>, Problem> {
    let (app, by) = (&call.app, &call.who.caller.actor);
    let mut old = session_of(&call).await?;
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let attendees = attendees(&call).await?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        let new = changed(&call, &old, attendees.clone())?;
        let course = course(app, new.details.course_id);
        if (&new.details, &new.attendees) == (&old.details, &old.attendees) {
            return Ok(Json(TrainingSessionView::of(old, course.await?.as_ref())));
        }
        let does = Does::Change { old: &old, new: &new };
        let step = Step { account: &account.name, by, does };
        let (taken, course) = join!(step.take(app), course);
        let newer = match taken {
            Ok(()) => return Ok(Json(TrainingSessionView::of(new, course?.as_ref()))),
            Err(NotTaken::Changed(Some(newer))) => attempts.newest(&app.table, newer).await?,
            Err(NotTaken::Changed(None)) => return Err(Problem::not_found()),
            Err(NotTaken::Gone(user)) => return Err(gone(user, named(&call.body.user_ids))),
            Err(NotTaken::Because(problem)) => return Err(problem),
        };
        old = visible_one(app, &call.who.within, newer).await?;
    }
    Err(Problem::unavailable("a training session kept changing"))
}

/// Everybody who is to attend, where the request says.
async fn attendees(call: &Call<Account, Input>) -> Result<Option<Vec<Attendee>>, Problem> {
    let body = &call.body;
    if body.user_ids.is_none() && body.group_ids.is_none() {
        return Ok(None);
    }
    let chosen = chosen(call, named(&body.user_ids), named(&body.group_ids)).await?;
    check_attendees(&call.who, &chosen)?;
    Ok(Some(chosen))
}

/// The session after the change.
fn changed(
    call: &Call<Account, Input>,
    old: &TrainingSession,
    attendees: Option<Vec<Attendee>>,
) -> Result<TrainingSession, Problem> {
    let (body, was) = (&call.body, old.details.clone());
    if let Patch::Set(course) = body.course_id {
        named_course(call, Some(course))?;
    }
    let details = Details {
        title: body.title.clone().unwrap_or(was.title),
        course_id: body.course_id.clone().over(was.course_id),
        starts_at: body.starts_at.map_or(was.starts_at, |time| time.0),
        ends_at: body.ends_at.map_or(was.ends_at, |time| time.0),
        place: body.place.clone().unwrap_or(was.place),
    };
    check_times(&details)?;
    let attendees = attendees.unwrap_or_else(|| old.attendees.clone());
    Ok(TrainingSession { details, attendees, version: old.version + 1, ..*old })
}
