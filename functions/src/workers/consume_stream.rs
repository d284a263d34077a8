//! Consumes the table's stream: hands over the mails that are owed, completes the audit trail, counts.
//!
//! Records of a shard come in order, each at least once. Mails know whether they were sent, so one
//! that is handed over again is not sent again; entries of the trail have names that follow from
//! what they tell, and what is counted of users is made good by what there is ([`super::tallies`]),
//! so doing any of it again changes nothing. Counts of batches move in one write with the consumer's
//! position in the shard, whose not having moved is the condition: nothing is counted twice, and
//! nothing is lost if the consumer dies between any two steps.

use futures::{future::try_join, try_join};
use shared::{
    app::App,
    email::{Owed, Queues},
    http::Problem,
    table::{
        Condition, Entity, WriteError,
        account::Account,
        api_key::ApiKey,
        batch::UsedCode,
        client::Client,
        departure::Departure,
        enrolment::Enrolment,
        event::Event,
        keys,
        mail::Mail,
        manager::Manager,
        notice::Notice,
        position::{Position, bucket},
        probe::Probe,
        reseller_request::ResellerRequest,
        user::User,
    },
};

use super::{
    Record, assigned, audit, corrections, counts::Counts, deeds, firm_notices, firm_people,
    invitations, joined, mentions, name_words, notices, offboarding, outbox, reseller_answers,
    safety_notices, tallies, tally_rollup::RolledUp, traces,
};

/// The entities whose changes the consumer has something to do with. The stream's event source
/// mapping has a filter of them, which also keeps the consumer from being woken by its own
/// positions for ever.
pub const OF_INTEREST: [&str; 13] = [
    UsedCode::KIND,
    Enrolment::KIND,
    Mail::KIND,
    User::KIND,
    Account::KIND,
    Notice::KIND,
    Departure::KIND,
    Probe::KIND,
    ApiKey::KIND,
    Manager::KIND,
    Client::KIND,
    ResellerRequest::KIND,
    Event::KIND,
];

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
    queues: Queues,
    rolled_up: RolledUp,
}

/// What records come to.
#[derive(Default)]
struct Work {
    counts: Counts,
    mails: Vec<Owed>,
    /// How many records are done with.
    done: usize,
    /// What went wrong with the next.
    stopped: Option<Problem>,
}

/// How long positions are kept: a shard's records live for a day.
const KEPT_SECONDS: i64 = 3 * 24 * 3_600;

impl Consumer {
    /// A consumer that hands mails over to these queues.
    pub fn new(app: App, queues: Queues) -> Self {
        Self { app, queues, rolled_up: RolledUp::default() }
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
            let work = self.work(rest).await;
            let (now, later) = rest.split_at(work.done);
            if let Some(last) = now.last() {
                let handed_over = self.queues.hand_over(&work.mails).await;
                handed_over.map_err(|problem| failed(now[0], problem))?;
                let counted = self.count(shard, now).await;
                counted.map_err(|problem| failed(now[0], problem))?;
                let moved = self.commit(shard, position, &last.sequence, work.counts).await;
                position = Some(moved.map_err(|problem| failed(now[0], problem))?);
            }
            if let Some(problem) = work.stopped {
                return Err(failed(later[0], problem));
            }
            rest = later;
        }
        Ok(())
    }

    /// Works through records until one fails or their counts fill a write.
    async fn work(&self, records: &[&Record]) -> Work {
        let mut work = Work::default();
        for record in records {
            if work.counts.are_many() {
                break;
            }
            let worked = self.act(record).await.and_then(|()| {
                let mails = mails(record)?;
                work.counts.add(record)?;
                Ok(mails)
            });
            match worked {
                Ok(mails) => work.mails.extend(mails),
                Err(problem) => {
                    work.stopped = Some(problem);
                    break;
                }
            }
            work.done += 1;
        }
        work
    }

    async fn act(&self, record: &Record) -> Result<(), Problem> {
        notices::tell(&self.app, record).await?;
        safety_notices::tell(&self.app, record).await?;
        joined::tell(&self.app, record).await?;
        assigned::tell(&self.app, record).await?;
        firm_notices::tell(&self.app, record).await?;
        reseller_answers::tell(&self.app, record).await?;
        corrections::follow(&self.app, record).await?;
        firm_people::clear(&self.app, record).await?;
        offboarding::end(&self.app, record).await
    }

    /// Makes good, for records together, what is counted of users, what the trails tell, and by what
    /// users and entries of the trails are found.
    async fn count(&self, shard: &str, records: &[&Record]) -> Result<(), Problem> {
        let counted = tallies::keep(&self.app, bucket(shard), records);
        let told = try_join(audit::complete(&self.app, records), deeds::tell(&self.app, records));
        let found =
            try_join(name_words::keep(&self.app, records), mentions::keep(&self.app, records));
        let left = traces::keep(&self.app, records);
        let (_, _, (), parts) = try_join!(told, found, left, counted)?;
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

/// The mails that a record owes.
fn mails(record: &Record) -> Result<impl Iterator<Item = Owed> + use<>, Problem> {
    Ok(outbox::owed(record)?.into_iter().chain(invitations::owed(record)?))
}
