//! How functions' calls and the stream's reader reach the embedded store: both are in this process, so a call is handed
//! to the store's thread, and nothing goes over a socket. What the engine's own server does besides (it reads each call
//! three times over) is more than what the call asks for.

use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings,
            SharedHttpConnector,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    shared::IntoShared,
};
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use http::StatusCode;
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::{mpsc, oneshot};

/// The way to a store in this process.
#[derive(Debug, Clone)]
pub struct Within(mpsc::UnboundedSender<Asked>);

/// A call, and who waits for its answer.
#[derive(Debug)]
pub struct Asked {
    call: HttpRequest,
    answer: oneshot::Sender<HttpResponse>,
}

impl Within {
    /// A way, and where its calls arrive.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Asked>) {
        let (way, calls) = mpsc::unbounded_channel();
        (Self(way), calls)
    }
}

impl HttpClient for Within {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.clone().into_shared()
    }
}

impl HttpConnector for Within {
    fn call(&self, call: HttpRequest) -> HttpConnectorFuture {
        let (answer, answered) = oneshot::channel();
        let sent = self.0.send(Asked { call, answer });
        HttpConnectorFuture::new(async move {
            sent.map_err(|_| stopped())?;
            answered.await.map_err(|_| stopped())
        })
    }
}

fn stopped() -> ConnectorError {
    ConnectorError::io("the embedded store has stopped".into())
}

/// Answers calls one after the other, as long as there is somebody to make them.
pub async fn answer(mut calls: mpsc::UnboundedReceiver<Asked>, database: Database) {
    while let Some(Asked { call, answer }) = calls.recv().await {
        // Who does not wait any more has the call made all the same, as over a network.
        let _ = answer.send(made(&database, &call));
    }
}

fn made(database: &Database, call: &HttpRequest) -> HttpResponse {
    let operation = call.headers().get("x-amz-target").unwrap_or_default();
    let asked = call.body().bytes().unwrap_or_default();
    let (status, said) = match dispatch(database, operation, asked) {
        Ok(answer) => (StatusCode::OK, answer),
        Err(error) => {
            let status = StatusCode::from_u16(error.status_code());
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_json().into_bytes())
        }
    };
    HttpResponse::new(status.into(), SdkBody::from(said))
}

/// What functions and the reader of the stream call.
fn dispatch(database: &Database, operation: &str, asked: &[u8]) -> Result<Vec<u8>, DynoxideError> {
    match operation {
        "DynamoDB_20120810.BatchGetItem" => reply(asked, |asked| database.batch_get_item(asked)),
        "DynamoDB_20120810.BatchWriteItem" => {
            reply(asked, |asked| database.batch_write_item(asked))
        }
        "DynamoDB_20120810.Query" => reply(asked, |asked| database.query(asked)),
        "DynamoDB_20120810.TransactWriteItems" => {
            reply(asked, |asked| database.transact_write_items(asked))
        }
        "DynamoDBStreams_20120810.DescribeStream" => {
            reply(asked, |asked| database.describe_stream(asked))
        }
        "DynamoDBStreams_20120810.GetRecords" => reply(asked, |asked| database.get_records(asked)),
        "DynamoDBStreams_20120810.GetShardIterator" => {
            reply(asked, |asked| database.get_shard_iterator(asked))
        }
        "DynamoDBStreams_20120810.ListStreams" => {
            reply(asked, |asked| database.list_streams(asked))
        }
        other => Err(DynoxideError::UnsupportedCapability(other.to_owned())),
    }
}

fn reply<Call: DeserializeOwned, Answer: Serialize>(
    asked: &[u8],
    make: impl FnOnce(Call) -> Result<Answer, DynoxideError>,
) -> Result<Vec<u8>, DynoxideError> {
    let call = serde_json::from_slice(asked)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()))?;
    serde_json::to_vec(&make(call)?)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use aws_sdk_dynamodb::{
        Client,
        error::{DisplayErrorContext, ProvideErrorMetadata},
        operation::transact_write_items::TransactWriteItemsError,
        types::{
            AttributeValue, Delete, KeysAndAttributes, Put, PutRequest, TransactWriteItem,
            WriteRequest,
        },
    };

    use crate::{
        sdk,
        store::{Data, Store},
        template::create_table,
    };

    const TABLE: &str = "codriver";

    /// The same store, called in two ways.
    struct Both {
        store: Store,
        over_http: Client,
        within: Client,
    }

    impl Both {
        async fn new() -> Self {
            let store = Store::open(&Data::Memory).unwrap();
            let over_http = sdk::dynamodb(store.endpoint(), TABLE);
            create_table(&over_http, TABLE).await.unwrap();
            let within = over_http.config().to_builder().http_client(store.within().clone());
            Self { store, within: Client::from_conf(within.build()), over_http }
        }

        /// What both say, which is the same.
        async fn say(&self, ask: impl AsyncFn(Client) -> String) -> String {
            let said = ask(self.within.clone()).await;
            assert_eq!(said, ask(self.over_http.clone()).await);
            said
        }
    }

    type Item = HashMap<String, AttributeValue>;

    fn text(text: &str) -> AttributeValue {
        AttributeValue::S(text.to_owned())
    }

    fn key(sk: &str) -> Item {
        HashMap::from([("pk".to_owned(), text("a")), ("sk".to_owned(), text(sk))])
    }

    fn item(sk: &str) -> Item {
        let mut item = key(sk);
        item.insert("count".to_owned(), AttributeValue::N("1000000000000000000000".to_owned()));
        item.insert("listed".to_owned(), AttributeValue::L(vec![AttributeValue::Bool(true)]));
        item
    }

    async fn write(client: Client, items: Vec<TransactWriteItem>) -> String {
        let write = client.transact_write_items().set_transact_items(Some(items));
        match write.send().await {
            Ok(_) => String::new(),
            // Without what is told of the connection.
            Err(error) => {
                let said = format!("{} {}", error.code().unwrap(), error.message().unwrap());
                match error.into_service_error() {
                    TransactWriteItemsError::TransactionCanceledException(canceled) => {
                        format!("{said} {:?}", canceled.cancellation_reasons())
                    }
                    _ => said,
                }
            }
        }
    }

    fn put_new(sk: &str) -> TransactWriteItem {
        let put = Put::builder().table_name(TABLE).set_item(Some(item(sk)));
        let put = put.condition_expression("attribute_not_exists(pk)").build().unwrap();
        TransactWriteItem::builder().put(put).build()
    }

    fn delete(sk: &str) -> TransactWriteItem {
        let delete = Delete::builder().table_name(TABLE).set_key(Some(key(sk))).build().unwrap();
        TransactWriteItem::builder().delete(delete).build()
    }

    #[tokio::test]
    async fn a_call_within_the_process_is_answered_as_over_http() {
        let both = Both::new().await;
        assert_eq!(write(both.within.clone(), vec![put_new("1"), put_new("2")]).await, "");
        let refused = both.say(async |client| write(client, vec![delete("3"), put_new("1")]).await);
        assert!(refused.await.contains("ConditionalCheckFailed"));
        let empty = both.say(async |client| write(client, vec![put_new("")]).await);
        assert!(empty.await.contains("ValidationException"));
        let read = both.say(async |client| {
            let keys = KeysAndAttributes::builder().keys(key("1")).keys(key("none"));
            let read = client.batch_get_item().request_items(TABLE, keys.build().unwrap());
            let read = read.send().await.unwrap().responses.unwrap().remove(TABLE).unwrap();
            (read == [item("1")]).to_string()
        });
        assert_eq!(read.await, "true");
        let listed = both.say(async |client| {
            let query = client.query().table_name(TABLE).key_condition_expression("pk = :pk");
            let query = query.expression_attribute_values(":pk", text("a"));
            let query = query.limit(1).send().await.unwrap();
            format!("{:?} {:?}", query.count, query.last_evaluated_key.unwrap()["sk"])
        });
        assert_eq!(listed.await, r#"1 S("1")"#);
        let batch = both.say(async |client| {
            let put = PutRequest::builder().set_item(Some(item("4"))).build();
            let put = WriteRequest::builder().put_request(put.unwrap()).build();
            let batch = client.batch_write_item().request_items(TABLE, vec![put]);
            format!("{:?}", batch.send().await.unwrap().unprocessed_items.unwrap_or_default())
        });
        assert_eq!(batch.await, "{}");
    }

    #[tokio::test]
    async fn a_call_of_a_store_that_has_stopped_says_so() {
        let Both { store, within, .. } = Both::new().await;
        store.stop().await;
        let read = within.batch_get_item();
        let keys = KeysAndAttributes::builder().keys(key("1")).build().unwrap();
        let error = read.request_items(TABLE, keys).send().await.unwrap_err();
        let error = DisplayErrorContext(error).to_string();
        assert!(error.contains("the embedded store has stopped"), "{error}");
    }
}
