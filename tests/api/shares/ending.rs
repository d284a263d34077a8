//! Taking a driver back.

use http::Method;
use serde_json::{Value, json};
use shared::domain::{Role, event::Action};
use tests::{Service, service::Company, standing::text};

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
    let ended =
        functions::drivers::route_release::end_driver(app, account, ann.user, ann.person).await;
    assert!(ended.unwrap());
    assert_eq!(service.balanced().await.sharing.shared.len(), 1);
}

/// A driver with an own account, shared with a partner that has put them on a coming route.
async fn own_account_on_a_route(service: &Service, partner: &Company) -> (Company, Value) {
    let reseller = service.reseller("Reseller").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let dora = service.sign_in("dora@example.com").await;
    dora.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let context = dora.list("/v1/me/contexts").await.remove(0);
    let id = text(&context["account"]["id"]).to_owned();
    let own = Company { holder: dora, path: format!("/v1/accounts/{id}"), id };
    let driver = own.holder.list(&format!("{}/drivers", own.path)).await.remove(0);
    own.share(partner, json!({ "driver_ids": [driver["id"]] })).await.expect(200);
    let route = service.route(partner, 2, 1).await;
    let place = format!("{}/drivers/{}", partner.route(&route), text(&driver["id"]));
    partner.holder.send(Method::PUT, &place, None).await.expect(200);
    (own, route)
}

#[tokio::test]
async fn a_driver_whose_own_account_becomes_a_company_is_shared_no_longer() {
    let service = Service::start().await;
    let partner = service.company("Partner").await;
    let (own, route) = own_account_on_a_route(&service, &partner).await;
    let body = json!({ "name": "Dora's Driving", "kind": "company" });
    own.holder.patch(&own.path, body).await.expect(200);
    service.settle().await;
    assert!(partner.holder.list(&format!("{}/drivers", partner.path)).await.is_empty());
    assert!(partner.on(&route).await.is_empty());
    assert!(own.holder.my_routes().await.is_empty());
    assert!(service.balanced().await.sharing.shared.is_empty());
}

#[tokio::test]
async fn a_driver_who_hands_the_own_account_over_is_shared_no_longer() {
    let service = Service::start().await;
    let partner = service.company("Partner").await;
    let (own, route) = own_account_on_a_route(&service, &partner).await;
    let admin = service.member(&own, Role::Admin, Some("Ada")).await;
    let body = json!({ "user_id": admin.user });
    own.holder.post(&format!("{}/holder", own.path), body).await.expect(200);
    service.settle().await;
    assert!(partner.holder.list(&format!("{}/drivers", partner.path)).await.is_empty());
    assert!(partner.on(&route).await.is_empty());
    assert!(own.holder.my_routes().await.is_empty());
    assert!(service.balanced().await.sharing.shared.is_empty());
}
