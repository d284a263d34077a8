//! Keeps by whom the entries of the trails are found: each entry names who did it and to whom. A mention
//! follows from its entry, so making it again changes nothing.

use shared::{
    app::App,
    http::Problem,
    table::{event::Event, mention::Mention},
};

use super::{Record, record::read};

/// Writes who is named by the entries that records tell of.
pub async fn keep(app: &App, records: &[&Record]) -> Result<(), Problem> {
    let mut mentions = vec![];
    for record in records.iter().filter(|record| record.old.is_none()) {
        mentions.extend(read::<Event>(record.new.as_ref())?.iter().flat_map(Mention::all_of));
    }
    Ok(app.table.write_all(&mentions, &[]).await?)
}
