//! The reading of a stream: rounds over its shards, each from where its consumer is.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering},
};

use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodbstreams::{Client, types::Shard};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::{Consumer, Patience, Round, Shared, shard::Reader};

/// The reading itself.
pub(super) struct Reading<C> {
    client: Client,
    table: String,
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
        client: Client,
        table: String,
        consumer: C,
        patience: Patience,
        shared: Arc<Shared>,
        finished: watch::Sender<Round>,
    ) -> Self {
        let (stream, open, read_to_the_end) = (None, Vec::new(), HashSet::new());
        Self { client, table, consumer, patience, shared, finished, stream, open, read_to_the_end }
    }

    pub(super) async fn run(mut self) {
        while !self.shared.is_stopping() {
            let number = self.shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
            let found_nothing = match self.round().await {
                Ok(consumed) => consumed == 0,
                Err(error) => {
                    tracing::warn!(%error, "the stream cannot be read; trying again");
                    sleep(self.patience.idle).await;
                    continue;
                }
            };
            self.finished.send_replace(Round { number, found_nothing });
            if found_nothing {
                // Woken or not, there may be something by now.
                let _ = timeout(self.patience.idle, self.shared.wake.notified()).await;
            }
        }
    }

    /// Reads every open shard up to its end or to the latest record; answers how many it found.
    async fn round(&mut self) -> Result<usize, BoxError> {
        if self.open.is_empty() {
            self.open_shards().await?;
        }
        let mut consumed = 0;
        for reader in &mut self.open {
            consumed +=
                reader.catch_up(&self.client, &self.consumer, self.patience, &self.shared).await?;
        }
        let ended = self.open.extract_if(.., |reader| reader.has_ended());
        let before = self.read_to_the_end.len();
        self.read_to_the_end.extend(ended.map(|reader| reader.shard));
        if self.read_to_the_end.len() > before {
            self.open_shards().await?;
            // What lies in the shards that followed has not been looked at.
            consumed += 1;
        }
        Ok(consumed)
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
        let listed = self.client.list_streams().table_name(&self.table).send().await?;
        let stream = listed.streams().first().and_then(|stream| stream.stream_arn());
        let stream = stream.ok_or("the table has no stream")?.to_owned();
        self.stream = Some(stream.clone());
        Ok(stream)
    }

    async fn shards(&self, stream: &str) -> Result<Vec<Shard>, BoxError> {
        let (mut shards, mut after) = (Vec::new(), None);
        loop {
            let request = self.client.describe_stream().stream_arn(stream);
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
