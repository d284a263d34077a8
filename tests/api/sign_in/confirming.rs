//! Signing in with the link or the code.

use futures::future::join_all;
use jiff::Timestamp;
use serde_json::json;
use tests::{Service, service::OPERATOR};

use super::{
    ANN, Proof, ask, ask_for_code, ask_for_token, bearer, by_code, by_token, confirm, text,
};

const QUARTER_OF_AN_HOUR: i64 = 15 * 60;

#[tokio::test]
async fn a_link_works_once_and_ends_the_code() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let token = service.mailed_token(ANN).await;
    by_token(&service, &token).await.expect(200);
    by_token(&service, &token).await.expect_problem(401, "sign_in_failed");
    by_code(&service, &code).await.expect_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn a_code_works_once_and_ends_the_link() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let token = service.mailed_token(ANN).await;
    by_code(&service, &code).await.expect(200);
    by_code(&service, &code).await.expect_problem(401, "sign_in_failed");
    by_token(&service, &token).await.expect_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn link_and_code_work_for_15_minutes() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let token = ask_for_token(&service, "ben@example.com").await;
    service.advance(QUARTER_OF_AN_HOUR - 30);
    by_code(&service, &code).await.expect(200);
    by_token(&service, &token).await.expect(200);

    let code = ask_for_code(&service, ANN).await;
    let token = ask_for_token(&service, "ben@example.com").await;
    service.advance(QUARTER_OF_AN_HOUR);
    by_code(&service, &code).await.expect_problem(401, "sign_in_failed");
    by_token(&service, &token).await.expect_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn a_code_is_read_as_people_type_it() {
    let service = Service::start().await;
    let spellings: [fn(&str) -> String; 6] = [
        |code| code.to_lowercase(),
        |code| code.replace('-', ""),
        |code| format!(" {} ", code.replace('-', " ")),
        |code| code.replace('0', "O").replace('1', "I"),
        |code| code.to_lowercase().replace('0', "o").replace('1', "l"),
        |code| format!("\u{200b}\u{feff}{}\u{200e}", code.replace('-', "\u{2011}")),
    ];
    for typed in spellings {
        let code = code_with_look_alike(&service).await;
        by_code(&service, &code.with(typed(&code.code))).await.expect(200);
    }
}

/// A code with a 0 or 1 in it, which about every second mail has.
async fn code_with_look_alike(service: &Service) -> Proof {
    for _ in 0..100 {
        let code = ask_for_code(service, OPERATOR).await;
        if code.code.contains(['0', '1']) {
            return code;
        }
    }
    panic!("no code has a 0 or 1");
}

#[tokio::test]
async fn what_was_mailed_for_another_attempt_does_not_work() {
    let service = Service::start().await;
    let anns = ask_for_code(&service, ANN).await;
    let bens = ask_for_code(&service, "ben@example.com").await;
    by_code(&service, &bens.with(&anns.code)).await.expect_problem(401, "sign_in_failed");
    by_code(&service, &anns.with(&bens.code)).await.expect_problem(401, "sign_in_failed");
    by_code(&service, &anns).await.expect(200);
    by_code(&service, &bens).await.expect(200);
}

#[tokio::test]
async fn what_is_no_token_of_a_link_does_not_work() {
    let service = Service::start().await;
    let token = ask_for_token(&service, ANN).await;
    let session = bearer(&service, "ben@example.com").await;
    let last = if token.ends_with('A') { "B" } else { "A" };
    let changed = format!("{}{last}", &token[..token.len() - 1]);
    let long = "A".repeat(10_000);
    for bad in ["", "x", "é", "a#b", &changed, &token[1..], &format!("{token}A"), &session, &long]
    {
        by_token(&service, bad).await.expect_problem(401, "sign_in_failed");
    }
    by_token(&service, &token).await.expect(200);
}

#[tokio::test]
async fn a_proof_of_the_wrong_shape_is_refused_by_its_field() {
    let service = Service::start().await;
    for (body, field, code) in [
        (json!({}), "token", "missing"),
        (json!({ "attempt": "att_x" }), "code", "missing"),
        (json!({ "code": "0123-4567" }), "attempt", "missing"),
        (json!({ "token": "x", "attempt": "y", "code": "0123-4567" }), "token", "conflicting"),
        (json!({ "attempt": 5, "code": "0123-4567" }), "attempt", "wrong_type"),
        (json!({ "attempt": "att_x", "code": 1_234_567 }), "code", "wrong_type"),
        (json!({ "email": ANN, "code": "0123-4567" }), "email", "unknown_field"),
        (json!({ "token": ["x"] }), "token", "wrong_type"),
        (json!({ "token": "x", "remember": true }), "remember", "unknown_field"),
    ] {
        confirm(&service, body).await.expect_bad_field(field, code);
    }
}

#[tokio::test]
async fn the_answer_says_who_it_is_until_when_and_where_they_may_act() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let email = company.holder.email.as_str();
    let code = ask_for_code(&service, email).await;
    let before = service.stack().app().clock.now();
    let body = by_code(&service, &code).await.expect(200);
    let expires_at: Timestamp = text(&body["expires_at"]).parse().expect("a time");
    let days_30 = 30 * 24 * 3_600;
    let lasts = expires_at.duration_since(before).as_secs();
    assert!((days_30..days_30 + 60).contains(&lasts), "{lasts}");
    let person = &body["person"];
    assert_eq!((&person["email"], &person["name"]), (&json!(email), &json!(null)));
    assert!(text(&person["id"]).starts_with("per_"));
    assert!(text(&person["last_sign_in_at"]).ends_with('Z'));
    assert_eq!(body["contexts"][0]["account"]["id"], company.id);
    assert_eq!(body["contexts"][0]["role"], "holder");
}

#[tokio::test]
async fn the_first_sign_in_and_later_ones_are_of_the_same_person() {
    let service = Service::start().await;
    let mut people = vec![];
    for email in [ANN, "ANN@example.com", " Ann@Example.Com"] {
        let asked = ask(&service, email).await.expect(202);
        let code = service.mailed_code(ANN).await;
        let proof = Proof { attempt: text(&asked["attempt"]), code };
        let body = by_code(&service, &proof).await.expect(200);
        assert_eq!(body["person"]["email"], ANN);
        people.push(text(&body["person"]["id"]));
    }
    assert!(people.iter().all(|id| *id == people[0]), "{people:?}");
    let other = ask_for_token(&service, "ben@example.com").await;
    let other = by_token(&service, &other).await.expect(200);
    assert_ne!(other["person"]["id"], people[0]);
}

#[tokio::test]
async fn of_many_who_use_one_link_at_once_one_signs_in() {
    let service = Service::start().await;
    let token = ask_for_token(&service, ANN).await;
    let answers = join_all((0..20).map(|_| by_token(&service, &token))).await;
    let signed_in = answers.iter().filter(|answer| answer.is_success()).count();
    assert_eq!(signed_in, 1);
    for answer in answers.into_iter().filter(|answer| !answer.is_success()) {
        answer.expect_problem(401, "sign_in_failed");
    }
}
