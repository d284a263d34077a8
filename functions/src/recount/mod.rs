//! Counting again: every number that an account's items keep, from what it counts, while the
//! account is in use.
//!
//! | numbers | kept by | condition under which a difference is mended |
//! |---|---|---|
//! | seats, drivers, members of groups, managed accounts, licences | the write that changes what is counted | the difference is the same in two looks, and the item's counts have not moved since before the second one began to count |
//! | used codes of batches | the stream's consumer, later | nobody else mended it since it was known by how much it is off (`batches.rs`) |
//! | progress of users | the same | what it says of the user is the same before and after the consumer came past a probe, and the item is at the version that was read |
//! | tallies of enrolments and of validity, combinations of groups | the same write as progress | their rows have not moved between two looks, between which the users' items were read, nor since |
//!
//! A difference is mended by adding it, so that what others add at the same moment stays. Each is
//! looked at for itself, as long as the time for its kind lasts. What keeps changing until then is
//! neither mended nor spoilt: the outcome is unsettled, and all else is mended. A batch that may be
//! right, by what is on its way, is settled.
//!
//! What is mended was read from the table itself, consistently. An index may lack what is new for as
//! long as it likes: it tells where to look, never that something is not there.

mod batches;
mod difference;
mod licences;
mod looks;
mod memberships;
mod probe;
mod progress;
mod tallies;
mod validities;

use std::time::{Duration, Instant};

use futures::future::try_join_all;
use shared::{
    app::App,
    domain::{AccountId, event::Actor},
    http::Problem,
    table::{Item, StoreError, keys::Range},
};

use difference::Difference;
pub use difference::Mended;

/// How long what changes is left alone until it is looked at again.
const PAUSE: Duration = Duration::from_millis(100);
/// How many ranges are read side by side.
const AT_ONCE: usize = 16;

/// When the last look of each kind begins at the latest, since the beginning: the function has 29
/// seconds, and a look waits up to six for the stream's consumer.
const MEMBERSHIPS_UNTIL: Duration = Duration::from_secs(3);
const LICENCES_UNTIL: Duration = Duration::from_secs(7);
const BATCHES_UNTIL: Duration = Duration::from_secs(13);
const PROGRESS_UNTIL: Duration = Duration::from_secs(19);
const TALLIES_UNTIL: Duration = Duration::from_secs(26);

/// Whose numbers are counted, for whom, and since when.
#[derive(Clone, Copy)]
pub struct Counting<'c> {
    app: &'c App,
    account: AccountId,
    by: &'c Actor,
    began: Instant,
}

/// What came of counting again.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The numbers that were mended.
    pub mended: Vec<Mended>,
    /// Why something else could not be judged, if that was so.
    pub unsettled: Option<Problem>,
}

impl Counting<'_> {
    fn is_after(&self, time: Duration) -> bool {
        self.began.elapsed() >= time
    }
}

impl Outcome {
    fn kept_changing(mended: Vec<Mended>) -> Self {
        Self { mended, unsettled: Some(Problem::unavailable("what is counted kept changing")) }
    }

    fn and(mut self, other: Self) -> Self {
        self.mended.extend(other.mended);
        Self { mended: self.mended, unsettled: self.unsettled.or(other.unsettled) }
    }
}

/// Counts everything of an account again, and mends what differs.
pub async fn recount(app: &App, account: AccountId, by: &Actor) -> Result<Outcome, Problem> {
    let counting = Counting { app, account, by, began: Instant::now() };
    let outcome = memberships::recount(counting).await?;
    let outcome = outcome.and(licences::recount(counting).await?);
    let outcome = outcome.and(batches::recount(counting).await?);
    // Users first, and tallies in any case: they say what the users' items add up to.
    let outcome = outcome.and(progress::recount(counting).await?);
    Ok(outcome.and(tallies::recount(counting).await?))
}

/// Leaves things alone for a while.
async fn rest(time: Duration) -> Result<(), Problem> {
    tokio::time::sleep(time).await;
    Ok(())
}

/// Shows every item of a range, page by page.
async fn each(
    app: &App,
    range: &Range,
    mut see: impl FnMut(Item) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut start = None;
    loop {
        let page = app.table.page(range, 1_000, start, false).await?;
        page.items.into_iter().try_for_each(&mut see)?;
        start = page.next;
        if start.is_none() {
            return Ok(());
        }
    }
}

/// Does something for each, some side by side.
async fn side_by_side<'a, T, R, E, F>(all: &'a [T], each: impl Fn(&'a T) -> F) -> Result<Vec<R>, E>
where
    F: Future<Output = Result<R, E>>,
{
    let mut done = Vec::with_capacity(all.len());
    for some in all.chunks(AT_ONCE) {
        done.extend(try_join_all(some.iter().map(&each)).await?);
    }
    Ok(done)
}
