//! Who is chosen to attend.

use serde_json::json;
use shared::domain::Role;

use super::{School, names_of};

#[tokio::test]
async fn users_of_groups_attend_too_each_once() {
    let school = School::of(3).await;
    let (one, other) = (school.group(&[0, 1]).await, school.group(&[1, 2]).await);
    let mut body = school.body(&[0]);
    body["group_ids"] = json!([one, other]);
    let made = school.post(body).await.expect(201);
    assert_eq!(names_of(&made), ["Ann", "Bob", "Cid"]);
    assert_eq!(school.counts().await, [1, 1, 1]);
}

#[tokio::test]
async fn who_joins_a_group_later_does_not_attend() {
    let school = School::of(2).await;
    let group = school.group(&[0]).await;
    let mut body = school.body(&[]);
    body["group_ids"] = json!([group]);
    let made = school.post(body).await.expect(201);
    school.group(&[1]).await;
    assert_eq!(names_of(&school.get(&made).await.expect(200)), ["Ann"]);
}

#[tokio::test]
async fn every_unknown_user_and_group_is_named() {
    let school = School::of(1).await;
    let mut body = school.body(&[0, 0]);
    body["user_ids"][1] = json!("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    body["group_ids"] = json!(["grp_01ARZ3NDEKTSV4RRFFQ69G5FAV"]);
    let answer = school.post(body).await;
    answer.clone().expect_bad_field("user_ids[1]", "not_found");
    answer.expect_bad_field("group_ids[0]", "not_found");
    assert_eq!(school.counts().await, [0]);
}

#[tokio::test]
async fn users_and_groups_of_another_account_are_unknown() {
    let school = School::of(1).await;
    let other = school.service.company("Other").await;
    let stranger = school.service.member(&other, Role::Driver, None).await;
    let group = school.group(&[0]).await;
    let mut body = school.body(&[]);
    body["user_ids"] = json!([stranger.user]);
    school.post(body.clone()).await.expect_bad_field("user_ids[0]", "not_found");
    body["user_ids"] = json!([]);
    body["group_ids"] = json!([group]);
    let answer = other.holder.post(&format!("{}/sessions", other.path), body).await;
    answer.expect_bad_field("group_ids[0]", "not_found");
}

#[tokio::test]
async fn thirty_attend_and_no_more() {
    let school = School::of(31).await;
    let everybody: Vec<_> = (0..31).collect();
    school.post(school.body(&everybody)).await.expect_bad_field("user_ids", "wrong_size");
    let made = school.schedule(&everybody[1..]).await;
    assert_eq!(made["attendees"].as_array().unwrap().len(), 30);
    let (starts_at, ends_at) = (school.service.in_days(9), school.service.in_days(10));
    let moved = json!({ "starts_at": starts_at, "ends_at": ends_at });
    school.patch(&made, moved).await.expect(200);
    school.company.holder.delete(&school.path_of(&made)).await.expect(204);
    let expected: Vec<_> =
        everybody.iter().map(|driver| if *driver == 0 { 0 } else { 3 }).collect();
    assert_eq!(school.counts().await, expected);
    school.service.balanced().await;
}

#[tokio::test]
async fn a_group_that_is_too_large_is_refused() {
    let school = School::of(31).await;
    let everybody: Vec<_> = (0..31).collect();
    let (all, most) = (school.group(&everybody).await, school.group(&everybody[1..]).await);
    let mut body = school.body(&[]);
    body["group_ids"] = json!([all]);
    school.post(body.clone()).await.expect_bad_field("group_ids", "too_many");
    body["group_ids"] = json!([most]);
    body["user_ids"] = json!(school.ids(&[0]));
    school.post(body).await.expect_bad_field("group_ids", "too_many");
}

#[tokio::test]
async fn more_than_one_write_has_room_for_is_not_exchanged_at_once() {
    let school = School::of(60).await;
    let all: Vec<_> = (0..60).collect();
    let made = school.schedule(&all[..30]).await;
    let others = json!({ "user_ids": school.ids(&all[30..]) });
    school.patch(&made, others.clone()).await.expect_bad_field("user_ids", "too_many_changes");
    assert_eq!(school.get(&made).await.expect(200), made);
    school.patch(&made, json!({ "user_ids": [] })).await.expect(200);
    school.patch(&made, others).await.expect(200);
    school.service.balanced().await;
}
