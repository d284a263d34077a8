//! Moving a route that has begun: it takes only those along who could be put on it now.

use serde_json::{Value, json};
use tests::{Answer, Service, service::Company, standing::Member};

const HOUR: i64 = 3_600;

/// A driver of one company on a route of another that has begun, and is over unless it is long.
async fn begun(service: &Service, lasts: i64) -> (Company, Company, Member, Value) {
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let route = service.route(&other, 1, lasts).await;
    other.put_on(&route, &ann).await.expect(200);
    service.advance(3 * HOUR);
    (home, other, ann, route)
}

/// Moves a route to where it starts in so many hours.
async fn moved(service: &Service, of: &Company, route: &Value, from: i64) -> Answer {
    let times =
        json!({ "starts_at": service.in_hours(from), "ends_at": service.in_hours(from + 2) });
    of.holder.patch(&of.route(route), times).await
}

#[tokio::test]
async fn a_driver_who_was_taken_back_is_not_booked_again_by_moving_a_past_route() {
    let service = Service::start().await;
    let (home, other, ann, route) = begun(&service, 1).await;
    home.unshare(&other, &ann).await.expect(204);
    let mails = service.mails(&ann.email).await.len();
    let refused = moved(&service, &other, &route, 10).await;
    let refused = refused.expect_problem(409, "driver_not_assignable");
    let named = format!("Take these drivers off the route first: Ann ({}).", ann.user);
    assert_eq!(refused["detail"], named);
    assert_eq!(other.holder.get(&other.route(&route)).await.expect(200)["version"], 2);
    other.take_off(&route, &ann).await.expect(204);
    moved(&service, &other, &route, 10).await.expect(200);
    assert!(other.on(&route).await.is_empty());
    assert_eq!(service.mails(&ann.email).await.len(), mails);
    service.balanced().await;
}

#[tokio::test]
async fn a_running_route_is_not_prolonged_with_a_driver_who_was_taken_back_but_may_be_cut_short() {
    let service = Service::start().await;
    let (home, other, ann, route) = begun(&service, 10).await;
    home.unshare(&other, &ann).await.expect(204);
    let path = other.route(&route);
    for refused in [
        json!({ "ends_at": service.in_hours(20) }),
        json!({ "starts_at": service.in_hours(1) }),
        json!({ "starts_at": service.in_hours(-5) }),
    ] {
        let answer = other.holder.patch(&path, refused).await;
        answer.expect_problem(409, "driver_not_assignable");
    }
    other.holder.patch(&path, json!({ "name": "Harbour", "note": "Late" })).await.expect(200);
    let shorter = json!({ "ends_at": service.in_hours(1) });
    other.holder.patch(&path, shorter).await.expect(200);
    assert_eq!(other.on(&route).await, [ann.user.to_string()]);
    service.balanced().await;
}

#[tokio::test]
async fn a_past_route_is_moved_with_drivers_who_could_be_put_on_it_again() {
    let service = Service::start().await;
    let (home, other, ann, route) = begun(&service, 1).await;
    home.unshare(&other, &ann).await.expect(204);
    service.share(&home, &other, &[&ann]).await;
    moved(&service, &other, &route, 10).await.expect(200);
    assert_eq!(other.on(&route).await, [ann.user.to_string()]);
    let newest = service.mails(&ann.email).await.remove(0);
    assert_eq!(newest["subject"], "Other has changed the times of your route Harbour to depot");
    // It is a coming one again: taking the driver back takes them off.
    home.unshare(&other, &ann).await.expect(204);
    assert!(other.on(&route).await.is_empty());
    service.balanced().await;
}

#[tokio::test]
async fn a_past_route_is_not_moved_ahead_with_who_is_gone_or_drives_no_longer() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    let cid = service.driver_of(&home, "Cid").await;
    let route = service.route(&home, 1, 1).await;
    for driver in [&ann, &ben, &cid] {
        home.put_on(&route, driver).await.expect(200);
    }
    service.advance(20 * 24 * HOUR);
    home.remove(&ann).await;
    let admins = format!("{}/admins/{}", home.path, ben.user);
    home.holder.put(&admins, json!({})).await.expect(200);
    let refused = moved(&service, &home, &route, 10).await;
    let detail = refused.expect_problem(409, "driver_not_assignable")["detail"].clone();
    let detail = detail.as_str().unwrap();
    assert!(
        detail.contains("Ann") && detail.contains("Ben") && !detail.contains("Cid"),
        "{detail}"
    );
    for driver in [&ann, &ben] {
        home.take_off(&route, driver).await.expect(204);
    }
    moved(&service, &home, &route, 10).await.expect(200);
    assert_eq!(home.on(&route).await, [cid.user.to_string()]);
    service.balanced().await;
}

#[tokio::test]
async fn removing_a_past_route_or_its_driver_is_told_to_nobody() {
    let service = Service::start().await;
    let (_, other, ann, route) = begun(&service, 1).await;
    let another = service.route(&other, 1, 1).await;
    other.put_on(&another, &ann).await.expect(200);
    service.advance(3 * HOUR);
    let mails = service.mails(&ann.email).await.len();
    other.take_off(&route, &ann).await.expect(204);
    other.holder.delete(&other.route(&another)).await.expect(204);
    other.holder.delete(&other.route(&route)).await.expect(204);
    assert_eq!(service.mails(&ann.email).await.len(), mails);
    service.balanced().await;
}
