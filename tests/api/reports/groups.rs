//! The report of a group, and of a manager of groups.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{Caller, standing::text};

use super::{Fleet, names};

/// Ann, Bob and Cid, each enrolled in a course; Ann and Bob are in the group.
async fn fleet() -> (Fleet, String) {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
    for driver in 0..3 {
        fleet.enrol(driver, 0).await;
    }
    let group = make(&fleet, "North").await;
    add(&fleet, &group, &[0, 1]).await;
    (fleet, group)
}

async fn make(fleet: &Fleet, name: &str) -> String {
    let body = json!({ "name": name });
    let group = fleet.company.holder.post(&fleet.path("/groups"), body).await.expect(201);
    text(&group["id"]).to_owned()
}

async fn add(fleet: &Fleet, group: &str, drivers: &[usize]) {
    let users: Vec<_> = drivers.iter().map(|driver| fleet.drivers[*driver].user).collect();
    let path = fleet.path(&format!("/groups/{group}/members"));
    fleet.company.holder.post(&path, json!({ "user_ids": users })).await.expect(200);
}

async fn take_out(fleet: &Fleet, group: &str, driver: usize) {
    let user = fleet.drivers[driver].user;
    let path = fleet.path(&format!("/groups/{group}/members/{user}"));
    fleet.company.holder.delete(&path).await.expect(204);
}

async fn manager(fleet: &Fleet, groups: &[&str]) -> Caller {
    let group_ids = groups.iter().map(|group| group.parse().expect("a group")).collect();
    fleet.service.manager(&fleet.company, Scope::Groups { group_ids }).await
}

/// The names in the caller's report.
async fn seen(fleet: &Fleet, caller: &Caller, query: &str) -> Vec<String> {
    let rows = caller.list(&fleet.path(&format!("/reports?limit=2{query}"))).await;
    names(&rows).into_iter().map(str::to_owned).collect()
}

/// The status of each driver's profile.
async fn profiles(fleet: &Fleet, caller: &Caller) -> Vec<u16> {
    let mut statuses = vec![];
    for driver in &fleet.drivers {
        let path = fleet.path(&format!("/users/{}/report", driver.user));
        statuses.push(caller.get(&path).await.status);
    }
    statuses
}

#[tokio::test]
async fn the_report_is_filtered_by_group() {
    let (fleet, group) = fleet().await;
    let holder = &fleet.company.holder;
    assert_eq!(seen(&fleet, holder, &format!("&group={group}")).await, ["Ann", "Bob"]);
    let all = fleet.rows("").await;
    let rows = fleet.rows(&format!("&group={group}")).await;
    assert_eq!(rows, all[..2]);
    let empty = make(&fleet, "South").await;
    assert_eq!(seen(&fleet, holder, &format!("&group={empty}")).await, [""; 0]);
}

#[tokio::test]
async fn the_filter_by_group_goes_with_the_others() {
    let (fleet, group) = fleet().await;
    let holder = &fleet.company.holder;
    fleet.enrol(0, 1).await;
    let query = |more: &str| format!("&group={group}&{more}");
    assert_eq!(seen(&fleet, holder, &query("q=b")).await, ["Bob"]);
    assert_eq!(seen(&fleet, holder, &query("status=completed")).await, [""; 0]);
    let course = query(&format!("course={}", text(&fleet.courses[1]["id"])));
    assert_eq!(seen(&fleet, holder, &course).await, ["Ann"]);
}

#[tokio::test]
async fn the_report_of_a_group_follows_its_members() {
    let (fleet, group) = fleet().await;
    let (holder, query) = (&fleet.company.holder, format!("&group={group}"));
    add(&fleet, &group, &[2]).await;
    assert_eq!(seen(&fleet, holder, &query).await, ["Ann", "Bob", "Cid"]);
    take_out(&fleet, &group, 0).await;
    assert_eq!(seen(&fleet, holder, &query).await, ["Bob", "Cid"]);
}

#[tokio::test]
async fn a_group_that_is_not_the_accounts_is_refused_as_a_filter() {
    let (fleet, group) = fleet().await;
    let other = fleet.service.company("Other").await;
    let body = json!({ "name": "North" });
    let theirs = other.holder.post(&format!("{}/groups", other.path), body).await.expect(201);
    fleet.company.holder.delete(&fleet.path(&format!("/groups/{group}"))).await.expect(204);
    for wrong in ["grp_01ARZ3NDEKTSV4RRFFQ69G5FAV", text(&theirs["id"]), &group] {
        let path = fleet.path(&format!("/reports?group={wrong}"));
        fleet.company.holder.get(&path).await.expect_bad_field("group", "not_found");
    }
}

#[tokio::test]
async fn a_manager_of_groups_reads_just_their_drivers() {
    let (fleet, group) = fleet().await;
    let manager = manager(&fleet, &[&group]).await;
    assert_eq!(seen(&fleet, &manager, "").await, ["Ann", "Bob"]);
    assert_eq!(profiles(&fleet, &manager).await, [200, 200, 404]);
    let summary = manager.get(&fleet.path("/reports/summary")).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(2), &json!(2)));
}

#[tokio::test]
async fn who_joins_or_leaves_a_group_is_seen_or_not_with_the_next_request() {
    let (fleet, group) = fleet().await;
    let manager = manager(&fleet, &[&group]).await;
    take_out(&fleet, &group, 1).await;
    assert_eq!(seen(&fleet, &manager, "").await, ["Ann"]);
    assert_eq!(profiles(&fleet, &manager).await, [200, 404, 404]);
    add(&fleet, &group, &[2]).await;
    assert_eq!(seen(&fleet, &manager, "").await, ["Ann", "Cid"]);
    assert_eq!(profiles(&fleet, &manager).await, [200, 404, 200]);
}

#[tokio::test]
async fn a_removed_group_shows_its_manager_nobody() {
    let (fleet, group) = fleet().await;
    let manager = manager(&fleet, &[&group]).await;
    fleet.company.holder.delete(&fleet.path(&format!("/groups/{group}"))).await.expect(204);
    assert_eq!(seen(&fleet, &manager, "").await, [""; 0]);
    assert_eq!(profiles(&fleet, &manager).await, [404; 3]);
    let summary = manager.get(&fleet.path("/reports/summary")).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn a_manager_of_groups_filters_by_theirs_and_finds_no_other() {
    let (fleet, north) = fleet().await;
    let (south, west) = (make(&fleet, "South").await, make(&fleet, "West").await);
    add(&fleet, &south, &[1, 2]).await;
    add(&fleet, &west, &[0]).await;
    let manager = manager(&fleet, &[&north, &south]).await;
    assert_eq!(seen(&fleet, &manager, "").await, ["Ann", "Bob", "Cid"]);
    assert_eq!(seen(&fleet, &manager, &format!("&group={south}")).await, ["Bob", "Cid"]);
    let other = fleet.path(&format!("/reports?group={west}"));
    manager.get(&other).await.expect_bad_field("group", "not_found");
}

#[tokio::test]
async fn a_manager_of_drivers_finds_no_group_to_filter_by() {
    let (fleet, group) = fleet().await;
    let scope = Scope::Drivers { user_ids: [fleet.drivers[0].user].into() };
    let manager = fleet.service.manager(&fleet.company, scope).await;
    assert_eq!(manager.list(&fleet.path("/reports")).await.len(), 1);
    let path = fleet.path(&format!("/reports?group={group}"));
    let problem: Value = manager.get(&path).await.expect_problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["field"], "group");
}

#[tokio::test]
async fn a_page_of_a_groups_report_costs_the_same_however_many_are_in_it() {
    let (small, small_group) = fleet().await;
    let many = ["Driver"; 80];
    let large = Fleet::of(&many).await;
    let large_group = make(&large, "North").await;
    add(&large, &large_group, &(0..80).collect::<Vec<_>>()).await;
    for driver in 0..80 {
        large.enrol(driver, 0).await;
    }
    let cost = async |fleet: &Fleet, group: &str| {
        let page = fleet.path(&format!("/reports?limit=2&group={group}"));
        let answer = fleet.company.holder.get(&page).await;
        (answer.cost.round_trips, answer.cost.calls)
    };
    assert_eq!(cost(&small, &small_group).await, cost(&large, &large_group).await);
}
