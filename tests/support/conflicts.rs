//! Conflicts: while a write is under way, another of the same items is refused, as DynamoDB does
//! and the embedded store does not.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        http::{HttpRequest, HttpResponse},
        interceptors::{
            BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
        },
    },
    error::BoxError,
};
use aws_smithy_types::{
    body::SdkBody,
    config_bag::{Storable, StoreReplace},
};
use serde_json::{Value, json};

/// How long a write is under way.
const UNDER_WAY: Duration = Duration::from_millis(10);

/// The items that are being written by the client that it is given to.
#[derive(Debug, Clone, Default)]
pub struct Conflicts {
    writing: Arc<Mutex<HashSet<String>>>,
    met: Arc<AtomicUsize>,
}

impl Conflicts {
    /// How many writes met another.
    pub fn met(&self) -> usize {
        self.met.load(Ordering::SeqCst)
    }

    /// Begins to write these items, unless one of them is being written.
    fn begin(&self, keys: HashSet<String>) -> bool {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if !writing.is_disjoint(&keys) {
            self.met.fetch_add(1, Ordering::SeqCst);
            return false;
        }
        writing.extend(keys.iter().cloned());
        let all = Arc::clone(&self.writing);
        tokio::spawn(async move {
            tokio::time::sleep(UNDER_WAY).await;
            let mut writing = all.lock().unwrap_or_else(PoisonError::into_inner);
            writing.retain(|key| !keys.contains(key));
        });
        true
    }
}

/// What takes the place of the answer to a write that meets another: its number of items.
#[derive(Debug)]
struct Refused(usize);

impl Storable for Refused {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Conflicts {
    fn name(&self) -> &'static str {
        "Conflicts"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(items) = written(context.request()) else { return Ok(()) };
        if !self.begin(items.iter().map(key).collect()) {
            let nothing = "DynamoDB_20120810.DoNothing";
            context.request_mut().headers_mut().insert("x-amz-target", nothing);
            bag.interceptor_state().store_put(Refused(items.len()));
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Refused(items)) = bag.load::<Refused>() else { return Ok(()) };
        let reasons = vec![json!({ "Code": "TransactionConflict", "Message": "Busy." }); *items];
        let kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        let body = json!({ "__type": kind, "Message": "", "CancellationReasons": reasons });
        *context.response_mut() =
            HttpResponse::new(400.try_into()?, SdkBody::from(body.to_string()));
        bag.interceptor_state().unset::<Refused>();
        Ok(())
    }
}

/// The items of a transaction that writes.
fn written(request: &HttpRequest) -> Option<Vec<Value>> {
    let target = request.headers().get("x-amz-target")?;
    let body = request.body().bytes().filter(|_| target.ends_with(".TransactWriteItems"))?;
    let mut body: Value = serde_json::from_slice(body).ok()?;
    body["TransactItems"].as_array_mut().map(std::mem::take)
}

/// The key of an item of a transaction.
fn key(item: &Value) -> String {
    let part = item.as_object().and_then(|parts| parts.values().next()).unwrap_or(item);
    let at = part.get("Key").or_else(|| part.get("Item")).unwrap_or(part);
    format!("{} {}", at["pk"], at["sk"])
}
