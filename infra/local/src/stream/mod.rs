//! Reads the table's stream and feeds a consumer, as the event source mapping does on AWS: with
//! partial answers, with a batch halved whose call fails whole, and with batches given up from the
//! record that fails to their end.

mod again;
mod reading;
mod shard;
#[cfg(test)]
mod tests;
mod writes;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodbstreams::{Client, types::Record};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::timeout,
};

pub use self::again::records_of;
use self::reading::Reading;
pub use self::writes::Writes;

/// Takes what a table's stream tells.
pub trait Consumer: Send + Sync + 'static {
    /// The sequence number of the last record of the shard that was consumed for good.
    fn position(
        &self,
        shard: &str,
    ) -> impl Future<Output = Result<Option<String>, BoxError>> + Send;

    /// Consumes records of one shard, in their order.
    fn consume(
        &self,
        shard: &str,
        records: &[Record],
    ) -> impl Future<Output = Result<(), Failed>> + Send;
}

/// Not all records could be consumed.
#[derive(Debug)]
pub struct Failed {
    /// The failed record's place among those handed over; those before it were consumed. None: the
    /// call failed whole, and nobody knows what was consumed.
    pub at: Option<usize>,
    /// Why.
    pub reason: String,
}

/// Records that were given up after every attempt failed: where they lie in the stream, as the
/// message in the dead-letter queue says it.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// The shard that they came from.
    pub shard: String,
    /// The sequence number of the first: the one that failed.
    pub first: String,
    /// That of the last, which need not be at fault.
    pub last: String,
    /// Why the last attempt failed.
    pub reason: String,
}

/// How patiently the stream is read.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How often a batch is tried before it is given up.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles each time.
    pub first_wait: Duration,
    /// The wait before an attempt at most.
    pub longest_wait: Duration,
    /// How long nothing is asked for once there was nothing new.
    pub idle: Duration,
    /// How long a call of the consumer may take.
    pub call: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            // As in template.yaml: what an index lacks still is there when it is tried again.
            attempts: 1 + 20,
            first_wait: Duration::from_millis(20),
            longest_wait: Duration::from_millis(500),
            idle: Duration::from_millis(500),
            // Five times as long as on AWS: the machine may be busy.
            call: Duration::from_secs(300),
        }
    }
}

/// The table whose stream is read.
#[derive(Debug, Clone)]
pub struct Source {
    client: Client,
    table: String,
    writes: Option<Writes>,
}

impl Source {
    /// The table of this name.
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into(), writes: None }
    }

    /// Nobody writes to it but clients whose writes are counted here: while there are none, the
    /// stream has nothing new.
    #[must_use]
    pub fn written_by(self, writes: &Writes) -> Self {
        Self { writes: Some(writes.clone()), ..self }
    }

    /// How often it was written to, where that is known.
    fn written(&self) -> Option<u64> {
        self.writes.as_ref().map(Writes::happened)
    }
}

/// A reading of one table's stream that goes on until it is stopped or dropped.
#[derive(Debug)]
pub struct Poller {
    source: Source,
    shared: Arc<Shared>,
    rounds: watch::Receiver<Round>,
    task: JoinHandle<()>,
}

/// What the reading and those who wait for it have in common.
#[derive(Debug, Default)]
struct Shared {
    wake: Notify,
    stopping: AtomicBool,
    begun: AtomicU64,
    dead: Mutex<Vec<DeadLetter>>,
}

/// One pass over all shards, up to what was new when it read them.
#[derive(Debug, Clone, Copy, Default)]
struct Round {
    number: u64,
    /// How often the table had been written to when it began.
    written: Option<u64>,
    /// Nothing was there, or nothing is new since it was read.
    left_nothing: bool,
}

/// Up to where the stream is waited for.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// Nothing is left of it, which is not reached while others write.
    Nothing,
    /// What follows at once from a change is done, whatever others do meanwhile.
    Followed,
}

/// A change is consumed in one round, what its consumer wrote (a mail that is owed) in the next,
/// and what followed from that (the mail's state) in a third.
const ROUNDS_TO_FOLLOW: u64 = 3;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

impl Poller {
    /// Begins to read the stream of this table, each shard from where the consumer left it.
    pub fn start<C: Consumer>(source: Source, consumer: C, patience: Patience) -> Self {
        let (finished, rounds) = watch::channel(Round::default());
        let shared = Arc::new(Shared::default());
        let reading =
            Reading::new(source.clone(), consumer, patience, Arc::clone(&shared), finished);
        Self { source, shared, rounds, task: tokio::spawn(reading.run()) }
    }

    /// Looks for records now.
    pub fn wake(&self) {
        self.shared.wake.notify_one();
    }

    /// Waits until everything that was written before the call is consumed, with all that followed
    /// from it; answers whether that was reached in a minute.
    pub async fn settled(&self) -> bool {
        self.caught_up(Until::Nothing, LONGEST_WAIT).await
    }

    /// Waits at most this long; answers whether it was long enough.
    pub async fn caught_up(&self, until: Until, longest: Duration) -> bool {
        let latest = *self.rounds.borrow();
        if latest.left_nothing
            && latest.written.is_some()
            && latest.written == self.source.written()
        {
            return true;
        }
        let begun = self.shared.begun.load(Ordering::SeqCst);
        let reached = |round: &Round| {
            let since = round.number.saturating_sub(begun);
            let followed = matches!(until, Until::Followed) && since >= ROUNDS_TO_FOLLOW;
            followed || (since > 0 && round.left_nothing)
        };
        self.wake();
        let mut rounds = self.rounds.clone();
        matches!(timeout(longest, rounds.wait_for(reached)).await, Ok(Ok(_)))
    }

    /// What was given up, oldest first.
    pub fn dead_letters(&self) -> Vec<DeadLetter> {
        self.shared.dead().clone()
    }

    /// Ends the reading once the records at hand are consumed.
    pub async fn stop(&self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        self.wake();
        // The other end is dropped when the reading is over.
        let mut rounds = self.rounds.clone();
        while rounds.changed().await.is_ok() {}
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn dead(&self) -> std::sync::MutexGuard<'_, Vec<DeadLetter>> {
        self.dead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}
