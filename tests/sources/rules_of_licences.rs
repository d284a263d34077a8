//! Rules 14 to 16: licences, assigned and scheduled.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Service,
    crowd::at_once,
    licences::rows,
    service::Company,
    standing::{Member, text},
};

/// A company with licences of the first sample course, and two drivers.
struct Client {
    service: Service,
    company: Company,
    course: Value,
    ann: Member,
    bob: Member,
}

impl Client {
    async fn with(licences: usize) -> Self {
        let service = Service::start().await;
        let company = service.company("Client").await;
        let course = service.course().await;
        company.buy(&course, licences).await;
        let ann = service.member(&company, Role::Driver, Some("Ann")).await;
        let bob = service.member(&company, Role::Driver, Some("Bob")).await;
        Self { service, company, course, ann, bob }
    }

    fn to(&self, users: &[&Member]) -> Value {
        let users: Vec<_> = users.iter().map(|member| member.user).collect();
        json!({ "course_id": self.course["id"], "user_ids": users })
    }
}

/// 14: "… company scope … assigns licences, schedules; group scope does so for drivers of its
/// groups; driver scope for those drivers."
#[tokio::test]
async fn a_manager_assigns_licences_within_the_scope() {
    let client = Client::with(9).await;
    let north = client.service.group_of(&client.company, "North", &[&client.ann]).await;
    for (scope, of_bob) in [
        (Scope::Company, "enrolled"),
        (Scope::Groups { group_ids: [north].into() }, "failed"),
        (Scope::Drivers { user_ids: [client.ann.user].into() }, "failed"),
    ] {
        let manager = client.service.manager(&client.company, scope).await;
        let body = client.to(&[&client.ann, &client.bob]);
        let rows = rows(&client.company.assigned_by(&manager, body).await.expect(200));
        assert_eq!((&rows[0]["status"], &rows[1]["status"]), (&json!("enrolled"), &json!(of_bob)));
        for row in rows.iter().filter(|row| row["status"] == "enrolled") {
            manager.delete(&client.company.enrolment(&row["enrolment"])).await.expect(204);
        }
    }
}

/// 15: "An account buys licences per course …"
#[tokio::test]
async fn licences_are_bought_per_course() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let courses = company.holder.list("/v1/courses").await;
    for (course, quantity) in [(0, 5), (1, 2)] {
        let course = &courses[course]["id"];
        let body = json!({ "kind": "licences", "course_id": course, "quantity": quantity });
        company.holder.post(&format!("{}/orders", company.path), body).await.expect(201);
    }
    let licences = company.holder.list(&format!("{}/licences", company.path)).await;
    let available: Vec<_> = licences.iter().map(|one| one["available"].clone()).collect();
    assert_eq!(available, [5, 2]);
}

/// 15: "… assigning one enrols a driver …"
#[tokio::test]
async fn assigning_a_licence_enrols_a_driver() {
    let client = Client::with(5).await;
    let row = &client.company.assign(client.to(&[&client.ann])).await[0];
    assert_eq!(row["status"], "enrolled");
    let own =
        client.service.sign_in_by_mail(&client.ann.email).await.list("/v1/me/enrolments").await;
    assert_eq!(own, [row["enrolment"].clone()]);
}

/// 15: "… the pool can never go below zero, however many assign at once."
#[tokio::test(flavor = "multi_thread")]
async fn the_pool_does_not_go_below_zero_however_many_assign_at_once() {
    let client = Client::with(3).await;
    let mut calls = vec![];
    for _ in 0..30 {
        let driver = client.service.member(&client.company, Role::Driver, None).await;
        let (company, body) = (client.company.clone(), client.to(&[&driver]));
        calls.push(async move { company.assigned_patiently_by(&company.holder, body).await });
    }
    let answers = at_once(calls).await;
    let enrolled = answers.iter().flatten().filter(|row| row["status"] == "enrolled");
    assert_eq!(enrolled.count(), 3);
    assert_eq!(client.company.licences(&client.course).await, [3, 3, 0]);
}

/// 15: "Revoking an enrolment that has not been started returns the licence; a started one does
/// not."
#[tokio::test]
async fn revoking_returns_the_licence_of_what_was_not_started() {
    let client = Client::with(5).await;
    let rows = client.company.assign(client.to(&[&client.ann, &client.bob])).await;
    let started = &rows[1]["enrolment"];
    let result = json!({ "module_id": started["modules"][0]["id"], "completed": false });
    let path = format!("/v1/me/enrolments/{}/results", text(&started["id"]));
    client.service.sign_in_by_mail(&client.bob.email).await.post(&path, result).await.expect(200);
    for (row, left) in rows.iter().zip([[5, 1, 4], [5, 1, 4]]) {
        let path = client.company.enrolment(&row["enrolment"]);
        client.company.holder.delete(&path).await.expect(204);
        assert_eq!(client.company.licences(&client.course).await, left);
    }
}

/// 16: "A course can be scheduled for users or groups with a start and a due date …"
#[tokio::test]
async fn a_course_is_scheduled_for_users_or_groups_with_a_start_and_a_due_date() {
    let client = Client::with(5).await;
    let north = client.service.group_of(&client.company, "North", &[&client.bob]).await;
    for whom in [json!({ "user_ids": [client.ann.user] }), json!({ "group_ids": [north] })] {
        let mut body = whom;
        body["course_id"] = client.course["id"].clone();
        body["starts_at"] = json!(client.service.in_days(1));
        body["due_at"] = json!(client.service.in_days(8));
        let enrolment = client.company.assign(body.clone()).await[0]["enrolment"].clone();
        assert_eq!(enrolment["status"], "scheduled");
        assert_eq!(enrolment["starts_at"], body["starts_at"]);
        assert_eq!(enrolment["due_at"], body["due_at"]);
    }
}
