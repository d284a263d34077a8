//! Rules 25 and 28: companies that share drivers.

use serde_json::json;
use tests::Service;

use super::redeem;

/// 25: "… individual accounts are not found."
#[tokio::test]
async fn individual_accounts_are_not_found() {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let driver = service.sign_in_by_mail("ann@example.com").await;
    driver.patch("/v1/me", json!({ "name": "Ann Lee" })).await.expect(200);
    redeem(&driver, &codes[0]).await.expect(201);
    for name in ["Ann%20Lee", "ann%40example.com"] {
        let found = reseller.holder.get(&format!("/v1/accounts?name={name}")).await.expect(200);
        assert_eq!(found["items"], json!([]), "{name}");
    }
}

/// 28: "The receiving account sees name, phone and e-mail of shared drivers … nothing else of
/// them, no results."
#[tokio::test]
async fn the_receiving_account_sees_no_results_and_no_other_receivers() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let third = service.company("Third").await;
    let ann = service.driver_of(&own, "Ann").await;
    let course = service.course().await;
    service.enrol(&own, &ann, &course, service.open_window()).await;
    for with in [&other, &third] {
        service.share(&own, with, &[&ann]).await;
    }
    let card = other.holder.get(&format!("{}/drivers/{}", other.path, ann.user)).await;
    assert!(!card.text.contains("Third"), "{}", card.text);
    let card = card.expect(200);
    let fields: Vec<_> = card.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["id", "name", "phone", "email", "home_account"]);
    assert!(other.holder.list(&format!("{}/reports", other.path)).await.is_empty());
}

/// 28: "Unsharing takes the driver off that account's future routes; no assignment can slip in
/// after it; past ones stay."
#[tokio::test]
async fn unsharing_takes_the_driver_off_future_routes_and_past_ones_stay() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.driver_of(&own, "Ann").await;
    service.share(&own, &other, &[&ann]).await;
    let (past, future) = (service.route(&other, 1, 2).await, service.route(&other, 10, 5).await);
    for route in [&past, &future] {
        other.put_on(route, &ann).await.expect(200);
    }
    service.advance(4 * 3_600);
    own.unshare(&other, &ann).await.expect(204);
    assert_eq!(other.on(&past).await, [ann.user.to_string()]);
    assert!(other.on(&future).await.is_empty());
    other.put_on(&future, &ann).await.expect_problem(404, "not_found");
}

/// 28: "A driver is never on two routes at once, whoever's they are."
#[tokio::test]
async fn a_driver_is_never_on_two_routes_at_once() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.driver_of(&own, "Ann").await;
    service.share(&own, &other, &[&ann]).await;
    own.put_on(&service.route(&own, 10, 5).await, &ann).await.expect(200);
    let clash = other.put_on(&service.route(&other, 12, 5).await, &ann).await;
    clash.expect_problem(409, "driver_unavailable");
}

/// 28: "Sharing and unsharing are told to both accounts by mail, once per action."
#[tokio::test]
async fn sharing_and_unsharing_are_told_to_both_accounts_once() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let (ann, ben) = (service.driver_of(&own, "Ann").await, service.driver_of(&own, "Ben").await);
    service.share(&own, &other, &[&ann, &ben]).await;
    own.unshare(&other, &ann).await.expect(204);
    for to in [&own.holder.email, &other.holder.email] {
        let mails = service.mails(to).await;
        let told = mails.iter().filter(|mail| mail["subject"].as_str().unwrap().contains("share"));
        assert_eq!(told.count(), 2);
    }
}
