//! Ordering and fulfilling under faults.

use serde_json::{Value, json};
use shared::app::Orders;
use tests::{Service, service::number};

use super::{Case, every_call_fails, start, start_with};

async fn orders(service: &Service) -> [Value; 2] {
    let course = service.course().await["id"].clone();
    let licences = json!({ "kind": "licences", "course_id": course, "quantity": 3 });
    let codes = json!({
        "kind": "codes", "course_id": course, "quantity": 3, "duration_days": 30,
    });
    [licences, codes]
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_makes_one_order_whatever_call_fails() {
    let (service, reseller) = start().await;
    let path = format!("{}/orders", reseller.path);
    let mut made = 0;
    for order in orders(&service).await {
        let prepare = async || format!("order-{}", number());
        let request =
            async |key: &String| reseller.holder.with_key(key).post(&path, order.clone()).await;
        let cases = every_call_fails(&service, prepare, request).await;
        made += cases.len() + 1;
        for Case { way, first, again, .. } in cases {
            if first.is_success() {
                assert_eq!(first.body, again.body, "{way:?}");
            }
            assert_eq!(again.status, 201, "{way:?} {}", again.text);
        }
        assert_eq!(service.books().await.orders.len(), made);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_fulfilled_once_whatever_call_fails() {
    let (service, reseller) = start_with(|config| config.orders = Orders::Operator).await;
    let operator = service.operator().await;
    let path = format!("{}/orders", reseller.path);
    for order in orders(&service).await {
        let prepare = async || {
            let order = reseller.holder.post(&path, order.clone()).await.expect(201);
            format!("/v1/operator/orders/{}/fulfil", order["id"].as_str().expect("an id"))
        };
        let request = async |path: &String| operator.post(path, Value::Null).await;
        for Case { way, first, again, .. } in every_call_fails(&service, prepare, request).await {
            if first.is_success() {
                assert_eq!(first.body, again.body, "{way:?}");
            }
            assert_eq!(again.body["status"], "fulfilled", "{way:?} {}", again.text);
        }
    }
}
