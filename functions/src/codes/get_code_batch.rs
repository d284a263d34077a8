//! Reads a code batch.

use shared::{
    http::{Account, Call, Json, Problem},
    table::{course::Course, keys},
};

use super::views::{BatchView, batch_of};

/// Reads a batch, and its course for the title.
pub async fn get_code_batch(call: Call<Account>) -> Result<Json<BatchView>, Problem> {
    let batch = batch_of(&call)?;
    let key = keys::course(batch.course_id);
    let found = call.app.table.get_many([key.clone()]).await?;
    let course: Course = found.get(&key)?.ok_or_else(Problem::not_found)?;
    Ok(Json(BatchView::of(batch, &course)))
}
