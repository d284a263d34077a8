//! Asking for the mail with a link and a code.

use futures::future::join_all;
use serde_json::json;
use tests::{Service, service::OPERATOR};

use super::{ANN, ask, ask_for_code, ask_for_token, by_code, by_token};

const QUARTER_OF_AN_HOUR: i64 = 15 * 60;

#[tokio::test]
async fn an_unknown_address_is_answered_as_a_known_one_is() {
    let service = Service::start().await;
    service.sign_in_by_mail(ANN).await;
    service.company("Haulage Ltd").await;
    let known = ask(&service, ANN).await;
    let unknown = ask(&service, "nobody@example.com").await;
    for answer in [&known, &unknown] {
        assert_eq!(answer.status, 202);
        let body = answer.body.as_object().expect("an object");
        assert_eq!(body.keys().collect::<Vec<_>>(), ["attempt"]);
        assert!(super::text(&answer.body["attempt"]).starts_with("att_"));
    }
    let named = |answer: &tests::Answer| {
        let names = answer.headers.keys().map(ToString::to_string);
        names.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(named(&known), named(&unknown));
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let service = Service::start().await;
    let long = format!("{}@example.com", "a".repeat(65));
    for bad in ["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", &long] {
        ask(&service, bad).await.expect_bad_field("email", "invalid_email");
    }
    let anonymous = service.anonymous();
    for (body, field, code) in [
        (json!({}), "email", "missing"),
        (json!({ "email": null }), "email", "wrong_type"),
        (json!({ "email": 5 }), "email", "wrong_type"),
        (json!({ "email": [ANN] }), "email", "wrong_type"),
        (json!({ "email": ANN, "password": "secret" }), "password", "unknown_field"),
        (json!([ANN]), "", "wrong_type"),
        (json!(null), "", "wrong_type"),
    ] {
        anonymous.post("/v1/sign-in", body).await.expect_bad_field(field, code);
    }
    assert!(service.stack().mailbox().mails(None).is_empty());
}

#[tokio::test]
async fn the_mail_has_a_link_and_a_code_on_a_line_of_its_own() {
    let service = Service::start().await;
    ask(&service, " Ann@Example.com ").await.expect(202);
    let mails = service.mails(ANN).await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!(ANN)));
    let text = mails[0]["text"].as_str().expect("a text");
    let link = text.lines().find_map(|line| line.strip_prefix("http://127.0.0.1:3000/sign-in#"));
    assert!(link.is_some_and(|token| !token.is_empty()), "{text}");
    let code = text.lines().find_map(|line| line.strip_prefix("Code: ")).expect("a code");
    let (left, right) = code.split_once('-').expect("a dash");
    let symbol = |c: char| "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c);
    for half in [left, right] {
        assert!(half.len() == 4 && half.chars().all(symbol), "{code}");
    }
}

#[tokio::test]
async fn each_mail_works_and_using_one_ends_all_of_the_address() {
    let service = Service::start().await;
    let old = ask_for_code(&service, ANN).await;
    let token = ask_for_token(&service, ANN).await;
    let other = ask_for_code(&service, "ben@example.com").await;
    by_code(&service, &old).await.expect(200);
    by_token(&service, &token).await.expect_problem(401, "sign_in_failed");
    by_code(&service, &other).await.expect(200);
    // The same again for one who has signed in before.
    let old_token = ask_for_token(&service, ANN).await;
    let new = ask_for_code(&service, ANN).await;
    by_token(&service, &old_token).await.expect(200);
    by_code(&service, &new).await.expect_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn the_sixth_mail_in_15_minutes_is_not_sent() {
    let service = Service::start().await;
    for _ in 0..6 {
        ask(&service, ANN).await.expect(202);
    }
    assert_eq!(service.mails(ANN).await.len(), 5);
    // Another address is not concerned, one that leads to the same mailbox is.
    ask(&service, "ann+again@example.com").await.expect(202);
    assert!(service.mails("ann+again@example.com").await.is_empty());
    let code = ask_for_code(&service, "ben@example.com").await;
    by_code(&service, &code).await.expect(200);
    // Nor does signing in make room on a device that is not known for it.
    let token = service.mailed_token(ANN).await;
    by_token(&service, &token).await.expect(200);
    ask(&service, "ANN@example.com").await.expect(202);
    assert_eq!(service.mails(ANN).await.len(), 5);
    service.advance(QUARTER_OF_AN_HOUR);
    ask(&service, ANN).await.expect(202);
    assert_eq!(service.mails(ANN).await.len(), 6);
}

#[tokio::test]
async fn the_operator_is_free_of_the_mail_limit() {
    let service = Service::start().await;
    for _ in 0..12 {
        ask(&service, OPERATOR).await.expect(202);
    }
    assert_eq!(service.mails(OPERATOR).await.len(), 12);
    let code = ask_for_code(&service, OPERATOR).await;
    by_code(&service, &code).await.expect(200);
}

#[tokio::test]
async fn of_mails_that_are_asked_for_at_once_exactly_one_works() {
    let service = Service::start().await;
    for answer in join_all((0..12).map(|_| ask(&service, ANN))).await {
        answer.expect(202);
    }
    let mails = service.mails(ANN).await;
    assert!((1..=5).contains(&mails.len()), "{} mails", mails.len());
    let mut worked = 0;
    for mail in mails {
        let text = mail["text"].as_str().expect("a text").to_owned();
        let token = text.split_whitespace().find_map(|word| word.split_once('#'));
        let answer = by_token(&service, token.expect("a link").1).await;
        worked += usize::from(answer.is_success());
    }
    assert_eq!(worked, 1);
}
