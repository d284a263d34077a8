//! The account's code batches, newest first.

use futures::{future::try_join_all, try_join};
use shared::{
    http::{Account, Call, Json, List, Listed, Problem, input::NoBody},
    table::{Key, batch::Batch, course::Course, keys},
};

use super::views::BatchView;

/// Lists the account's batches: who is no reseller has none. The index tells the course of each,
/// so that batches, their counts and courses are read together.
pub async fn list_code_batches(
    call: Call<Account, NoBody, Listed>,
) -> Result<Json<List<BatchView>>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let list = format!("batches of {account}");
    let start = call.query.start(app, &list).await?;
    let page = app.table.page(&keys::batches_of(account), call.query.limit(), start, true).await?;
    let batches: Vec<Key> = page.items.iter().filter_map(Key::of).collect();
    let courses = page.items.iter().filter_map(keys::course_beside_batch).map(keys::course);
    let found = app.table.get_many(batches.iter().cloned().chain(courses));
    let uses = batches.iter().map(|key| app.table.uses_of(key));
    let (found, uses) = try_join!(found, try_join_all(uses))?;
    let mut views = Vec::with_capacity(batches.len());
    for (key, uses) in batches.iter().zip(uses) {
        let Some(batch) = found.get::<Batch>(key)? else { continue };
        if let Some(course) = found.get::<Course>(&keys::course(batch.course_id))? {
            views.push(BatchView::of(batch, uses, &course));
        }
    }
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
