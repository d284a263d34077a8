//! Settings under faults.

use serde_json::json;
use tests::service::{Company, number};

use super::{Case, every_call_fails, start};

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_invitations_is_changed_once_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || service.company(&format!("Company {}", number())).await;
    let text = json!({ "subject": "Join us", "body": "{{ activation_link }}" });
    let set = async |company: &Company| {
        let path = format!("{}/settings/emails/invitation", company.path);
        company.holder.put(&path, text.clone()).await
    };
    for Case { subject: company, way, again, .. } in every_call_fails(&service, prepare, set).await
    {
        assert_eq!((&again.body["version"], &again.body["subject"]), (&json!(1), &text["subject"]));
        let events = company.holder.list(&format!("{}/events", company.path)).await;
        let changed = events.iter().filter(|event| event["action"] == "mail_text_changed");
        assert_eq!(changed.count(), 1, "{way:?}");
    }
}
