//! An answer in the place of the table's.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::context::{
            BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
        },
        orchestrator::{HttpRequest, HttpResponse},
    },
};
use aws_smithy_types::{
    body::SdkBody,
    config_bag::{ConfigBag, Storable, StoreReplace},
};
use serde_json::{Value, json};

/// What is answered instead: a status and a body.
#[derive(Debug, Clone)]
pub struct Instead(u16, Value);

impl Storable for Instead {
    type Storer = StoreReplace<Self>;
}

impl Instead {
    /// Any answer.
    pub fn answer(status: u16, body: Value) -> Self {
        Self(status, body)
    }

    /// One of DynamoDB's exceptions.
    pub fn exception(name: &str, message: &str) -> Self {
        Self(400, json!({ "__type": type_of(name), "message": message }))
    }

    /// The exception of a transaction of which one item, in the middle, met another write.
    pub fn conflict(request: &HttpRequest) -> Self {
        let items = asked(request)["TransactItems"].as_array().map_or(1, Vec::len);
        let busy = "Transaction is ongoing for the item";
        let reason = |place| (place == items / 2).then_some(("TransactionConflict", busy));
        Self::cancelled((0..items).map(reason))
    }

    /// The exception of a transaction with items that are not valid, for the reasons that they
    /// have.
    pub fn refused(reasons: &[Option<&str>]) -> Self {
        Self::cancelled(reasons.iter().map(|reason| Some(("ValidationError", (*reason)?))))
    }

    fn cancelled<'a>(reasons: impl Iterator<Item = Option<(&'a str, &'a str)>>) -> Self {
        let reasons = reasons.map(|reason| match reason {
            Some((code, message)) => json!({ "Code": code, "Message": message }),
            None => json!({ "Code": "None" }),
        });
        let body = json!({
            "__type": type_of("TransactionCanceledException"),
            "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
            "CancellationReasons": reasons.collect::<Vec<_>>(),
        });
        Self(400, body)
    }

    /// Whether an answer is to be replaced already.
    pub fn is_decided(bag: &ConfigBag) -> bool {
        bag.load::<Self>().is_some()
    }

    /// The attempt's answer will be this. Whether the call is done is not touched.
    pub fn replace_answer(self, bag: &mut ConfigBag) {
        bag.interceptor_state().store_put(self);
    }

    /// The attempt's answer will be this, and the call is not done: it is sent under the name of
    /// an operation that does not exist.
    pub fn replace_call(
        self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        bag: &mut ConfigBag,
    ) {
        let nothing = "DynamoDB_20120810.DoNothing";
        context.request_mut().headers_mut().insert("x-amz-target", nothing);
        self.replace_answer(bag);
    }

    /// Puts it in the place of the answer that came.
    pub fn put(
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Self(status, body)) = bag.load::<Self>() else { return Ok(()) };
        let body = SdkBody::from(body.to_string());
        *context.response_mut() = HttpResponse::new((*status).try_into()?, body);
        bag.interceptor_state().unset::<Self>();
        Ok(())
    }
}

/// What a call asks of the table.
pub fn asked(request: &HttpRequest) -> Value {
    serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap_or_default()
}

fn type_of(exception: &str) -> String {
    format!("com.amazonaws.dynamodb.v20120810#{exception}")
}
