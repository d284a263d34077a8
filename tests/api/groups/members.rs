//! Putting users into groups and taking them out.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::user::MOST_GROUPS;
use tests::standing::text;

use super::{ABSENT, Depot, rows, statuses};

#[tokio::test]
async fn users_are_put_into_a_group_each_with_an_answer() {
    let depot = Depot::start().await;
    let (group, drivers) = (depot.make("Night shift").await, depot.drivers(2).await);
    let added = depot.add(&group, &[&drivers[0], &drivers[1]]).await;
    let row =
        |index: usize| json!({ "index": index, "user_id": drivers[index].user, "status": "added" });
    assert_eq!(added, [row(0), row(1)]);
    assert_eq!(depot.listed(&group).await["member_count"], 2);
    depot.service.balanced().await;
}

#[tokio::test]
async fn who_is_in_a_group_is_not_put_into_it_again() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    assert_eq!(statuses(&depot.add(&group, &[&ann, &ann]).await), ["added", "already_member"]);
    assert_eq!(statuses(&depot.add(&group, &[&ann]).await), ["already_member"]);
    assert_eq!(depot.listed(&group).await["member_count"], 1);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_user_may_be_in_many_groups() {
    let depot = Depot::start().await;
    let (north, south) = (depot.make("North").await, depot.make("South").await);
    let ann = depot.driver().await;
    for group in [&north, &south] {
        assert_eq!(statuses(&depot.add(group, &[&ann]).await), ["added"]);
    }
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_hundred_users_are_put_into_a_group_in_one_call() {
    let depot = Depot::start().await;
    let (group, drivers) = (depot.make("Night shift").await, depot.drivers(100).await);
    let all: Vec<_> = drivers.iter().collect();
    assert_eq!(statuses(&depot.add(&group, &all[..50]).await), ["added"; 50]);
    let rows = depot.add(&group, &all).await;
    let statuses = statuses(&rows);
    assert_eq!(
        (&statuses[..50], &statuses[50..]),
        (&["already_member"; 50][..], &["added"; 50][..])
    );
    assert_eq!(depot.listed(&group).await["member_count"], 100);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_call_names_one_to_a_hundred_users() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    for count in [0, 101] {
        let body = json!({ "user_ids": vec![ann.user; count] });
        let answer = depot.company.holder.post(&depot.members(&group), body).await;
        answer.expect_bad_field("user_ids", "wrong_size");
    }
}

#[tokio::test]
async fn a_row_that_names_nobody_fails_and_the_others_are_done() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    let other = depot.service.company("Other").await;
    let theirs = depot.service.member(&other, shared::domain::Role::Driver, None).await;
    let users = json!(["usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "nobody", theirs.user, ann.user]);
    let body = json!({ "user_ids": users });
    let answer = depot.company.holder.post(&depot.members(&group), body).await.expect(200);
    let rows = rows(&answer);
    assert_eq!(statuses(&rows), ["failed", "failed", "failed", "added"]);
    for (index, row) in rows[..3].iter().enumerate() {
        assert_eq!((&row["user_id"], &row["error"]["code"]), (&users[index], &json!("not_found")));
        assert_eq!(row["error"]["errors"][0]["field"], format!("user_ids[{index}]"));
    }
    assert_eq!(depot.listed(&group).await["member_count"], 1);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_user_is_in_twenty_groups_at_most() {
    let depot = Depot::start().await;
    let drivers = depot.drivers(2).await;
    let (ann, bob) = (&drivers[0], &drivers[1]);
    let mut groups = vec![];
    for number in 0..=MOST_GROUPS {
        groups.push(depot.make(&format!("Group {number}")).await);
    }
    for group in &groups[..MOST_GROUPS] {
        assert_eq!(statuses(&depot.add(group, &[ann]).await), ["added"]);
    }
    let rows = depot.add(&groups[MOST_GROUPS], &[ann, bob]).await;
    assert_eq!(statuses(&rows), ["failed", "added"]);
    let error = &rows[0]["error"];
    assert_eq!((&error["status"], &error["code"]), (&json!(422), &json!("invalid_input")));
    let field = &error["errors"][0];
    assert_eq!((&field["field"], &field["code"]), (&json!("group_ids"), &json!("too_many")));
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_removed_group_does_not_count_among_a_users_twenty() {
    let depot = Depot::start().await;
    let ann = depot.driver().await;
    let mut groups = vec![];
    for number in 0..=MOST_GROUPS {
        groups.push(depot.make(&format!("Group {number}")).await);
    }
    for group in &groups[..MOST_GROUPS] {
        assert_eq!(statuses(&depot.add(group, &[&ann]).await), ["added"]);
    }
    depot.remove(&groups[3]).await;
    assert_eq!(statuses(&depot.add(&groups[MOST_GROUPS], &[&ann]).await), ["added"]);
    depot.service.balanced().await;
}

#[tokio::test]
async fn who_is_taken_out_of_a_group_is_in_it_no_more() {
    let depot = Depot::start().await;
    let (group, drivers) = (depot.make("Night shift").await, depot.drivers(2).await);
    depot.add(&group, &[&drivers[0], &drivers[1]]).await;
    depot.take_out(&group, &drivers[0]).await.expect(204);
    assert_eq!(depot.listed(&group).await["member_count"], 1);
    depot.take_out(&group, &drivers[0]).await.expect_problem(404, "not_found");
    depot.take_out(&group, &drivers[1]).await.expect(204);
    assert_eq!(statuses(&depot.add(&group, &[&drivers[0]]).await), ["added"]);
    depot.service.balanced().await;
}

#[tokio::test]
async fn who_is_not_in_a_group_cannot_be_taken_out_of_it() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    depot.take_out(&group, &ann).await.expect_problem(404, "not_found");
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_group_that_is_not_there_takes_nobody_and_lets_nobody_go() {
    let depot = Depot::start().await;
    let (removed, ann) = (depot.make("Night shift").await, depot.driver().await);
    depot.add(&removed, &[&ann]).await;
    depot.remove(&removed).await;
    let holder = &depot.company.holder;
    for group in [&removed, &json!({ "id": ABSENT })] {
        let body = json!({ "user_ids": [ann.user] });
        holder.post(&depot.members(group), body).await.expect_problem(404, "not_found");
        depot.take_out(group, &ann).await.expect_problem(404, "not_found");
    }
    depot.service.balanced().await;
}

#[tokio::test]
async fn members_do_not_count_as_changes_of_the_group() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    depot.add(&group, &[&ann]).await;
    assert_eq!(depot.listed(&group).await["version"], 1);
}

#[tokio::test]
async fn each_user_who_joins_or_leaves_a_group_is_a_changed_user() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    let version = async || depot.service.books().await.user(ann.user).version;
    let before = version().await;
    depot.add(&group, &[&ann]).await;
    assert_eq!(version().await, before + 1);
    depot.take_out(&group, &ann).await.expect(204);
    assert_eq!(version().await, before + 2);
}

#[tokio::test]
async fn the_trail_tells_of_the_users_who_were_added_and_of_no_others() {
    let depot = Depot::start().await;
    let (group, drivers) = (depot.make("Night shift").await, depot.drivers(3).await);
    depot.add(&group, &[&drivers[0]]).await;
    depot.add(&group, &[&drivers[0], &drivers[1], &drivers[2]]).await;
    let events = depot.company.holder.list(&format!("{}/events", depot.company.path)).await;
    let added = |event: &&Value| text(&event["action"]) == "group_members_added";
    let newest = events.iter().find(added).expect("an entry");
    let told: BTreeSet<_> =
        newest["changes"]["user_ids"].as_array().expect("users").iter().map(text).collect();
    let expected = [&drivers[1], &drivers[2]].map(|driver| driver.user.to_string());
    assert_eq!(told, expected.iter().map(String::as_str).collect());
}
