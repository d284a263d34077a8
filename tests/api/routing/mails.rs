//! What drivers are told of routes.

use serde_json::json;
use tests::{
    Service,
    standing::{Member, text},
};

async fn newest(service: &Service, driver: &Member) -> (usize, String, String) {
    let mails = service.mails(&driver.email).await;
    let part = |name: &str| mails.first().map(|mail| text(&mail[name]).to_owned());
    (mails.len(), part("subject").unwrap_or_default(), part("text").unwrap_or_default())
}

#[tokio::test]
async fn a_driver_is_mailed_when_put_on_a_route_when_it_moves_and_when_taken_off() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let route = service.route(&other, 10, 5).await;

    other.put_on(&route, &ann).await.expect(200);
    other.put_on(&route, &ann).await.expect(200);
    let (count, subject, body) = newest(&service, &ann).await;
    assert_eq!((count, subject.as_str()), (1, "Other has put you on a route: Harbour to depot"));
    assert!(body.starts_with("Hello Ann,"), "{body}");

    let renamed = json!({ "note": "Gate 3" });
    other.holder.patch(&other.route(&route), renamed).await.expect(200);
    assert_eq!(newest(&service, &ann).await.0, 1);
    let later = json!({ "ends_at": service.in_hours(16) });
    other.holder.patch(&other.route(&route), later).await.expect(200);
    let (count, subject, _) = newest(&service, &ann).await;
    let moved = "Other has changed the times of your route Harbour to depot";
    assert_eq!((count, subject.as_str()), (2, moved));

    other.take_off(&route, &ann).await.expect(204);
    let (count, subject, _) = newest(&service, &ann).await;
    let off = "Other has taken you off a route: Harbour to depot";
    assert_eq!((count, subject.as_str()), (3, off));
    service.balanced().await;
}

#[tokio::test]
async fn unsharing_tells_the_driver_of_all_routes_in_one_mail() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    for starts_in in [10, 20, 30] {
        let route = service.route(&other, starts_in, 5).await;
        other.put_on(&route, &ann).await.expect(200);
    }
    home.unshare(&other, &ann).await.expect(204);
    let (count, subject, body) = newest(&service, &ann).await;
    assert_eq!((count, subject.as_str()), (4, "Other has taken you off 3 routes"));
    assert_eq!(body.matches("Harbour to depot").count(), 3);
}

#[tokio::test]
async fn removing_a_route_tells_its_drivers_unless_it_is_over() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let (past, coming) = (service.route(&home, 1, 2).await, service.route(&home, 10, 2).await);
    for route in [&past, &coming] {
        home.put_on(route, &ann).await.expect(200);
    }
    service.advance(5 * 3_600);
    for (route, mails) in [(&past, 2), (&coming, 3)] {
        home.holder.delete(&home.route(route)).await.expect(204);
        assert_eq!(newest(&service, &ann).await.0, mails);
    }
}
