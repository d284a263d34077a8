//! DynamoDB, which is asked for four things: items, a range of them, a write of several in one, and many writes at once.

use aws_sdk_dynamodb::operation::{
    batch_get_item::{BatchGetItem, BatchGetItemError, BatchGetItemInput, BatchGetItemOutput},
    batch_write_item::{
        BatchWriteItem, BatchWriteItemError, BatchWriteItemInput, BatchWriteItemOutput,
    },
    query::{Query, QueryError, QueryInput, QueryOutput},
    transact_write_items::{
        TransactWriteItems, TransactWriteItemsError, TransactWriteItemsInput,
        TransactWriteItemsOutput,
    },
};

use crate::aws::{Call, Called, Config, call_of_client};

/// DynamoDB, as it is called.
#[derive(Debug)]
pub(super) struct DynamoDb {
    pub(super) batch_get_item: Call<BatchGetItemInput, BatchGetItemOutput, BatchGetItemError>,
    pub(super) query: Call<QueryInput, QueryOutput, QueryError>,
    pub(super) transact_write_items:
        Call<TransactWriteItemsInput, TransactWriteItemsOutput, TransactWriteItemsError>,
    pub(super) batch_write_item:
        Call<BatchWriteItemInput, BatchWriteItemOutput, BatchWriteItemError>,
}

impl DynamoDb {
    /// DynamoDB, called in this way.
    pub(super) fn new(config: &Config) -> Self {
        let called = |operation| Called { service: "DynamoDB", signed_as: "dynamodb", operation };
        let (get, query) = (called("BatchGetItem"), called("Query"));
        let (transact, write) = (called("TransactWriteItems"), called("BatchWriteItem"));
        Self {
            batch_get_item: call_of_client(get, config.clone(), &BatchGetItem::new()),
            query: call_of_client(query, config.clone(), &Query::new()),
            transact_write_items: call_of_client(
                transact,
                config.clone(),
                &TransactWriteItems::new(),
            ),
            batch_write_item: call_of_client(write, config.clone(), &BatchWriteItem::new()),
        }
    }
}
