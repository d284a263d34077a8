//! A batch of the table's stream, as Lambda hands it over.

use serde::Deserialize;
use shared::table::Item;

use super::{Image, Record};

/// What an event source mapping of the stream hands over; see
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Batch {
    /// What was changed, in order.
    #[serde(rename = "Records", default)]
    pub records: Vec<Change>,
    /// The shard, if the mapping has a tumbling window; see
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html>.
    #[serde(default)]
    pub shard_id: String,
}

/// A change of one item.
#[derive(Deserialize)]
pub struct Change {
    dynamodb: Images,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Images {
    sequence_number: String,
    old_image: Option<serde_dynamo::Item>,
    new_image: Option<serde_dynamo::Item>,
}

impl From<Change> for Record {
    fn from(change: Change) -> Self {
        let image = |item: Option<serde_dynamo::Item>| Some(Image::from(Item::from(item?)));
        Self {
            sequence: change.dynamodb.sequence_number,
            old: image(change.dynamodb.old_image),
            new: image(change.dynamodb.new_image),
        }
    }
}
