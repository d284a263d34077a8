//! The state of the invitation's mail.

use functions::workers::{record_deliveries, record_delivery};
use serde_json::{Value, json};
use shared::domain::MailTag;
use tests::{Service, standing::text};

use super::{company, users};

#[tokio::test]
async fn a_mail_that_comes_back_shows_on_the_invitation() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let state = async || company.holder.get(&path).await.expect(200)["invitation"].clone();
    assert_eq!(state().await["status"], "sent");
    assert!(state().await["sent_at"].is_string());
    let bounce = json!({ "to": "ann@example.com" });
    let answer = service.anonymous().post("/_local/bounce", bounce.clone()).await;
    assert!(answer.is_success(), "{}", answer.text);
    assert_eq!(state().await["status"], "bounced");
    // A new one starts over.
    company.holder.post(&format!("{path}/invitation"), json!({})).await.expect(202);
    assert_eq!(state().await["status"], "sent");
    // What is reported of the invitation after it was activated does no harm.
    service.activate("ann@example.com").await;
    service.anonymous().post("/_local/bounce", bounce).await;
    assert_eq!(state().await, serde_json::Value::Null);
    service.balanced().await;
}

#[tokio::test]
async fn a_mail_that_arrives_shows_on_the_invitation_unless_it_came_back() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let report = async |kind: &str, number| {
        let (account, user) = (company.id.parse().unwrap(), text(&user["id"]).parse().unwrap());
        let tag = MailTag::Invitation { account, user, number }.to_string();
        let news = json!({ "eventType": kind, "mail": { "tags": { "mail": [tag] } } });
        record_delivery(service.stack().app(), &news.to_string()).await.unwrap();
        company.holder.get(&path).await.expect(200)["invitation"]["status"].clone()
    };
    assert_eq!(report("Delivery", 2).await, "sent", "another link's");
    assert_eq!(report("Delivery", 1).await, "delivered");
    assert_eq!(report("Complaint", 1).await, "bounced");
    assert_eq!(report("Delivery", 1).await, "bounced");
}

#[tokio::test]
async fn what_ses_refuses_or_delays_shows_on_the_invitation() {
    let service = Service::start().await;
    let company = company(&service).await;
    let state = async |user: &Value| {
        let path = format!("{}/{}", users(&company), text(&user["id"]));
        company.holder.get(&path).await.expect(200)["invitation"]["status"].clone()
    };
    service.stack().mailbox().reject("bad@example.com");
    let bad = service.invite(&company, "bad@example.com").await;
    assert_eq!(state(&bad).await, "rejected");
    for (email, event, status) in [
        ("virus@example.com", "Reject", "rejected"),
        ("slow@example.com", "DeliveryDelay", "delayed"),
        ("angry@example.com", "Complaint", "bounced"),
    ] {
        let user = service.invite(&company, email).await;
        service.report(event, email).await;
        assert_eq!(state(&user).await, status);
    }
}

#[tokio::test]
async fn one_report_that_cannot_be_read_and_the_words_that_try_a_topic_out_harm_no_other() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let (account, id) = (company.id.parse().unwrap(), text(&user["id"]).parse().unwrap());
    let tag = MailTag::Invitation { account, user: id, number: 1 }.to_string();
    let news = json!({ "eventType": "Delivery", "mail": { "tags": { "mail": [tag] } } });
    let greeting = "Successfully validated SNS topic for Amazon SES event publishing.";
    let app = service.stack().app();
    record_deliveries(app, &[greeting]).await.unwrap();
    let (torn, news) = (r#"{"eventType":"Bounce"}"#, news.to_string());
    assert!(record_deliveries(app, &[greeting, torn, &news]).await.is_err());
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let state = company.holder.get(&path).await.expect(200)["invitation"]["status"].clone();
    assert_eq!(state, "delivered");
}
