//! How often a table was written to: whoever reads its stream knows by that when nothing is new.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef},
        },
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// The calls that write nothing, by the ends of their targets.
const READS: [&str; 5] = [".BatchGetItem", ".DescribeTable", ".GetItem", ".Query", ".Scan"];

/// Counts what the clients write that it is given to. Clones are the same.
///
/// Each attempt counts as it is sent and as it ends: one that is under way when the stream is read is
/// new again once it ends.
#[derive(Debug, Clone, Default)]
pub struct Writes(Arc<AtomicU64>);

impl Writes {
    /// A number that is another when something was written.
    pub fn happened(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn happens(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// An attempt that may write.
#[derive(Debug)]
struct UnderWay;

impl Storable for UnderWay {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Writes {
    fn name(&self) -> &'static str {
        "Writes"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        if !READS.iter().any(|read| target.ends_with(read)) {
            bag.interceptor_state().store_put(UnderWay);
            self.happens();
        }
        Ok(())
    }

    // Whatever became of it: it may be done though its answer is lost.
    fn read_after_attempt(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if bag.load::<UnderWay>().is_some() {
            bag.interceptor_state().unset::<UnderWay>();
            self.happens();
        }
        Ok(())
    }
}
