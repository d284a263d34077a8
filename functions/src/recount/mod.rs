//! Counting again: every number that an account's items keep, from what it counts, while the
//! account is in use.
//!
//! | numbers | kept by | condition under which a difference is mended |
//! |---|---|---|
//! | seats, drivers, members of groups | the write that changes what is counted | the item's counts have not moved since before counting began |
//! | managed accounts, licences | the same | the same, and counting began a while later: it reads indexes |
//! | used codes of batches | the stream's consumer, later | nobody else mended it since it was known by how much it is off (`batches.rs`) |
//! | progress of users | the same | what it says of the user is the same before and after the consumer came past a probe, and the item is at the version that was read |
//! | tallies, combinations of groups | the same write as progress | the difference was the same twice, and the row is as it was read (`tallies.rs`) |
//!
//! A difference is mended by adding it, so that what others add at the same moment stays. Each is
//! looked at for itself. What keeps changing until the looks are used up is not mended, and not
//! spoilt: the answer is `unavailable`, and what else was wrong is mended.

mod batches;
mod difference;
mod licences;
mod looks;
mod memberships;
mod probe;
mod progress;
mod tallies;

use std::time::Duration;

use futures::future::try_join_all;
use shared::{
    app::App,
    domain::{AccountId, event::Actor},
    http::Problem,
    table::{Item, StoreError, keys::Range},
};

use difference::Difference;
pub use difference::Mended;

/// How often what its own writes keep is looked at before it is told that it keeps changing.
const LOOKS: usize = 5;
/// How long indexes and writes under way get to settle.
const SETTLES: Duration = Duration::from_secs(2);
/// How many ranges are read side by side.
const AT_ONCE: usize = 16;
/// Why nothing could be said of it.
const KEPT_CHANGING: &str = "what is counted kept changing";

/// Whose numbers are counted, and for whom.
#[derive(Clone, Copy)]
pub struct Counting<'c> {
    app: &'c App,
    account: AccountId,
    by: &'c Actor,
}

/// Counts everything of an account again, mends what differs, and tells what that was.
pub async fn recount(app: &App, account: AccountId, by: &Actor) -> Result<Vec<Mended>, Problem> {
    let counting = Counting { app, account, by };
    let mut mended = held(counting, |wait| memberships::look(app, account, wait)).await?;
    mended.extend(held(counting, |wait| licences::look(app, account, wait)).await?);
    mended.extend(batches::recount(counting).await?);
    // Users first: tallies say what their items add up to.
    mended.extend(progress::recount(counting).await?);
    mended.extend(tallies::recount(counting).await?);
    Ok(mended)
}

/// What is kept by the writes that change what is counted: a look reads what is kept, waits where
/// an index is counted, and counts.
async fn held<L>(
    counting: Counting<'_>,
    look: impl Fn(Duration) -> L,
) -> Result<Vec<Mended>, Problem>
where
    L: Future<Output = Result<Vec<Difference>, Problem>>,
{
    let mut mended = vec![];
    if look(Duration::ZERO).await?.is_empty() {
        return Ok(mended);
    }
    for _ in 0..LOOKS {
        let mut all = true;
        for difference in look(SETTLES).await? {
            match difference.mend(counting).await? {
                Some(done) => mended.extend(done),
                None => all = false,
            }
        }
        if all {
            return Ok(mended);
        }
    }
    Err(Problem::unavailable(KEPT_CHANGING))
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
async fn side_by_side<'a, T, R, F>(
    all: &'a [T],
    each: impl Fn(&'a T) -> F,
) -> Result<Vec<R>, StoreError>
where
    F: Future<Output = Result<R, StoreError>>,
{
    let mut done = Vec::with_capacity(all.len());
    for some in all.chunks(AT_ONCE) {
        done.extend(try_join_all(some.iter().map(&each)).await?);
    }
    Ok(done)
}
