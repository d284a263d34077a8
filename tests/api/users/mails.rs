//! The state of the invitation's mail.

use serde_json::json;
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
