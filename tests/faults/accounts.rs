//! Sign-ins, companies, keys and results under faults.

use std::collections::HashSet;

use serde_json::{Value, json};
use tests::{
    Caller,
    service::{Company, number},
};

use super::{Case, every_call_fails, start};

/// More than the time for which a use counts as noted.
const LATER: i64 = 2 * 3_600;

#[tokio::test(flavor = "multi_thread")]
async fn a_link_signs_one_person_in_whatever_call_fails() {
    let (service, _) = start().await;
    let anonymous = service.anonymous();
    let prepare = async || {
        let email = format!("new{}@example.com", number());
        anonymous.post("/v1/sign-in", json!({ "email": email })).await.expect(202);
        (service.mailed_token(&email).await, email)
    };
    let confirm = async |(token, _): &(String, String)| {
        anonymous.post("/v1/sign-in/confirm", json!({ "token": token })).await
    };
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, confirm).await {
        // An answer that got lost took its token with it: the link is used.
        let expected = if first.is_success() { &[401][..] } else { &[200, 401] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        let me = service.sign_in(&subject.1).await.get("/v1/me").await.expect(200);
        assert_eq!(me["person"]["email"], subject.1);
    }
    // The books say that every address is one person's.
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_makes_a_company_holds_one_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || service.driver().await;
    let found = async |driver: &Caller| {
        let name = json!({ "name": format!("Company of {}", driver.email) });
        driver.with_key("company").post("/v1/accounts", name).await
    };
    for Case { subject: driver, way, first, again } in
        every_call_fails(&service, prepare, found).await
    {
        let held = driver.get("/v1/me").await.expect(200)["contexts"].clone();
        assert_eq!(held.as_array().map(Vec::len), Some(1), "{way:?}");
        let held = &held[0]["account"]["id"];
        for answer in [&first, &again].into_iter().filter(|answer| answer.is_success()) {
            assert_eq!(&answer.body["id"], held, "{way:?}");
        }
        if first.is_success() {
            assert_eq!(first.body, again.body, "{way:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_makes_one_api_key_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || {
        let company = service.company(&format!("Company {}", number())).await;
        service.advance(LATER);
        company
    };
    let body = json!({ "name": "program", "scopes": ["reports"] });
    let make = async |company: &Company| {
        let path = format!("{}/api-keys", company.path);
        company.holder.with_key("key").post(&path, body.clone()).await
    };
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, make).await {
        let keys = subject.holder.list(&format!("{}/api-keys", subject.path)).await;
        let ids: HashSet<_> = keys.iter().map(|key| key["id"].to_string()).collect();
        assert_eq!((keys.len(), ids.len()), (1, 1), "{way:?}");
        let last = if again.is_success() { &again } else { &first };
        assert_eq!(last.body["id"], keys[0]["id"], "{way:?}");
        let token = last.body["token"].as_str().expect("a token");
        let program = service.anonymous().with_token(token);
        program.get(&format!("{}/reports", subject.path)).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_counts_once_whatever_call_fails() {
    let (service, reseller) = start().await;
    let (_, codes) = service.codes(&reseller, 100).await;
    let codes = std::cell::RefCell::new(codes);
    let prepare = async || {
        let (driver, code) = (service.driver().await, codes.borrow_mut().pop());
        let opened = driver.post("/v1/redemptions", json!({ "code": code })).await.expect(201);
        (driver, opened["enrolment"].clone())
    };
    let result = async |(driver, enrolment): &(Caller, Value)| {
        let module = &enrolment["modules"][0]["id"];
        let path = format!("/v1/me/enrolments/{}/results", enrolment["id"].as_str().expect("id"));
        driver.post(&path, json!({ "module_id": module, "completed": true, "score": 80 })).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, result).await {
        let mine = subject.0.list("/v1/me/enrolments").await.remove(0);
        assert_eq!(mine, again.body, "{way:?}");
        assert_eq!((&mine["progress_percent"], &mine["score"]), (&json!(25), &json!(80.0)));
    }
}
