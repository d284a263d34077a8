//! The course catalogue: every course, also those that cannot be bought now.

use shared::{
    http::{Call, Json, List, Listed, Problem, SignedIn, input::NoBody},
    table::keys,
};

use super::views::CourseView;

/// Lists the courses, in the order in which they were made.
pub async fn list_courses(
    call: Call<SignedIn, NoBody, Listed>,
) -> Result<Json<List<CourseView>>, Problem> {
    let (app, list) = (&call.app, "courses");
    let start = call.query.start(app, list).await?;
    let page = app.table.page_of(&keys::catalogue(), call.query.limit(), start, false).await?;
    let views = page.items.into_iter().map(CourseView::of).collect();
    Ok(Json(call.query.page(app, list, views, page.next).await?))
}
