//! Counts some accounts again, every night others: a difference tells of a fault before a customer
//! does.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, event::Actor},
    http::Problem,
    log::Report,
    table::{
        keys,
        recount_cursor::{RecountCursor, Sampled},
        spread::start_after,
    },
};

use crate::recount::{Outcome, recount};

/// How many accounts are counted at most.
const ACCOUNTS: usize = 100;
/// For how long another account is begun with; the function ends after 15 minutes.
const BEGUN_FOR: Duration = Duration::from_secs(10 * 60);

/// What became of a sample.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Accounts that were counted.
    pub counted: usize,
    /// Numbers that were not as counted.
    pub mended: usize,
    /// Accounts that could not be counted.
    pub failed: usize,
}

/// Counts the accounts, in the order of their names, that come after those of the last time. It
/// goes on behind an account before counting it, so that none holds up the others. What became of
/// them is added to `sample`, also where it ends before its time.
pub async fn recount_sample(app: &App, sample: &mut Sample) -> Result<(), Problem> {
    let (ranges, began) = (keys::accounts_beginning(""), Instant::now());
    let cursor: Option<RecountCursor> = app.table.get(&keys::recount_cursor()).await?;
    let mut cursor = cursor.unwrap_or_default();
    let page = app.table.page_across(ranges.clone(), ACCOUNTS, cursor.after.take()).await?;
    let mut is_through = page.next.is_none();
    for entry in &page.items {
        if began.elapsed() > BEGUN_FOR {
            is_through = false;
            break;
        }
        cursor.after = start_after(&ranges, entry);
        app.table.write::<Problem>().put(&cursor).run().await?;
        if let Some(account) = keys::account_of(entry) {
            sample.add(account, recount(app, account, &Actor::SYSTEM).await);
        }
    }
    if is_through {
        cursor.after = None;
    }
    cursor.last = Some(sample.ended_at(app.clock.now()));
    app.table.write::<Problem>().put(&cursor).run().await?;
    Ok(())
}

impl Sample {
    /// Adds what became of an account.
    fn add(&mut self, account: AccountId, outcome: Result<Outcome, Problem>) {
        let outcome = outcome
            .unwrap_or_else(|problem| Outcome { unsettled: Some(problem), ..Outcome::default() });
        for one in &outcome.mended {
            tracing::warn!(%account, what = one.what, was = one.was, is = one.is, "mended");
        }
        self.mended += outcome.mended.len();
        match outcome.unsettled {
            None => self.counted += 1,
            Some(problem) => {
                tracing::warn!(%account, cause = problem.cause, "not counted");
                self.failed += 1;
            }
        }
    }

    /// What the operator is shown of it.
    fn ended_at(self, at: Timestamp) -> Sampled {
        let Self { counted, mended, failed } = self;
        Sampled { at, counted, mended, failed }
    }

    /// What the night's line in the log tells of it; an alarm watches `counts_mended`.
    pub fn report(&self, ended: Result<(), Problem>) -> Report {
        let failed = ended.err().map(|problem| problem.cause.unwrap_or(problem.detail));
        let spoilt = (self.mended > 0).then(|| "numbers were not as counted".to_owned());
        let figure = |name, count| (name, "Count", count as f64);
        let figures = vec![
            figure("accounts_counted", self.counted),
            figure("accounts_failed", self.failed),
            figure("counts_mended", self.mended),
        ];
        Report { cause: failed.or(spoilt), figures }
    }
}
