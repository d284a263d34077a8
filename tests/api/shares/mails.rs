//! Who is told of shares.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{Service, standing::text};

async fn subjects(service: &Service, to: &str) -> Vec<String> {
    let mails: Vec<Value> = service.mails(to).await;
    let subjects = mails.iter().map(|mail| text(&mail["subject"]).to_owned());
    subjects.filter(|subject| subject.contains("share")).collect()
}

#[tokio::test]
async fn sharing_is_told_to_those_who_manage_either_account_once_for_the_action() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let admins = [
        service.member(&home, Role::Admin, None).await,
        service.member(&other, Role::Admin, None).await,
    ];
    let mut drivers = service.members(&home, 39).await;
    drivers.push(service.driver_of(&home, "Secret Name").await);
    home.share(&other, json!({ "all": true })).await.expect(200);
    for to in [&home.holder.email, &admins[0].email] {
        assert_eq!(subjects(&service, to).await, ["You share 40 drivers with Other"]);
    }
    for to in [&other.holder.email, &admins[1].email] {
        assert_eq!(subjects(&service, to).await, ["Home shares 40 drivers with you"]);
        let mail = &service.mails(to).await[0];
        for part in ["subject", "text", "html"] {
            assert!(!text(&mail[part]).contains("Secret Name"), "{mail}");
            assert!(!text(&mail[part]).contains(&home.holder.email), "{mail}");
        }
    }
    assert!(service.mails(&drivers[39].email).await.is_empty());
}

#[tokio::test]
async fn sharing_again_is_told_to_nobody() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    for _ in 0..2 {
        service.share(&home, &other, &[&ann]).await;
    }
    assert_eq!(subjects(&service, &other.holder.email).await.len(), 1);
}

#[tokio::test]
async fn unsharing_is_told_to_both() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    home.unshare(&other, &ann).await.expect(204);
    let told = subjects(&service, &home.holder.email).await;
    assert_eq!(told[0], "You no longer share a driver with Other");
    let told = subjects(&service, &other.holder.email).await;
    assert_eq!(told[0], "Home no longer shares a driver with you");
    service.balanced().await;
}
