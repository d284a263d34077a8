//! What became of the mail with a manager's invitation.

use local::mailbox::Refusal;
use serde_json::{Value, json};
use tests::{Service, service::Company};

use super::{accept, company, invited, managers, path};

const ANN: &str = "ann@example.com";

async fn delivery(of: &Company) -> Value {
    of.holder.list(&managers(of)).await[0]["delivery"].clone()
}

#[tokio::test]
async fn how_the_mail_stands_shows_on_the_manager_until_the_invitation_is_accepted() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, ANN).await;
    assert_eq!(manager["delivery"], json!({ "status": "queued", "sent_at": null }));
    let sent = delivery(&haulage).await;
    assert_eq!(sent["status"], "sent");
    assert!(sent["sent_at"].is_string());
    for (event, status) in [
        ("DeliveryDelay", "delayed"),
        ("Delivery", "delivered"),
        ("DeliveryDelay", "delivered"),
        ("Reject", "delivered"),
        ("Bounce", "bounced"),
        ("Delivery", "bounced"),
    ] {
        service.report(event, ANN).await;
        assert_eq!(delivery(&haulage).await["status"], status, "{event}");
    }
    // Another mail starts over.
    let again = format!("{}/invitation", path(&haulage, &manager));
    haulage.holder.post(&again, json!({})).await.expect(202);
    assert_eq!(delivery(&haulage).await["status"], "sent");
    let scope = json!({ "scope": company() });
    let changed = haulage.holder.patch(&path(&haulage, &manager), scope).await.expect(200);
    assert_eq!(changed["delivery"]["status"], "sent");
    let ann = service.sign_in(ANN).await;
    accept(&ann, &manager).await.expect(200);
    assert_eq!(delivery(&haulage).await, Value::Null);
}

#[tokio::test]
async fn an_address_that_ses_refuses_shows_as_rejected() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    service.stack().mailbox().refuse_next(1, Refusal::Rejected);
    invited(&haulage, ANN).await;
    let rejected = json!({ "status": "rejected", "sent_at": null });
    assert_eq!(delivery(&haulage).await, rejected);
}
