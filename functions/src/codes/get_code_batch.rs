//! Reads a code batch.

use futures::try_join;
use shared::{
    http::{Account, Call, Json, Problem},
    table::{Entity, course::Course, keys},
};

use super::views::{BatchView, batch_of};

/// Reads a batch's counts, and its course for the title.
pub async fn get_code_batch(call: Call<Account>) -> Result<Json<BatchView>, Problem> {
    let batch = batch_of(&call)?;
    let key = keys::course(batch.course_id);
    let table = &call.app.table;
    let number = batch.key();
    let (uses, course) = try_join!(table.uses_of(&number), table.get(&key))?;
    let course: Course = course.ok_or_else(Problem::not_found)?;
    Ok(Json(BatchView::of(batch, uses, &course)))
}
