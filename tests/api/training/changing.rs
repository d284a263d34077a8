//! Changing a session.

use serde_json::{Value, json};

use super::{School, names_of};

#[tokio::test]
async fn what_is_left_out_of_a_change_stays() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    let changed = school.patch(&made, json!({ "title": "Eco driving" })).await.expect(200);
    let mut expected = made.clone();
    expected["title"] = json!("Eco driving");
    expected["version"] = json!(2);
    assert_eq!(changed, expected);
    assert_eq!(school.get(&made).await.expect(200), expected);
}

#[tokio::test]
async fn a_course_is_named_and_taken_away() {
    let school = School::of(1).await;
    let (made, course) = (school.schedule(&[0]).await, school.service.course().await);
    let named = school.patch(&made, json!({ "course_id": course["id"] })).await.expect(200);
    assert_eq!(named["course"]["title"], course["title"]);
    let titled = school.patch(&made, json!({ "title": "Other" })).await.expect(200);
    assert_eq!(titled["course"], named["course"]);
    let without = school.patch(&made, json!({ "course_id": null })).await.expect(200);
    assert_eq!(without["course"], Value::Null);
    let unknown = json!({ "course_id": "crs_01ARZ3NDEKTSV4RRFFQ69G5FAV" });
    school.patch(&made, unknown).await.expect_bad_field("course_id", "not_found");
}

#[tokio::test]
async fn users_and_groups_of_a_change_name_everybody() {
    let school = School::of(3).await;
    let made = school.schedule(&[0]).await;
    let group = school.group(&[1, 2]).await;
    let changed = school.patch(&made, json!({ "group_ids": [group] })).await.expect(200);
    assert_eq!(names_of(&changed), ["Bob", "Cid"]);
    let nobody = school.patch(&made, json!({ "user_ids": [] })).await.expect(200);
    assert_eq!(nobody["attendees"], json!([]));
    school.service.balanced().await;
}

#[tokio::test]
async fn a_change_of_nothing_is_no_change_and_tells_nobody() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    let same = json!({ "title": made["title"], "user_ids": school.ids(&[0]) });
    for body in [json!({}), same] {
        assert_eq!(school.patch(&made, body).await.expect(200), made);
    }
    assert_eq!(school.counts().await, [1]);
}

#[tokio::test]
async fn a_session_cannot_be_changed_to_end_before_it_starts() {
    let school = School::of(0).await;
    let made = school.schedule(&[]).await;
    let late = json!({ "starts_at": made["ends_at"] });
    school.patch(&made, late).await.expect_bad_field("ends_at", "not_after_start");
}

#[tokio::test]
async fn who_saw_an_older_version_is_told() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    let path = school.path_of(&made);
    let first = school.company.holder.with_header("if-match", "\"1\"");
    first.patch(&path, json!({ "title": "Second" })).await.expect(200);
    first.patch(&path, json!({ "title": "Third" })).await.expect_problem(412, "stale_version");
    first.delete(&path).await.expect_problem(412, "stale_version");
    let second = school.company.holder.with_header("if-match", "\"2\"");
    second.patch(&path, json!({ "title": "Third" })).await.expect(200);
    assert_eq!(school.counts().await, [3]);
}

#[tokio::test]
async fn a_session_that_is_not_there_is_not_changed() {
    let school = School::of(0).await;
    let absent = json!({ "id": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV" });
    school.get(&absent).await.expect_problem(404, "not_found");
    school.patch(&absent, json!({ "title": "T" })).await.expect_problem(404, "not_found");
    let path = school.path_of(&absent);
    school.company.holder.delete(&path).await.expect_problem(404, "not_found");
}
