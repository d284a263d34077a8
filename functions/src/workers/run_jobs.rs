//! Jobs: what one change leaves to be done to many other items, however many, in rounds. A job has an
//! item of its own; each round does some of it and then writes the item for the next, which the stream
//! tells of again. They are told apart from everything else of the stream, so a long one holds up neither
//! mails nor counts, nor another job.
//!
//! Told twice, late, or out of order a job does nothing twice: a round goes on from what its item says,
//! and ends with a write that has the round it began with as its condition.

use shared::{
    app::App,
    http::Problem,
    table::{
        Entity, address_change::Readdressing, closed_account::ClosedAccount,
        forgetting::Forgetting, refusal::Refusal, revision::Revision,
    },
};

use super::{Record, closing, forgetting, readdressing, refusals, revisions};

/// The items that are jobs. The stream's event source filters by them, in `template.yaml`.
pub const JOBS: [&str; 5] =
    [Revision::KIND, Refusal::KIND, ClosedAccount::KIND, Readdressing::KIND, Forgetting::KIND];

/// Does the round that a record tells of, if it tells of one.
pub async fn run_job(app: &App, record: &Record) -> Result<(), Problem> {
    refusals::go_on(app, record).await?;
    closing::go_on(app, record).await?;
    revisions::go_on(app, record).await?;
    forgetting::follow(app, record).await?;
    readdressing::follow(app, record).await
}
