//! The caller's own report links, with their URLs.

use shared::{
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{Entity, keys, report_link::OwnReportLink},
};

use super::{standing::course_of, view::ReportLinkView};

/// Lists the caller's links in the order in which they were made.
pub async fn list_my_report_links(
    call: Call<Person, NoBody, Listed>,
) -> Result<Json<List<ReportLinkView>>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let list = format!("report links of {person}");
    let start = call.query.start(app, &list).await?;
    let range = keys::report_links_of_person(person);
    let page = app.table.page(&range, call.query.limit(), start, false).await?;
    let links = page.items.into_iter().map(OwnReportLink::from_item);
    let links = links.collect::<Result<Vec<_>, _>>()?;
    let courses = links.iter().filter_map(|link| course_of(&link.link));
    let read = app.table.get_many(courses).await?;
    let mut views = Vec::with_capacity(links.len());
    for link in links {
        views.push(ReportLinkView::of_own(app, link, &read).await?);
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
