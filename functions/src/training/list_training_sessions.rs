//! The account's training sessions, by date.

use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Key, course::Course, keys, training::TrainingSession},
};

use super::{input::Period, views::TrainingSessionView, visible::visible};

/// Lists the account's sessions by their start. The index tells the course of each, so that
/// sessions and courses are read together. To a manager who is kept to groups or drivers it shows
/// those all of whose attendees are within the scope; they are picked after reading, so a page may
/// be short, even empty, and the list go on: `next_cursor` tells.
pub async fn list_training_sessions(
    call: Call<Account, NoBody, Listed<Period>>,
) -> Result<Json<List<TrainingSessionView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let between = call.query.filter.between()?;
    let list = format!("training sessions of {account}");
    let start = call.query.start(app, &list).await?;
    let timetable = keys::training_of(account, between);
    let page = app.table.page_of_timetable(timetable, call.query.limit(), start).await?;
    let keys: Vec<Key> = page.items.iter().filter_map(Key::of).collect();
    let courses = page.items.iter().filter_map(keys::course_beside_training).map(keys::course);
    let found = app.table.get_many(keys.iter().cloned().chain(courses)).await?;
    let sessions = keys.iter().filter_map(|key| found.get::<TrainingSession>(key).transpose());
    let mut sessions = sessions.collect::<Result<Vec<_>, _>>()?;
    sessions.retain(|session| keys::lies_within(between, session.details.span()));
    let mut views = Vec::with_capacity(sessions.len());
    for session in visible(app, &call.who.within, sessions).await? {
        let course = session.details.course_id.map(keys::course);
        let course = course.map(|key| found.get::<Course>(&key)).transpose()?.flatten();
        views.push(TrainingSessionView::of(session, course.as_ref()));
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
