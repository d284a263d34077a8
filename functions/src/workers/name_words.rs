//! Keeps in step with users by which words of their names they are found. What is written follows
//! from the users as they are now and not from what a record tells, so an old record that comes again
//! does no harm.

use std::collections::{HashMap, HashSet};

use shared::{
    app::App,
    http::Problem,
    table::{Entity, name_word::NameWord, user::User},
};

use super::{Record, record::read};

/// Writes and takes away what has become of the words of records' users.
pub async fn keep(app: &App, records: &[&Record]) -> Result<(), Problem> {
    let (mut users, mut known) = (HashSet::new(), HashSet::new());
    for record in records {
        let was = read::<User>(record.old.as_ref())?;
        let is = read::<User>(record.new.as_ref())?;
        let words = |user: &Option<User>| user.as_ref().map(NameWord::all_of).unwrap_or_default();
        let (before, after) = (words(&was), words(&is));
        if before != after {
            known.extend(before.into_keys().chain(after.into_keys()));
            users.extend(was.or(is).map(|user| user.key()));
        }
    }
    if users.is_empty() {
        return Ok(());
    }
    let found = app.table.get_many(users.iter().cloned()).await?;
    let mut there = HashMap::new();
    for key in &users {
        there.extend(found.get::<User>(key)?.as_ref().map(NameWord::all_of).unwrap_or_default());
    }
    let gone: Vec<_> = known.into_iter().filter(|key| !there.contains_key(key)).collect();
    let words: Vec<_> = there.into_values().collect();
    Ok(app.table.write_all(&words, &gone).await?)
}
