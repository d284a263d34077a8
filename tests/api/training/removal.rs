//! What becomes of sessions when a user is removed.

use functions::training::attendee_removal::take_off_future_sessions;
use serde_json::json;
use shared::table::mail::MailStatus;
use tests::standing::{DAY, Member};

use super::{School, names_of};

impl School {
    async fn end(&self, driver: usize) {
        let account = self.company.id.parse().unwrap();
        let app = self.service.stack().app();
        let Member { person, user, .. } = self.drivers[driver];
        take_off_future_sessions(app, account, person, user).await.unwrap();
    }
}

#[tokio::test]
async fn who_is_removed_is_taken_off_future_sessions_and_told() {
    let school = School::of(2).await;
    let (one, two) = (school.schedule(&[0, 1]).await, school.schedule(&[0]).await);
    let ann = school.sign_in(0).await;
    school.remove(0).await;
    school.end(0).await;
    assert_eq!(names_of(&school.get(&one).await.expect(200)), ["Bob"]);
    assert_eq!(school.get(&two).await.expect(200)["attendees"], json!([]));
    assert!(ann.list("/v1/me/sessions").await.is_empty());
    assert_eq!(school.counts().await, [4, 1]);
    let methods: Vec<_> = school.told(0).await.into_iter().map(|entry| entry.method).collect();
    assert_eq!(methods, ["CANCEL", "CANCEL", "REQUEST", "REQUEST"]);
    school.service.balanced().await;
}

#[tokio::test]
async fn taking_off_again_changes_nothing() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    school.remove(0).await;
    school.end(0).await;
    let once = school.get(&made).await.expect(200);
    school.end(0).await;
    assert_eq!(school.get(&made).await.expect(200), once);
    assert_eq!(school.counts().await, [2, 1]);
    let books = school.service.balanced().await;
    assert!(books.mails.iter().all(|mail| mail.status == MailStatus::Sent));
}

#[tokio::test]
async fn past_sessions_stay_as_they_were() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    school.service.advance(7 * DAY + 1);
    school.end(0).await;
    assert_eq!(names_of(&school.get(&made).await.expect(200)), ["Ann"]);
    assert_eq!(school.counts().await, [1]);
}

#[tokio::test]
async fn sessions_of_other_accounts_stay_as_they_were() {
    let school = School::of(1).await;
    let made = school.schedule(&[0]).await;
    let other = school.service.company("Other").await;
    let app = school.service.stack().app();
    let account = other.id.parse().unwrap();
    let Member { person, user, .. } = school.drivers[0];
    take_off_future_sessions(app, account, person, user).await.unwrap();
    assert_eq!(names_of(&school.get(&made).await.expect(200)), ["Ann"]);
}

#[tokio::test]
async fn nobody_is_put_on_a_session_who_was_removed() {
    let school = School::of(2).await;
    let made = school.schedule(&[1]).await;
    school.remove(0).await;
    school.post(school.body(&[0])).await.expect_bad_field("user_ids[0]", "not_found");
    let both = json!({ "user_ids": school.ids(&[1, 0]) });
    school.patch(&made, both).await.expect_bad_field("user_ids[1]", "not_found");
}
