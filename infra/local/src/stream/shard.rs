//! One shard of a stream: where its reading stands, and what happens to a batch that fails.

use std::{panic::AssertUnwindSafe, time::Duration};

use aws_sdk_dynamodb::error::{BoxError, ProvideErrorMetadata};
use aws_sdk_dynamodbstreams::{
    Client,
    types::{Record, ShardIteratorType, StreamRecord},
};
use futures::FutureExt;
use tokio::time::{sleep, timeout};

use super::{Consumer, DeadLetter, Failed, Patience, Shared, reading::Found};

/// How many records are asked for at once: as many as the function on AWS is handed.
const BATCH: usize = 100;
/// An answer holds 1 MB at most, and a record that did not fit into it can have two images of 400 kB: one
/// that is no larger than this, in bytes, left none out for its size.
const SMALL: i64 = 100_000;

/// Reads one shard.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) shard: String,
    stream: String,
    /// The last record that was consumed or given up by this reader.
    last: Option<String>,
    next: Next,
}

#[derive(Debug)]
enum Next {
    /// Wherever the last record, or the consumer's own position, says.
    Unknown,
    /// What this iterator stands at.
    At(String),
    /// Nothing: the shard is closed and read.
    Ended,
}

impl Reader {
    pub(super) fn new(stream: &str, shard: &str) -> Self {
        Self { shard: shard.to_owned(), stream: stream.to_owned(), last: None, next: Next::Unknown }
    }

    pub(super) fn has_ended(&self) -> bool {
        matches!(self.next, Next::Ended)
    }

    /// Consumes what is there.
    pub(super) async fn catch_up(
        &mut self,
        client: &Client,
        consumer: &impl Consumer,
        patience: Patience,
        shared: &Shared,
    ) -> Result<Found, BoxError> {
        let mut found = Found::Nothing;
        while !shared.is_stopping() {
            let Some(iterator) = self.iterator(client, consumer).await? else {
                break;
            };
            let (records, next) = self.read(client, iterator).await?;
            found = found.max(found_in(&records));
            self.hand_over(consumer, &records, patience, shared).await;
            self.next = next.map_or(Next::Ended, Next::At);
            if records.len() < BATCH {
                break;
            }
        }
        Ok(found)
    }

    async fn read(
        &mut self,
        client: &Client,
        iterator: String,
    ) -> Result<(Vec<Record>, Option<String>), BoxError> {
        let request = client.get_records().shard_iterator(iterator).limit(BATCH as i32);
        // Iterators grow old: after an error the next one is made anew.
        self.next = Next::Unknown;
        let answer = request.send().await?;
        Ok((answer.records.unwrap_or_default(), answer.next_shard_iterator))
    }

    async fn iterator(
        &mut self,
        client: &Client,
        consumer: &impl Consumer,
    ) -> Result<Option<String>, BoxError> {
        match &self.next {
            Next::At(iterator) => Ok(Some(iterator.clone())),
            Next::Ended => Ok(None),
            Next::Unknown => {
                if self.last.is_none() {
                    self.last = consumer.position(&self.shard).await?;
                }
                self.new_iterator(client).await
            }
        }
    }

    async fn new_iterator(&mut self, client: &Client) -> Result<Option<String>, BoxError> {
        let request = |kind| {
            let request = client.get_shard_iterator().shard_iterator_type(kind);
            request.stream_arn(&self.stream).shard_id(&self.shard)
        };
        if let Some(last) = &self.last {
            let after = request(ShardIteratorType::AfterSequenceNumber).sequence_number(last);
            match after.send().await {
                Ok(answer) => return Ok(answer.shard_iterator),
                Err(error) if error.code() == Some("TrimmedDataAccessException") => {}
                Err(error) => return Err(error.into()),
            }
        }
        let first = request(ShardIteratorType::TrimHorizon).send().await?;
        Ok(first.shard_iterator)
    }

    /// Hands a batch over until all of it is consumed or its attempts are used up. Each attempt
    /// begins at the record that failed before, where the consumer reported it; what is left at
    /// the end is given up whole, what stands behind the failed record with it. Where a call fails
    /// whole, the batch is halved, which is no attempt: each half goes on with those that are left.
    async fn hand_over(
        &mut self,
        consumer: &impl Consumer,
        records: &[Record],
        patience: Patience,
        shared: &Shared,
    ) {
        let whole = Part { records, attempts: 0, wait: patience.first_wait };
        let mut waiting: Vec<_> = (!records.is_empty()).then_some(whole).into_iter().collect();
        while let Some(mut part) = waiting.pop() {
            let Err(failed) = self.call(consumer, part.records, patience).await else { continue };
            if failed.at.is_none() && part.records.len() > 1 {
                let [first, second] = part.halves();
                waiting.extend([second, first]);
                continue;
            }
            part.records = &part.records[failed.at.unwrap_or(0).min(part.records.len() - 1)..];
            part.attempts += 1;
            if part.attempts >= patience.attempts {
                self.give_up(part.records, failed, shared);
                continue;
            }
            sleep(part.wait).await;
            part.wait = (part.wait * 2).min(patience.longest_wait);
            waiting.push(part);
        }
        if let Some(sequence) = records.last().and_then(sequence_number) {
            self.last = Some(sequence.to_owned());
        }
    }

    /// Calls the consumer once. One that dies, or takes too long, tells of no record.
    async fn call(
        &self,
        consumer: &impl Consumer,
        records: &[Record],
        patience: Patience,
    ) -> Result<(), Failed> {
        let whole = |reason: &str| Err(Failed { at: None, reason: reason.to_owned() });
        let call = AssertUnwindSafe(consumer.consume(&self.shard, records)).catch_unwind();
        match timeout(patience.call, call).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => whole("the consumer died"),
            Err(_) => whole("the consumer took too long"),
        }
    }

    fn give_up(&self, records: &[Record], failed: Failed, shared: &Shared) {
        let sequence = |record: Option<&Record>| {
            record.and_then(sequence_number).unwrap_or_default().to_owned()
        };
        let letter = DeadLetter {
            shard: self.shard.clone(),
            first: sequence(records.first()),
            last: sequence(records.last()),
            reason: failed.reason,
        };
        let DeadLetter { shard, first, last, reason } = &letter;
        tracing::error!(shard, first, last, reason, "records are given up");
        shared.dead().push(letter);
    }
}

/// What is left of a batch, and how often it was tried.
#[derive(Debug, Clone, Copy)]
struct Part<'r> {
    records: &'r [Record],
    attempts: u32,
    wait: Duration,
}

impl Part<'_> {
    fn halves(self) -> [Self; 2] {
        let (first, second) = self.records.split_at(self.records.len() / 2);
        [first, second].map(|records| Self { records, ..self })
    }
}

fn found_in(records: &[Record]) -> Found {
    let changes = records.iter().filter_map(Record::dynamodb);
    let bytes: i64 = changes.filter_map(StreamRecord::size_bytes).sum();
    match records.len() {
        0 => Found::Nothing,
        _ if bytes <= SMALL => Found::All,
        _ => Found::Some,
    }
}

fn sequence_number(record: &Record) -> Option<&str> {
    record.dynamodb()?.sequence_number()
}
