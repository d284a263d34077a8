//! Rules 31 to 34: trails, owed mails, secrets, bad input.

use http::Method;
use local::mailbox::Refusal;
use serde_json::json;
use tests::{
    Service,
    standing::{text, time},
};

use super::redeem;

/// 31: "Every change names who did it and when, in an audit trail the holder and admins can read …"
#[tokio::test]
async fn every_change_names_who_did_it_and_when() {
    let service = Service::start().await;
    let before = service.now();
    let reseller = service.reseller("Shop").await;
    let (batch, codes) = service.batch(&reseller, 5).await;
    let program = service.program(&reseller, &["codes", "redemptions"]).await;
    let batch = format!("{}/code-batches/{batch}", reseller.path);
    program.post(&format!("{batch}/void"), json!({ "codes": [codes[0]] })).await.expect(200);
    let to_ann = json!({ "recipients": [{ "email": "ann@example.com" }] });
    program.post(&format!("{batch}/send"), to_ann).await.expect(200);
    let for_ann = json!({ "redemptions": [{ "code": codes[2], "email": "ann@example.com" }] });
    program.post(&format!("{}/redemptions", reseller.path), for_ann).await.expect(200);
    reseller.holder.patch(&reseller.path, json!({ "name": "New shop" })).await.expect(200);
    service.settle().await;
    let trail = reseller.holder.list(&format!("{}/events", reseller.path)).await;
    let told = trail.iter().rev().map(|event| {
        let at = time(&event["at"]);
        assert!(before <= at && at <= service.now());
        (text(&event["action"]), text(&event["actor"]["kind"]))
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("account_created", "person"),
            ("plan_changed", "operator"),
            ("order_created", "person"),
            ("api_key_created", "person"),
            ("code_voided", "api_key"),
            ("codes_sent", "api_key"),
            ("code_used", "api_key"),
            ("account_changed", "person"),
        ]
    );
}

/// 31: "… it is never edited."
#[tokio::test]
async fn the_audit_trail_cannot_be_edited() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let path = format!("{}/events", company.path);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = company.holder.send(method, &path, Some(json!({}))).await;
        answer.expect_problem(405, "method_not_allowed");
    }
    let event = company.holder.list(&path).await[0].clone();
    let answer = company.holder.delete(&format!("{path}/{}", text(&event["id"]))).await;
    answer.expect_problem(404, "not_found");
    assert_eq!(company.holder.list(&path).await, [event]);
}

/// 32: "… no e-mail owed for it is forgotten: it is … sent at least once, with the same result if
/// tried again."
#[tokio::test]
async fn a_mail_that_is_refused_at_first_is_sent_all_the_same() {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let (batch, codes) = service.batch(&reseller, 1).await;
    service.stack().mailbox().refuse_next(2, Refusal::OutOfOrder);
    let body = json!({ "recipients": [{ "email": "ann@example.com" }] });
    let path = format!("{}/code-batches/{batch}/send", reseller.path);
    reseller.holder.post(&path, body).await.expect(200);
    let mails = service.mails("ann@example.com").await;
    assert_eq!(mails.len(), 1);
    assert!(text(&mails[0]["text"]).contains(&codes[0]));
}

/// 33: "Secrets … are stored only as hashes; unused codes are not stored at all …"
#[tokio::test]
async fn no_secret_and_no_unused_code_lies_in_the_table() {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let (batch, codes) = service.batch(&reseller, 3).await;
    let body = json!({ "name": "shop", "scopes": ["codes"] });
    let once = reseller.holder.with_key("once");
    let key = once.post(&format!("{}/api-keys", reseller.path), body).await.expect(201);
    let body = json!({ "recipients": [{ "email": "ann@example.com" }] });
    let send = format!("{}/code-batches/{batch}/send", reseller.path);
    once.post(&send, body).await.expect(200);
    redeem(&reseller.holder, &codes[1]).await.expect(201);
    let email = json!({ "email": "ann@example.com" });
    service.anonymous().post("/v1/sign-in", email).await.expect(202);
    let mut secrets = vec![
        service.mailed_code("ann@example.com").await,
        service.mailed_token("ann@example.com").await,
        text(&key["token"]).to_owned(),
        reseller.holder.authorization().unwrap().replace("Bearer ", ""),
    ];
    secrets.extend(codes);
    secrets.extend(secrets.iter().map(|secret| secret.replace('-', "")).collect::<Vec<_>>());

    let table = service.stack().app().table.name();
    let items =
        service.stack().dynamodb().scan().table_name(table).send().await.expect("the table");
    let stored = format!("{:?}", items.items());
    assert!(items.last_evaluated_key().is_none() && stored.contains("ann@example.com"));
    for secret in secrets {
        assert!(!stored.contains(&secret), "{secret}");
    }
}

/// 34: "Bad input gets a clear error naming the field, in one format everywhere; nothing is half
/// done."
#[tokio::test]
async fn bad_input_names_every_field_and_does_nothing() {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let body = json!({ "kind": "codes", "quantity": "many", "course_id": "winter", "note": 1 });
    let answer = reseller.holder.post(&format!("{}/orders", reseller.path), body).await;
    for (field, code) in
        [("quantity", "wrong_type"), ("course_id", "not_found"), ("note", "unknown_field")]
    {
        answer.clone().expect_bad_field(field, code);
    }
    let problem = answer.expect_problem(422, "invalid_input");
    for field in ["type", "title", "status", "detail", "code", "errors"] {
        assert!(problem.get(field).is_some(), "{field}");
    }
    assert!(reseller.holder.list(&format!("{}/orders", reseller.path)).await.is_empty());
    assert!(reseller.holder.list(&format!("{}/code-batches", reseller.path)).await.is_empty());
}
