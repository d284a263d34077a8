//! The reading of a stream: rounds over its shards, each from where its consumer is.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering},
};

use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodbstreams::types::Shard;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::{Consumer, Patience, Round, Shared, Source, shard::Reader};

/// What a stream, or a shard of it, had that was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// All that had been written when it was read.
    All,
    /// What one answer holds, or one shard has: there may be more.
    Some,
}

/// The reading itself.
pub(super) struct Reading<C> {
    source: Source,
    consumer: C,
    patience: Patience,
    shared: Arc<Shared>,
    finished: watch::Sender<Round>,
    stream: Option<String>,
    open: Vec<Reader>,
    read_to_the_end: HashSet<String>,
}

impl<C: Consumer> Reading<C> {
    pub(super) fn new(
        source: Source,
        consumer: C,
        patience: Patience,
        shared: Arc<Shared>,
        finished: watch::Sender<Round>,
    ) -> Self {
        let (stream, open, read_to_the_end) = (None, Vec::new(), HashSet::new());
        Self { source, consumer, patience, shared, finished, stream, open, read_to_the_end }
    }

    pub(super) async fn run(mut self) {
        while !self.shared.is_stopping() {
            let number = self.shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
            let written = self.source.written();
            let left_nothing = match self.round().await {
                // It was cut short: what it has not looked at is left.
                Ok(_) if self.shared.is_stopping() => false,
                Ok(Found::Nothing) => true,
                Ok(Found::All) => written.is_some() && written == self.source.written(),
                Ok(Found::Some) => false,
                Err(error) => {
                    tracing::warn!(%error, "the stream cannot be read; trying again");
                    sleep(self.patience.idle).await;
                    continue;
                }
            };
            self.finished.send_replace(Round { number, written, left_nothing });
            if left_nothing {
                // Woken or not, there may be something by now.
                let _ = timeout(self.patience.idle, self.shared.wake.notified()).await;
            }
        }
    }

    /// Reads every open shard up to its end or to the latest record.
    async fn round(&mut self) -> Result<Found, BoxError> {
        if self.open.is_empty() {
            self.open_shards().await?;
        }
        let mut found = Found::Nothing;
        for reader in &mut self.open {
            let client = &self.source.client;
            let there = reader.catch_up(client, &self.consumer, self.patience, &self.shared);
            found = found.max(there.await?);
        }
        let ended = self.open.extract_if(.., |reader| reader.has_ended());
        let before = self.read_to_the_end.len();
        self.read_to_the_end.extend(ended.map(|reader| reader.shard));
        if self.read_to_the_end.len() > before {
            self.open_shards().await?;
            // What lies in the shards that followed has not been looked at.
            found = Found::Some;
        }
        Ok(found)
    }

    /// Opens each shard that is new, but none before the one that it continues was read.
    async fn open_shards(&mut self) -> Result<(), BoxError> {
        let stream = self.stream().await?;
        let shards = self.shards(&stream).await?;
        let ids: HashSet<_> = shards.iter().filter_map(Shard::shard_id).collect();
        for shard in &shards {
            let Some(id) = shard.shard_id() else { continue };
            let waits = shard.parent_shard_id().is_some_and(|parent| {
                ids.contains(parent) && !self.read_to_the_end.contains(parent)
            });
            let known = self.read_to_the_end.contains(id)
                || self.open.iter().any(|reader| reader.shard == id);
            if !waits && !known {
                self.open.push(Reader::new(&stream, id));
            }
        }
        Ok(())
    }

    async fn stream(&mut self) -> Result<String, BoxError> {
        if let Some(stream) = &self.stream {
            return Ok(stream.clone());
        }
        let listed =
            self.source.client.list_streams().table_name(&self.source.table).send().await?;
        let stream = listed.streams().first().and_then(|stream| stream.stream_arn());
        let stream = stream.ok_or("the table has no stream")?.to_owned();
        self.stream = Some(stream.clone());
        Ok(stream)
    }

    async fn shards(&self, stream: &str) -> Result<Vec<Shard>, BoxError> {
        let (mut shards, mut after) = (Vec::new(), None);
        loop {
            let request = self.source.client.describe_stream().stream_arn(stream);
            let answer = request.set_exclusive_start_shard_id(after).send().await?;
            let described = answer.stream_description.ok_or("a stream without description")?;
            after = described.last_evaluated_shard_id;
            shards.extend(described.shards.unwrap_or_default());
            if after.is_none() {
                return Ok(shards);
            }
        }
    }
}
