//! Names, sign-ins and holders that collide.

use std::collections::BTreeMap;

use serde_json::json;
use tests::{Service, crowd::at_once};

use super::outcomes;

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_companies_of_one_name_one_is_made() {
    let service = Service::start_busy().await;
    let drivers = service.crowd(50).await;
    let calls = drivers.into_iter().enumerate().map(|(number, driver)| async move {
        let name = if number % 2 == 0 { "Nordic  Haulage" } else { "nordic haulage" };
        driver.post_patiently("/v1/accounts", json!({ "name": name })).await
    });
    let answers = at_once(calls).await;
    let expected = [((201, ""), 1), ((409, "account_name_taken"), 49)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    assert_eq!(service.balanced().await.accounts.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_makes_twenty_companies_at_once_holds_one() {
    let service = Service::start_busy().await;
    let driver = service.driver().await;
    let calls = (0..20).map(|number| {
        let driver = driver.clone();
        async move {
            driver.post_patiently("/v1/accounts", json!({ "name": format!("No. {number}") })).await
        }
    });
    let answers = at_once(calls).await;
    let expected = [((201, ""), 1), ((409, "already_account_holder"), 19)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    assert_eq!(service.balanced().await.accounts.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_twenty_wrong_codes_at_once_the_right_one_is_refused_and_the_link_works() {
    let service = Service::start_busy().await;
    let email = "guessed@example.com";
    let right = service.proof(email).await;
    let code = right["code"].as_str().expect("a code");
    let wrong = if code.starts_with('7') { "8" } else { "7" };
    let wrong = json!({ "attempt": right["attempt"], "code": format!("{wrong}{}", &code[1..]) });
    let calls = (0..20).map(|_| {
        let (anonymous, body) = (service.anonymous(), wrong.clone());
        async move { anonymous.post_patiently("/v1/sign-in/confirm", body).await }
    });
    let answers = at_once(calls).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((401, "sign_in_failed"), 20)]));
    let token = service.mailed_token(email).await;
    let answer = service.anonymous().post("/v1/sign-in/confirm", right).await;
    answer.expect_problem(401, "sign_in_failed");
    service.anonymous().post("/v1/sign-in/confirm", json!({ "token": token })).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_used_a_hundred_times_at_once_signs_in_once() {
    let service = Service::start_busy().await;
    let email = "linked@example.com";
    service.anonymous().post("/v1/sign-in", json!({ "email": email })).await.expect(202);
    let token = service.mailed_token(email).await;
    let calls = (0..100).map(|_| {
        let (anonymous, body) = (service.anonymous(), json!({ "token": token }));
        async move { anonymous.post_patiently("/v1/sign-in/confirm", body).await }
    });
    let answers = at_once(calls).await;
    let expected = [((200, ""), 1), ((401, "sign_in_failed"), 99)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    let books = service.balanced().await;
    assert_eq!((books.people.len(), books.sessions()), (1, 1));
}
