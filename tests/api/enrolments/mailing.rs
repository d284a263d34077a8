//! The mail that tells a driver of a course that was assigned to them (rule 39).

use serde_json::{Value, json};
use tests::standing::text;

use super::Client;

impl Client {
    /// The mails to the first driver that tell of the course, newest first.
    async fn told(&self) -> Vec<Value> {
        let subject = format!("Your course {}", text(&self.course["title"]));
        let mails = self.service.mails(&self.drivers[0].email).await;
        mails.into_iter().filter(|mail| mail["subject"] == subject).collect()
    }
}

#[tokio::test]
async fn a_driver_is_told_of_a_course_with_when_it_opens_and_is_due() {
    let client = Client::of(&["Ann"], 2).await;
    let zone = json!({ "time_zone": "Europe/Berlin" });
    client.company.holder.patch(&client.company.path, zone).await.expect(200);
    let mut body = client.to(&[0]);
    (body["starts_at"], body["due_on"]) = (json!("2126-11-02T08:00:00Z"), json!("2126-11-30"));
    client.company.assign(body.clone()).await;
    let mail = client.told().await.remove(0);
    let says = text(&mail["text"]);
    for part in [
        "Hello Ann,",
        "Acme has given you the course",
        "from 2 November 2126, 09:00 (Europe/Berlin)",
        "by 1 December 2126, 00:00 (Europe/Berlin)",
        "/sign-in",
        "because of Acme",
    ] {
        assert!(says.contains(part), "{part}: {says}");
    }
    // Who has it already is told nothing again.
    client.company.assign(body).await;
    assert_eq!(client.told().await.len(), 1);
}

#[tokio::test]
async fn of_a_course_that_is_open_and_never_due_neither_is_said() {
    let client = Client::of(&["Ann"], 1).await;
    client.enrol(0).await;
    let mail = client.told().await.remove(0);
    let says = text(&mail["text"]);
    assert!(!says.contains("You can take it from") && !says.contains("complete it by"), "{says}");
}

#[tokio::test]
async fn who_takes_a_course_again_is_told_again() {
    let client = Client::of(&["Ann"], 2).await;
    let first = client.enrol(0).await;
    client.complete(0, &first, 4).await;
    client.enrol(0).await;
    assert_eq!(client.told().await.len(), 2);
}

#[tokio::test]
async fn an_account_says_it_in_its_own_words() {
    let client = Client::of(&["Ann"], 1).await;
    let words = json!({ "subject": "Learn, {{ user_name }}!", "body": "{{ sign_in_link }}" });
    let path = client.path("/settings/emails/course_assigned");
    client.company.holder.put(&path, words).await.expect(200);
    client.enrol(0).await;
    let mails = client.service.mails(&client.drivers[0].email).await;
    assert_eq!(mails[0]["subject"], "Learn, Ann!");
}

#[tokio::test]
async fn whoever_assigns_a_course_to_themselves_is_not_told() {
    let client = Client::of(&[], 1).await;
    let users = client.company.holder.list(&client.path("/users")).await;
    let body = json!({ "course_id": client.course["id"], "user_ids": [users[0]["id"]] });
    let before = client.service.mails(&client.company.holder.email).await.len();
    assert_eq!(client.company.assign(body).await[0]["status"], "enrolled");
    assert_eq!(client.service.mails(&client.company.holder.email).await.len(), before);
}

#[tokio::test]
async fn who_has_not_joined_has_the_invitation_alone() {
    let client = Client::of(&[], 1).await;
    let user = client.service.invite(&client.company, "new@example.com").await;
    let body = json!({ "course_id": client.course["id"], "user_ids": [user["id"]] });
    assert_eq!(client.company.assign(body).await[0]["status"], "enrolled");
    assert_eq!(client.service.mails("new@example.com").await.len(), 1);
}

#[tokio::test]
async fn who_stopped_an_accounts_mails_is_told_of_no_course() {
    let client = Client::of(&["Ann"], 2).await;
    let first = client.enrol(0).await;
    assert_eq!(client.told().await.len(), 1);
    let token = client.service.stop_token(&client.drivers[0].email).await;
    client.service.anonymous().post("/v1/mails/stop", json!({ "token": token })).await.expect(204);
    client.complete(0, &first, 4).await;
    client.enrol(0).await;
    assert_eq!(client.told().await.len(), 1);
}
