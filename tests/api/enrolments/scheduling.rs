//! Courses with a start and a due date: what they are at each moment of a clock that moves.

use serde_json::{Value, json};
use tests::{Caller, standing::DAY};

use super::Client;

impl Client {
    /// Schedules the course for a driver: days from now until it starts and is due.
    async fn schedule(&self, driver: usize, starts: i64, due: Option<i64>) -> Value {
        let mut body = self.to(&[driver]);
        body["starts_at"] = json!(self.service.in_days(starts).to_string());
        if let Some(due) = due {
            body["due_at"] = json!(self.service.in_days(due).to_string());
        }
        let row = self.company.assign(body).await.remove(0);
        assert_eq!(row["status"], "enrolled", "{row}");
        row["enrolment"].clone()
    }

    /// The driver's status, as the driver, the report and the summary say.
    async fn status(&self, driver: &Caller) -> String {
        let own = driver.list("/v1/me/enrolments").await[0]["status"].clone();
        let holder = self.service.sign_in(&self.company.holder.email).await;
        let rows = holder.list(&self.path("/reports")).await;
        assert_eq!(rows[0]["status"], own);
        self.service.settle().await;
        let summary = holder.get(&self.path("/reports/summary")).await.expect(200);
        let mut counts = summary["by_status"].as_object().unwrap().clone();
        counts.retain(|_, count| *count != 0);
        assert_eq!(Value::from(counts), json!({ own.as_str().unwrap(): 1 }));
        own.as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_scheduled_course_opens_and_becomes_overdue_as_time_passes() {
    let client = Client::of(&["Ann"], 1).await;
    let enrolment = client.schedule(0, 2, Some(5)).await;
    assert_eq!(enrolment["status"], "scheduled");
    let driver = client.sign_in(0).await;
    for (seconds, status) in [
        (0, "scheduled"),
        (2 * DAY - 60, "scheduled"),
        (60, "not_started"),
        (3 * DAY - 60, "not_started"),
        (60, "overdue"),
        (20 * DAY, "overdue"),
    ] {
        client.service.advance(seconds);
        assert_eq!(client.status(&driver).await, status, "{seconds}");
    }
}

#[tokio::test]
async fn a_result_before_the_start_is_refused_and_one_after_it_is_taken() {
    let client = Client::of(&["Ann"], 1).await;
    let enrolment = client.schedule(0, 1, None).await;
    let driver = client.sign_in(0).await;
    client.record(&driver, &enrolment, 0).await.expect_problem(409, "not_open_yet");
    client.service.advance(DAY);
    let answer = client.record(&driver, &enrolment, 0).await.expect(200);
    assert_eq!(answer["status"], "in_progress");
    assert_eq!(client.status(&driver).await, "in_progress");
}

#[tokio::test]
async fn an_overdue_course_can_still_be_completed() {
    let client = Client::of(&["Ann"], 1).await;
    let enrolment = client.schedule(0, 0, Some(1)).await;
    let driver = client.sign_in(0).await;
    client.record(&driver, &enrolment, 0).await.expect(200);
    client.service.advance(DAY);
    assert_eq!(client.status(&driver).await, "overdue");
    for module in 1..4 {
        client.record(&driver, &enrolment, module).await.expect(200);
    }
    client.service.advance(10 * DAY);
    assert_eq!(client.status(&driver).await, "completed");
    client.service.balanced().await;
}

#[tokio::test]
async fn a_course_is_scheduled_for_a_group() {
    let client = Client::of(&["Ann", "Bob"], 2).await;
    let members: Vec<_> = client.drivers.iter().collect();
    let group = client.service.group_of(&client.company, "North", &members).await;
    let (starts, due) =
        (client.service.in_days(1).to_string(), client.service.in_days(3).to_string());
    let body = json!({
        "course_id": client.course["id"], "group_ids": [group.to_string()],
        "starts_at": starts, "due_at": due,
    });
    for row in client.company.assign(body).await {
        let enrolment = &row["enrolment"];
        assert_eq!((&enrolment["starts_at"], &enrolment["due_at"]), (&json!(starts), &json!(due)));
        assert_eq!(enrolment["status"], "scheduled");
    }
    let rows = client.report().await;
    assert!(rows.iter().all(|row| row["status"] == "scheduled" && row["due_at"] == json!(due)));
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn a_profile_shows_what_is_scheduled() {
    let client = Client::of(&["Ann"], 1).await;
    let enrolment = client.schedule(0, 3, Some(9)).await;
    let profile = client.path(&format!("/users/{}/report", client.drivers[0].user));
    let profile = client.company.holder.get(&profile).await.expect(200);
    assert_eq!(profile["enrolments"], json!([enrolment]));
}
