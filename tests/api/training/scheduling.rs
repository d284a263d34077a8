//! Scheduling a session.

use serde_json::{Value, json};
use tests::standing::text;

use super::{School, names_of};

#[tokio::test]
async fn a_session_is_answered_and_read_as_it_was_scheduled() {
    let school = School::of(2).await;
    let course = school.service.course().await;
    let mut body = school.body(&[0, 1]);
    body["course_id"] = course["id"].clone();
    let made = school.post(body.clone()).await.expect(201);
    assert!(text(&made["id"]).starts_with("ses_"));
    for field in ["title", "starts_at", "ends_at", "place"] {
        assert_eq!(made[field], body[field], "{field}");
    }
    assert_eq!(made["course"], json!({ "id": course["id"], "title": course["title"] }));
    assert_eq!(names_of(&made), ["Ann", "Bob"]);
    assert_eq!(made["attendees"][0]["user_id"], school.ids(&[0])[0]);
    assert_eq!(made["version"], 1);
    assert_eq!(school.get(&made).await.expect(200), made);
    school.service.balanced().await;
}

#[tokio::test]
async fn a_session_needs_neither_a_course_nor_attendees() {
    let school = School::of(0).await;
    let mut body = school.body(&[]);
    body.as_object_mut().unwrap().remove("user_ids");
    let made = school.post(body).await.expect(201);
    assert_eq!((&made["course"], &made["attendees"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn a_session_ends_after_it_starts() {
    let school = School::of(1).await;
    let mut body = school.body(&[0]);
    body["ends_at"] = body["starts_at"].clone();
    school.post(body).await.expect_bad_field("ends_at", "not_after_start");
    assert_eq!(school.counts().await, [0]);
}

#[tokio::test]
async fn a_time_that_calendars_cannot_write_is_refused() {
    let school = School::of(0).await;
    let mut body = school.body(&[]);
    body["starts_at"] = json!("1969-12-31T23:59:59Z");
    school.post(body.clone()).await.expect_bad_field("starts_at", "out_of_range");
    body["starts_at"] = json!("-001000-01-01T00:00:00Z");
    school.post(body).await.expect_bad_field("starts_at", "invalid_time");
}

#[tokio::test]
async fn an_unknown_course_is_named() {
    let school = School::of(0).await;
    let mut body = school.body(&[]);
    body["course_id"] = json!("crs_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    school.post(body).await.expect_bad_field("course_id", "not_found");
}

#[tokio::test]
async fn the_same_request_again_schedules_one_session() {
    let school = School::of(1).await;
    let (keyed, body) = (school.company.holder.with_key("once"), school.body(&[0]));
    let first = keyed.post(&school.path(""), body.clone()).await.expect(201);
    assert_eq!(keyed.post(&school.path(""), body).await.expect(201), first);
    assert_eq!(school.company.holder.list(&school.path("")).await.len(), 1);
    assert_eq!(school.counts().await, [1]);
}

#[tokio::test]
async fn the_trail_tells_who_scheduled_changed_and_cancelled_a_session() {
    let school = School::of(2).await;
    let made = school.schedule(&[0]).await;
    let change = json!({ "place": "Hall 4", "user_ids": school.ids(&[1]) });
    school.patch(&made, change).await.expect(200);
    school.company.holder.delete(&school.path_of(&made)).await.expect(204);
    let events = school.company.holder.list(&format!("{}/events", school.company.path)).await;
    let told: Vec<_> = events.iter().take(3).map(|event| text(&event["action"])).collect();
    let expected =
        ["training_session_cancelled", "training_session_changed", "training_session_created"];
    assert_eq!(told, expected);
    for event in &events[..3] {
        assert_eq!(event["actor"]["email"], school.company.holder.email);
        assert_eq!(event["subject"], json!({ "kind": "training_session", "id": made["id"] }));
    }
    let expected = json!({
        "added": school.ids(&[1]),
        "place": { "from": "Hall 3", "to": "Hall 4" },
        "removed": school.ids(&[0]),
    });
    assert_eq!(events[1]["changes"], expected);
}
