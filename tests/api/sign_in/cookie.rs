//! The console's cookie.

use http::Method;
use serde_json::json;
use tests::{Answer, Caller, Service};

use super::{ANN, ask_for_code, bearer, by_code, me, text};

const APP: &str = "http://127.0.0.1:3000";

fn with_cookie(caller: &Caller, token: &str) -> Caller {
    caller.with_header("cookie", &format!("theme=dark; codriver={token}; last=1"))
}

async fn signing_in(service: &Service) -> Answer {
    let code = ask_for_code(service, ANN).await;
    by_code(service, &code).await
}

#[tokio::test]
async fn signing_in_sets_a_cookie_that_no_script_can_read() {
    let service = Service::start().await;
    let answer = signing_in(&service).await;
    let token = text(&answer.body["token"]);
    let cookie = answer.header("set-cookie");
    let expected = format!("codriver={token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    assert_eq!(cookie, expected);
}

#[tokio::test]
async fn off_this_machine_the_cookie_travels_encrypted_only() {
    let app_url = "https://app.codriver.test".to_owned();
    let service = Service::start_with(|config| config.app_url = app_url).await;
    let answer = signing_in(&service).await;
    let cookie = answer.header("set-cookie");
    let token = text(&answer.body["token"]);
    let expected =
        format!("__Host-codriver={token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(cookie, expected);
    let ann = service.anonymous();
    me(&with_cookie(&ann, &token)).await.expect_problem(401, "unauthenticated");
    me(&ann.with_header("cookie", &format!("__Host-codriver={token}"))).await.expect(200);
    let own = ann.with_header("cookie", &format!("__Host-codriver={token}"));
    let near = own.with_header("origin", "http://127.0.0.1:3000");
    near.patch("/v1/me", json!({ "name": "Ann" })).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn a_cookie_reads_from_anywhere() {
    let service = Service::start().await;
    let token = bearer(&service, ANN).await;
    let ann = with_cookie(&service.anonymous(), &token);
    assert_eq!(me(&ann).await.expect(200)["person"]["email"], ANN);
    me(&ann.with_header("origin", "https://elsewhere.example")).await.expect(200);
}

#[tokio::test]
async fn a_change_by_cookie_alone_needs_the_apps_origin() {
    let service = Service::start().await;
    let token = bearer(&service, ANN).await;
    let ann = with_cookie(&service.anonymous(), &token);
    let name = || json!({ "name": "Ann" });
    let elsewhere = [
        "https://elsewhere.example",
        "null",
        "https://127.0.0.1:3000",
        "http://127.0.0.1:3000.example",
        "http://127.0.0.1.example",
        "http://127.0.0.2:3000",
    ];
    for origin in elsewhere {
        let caller = ann.with_header("origin", origin);
        caller.patch("/v1/me", name()).await.expect_problem(403, "forbidden");
    }
    ann.patch("/v1/me", name()).await.expect_problem(403, "forbidden");
    ann.send(Method::POST, "/v1/sign-out", None).await.expect_problem(403, "forbidden");
    assert_eq!(me(&ann).await.expect(200)["person"]["name"], json!(null));
    for own in [APP, "http://127.0.0.1:5173", "http://localhost:5173"] {
        let at_home = ann.with_header("origin", own);
        assert_eq!(at_home.patch("/v1/me", name()).await.expect(200)["name"], "Ann");
    }
}

#[tokio::test]
async fn a_bearer_token_needs_no_origin_and_goes_before_the_cookie() {
    let service = Service::start().await;
    let anns = bearer(&service, ANN).await;
    let bens = bearer(&service, "ben@example.com").await;
    let ben = with_cookie(&service.anonymous(), &anns).with_token(&bens);
    assert_eq!(me(&ben).await.expect(200)["person"]["email"], "ben@example.com");
    ben.patch("/v1/me", json!({ "name": "Ben" })).await.expect(200);
    let dead = with_cookie(&service.anonymous(), &anns).with_token("cds_dead");
    me(&dead).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_cookie_that_is_no_live_token_is_unauthenticated() {
    let service = Service::start().await;
    let token = bearer(&service, ANN).await;
    for bad in ["", "x", "cds_AAAA", &token[1..]] {
        let answer = me(&with_cookie(&service.anonymous(), bad)).await;
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{bad}");
        answer.expect_problem(401, "unauthenticated");
    }
    let other_name = service.anonymous().with_header("cookie", &format!("token={token}"));
    me(&other_name).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn signing_out_takes_the_cookie_away() {
    let service = Service::start().await;
    let token = bearer(&service, ANN).await;
    let ann = with_cookie(&service.anonymous(), &token).with_header("origin", APP);
    let answer = ann.send(Method::POST, "/v1/sign-out", None).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("codriver=; Path=/; Max-Age=0"), "{cookie}");
    answer.expect(204);
    me(&ann).await.expect_problem(401, "unauthenticated");
}
