//! [S] What companies that share drivers are promised.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{Caller, Service};

use super::redeem;

async fn found(caller: &Caller, name: &str) -> Value {
    caller.get(&format!("/v1/accounts?name={name}")).await.expect(200)["items"].clone()
}

/// "You need to enter the name correctly as we'll only display when there's a direct match."
#[tokio::test]
async fn nothing_but_a_direct_match_of_the_name_is_shown() {
    let service = Service::start().await;
    service.company("Northern Haulage").await;
    let other = service.company("Acme").await.holder;
    for name in ["Northern", "Northern%20Haulag", "Northern%20Haulage%20Ltd", "Haulage", "%25", "*"]
    {
        assert_eq!(found(&other, name).await, json!([]), "{name}");
    }
}

/// "If there's an account name that matches your query, we'll show as 'success message'."
#[tokio::test]
async fn an_account_whose_name_matches_is_shown() {
    let service = Service::start().await;
    let northern = service.company("Northern Haulage").await;
    let other = service.company("Acme").await.holder;
    let whole = json!([{ "id": northern.id, "name": "Northern Haulage" }]);
    for name in ["Northern%20Haulage", "northern%20HAULAGE", "%20Northern%20%20Haulage%20"] {
        assert_eq!(found(&other, name).await, whole, "{name}");
    }
}

/// 25: "… individual accounts are not found."
#[tokio::test]
async fn individual_accounts_are_not_found() {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let driver = service.sign_in("ann@example.com").await;
    driver.patch("/v1/me", json!({ "name": "Ann Lee" })).await.expect(200);
    redeem(&driver, &codes[0]).await.expect(201);
    assert_eq!(found(&reseller.holder, "Ann%20Lee").await, json!([]));
    assert_eq!(found(&reseller.holder, "ann%40example.com").await, json!([]));
}

/// "Drivers added to your account are only visible to users on your account."
#[tokio::test]
async fn drivers_are_visible_to_their_own_account_only() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.member(&own, Role::Driver, Some("Ann")).await;
    let course = service.course().await;
    service.enrol(&own, &ann, &course, service.open_window()).await;
    for list in ["reports", "drivers"] {
        assert_eq!(own.holder.list(&format!("{}/{list}", own.path)).await.len(), 1);
        assert!(other.holder.list(&format!("{}/{list}", other.path)).await.is_empty());
    }
    for account in [&own.path, &other.path] {
        let profile = other.holder.get(&format!("{account}/users/{}/report", ann.user)).await;
        profile.expect_problem(404, "not_found");
    }
}

/// "If you want users on other accounts to assign your drivers to routes, you need to share your
/// drivers."
#[tokio::test]
async fn other_accounts_assign_drivers_to_their_routes_once_they_are_shared() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.driver_of(&own, "Ann").await;
    let route = service.route(&other, 10, 5).await;
    other.put_on(&route, &ann).await.expect_problem(404, "not_found");
    service.share(&own, &other, &[&ann]).await;
    other.put_on(&route, &ann).await.expect(200);
}

/// "First, go to the Drivers page … Click on 'Drivers' in the top menu."
#[tokio::test]
async fn the_drivers_page_lists_the_accounts_drivers() {
    let service = Service::start().await;
    let own = service.company("Own").await;
    for name in ["Ann", "Ben"] {
        service.driver_of(&own, name).await;
    }
    let drivers = own.holder.list(&format!("{}/drivers", own.path)).await;
    let names: Vec<_> = drivers.iter().map(|driver| driver["name"].clone()).collect();
    assert_eq!(names, ["Ann", "Ben"]);
}

/// "You can now select what drivers you wish to share with the account … One by one … Select all …
/// Click 'Confirm' and the selected drivers have now been shared with the account."
#[tokio::test]
async fn drivers_are_shared_one_by_one_or_all() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.driver_of(&own, "Ann").await;
    service.driver_of(&own, "Ben").await;
    let seen = async || other.holder.list(&format!("{}/drivers", other.path)).await.len();
    service.share(&own, &other, &[&ann]).await;
    assert_eq!(seen().await, 1);
    own.share(&other, json!({ "all": true })).await.expect(200);
    assert_eq!(seen().await, 2);
}

/// "Drivers that are share with the account has the checkbox already ticked."
#[tokio::test]
async fn the_list_for_an_account_shows_which_drivers_are_shared_already() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.driver_of(&own, "Ann").await;
    service.driver_of(&own, "Ben").await;
    service.share(&own, &other, &[&ann]).await;
    let list = own.holder.list(&format!("{}/shares/{}", own.path, other.id)).await;
    let ticked: Vec<_> =
        list.iter().map(|row| (row["driver"]["name"].clone(), row["shared"].clone())).collect();
    assert_eq!(ticked, [(json!("Ann"), json!(true)), (json!("Ben"), json!(false))]);
}

/// "Click on 'Unshare' next to the driver name. You can only unshare one driver at the time … The
/// driver has instantly been unshared and there's no need to confirm the action."
#[tokio::test]
async fn a_driver_is_unshared_at_once_without_confirming_and_the_others_stay() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let (ann, ben) = (service.driver_of(&own, "Ann").await, service.driver_of(&own, "Ben").await);
    service.share(&own, &other, &[&ann, &ben]).await;
    own.unshare(&other, &ann).await.expect(204);
    let drivers = other.holder.list(&format!("{}/drivers", other.path)).await;
    assert_eq!((drivers.len(), &drivers[0]["name"]), (1, &json!("Ben")));
    let card = other.holder.get(&format!("{}/drivers/{}", other.path, ann.user)).await;
    card.expect_problem(404, "not_found");
}

/// "The driver card consists information about the driver, including phone number and email
/// address. There's also a section named 'Shared with accounts' that will display what accounts the
/// driver has been shared with."
#[tokio::test]
async fn the_driver_card_shows_phone_address_and_shared_with_accounts() {
    let service = Service::start().await;
    let (own, other) = (service.company("Own").await, service.company("Other").await);
    let ann = service.driver_of(&own, "Ann").await;
    service.share(&own, &other, &[&ann]).await;
    let card = own.holder.get(&format!("{}/drivers/{}", own.path, ann.user)).await.expect(200);
    assert!(card.as_object().unwrap().contains_key("phone"));
    assert_eq!(card["email"], ann.email.as_str());
    assert_eq!(card["shared_with"], json!([{ "id": other.id, "name": "Other" }]));
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
