//! Making, renaming and removing groups.

use serde_json::json;
use tests::standing::text;

use super::{ABSENT, Depot, statuses};

#[tokio::test]
async fn a_new_group_has_a_name_and_nobody_in_it() {
    let depot = Depot::start().await;
    let group = depot.make("  Night shift ").await;
    assert!(text(&group["id"]).starts_with("grp_"));
    let expected =
        json!({ "id": group["id"], "name": "Night shift", "member_count": 0, "version": 1 });
    assert_eq!(group, expected);
    assert_eq!(depot.listed(&group).await, expected);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_name_is_one_groups_whatever_its_case_and_spaces() {
    let depot = Depot::start().await;
    depot.make("Night shift").await;
    for name in ["Night shift", "NIGHT SHIFT", " night   shift "] {
        depot.try_make(name).await.expect_problem(409, "group_name_taken");
    }
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_name_is_one_groups_in_every_form() {
    let depot = Depot::start().await;
    depot.make("Café 1").await;
    for name in ["Cafe\u{301} 1", "\u{421}afé 1", "Ca\u{ad}fé\u{200b} 1", "Café １"] {
        depot.try_make(name).await.expect_problem(409, "group_name_taken");
    }
    // Classes are called so, and nobody takes the one for the other.
    depot.make("Café L").await;
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_groups_name_never_holds_what_separates_groups_in_a_file() {
    let depot = Depot::start().await;
    for name in ["Night; Office", "Night\u{37e} Office"] {
        depot.try_make(name).await.expect_bad_field("name", "semicolon");
    }
    let group = depot.make("Night").await;
    depot.rename(&group, "Night; Office").await.expect_bad_field("name", "semicolon");
}

#[tokio::test]
async fn two_companies_may_have_groups_of_one_name() {
    let depot = Depot::start().await;
    depot.make("Night shift").await;
    let other = depot.service.company("Other").await;
    let body = json!({ "name": "Night shift" });
    other.holder.post(&format!("{}/groups", other.path), body).await.expect(201);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_groups_name_is_one_line_of_at_most_100_characters() {
    let depot = Depot::start().await;
    for name in ["", "  ", "a\nb", &"x".repeat(101)] {
        let answer = depot.try_make(name).await;
        answer.expect_problem(422, "invalid_input");
    }
    depot.make(&"x".repeat(100)).await;
}

#[tokio::test]
async fn a_request_with_a_key_makes_one_group_however_often_it_is_sent() {
    let depot = Depot::start().await;
    let holder = depot.company.holder.with_key("night");
    let body = json!({ "name": "Night shift" });
    let first = holder.post(&depot.groups(), body.clone()).await.expect(201);
    assert_eq!(holder.post(&depot.groups(), body).await.expect(201), first);
    assert_eq!(depot.company.holder.list(&depot.groups()).await, [first]);
}

#[tokio::test]
async fn a_renamed_group_has_the_new_name_and_frees_the_old() {
    let depot = Depot::start().await;
    let group = depot.make("Night shift").await;
    let renamed = depot.rename(&group, "Day shift").await.expect(200);
    let expected =
        json!({ "id": group["id"], "name": "Day shift", "member_count": 0, "version": 2 });
    assert_eq!(renamed, expected);
    depot.try_make("day shift").await.expect_problem(409, "group_name_taken");
    depot.make("Night shift").await;
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_group_may_be_renamed_to_its_own_name_in_another_spelling() {
    let depot = Depot::start().await;
    let group = depot.make("night shift").await;
    let renamed = depot.rename(&group, "Night  Shift").await.expect(200);
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("Night  Shift"), &json!(2)));
    depot.try_make("night shift").await.expect_problem(409, "group_name_taken");
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_rename_that_changes_nothing_is_no_change() {
    let depot = Depot::start().await;
    let group = depot.make("Night shift").await;
    assert_eq!(depot.rename(&group, "Night shift").await.expect(200), group);
}

#[tokio::test]
async fn a_group_is_not_renamed_to_another_ones_name() {
    let depot = Depot::start().await;
    let group = depot.make("Night shift").await;
    depot.make("Day shift").await;
    depot.rename(&group, "DAY shift").await.expect_problem(409, "group_name_taken");
    assert_eq!(depot.listed(&group).await, group);
}

#[tokio::test]
async fn a_rename_of_a_version_that_is_not_the_newest_is_refused() {
    let depot = Depot::start().await;
    let group = depot.make("Night shift").await;
    let holder = depot.company.holder.with_header("if-match", "\"1\"");
    let path = depot.of(&group);
    holder.patch(&path, json!({ "name": "Day shift" })).await.expect(200);
    let stale = holder.patch(&path, json!({ "name": "Late shift" })).await;
    stale.expect_problem(412, "stale_version");
}

#[tokio::test]
async fn a_group_that_is_not_there_is_neither_renamed_nor_removed() {
    let depot = Depot::start().await;
    let (path, holder) = (format!("{}/{ABSENT}", depot.groups()), &depot.company.holder);
    holder.patch(&path, json!({ "name": "New" })).await.expect_problem(404, "not_found");
    holder.delete(&path).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_removed_group_is_gone_and_its_name_free() {
    let depot = Depot::start().await;
    let group = depot.make("Night shift").await;
    depot.remove(&group).await;
    depot.company.holder.delete(&depot.of(&group)).await.expect_problem(404, "not_found");
    depot.rename(&group, "Day shift").await.expect_problem(404, "not_found");
    assert_eq!(depot.company.holder.list(&depot.groups()).await, [json!(null); 0]);
    depot.make("Night shift").await;
    depot.service.balanced().await;
}

#[tokio::test]
async fn the_users_of_a_removed_group_stay() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    depot.add(&group, &[&ann]).await;
    depot.remove(&group).await;
    let profile = format!("{}/users/{}/report", depot.company.path, ann.user);
    depot.company.holder.get(&profile).await.expect(200);
    depot.service.balanced().await;
}

#[tokio::test]
async fn a_new_group_of_a_removed_ones_name_has_nobody_in_it() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    depot.add(&group, &[&ann]).await;
    depot.remove(&group).await;
    let new = depot.make("Night shift").await;
    assert_eq!((&new["member_count"], new["id"] != group["id"]), (&json!(0), true));
    assert_eq!(statuses(&depot.add(&new, &[&ann]).await), ["added"]);
    depot.service.balanced().await;
}

#[tokio::test]
async fn the_trail_tells_of_a_groups_whole_life() {
    let depot = Depot::start().await;
    let (group, ann) = (depot.make("Night shift").await, depot.driver().await);
    depot.rename(&group, "Day shift").await.expect(200);
    depot.add(&group, &[&ann]).await;
    depot.take_out(&group, &ann).await.expect(204);
    depot.remove(&group).await;
    let events = depot.company.holder.list(&format!("{}/events", depot.company.path)).await;
    let told = events.iter().filter(|event| event["subject"]["id"] == group["id"]);
    let told: Vec<_> = told.map(|event| (text(&event["action"]), &event["changes"])).collect();
    let expected = [
        ("group_removed", &json!({ "name": "Day shift" })),
        ("group_member_removed", &json!({ "user_id": ann.user })),
        ("group_members_added", &json!({ "user_ids": [ann.user] })),
        ("group_renamed", &json!({ "name": { "from": "Night shift", "to": "Day shift" } })),
        ("group_created", &json!({ "name": "Night shift" })),
    ];
    assert_eq!(told, expected);
}
