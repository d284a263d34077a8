//! Shares and routes under faults.

use serde_json::{Value, json};
use tests::{
    Caller, Service,
    service::{self, Company},
    standing::Member,
};

use super::{Case, every_call_fails, start};

/// Two companies of which one shares its drivers: each case has its own, since two are told of shares
/// so often in a day and no more.
async fn companies(service: &Service) -> (Company, Company) {
    let number = service::number();
    (
        service.company(&format!("Home {number}")).await,
        service.company(&format!("Other {number}")).await,
    )
}

/// A caller whose requests are the same when they are sent again.
fn keyed(company: &Company, key: &impl ToString) -> Caller {
    company.holder.with_key(&key.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn drivers_are_shared_and_told_of_once_whatever_call_fails() {
    let (service, _) = start().await;
    // More than one write takes.
    let prepare = async || {
        let (home, other) = companies(&service).await;
        let drivers = service.members(&home, 40).await;
        (home, other, drivers)
    };
    let share = async |(home, other, drivers): &(Company, Company, Vec<Member>)| {
        let ids: Vec<_> = drivers.iter().map(|driver| driver.user).collect();
        let path = format!("{}/shares/{}", home.path, other.id);
        keyed(home, &ids[0]).post(&path, json!({ "driver_ids": ids })).await
    };
    for Case { subject: (_, other, _), way, first, again } in
        every_call_fails(&service, prepare, share).await
    {
        let expected = json!({ "shared": 40, "already_shared": 0, "complete": true });
        assert_eq!(again.expect(200), expected, "{way:?}");
        if first.is_success() {
            assert_eq!(first.body, expected, "{way:?}");
        }
        let mails = service.mails(&other.holder.email).await;
        let told = |mail: &&Value| {
            mail["subject"]
                .as_str()
                .is_some_and(|text| text.ends_with("shares 40 drivers with you"))
        };
        assert_eq!(mails.iter().filter(told).count(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_is_taken_back_and_off_coming_routes_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || {
        let (home, other) = companies(&service).await;
        let ann = service.driver_of(&home, "Ann").await;
        service.share(&home, &other, &[&ann]).await;
        let route = service.route(&other, 10, 5).await;
        other.put_on(&route, &ann).await.expect(200);
        (home, other, ann, route)
    };
    let unshare = async |(home, other, ann, _): &(Company, Company, Member, Value)| {
        home.unshare(other, ann).await
    };
    for Case { subject: (_, other, ann, route), way, first, again } in
        every_call_fails(&service, prepare, unshare).await
    {
        let expected = if first.is_success() { &[404][..] } else { &[204, 404] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        assert!(other.on(&route).await.is_empty(), "{way:?} {ann:?}");
        // Put on and taken off: told of each once.
        assert_eq!(service.mails(&ann.email).await.len(), 2, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_is_put_on_a_route_once_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || {
        let (home, other) = companies(&service).await;
        let ann = service.driver_of(&home, "Ann").await;
        service.share(&home, &other, &[&ann]).await;
        let route = service.route(&other, 10, 5).await;
        (other, ann, route)
    };
    let assign =
        async |(other, ann, route): &(Company, Member, Value)| other.put_on(route, ann).await;
    for Case { subject: (other, ann, route), way, again, .. } in
        every_call_fails(&service, prepare, assign).await
    {
        assert_eq!(again.expect(200)["version"], 2, "{way:?}");
        assert_eq!(other.on(&route).await, [ann.user.to_string()], "{way:?}");
        assert_eq!(service.mails(&ann.email).await.len(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_is_moved_whole_whatever_call_fails() {
    let (service, _) = start().await;
    let (home, _) = companies(&service).await;
    let times = json!({ "starts_at": service.in_hours(20), "ends_at": service.in_hours(25) });
    let prepare = async || {
        let route = service.route(&home, 10, 5).await;
        for driver in service.members(&home, 2).await {
            home.put_on(&route, &driver).await.expect(200);
        }
        route
    };
    let move_it = async |route: &Value| home.holder.patch(&home.route(route), times.clone()).await;
    for Case { way, again, .. } in every_call_fails(&service, prepare, move_it).await {
        assert_eq!(again.expect(200)["version"], 4, "{way:?}");
    }
}
