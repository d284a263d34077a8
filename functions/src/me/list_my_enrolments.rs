//! The caller's own courses, in every account.

use shared::{
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{Entity, enrolment::Enrolment, keys},
};

use super::enrolments::{EnrolmentView, views};

/// Lists the caller's enrolments.
pub async fn list_my_enrolments(
    call: Call<Person, NoBody, Listed>,
) -> Result<Json<List<EnrolmentView>>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let list = format!("enrolments of {person}");
    let start = call.query.start(app, &list).await?;
    let range = keys::enrolments_of_person(person);
    let page = app.table.page(&range, call.query.limit(), start, false).await?;
    let enrolments =
        page.items.into_iter().map(Enrolment::from_item).collect::<Result<Vec<_>, _>>()?;
    let views = views(app, &enrolments).await?;
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
