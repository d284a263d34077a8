//! A second code for a course that the driver has: more days of the same access.

use serde_json::{Value, json};
use tests::standing::{DAY, text, time};

use super::{Shop, redeem};

/// The seconds by which access was extended.
fn gained(before: &Value, after: &Value) -> i64 {
    let until = |opened: &Value| time(&opened["enrolment"]["access_until"]);
    until(after).duration_since(until(before)).as_secs()
}

#[tokio::test]
async fn a_second_code_extends_access_from_its_end() {
    let shop = Shop::with(3).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    let second = redeem(&driver, &shop.codes[1]).await.expect(201);
    assert_eq!(gained(&first, &second), 30 * DAY);
    for same in ["id", "starts_at", "status", "account", "course"] {
        assert_eq!(first["enrolment"][same], second["enrolment"][same], "{same}");
    }
    shop.service.advance(10 * DAY);
    let third = redeem(&driver, &shop.codes[2]).await.expect(201);
    assert_eq!(gained(&first, &third), 60 * DAY);
    assert_eq!(driver.list("/v1/me/enrolments").await, [third["enrolment"].clone()]);
    assert_eq!(shop.counts().await, [0, 3, 0]);
}

#[tokio::test]
async fn a_second_code_after_the_end_of_access_begins_a_new_round() {
    let shop = Shop::with(2).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    shop.service.advance(100 * DAY);
    let driver = shop.service.sign_in("ann@example.com").await;
    let old = &driver.list("/v1/me/enrolments").await[0];
    assert_eq!((&old["status"], &old["id"]), (&json!("expired"), &first["enrolment"]["id"]));
    let earliest = shop.service.in_days(30);
    let again = redeem(&driver, &shop.codes[1]).await.expect(201);
    let until = time(&again["enrolment"]["access_until"]);
    assert!(earliest <= until && until <= shop.service.in_days(30));
    assert_ne!(again["enrolment"]["id"], first["enrolment"]["id"]);
    assert_eq!(
        (&again["enrolment"]["round"], &first["enrolment"]["round"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(again["enrolment"]["status"], "not_started");
    assert_eq!(driver.list("/v1/me/enrolments").await, [again["enrolment"].clone()]);
    // The older code answers with what it opened.
    let older = redeem(&driver, &shop.codes[0]).await.expect(200);
    assert_eq!(
        (&older["enrolment"]["id"], &older["enrolment"]["status"]),
        (&first["enrolment"]["id"], &json!("expired"))
    );
    shop.service.balanced().await;
}

#[tokio::test]
async fn what_was_achieved_stays_when_access_is_extended() {
    let shop = Shop::with(2).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    let module = &first["enrolment"]["modules"][0]["id"];
    let path = format!("/v1/me/enrolments/{}/results", text(&first["enrolment"]["id"]));
    let result = json!({ "module_id": module, "completed": true, "score": 80 });
    let done = driver.post(&path, result).await.expect(200);
    let mut second = redeem(&driver, &shop.codes[1]).await.expect(201)["enrolment"].clone();
    assert_eq!((&second["status"], &second["score"]), (&json!("in_progress"), &json!(80.0)));
    second["access_until"] = done["access_until"].clone();
    assert_eq!(second, done);
}

#[tokio::test]
async fn each_of_two_codes_answers_its_driver_again_with_the_same_access() {
    let shop = Shop::with(2).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    redeem(&driver, &shop.codes[0]).await.expect(201);
    let second = redeem(&driver, &shop.codes[1]).await.expect(201);
    for code in &shop.codes {
        assert_eq!(redeem(&driver, code).await.expect(200), second);
    }
}

#[tokio::test]
async fn a_code_redeemed_by_the_reseller_extends_the_drivers_access_too() {
    let shop = Shop::with(2).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let first = redeem(&driver, &shop.codes[0]).await.expect(201);
    let rows = json!([{ "code": shop.codes[1], "email": "ann@example.com" }]);
    let rows = shop.redeem_for(rows).await;
    assert_eq!(rows[0]["enrolment_id"], first["enrolment"]["id"]);
    let now = redeem(&driver, &shop.codes[1]).await.expect(200);
    assert_eq!(gained(&first, &now), 30 * DAY);
}
