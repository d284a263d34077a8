//! Changing and removing routes.

use serde_json::{Value, json};
use tests::Service;

#[tokio::test]
async fn name_and_note_are_changed_and_the_note_is_taken_away() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let route = service.route(&acme, 10, 5).await;
    let path = acme.route(&route);
    let changed = json!({ "name": "Depot to airport", "note": "Gate 3" });
    let changed = acme.holder.patch(&path, changed).await.expect(200);
    assert_eq!(
        (&changed["name"], &changed["note"]),
        (&json!("Depot to airport"), &json!("Gate 3"))
    );
    assert_eq!((&changed["starts_at"], &changed["version"]), (&route["starts_at"], &json!(2)));
    let cleared = acme.holder.patch(&path, json!({ "note": null })).await.expect(200);
    assert_eq!((&cleared["note"], &cleared["version"]), (&Value::Null, &json!(3)));
    let same = acme.holder.patch(&path, json!({})).await.expect(200);
    assert_eq!(same, cleared);
    assert_eq!(acme.holder.get(&path).await.expect(200), cleared);
}

#[tokio::test]
async fn a_stale_version_is_refused() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let ann = service.driver_of(&acme, "Ann").await;
    let route = service.route(&acme, 10, 5).await;
    acme.put_on(&route, &ann).await.expect(200);
    let stale = acme.holder.with_header("if-match", "\"1\"");
    let path = acme.route(&route);
    stale.patch(&path, json!({ "name": "X" })).await.expect_problem(412, "stale_version");
    stale.delete(&path).await.expect_problem(412, "stale_version");
    let fresh = acme.holder.with_header("if-match", "\"2\"");
    fresh.patch(&path, json!({ "name": "X" })).await.expect(200);
}

#[tokio::test]
async fn moving_a_route_moves_it_in_its_drivers_calendars() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let (ann, ben) = (service.driver_of(&acme, "Ann").await, service.driver_of(&acme, "Ben").await);
    let (first, second) = (service.route(&acme, 10, 5).await, service.route(&acme, 20, 5).await);
    for driver in [&ann, &ben] {
        acme.put_on(&first, driver).await.expect(200);
    }
    acme.put_on(&second, &ann).await.expect(200);
    let to = |from, until| json!({ "starts_at": service.in_hours(from), "ends_at": service.in_hours(until) });
    let clash = acme.holder.patch(&acme.route(&first), to(18, 21)).await;
    clash.expect_problem(409, "driver_unavailable");
    // It may overlap with itself.
    acme.holder.patch(&acme.route(&first), to(12, 18)).await.expect(200);
    let third = service.route(&acme, 9, 2).await;
    acme.put_on(&third, &ann).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn one_end_is_moved_and_must_fit_the_other() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let route = service.route(&acme, 10, 5).await;
    let path = acme.route(&route);
    let bad = json!({ "starts_at": service.in_hours(16) });
    acme.holder.patch(&path, bad).await.expect_bad_field("ends_at", "not_after_start");
    let longer = json!({ "ends_at": service.in_hours(16) });
    let longer = acme.holder.patch(&path, longer).await.expect(200);
    assert_eq!(longer["starts_at"], route["starts_at"]);
}

#[tokio::test]
async fn a_route_with_drivers_is_not_moved_into_the_past_and_one_of_the_past_may_come_again() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let ann = service.driver_of(&acme, "Ann").await;
    let route = service.route(&acme, 10, 5).await;
    acme.put_on(&route, &ann).await.expect(200);
    let to = |from, until| json!({ "starts_at": service.in_hours(from), "ends_at": service.in_hours(until) });
    let past = acme.holder.patch(&acme.route(&route), to(-9, -5)).await;
    past.expect_bad_field("ends_at", "in_the_past");
    // The calendar has forgotten it by then.
    service.advance(20 * 24 * 3_600);
    let later = service.route(&acme, 10, 5).await;
    acme.put_on(&later, &ann).await.expect(200);
    let clash = acme.holder.patch(&acme.route(&route), to(12, 13)).await;
    clash.expect_problem(409, "driver_unavailable");
    acme.holder.patch(&acme.route(&route), to(1, 2)).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn removing_a_route_frees_its_drivers() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let ann = service.driver_of(&acme, "Ann").await;
    let (first, second) = (service.route(&acme, 10, 5).await, service.route(&acme, 12, 5).await);
    acme.put_on(&first, &ann).await.expect(200);
    acme.holder.delete(&acme.route(&first)).await.expect(204);
    acme.holder.get(&acme.route(&first)).await.expect_problem(404, "not_found");
    acme.holder.delete(&acme.route(&first)).await.expect_problem(404, "not_found");
    acme.put_on(&second, &ann).await.expect(200);
    service.balanced().await;
}
