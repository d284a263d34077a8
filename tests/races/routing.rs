//! Assignments, shares and routes that collide.

use std::collections::BTreeMap;

use futures::future::{Either, join_all};
use http::Method;
use serde_json::json;
use tests::{
    Answer, Caller, Service,
    crowd::at_once,
    service::Company,
    standing::{Member, text},
};

use super::outcomes;

/// Sends, and again for as long as the answer is to try again later.
async fn patiently(caller: &Caller, method: Method, path: &str) -> Answer {
    for _ in 0..50 {
        let answer = caller.send(method.clone(), path, None).await;
        if !answer.is_passing() {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} stays unavailable");
}

/// The path by which a driver is put on a route.
fn place(of: &Company, route: &serde_json::Value, driver: &Member) -> String {
    format!("{}/drivers/{}", of.route(route), driver.user)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_overlapping_assignments_in_five_accounts_one_is_made() {
    let service = Service::start_busy().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let mut companies = vec![];
    for place in 0..4 {
        let other = service.company(&format!("Other {place}")).await;
        service.share(&home, &other, &[&ann]).await;
        companies.push(other);
    }
    companies.push(home);
    let mut calls = vec![];
    for number in 0..100_i64 {
        let company = &companies[number as usize % 5];
        // All of them have the hour from 99 to 100 in common.
        let route = service.route(company, number, 100).await;
        let (caller, path) = (company.holder.clone(), place(company, &route, &ann));
        calls.push(async move { patiently(&caller, Method::PUT, &path).await });
    }
    let answers = at_once(calls).await;
    let expected = [((200, ""), 1), ((409, "driver_unavailable"), 99)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    let books = service.balanced().await;
    assert_eq!(books.sharing.routes.iter().map(|route| route.drivers.len()).sum::<usize>(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn assignments_one_after_the_other_in_time_are_all_made() {
    let service = Service::start_busy().await;
    let home = service.company("Home").await;
    let ann = service.driver_of(&home, "Ann").await;
    let mut calls = vec![];
    for number in 0..20 {
        let route = service.route(&home, 10 + number, 1).await;
        let (caller, path) = (home.holder.clone(), place(&home, &route, &ann));
        calls.push(async move { patiently(&caller, Method::PUT, &path).await });
    }
    assert_eq!(outcomes(&at_once(calls).await), BTreeMap::from([((200, ""), 20)]));
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_assignment_slips_in_after_unsharing() {
    let service = Service::start_busy().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    for _ in 0..8 {
        let ann = service.driver_of(&home, "Ann").await;
        service.share(&home, &other, &[&ann]).await;
        let mut calls = vec![];
        for number in 0..12 {
            let route = service.route(&other, 10 + number, 1).await;
            let (caller, path) = (other.holder.clone(), place(&other, &route, &ann));
            calls.push(Either::Left(async move { patiently(&caller, Method::PUT, &path).await }));
            if number == 5 {
                let path = format!("{}/shares/{}/{}", home.path, other.id, ann.user);
                let caller = home.holder.clone();
                let unshare = async move { patiently(&caller, Method::DELETE, &path).await };
                calls.push(Either::Right(unshare));
            }
        }
        for answer in at_once(calls).await {
            assert!([200, 204, 404].contains(&answer.status), "{}", answer.text);
        }
        let books = service.books().await;
        books.check();
        let on_it = |route: &&shared::table::route::Route| route.drivers.contains_key(&ann.user);
        assert_eq!(books.sharing.routes.iter().filter(on_it).count(), 0);
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_assignment_slips_in_after_a_removal() {
    let service = Service::start_busy().await;
    let home = service.company("Home").await;
    for _ in 0..8 {
        let ann = service.driver_of(&home, "Ann").await;
        let mut routes = vec![];
        for number in 0..8 {
            routes.push(service.route(&home, 10 + number, 1).await);
        }
        let assign = |route| patiently_assign(&home, route, &ann);
        let assigning = join_all(routes.iter().map(assign));
        let (answers, ()) = tokio::join!(assigning, home.remove(&ann));
        assert!(answers.iter().all(|answer| [200, 404].contains(&answer.status)));
        service.settle().await;
        for route in &routes {
            assert!(home.on(route).await.is_empty());
        }
    }
    service.balanced().await;
}

async fn patiently_assign(of: &Company, route: &serde_json::Value, driver: &Member) -> Answer {
    patiently(&of.holder, Method::PUT, &place(of, route, driver)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_that_moves_while_drivers_are_assigned_never_clashes() {
    let service = Service::start_busy().await;
    let home = service.company("Home").await;
    for _ in 0..6 {
        let drivers = service.members(&home, 4).await;
        let (fixed, moving) =
            (service.route(&home, 20, 5).await, service.route(&home, 10, 5).await);
        let times = json!({ "starts_at": service.in_hours(22), "ends_at": service.in_hours(27) });
        let mut calls = vec![];
        for driver in &drivers {
            for route in [&fixed, &moving] {
                let (caller, path) = (home.holder.clone(), place(&home, route, driver));
                let call = async move { patiently(&caller, Method::PUT, &path).await };
                calls.push(Either::Left(call));
            }
        }
        let (caller, path) = (home.holder.clone(), home.route(&moving));
        calls.push(Either::Right(async move { caller.patch(&path, times).await }));
        for answer in at_once(calls).await {
            assert!([200, 409, 503].contains(&answer.status), "{}", answer.text);
        }
        service.books().await.check();
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_drivers_shared_by_many_at_once_are_shared_once() {
    let service = Service::start_busy().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let drivers = service.members(&home, 40).await;
    // All of them are those that the index names.
    service.lists_caught_up().await;
    let ids: Vec<_> = drivers.iter().map(|driver| driver.user).collect();
    let calls = (0..8).map(|number| {
        let (caller, path) = (home.holder.clone(), format!("{}/shares/{}", home.path, other.id));
        let body =
            if number % 2 == 0 { json!({ "all": true }) } else { json!({ "driver_ids": ids }) };
        async move { caller.post_patiently(&path, body).await }
    });
    let (mut shared, mut all) = (0, 0);
    for answer in at_once(calls).await {
        let answer = answer.expect(200);
        shared += answer["shared"].as_u64().unwrap();
        all += answer["already_shared"].as_u64().unwrap();
    }
    assert_eq!((shared, all), (40, 7 * 40));
    // Everybody is told of each driver once.
    let mails = service.mails(&other.holder.email).await;
    let told = mails.iter().filter_map(|mail| {
        let subject = text(&mail["subject"]);
        subject.strip_prefix("Home shares ")?.split(' ').next()?.parse::<u64>().ok()
    });
    assert!(told.sum::<u64>() >= 40);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_taken_back_or_removed_while_a_past_route_is_moved_is_on_none_to_come() {
    let service = Service::start_busy().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    for round in 0..40_u64 {
        let ann = service.driver_of(&home, "Ann").await;
        service.share(&home, &other, &[&ann]).await;
        let route = service.route(&other, 1, 1).await;
        other.put_on(&route, &ann).await.expect(200);
        service.settle().await;
        service.advance(3 * 3_600);
        let times = json!({ "starts_at": service.in_hours(5), "ends_at": service.in_hours(6) });
        let moving = async {
            tokio::time::sleep(std::time::Duration::from_micros(250 * (round / 2))).await;
            other.holder.patch(&other.route(&route), times).await
        };
        let ending = async {
            match round % 2 {
                0 => drop(home.unshare(&other, &ann).await.expect(204)),
                _ => home.remove(&ann).await,
            }
        };
        let (moved, ()) = futures::join!(moving, ending);
        service.settle().await;
        match moved.status {
            200 => assert!(other.on(&route).await.is_empty(), "{round}"),
            _ => drop(moved.expect_problem(409, "driver_not_assignable")),
        }
    }
    service.balanced().await;
}
