//! One shard of a stream: where its reading stands, and what happens to a batch that fails.

use aws_sdk_dynamodb::error::{BoxError, ProvideErrorMetadata};
use aws_sdk_dynamodbstreams::{
    Client,
    types::{Record, ShardIteratorType},
};
use tokio::time::sleep;

use super::{Consumer, DeadLetter, Failed, Patience, Shared};

/// How many records are asked for at once: as many as the function on AWS is handed.
const BATCH: usize = 100;

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

    /// Consumes what is there; answers how many records that was.
    pub(super) async fn catch_up(
        &mut self,
        client: &Client,
        consumer: &impl Consumer,
        patience: Patience,
        shared: &Shared,
    ) -> Result<usize, BoxError> {
        let mut consumed = 0;
        while !shared.is_stopping() {
            let Some(iterator) = self.iterator(client, consumer).await? else {
                break;
            };
            let (records, next) = self.read(client, iterator).await?;
            consumed += records.len();
            self.hand_over(consumer, &records, patience, shared).await;
            self.next = next.map_or(Next::Ended, Next::At);
            if records.len() < BATCH {
                break;
            }
        }
        Ok(consumed)
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
    /// the end is given up whole, what stands behind the failed record with it.
    async fn hand_over(
        &mut self,
        consumer: &impl Consumer,
        records: &[Record],
        patience: Patience,
        shared: &Shared,
    ) {
        let (mut left, mut attempts, mut wait) = (records, 0, patience.first_wait);
        while !left.is_empty() {
            let Err(failed) = consumer.consume(&self.shard, left).await else { break };
            left = &left[failed.index.min(left.len() - 1)..];
            attempts += 1;
            if attempts >= patience.attempts {
                self.give_up(left, failed, shared);
                break;
            }
            sleep(wait).await;
            wait *= 2;
        }
        if let Some(sequence) = records.last().and_then(sequence_number) {
            self.last = Some(sequence.to_owned());
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

fn sequence_number(record: &Record) -> Option<&str> {
    record.dynamodb()?.sequence_number()
}
