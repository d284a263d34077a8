//! What both trails tell of shares.

use serde_json::{Value, json};
use tests::{Service, service::Company};

async fn newest(of: &Company) -> Value {
    let events = of.holder.list(&format!("{}/events", of.path)).await;
    events[0].clone()
}

#[tokio::test]
async fn both_trails_tell_of_sharing_and_unsharing() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let (given, received) = (newest(&home).await, newest(&other).await);
    for event in [&given, &received] {
        assert_eq!(event["action"], "drivers_shared");
        assert_eq!(event["changes"]["drivers"], json!([ann.user]));
    }
    assert_eq!(given["changes"]["with"], "Other");
    assert_eq!(received["changes"]["by"], "Home");
    home.unshare(&other, &ann).await.expect(204);
    for of in [&home, &other] {
        let event = newest(of).await;
        assert_eq!(event["action"], "driver_unshared");
        assert_eq!(event["subject"], json!({ "kind": "user", "id": ann.user }));
    }
}

#[tokio::test]
async fn the_receivers_trail_does_not_name_the_others_people() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    home.unshare(&other, &ann).await.expect(204);
    let events = other.holder.get(&format!("{}/events", other.path)).await;
    assert!(!events.text.contains(&home.holder.email), "{}", events.text);
    let events = home.holder.get(&format!("{}/events", home.path)).await;
    assert!(events.text.contains(&home.holder.email));
}
