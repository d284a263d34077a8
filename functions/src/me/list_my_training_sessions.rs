//! The training sessions that the caller attends, in every account.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Place, Title, TrainingSessionId, course::CourseRef},
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{account::Account, course::Course, keys, training::Attendance},
};

use super::enrolments::EnrolmentAccount;
use crate::training::input::Period;

/// A training session, as somebody who attends it sees it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MyTrainingSession")]
pub struct MyTrainingSession {
    /// Which.
    id: TrainingSessionId,
    /// Whose it is.
    account: EnrolmentAccount,
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
}

/// Lists the caller's sessions by their start. Who else attends is not for them to see; those of an
/// account whose user they are no longer are not listed.
pub async fn list_my_training_sessions(
    call: Call<Person, NoBody, Listed<Period>>,
) -> Result<Json<List<MyTrainingSession>>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let between = call.query.filter.between()?;
    let list = format!("training sessions of {person}");
    let start = call.query.start(app, &list).await?;
    let range = keys::attendances_of(person, between);
    let lies = |one: &Attendance| keys::lies_within(between, one.details.span());
    let page = app.table.page_of_some(&range, call.query.limit(), start, lies).await?;
    let attended = page.items;
    let accounts = attended.iter().map(|one| keys::account(one.account_id));
    let courses = attended.iter().filter_map(|one| one.details.course_id).map(keys::course);
    let users = attended.iter().map(|one| keys::user(one.account_id, one.user_id));
    let found = app.table.get_many(accounts.chain(courses).chain(users)).await?;
    let mut views = Vec::with_capacity(attended.len());
    for Attendance { account_id, user_id, session_id, details, .. } in attended {
        let Some(account) = found.get::<Account>(&keys::account(account_id))? else { continue };
        if !found.has(&keys::user(account_id, user_id)) {
            continue;
        }
        let course = details.course_id.map(|course| found.get::<Course>(&keys::course(course)));
        views.push(MyTrainingSession {
            id: session_id,
            account: EnrolmentAccount { id: account.account_id, name: account.name },
            title: details.title,
            course: course.transpose()?.flatten().map(|course| course.reference()),
            starts_at: details.starts_at,
            ends_at: details.ends_at,
            place: details.place,
        });
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
