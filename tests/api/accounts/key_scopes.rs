//! What an API key opens: just what its scope says, in just its account.

use http::Method;
use serde_json::json;
use tests::{Answer, Caller, Service, service::Company};

use super::{UNKNOWN_ACCOUNT, program};

const SCOPES: [&str; 4] = ["redemptions", "codes", "users", "reports"];
const ANY: &[&str] = &SCOPES;
const NO: &[&str] = &[];

/// A call, and the scopes that open it. A call that is let in changes nothing: its body lacks what
/// it needs, or its path names what is not there.
type Row = (Method, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const CALLS: [Row; 20] = [
    (Method::GET, "", "", ANY),
    (Method::GET, "/licences", "", ANY),
    (Method::GET, "/orders", "", &["codes"]),
    (Method::GET, "/orders/ord_01ARZ3NDEKTSV4RRFFQ69G5FAV", "", &["codes"]),
    (Method::POST, "/orders", "{}", &["codes"]),
    (Method::GET, "/code-batches", "", &["codes"]),
    (Method::GET, "/code-batches/bat_01ARZ3NDEKTSV4RRFFQ69G5FAV", "", &["codes"]),
    (Method::GET, "/code-batches/bat_01ARZ3NDEKTSV4RRFFQ69G5FAV/codes", "", &["codes"]),
    (Method::POST, "/code-batches/bat_01ARZ3NDEKTSV4RRFFQ69G5FAV/void", "{}", &["codes"]),
    (Method::POST, "/code-batches/bat_01ARZ3NDEKTSV4RRFFQ69G5FAV/send", "{}", &["codes"]),
    (Method::POST, "/redemptions", "{}", &["redemptions"]),
    (Method::GET, "/reports", "", &["reports"]),
    (Method::GET, "/reports/summary", "", &["reports"]),
    (Method::GET, "/users/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV/report", "", &["reports"]),
    (Method::GET, "/users/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV/activity", "", &["users"]),
    (Method::PATCH, "", r#"{"name": "Mine"}"#, NO),
    (Method::GET, "/events", "", NO),
    (Method::GET, "/api-keys", "", NO),
    (Method::POST, "/api-keys", r#"{"name": "more", "scopes": ["codes"]}"#, NO),
    (Method::DELETE, "/api-keys/key_01ARZ3NDEKTSV4RRFFQ69G5FAV", "", NO),
];

async fn send(caller: &Caller, base: &str, (method, path, body, _): &Row) -> Answer {
    let caller = caller.with_header("content-type", "application/json");
    caller.send_raw(method.clone(), &format!("{base}{path}"), (*body).to_owned()).await
}

async fn reseller(service: &Service) -> Company {
    service.reseller("Haulage Ltd").await
}

#[tokio::test]
async fn a_key_opens_what_its_scope_says_and_nothing_else() {
    let service = Service::start().await;
    let company = reseller(&service).await;
    for scope in SCOPES {
        let (program, _) = program(&service, &company, &[scope]).await;
        for row in &CALLS {
            let answer = send(&program, &company.path, row).await;
            let refused = (answer.status, answer.code()) == (403, "forbidden");
            assert_eq!(
                !refused,
                row.3.contains(&scope),
                "{scope} {} {}: {}",
                row.0,
                row.1,
                answer.text
            );
            assert!(answer.status < 500 && answer.status != 401, "{}", answer.text);
        }
    }
    assert_eq!(
        company.holder.list(&format!("{}/api-keys", company.path)).await.len(),
        SCOPES.len()
    );
}

#[tokio::test]
async fn a_key_with_several_scopes_opens_what_each_says() {
    let service = Service::start().await;
    let company = reseller(&service).await;
    let (program, _) = program(&service, &company, &["reports", "codes", "reports"]).await;
    for row in &CALLS {
        let answer = send(&program, &company.path, row).await;
        let opened = row.3.contains(&"reports") || row.3.contains(&"codes");
        assert_eq!(answer.status != 403, opened, "{} {}: {}", row.0, row.1, answer.text);
    }
}

#[tokio::test]
async fn a_key_finds_nothing_in_another_account() {
    let service = Service::start().await;
    let company = reseller(&service).await;
    let other = service.company("Carriage Ltd").await;
    let (program, _) = program(&service, &other, &SCOPES).await;
    for row in &CALLS {
        let foreign = send(&program, &company.path, row).await;
        let absent = send(&program, UNKNOWN_ACCOUNT, row).await;
        assert_eq!(foreign.text, absent.text, "{} {}", row.0, row.1);
        foreign.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_key_is_no_person_and_no_operator() {
    let service = Service::start().await;
    let company = reseller(&service).await;
    let (program, _) = program(&service, &company, &SCOPES).await;
    let account = format!("/v1/operator/accounts/{}", company.id);
    for (method, path, body) in [
        (Method::POST, "/v1/accounts", Some(json!({ "name": "Mine" }))),
        (Method::GET, "/v1/accounts?name=Mine", None),
        (Method::POST, "/v1/redemptions", Some(json!({ "code": "x" }))),
        (Method::GET, "/v1/operator/orders", None),
        (Method::GET, "/v1/operator/accounts?q=a", None),
        (Method::PUT, account.as_str(), Some(json!({ "seat_limit": 50 }))),
    ] {
        program.send(method, path, body).await.expect_problem(403, "forbidden");
    }
    program.get("/v1/courses").await.expect(200);
}
