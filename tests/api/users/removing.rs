//! Removing a user.

use serde_json::json;
use tests::{Service, standing::text};

use super::{company, seats_used, users};

#[tokio::test]
async fn a_removed_user_is_a_stranger_from_the_next_request_on() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    ann.get(&company.path).await.expect(200);
    company.holder.delete(&path).await.expect(204);
    ann.get(&company.path).await.expect_problem(404, "not_found");
    assert!(ann.list("/v1/me/contexts").await.is_empty());
    assert_eq!(seats_used(&company).await, 1);
    company.holder.get(&path).await.expect_problem(404, "not_found");
    company.holder.delete(&path).await.expect_problem(404, "not_found");
    service.balanced().await;
    // They can be invited again.
    service.joined(&company, "ann@example.com").await;
    service.balanced().await;
}

#[tokio::test]
async fn removing_somebody_who_is_invited_kills_the_link_and_frees_the_seat() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let token = json!({ "token": service.mailed_token("ann@example.com").await });
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    company.holder.delete(&path).await.expect(204);
    let answer = service.anonymous().post("/v1/activations", token).await;
    answer.expect_problem(404, "not_found");
    assert_eq!(seats_used(&company).await, 1);
    service.balanced().await;
}

#[tokio::test]
async fn the_holder_cannot_be_removed() {
    let service = Service::start().await;
    let company = company(&service).await;
    let holder = company.holder.list(&format!("{}?role=holder", users(&company))).await[0].clone();
    assert_eq!(holder["actions"], json!(["edit"]));
    let path = format!("{}/{}", users(&company), text(&holder["id"]));
    company.holder.delete(&path).await.expect_problem(409, "holder_cannot_be_removed");
}

#[tokio::test]
async fn an_admin_is_the_holders_alone_to_remove() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, anns) = service.joined(&company, "ann@example.com").await;
    let (_, bobs) = service.joined(&company, "bob@example.com").await;
    for path in [&anns, &bobs] {
        company.holder.put(&path.replace("/users/", "/admins/"), json!({})).await.expect(200);
    }
    ann.delete(&bobs).await.expect_problem(403, "forbidden");
    company.holder.delete(&bobs).await.expect(204);
    service.balanced().await;
}

#[tokio::test]
async fn licences_that_were_not_started_return_when_a_user_is_removed() {
    let service = Service::start().await;
    let company = company(&service).await;
    let courses = company.holder.list("/v1/courses").await;
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    let id = path.rsplit('/').next().unwrap();
    for course in &courses[..2] {
        company.buy(course, 1).await;
        let body = json!({ "course_id": course["id"], "user_ids": [id] });
        company.holder.post(&format!("{}/enrolments", company.path), body).await.expect(200);
    }
    let mine = ann.list("/v1/me/enrolments").await;
    let started = mine.iter().find(|one| one["course"]["id"] == courses[0]["id"]).unwrap();
    let result = json!({ "module_id": started["modules"][0]["id"], "completed": true });
    let results = format!("/v1/me/enrolments/{}/results", text(&started["id"]));
    ann.post(&results, result).await.expect(200);
    company.holder.delete(&path).await.expect(204);
    service.balanced().await;
    assert!(ann.list("/v1/me/enrolments").await.is_empty());
    let pools = company.holder.list(&format!("{}/licences", company.path)).await;
    let left = |course: &serde_json::Value| {
        pools.iter().find(|pool| pool["course"]["id"] == course["id"]).unwrap()["available"].clone()
    };
    assert_eq!((left(&courses[0]), left(&courses[1])), (json!(0), json!(1)));
    let summary = format!("{}/reports/summary", company.path);
    assert_eq!(company.holder.get(&summary).await.expect(200)["enrolments"], 0);
}

#[tokio::test]
async fn a_removed_user_is_taken_off_training_sessions_to_come() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [path.rsplit('/').next().unwrap()],
        "starts_at": service.in_days(1), "ends_at": service.in_days(2),
    });
    company.holder.post(&format!("{}/sessions", company.path), session).await.expect(201);
    assert_eq!(ann.list("/v1/me/sessions").await.len(), 1);
    company.holder.delete(&path).await.expect(204);
    service.balanced().await;
    assert!(ann.list("/v1/me/sessions").await.is_empty());
}
