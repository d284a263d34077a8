//! Merges the tallies of days that are over into one: what is past is decided for good, so a day's
//! row says no more than the row of all past days. A row that came to nothing goes.
//!
//! Whoever counts in an account for the first time on a day merges its rows. A row goes in the write
//! that adds it to the other, and only as it was read: so merging twice, or beside somebody who
//! counts, changes no sum.

use std::sync::{Mutex, PoisonError};

use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use shared::{
    app::App,
    http::Problem,
    table::{
        Condition, Entity, WriteError, keys,
        tally::{Delta, Tally, day_of},
    },
};

use super::tally_change::Parts;

/// How many rows are merged at a time.
const SIDE_BY_SIDE: usize = 10;

/// Whose tallies this process has merged today.
#[derive(Debug, Default)]
pub struct RolledUp(Mutex<(Timestamp, Parts)>);

impl RolledUp {
    /// Those of these whose turn it is.
    fn take(&self, mut parts: Parts, now: Timestamp) -> Parts {
        let mut rolled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if rolled.0 != day_of(now) {
            *rolled = (day_of(now), Parts::new());
        }
        parts.retain(|part| rolled.1.insert(part.clone()));
        parts
    }

    /// Merges what is over of those parts whose turn it is.
    pub async fn roll_up(&self, app: &App, parts: Parts) -> Result<(), Problem> {
        let now = app.clock.now();
        for (account, combination) in self.take(parts, now) {
            let range = keys::tallies_of(account, combination.as_deref());
            let rows: Vec<Tally> = app.table.all(&range).await?;
            let merges: Vec<_> = rows.iter().map(|row| merge(app, row, now)).collect();
            stream::iter(merges).buffer_unordered(SIDE_BY_SIDE).try_collect::<()>().await?;
        }
        Ok(())
    }
}

async fn merge(app: &App, row: &Tally, now: Timestamp) -> Result<(), Problem> {
    let (home, delta) = (row.place.clone().settled(now), row.delta);
    let empty = delta == Delta::default();
    if home == row.place && !empty {
        return Ok(());
    }
    let as_read = Condition::All(vec![
        Condition::is("count", delta.count),
        Condition::is("scored", delta.scored),
        Condition::is("score_tenths", delta.score_tenths),
    ]);
    let write = app.table.write().delete(&row.key(), as_read, ());
    let write = if empty { write } else { write.change_always(home.change(delta)) };
    match write.run().await {
        // Somebody counts there now: it is merged another day.
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
