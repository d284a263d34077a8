//! Guessing codes: five wrong ones end link and code.

use futures::future::join_all;
use tests::Service;

use super::{ANN, ask_for_code, by_code, by_token, wrong};

#[tokio::test]
async fn five_wrong_codes_end_link_and_code() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let token = service.mailed_token(ANN).await;
    // One that is not even written as a code counts as well.
    for bad in [wrong(&code), String::new(), "UUUU-UUUU".into(), code[1..].into(), wrong(&code)] {
        by_code(&service, ANN, &bad).await.expect_problem(401, "sign_in_failed");
    }
    by_code(&service, ANN, &code).await.expect_problem(401, "sign_in_failed");
    by_token(&service, &token).await.expect_problem(401, "sign_in_failed");
    // A new mail begins anew.
    let code = ask_for_code(&service, ANN).await;
    by_code(&service, ANN, &code).await.expect(200);
}

#[tokio::test]
async fn after_four_wrong_codes_the_right_one_still_works() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    for _ in 0..4 {
        by_code(&service, ANN, &wrong(&code)).await.expect_problem(401, "sign_in_failed");
    }
    by_code(&service, ANN, &code).await.expect(200);
}

#[tokio::test]
async fn after_four_wrong_codes_the_link_still_works() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let token = service.mailed_token(ANN).await;
    for _ in 0..4 {
        by_code(&service, ANN, &wrong(&code)).await.expect_problem(401, "sign_in_failed");
    }
    by_token(&service, &token).await.expect(200);
}

#[tokio::test]
async fn twenty_wrong_codes_at_once_end_link_and_code() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let token = service.mailed_token(ANN).await;
    let bad = wrong(&code);
    for answer in join_all((0..20).map(|_| by_code(&service, ANN, &bad))).await {
        answer.expect_problem(401, "sign_in_failed");
    }
    by_code(&service, ANN, &code).await.expect_problem(401, "sign_in_failed");
    by_token(&service, &token).await.expect_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn of_many_who_type_the_right_code_at_once_one_signs_in() {
    let service = Service::start().await;
    let code = ask_for_code(&service, ANN).await;
    let answers = join_all((0..20).map(|_| by_code(&service, ANN, &code))).await;
    let signed_in = answers.iter().filter(|answer| answer.is_success()).count();
    assert_eq!(signed_in, 1);
    for answer in answers.into_iter().filter(|answer| !answer.is_success()) {
        answer.expect_problem(401, "sign_in_failed");
    }
}

#[tokio::test]
async fn a_wrong_code_does_not_tell_whether_a_mail_was_asked_for() {
    let service = Service::start().await;
    service.sign_in("known@example.com").await;
    let code = ask_for_code(&service, ANN).await;
    let asked = by_code(&service, ANN, &wrong(&code)).await;
    let known = by_code(&service, "known@example.com", &code).await;
    let never = by_code(&service, "nobody@example.com", &code).await;
    assert_eq!(asked.text, never.text);
    assert_eq!(known.text, never.text);
    never.expect_problem(401, "sign_in_failed");
}
