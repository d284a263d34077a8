//! Orders that are made or fulfilled many times at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::{app::Orders, domain::event::Action};
use tests::{Service, crowd::at_once};

async fn order(service: &Service, kind: &str) -> Value {
    let course = service.course().await["id"].clone();
    match kind {
        "codes" => json!({ "kind": kind, "course_id": course, "quantity": 7, "duration_days": 30 }),
        _ => json!({ "kind": kind, "course_id": course, "quantity": 7 }),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_fulfilled_fifty_times_at_once_gives_once() {
    let service =
        Service::start_with(|config| (config.orders, config.settle) = (Orders::Operator, false))
            .await;
    let (reseller, operator) = (service.reseller("Codes for All").await, service.operator().await);
    for kind in ["licences", "codes"] {
        let order = order(&service, kind).await;
        let order =
            reseller.holder.post(&format!("{}/orders", reseller.path), order).await.expect(201);
        assert_eq!(order["status"], "pending");
        let path = format!("/v1/operator/orders/{}/fulfil", order["id"].as_str().expect("an id"));
        let calls = (0..50).map(|_| {
            let (operator, path) = (operator.clone(), path.clone());
            async move { operator.post_patiently(&path, Value::Null).await.expect(200) }
        });
        let answers: BTreeSet<_> = at_once(calls).await.iter().map(Value::to_string).collect();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
    // The books say that there is one pool of seven licences, and one batch.
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::OrderFulfilled).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_idempotency_key_fifty_times_at_once_makes_one_order() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let path = format!("{}/orders", reseller.path);
    for kind in ["licences", "codes"] {
        let order = order(&service, kind).await;
        let calls = (0..50).map(|_| {
            let (caller, path, order) =
                (reseller.holder.with_key(kind), path.clone(), order.clone());
            async move { caller.post_patiently(&path, order).await.expect(201) }
        });
        let answers: BTreeSet<_> = at_once(calls).await.iter().map(Value::to_string).collect();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
    assert_eq!(service.balanced().await.orders.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_orders_at_once_all_count() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (licences, codes) = (order(&service, "licences").await, order(&service, "codes").await);
    let calls = (0..50).map(|number| {
        let (holder, path) = (reseller.holder.clone(), format!("{}/orders", reseller.path));
        let order = if number % 2 == 0 { licences.clone() } else { codes.clone() };
        async move { holder.post_patiently(&path, order).await.expect(201) }
    });
    at_once(calls).await;
    let books = service.balanced().await;
    assert_eq!((books.orders.len(), books.batches.len()), (50, 25));
}
