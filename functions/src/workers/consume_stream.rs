//! Consumes the table's stream: sends the mails that are owed, completes the audit trail, counts.
//!
//! Records of a shard come in order, each at least once. Mails know whether they were sent,
//! entries of the trail have names that follow from what they tell, and what is counted of users is
//! made good by what there is ([`super::tallies`]), so doing any of it again changes nothing. Counts
//! of batches move in one write with the consumer's position in the shard, whose not having moved is
//! the condition: nothing is counted twice, and nothing is lost if the consumer dies between any two
//! steps.

use futures::try_join;
use shared::{
    app::App,
    email::{Mailer, Pace},
    http::Problem,
    table::{
        Condition, Entity, Item, WriteError,
        account::Account,
        batch::UsedCode,
        enrolment::Enrolment,
        keys,
        mail::Mail,
        notice::Notice,
        position::{Position, bucket},
        user::User,
    },
};

use super::{
    audit, counts::Counts, invitations, notices, offboarding, outbox, tallies,
    tally_rollup::RolledUp,
};

/// The entities whose changes the consumer has something to do with. The stream's event source
/// mapping has a filter of them, which also keeps the consumer from being woken by its own
/// positions for ever.
pub const OF_INTEREST: [&str; 6] =
    [UsedCode::KIND, Enrolment::KIND, Mail::KIND, User::KIND, Account::KIND, Notice::KIND];

/// A change of one item.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its place in the shard.
    pub sequence: String,
    /// The item before; none if it was made.
    pub old: Option<Item>,
    /// The item after; none if it was deleted.
    pub new: Option<Item>,
}

/// The first record that could not be consumed: those before it are done with.
#[derive(Debug)]
pub struct Failed {
    /// Its place in the shard.
    pub sequence: String,
    /// Why.
    pub problem: Problem,
}

/// What consumes the stream.
pub struct Consumer {
    app: App,
    mailer: Mailer,
    pace: Pace,
    rolled_up: RolledUp,
}

/// How long positions are kept: a shard's records live for a day.
const KEPT_SECONDS: i64 = 3 * 24 * 3_600;

impl Consumer {
    /// A consumer that sends its mails so.
    pub fn new(app: App, mailer: Mailer, pace: Pace) -> Self {
        Self { app, mailer, pace, rolled_up: RolledUp::default() }
    }

    /// How far a shard was consumed.
    pub async fn position(&self, shard: &str) -> Result<Option<Position>, Problem> {
        Ok(self.app.table.get(&keys::position(shard)).await?)
    }

    /// Consumes records of a shard, in order.
    pub async fn consume(&self, shard: &str, records: &[Record]) -> Result<(), Failed> {
        let Some(first) = records.first() else { return Ok(()) };
        let failed = |at: &Record, problem| Failed { sequence: at.sequence.clone(), problem };
        let mut position = self.position(shard).await.map_err(|problem| failed(first, problem))?;
        let fresh = records.iter().filter(|record| {
            position.as_ref().is_none_or(|position| position.is_before(&record.sequence))
        });
        let fresh: Vec<_> = fresh.collect();
        let mut rest = fresh.as_slice();
        while !rest.is_empty() {
            let (counts, done, stopped) = self.work(rest).await;
            let (now, later) = rest.split_at(done);
            if let Some(last) = now.last() {
                let counted = self.count(shard, now).await;
                counted.map_err(|problem| failed(now[0], problem))?;
                let moved = self.commit(shard, position, &last.sequence, counts).await;
                position = Some(moved.map_err(|problem| failed(now[0], problem))?);
            }
            if let Some(problem) = stopped {
                return Err(failed(later[0], problem));
            }
            rest = later;
        }
        Ok(())
    }

    /// Works through records until one fails or their counts fill a write. Tells what is to be
    /// counted, how many records are done with, and what went wrong with the next.
    async fn work(&self, records: &[&Record]) -> (Counts, usize, Option<Problem>) {
        let mut counts = Counts::default();
        for (done, record) in records.iter().enumerate() {
            if counts.are_many() {
                return (counts, done, None);
            }
            let worked = self.act(record).await.and_then(|()| counts.add(record));
            if let Err(problem) = worked {
                return (counts, done, Some(problem));
            }
        }
        (counts, records.len(), None)
    }

    async fn act(&self, record: &Record) -> Result<(), Problem> {
        outbox::send(&self.app, &self.mailer, &self.pace, record).await?;
        invitations::send(&self.app, &self.mailer, &self.pace, record).await?;
        notices::tell(&self.app, record).await?;
        offboarding::end(&self.app, record).await
    }

    /// Makes good, for records together, what is counted of users and what the trails tell.
    async fn count(&self, shard: &str, records: &[&Record]) -> Result<(), Problem> {
        let counted = tallies::keep(&self.app, bucket(shard), records);
        let ((), parts) = try_join!(audit::complete(&self.app, records), counted)?;
        self.rolled_up.roll_up(&self.app, parts).await
    }

    /// Writes counts and position together.
    async fn commit(
        &self,
        shard: &str,
        old: Option<Position>,
        last: &str,
        counts: Counts,
    ) -> Result<Position, Problem> {
        let position = Position {
            shard: shard.to_owned(),
            sequence: last.to_owned(),
            until: self.app.clock.now().as_second() + KEPT_SECONDS,
        };
        let unmoved = match old {
            Some(old) => Condition::is("sequence", old.sequence),
            None => Condition::Absent,
        };
        let mut write = self.app.table.write().put_if(&position, unmoved, ());
        for change in counts.changes(bucket(shard)) {
            write = write.change_always(change);
        }
        match write.run().await {
            Ok(()) => Ok(position),
            Err(WriteError::Store(error)) => Err(error.into()),
            Err(WriteError::Refused((), _)) => {
                Err(Problem::unavailable("another consumer was here"))
            }
        }
    }
}
