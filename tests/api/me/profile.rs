//! Reading and changing oneself.

use serde_json::{Value, json};
use tests::{Service, service::OPERATOR};

#[tokio::test]
async fn a_person_without_an_account_sees_themselves_and_nothing_else() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let me = ann.get("/v1/me").await.expect(200);
    let person = &me["person"];
    assert_eq!(person["email"], "ann@example.com");
    assert_eq!((&person["name"], &person["phone"]), (&Value::Null, &Value::Null));
    assert!(person["id"].as_str().is_some_and(|id| id.starts_with("per_") && id.len() == 30));
    assert!(person["last_sign_in_at"].is_string());
    assert_eq!((&me["operator"], &me["contexts"]), (&json!(false), &json!([])));
    assert_eq!(me["current_account_id"], Value::Null);
}

#[tokio::test]
async fn the_operator_is_told_that_they_are() {
    let service = Service::start().await;
    let me = service.operator().await.get("/v1/me").await.expect(200);
    assert_eq!((&me["operator"], &me["person"]["email"]), (&json!(true), &json!(OPERATOR)));
}

#[tokio::test]
async fn what_is_left_out_of_a_change_stays_and_null_takes_away() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let seen = |person: &Value| (person["name"].clone(), person["phone"].clone());
    let phone = "+44 20 7946 0958";
    for (change, name, phone) in [
        (json!({ "name": " Ann Archer " }), json!("Ann Archer"), Value::Null),
        (json!({ "phone": phone }), json!("Ann Archer"), json!(phone)),
        (json!({}), json!("Ann Archer"), json!(phone)),
        (json!({ "name": null }), Value::Null, json!(phone)),
        (json!({ "name": "Ann", "phone": null }), json!("Ann"), Value::Null),
    ] {
        let answer = ann.patch("/v1/me", change).await.expect(200);
        assert_eq!(seen(&answer), (name, phone));
        let me = ann.get("/v1/me").await.expect(200);
        assert_eq!(me["person"], answer);
    }
}

#[tokio::test]
async fn a_phone_number_is_read_as_address_books_paste_it() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    for (pasted, kept) in [
        ("+49\u{a0}171\u{a0}1234567", "+49 171 1234567"),
        ("0171–1234567", "0171-1234567"),
        ("0171\u{2012}123\u{2011}4567", "0171-123-4567"),
        ("\u{202a}+44\u{2009}20\u{202f}7946 0958\u{202c}", "+44 20 7946 0958"),
    ] {
        let person = ann.patch("/v1/me", json!({ "phone": pasted })).await.expect(200);
        assert_eq!(person["phone"], kept);
    }
}

#[tokio::test]
async fn an_individual_account_is_called_as_its_holder_is() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let dan = service.sign_in("dan@example.com").await;
    let redeemed = dan.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let path = format!("/v1/accounts/{}", redeemed["account"]["id"].as_str().expect("an id"));
    let named = async || {
        let account = dan.get(&path).await.expect(200);
        let contexts = dan.list("/v1/me/contexts").await;
        assert_eq!(contexts[0]["account"]["name"], account["name"]);
        (account["name"].clone(), account["version"].clone())
    };
    assert_eq!(named().await, (json!("dan@example.com"), json!(1)));
    for (change, name, version) in [
        (json!({ "name": "Dan  Archer" }), "Dan Archer", 2),
        (json!({ "phone": "112" }), "Dan Archer", 2),
        (json!({ "name": "Dan  Archer" }), "Dan Archer", 2),
        (json!({ "name": null }), "dan@example.com", 3),
        (json!({ "name": "Dan" }), "Dan", 4),
    ] {
        dan.patch("/v1/me", change).await.expect(200);
        assert_eq!(named().await, (json!(name), json!(version)));
    }
    let events = dan.list(&format!("{path}/events")).await.into_iter();
    let events: Vec<_> = events.filter(|event| event["action"] == "account_changed").collect();
    let changes: Vec<_> = events.iter().map(|event| event["changes"]["name"].clone()).collect();
    assert_eq!(changes.len(), 3, "{events:?}");
    assert_eq!(changes[0], json!({ "from": "dan@example.com", "to": "Dan" }));
    let operator = service.operator().await;
    service.lists_caught_up().await;
    let found = operator.list("/v1/operator/accounts?q=dan").await;
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_company_keeps_its_name_whatever_its_holder_is_called() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    company.holder.patch("/v1/me", json!({ "name": "Hal" })).await.expect(200);
    let account = company.holder.get(&company.path).await.expect(200);
    assert_eq!((&account["name"], &account["version"]), (&json!("Haulage Ltd"), &json!(1)));
    assert_eq!(company.holder.get("/v1/me").await.expect(200)["person"]["name"], "Hal");
}

#[tokio::test]
async fn a_bad_value_is_refused_and_nothing_of_the_change_is_done() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let long = "a".repeat(201);
    for (body, field, code) in [
        (json!({ "name": "Ann", "email": "ben@example.com" }), "email", "unknown_field"),
        (json!({ "name": "Ann", "phone": "call me" }), "phone", "invalid_phone"),
        (json!({ "phone": "123", "name": "  " }), "name", "empty"),
        (json!({ "phone": "123", "name": long }), "name", "too_long"),
        (
            json!({ "phone": "123", "name": "Ann\r\nBcc: ben@example.com" }),
            "name",
            "control_character",
        ),
        (json!({ "phone": 123 }), "phone", "wrong_type"),
        (json!({ "name": { "first": "Ann" } }), "name", "wrong_type"),
        (json!("Ann"), "", "wrong_type"),
    ] {
        ann.patch("/v1/me", body).await.expect_bad_field(field, code);
    }
    let both = ann.patch("/v1/me", json!({ "name": 1, "phone": 2 })).await;
    assert_eq!(both.body["errors"].as_array().map(Vec::len), Some(2), "{}", both.text);
    let me = ann.get("/v1/me").await.expect(200);
    assert_eq!((&me["person"]["name"], &me["person"]["phone"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn names_are_kept_as_they_are_written() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    for name in ["Åse Ødegård", "李小龍", "<b>Ann</b>", "O'Neil \"Ann\" \\ #", "👩‍🚒 Ann"]
    {
        ann.patch("/v1/me", json!({ "name": name })).await.expect(200);
        assert_eq!(ann.get("/v1/me").await.expect(200)["person"]["name"], name);
    }
}

#[tokio::test]
async fn an_api_key_is_nobody_with_a_record_of_their_own() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let scopes = json!({ "name": "all", "scopes": ["redemptions", "codes", "users", "reports"] });
    let key = company.holder.post(&format!("{}/api-keys", company.path), scopes).await.expect(201);
    let key = service.anonymous().with_token(key["token"].as_str().expect("a token"));
    key.get("/v1/me").await.expect_problem(403, "forbidden");
    key.patch("/v1/me", json!({ "name": "Key" })).await.expect_problem(403, "forbidden");
    key.get("/v1/me/contexts").await.expect_problem(403, "forbidden");
    key.get("/v1/me/enrolments").await.expect_problem(403, "forbidden");
    let chosen = json!({ "account_id": company.id });
    key.put("/v1/me/current-context", chosen).await.expect_problem(403, "forbidden");
    key.post("/v1/sign-out", json!({})).await.expect_problem(403, "forbidden");
}
