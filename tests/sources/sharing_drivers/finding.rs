//! Finding the account to share with.

use serde_json::{Value, json};
use tests::{Caller, Service, standing::text};

use super::Two;

async fn found(caller: &Caller, name: &str) -> Value {
    caller.get(&format!("/v1/accounts?name={name}")).await.expect(200)["items"].clone()
}

#[tokio::test]
async fn you_enter_the_name_of_the_account_with_which_you_want_to_share_drivers() {
    let two = Two::new().await;
    let found = found(&two.own.holder, "Other").await;
    let path = format!("{}/shares/{}", two.own.path, text(&found[0]["id"]));
    let body = json!({ "driver_ids": [two.ann.user] });
    two.own.holder.post(&path, body).await.expect(200);
    assert_eq!(two.seen().await, ["Ann"]);
}

#[tokio::test]
async fn an_account_is_only_displayed_when_there_is_a_direct_match() {
    let service = Service::start().await;
    service.company("Northern Haulage").await;
    let other = service.company("Acme").await.holder;
    for name in ["Northern", "Northern%20Haulag", "Northern%20Haulage%20Ltd", "Haulage", "%25", "*"]
    {
        assert_eq!(found(&other, name).await, json!([]), "{name}");
    }
    assert_ne!(found(&other, "Northern%20Haulage").await, json!([]));
}

#[tokio::test]
async fn an_account_name_that_matches_your_query_is_shown() {
    let service = Service::start().await;
    let northern = service.company("Northern Haulage").await;
    let other = service.company("Acme").await.holder;
    let whole = json!([{ "id": northern.id, "name": "Northern Haulage" }]);
    for name in ["Northern%20Haulage", "northern%20HAULAGE", "%20Northern%20%20Haulage%20"] {
        assert_eq!(found(&other, name).await, whole, "{name}");
    }
}
