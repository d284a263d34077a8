//! Which item and which partition of an index is written to, and which item is read, most often
//! while many codes of one batch are redeemed.

use aws_sdk_dynamodb::config::SharedInterceptor;
use serde_json::json;
use tests::{
    Service,
    crowd::at_once,
    traffic::{Traffic, most},
};

use crate::crowd;

/// How many codes are redeemed.
const REDEMPTIONS: usize = 10_000;

/// Redeems codes at once; gives a row that tells how often each was touched that was touched most.
pub async fn row() -> Vec<String> {
    let traffic = Traffic::default();
    let interceptor = SharedInterceptor::new(traffic.clone());
    let service = Service::start_with(|config| {
        config.settle = false;
        config.interceptors.push(interceptor);
    });
    let service = service.await;
    let app = service.stack().app();
    let reseller = service.reseller("Codes for All").await;
    let batch = crowd::batch(&service, &reseller).await;
    let mut codes = crowd::codes(app, &batch, REDEMPTIONS + 1).await;
    let mut drivers = crowd::drivers(app, REDEMPTIONS + 1).await;
    let redeem = |token: String, code: String| {
        let caller = service.anonymous().with_token(&token);
        async move { caller.post("/v1/redemptions", json!({ "code": code })).await.expect(201) }
    };
    // The process has redeemed a code of this batch before.
    if let Some((driver, code)) = drivers.pop().zip(codes.pop()) {
        redeem(driver.token, code).await;
    }
    let calls = drivers.into_iter().zip(codes);
    let calls = calls.map(|(driver, code)| Traffic::of(redeem(driver.token, code)));
    at_once(calls.collect::<Vec<_>>()).await;
    let seen = traffic.seen();
    let counts = [&seen.written, &seen.indexed, &seen.read].map(|counts| most(counts).to_string());
    [REDEMPTIONS.to_string()].into_iter().chain(counts).collect()
}
