//! Rules 1 to 5: people, accounts, contexts.

use serde_json::json;
use tests::{Service, standing::text};

/// 1: "Signing in never tells whether an address is known."
#[tokio::test]
async fn signing_in_never_tells_whether_an_address_is_known() {
    let service = Service::start().await;
    service.sign_in_by_mail("known@example.com").await;
    let anonymous = service.anonymous();
    let mut answers = vec![];
    for email in ["known@example.com", "unknown@example.com"] {
        let sent = anonymous.post("/v1/sign-in", json!({ "email": email })).await;
        let names: Vec<_> = sent.body.as_object().unwrap().keys().cloned().collect();
        let body = json!({ "attempt": sent.body["attempt"], "code": "0000-0000" });
        let confirmed = anonymous.post("/v1/sign-in/confirm", body).await;
        answers.push([(sent.status, names.concat()), (confirmed.status, confirmed.text)]);
    }
    assert_eq!(answers[0], answers[1]);
}

/// 1: "A sign-in link or code works once …"
#[tokio::test]
async fn a_sign_in_link_or_code_works_once() {
    let service = Service::start().await;
    let (anonymous, email) = (service.anonymous(), "ann@example.com");
    let by_code = service.proof(email).await;
    let by_link = json!({ "token": service.mailed_token(email).await });
    anonymous.post("/v1/sign-in/confirm", by_link.clone()).await.expect(200);
    for body in [by_link, by_code] {
        let again = anonymous.post("/v1/sign-in/confirm", body).await;
        again.expect_problem(401, "sign_in_failed");
    }
}

/// 1: "… and for 15 minutes …"
#[tokio::test]
async fn a_sign_in_code_works_for_15_minutes() {
    let service = Service::start().await;
    let (anonymous, email) = (service.anonymous(), "ann@example.com");
    let proof = service.proof(email).await;
    service.advance(15 * 60);
    let late = anonymous.post("/v1/sign-in/confirm", proof).await;
    late.expect_problem(401, "sign_in_failed");
}

/// 1: "… five wrong codes end it."
#[tokio::test]
async fn five_wrong_codes_end_a_sign_in() {
    let service = Service::start().await;
    let (anonymous, email) = (service.anonymous(), "ann@example.com");
    let right = service.proof(email).await;
    let wrong =
        if right["code"].as_str().unwrap().starts_with('7') { "0000-0000" } else { "7777-7777" };
    for _ in 0..5 {
        let body = json!({ "attempt": right["attempt"], "code": wrong });
        anonymous.post("/v1/sign-in/confirm", body).await.expect_problem(401, "sign_in_failed");
    }
    anonymous.post("/v1/sign-in/confirm", right).await.expect_problem(401, "sign_in_failed");
}

/// 2: A person is "holder of at most one" account.
#[tokio::test]
async fn who_holds_an_account_holds_no_other() {
    let service = Service::start().await;
    let company = service.company("First").await;
    let second = company.holder.post("/v1/accounts", json!({ "name": "Second" })).await;
    let problem = second.expect_problem(409, "already_account_holder");
    assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
}

/// "A company's name is unique across the service, compared ignoring letter case and runs of
/// spaces."
#[tokio::test]
async fn a_companys_name_is_unique() {
    let service = Service::start().await;
    service.company("Northern Haulage").await;
    let other = service.sign_in_by_mail("other@example.com").await;
    for name in ["Northern Haulage", "NORTHERN   haulage ", "northern haulage"] {
        let taken = other.post("/v1/accounts", json!({ "name": name })).await;
        taken.expect_problem(409, "account_name_taken");
    }
}

/// 4: "What a caller may not know exists answers 404, not 403."
#[tokio::test]
async fn what_a_caller_may_not_know_exists_is_not_found() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let unknown = "/v1/accounts/acc_00000000000000000000000000";
    for of in ["", "/orders", "/licences", "/code-batches", "/reports", "/events", "/api-keys"] {
        let foreign = own.holder.get(&format!("{}{of}", other.path)).await;
        let nothing = own.holder.get(&format!("{unknown}{of}")).await;
        assert_eq!(foreign.text, nothing.text);
        foreign.expect_problem(404, "not_found");
    }
}

/// 5: "Removing … takes effect with the very next request: no cache stands in between."
#[tokio::test]
async fn what_is_removed_is_dead_with_the_very_next_request() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let keys = format!("{}/api-keys", company.path);
    let body = json!({ "name": "shop", "scopes": ["reports"] });
    let key = company.holder.post(&keys, body).await.expect(201);
    let program = service.anonymous().with_token(text(&key["token"]));
    let reports = format!("{}/reports", company.path);
    program.get(&reports).await.expect(200);
    company.holder.delete(&format!("{keys}/{}", text(&key["id"]))).await.expect(204);
    program.get(&reports).await.expect_problem(401, "unauthenticated");
    company.holder.get(&reports).await.expect(200);
    company.holder.post("/v1/sign-out", json!({})).await.expect(204);
    company.holder.get(&reports).await.expect_problem(401, "unauthenticated");
}
