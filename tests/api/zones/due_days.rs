//! A day that something is due on: it is over when that day is, in the account's zone.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Answer, Service,
    service::Company,
    standing::{Member, text},
};

use super::{is_in, lives_in};

/// A company with a driver and licences of a course.
struct Client {
    service: Service,
    company: Company,
    course: Value,
    ann: Member,
}

impl Client {
    async fn of(zone: &str) -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        is_in(&company, zone).await;
        let course = service.course().await;
        company.buy(&course, 20).await;
        let ann = service.member(&company, Role::Driver, Some("Ann")).await;
        Self { service, company, course, ann }
    }

    /// Assigns the course to a new driver.
    async fn assign(&self, when: Value) -> Value {
        let driver = self.service.member(&self.company, Role::Driver, None).await;
        self.assign_to(&driver, when).await
    }

    async fn assign_to(&self, driver: &Member, when: Value) -> Value {
        let answer = self.asked(driver, when).await.expect(200);
        assert_eq!(answer["results"][0]["status"], "enrolled", "{answer}");
        answer["results"][0]["enrolment"].clone()
    }

    async fn asked(&self, driver: &Member, when: Value) -> Answer {
        let mut body = json!({ "course_id": self.course["id"], "user_ids": [driver.user] });
        body.as_object_mut().unwrap().extend(when.as_object().unwrap().clone());
        self.company.holder.post(&format!("{}/enrolments", self.company.path), body).await
    }
}

#[tokio::test]
async fn a_day_ends_at_the_next_midnight_of_the_account() {
    let client = Client::of("Europe/Berlin").await;
    // Where who assigns it lives is of no matter.
    lives_in(&client.company.holder, "Asia/Tokyo").await;
    for (day, end) in [
        ("2126-11-27", "2126-11-27T23:00:00Z"),
        ("2126-07-01", "2126-07-01T22:00:00Z"),
        // Days of 23 and of 25 hours.
        ("2030-03-31", "2030-03-31T22:00:00Z"),
        ("2030-10-27", "2030-10-27T23:00:00Z"),
    ] {
        let enrolment = client.assign(json!({ "due_on": day })).await;
        assert_eq!((&enrolment["due_on"], &enrolment["due_at"]), (&json!(day), &json!(end)));
    }
    let by_moment = client.assign(json!({ "due_at": "2126-11-27T23:00:00Z" })).await;
    assert_eq!(by_moment["due_on"], Value::Null);
    assert_eq!(client.assign(json!({})).await["due_on"], Value::Null);
}

#[tokio::test]
async fn a_day_ends_where_midnight_does_not_exist_or_comes_twice() {
    for (zone, day, end) in [
        ("Africa/Cairo", "2030-04-25", "2030-04-25T22:00:00Z"),
        ("Africa/Cairo", "2030-10-31", "2030-10-31T22:00:00Z"),
        ("America/Havana", "2030-03-09", "2030-03-10T05:00:00Z"),
        ("America/Havana", "2030-11-02", "2030-11-03T04:00:00Z"),
    ] {
        let client = Client::of(zone).await;
        let enrolment = client.assign(json!({ "due_on": day })).await;
        assert_eq!(enrolment["due_at"], end, "{zone} {day}");
    }
}

#[tokio::test]
async fn a_course_is_overdue_from_the_end_of_its_day_on() {
    let client = Client::of("America/Los_Angeles").await;
    let zone = shared::domain::TimeZone::parse("America/Los_Angeles").unwrap();
    let day = zone.at(client.service.now()).date().tomorrow().unwrap().to_string();
    let enrolment = client.assign_to(&client.ann, json!({ "due_on": day })).await;
    assert_eq!(enrolment["status"], "not_started");
    let end: jiff::Timestamp = text(&enrolment["due_at"]).parse().unwrap();
    let left = end.duration_since(client.service.now()).as_secs();
    assert!((23 * 3_600..=49 * 3_600).contains(&left), "{left}");
    client.service.advance(left - 5);
    let ann = client.service.sign_in(&client.ann.email).await;
    let seen = async || ann.list("/v1/me/enrolments").await.remove(0);
    let before = seen().await;
    if before["status"] == "overdue" {
        assert!(client.service.now() >= end, "{before}");
    }
    client.service.advance(5);
    let after = seen().await;
    assert_eq!((&after["status"], &after["due_on"]), (&json!("overdue"), &json!(day)));
}

#[tokio::test]
async fn what_an_account_changes_of_its_zone_leaves_what_is_due() {
    let client = Client::of("Europe/Berlin").await;
    let enrolment = client.assign_to(&client.ann, json!({ "due_on": "2126-11-27" })).await;
    is_in(&client.company, "Asia/Tokyo").await;
    let ann = client.service.sign_in(&client.ann.email).await;
    assert_eq!(ann.list("/v1/me/enrolments").await, [enrolment]);
    let next = client.assign(json!({ "due_on": "2126-11-27" })).await;
    assert_eq!(next["due_at"], "2126-11-27T15:00:00Z");
}

#[tokio::test]
async fn what_is_wrong_with_a_day_is_named_and_nobody_is_enrolled() {
    let client = Client::of("Europe/Berlin").await;
    for (when, code) in [
        (json!({ "due_on": "2126-02-30" }), "invalid_day"),
        (json!({ "due_on": "tomorrow" }), "invalid_day"),
        (json!({ "due_on": "2126-11-27T10:00:00Z" }), "invalid_day"),
        (json!({ "due_on": "1969-12-31" }), "out_of_range"),
        (json!({ "due_on": "9999-12-31" }), "out_of_range"),
        (json!({ "due_on": 20_261_127 }), "wrong_type"),
        (json!({ "due_on": "2020-01-01" }), "too_early"),
        (json!({ "due_on": "2126-01-01", "starts_at": "2126-01-01T23:00:00Z" }), "too_early"),
        (json!({ "due_on": "2126-01-01", "due_at": "2126-01-01T23:00:00Z" }), "conflicting"),
    ] {
        let answer = client.asked(&client.ann, when).await;
        answer.expect_bad_field("due_on", code);
    }
    let ann = client.service.sign_in(&client.ann.email).await;
    assert_eq!(ann.list("/v1/me/enrolments").await, Vec::<Value>::new());
    // The last moment before the day's end is not too late to begin, nor is the last day there is.
    let last = json!({ "due_on": "2126-01-01", "starts_at": "2126-01-01T22:59:59Z" });
    client.assign_to(&client.ann, last).await;
    client.assign(json!({ "due_on": "9999-12-29" })).await;
}
