//! Holds a request just before it writes, while something else happens: what it read is then as
//! old as a read can be.

use std::sync::{Mutex, mpsc};

use aws_sdk_dynamodb::{
    config::{ConfigBag, Intercept, interceptors::BeforeSerializationInterceptorContextRef},
    error::BoxError,
    operation::transact_write_items::TransactWriteItemsInput,
};
use tokio::{sync::oneshot, task::block_in_place};

tokio::task_local! {
    /// Where the request stops, unless it was there already.
    static STOP: Mutex<Option<(oneshot::Sender<()>, mpsc::Receiver<()>)>>;
}

/// Holds the requests of the client that it is given to. Tests that use it run on several threads.
#[derive(Debug)]
pub struct Pause;

impl Pause {
    /// Makes a request that is held before its first write until something else is done; gives
    /// its answer.
    pub async fn before_write<T: Send + 'static>(
        request: impl Future<Output = T> + Send + 'static,
        meanwhile: impl Future<Output = ()>,
    ) -> T {
        let (stopped, stops) = oneshot::channel();
        let (go_on, goes_on) = mpsc::channel();
        let stop = Mutex::new(Some((stopped, goes_on)));
        let request = tokio::spawn(STOP.scope(stop, request));
        stops.await.expect("a write");
        meanwhile.await;
        go_on.send(()).expect("a request that is held");
        request.await.expect("an answer")
    }
}

impl Intercept for Pause {
    fn name(&self) -> &'static str {
        "Pause"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context.input().downcast_ref::<TransactWriteItemsInput>().is_none() {
            return Ok(());
        }
        let stop = STOP.try_with(|stop| stop.lock().expect("no panic").take());
        if let Ok(Some((stopped, goes_on))) = stop {
            let _ = stopped.send(());
            block_in_place(|| goes_on.recv())?;
        }
        Ok(())
    }
}
