//! Refusing another account's shares.

use http::Method;
use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use tests::{Answer, Service, service::Company, standing::text};

const NOWHERE: &str = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV";

async fn refused(of: &Company) -> Vec<Value> {
    of.holder.list(&format!("{}/refused", of.path)).await
}

async fn subjects(service: &Service, to: &Company) -> Vec<String> {
    let mails = service.mails(&to.holder.email).await;
    mails.iter().map(|mail| text(&mail["subject"]).to_owned()).collect()
}

#[tokio::test]
async fn what_a_refused_account_shares_ends_and_it_shares_nothing_any_more() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let third = service.company("Third").await;
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    let cleo = service.driver_of(&third, "Cleo").await;
    service.share(&home, &other, &[&ann, &ben]).await;
    service.share(&third, &other, &[&cleo]).await;
    let coming = service.route(&other, 2, 1).await;
    other.put_on(&coming, &ann).await.expect(200);
    other.refuse(&home).await.expect(204);
    let drivers = other.holder.list(&format!("{}/drivers", other.path)).await;
    assert_eq!(drivers.iter().map(|one| &one["name"]).collect::<Vec<_>>(), ["Cleo"]);
    assert!(other.on(&coming).await.is_empty());
    for body in [json!({ "driver_ids": [ann.user] }), json!({ "all": true })] {
        home.share(&other, body).await.expect_problem(403, "refused");
    }
    // It is this account that is refused, and by this one only.
    service.share(&home, &third, &[&ann]).await;
    let own = service.driver_of(&other, "Own").await;
    service.share(&other, &home, &[&own]).await;
    assert_eq!(service.balanced().await.sharing.shared.len(), 3);
}

#[tokio::test]
async fn refusing_is_harmless_twice_and_is_listed_until_it_is_taken_back() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    for _ in 0..2 {
        other.refuse(&home).await.expect(204);
    }
    let listed = refused(&other).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["account"], json!({ "id": home.id, "name": "Home" }));
    assert!(refused(&home).await.is_empty());
    other.allow(&home).await.expect(204);
    other.allow(&home).await.expect_problem(404, "not_found");
    assert!(refused(&other).await.is_empty());
    assert_eq!(service.share(&home, &other, &[&ann]).await["shared"], 1);
    let events = service.balanced().await;
    assert_eq!(events.events_of(Action::AccountRefused).count(), 1);
    assert_eq!(events.events_of(Action::AccountAllowed).count(), 1);
}

#[tokio::test]
async fn nobody_refuses_themselves_or_what_is_no_account() {
    let service = Service::start().await;
    let other = service.company("Other").await;
    other.refuse(&other).await.expect_bad_field("other", "own_account");
    for id in [NOWHERE, "acc_x"] {
        let path = format!("{}/refused/{id}", other.path);
        other.holder.send(Method::PUT, &path, None).await.expect_problem(404, "not_found");
        other.holder.delete(&path).await.expect_problem(404, "not_found");
    }
    assert!(refused(&other).await.is_empty());
}

#[tokio::test]
async fn only_those_who_run_the_account_refuse() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let manager = service.manager(&other, Scope::Company).await;
    let path = other.refusal(&home);
    let put =
        async |caller: &tests::Caller| -> Answer { caller.send(Method::PUT, &path, None).await };
    put(&manager).await.expect_problem(403, "forbidden");
    let admin = service.member(&other, Role::Admin, None).await;
    put(&service.sign_in(&admin.email).await).await.expect(204);
    assert_eq!(refused(&other).await.len(), 1);
}

#[tokio::test]
async fn many_shares_end_and_both_accounts_are_told_once() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let third = service.company("Third").await;
    service.members(&home, 40).await;
    home.share(&other, json!({ "all": true })).await.expect(200);
    let cleo = service.driver_of(&third, "Cleo").await;
    service.share(&third, &other, &[&cleo]).await;
    let before = (subjects(&service, &home).await.len(), subjects(&service, &other).await.len());
    other.refuse(&home).await.expect(204);
    assert_eq!(service.balanced().await.sharing.shared.len(), 1);
    let (ours, theirs) = (subjects(&service, &home).await, subjects(&service, &other).await);
    assert_eq!((ours.len(), theirs.len()), (before.0 + 1, before.1 + 1));
    assert_eq!(ours[0], "You no longer share 40 drivers with Other");
    assert_eq!(theirs[0], "Home no longer shares 40 drivers with you");
}

#[tokio::test]
async fn a_refusal_of_an_account_that_shares_nothing_is_told_to_nobody() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let before = subjects(&service, &home).await.len();
    other.refuse(&home).await.expect(204);
    assert_eq!(subjects(&service, &home).await.len(), before);
    let events = home.holder.get(&format!("{}/events", home.path)).await;
    assert!(!events.text.contains("account_refused"), "{}", events.text);
}
