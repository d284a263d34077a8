//! Which drivers are shared with an account.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::Service;

#[tokio::test]
async fn the_list_shows_which_of_the_own_drivers_are_shared() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let third = service.company("Third").await;
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    service.member(&home, Role::Admin, Some("Ada")).await;
    service.share(&home, &other, &[&ben]).await;
    service.share(&home, &third, &[&ann]).await;
    let list = home.holder.list(&format!("{}/shares/{}", home.path, other.id)).await;
    assert_eq!(
        Value::from(list),
        json!([
            { "driver": { "id": ann.user, "name": "Ann" }, "shared": false },
            { "driver": { "id": ben.user, "name": "Ben" }, "shared": true },
        ])
    );
}

#[tokio::test]
async fn the_list_with_oneself_is_refused() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let answer = home.holder.get(&format!("{}/shares/{}", home.path, home.id)).await;
    answer.expect_bad_field("recipient", "own_account");
}
