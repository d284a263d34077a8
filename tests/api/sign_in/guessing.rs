//! Guessing codes: five wrong ones end an attempt's code, and nothing else.

use futures::future::join_all;
use serde_json::json;
use tests::Service;

use super::{ANN, Proof, ask_for_code, by_code, by_token, confirm};

#[tokio::test]
async fn five_wrong_codes_end_an_attempts_code_and_nothing_else() {
    let service = Service::start().await;
    let other = ask_for_code(&service, ANN).await;
    let code = ask_for_code(&service, ANN).await;
    let token = service.mailed_token(ANN).await;
    // One that is not even written as a code counts as well.
    let bad = [code.wrong(), code.with(""), code.with("UUUU-UUUU"), code.with(&code.code[1..])];
    for bad in bad.iter().chain([&code.wrong()]) {
        by_code(&service, bad).await.expect_problem(401, "sign_in_failed");
    }
    by_code(&service, &code).await.expect_problem(401, "sign_in_failed");
    by_token(&service, &token).await.expect(200);
    // That has ended all attempts of the address, and a new one begins anew.
    by_code(&service, &other).await.expect_problem(401, "sign_in_failed");
    let code = ask_for_code(&service, ANN).await;
    by_code(&service, &code).await.expect(200);
}

#[tokio::test]
async fn who_guesses_at_one_attempt_leaves_the_others_as_they_are() {
    let service = Service::start().await;
    let own = ask_for_code(&service, ANN).await;
    let strangers = ask_for_code(&service, ANN).await;
    for answer in
        join_all((0..20).map(|_| async { by_code(&service, &strangers.wrong()).await })).await
    {
        answer.expect_problem(401, "sign_in_failed");
    }
    by_code(&service, &strangers).await.expect_problem(401, "sign_in_failed");
    by_code(&service, &own).await.expect(200);
}

#[tokio::test]
async fn after_four_wrong_codes_the_right_one_still_works() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    for _ in 0..4 {
        by_code(&service, &code.wrong()).await.expect_problem(401, "sign_in_failed");
    }
    by_code(&service, &code).await.expect(200);
}

#[tokio::test]
async fn of_many_who_type_the_right_code_at_once_one_signs_in() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let answers = join_all((0..20).map(|_| by_code(&service, &code))).await;
    let signed_in = answers.iter().filter(|answer| answer.is_success()).count();
    assert_eq!(signed_in, 1);
    for answer in answers.into_iter().filter(|answer| !answer.is_success()) {
        answer.expect_problem(401, "sign_in_failed");
    }
}

#[tokio::test]
async fn a_wrong_code_does_not_tell_whether_there_is_such_an_attempt() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let there = by_code(&service, &code.wrong()).await;
    let never =
        Proof { attempt: "att_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(), code: "0000-0000".into() };
    for attempt in [never.attempt.as_str(), "att_x", "", "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
        let body = json!({ "attempt": attempt, "code": code.code });
        assert_eq!(confirm(&service, body).await.text, there.text);
    }
    there.expect_problem(401, "sign_in_failed");
}
