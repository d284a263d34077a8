//! Results of one enrolment that come in at once.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tests::{Service, crowd::at_once, standing::text};

/// An enrolment of somebody new in a course of ten modules.
async fn enrolment(service: &Service) -> (tests::Caller, Value) {
    let (reseller, driver) = (service.reseller("Codes for All").await, service.driver().await);
    let modules: Vec<_> =
        (0..10).map(|number| json!({ "title": format!("No. {number}") })).collect();
    let course = json!({ "title": "Long", "summary": "", "modules": modules, "active": true });
    let operator = service.operator().await;
    let course = operator.post("/v1/operator/courses", course).await.expect(201)["id"].clone();
    let order = json!({ "kind": "codes", "course_id": course, "quantity": 1, "duration_days": 30 });
    let order = reseller.holder.post(&format!("{}/orders", reseller.path), order).await.expect(201);
    let codes = format!("{}/code-batches/{}/codes", reseller.path, text(&order["batch_id"]));
    let code = reseller.holder.list(&codes).await.remove(0)["code"].clone();
    let opened = driver.post("/v1/redemptions", json!({ "code": code })).await.expect(201);
    (driver, opened["enrolment"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_results_at_once_none_is_lost() {
    let service = Service::start_busy().await;
    let (driver, enrolment) = enrolment(&service).await;
    let path = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
    let now = service.now();
    // Of each module five results: one of them, not the latest, completes it.
    let calls = (0..50i64).map(|number| {
        let (driver, path) = (driver.clone(), path.clone());
        let (module, attempt) = (number % 10, number / 10);
        let result = json!({
            "module_id": enrolment["modules"][module as usize]["id"],
            "completed": attempt == 2,
            "score": module * 10 + attempt,
            "occurred_at": now - SignedDuration::from_secs(10 - attempt),
        });
        async move { driver.post_patiently(&path, result).await.expect(200) }
    });
    at_once(calls).await;
    let enrolment = driver.list("/v1/me/enrolments").await.remove(0);
    assert_eq!((&enrolment["status"], &enrolment["score"]), (&json!("completed"), &json!(49.0)));
    for (number, module) in enrolment["modules"].as_array().expect("modules").iter().enumerate() {
        let latest = (number * 10 + 4) as f64;
        assert_eq!((&module["completed"], &module["score"]), (&json!(true), &json!(latest)));
    }
    let enrolment = service.balanced().await.enrolments.remove(0);
    assert_eq!(enrolment.version, 51, "each of them changed it");
}
