//! How functions' calls and the stream's reader reach the embedded store: both are in this process, so nothing goes over
//! a socket. A call is read and its answer written where it is made; only what the engine does with it is done on the
//! store's thread, which is what everybody waits for. The engine's own server reads each call three times over, there.

use std::panic::{AssertUnwindSafe, catch_unwind};

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
pub struct Within(mpsc::UnboundedSender<Work>);

/// What the engine is to do.
pub type Work = Box<dyn FnOnce(&Database) + Send>;

/// Why a call has no answer.
enum Failed {
    /// The engine refuses it.
    Refused(DynoxideError),
    /// There is no engine any more, or it died of this call.
    Unanswered,
}

impl Within {
    /// A way, and where the work arrives.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Work>) {
        let (way, work) = mpsc::unbounded_channel();
        (Self(way), work)
    }

    /// What functions and the reader of the stream call.
    async fn answer(&self, operation: &str, asked: &[u8]) -> Result<Vec<u8>, Failed> {
        match operation {
            "DynamoDB_20120810.BatchGetItem" => self.make(asked, Database::batch_get_item).await,
            "DynamoDB_20120810.BatchWriteItem" => {
                self.make(asked, Database::batch_write_item).await
            }
            "DynamoDB_20120810.Query" => self.make(asked, Database::query).await,
            "DynamoDB_20120810.TransactWriteItems" => {
                self.make(asked, Database::transact_write_items).await
            }
            "DynamoDBStreams_20120810.DescribeStream" => {
                self.make(asked, Database::describe_stream).await
            }
            "DynamoDBStreams_20120810.GetRecords" => self.make(asked, Database::get_records).await,
            "DynamoDBStreams_20120810.GetShardIterator" => {
                self.make(asked, Database::get_shard_iterator).await
            }
            "DynamoDBStreams_20120810.ListStreams" => {
                self.make(asked, Database::list_streams).await
            }
            other => Err(Failed::Refused(DynoxideError::UnsupportedCapability(other.to_owned()))),
        }
    }

    async fn make<Call, Answer>(
        &self,
        asked: &[u8],
        make: fn(&Database, Call) -> Result<Answer, DynoxideError>,
    ) -> Result<Vec<u8>, Failed>
    where
        Call: DeserializeOwned + Send + 'static,
        Answer: Serialize + Send + 'static,
    {
        let call = serde_json::from_slice(asked)
            .map_err(|error| DynoxideError::SerializationException(error.to_string()))?;
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |database| {
            // Who does not wait any more has the call made all the same, as over a network.
            let _ = answer.send(make(database, call));
        });
        self.0.send(work).map_err(|_| Failed::Unanswered)?;
        let answer = answered.await.map_err(|_| Failed::Unanswered)??;
        let answer = serde_json::to_vec(&answer);
        Ok(answer.map_err(|error| DynoxideError::InternalServerError(error.to_string()))?)
    }
}

impl From<DynoxideError> for Failed {
    fn from(refused: DynoxideError) -> Self {
        Self::Refused(refused)
    }
}

/// Does what is asked for, one after the other, as long as there is somebody to ask. What the engine dies of is that
/// call's alone.
pub async fn work(mut asked: mpsc::UnboundedReceiver<Work>, database: Database) {
    while let Some(work) = asked.recv().await {
        // The panic is told, and who waits hears that there is no answer.
        let _ = catch_unwind(AssertUnwindSafe(|| work(&database)));
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
        let way = self.clone();
        HttpConnectorFuture::new(async move {
            let operation = call.headers().get("x-amz-target").unwrap_or_default();
            let asked = call.body().bytes().unwrap_or_default();
            let (status, said) = match way.answer(operation, asked).await {
                Ok(answer) => (StatusCode::OK, SdkBody::from(answer)),
                Err(Failed::Refused(error)) => {
                    let status = StatusCode::from_u16(error.status_code());
                    (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_json().into())
                }
                Err(Failed::Unanswered) => {
                    return Err(ConnectorError::io("the embedded store does not answer".into()));
                }
            };
            Ok(HttpResponse::new(status.into(), said))
        })
    }
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

    use serde_json::Value;

    use super::{Database, DynoxideError, Failed};
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
    async fn a_call_of_a_store_that_has_stopped_is_not_answered() {
        let Both { store, within, .. } = Both::new().await;
        store.stop().await;
        let keys = KeysAndAttributes::builder().keys(key("1")).build().unwrap();
        let read = within.batch_get_item().request_items(TABLE, keys);
        let error = DisplayErrorContext(read.send().await.unwrap_err()).to_string();
        assert!(error.contains("the embedded store does not answer"), "{error}");
    }

    #[tokio::test]
    async fn a_call_that_the_engine_dies_of_leaves_it_to_the_others() {
        let Both { store, within, .. } = Both::new().await;
        let dies = |_: &Database, _: Value| -> Result<Value, DynoxideError> { panic!("a fault") };
        let died = store.within().make(b"{}", dies).await;
        assert!(matches!(died, Err(Failed::Unanswered)));
        assert_eq!(write(within, vec![put_new("1")]).await, "");
    }
}
