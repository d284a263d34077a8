//! Once the invitation is sent.

use serde_json::json;
use shared::domain::Role;
use tests::{
    calendar::Entry,
    standing::{text, time},
};

use super::company;

#[tokio::test]
async fn once_he_activates_his_account_you_will_be_notified() {
    let (service, company) = company().await;
    let admin = service.member(&company, Role::Admin, Some("Mia")).await;
    let mia = service.sign_in_by_mail(&admin.email).await;
    let path = format!("{}/users", company.path);
    mia.post(&path, json!({ "email": "ann@example.com" })).await.expect(201);
    let before = service.mails(&mia.email).await.len();
    service.activate("ann@example.com").await;
    let mails = service.mails(&mia.email).await;
    assert_eq!(mails.len(), before + 1);
    assert!(text(&mails[0]["text"]).contains("ann@example.com"), "{}", mails[0]);
}

#[tokio::test]
async fn you_will_be_notified_of_whom_your_program_invited() {
    let (service, company) = company().await;
    let program = service.program(&company, &["users"]).await;
    let path = format!("{}/users", company.path);
    program.post(&path, json!({ "email": "ann@example.com" })).await.expect(201);
    let before = service.mails(&company.holder.email).await.len();
    service.activate("ann@example.com").await;
    let mails = service.mails(&company.holder.email).await;
    assert_eq!(mails.len(), before + 1);
    assert!(text(&mails[0]["text"]).contains("ann@example.com"), "{}", mails[0]);
}

#[tokio::test]
async fn schedule_some_courses_for_him() {
    let (service, company) = company().await;
    let courses = company.holder.list("/v1/courses").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let (starts, due) = (service.in_days(2).to_string(), service.in_days(9).to_string());
    for course in &courses[..2] {
        company.buy(course, 1).await;
        let body = json!({
            "course_id": course["id"], "user_ids": [ann.user], "starts_at": starts, "due_at": due,
        });
        assert_eq!(company.assign(body).await[0]["status"], "enrolled");
    }
    let scheduled = service.sign_in_by_mail(&ann.email).await.list("/v1/me/enrolments").await;
    assert_eq!(scheduled.len(), 2);
    for enrolment in scheduled {
        assert_eq!(enrolment["status"], "scheduled");
        assert_eq!((&enrolment["starts_at"], &enrolment["due_at"]), (&json!(starts), &json!(due)));
    }
}

#[tokio::test]
async fn schedule_some_sessions_for_him() {
    let (service, company) = company().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let mut made = vec![];
    for (day, title) in [(1, "Skid pan"), (3, "Night driving")] {
        let session = json!({
            "title": title, "place": "Hall 3", "user_ids": [ann.user],
            "starts_at": service.in_days(day), "ends_at": service.in_days(day + 1),
        });
        let path = format!("{}/sessions", company.path);
        made.push(company.holder.post(&path, session).await.expect(201));
        let entry = Entry::of(&service.mails(&ann.email).await[0]);
        assert_eq!((entry.method.as_str(), entry.title.as_str()), ("REQUEST", title));
        assert_eq!(entry.starts_at, time(&made[made.len() - 1]["starts_at"]));
    }
    let mine = service.sign_in_by_mail(&ann.email).await.list("/v1/me/sessions").await;
    let ids: Vec<_> = mine.iter().map(|session| &session["id"]).collect();
    assert_eq!(ids, [&made[0]["id"], &made[1]["id"]]);
}
