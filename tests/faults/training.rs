//! Training sessions under faults.

use serde_json::{Value, json};
use shared::{
    domain::Role,
    table::mail::{Content, Mail, News},
};
use tests::{
    Service,
    service::{Company, number},
    standing::{Member, text},
};

use super::{Case, every_call_fails, start};

/// A company with a driver.
async fn school() -> (Service, Company, Member) {
    let (service, company) = start().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    (service, company, ann)
}

fn body(title: &str, who: &Member) -> Value {
    json!({
        "title": title, "place": "Hall 3", "user_ids": [who.user],
        "starts_at": "2126-01-01T09:00:00Z", "ends_at": "2126-01-01T10:00:00Z",
    })
}

/// How many sessions of a title there are.
async fn count(company: &Company, title: &str) -> usize {
    let sessions = company.holder.list(&format!("{}/sessions?limit=100", company.path)).await;
    sessions.iter().filter(|session| session["title"] == title).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_schedules_one_session_whatever_call_fails() {
    let (service, company, ann) = school().await;
    let path = format!("{}/sessions", company.path);
    let prepare = async || format!("Session {}", number());
    let schedule = async |title: &String| {
        let key = title.replace(' ', "");
        company.holder.with_key(&key).post(&path, body(title, &ann)).await
    };
    for Case { subject: title, way, first, again } in
        every_call_fails(&service, prepare, schedule).await
    {
        assert_eq!(again.status, 201, "{way:?} {}", again.text);
        assert_eq!(count(&company, &title).await, 1, "{way:?}");
        if first.is_success() {
            assert_eq!(first.body, again.body, "{way:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_changed_once_whatever_call_fails() {
    let (service, company, ann) = school().await;
    let path = format!("{}/sessions", company.path);
    let prepare = async || {
        let made = company.holder.post(&path, body("Skid pan", &ann)).await.expect(201);
        format!("{path}/{}", text(&made["id"]))
    };
    let change = json!({ "place": "Yard", "starts_at": "2126-01-01T08:00:00Z" });
    let request = async |session: &String| company.holder.patch(session, change.clone()).await;
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, request).await {
        let now = company.holder.get(&subject).await.expect(200);
        assert_eq!((&now["version"], &now["place"]), (&json!(2), &json!("Yard")), "{way:?}");
        assert_eq!(again.body, now, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_cancelled_once_whatever_call_fails() {
    let (service, company, ann) = school().await;
    let path = format!("{}/sessions", company.path);
    let prepare = async || {
        let made = company.holder.post(&path, body("Skid pan", &ann)).await.expect(201);
        format!("{path}/{}", text(&made["id"]))
    };
    let request = async |session: &String| company.holder.delete(session).await;
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, request).await {
        let expected = if first.is_success() { &[404][..] } else { &[204, 404] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        company.holder.get(&subject).await.expect_problem(404, "not_found");
    }
    // As often as she was told of a session she was told that it is cancelled.
    let books = service.balanced().await;
    let told = |what: News| {
        let is_it = |mail: &&Mail| matches!(&mail.content, Content::TrainingSession(told) if told.news == what);
        books.mails.iter().filter(is_it).count()
    };
    assert_eq!(told(News::Scheduled), told(News::Cancelled));
}
