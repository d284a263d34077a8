//! A driver's own routes.

use serde_json::json;
use tests::{Service, standing::text};

#[tokio::test]
async fn a_driver_sees_own_routes_in_every_account() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    service.share(&home, &other, &[&ann]).await;
    let (early, late) = (service.route(&other, 10, 5).await, service.route(&home, 20, 5).await);
    home.put_on(&late, &ben).await.expect(200);
    home.put_on(&late, &ann).await.expect(200);
    other.put_on(&early, &ann).await.expect(200);
    service.route(&home, 30, 5).await;
    let driver = service.sign_in(&ann.email).await;
    let mine = driver.list("/v1/me/routes?limit=1").await;
    let expected = |route: &serde_json::Value, id: &str, name: &str| {
        json!({
            "id": route["id"], "account": { "id": id, "name": name }, "name": route["name"],
            "starts_at": route["starts_at"], "ends_at": route["ends_at"], "note": null,
        })
    };
    assert_eq!(mine, [expected(&late, &home.id, "Home"), expected(&early, &other.id, "Other")]);
}

#[tokio::test]
async fn own_routes_are_picked_by_their_starts() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let mut routes = vec![];
    for starts_in in [10, 20, 30] {
        let route = service.route(&home, starts_in, 5).await;
        home.put_on(&route, &ann).await.expect(200);
        routes.push(route);
    }
    let driver = service.sign_in(&ann.email).await;
    let path = format!(
        "/v1/me/routes?from={}&to={}",
        text(&routes[1]["starts_at"]),
        text(&routes[2]["starts_at"]),
    );
    let found = driver.list(&path).await;
    assert_eq!((found.len(), &found[0]["id"]), (1, &routes[1]["id"]));
}

#[tokio::test]
async fn an_own_route_that_is_under_way_belongs_to_now() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let mut routes = vec![];
    for (starts_in, lasts) in [(1, 3), (5, 100), (200, 5)] {
        let route = service.route(&home, starts_in, lasts).await;
        home.put_on(&route, &ann).await.expect(200);
        routes.push(route);
    }
    service.advance(50 * 3_600);
    let driver = service.sign_in(&ann.email).await;
    let found = driver.list(&format!("/v1/me/routes?from={}", service.in_hours(0))).await;
    let found: Vec<_> = found.iter().map(|route| &route["id"]).collect();
    assert_eq!(found, [&routes[2]["id"], &routes[1]["id"]]);
}

#[tokio::test]
async fn a_moved_route_moves_in_the_drivers_own_list_and_one_taken_off_leaves_it() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let (a, b) = (service.route(&home, 10, 5).await, service.route(&home, 20, 5).await);
    for route in [&a, &b] {
        home.put_on(route, &ann).await.expect(200);
    }
    let driver = service.sign_in(&ann.email).await;
    assert_eq!(driver.my_routes().await, [text(&b["id"]), text(&a["id"])]);
    let later = json!({ "starts_at": service.in_hours(40), "ends_at": service.in_hours(41) });
    home.holder.patch(&home.route(&a), later).await.expect(200);
    assert_eq!(driver.my_routes().await, [text(&a["id"]), text(&b["id"])]);
    home.take_off(&a, &ann).await.expect(204);
    assert_eq!(driver.my_routes().await, [text(&b["id"])]);
}
