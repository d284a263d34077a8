//! Sending an invitation again.

use serde_json::json;
use tests::{Service, standing::text};

use super::{company, users};

#[tokio::test]
async fn a_new_link_ends_the_older() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let older = json!({ "token": service.mailed_token("ann@example.com").await });
    let path = format!("{}/{}/invitation", users(&company), text(&user["id"]));
    company.holder.post(&path, json!({})).await.expect(202);
    assert_eq!(service.mails("ann@example.com").await.len(), 2);
    for dead in ["/v1/invitations/preview", "/v1/activations"] {
        service.anonymous().post(dead, older.clone()).await.expect_problem(404, "not_found");
    }
    service.activate("ann@example.com").await;
    company.holder.post(&path, json!({})).await.expect_problem(409, "already_active");
}

#[tokio::test]
async fn five_a_day_are_sent_again_and_no_more() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let path = format!("{}/{}/invitation", users(&company), text(&user["id"]));
    for _ in 0..5 {
        service.advance(60);
        company.holder.post(&path, json!({})).await.expect(202);
    }
    let answer = company.holder.post(&path, json!({})).await;
    let after: i64 = answer.header("retry-after").parse().unwrap();
    answer.expect_problem(429, "too_many_requests");
    service.advance(after);
    company.holder.post(&path, json!({})).await.expect(202);
    assert_eq!(service.mails("ann@example.com").await.len(), 7);
}

#[tokio::test]
async fn nobody_else_is_sent_anything() {
    let service = Service::start().await;
    let company = company(&service).await;
    let unknown = format!("{}/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV/invitation", users(&company));
    company.holder.post(&unknown, json!({})).await.expect_problem(404, "not_found");
}
