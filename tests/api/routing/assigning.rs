//! Putting drivers on routes and taking them off.

use jiff::SignedDuration;
use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{Service, standing::time};

#[tokio::test]
async fn own_drivers_and_shared_ones_are_put_on_a_route() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let (ann, cleo) =
        (service.driver_of(&home, "Ann").await, service.driver_of(&other, "Cleo").await);
    service.share(&home, &other, &[&ann]).await;
    let route = service.route(&other, 10, 5).await;
    other.put_on(&route, &ann).await.expect(200);
    let both = other.put_on(&route, &cleo).await.expect(200);
    let expected = json!([
        { "id": ann.user, "name": "Ann", "home_account": { "id": home.id, "name": "Home" } },
        { "id": cleo.user, "name": "Cleo", "home_account": { "id": other.id, "name": "Other" } },
    ]);
    assert_eq!((&both["drivers"], &both["version"]), (&expected, &json!(3)));
    assert_eq!(other.holder.get(&other.route(&route)).await.expect(200), both);
    // Again: the same.
    assert_eq!(other.put_on(&route, &ann).await.expect(200), both);
    service.balanced().await;
}

#[tokio::test]
async fn nobody_else_is_put_on_a_route() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    let admin = service.member(&other, Role::Admin, Some("Ada")).await;
    let route = service.route(&other, 10, 5).await;
    let foreign = other.put_on(&route, &ann).await;
    let absent = format!("{}/drivers/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", other.route(&route));
    assert_eq!(foreign.text, other.holder.put(&absent, json!({})).await.text);
    foreign.expect_problem(404, "not_found");
    other.put_on(&route, &admin).await.expect_problem(404, "not_found");
    // Sharing works one way only.
    service.share(&other, &home, &[&service.driver_of(&other, "Cleo").await]).await;
    other.put_on(&route, &ann).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_driver_is_not_on_two_routes_at_once_whosever_they_are() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Secret Ltd").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let first = service.route(&other, 10, 5).await;
    other.put_on(&first, &ann).await.expect(200);
    for (starts_in, lasts) in [(8, 3), (10, 5), (11, 1), (14, 5), (5, 20)] {
        let route = service.route(&home, starts_in, lasts).await;
        let clash = home.put_on(&route, &ann).await;
        assert!(
            !clash.text.contains("Secret") && !clash.text.contains(&other.id),
            "{}",
            clash.text
        );
        clash.expect_problem(409, "driver_unavailable");
    }
    // One may begin when the other ends.
    let (starts_at, ends_at) = (time(&first["starts_at"]), time(&first["ends_at"]));
    let hour = SignedDuration::from_hours(1);
    for (starts_at, ends_at) in [(starts_at - hour, starts_at), (ends_at, ends_at + hour)] {
        let body = json!({ "name": "Next", "starts_at": starts_at, "ends_at": ends_at });
        let route = home.holder.post(&format!("{}/routes", home.path), body).await.expect(201);
        home.put_on(&route, &ann).await.expect(200);
    }
    service.balanced().await;
}

#[tokio::test]
async fn a_person_who_drives_for_two_accounts_is_one_person() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    let also = service.member_too(&other, &ann).await;
    service.share(&home, &other, &[&ann]).await;
    let route = service.route(&other, 10, 5).await;
    other.put_on(&route, &ann).await.expect(200);
    other.put_on(&route, &also).await.expect_problem(409, "driver_unavailable");
    other.take_off(&route, &ann).await.expect(204);
    other.put_on(&route, &also).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn a_driver_who_is_taken_off_is_free_again() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let (first, second) = (service.route(&home, 10, 5).await, service.route(&home, 12, 5).await);
    home.put_on(&first, &ann).await.expect(200);
    home.put_on(&second, &ann).await.expect_problem(409, "driver_unavailable");
    home.take_off(&first, &ann).await.expect(204);
    home.take_off(&first, &ann).await.expect_problem(404, "not_found");
    home.put_on(&second, &ann).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn a_route_that_is_over_takes_no_more_drivers() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let route = service.route(&home, -5, 5).await;
    home.put_on(&route, &ann).await.expect_bad_field("route", "ended");
    let running = service.route(&home, -5, 6).await;
    home.put_on(&running, &ann).await.expect(200);
}

#[tokio::test]
async fn a_route_has_thirty_drivers_at_most() {
    let service = Service::start_unsettled().await;
    let home = service.company("Home").await;
    let route = service.route(&home, 10, 5).await;
    for (place, driver) in service.members(&home, 31).await.iter().enumerate() {
        let answer = home.put_on(&route, driver).await;
        match place {
            30 => answer.expect_bad_field("route", "too_many"),
            _ => assert_eq!(answer.status, 200, "{}", answer.text),
        }
    }
    // All of them move in one write, and are freed in one.
    let times = json!({ "starts_at": service.in_hours(20), "ends_at": service.in_hours(25) });
    home.holder.patch(&home.route(&route), times).await.expect(200);
    service.books().await.check();
    home.holder.delete(&home.route(&route)).await.expect(204);
    service.balanced().await;
}

#[tokio::test]
async fn managers_of_the_company_plan_routes_and_others_do_not() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let route = service.route(&home, 10, 5).await;
    let place = format!("{}/drivers/{}", home.route(&route), ann.user);
    let manager = service.manager(&home, Scope::Company).await;
    manager.put(&place, json!({})).await.expect(200);
    let user_ids = [ann.user].into();
    let instructor = service.manager(&home, Scope::Drivers { user_ids }).await;
    let driver = service.sign_in(&ann.email).await;
    for caller in [&instructor, &driver] {
        caller.get(&home.route(&route)).await.expect_problem(403, "forbidden");
        caller.put(&place, json!({})).await.expect_problem(403, "forbidden");
    }
}
