use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{
    Service,
    standing::{DAY, text},
};

const NEW: &str = "new@example.com";

#[tokio::test]
async fn who_is_invited_is_reminded_after_three_and_after_ten_days_with_a_link_that_works() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    service.invite(&company, NEW).await;
    service.settle().await;
    service.remind().await;
    service.hours(74).await;
    assert_eq!(service.mails_beginning(NEW, "Reminder: ").await.len(), 1);
    service.hours(24 * 7).await;
    let reminders = service.mails_beginning(NEW, "Reminder: ").await;
    assert_eq!(reminders.len(), 2);
    service.hours(48).await;
    assert_eq!(service.mails(NEW).await.len(), 3);
    assert_eq!(reminders[0]["subject"], "Reminder: Your invitation to Acme");
    // The same link as at first.
    let first = service.mails(NEW).await.pop().unwrap();
    assert_eq!(link(text(&reminders[0]["text"])), link(text(&first["text"])));
}

fn link(text: &str) -> &str {
    text.lines().find(|line| line.contains("/activate#")).expect("a link")
}

#[tokio::test]
async fn who_has_joined_or_was_taken_back_is_not_reminded() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let joined = service.member(&company, Role::Driver, Some("Ann")).await;
    let user = service.invite(&company, NEW).await;
    service.settle().await;
    let gone = format!("{}/users/{}", company.path, text(&user["id"]));
    company.holder.delete(&gone).await.expect(204);
    service.hours(24 * 11).await;
    assert_eq!(service.mails_beginning(NEW, "Reminder: ").await.len(), 0);
    assert_eq!(service.mails_beginning(&joined.email, "Reminder: ").await.len(), 0);
}

#[tokio::test]
async fn who_was_mailed_again_lately_is_left_alone() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let user = service.invite(&company, NEW).await;
    service.settle().await;
    service.advance(2 * DAY);
    let again = format!("{}/users/{}/invitation", company.path, text(&user["id"]));
    company.holder.post(&again, json!({})).await.expect(202);
    service.settle().await;
    service.hours(30).await;
    assert_eq!(service.mails_beginning(NEW, "Reminder: ").await.len(), 0);
}

#[tokio::test]
async fn who_is_invited_to_look_after_an_account_is_reminded_too() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let body = json!({ "email": NEW, "scope": { "kind": "company" } });
    company.holder.post(&format!("{}/managers", company.path), body).await.expect(201);
    service.settle().await;
    service.hours(74).await;
    let reminders = service.mails_beginning(NEW, "Reminder: ").await;
    assert_eq!(reminders.len(), 1);
    assert_eq!(reminders[0]["subject"], "Reminder: Acme invites you to be its manager");
    let accepted = service.manager(&company, Scope::Company).await;
    service.hours(24 * 4).await;
    assert_eq!(service.mails_beginning(&accepted.email, "Reminder: ").await.len(), 0);
}

#[tokio::test]
async fn an_account_switches_reminders_of_invitations_off() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let off = json!({ "due": true, "overdue": true, "invitations": false, "digest": "off" });
    company.holder.put(&format!("{}/settings/reminders", company.path), off).await.expect(200);
    service.invite(&company, NEW).await;
    service.settle().await;
    service.hours(74).await;
    assert_eq!(service.mails_beginning(NEW, "Reminder: ").await.len(), 0);
}
