//! Keeps in step with users by which words of their names they are found. What is written follows
//! from the users as they are now and not from what a record tells, so an old record that comes again
//! does no harm.

use std::collections::HashSet;

use shared::{
    app::App,
    http::Problem,
    table::{Entity, Key, name_word::NameWord, user::User},
};

use super::{Record, counts::read};

/// Writes and takes away what has become of the words of records' users.
pub async fn keep(app: &App, records: &[&Record]) -> Result<(), Problem> {
    let (mut users, mut known) = (HashSet::new(), HashSet::new());
    for record in records {
        let was = read::<User>(record.old.as_ref())?;
        let is = read::<User>(record.new.as_ref())?;
        let words = |user: &Option<User>| user.as_ref().map_or(vec![], NameWord::all_of);
        let (before, after) = (words(&was), words(&is));
        if before != after {
            users.extend(was.or(is).map(|user| user.key()));
            known.extend(before.into_iter().chain(after).map(|word| word.key()));
        }
    }
    if users.is_empty() {
        return Ok(());
    }
    let found = app.table.get_many(users.iter().cloned()).await?;
    let users = users.iter().filter_map(|key| found.get::<User>(key).transpose());
    let users = users.collect::<Result<Vec<_>, _>>()?;
    let words: Vec<_> = users.iter().flat_map(NameWord::all_of).collect();
    let there: HashSet<Key> = words.iter().map(Entity::key).collect();
    let gone: Vec<_> = known.difference(&there).cloned().collect();
    Ok(app.table.write_all(&words, &gone).await?)
}
