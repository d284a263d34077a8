//! What the account bought of each course, and what of it is assigned.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::course::CourseRef,
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Entity, course::Course, keys, pool::Pool},
};

/// The licences of a course.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Licences")]
pub struct LicencesView {
    /// The course.
    course: CourseRef,
    /// How many were bought.
    purchased: u64,
    /// How many are in use.
    assigned: u64,
    /// How many are left.
    available: u64,
}

impl LicencesView {
    fn of(pool: &Pool, course: &Course) -> Self {
        Self {
            course: course.reference(),
            purchased: pool.purchased,
            assigned: pool.assigned,
            available: pool.available(),
        }
    }
}

/// Lists the account's licences, course by course.
pub async fn list_licences(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<LicencesView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("licences of {account}");
    let start = call.query.start(app, &list).await?;
    let page = app.table.page(&keys::pools_of(account), call.query.limit(), start, false).await?;
    let pools = page.items.into_iter().map(Pool::from_item).collect::<Result<Vec<_>, _>>()?;
    let courses = app.table.get_many(pools.iter().map(|pool| keys::course(pool.course_id))).await?;
    let mut views = Vec::with_capacity(pools.len());
    for pool in &pools {
        if let Some(course) = courses.get(&keys::course(pool.course_id))? {
            views.push(LicencesView::of(pool, &course));
        }
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
