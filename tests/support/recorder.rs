//! Records which calls of DynamoDB an operation makes, for its function's policy.

use std::{cell::RefCell, collections::BTreeSet};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        interceptors::BeforeSerializationInterceptorContextRef,
    },
    error::BoxError,
    operation::{
        batch_get_item::BatchGetItemInput, query::QueryInput,
        transact_write_items::TransactWriteItemsInput,
    },
};

tokio::task_local! {
    static CALLS: RefCell<BTreeSet<String>>;
}

/// Sees every call of the client that it is given to.
#[derive(Debug)]
pub struct Recorder;

impl Recorder {
    /// Runs `work` and tells which calls it made: IAM's actions, with the index where there is one.
    pub async fn record<T>(work: impl Future<Output = T>) -> (T, BTreeSet<String>) {
        CALLS
            .scope(RefCell::default(), async {
                let result = work.await;
                (result, CALLS.with(|calls| calls.take()))
            })
            .await
    }
}

fn note(action: &str) {
    // What runs beside operations (the stream's consumer) is not recorded.
    let _ = CALLS.try_with(|calls| calls.borrow_mut().insert(format!("dynamodb:{action}")));
}

impl Intercept for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input();
        if input.downcast_ref::<BatchGetItemInput>().is_some() {
            note("BatchGetItem");
        } else if let Some(query) = input.downcast_ref::<QueryInput>() {
            let index = query.index_name().map(|index| format!(" {index}")).unwrap_or_default();
            note(&format!("Query{index}"));
        } else if let Some(write) = input.downcast_ref::<TransactWriteItemsInput>() {
            crate::writes::check(write)?;
            for item in write.transact_items() {
                let kinds = [
                    (item.put.is_some(), "PutItem"),
                    (item.update.is_some(), "UpdateItem"),
                    (item.delete.is_some(), "DeleteItem"),
                    (item.condition_check.is_some(), "ConditionCheckItem"),
                ];
                kinds.iter().filter(|(is, _)| *is).for_each(|(_, action)| note(action));
            }
        } else {
            note("unknown");
        }
        Ok(())
    }
}
