//! Routes by date.

use serde_json::Value;
use tests::{Service, standing::text};

fn starts(routes: &[Value]) -> Vec<&str> {
    routes.iter().map(|route| text(&route["starts_at"])).collect()
}

#[tokio::test]
async fn routes_are_listed_by_their_starts_whatever_order_they_were_made_in() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    for hours in [30, 10, 20] {
        service.route(&acme, hours, 5).await;
    }
    let routes = acme.holder.list(&format!("{}/routes?limit=1", acme.path)).await;
    let mut sorted = starts(&routes);
    sorted.sort_unstable();
    assert_eq!((starts(&routes), routes.len()), (sorted, 3));
}

#[tokio::test]
async fn from_is_inclusive_and_to_is_not() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let mut made = vec![];
    for hours in [10, 20, 30] {
        made.push(service.route(&acme, hours, 5).await);
    }
    let at = |place: usize| text(&made[place]["starts_at"]);
    for (query, expected) in [
        (format!("?from={}", at(1)), vec![at(1), at(2)]),
        (format!("?to={}", at(1)), vec![at(0)]),
        (format!("?from={}&to={}", at(0), at(2)), vec![at(0), at(1)]),
    ] {
        let found = acme.holder.list(&format!("{}/routes{query}", acme.path)).await;
        assert_eq!(starts(&found), expected, "{query}");
    }
    let backwards = format!("{}/routes?from={}&to={}", acme.path, at(1), at(0));
    acme.holder.get(&backwards).await.expect_bad_field("to", "not_after_start");
}

#[tokio::test]
async fn what_is_under_way_belongs_to_now() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let mut made = vec![];
    for (hours, lasts) in
        [(-30, 29), (-170, 168), (-160, 168), (-20, 24), (-9, 10), (0, 5), (3, 90), (5, 2)]
    {
        made.push(service.route(&acme, hours, lasts).await);
    }
    // Many that are over, so that they fill more than a page.
    for hours in 0..8 {
        service.route(&acme, -20 - hours, 3).await;
    }
    let ids = |routes: &[Value]| {
        routes.iter().map(|route| text(&route["id"]).to_owned()).collect::<Vec<_>>()
    };
    let expected = |places: &[usize]| {
        places.iter().map(|place| text(&made[*place]["id"]).to_owned()).collect::<Vec<_>>()
    };
    let (now, soon) = (service.in_hours(0), service.in_hours(4));
    for limit in [1, 2, 3, 25] {
        let path = format!("{}/routes?from={now}&limit={limit}", acme.path);
        assert_eq!(ids(&acme.holder.list(&path).await), expected(&[2, 3, 4, 5, 6, 7]), "{limit}");
        let page = acme.holder.get(&path).await.expect(200)["items"].clone();
        assert_eq!(page.as_array().map(Vec::len), Some(limit.min(6)), "a page is full");
        let path = format!("{}/routes?from={now}&to={soon}&limit={limit}", acme.path);
        assert_eq!(ids(&acme.holder.list(&path).await), expected(&[2, 3, 4, 5, 6]), "{limit}");
    }
    let all = acme.holder.list(&format!("{}/routes?limit=3", acme.path)).await;
    let mut sorted = starts(&all);
    sorted.sort_unstable();
    assert_eq!((starts(&all), all.len()), (sorted, 16));
}

#[tokio::test]
async fn a_page_of_routes_costs_the_same_however_many_drivers_are_on_them() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let route = service.route(&acme, 10, 5).await;
    service.settle().await;
    let path = format!("{}/routes", acme.path);
    let before = acme.holder.get(&path).await.cost.round_trips;
    for driver in service.members(&acme, 5).await {
        acme.put_on(&route, &driver).await.expect(200);
    }
    let after = acme.holder.get(&path).await;
    assert_eq!(after.body["items"][0]["drivers"].as_array().map(Vec::len), Some(5));
    assert_eq!(after.cost.round_trips, before);
}
