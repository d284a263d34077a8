//! The Users section.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::Role;
use tests::standing::{DAY, text, time};

use super::{add, company, groups_of, listed, make_group, users};

#[tokio::test]
async fn you_can_see_the_list_of_the_users_you_have_added() {
    let (service, company) = company().await;
    let other = service.company("Other").await;
    service.invite(&other, "zoe@example.com").await;
    add(&company, json!({ "email": "ann@example.com", "invite": false })).await;
    add(&company, json!({ "email": "bob@example.com" })).await;
    service.joined(&company, "cleo@example.com").await;
    let listed = company.holder.list(&users(&company)).await;
    let listed: BTreeSet<_> =
        listed.iter().map(|user| (text(&user["email"]), text(&user["status"]))).collect();
    let expected = [
        ("ann@example.com", "added"),
        ("bob@example.com", "invited"),
        ("cleo@example.com", "active"),
        (&company.holder.email, "active"),
    ];
    assert_eq!(listed, BTreeSet::from(expected));
}

#[tokio::test]
async fn you_can_see_their_last_login_date() {
    let (service, company) = company().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let seen = async || listed(&company).await[0]["last_sign_in_at"].clone();
    assert_eq!(seen().await, Value::Null);
    for _ in 0..2 {
        service.advance(DAY);
        let before = service.now();
        let driver = service.sign_in_by_mail(&ann.email).await;
        driver.get(&company.path).await.expect(200);
        assert!(time(&seen().await) >= before);
    }
    // So do those who only take their courses.
    let course = service.course().await;
    let enrolment = service.enrol(&company, &ann, &course, service.open_window()).await;
    service.advance(DAY);
    let before = service.now();
    let driver = service.sign_in_by_mail(&ann.email).await;
    let result = json!({ "module_id": course["modules"][0]["id"], "completed": true });
    let path = format!("/v1/me/enrolments/{enrolment}/results");
    driver.post(&path, result).await.expect(200);
    assert!(time(&seen().await) >= before);
}

#[tokio::test]
async fn you_can_see_in_which_group_they_are_added() {
    let (_service, company) = company().await;
    let (night, day) = (make_group(&company, "Night").await, make_group(&company, "Day").await);
    for (name, group_ids) in
        [("ann", json!([night["id"]])), ("bob", json!([day["id"]])), ("cleo", json!([]))]
    {
        add(&company, json!({ "email": format!("{name}@example.com"), "group_ids": group_ids }))
            .await;
    }
    let listed = listed(&company).await;
    let seen: BTreeSet<_> =
        listed.iter().map(|user| (text(&user["email"]), groups_of(user))).collect();
    let expected = [
        ("ann@example.com", vec!["Night"]),
        ("bob@example.com", vec!["Day"]),
        ("cleo@example.com", vec![]),
    ];
    assert_eq!(seen, BTreeSet::from(expected));
}

#[tokio::test]
async fn you_can_track_down_their_progress() {
    let (service, company) = company().await;
    let course = service.course().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let enrolment = service.enrol(&company, &ann, &course, service.open_window()).await;
    let driver = service.sign_in_by_mail(&ann.email).await;
    for (module, percent, completed) in [(0, 25, 0), (1, 50, 0), (2, 75, 0), (3, 100, 1)] {
        let module = &course["modules"][module]["id"];
        let path = format!("/v1/me/enrolments/{enrolment}/results");
        driver.post(&path, json!({ "module_id": module, "completed": true })).await.expect(200);
        let progress = json!({ "assigned": 1, "completed": completed, "percent": percent });
        assert_eq!(listed(&company).await[0]["progress"], progress);
        let row = &company.holder.list(&format!("{}/reports", company.path)).await[0];
        assert_eq!(row["progress_percent"], percent);
    }
}

#[tokio::test]
async fn you_can_track_down_their_actions() {
    let (service, company) = company().await;
    let course = service.course().await;
    company.buy(&course, 1).await;
    let added = add(&company, json!({ "email": "ann@example.com", "name": "Ann" })).await;
    let ann = service.activate("ann@example.com").await;
    let (user, course_id) = (&added["id"], &course["id"]);
    let row = company.assign(json!({ "course_id": course_id, "user_ids": [user] })).await.remove(0);
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [user],
        "starts_at": service.in_hours(20), "ends_at": service.in_hours(21),
    });
    company.holder.post(&format!("{}/sessions", company.path), session).await.expect(201);
    let path = format!("/v1/me/enrolments/{}/results", text(&row["enrolment"]["id"]));
    for module in course["modules"].as_array().unwrap() {
        let result = json!({ "module_id": module["id"], "completed": true });
        ann.post(&path, result).await.expect(200);
    }
    service.advance(DAY);
    ann.get(&company.path).await.expect(200);
    service.settle().await;
    service.lists_caught_up().await;
    let did = company.holder.list(&format!("{}/{}/activity", users(&company), text(user))).await;
    let did: Vec<_> = did.iter().map(|entry| text(&entry["action"])).collect();
    let expected = [
        "user_signed_in",
        "course_completed",
        "module_completed",
        "module_completed",
        "module_completed",
        "module_completed",
        "training_session_created",
        "course_assigned",
        "user_activated",
        "user_invited",
    ];
    assert_eq!(did, expected);
}

#[tokio::test]
async fn you_see_a_list_of_all_your_employees_and_their_details() {
    let (service, company) = company().await;
    // More than a page.
    service.members(&company, 30).await;
    let night = make_group(&company, "Night").await;
    let details = json!({
        "email": "ann@example.com", "name": "Ann Lee", "phone": "+44 20 7946 0958",
        "group_ids": [night["id"]],
    });
    service.seats(&company, 40).await;
    add(&company, details).await;
    let all = company.holder.list(&users(&company)).await;
    let ids: BTreeSet<_> = all.iter().map(|user| text(&user["id"])).collect();
    assert_eq!((all.len(), ids.len()), (32, 32));
    let ann = all.iter().find(|user| user["email"] == "ann@example.com").unwrap();
    for (field, value) in [
        ("name", json!("Ann Lee")),
        ("phone", json!("+44 20 7946 0958")),
        ("role", json!("driver")),
        ("status", json!("invited")),
        ("groups", json!([{ "id": night["id"], "name": "Night" }])),
        ("progress", json!({ "assigned": 0, "completed": 0, "percent": 0 })),
        ("actions", json!(["resend", "edit", "remove"])),
    ] {
        assert_eq!(ann[field], value, "{field}");
    }
    assert_eq!(ann["invitation"]["status"], "sent");
}
