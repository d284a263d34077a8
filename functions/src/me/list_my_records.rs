//! What the caller's completed courses have left to them, in every account.

use shared::{
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{Entity, keys, record::OwnRecord},
};

use crate::records::view::OwnRecordView;

/// Lists the caller's records, newest first.
pub async fn list_my_records(
    call: Call<Person, NoBody, Listed>,
) -> Result<Json<List<OwnRecordView>>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let list = format!("records of {person}");
    let start = call.query.start(app, &list).await?;
    let range = keys::records_of_person(person);
    let page = app.table.page(&range, call.query.limit(), start, true).await?;
    let records = page.items.into_iter().map(OwnRecord::from_item);
    let records = records.collect::<Result<Vec<_>, _>>()?.into_iter();
    let now = app.clock.now();
    let views = records.map(|OwnRecord(record)| OwnRecordView::of(record, now)).collect();
    Ok(Json(call.query.page(app, &list, views, page.next).await?))
}
