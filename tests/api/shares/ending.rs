//! Taking a driver back.

use serde_json::json;
use shared::domain::event::Action;
use tests::Service;

#[tokio::test]
async fn unsharing_takes_effect_with_the_next_request() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    service.share(&home, &other, &[&ann, &ben]).await;
    home.unshare(&other, &ann).await.expect(204);
    let card = other.holder.get(&format!("{}/drivers/{}", other.path, ann.user)).await;
    card.expect_problem(404, "not_found");
    assert_eq!(other.holder.list(&format!("{}/drivers", other.path)).await.len(), 1);
    let card = home.holder.get(&format!("{}/drivers/{}", home.path, ann.user)).await.expect(200);
    assert_eq!(card["shared_with"], json!([]));
    home.unshare(&other, &ann).await.expect_problem(404, "not_found");
    service.balanced().await;
}

#[tokio::test]
async fn a_driver_can_be_shared_again() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    for _ in 0..2 {
        assert_eq!(service.share(&home, &other, &[&ann]).await["shared"], 1);
        home.unshare(&other, &ann).await.expect(204);
    }
    service.balanced().await;
}

#[tokio::test]
async fn nobody_but_the_home_account_takes_a_driver_back() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let third = service.company("Third").await;
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    third.unshare(&other, &ann).await.expect_problem(404, "not_found");
    other.unshare(&home, &ann).await.expect_problem(404, "not_found");
    home.unshare(&third, &ann).await.expect_problem(404, "not_found");
    assert_eq!(service.balanced().await.sharing.shared.len(), 1);
}

#[tokio::test]
async fn a_driver_who_is_removed_is_shared_no_longer() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let third = service.company("Third").await;
    let ann = service.driver_of(&home, "Ann").await;
    for with in [&other, &third] {
        service.share(&home, with, &[&ann]).await;
    }
    home.remove(&ann).await;
    for with in [&other, &third] {
        assert!(with.holder.list(&format!("{}/drivers", with.path)).await.is_empty());
    }
    let books = service.balanced().await;
    assert!(books.sharing.shared.is_empty());
    // Told in both trails, by nobody in particular.
    assert_eq!(books.events_of(Action::DriverUnshared).count(), 4);
}

#[tokio::test]
async fn an_end_that_comes_late_does_nothing_to_one_who_is_a_driver_again() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let (app, account) = (service.stack().app(), home.id.parse().unwrap());
    let ended = functions::drivers::ending::end_driver(app, account, ann.user, ann.person).await;
    ended.unwrap();
    assert_eq!(service.balanced().await.sharing.shared.len(), 1);
}
