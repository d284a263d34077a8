//! What is wrong with an assignment is named, and nothing is done.

use serde_json::{Value, json};
use tests::standing::DAY;

use super::Client;

#[tokio::test]
async fn what_is_wrong_is_named_and_nobody_is_enrolled() {
    let client = Client::of(&["Ann"], 5).await;
    let (now, later) = (client.service.now().to_string(), client.service.in_days(1).to_string());
    let (none, group) = ("crs_01ARZ3NDEKTSV4RRFFQ69G5FAV", "grp_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    for (field, value, code) in [
        ("course_id", json!(none), "not_found"),
        ("course_id", json!("winter"), "not_found"),
        ("group_ids", json!([group]), "not_found"),
        ("group_ids", json!(["x"]), "not_found"),
        ("due_at", json!(now), "too_early"),
        ("due_at", json!("2020-01-01T00:00:00Z"), "too_early"),
        ("due_at", json!("soon"), "invalid_time"),
        ("starts_at", json!("soon"), "invalid_time"),
        ("user_ids", json!([]), "missing"),
        ("user_ids", json!(vec!["usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"; 101]), "wrong_size"),
    ] {
        let mut body = client.to(&[0]);
        body[field] = value;
        let field = if field == "group_ids" { "group_ids[0]" } else { field };
        let answer = client.company.assigned_by(&client.company.holder, body).await;
        answer.expect_bad_field(field, code);
    }
    let mut body = client.to(&[0]);
    (body["starts_at"], body["due_at"]) = (json!(later), json!(later));
    let answer = client.company.assigned_by(&client.company.holder, body).await;
    answer.expect_bad_field("due_at", "too_early");
    assert_eq!(client.licences().await, [5, 0, 5]);
}

#[tokio::test]
async fn an_assignment_to_nobody_is_refused() {
    let client = Client::of(&[], 5).await;
    for body in [json!({}), json!({ "user_ids": [], "group_ids": [] }), json!({ "user_ids": null })]
    {
        let mut body: Value = body;
        body["course_id"] = client.course["id"].clone();
        let answer = client.company.assigned_by(&client.company.holder, body).await;
        answer.expect_bad_field("user_ids", "missing");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_at_once() {
    let client = Client::of(&[], 5).await;
    let body = json!({
        "course_id": "crs_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "group_ids": ["grp_01ARZ3NDEKTSV4RRFFQ69G5FAV", "grp_01ARZ3NDEKTSV4RRFFQ69G5FAW"],
        "due_at": client.service.now().to_string(),
    });
    client.service.advance(DAY);
    let holder = client.service.sign_in(&client.company.holder.email).await;
    let answer = client.company.assigned_by(&holder, body).await;
    for (field, code) in [
        ("course_id", "not_found"),
        ("group_ids[0]", "not_found"),
        ("group_ids[1]", "not_found"),
        ("due_at", "too_early"),
    ] {
        answer.clone().expect_bad_field(field, code);
    }
}
