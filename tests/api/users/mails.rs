//! The state of the invitation's mail.

use functions::workers::record_delivery;
use serde_json::json;
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
