//! What was given up, read again: what an operator does with a dead letter.

use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};

use super::{DeadLetter, Source};

/// The records that a dead letter tells of, from the stream of its table.
pub async fn records_of(
    Source { client, table, .. }: &Source,
    letter: &DeadLetter,
) -> Result<Vec<Record>, BoxError> {
    let listed = client.list_streams().table_name(table).send().await?;
    let stream = listed.streams().first().and_then(|stream| stream.stream_arn());
    let iterator = client
        .get_shard_iterator()
        .stream_arn(stream.ok_or("the table has no stream")?)
        .shard_id(&letter.shard)
        .shard_iterator_type(ShardIteratorType::AtSequenceNumber)
        .sequence_number(&letter.first)
        .send()
        .await?
        .shard_iterator;
    let read = client.get_records().set_shard_iterator(iterator).send().await?;
    let last: u128 = letter.last.parse()?;
    let is_told_of = |record: &Record| {
        let sequence = record.dynamodb().and_then(|change| change.sequence_number());
        sequence.and_then(|text| text.parse::<u128>().ok()).is_some_and(|number| number <= last)
    };
    Ok(read.records.unwrap_or_default().into_iter().filter(is_told_of).collect())
}
