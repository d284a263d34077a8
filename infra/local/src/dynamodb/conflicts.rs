//! Transactions that meet others. DynamoDB cancels one of two that touch the same item at once;
//! the embedded engine does one after the other.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{
                BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
            },
        },
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;

use super::instead::Instead;

/// Cancels every so many-th transaction, as if it had met another.
#[derive(Debug)]
pub struct Conflicts {
    every: u64,
    seen: AtomicU64,
}

impl Conflicts {
    /// Of so many transactions, one is cancelled.
    pub fn every(every: u64) -> Self {
        Self { every, seen: AtomicU64::new(0) }
    }
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
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        if !target.ends_with(".TransactWriteItems") || Instead::is_decided(bag) {
            return Ok(());
        }
        let number = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        if number.is_multiple_of(self.every) {
            Instead::conflict(context.request()).replace_call(context, bag);
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        Instead::put(context, bag)
    }
}
