//! Giving a driver back to the account that shares them.

use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{Service, standing::text};

#[tokio::test]
async fn a_driver_who_is_given_back_is_shared_no_longer_from_the_next_request_on() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    service.share(&home, &other, &[&ann, &ben]).await;
    let (coming, driver) = (service.route(&other, 2, 1).await, service.sign_in(&ann.email).await);
    other.put_on(&coming, &ann).await.expect(200);
    other.give_back(&ann).await.expect(204);
    let card = other.holder.get(&format!("{}/drivers/{}", other.path, ann.user)).await;
    card.expect_problem(404, "not_found");
    assert!(other.on(&coming).await.is_empty());
    assert!(driver.my_routes().await.is_empty());
    let card = home.holder.get(&format!("{}/drivers/{}", home.path, ann.user)).await.expect(200);
    assert_eq!(card["shared_with"], json!([]));
    other.give_back(&ann).await.expect_problem(404, "not_found");
    // The other driver stays, and so does what is past.
    assert_eq!(service.balanced().await.sharing.shared.len(), 1);
    assert_eq!(service.share(&home, &other, &[&ann]).await["shared"], 1);
}

#[tokio::test]
async fn past_routes_keep_a_driver_who_is_given_back() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let route = service.route(&other, 2, 1).await;
    other.put_on(&route, &ann).await.expect(200);
    service.advance(4 * 3_600);
    other.give_back(&ann).await.expect(204);
    assert_eq!(other.on(&route).await, [ann.user.to_string()]);
    service.balanced().await;
}

#[tokio::test]
async fn an_own_driver_cannot_be_given_back_and_who_is_no_driver_is_not_there() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    let admin = service.member(&home, Role::Admin, None).await;
    home.give_back(&ann).await.expect_problem(409, "own_driver");
    home.give_back(&admin).await.expect_problem(404, "not_found");
    other.give_back(&ann).await.expect_problem(404, "not_found");
    // Whom one shares is one's own all the same.
    service.share(&home, &other, &[&ann]).await;
    home.give_back(&ann).await.expect_problem(409, "own_driver");
    assert_eq!(service.balanced().await.sharing.shared.len(), 1);
}

#[tokio::test]
async fn managers_do_not_give_drivers_back_and_admins_do() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let path = format!("{}/drivers/{}", other.path, ann.user);
    let manager = service.manager(&other, Scope::Company).await;
    manager.delete(&path).await.expect_problem(403, "forbidden");
    let admin = service.member(&other, Role::Admin, None).await;
    service.sign_in(&admin.email).await.delete(&path).await.expect(204);
    service.balanced().await;
}

#[tokio::test]
async fn both_trails_tell_who_gave_back_and_neither_names_the_others_people() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    other.give_back(&ann).await.expect(204);
    for (of, actor) in [(&home, "system"), (&other, "person")] {
        let events = of.holder.list(&format!("{}/events", of.path)).await;
        assert_eq!(events[0]["action"], "driver_given_back");
        assert_eq!(events[0]["actor"]["kind"], actor);
        assert_eq!(text(&events[0]["subject"]["id"]), ann.user.to_string());
    }
    let events = home.holder.get(&format!("{}/events", home.path)).await;
    assert!(!events.text.contains(&other.holder.email), "{}", events.text);
}

#[tokio::test]
async fn giving_back_is_told_to_both_accounts_once() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let told = [service.mails(&home.holder.email).await, service.mails(&other.holder.email).await];
    other.give_back(&ann).await.expect(204);
    for (of, before) in [&home, &other].into_iter().zip(told) {
        let now = service.mails(&of.holder.email).await;
        assert_eq!(now.len(), before.len() + 1);
        assert!(text(&now[0]["subject"]).contains("no longer share"), "{}", now[0]["subject"]);
    }
}
