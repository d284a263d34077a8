//! Merges the tallies of days that are over into one: what is past is decided for good, so a day's
//! row says no more than the row of all past days. A row that came to nothing goes. The tallies of
//! validity are merged likewise.
//!
//! Whoever counts in an account for the first time on a day merges its rows. A row goes in the write
//! that adds it to the other, and only as it was read: so merging twice, or beside somebody who
//! counts, changes no sum.

use std::sync::{Mutex, PoisonError};

use futures::{StreamExt, TryStreamExt, stream, try_join};
use jiff::Timestamp;
use shared::{
    app::App,
    http::Problem,
    table::{
        Change, Condition, Entity, Key, WriteError, keys,
        tally::{Delta, Tally, day_of},
        validity_tally::ValidityTally,
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
            let tallies = keys::tallies_of(account, combination.as_deref());
            let validities = keys::validities_ended(account, combination.as_deref(), day_of(now));
            let (tallies, validities) = try_join!(
                Box::pin(app.table.all::<Tally>(&tallies)),
                Box::pin(app.table.all::<ValidityTally>(&validities))
            )?;
            let tallies = tallies.iter().filter_map(|row| Merge::of(row, now));
            let validities = validities.iter().filter_map(|row| Merge::of_validity(row, now));
            let merges: Vec<_> = tallies.chain(validities).map(|merge| merge.run(app)).collect();
            stream::iter(merges).buffer_unordered(SIDE_BY_SIDE).try_collect::<()>().await?;
        }
        Ok(())
    }
}

/// A row that goes.
struct Merge {
    key: Key,
    /// That it is as it was read.
    as_read: Condition,
    /// What it is added to, unless it came to nothing.
    home: Option<Change>,
}

impl Merge {
    /// The merge of a row, if it is over or came to nothing.
    fn of(row: &Tally, now: Timestamp) -> Option<Self> {
        let (home, delta) = (row.place.clone().settled(now), row.delta);
        let empty = delta == Delta::default();
        let as_read = Condition::All(vec![
            Condition::is("count", delta.count),
            Condition::is("scored", delta.scored),
            Condition::is("score_tenths", delta.score_tenths),
        ]);
        let merge = Self { key: row.key(), as_read, home: (!empty).then(|| home.change(delta)) };
        (home != row.place || empty).then_some(merge)
    }

    /// The same of a tally of validity.
    fn of_validity(row: &ValidityTally, now: Timestamp) -> Option<Self> {
        let (home, count) = (row.place.clone().settled(now), row.count);
        let empty = count == 0;
        let as_read = Condition::is("count", count);
        let merge = Self { key: row.key(), as_read, home: (!empty).then(|| home.change(count)) };
        (home != row.place || empty).then_some(merge)
    }

    async fn run(self, app: &App) -> Result<(), Problem> {
        let write = app.table.write().delete(&self.key, self.as_read, ());
        let write = match self.home {
            Some(home) => write.change_always(home),
            None => write,
        };
        match write.run().await {
            // Somebody counts there now: it is merged another day.
            Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
            Err(WriteError::Store(error)) => Err(error.into()),
        }
    }
}
