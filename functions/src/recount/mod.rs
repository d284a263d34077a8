//! Counting again: every number that an account's items keep, from what it counts, while the
//! account is in use.
//!
//! | kept by | numbers | condition under which a difference is mended |
//! |---|---|---|
//! | the write that changes what is counted | seats, drivers, members of groups, managed accounts, licences | the item's counts have not moved since a while before counting began |
//! | the stream's consumer, later | used codes of batches, tallies, combinations of groups, progress | what is counted is the same before and after the consumer came past a probe, and the item is as it was read then |
//!
//! A difference is mended by adding it, so that what others add at the same moment stays. One that
//! is seen once may come from a change at that moment: it is looked at again before it is believed,
//! after a while in which indexes and writes under way settle. Where things keep changing nothing
//! is mended, and nothing is spoilt.

mod difference;
mod followed;
mod licences;
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

/// How often a difference is looked at before it is told that things keep changing.
const LOOKS: usize = 3;
/// How long indexes and writes under way get to settle.
const SETTLES: Duration = Duration::from_secs(2);
/// How many ranges are read side by side.
const AT_ONCE: usize = 16;

/// Counts everything of an account again, mends what differs, and tells what that was.
pub async fn recount(app: &App, account: AccountId, by: &Actor) -> Result<Vec<Mended>, Problem> {
    let mut mended = held(app, account, by, Held::Memberships).await?;
    mended.extend(held(app, account, by, Held::Licences).await?);
    mended.extend(followed(app, account, by).await?);
    Ok(mended)
}

/// What is kept by the writes that change what is counted.
#[derive(Clone, Copy)]
enum Held {
    Memberships,
    Licences,
}

impl Held {
    /// Reads what is kept, waits, and counts.
    async fn look(
        self,
        app: &App,
        account: AccountId,
        wait: Duration,
    ) -> Result<Vec<Difference>, Problem> {
        match self {
            Self::Memberships => memberships::look(app, account, wait).await,
            Self::Licences => licences::look(app, account, wait).await,
        }
    }
}

async fn held(
    app: &App,
    account: AccountId,
    by: &Actor,
    held: Held,
) -> Result<Vec<Mended>, Problem> {
    let mut mended = vec![];
    if held.look(app, account, Duration::ZERO).await?.is_empty() {
        return Ok(mended);
    }
    for _ in 0..LOOKS {
        let differences = held.look(app, account, SETTLES).await?;
        if mend(app, account, by, differences, &mut mended).await? {
            return Ok(mended);
        }
    }
    Err(Problem::unavailable("what is counted kept changing"))
}

async fn followed(app: &App, account: AccountId, by: &Actor) -> Result<Vec<Mended>, Problem> {
    let mut mended = vec![];
    let mut before = followed::look(app, account).await?;
    for _ in 0..LOOKS {
        if before.differences.is_empty() {
            return Ok(mended);
        }
        if !probe::was_passed(app, SETTLES).await? {
            return Err(Problem::unavailable("the stream's consumer is behind"));
        }
        let mut now = followed::look(app, account).await?;
        let differences = std::mem::take(&mut now.differences);
        if now.seen != before.seen {
            before = followed::Look { differences, ..now };
        } else if mend(app, account, by, differences, &mut mended).await? {
            return Ok(mended);
        }
    }
    Err(Problem::unavailable("what is counted kept changing"))
}

/// Mends differences; tells whether nothing came in between.
async fn mend(
    app: &App,
    account: AccountId,
    by: &Actor,
    differences: Vec<Difference>,
    mended: &mut Vec<Mended>,
) -> Result<bool, Problem> {
    let mut all = true;
    for difference in differences {
        match difference.mend(app, account, by).await? {
            Some(done) => mended.extend(done),
            None => all = false,
        }
    }
    Ok(all)
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
