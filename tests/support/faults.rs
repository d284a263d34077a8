//! Faults: spoils a chosen call of a request to the table, as the network and DynamoDB may.
//!
//! A plan belongs to one request: [`Plan::run`] makes it known to the interceptor for as long as
//! the request is under way, so that others are not touched.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        http::HttpRequest,
        interceptors::{
            BeforeDeserializationInterceptorContextMut, BeforeSerializationInterceptorContextRef,
            BeforeTransmitInterceptorContextMut,
        },
    },
    error::BoxError,
    operation::{batch_get_item::BatchGetItemInput, transact_write_items::TransactWriteItemsInput},
};
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchInput;
use aws_smithy_types::config_bag::{Storable, StoreReplace};
use local::dynamodb::{Instead, asked};
use serde_json::json;
use shared::email::SendEmail;

tokio::task_local! {
    static PLAN: Arc<Plan>;
}

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is throttled: nothing is done.
    Throttled,
    /// It conflicts with another write: nothing is done.
    Conflict,
    /// It leaves all that it was to read unread.
    Unread,
    /// It is done, but its answer does not come back.
    Lost,
    /// The process ends before it is done.
    KilledBefore,
    /// The process ends when it is done.
    KilledAfter,
}

/// For how long something goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// For the call's first attempt.
    Attempt,
    /// For all attempts of the call.
    Call,
    /// From the call on, for good.
    Rest,
}

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It reads one item, or a range.
    Read,
    /// It reads items by their keys.
    ReadMany,
    /// It writes.
    Write,
    /// It is not to the table: it hands mails over to a queue.
    HandOver,
    /// It is not to the table: it sends a mail.
    Mail,
}

/// What goes wrong with one request, and what calls it made.
#[derive(Debug)]
pub struct Plan {
    fault: Option<(usize, Fault, Reach)>,
    calls: Mutex<Vec<Kind>>,
    killed: AtomicBool,
}

impl Plan {
    /// Nothing goes wrong.
    pub fn smooth() -> Arc<Self> {
        Arc::new(Self { fault: None, calls: Mutex::default(), killed: AtomicBool::new(false) })
    }

    /// This goes wrong with the call of this number, counted from 0.
    pub fn at(call: usize, fault: Fault, reach: Reach) -> Arc<Self> {
        let fault = Some((call, fault, reach));
        Arc::new(Self { fault, calls: Mutex::default(), killed: AtomicBool::new(false) })
    }

    /// Runs a request under the plan.
    pub async fn run<T>(self: &Arc<Self>, request: impl Future<Output = T>) -> T {
        PLAN.scope(Arc::clone(self), request).await
    }

    /// The calls that were made.
    pub fn calls(&self) -> Vec<Kind> {
        self.calls.lock().expect("no panic").clone()
    }

    /// A call begins: what is to go wrong with it?
    fn begin(&self, kind: Kind) -> Option<(Fault, Reach)> {
        let mut calls = self.calls.lock().expect("no panic");
        let number = calls.len();
        calls.push(kind);
        let (at, fault, reach) = self.fault?;
        let reached = if reach == Reach::Rest { number >= at } else { number == at };
        (reached && fault.happens_to(kind)).then_some((fault, reach))
    }
}

impl Fault {
    /// Whether it can happen to such a call.
    pub fn happens_to(self, kind: Kind) -> bool {
        match self {
            Self::Conflict => kind == Kind::Write,
            Self::Unread => kind == Kind::ReadMany,
            Self::Throttled | Self::Lost => !matches!(kind, Kind::HandOver | Kind::Mail),
            Self::KilledBefore | Self::KilledAfter => true,
        }
    }

    /// What is answered instead.
    fn answer(self, request: &HttpRequest) -> Instead {
        match self {
            Self::Conflict => Instead::conflict(request),
            Self::Unread => {
                let unread = &asked(request)["RequestItems"];
                Instead::answer(200, json!({ "Responses": {}, "UnprocessedKeys": unread }))
            }
            Self::Lost => Instead::answer(500, json!({ "__type": "InternalServerError" })),
            Self::Throttled | Self::KilledBefore | Self::KilledAfter => {
                Instead::exception("ProvisionedThroughputExceededException", "")
            }
        }
    }
}

/// A call that is to be spoiled.
#[derive(Debug)]
struct Spoiled {
    fault: Fault,
    reach: Reach,
    attempts: AtomicU32,
}

impl Storable for Spoiled {
    type Storer = StoreReplace<Self>;
}

/// Spoils the calls of the client that it is given to, as the plan at hand says.
#[derive(Debug)]
pub struct Faults;

impl Intercept for Faults {
    fn name(&self) -> &'static str {
        "Faults"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(write) = context.input().downcast_ref::<TransactWriteItemsInput>() {
            crate::writes::check(write)?;
        }
        // What runs beside a request (the stream's consumer) has no plan.
        let Ok(plan) = PLAN.try_with(Arc::clone) else { return Ok(()) };
        if plan.killed.load(Ordering::SeqCst) {
            return Err("the process has ended".into());
        }
        let Some((fault, reach)) = plan.begin(kind(context)) else { return Ok(()) };
        if fault == Fault::KilledBefore {
            plan.killed.store(true, Ordering::SeqCst);
            return Err("the process ends".into());
        }
        bag.interceptor_state().store_put(Spoiled { fault, reach, attempts: AtomicU32::new(0) });
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(spoiled) = bag.load::<Spoiled>() else { return Ok(()) };
        let is_first = spoiled.attempts.fetch_add(1, Ordering::SeqCst) == 0;
        if !is_first && spoiled.reach == Reach::Attempt {
            return Ok(());
        }
        let fault = spoiled.fault;
        let answer = fault.answer(context.request());
        match fault {
            Fault::Lost | Fault::KilledAfter => answer.replace_answer(bag),
            _ => answer.replace_call(context, bag),
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if !Instead::is_decided(bag) {
            return Ok(());
        }
        if bag.load::<Spoiled>().is_some_and(|spoiled| spoiled.fault == Fault::KilledAfter) {
            PLAN.with(|plan| plan.killed.store(true, Ordering::SeqCst));
            return Err("the process ends".into());
        }
        Instead::put(context, bag)
    }
}

fn kind(context: &BeforeSerializationInterceptorContextRef<'_>) -> Kind {
    let input = context.input();
    if input.downcast_ref::<TransactWriteItemsInput>().is_some() {
        Kind::Write
    } else if input.downcast_ref::<BatchGetItemInput>().is_some() {
        Kind::ReadMany
    } else if input.downcast_ref::<SendMessageBatchInput>().is_some() {
        Kind::HandOver
    } else if input.downcast_ref::<SendEmail>().is_some() {
        Kind::Mail
    } else {
        Kind::Read
    }
}
