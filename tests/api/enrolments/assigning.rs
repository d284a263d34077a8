//! Assigning a course to users.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::standing::{DAY, text};

use super::{Client, statuses};

#[tokio::test]
async fn a_driver_to_whom_a_course_is_assigned_has_access_to_it() {
    let client = Client::of(&["Ann"], 5).await;
    let rows = client.company.assign(client.to(&[0])).await;
    let enrolment = rows[0]["enrolment"].clone();
    let user = client.drivers[0].user.to_string();
    let row = json!({ "index": 0, "user_id": user, "status": "enrolled", "enrolment": enrolment });
    assert_eq!(rows, [row]);
    assert_eq!(enrolment["status"], "not_started");
    assert_eq!(enrolment["account"], json!({ "id": client.company.id, "name": "Acme" }));
    for absent in ["due_at", "access_until", "score"] {
        assert_eq!(enrolment[absent], Value::Null, "{absent}");
    }
    assert_eq!(client.sign_in(0).await.list("/v1/me/enrolments").await, [enrolment]);
    client.service.balanced().await;
}

#[tokio::test]
async fn each_enrolment_takes_a_licence_of_its_course() {
    let client = Client::of(&["Ann", "Bob"], 5).await;
    assert_eq!(client.licences().await, [5, 0, 5]);
    client.enrol(0).await;
    assert_eq!(client.licences().await, [5, 1, 4]);
    client.enrol(1).await;
    assert_eq!(client.licences().await, [5, 2, 3]);
}

#[tokio::test]
async fn who_has_access_is_already_enrolled_and_takes_no_licence() {
    let client = Client::of(&["Ann", "Bob"], 5).await;
    let enrolment = client.enrol(0).await;
    for (more, expected) in
        [(&[0][..], &["already_enrolled"][..]), (&[1, 0], &["enrolled", "already_enrolled"])]
    {
        let rows = client.company.assign(client.to(more)).await;
        assert_eq!(statuses(&rows), expected);
        assert_eq!(rows.last().unwrap()["enrolment"], enrolment);
    }
    assert_eq!(client.licences().await, [5, 2, 3]);
}

#[tokio::test]
async fn a_licence_takes_the_place_of_access_that_has_ended() {
    let client = Client::of(&["Ann"], 1).await;
    let mut window = client.service.open_window();
    window.access_until = Some(client.service.in_days(1));
    let old =
        client.service.enrol(&client.company, &client.drivers[0], &client.course, window).await;
    let row = client.company.assign(client.to(&[0])).await.remove(0);
    assert_eq!(
        (&row["status"], &row["enrolment"]["id"]),
        (&json!("already_enrolled"), &json!(old))
    );
    client.service.advance(DAY);
    let enrolment = client.enrol(0).await;
    assert_ne!(enrolment["id"], json!(old));
    assert_eq!(
        (&enrolment["status"], &enrolment["access_until"]),
        (&json!("not_started"), &Value::Null)
    );
    assert_eq!(client.sign_in(0).await.list("/v1/me/enrolments").await, [enrolment]);
    assert_eq!((client.licences().await, client.report().await.len()), ([1, 1, 0], 1));
    client.service.balanced().await;
}

#[tokio::test]
async fn users_who_are_named_twice_have_one_row() {
    let client = Client::of(&["Ann", "Bob"], 5).await;
    let rows = client.company.assign(client.to(&[1, 0, 1, 1, 0])).await;
    assert_eq!(statuses(&rows), ["enrolled"; 2]);
    assert_eq!(rows[0]["user_id"], client.drivers[1].user.to_string());
    assert_eq!(client.licences().await, [5, 2, 3]);
}

#[tokio::test]
async fn who_is_not_a_user_of_the_account_fails_and_the_others_are_enrolled() {
    let client = Client::of(&["Ann", "Bob"], 5).await;
    let other = client.service.company("Other").await;
    let foreign = client.service.member(&other, Role::Driver, None).await;
    let mut body = client.to(&[0]);
    let nobody = "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned();
    let users =
        [foreign.user.to_string(), nobody, "x".to_owned(), client.drivers[1].user.to_string()];
    body["user_ids"].as_array_mut().unwrap().extend(users.map(Value::from));
    let rows = client.company.assign(body).await;
    assert_eq!(statuses(&rows), ["enrolled", "failed", "failed", "failed", "enrolled"]);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row["index"], index);
        let failed = row["status"] == "failed";
        assert_eq!(row["error"]["code"] == "not_found", failed, "{row}");
    }
    assert_eq!(rows[3]["user_id"], "x");
    assert_eq!(client.licences().await, [5, 2, 3]);
    client.service.balanced().await;
}

#[tokio::test]
async fn admins_and_the_holder_take_courses_too() {
    let client = Client::of(&[], 2).await;
    let admin = client.service.member(&client.company, Role::Admin, None).await;
    let course = &client.course["id"];
    let body = json!({ "course_id": course, "user_ids": [admin.user.to_string()] });
    assert_eq!(statuses(&client.company.assign(body).await), ["enrolled"]);
    let holder = client.service.balanced().await.people.into_iter().find_map(|one| one.holds);
    let body = json!({ "course_id": course, "user_ids": [holder.unwrap().user_id.to_string()] });
    assert_eq!(statuses(&client.company.assign(body).await), ["enrolled"]);
    assert_eq!(client.company.holder.list("/v1/me/enrolments").await.len(), 1);
}

#[tokio::test]
async fn who_was_invited_and_has_not_joined_finds_the_course_on_joining() {
    let client = Client::of(&[], 1).await;
    let user = client.service.invite(&client.company, "new@example.com").await;
    let body = json!({ "course_id": client.course["id"], "user_ids": [user["id"]] });
    assert_eq!(statuses(&client.company.assign(body).await), ["enrolled"]);
    let joined = client.service.activate("new@example.com").await;
    assert_eq!(joined.list("/v1/me/enrolments").await.len(), 1);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_course_that_is_no_longer_sold_can_still_be_assigned() {
    let client = Client::of(&["Ann"], 1).await;
    let mut course = client.course.clone();
    let fields = course.as_object_mut().unwrap();
    fields.retain(|field, _| ["title", "summary", "modules"].contains(&field.as_str()));
    fields.insert("active".into(), json!(false));
    let path = format!("/v1/operator/courses/{}", text(&client.course["id"]));
    client.service.operator().await.put(&path, course).await.expect(200);
    client.enrol(0).await;
}

#[tokio::test]
async fn the_trail_tells_who_assigned_what_to_whom() {
    let client = Client::of(&["Ann"], 1).await;
    let due = client.service.in_days(7).to_string();
    let mut body = client.to(&[0]);
    body["due_at"] = json!(due);
    let enrolment = client.company.assign(body).await[0]["enrolment"].clone();
    let event =
        client.company.holder.list(&client.path("/events?action=course_assigned")).await.remove(0);
    assert_eq!(event["action"], "course_assigned");
    assert_eq!(event["actor"]["email"], client.company.holder.email);
    assert_eq!(event["subject"], json!({ "kind": "enrolment", "id": enrolment["id"] }));
    let changes = &event["changes"];
    assert_eq!(changes["user_id"], client.drivers[0].user.to_string());
    assert_eq!((&changes["course_id"], &changes["due_at"]), (&client.course["id"], &json!(due)));
}

#[tokio::test]
async fn the_same_key_assigns_once_and_answers_the_same() {
    let client = Client::of(&["Ann", "Bob"], 5).await;
    let once = client.company.holder.with_key("once");
    let first = client.company.assigned_by(&once, client.to(&[0, 1])).await.expect(200);
    let again = client.company.assigned_by(&once, client.to(&[0, 1])).await.expect(200);
    assert_eq!(first, again);
    assert_eq!(client.licences().await, [5, 2, 3]);
}
