//! Sessions that have begun or are over.

use serde_json::{Value, json};
use tests::{Answer, standing::DAY};

use super::{School, names_of};

impl School {
    /// A session of some drivers that is over.
    async fn held(&self, drivers: &[usize]) -> Value {
        let made = self.schedule(drivers).await;
        self.service.advance(8 * DAY + 1);
        made
    }

    /// Moves a session to where it starts in two days.
    async fn hold_again(&self, session: &Value) -> Answer {
        let service = &self.service;
        let times = json!({ "starts_at": service.in_days(2), "ends_at": service.in_days(3) });
        self.patch(session, times).await
    }
}

#[tokio::test]
async fn moving_a_past_session_keeps_and_tells_only_who_is_still_there() {
    let school = School::of(3).await;
    let made = school.held(&[0, 1]).await;
    let ann = school.sign_in(0).await;
    school.remove(0).await;
    let moved = school.hold_again(&made).await.expect(200);
    assert_eq!(names_of(&moved), ["Bob"]);
    assert_eq!(school.counts().await, [1, 2, 0]);
    assert_eq!(school.told(1).await[0].method, "REQUEST");
    assert!(ann.list("/v1/me/sessions").await.is_empty());
    assert_eq!(school.sign_in(1).await.list("/v1/me/sessions").await.len(), 1);
    school.service.balanced().await;
}

#[tokio::test]
async fn moving_a_running_session_keeps_only_who_is_still_there() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    school.service.advance(7 * DAY + 1);
    school.remove(0).await;
    assert_eq!(names_of(&school.get(&made).await.expect(200)), ["Ann", "Bob"]);
    let longer = json!({ "ends_at": school.service.in_days(9) });
    assert_eq!(names_of(&school.patch(&made, longer).await.expect(200)), ["Bob"]);
    school.service.balanced().await;
}

#[tokio::test]
async fn a_past_session_of_as_many_as_may_attend_is_held_again() {
    let mut school = School::of(0).await;
    school.drivers = school.service.members(&school.company, 30).await;
    let all: Vec<_> = (0..30).collect();
    let made = school.held(&all).await;
    school.remove(7).await;
    let moved = school.hold_again(&made).await.expect(200);
    assert_eq!(moved["attendees"].as_array().unwrap().len(), 29);
    school.service.balanced().await;
}

#[tokio::test]
async fn of_a_past_session_nobody_is_told_anything() {
    let school = School::of(2).await;
    let made = school.held(&[0, 1]).await;
    for change in [
        json!({ "title": "Skid pan, wet" }),
        json!({ "starts_at": school.service.in_days(-3), "ends_at": school.service.in_days(-2) }),
        json!({ "user_ids": school.ids(&[0]) }),
        json!({ "user_ids": school.ids(&[0, 1]) }),
    ] {
        school.patch(&made, change.clone()).await.expect(200);
        assert_eq!(school.counts().await, [1, 1], "{change}");
    }
    school.company.holder.delete(&school.path_of(&made)).await.expect(204);
    assert_eq!(school.counts().await, [1, 1]);
    let past = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": school.ids(&[0]),
        "starts_at": school.service.in_days(-2), "ends_at": school.service.in_days(-1),
    });
    school.post(past).await.expect(201);
    assert_eq!(school.counts().await, [1, 1]);
    school.service.balanced().await;
}

#[tokio::test]
async fn who_was_removed_stays_on_a_past_session_that_is_only_described_better() {
    let school = School::of(2).await;
    let made = school.held(&[0, 1]).await;
    school.remove(0).await;
    let changed = school.patch(&made, json!({ "title": "Skid pan, wet" })).await.expect(200);
    assert_eq!(names_of(&changed), ["Ann", "Bob"]);
    school.service.balanced().await;
}

#[tokio::test]
async fn a_session_that_is_moved_into_the_past_is_told_to_who_expects_it() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    let past =
        json!({ "starts_at": school.service.in_days(-2), "ends_at": school.service.in_days(-1) });
    school.patch(&made, past).await.expect(200);
    assert_eq!(school.counts().await, [2]);
}

#[tokio::test]
async fn who_came_again_takes_the_place_of_who_they_were() {
    let mut school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    school.service.advance(7 * DAY + 1);
    school.remove(0).await;
    let again = school.service.member_too(&school.company, &school.drivers[0]).await;
    school.drivers[0] = again;
    let named = json!({ "user_ids": school.ids(&[0]) });
    let changed = school.patch(&made, named).await.expect(200);
    assert_eq!(changed["attendees"][0]["user_id"], json!(school.drivers[0].user));
    school.service.balanced().await;
}
