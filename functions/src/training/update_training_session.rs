//! Changes a training session and who attends it.

use std::collections::BTreeSet;

use deserr::Deserr;
use futures::join;
use jiff::Timestamp;
use schemars::JsonSchema;
use shared::{
    app::App,
    domain::{CourseId, FieldErrors, Place, Title},
    http::{
        Account, Call, Json, Problem,
        input::{Given, Patch, Time},
    },
    table::{
        Attempts, Entity,
        account::Account as AccountItem,
        keys, limit,
        training::{Attendee, Details, TrainingSession},
    },
};

use super::{
    attendees::chosen,
    input::{GroupIds, UserIds, check_attendees, check_times, gone, named, named_course},
    session_change::{Does, NotTaken, Step},
    views::{TrainingSessionView, course},
    visible::{session_of, users, visible_one},
};

/// What to change.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The new title.
    #[deserr(default)]
    #[schemars(default)]
    title: Given<Title>,
    /// A course of the catalogue; `null` for none.
    #[deserr(default)]
    #[schemars(default)]
    course_id: Patch<CourseId>,
    /// When it starts now.
    #[deserr(default)]
    #[schemars(default)]
    starts_at: Given<Time>,
    /// When it ends now.
    #[deserr(default)]
    #[schemars(default)]
    ends_at: Given<Time>,
    /// Where it is held now.
    #[deserr(default)]
    #[schemars(default)]
    place: Given<Place>,
    /// Users who attend now. With `group_ids` it names everybody; who attended and is in neither is
    /// taken off. Both left out, nobody changes.
    #[deserr(default)]
    #[schemars(default)]
    user_ids: Given<UserIds>,
    /// Groups whose users attend now: whoever is in them.
    #[deserr(default)]
    #[schemars(default)]
    group_ids: Given<GroupIds>,
}

/// Changes a session. A change of what, when or where is told to everybody who attends; who comes
/// to attend or is taken off is told alone. The unchanged version is the condition of the write; who
/// did not say which version they saw changes the newest. One that has begun and is to be held anew
/// keeps only who is there still.
pub async fn update_training_session(
    call: Call<Account, Input>,
) -> Result<Json<TrainingSessionView>, Problem> {
    let (app, by) = (&call.app, &call.who.caller.actor);
    let mut old = session_of(&call).await?;
    let mut account: AccountItem = call.found(&keys::account(call.who.account))?;
    let attendees = attendees(&call).await?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        let mut new = changed(&call, &old, attendees.clone())?;
        let anew = is_held_anew(&old, &new, app.clock.now());
        if anew {
            keep_those_there(app, &mut new).await?;
        }
        let course = course(app, new.details.course_id);
        if (&new.details, &new.attendees) == (&old.details, &old.attendees) {
            return Ok(Json(TrainingSessionView::of(old, course.await?.as_ref())));
        }
        note_telling(&old, &mut new, app.clock.now())?;
        let does = Does::Change { old: &old, new: &new, all_of: anew.then_some(&account) };
        let step = Step { account: &account.name, by, does };
        let (taken, course) = join!(step.take(app), course);
        let newer = match taken {
            Ok(()) => return Ok(Json(TrainingSessionView::of(new, course?.as_ref()))),
            Err(NotTaken::Changed(Some(newer))) => attempts.newest(&app.table, newer).await?,
            Err(NotTaken::Changed(None)) => return Err(Problem::not_found()),
            Err(NotTaken::Gone(user)) => return Err(gone(user, named(&call.body.user_ids.0))),
            Err(NotTaken::Left(newer)) => {
                account = AccountItem::from_item(newer.ok_or_else(Problem::not_found)?)?;
                continue;
            }
            Err(NotTaken::Because(problem)) => return Err(problem),
        };
        old = visible_one(app, &call.who.within, newer).await?;
    }
    Err(Problem::unavailable("a training session kept changing"))
}

/// Notes that those who attend are told of this, unless they were told too often today (rule 53). The
/// times lie on the session, so its unchanged version holds the limit.
fn note_telling(
    old: &TrainingSession,
    new: &mut TrainingSession,
    now: Timestamp,
) -> Result<(), Problem> {
    if old.details.ends_at.max(new.details.ends_at) > now {
        let told_at = limit::SESSION_MAILS.one_more(&old.told_at, now);
        new.told_at = told_at.map_err(Problem::mail_limit)?;
    }
    Ok(())
}

/// Whether a session that has begun is another now, and not over: who has left since it began was
/// not taken off it.
fn is_held_anew(old: &TrainingSession, new: &TrainingSession, now: Timestamp) -> bool {
    old.details.starts_at <= now && new.details.ends_at > now && new.details != old.details
}

/// Leaves out the attendees who are no users any more.
async fn keep_those_there(app: &App, session: &mut TrainingSession) -> Result<(), Problem> {
    let ids = session.attendees.iter().map(|attendee| attendee.user_id).collect();
    let there = users(app, session.account_id, &ids).await?;
    let there: BTreeSet<_> = there.iter().map(|user| user.user_id).collect();
    session.attendees.retain(|attendee| there.contains(&attendee.user_id));
    Ok(())
}

/// Everybody who is to attend, where the request says.
async fn attendees(call: &Call<Account, Input>) -> Result<Option<Vec<Attendee>>, Problem> {
    let body = &call.body;
    if body.user_ids.0.is_none() && body.group_ids.0.is_none() {
        return Ok(None);
    }
    let chosen = chosen(call, named(&body.user_ids.0), named(&body.group_ids.0)).await?;
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
        title: body.title.0.clone().unwrap_or(was.title),
        course_id: body.course_id.clone().over(was.course_id),
        starts_at: body.starts_at.0.map_or(was.starts_at, |time| time.0),
        ends_at: body.ends_at.0.map_or(was.ends_at, |time| time.0),
        place: body.place.0.clone().unwrap_or(was.place),
    };
    check_times(&details)?;
    let attendees = attendees.unwrap_or_else(|| old.attendees.clone());
    let (told_at, version) = (old.told_at.clone(), old.version + 1);
    Ok(TrainingSession { details, attendees, told_at, version, ..*old })
}
