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
    assert_eq!(own.holder.list(&format!("{}/reports", own.path)).await.len(), 1);
    assert!(other.holder.list(&format!("{}/reports", other.path)).await.is_empty());
    for account in [&own.path, &other.path] {
        let profile = other.holder.get(&format!("{account}/users/{}/report", ann.user)).await;
        profile.expect_problem(404, "not_found");
    }
}
