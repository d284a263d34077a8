//! The list of drivers.

use shared::domain::Role;
use tests::Service;

use super::{names, shared_with};

#[tokio::test]
async fn own_drivers_come_first_then_shared_ones() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.driver_of(&home, "Ben").await;
    service.driver_of(&other, "Cleo").await;
    service.member(&other, Role::Admin, Some("Ada")).await;
    service.share(&home, &other, &[&ann]).await;
    assert_eq!(names(&other, "").await, ["Cleo", "Ann"]);
    assert_eq!(names(&other, "?origin=own").await, ["Cleo"]);
    assert_eq!(names(&other, "?origin=shared").await, ["Ann"]);
    assert_eq!(names(&home, "").await, ["Ann", "Ben"]);
    assert!(names(&home, "?origin=shared").await.is_empty());
}

#[tokio::test]
async fn pages_of_any_size_show_every_driver_once_across_the_parts() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    for place in 0..7 {
        let driver = service.driver_of(&home, &format!("Shared {place}")).await;
        service.share(&home, &other, &[&driver]).await;
        service.driver_of(&other, &format!("Own {place}")).await;
    }
    let whole = names(&other, "?limit=100").await;
    assert_eq!(whole.len(), 14);
    assert!(whole[..7].iter().all(|name| name.starts_with("Own")));
    for limit in 1..=14 {
        assert_eq!(names(&other, &format!("?limit={limit}")).await, whole, "{limit}");
    }
    let first = other.holder.get(&format!("{}/drivers?limit=14", other.path)).await.expect(200);
    assert_eq!(first["next_cursor"], serde_json::Value::Null);
}

#[tokio::test]
async fn the_list_tells_the_own_account_with_whom_each_is_shared() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let ann = service.driver_of(&home, "Ann").await;
    service.driver_of(&home, "Ben").await;
    service.share(&home, &other, &[&ann]).await;
    let drivers = home.holder.list(&format!("{}/drivers", home.path)).await;
    assert_eq!(shared_with(&drivers[0]), ["Other"]);
    assert_eq!(shared_with(&drivers[1]), Vec::<&str>::new());
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list_and_filter() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    for name in ["Ann", "Ben"] {
        service.driver_of(&home, name).await;
    }
    let path = format!("{}/drivers?limit=1", home.path);
    let page = home.holder.get(&path).await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let other = format!("{path}&origin=own&cursor={cursor}");
    home.holder.get(&other).await.expect_bad_field("cursor", "invalid_cursor");
    let bad = format!("{}/drivers?origin=all", home.path);
    home.holder.get(&bad).await.expect_bad_field("origin", "unknown_value");
}

/// The same page costs the same, however many drivers there are.
#[tokio::test]
async fn a_page_costs_the_same_with_ten_and_with_a_thousand_drivers() {
    let service = Service::start_unsettled().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let mut costs = vec![];
    for more in [10, 990] {
        service.members(&home, more).await;
        let all = serde_json::json!({ "all": true });
        assert_eq!(home.share(&other, all).await.expect(200)["complete"], true);
        service.settle().await;
        for (caller, path) in [
            (&home, format!("{}/drivers?limit=5", home.path)),
            (&other, format!("{}/drivers?limit=5", other.path)),
            (&home, format!("{}/shares/{}?limit=5", home.path, other.id)),
        ] {
            let answer = caller.holder.get(&path).await;
            costs.push((answer.cost.round_trips, answer.cost.read_units));
        }
    }
    assert_eq!(costs[..3], costs[3..]);
}
