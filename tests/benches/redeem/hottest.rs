//! Which item is written to most often while many codes of one batch are redeemed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::{
    config::{
        ConfigBag, Intercept, RuntimeComponents, SharedInterceptor,
        interceptors::BeforeSerializationInterceptorContextRef,
    },
    error::BoxError,
    operation::transact_write_items::TransactWriteItemsInput,
    types::TransactWriteItem,
};
use serde_json::json;
use shared::table::{Item, Key};
use tests::{Service, crowd::at_once};

use crate::crowd;

/// How many codes are redeemed.
const REDEMPTIONS: usize = 1_000;

tokio::task_local! {
    /// What a redemption writes is counted, unlike what follows from it.
    static REDEEMING: ();
}

type Counts = Arc<Mutex<HashMap<(String, String), usize>>>;

/// Counts the writes of each item.
#[derive(Debug)]
struct Counting(Counts);

impl Intercept for Counting {
    fn name(&self) -> &'static str {
        "Counting"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let write = context.input().downcast_ref::<TransactWriteItemsInput>();
        if let (Some(write), Ok(())) = (write, REDEEMING.try_with(|()| ())) {
            let mut counts = self.0.lock().expect("a count");
            for key in write.transact_items().iter().filter_map(touched) {
                *counts.entry((key.pk, key.sk)).or_default() += 1;
            }
        }
        Ok(())
    }
}

/// The item that a part of a write touches, even if it only looks at it.
fn touched(part: &TransactWriteItem) -> Option<Key> {
    let keys: [Option<&Item>; 4] = [
        part.put.as_ref().map(|put| put.item()),
        part.update.as_ref().map(|update| update.key()),
        part.delete.as_ref().map(|delete| delete.key()),
        part.condition_check.as_ref().map(|check| check.key()),
    ];
    keys.into_iter().flatten().find_map(Key::of)
}

/// Redeems codes at once; gives a row that tells how many items were touched, and how often the
/// one that was touched most.
pub async fn row() -> Vec<String> {
    let counts = Counts::default();
    let interceptor = SharedInterceptor::new(Counting(Arc::clone(&counts)));
    let service = Service::start_with(|config| {
        config.settle = false;
        config.interceptor = Some(interceptor);
    });
    let service = service.await;
    let app = service.stack().app();
    let reseller = service.reseller("Codes for All").await;
    let batch = crowd::batch(&service, &reseller).await;
    let codes = crowd::codes(app, &batch, REDEMPTIONS).await;
    let drivers = crowd::drivers(app, REDEMPTIONS).await;
    let calls = drivers.into_iter().zip(codes).map(|(driver, code)| {
        let caller = service.anonymous().with_token(&driver.token);
        REDEEMING.scope((), async move {
            caller.post("/v1/redemptions", json!({ "code": code })).await.expect(201)
        })
    });
    at_once(calls.collect::<Vec<_>>()).await;
    let counts = counts.lock().expect("a count");
    let most = counts.values().max().copied().unwrap_or_default();
    vec![REDEMPTIONS.to_string(), counts.len().to_string(), most.to_string(), "1".to_owned()]
}
