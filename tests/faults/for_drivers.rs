//! Redeeming for drivers under faults.

use std::cell::Cell;

use serde_json::{Value, json};
use tests::Answer;

use super::{Case, every_call_fails, start};

fn rows(answer: &Answer) -> Vec<Value> {
    answer.body["results"].as_array().cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_for_a_driver_is_done_once_whatever_call_fails() {
    let (service, reseller) = start().await;
    let (_, codes) = service.codes(&reseller, 600).await;
    let (path, next) = (format!("{}/redemptions", reseller.path), Cell::new(0));
    let code = || codes[next.replace(next.get() + 1)].clone();
    // One whom nobody knew, one with an account, one with access to the course.
    let prepare = async || {
        let drivers = service.crowd(2).await;
        let company = json!({ "name": drivers[0].email });
        drivers[0].post("/v1/accounts", company).await.expect(201);
        drivers[1].post("/v1/redemptions", json!({ "code": code() })).await.expect(201);
        let new = format!("new{}@example.com", tests::service::number());
        let emails = [new.as_str(), &drivers[0].email, &drivers[1].email];
        json!({ "redemptions": emails.map(|email| json!({ "code": code(), "email": email })) })
    };
    let redeem = async |body: &Value| reseller.holder.post(&path, body.clone()).await;
    for Case { way, first, again, .. } in every_call_fails(&service, prepare, redeem).await {
        for row in rows(&first) {
            let told = row["status"] == "redeemed" || row["error"]["code"] == "unavailable";
            assert!(told, "{way:?} {row}");
        }
        assert_eq!(rows(&again).len(), 3, "{way:?}");
        for (place, row) in rows(&again).into_iter().enumerate() {
            let before = rows(&first).get(place).cloned().filter(|row| row["status"] == "redeemed");
            if let Some(before) = before {
                assert_eq!(row["status"], "already_redeemed", "{way:?}");
                assert_eq!(row["enrolment_id"], before["enrolment_id"], "{way:?}");
            }
            assert_ne!(row["status"], "failed", "{way:?} {row}");
        }
    }
}
