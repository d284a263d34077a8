//! Errors: one format, whatever goes wrong.

use http::Method;
use serde_json::json;
use tests::{Answer, Service};

use super::ULID;

/// Errors of many kinds, as the API's own page lists them.
async fn errors(service: &Service) -> Vec<(Answer, u16, &'static str)> {
    let company = service.company("Haulage Ltd").await;
    let (holder, anonymous) = (&company.holder, service.anonymous());
    let json_header = anonymous.with_header("content-type", "application/json");
    let failed = json!({ "token": "x" });
    let plain = holder.with_header("content-type", "text/plain");
    let stale = holder.with_header("if-match", "\"999\"");
    let other = service.sign_in("ann@example.com").await;
    vec![
        (
            json_header.send_raw(Method::POST, "/v1/sign-in", "{".into()).await,
            400,
            "malformed_request",
        ),
        (anonymous.get("/v1/me").await, 401, "unauthenticated"),
        (anonymous.post("/v1/sign-in/confirm", failed).await, 401, "sign_in_failed"),
        (holder.get("/v1/operator/orders").await, 403, "forbidden"),
        (holder.get(&format!("/v1/accounts/acc_{ULID}")).await, 404, "not_found"),
        (anonymous.get("/nothing").await, 404, "not_found"),
        (holder.put("/v1/me", json!({})).await, 405, "method_not_allowed"),
        (
            other.post("/v1/accounts", json!({ "name": "haulage ltd" })).await,
            409,
            "account_name_taken",
        ),
        (
            holder.post("/v1/accounts", json!({ "name": "New" })).await,
            409,
            "already_account_holder",
        ),
        (stale.patch(&company.path, json!({ "name": "New" })).await, 412, "stale_version"),
        (
            plain.send_raw(Method::POST, "/v1/accounts", "x".repeat(1_000_001)).await,
            413,
            "payload_too_large",
        ),
        (
            plain.send_raw(Method::POST, "/v1/accounts", "x".into()).await,
            415,
            "unsupported_media_type",
        ),
        (holder.post("/v1/accounts", json!({ "name": 1 })).await, 422, "invalid_input"),
        (holder.post("/v1/redemptions", json!({ "code": "x" })).await, 422, "mistyped_code"),
    ]
}

#[tokio::test]
async fn every_error_is_a_problem_with_all_its_members() {
    let service = Service::start().await;
    for (answer, status, code) in errors(&service).await {
        let text = answer.text.clone();
        let body = answer.expect_problem(status, code);
        for member in ["type", "title", "detail", "code"] {
            assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {text}");
        }
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        assert_eq!(body.get("errors").is_some(), code == "invalid_input", "{text}");
        for error in body["errors"].as_array().into_iter().flatten() {
            for member in ["field", "code", "detail"] {
                assert!(error[member].as_str().is_some_and(|text| !text.is_empty()), "{text}");
            }
        }
        for inner in ["panicked", ".rs", "DynamoDB", "PERSON#", "ACCOUNT#", "gsi1"] {
            assert!(!text.contains(inner), "{text}");
        }
    }
}

#[tokio::test]
async fn every_answer_of_an_operation_carries_the_requests_name() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let mut names = vec![];
    for path in ["/v1/me", "/v1/me", "/v1/health", "/v1/operator/orders", "/v1/me?x=1"] {
        names.push(ann.get(path).await.header("x-request-id").to_owned());
    }
    names.push(service.anonymous().get("/v1/me").await.header("x-request-id").to_owned());
    assert!(names.iter().all(|name| !name.is_empty()), "{names:?}");
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}
