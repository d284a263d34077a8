//! Making and reading routes.

use serde_json::{Value, json};
use tests::Service;

#[tokio::test]
async fn a_route_is_made_and_read() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let (starts_at, ends_at) = (service.in_hours(24), service.in_hours(32));
    let body = json!({
        "name": " Harbour to depot ", "starts_at": starts_at, "ends_at": ends_at,
        "note": "Gate 3\nAsk for Kim",
    });
    let routes = format!("{}/routes", acme.path);
    let made = acme.holder.post(&routes, body).await.expect(201);
    assert_eq!(
        made,
        json!({
            "id": made["id"], "name": "Harbour to depot", "starts_at": starts_at,
            "ends_at": ends_at, "note": "Gate 3\nAsk for Kim", "drivers": [], "version": 1,
        })
    );
    assert_eq!(acme.holder.get(&acme.route(&made)).await.expect(200), made);
    let events = acme.holder.list(&format!("{}/events", acme.path)).await;
    assert_eq!(
        (&events[0]["action"], &events[0]["subject"]["id"]),
        (&json!("route_created"), &made["id"])
    );
}

#[tokio::test]
async fn times_that_are_no_routes_are_refused() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let at = |hours| json!(service.in_hours(hours));
    for (starts_at, ends_at, field, code) in [
        (at(2), at(2), "ends_at", "not_after_start"),
        (at(2), at(1), "ends_at", "not_after_start"),
        (at(0), at(7 * 24 + 1), "ends_at", "out_of_range"),
        (json!("0001-01-01T00:00:00Z"), json!("0001-01-01T01:00:00Z"), "starts_at", "out_of_range"),
        (json!("tomorrow"), at(1), "starts_at", "invalid_time"),
        (Value::Null, at(1), "starts_at", "wrong_type"),
    ] {
        let body = json!({ "name": "Route", "starts_at": starts_at, "ends_at": ends_at });
        let refused = acme.holder.post(&format!("{}/routes", acme.path), body).await;
        refused.expect_bad_field(field, code);
    }
}

#[tokio::test]
async fn a_request_that_is_sent_again_makes_one_route() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let body = json!({
        "name": "Route", "starts_at": service.in_hours(1), "ends_at": service.in_hours(2),
    });
    let (routes, holder) = (format!("{}/routes", acme.path), acme.holder.with_key("once"));
    let first = holder.post(&routes, body.clone()).await.expect(201);
    assert_eq!(holder.post(&routes, body).await.expect(201), first);
    assert_eq!(acme.holder.list(&routes).await.len(), 1);
}

#[tokio::test]
async fn anothers_route_answers_as_one_that_does_not_exist() {
    let service = Service::start().await;
    let (acme, other) = (service.company("Acme").await, service.company("Other").await);
    let route = service.route(&acme, 1, 1).await;
    let foreign = other.holder.get(&other.route(&route)).await;
    let absent = format!("{}/routes/rte_01ARZ3NDEKTSV4RRFFQ69G5FAV", other.path);
    assert_eq!(foreign.text, other.holder.get(&absent).await.text);
    foreign.expect_problem(404, "not_found");
    let name = json!({ "name": "Mine" });
    other.holder.patch(&other.route(&route), name).await.expect_problem(404, "not_found");
    other.holder.delete(&other.route(&route)).await.expect_problem(404, "not_found");
}
