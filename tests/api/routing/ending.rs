//! What the end of a share, or of a driver, does to routes.

use shared::domain::event::Action;
use tests::Service;

#[tokio::test]
async fn unsharing_takes_the_driver_off_coming_routes_and_leaves_past_ones() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let (ann, ben) = (service.driver_of(&home, "Ann").await, service.driver_of(&home, "Ben").await);
    service.share(&home, &other, &[&ann, &ben]).await;
    let past = service.route(&other, 1, 2).await;
    let running = service.route(&other, 4, 100).await;
    let coming = [service.route(&other, 110, 5).await, service.route(&other, 120, 5).await];
    let at_home = service.route(&home, 130, 5).await;
    home.put_on(&at_home, &ann).await.expect(200);
    for route in [&past, &running, &coming[0], &coming[1]] {
        other.put_on(route, &ann).await.expect(200);
    }
    other.put_on(&coming[0], &ben).await.expect(200);
    service.advance(5 * 3_600);
    home.unshare(&other, &ann).await.expect(204);
    for (route, expected) in [
        (&past, vec![&ann]),
        (&running, vec![&ann]),
        (&coming[0], vec![&ben]),
        (&coming[1], vec![]),
    ] {
        let expected: Vec<_> = expected.iter().map(|driver| driver.user.to_string()).collect();
        assert_eq!(other.on(route).await, expected);
    }
    assert_eq!(home.on(&at_home).await, [ann.user.to_string()]);
    other.put_on(&coming[1], &ann).await.expect_problem(404, "not_found");
    let driver = service.sign_in(&ann.email).await;
    assert_eq!(driver.my_routes().await.len(), 3);
    service.balanced().await;
}

#[tokio::test]
async fn unsharing_takes_the_driver_off_however_many_routes_are_to_come() {
    let service = Service::start_unsettled().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    for place in 0..90 {
        let route = service.route(&other, 10 + 2 * place, 1).await;
        other.put_on(&route, &ann).await.expect(200);
    }
    home.unshare(&other, &ann).await.expect(204);
    let books = service.balanced().await;
    assert!(books.sharing.routes.iter().all(|route| route.drivers.is_empty()));
    assert_eq!(books.events_of(Action::DriverUnshared).count(), 2);
}

#[tokio::test]
async fn a_driver_who_is_removed_is_taken_off_coming_routes_of_every_account() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let past = service.route(&other, 1, 2).await;
    let coming = [service.route(&other, 10, 5).await, service.route(&home, 20, 5).await];
    for (company, route) in [(&other, &past), (&other, &coming[0]), (&home, &coming[1])] {
        company.put_on(route, &ann).await.expect(200);
    }
    service.advance(5 * 3_600);
    home.remove(&ann).await;
    assert_eq!(other.on(&past).await, [ann.user.to_string()]);
    assert!(other.on(&coming[0]).await.is_empty() && home.on(&coming[1]).await.is_empty());
    for (company, route) in [(&other, &coming[0]), (&home, &coming[1])] {
        company.put_on(route, &ann).await.expect_problem(404, "not_found");
    }
    service.balanced().await;
}

#[tokio::test]
async fn who_was_removed_is_not_assigned_even_before_what_follows_is_done() {
    let service = Service::start_unsettled().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let routes = [service.route(&other, 10, 5).await, service.route(&home, 20, 5).await];
    home.remove(&ann).await;
    for (company, route) in [(&other, &routes[0]), (&home, &routes[1])] {
        company.put_on(route, &ann).await.expect_problem(404, "not_found");
        let drivers = company.holder.list(&format!("{}/drivers", company.path)).await;
        assert!(drivers.is_empty());
    }
}
