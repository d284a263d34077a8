//! Redeeming: a code opens its course for the driver who sends it.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::standing::{DAY, text, time};

use super::{Shop, redeem};

#[tokio::test]
async fn a_code_opens_its_course_for_the_stated_days_and_makes_an_individual_account() {
    let shop = Shop::with(3).await;
    let course = shop.service.course().await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let opened = redeem(&driver, &shop.codes[0]).await.expect(201);

    let account = &opened["account"];
    assert_eq!((&account["kind"], &account["role"]), (&json!("individual"), &json!("holder")));
    assert_eq!(account["name"], "ann@example.com");
    assert_eq!(account["seats"], json!({ "limit": 1, "used": 1 }));

    let enrolment = &opened["enrolment"];
    assert!(text(&enrolment["id"]).starts_with("enr_"));
    assert_eq!(enrolment["account"], json!({ "id": account["id"], "name": account["name"] }));
    assert_eq!(enrolment["course"], json!({ "id": course["id"], "title": course["title"] }));
    assert_eq!(enrolment["status"], "not_started");
    assert_eq!(enrolment["progress_percent"], 0);
    assert_eq!((&enrolment["score"], &enrolment["due_at"]), (&Value::Null, &Value::Null));
    let open = time(&enrolment["access_until"]).duration_since(time(&enrolment["starts_at"]));
    assert_eq!(open.as_secs(), 30 * DAY);
    let modules = course["modules"].as_array().unwrap().iter();
    let untouched = modules.map(|module| {
        let (id, title) = (&module["id"], &module["title"]);
        json!({ "id": id, "title": title, "completed": false, "score": null, "completed_at": null })
    });
    assert_eq!(enrolment["modules"], Value::from_iter(untouched));

    assert_eq!(driver.list("/v1/me/enrolments").await, std::slice::from_ref(enrolment));
    let contexts = driver.list("/v1/me/contexts").await;
    assert_eq!(contexts.len(), 1);
    assert_eq!(contexts[0]["account"]["id"], account["id"]);
    assert_eq!((&contexts[0]["role"], &contexts[0]["driver_count"]), (&json!("holder"), &json!(1)));
    let path = format!("/v1/accounts/{}", text(&account["id"]));
    assert_eq!(driver.get(&path).await.expect(200), *account);
}

#[tokio::test]
async fn an_individual_account_has_its_holders_name_which_need_not_be_unique() {
    let shop = Shop::with(2).await;
    for (driver, code) in ["ann1@example.com", "ann2@example.com"].iter().zip(&shop.codes) {
        let driver = shop.service.sign_in(driver).await;
        driver.patch("/v1/me", json!({ "name": "Ann Lee" })).await.expect(200);
        assert_eq!(redeem(&driver, code).await.expect(201)["account"]["name"], "Ann Lee");
    }
    let finder = &shop.reseller.holder;
    let found = finder.get("/v1/accounts?name=Ann%20Lee").await.expect(200);
    assert_eq!(found["items"], json!([]));
}

#[tokio::test]
async fn the_same_driver_gets_the_same_answer_again() {
    let shop = Shop::with(1).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    assert_eq!(redeem(&driver, &shop.codes[0]).await.expect(200), first);
    shop.service.advance(60 * DAY);
    let driver = shop.service.sign_in("ANN@example.com").await;
    let later = redeem(&driver, &shop.codes[0]).await.expect(200);
    assert_eq!(later["enrolment"]["id"], first["enrolment"]["id"]);
    assert_eq!(later["enrolment"]["access_until"], first["enrolment"]["access_until"]);
    assert_eq!(later["enrolment"]["status"], "expired");
}

#[tokio::test]
async fn another_driver_cannot_use_a_used_code() {
    let shop = Shop::with(1).await;
    let (ann, bob) = (
        shop.service.sign_in("ann@example.com").await,
        shop.service.sign_in("bob@example.com").await,
    );
    redeem(&ann, &shop.codes[0]).await.expect(201);
    redeem(&bob, &shop.codes[0]).await.expect_problem(409, "code_already_used");
    assert!(bob.list("/v1/me/enrolments").await.is_empty());
    assert!(bob.list("/v1/me/contexts").await.is_empty());
}

#[tokio::test]
async fn a_voided_code_opens_nothing() {
    let shop = Shop::with(3).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    shop.void(&[&shop.codes[0]]).await;
    redeem(&driver, &shop.codes[0]).await.expect_problem(409, "code_voided");
    shop.void_all().await;
    redeem(&driver, &shop.codes[1]).await.expect_problem(409, "code_voided");
    assert!(driver.list("/v1/me/enrolments").await.is_empty());
}

#[tokio::test]
async fn a_code_that_was_redeemed_before_its_batch_was_voided_stays_redeemed() {
    let shop = Shop::with(3).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    shop.void_all().await;
    assert_eq!(redeem(&driver, &shop.codes[0]).await.expect(200), first);
    let other = shop.service.sign_in("bob@example.com").await;
    redeem(&other, &shop.codes[0]).await.expect_problem(409, "code_already_used");
}

#[tokio::test]
async fn who_holds_a_company_redeems_into_it() {
    let shop = Shop::with(1).await;
    let company = shop.service.company("Acme").await;
    let opened = redeem(&company.holder, &shop.codes[0]).await.expect(201);
    assert_eq!(opened["account"]["id"], json!(company.id));
    assert_eq!(opened["account"]["kind"], "company");
    assert_eq!(company.holder.list("/v1/me/contexts").await.len(), 1);
    let report = company.holder.list(&format!("{}/reports", company.path)).await;
    assert_eq!(report[0]["enrolment_id"], opened["enrolment"]["id"]);
}

#[tokio::test]
async fn codes_of_several_courses_open_in_the_one_account_that_the_driver_holds() {
    let shop = Shop::with(1).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    let course = &driver.list("/v1/courses").await[1];
    let body =
        json!({ "kind": "codes", "course_id": course["id"], "quantity": 1, "duration_days": 1 });
    let holder = &shop.reseller.holder;
    let order = holder.post(&format!("{}/orders", shop.reseller.path), body).await.expect(201);
    let batch = format!("{}/code-batches/{}/codes", shop.reseller.path, text(&order["batch_id"]));
    let code = holder.list(&batch).await[0]["code"].clone();
    let second = redeem(&driver, text(&code)).await.expect(201);
    assert_eq!(second["account"], first["account"]);
    assert_ne!(second["enrolment"]["id"], first["enrolment"]["id"]);
    assert_eq!(driver.list("/v1/me/enrolments?limit=1").await.len(), 2);
}

#[tokio::test]
async fn a_manager_must_use_another_address() {
    let shop = Shop::with(1).await;
    let manager = shop.service.manager(&shop.reseller, Scope::Company).await;
    let refused = redeem(&manager, &shop.codes[0]).await;
    let problem = refused.expect_problem(409, "manager_cannot_hold_account");
    assert!(text(&problem["detail"]).contains("separate e-mail address"));
    assert_eq!(shop.counts().await, [1, 0, 0]);
}

#[tokio::test]
async fn redeeming_is_for_people_who_are_signed_in() {
    let shop = Shop::with(1).await;
    let anonymous = redeem(&shop.service.anonymous(), &shop.codes[0]).await;
    anonymous.expect_problem(401, "unauthenticated");
    let program = shop.service.program(&shop.reseller, &["redemptions", "codes"]).await;
    redeem(&program, &shop.codes[0]).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn a_redemption_is_told_in_the_drivers_trail() {
    let shop = Shop::with(1).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let opened = redeem(&driver, &shop.codes[0]).await.expect(201);
    shop.service.settle().await;
    let path = format!("/v1/accounts/{}/events", text(&opened["account"]["id"]));
    let events = driver.list(&path).await;
    let told: Vec<_> = events.iter().map(|event| text(&event["action"])).collect();
    assert_eq!(told, ["code_redeemed", "account_created"]);
    for event in &events {
        assert_eq!(event["actor"]["email"], "ann@example.com");
        assert!(!event.to_string().contains(&shop.codes[0]), "the code itself is not told");
    }
    assert_eq!(events[0]["subject"]["id"], opened["enrolment"]["id"]);
}
