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

#[tokio::test(flavor = "multi_thread")]
async fn what_people_are_reminded_of_is_changed_once_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || service.company(&format!("Company {}", number())).await;
    let chosen = json!({ "due": false, "overdue": true, "invitations": true, "digest": "weekly" });
    let set = async |company: &Company| {
        let path = format!("{}/settings/reminders", company.path);
        company.holder.put(&path, chosen.clone()).await
    };
    for Case { subject: company, way, again, .. } in every_call_fails(&service, prepare, set).await
    {
        assert_eq!(again.body, chosen, "{way:?}");
        let events = company.holder.list(&format!("{}/events", company.path)).await;
        let changed = events.iter().filter(|event| event["action"] == "reminders_changed");
        assert_eq!(changed.count(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn which_mails_somebody_gets_is_chosen_whole_whatever_call_fails() {
    let (service, _) = start().await;
    let prepare = async || service.company(&format!("Company {}", number())).await;
    let choice = async |company: &Company| {
        let chosen = json!({
            "reminders": false, "digest": true, "notices": false, "stopped_accounts": [company.id],
        });
        company.holder.put("/v1/me/mails", chosen).await
    };
    for Case { subject: company, way, first, again } in
        every_call_fails(&service, prepare, choice).await
    {
        if first.is_success() {
            assert_eq!(first.body, again.body, "{way:?}");
        }
        assert_eq!(company.holder.get("/v1/me/mails").await.body, again.body, "{way:?}");
        assert_eq!(again.body["stopped_accounts"][0]["id"], company.id.as_str(), "{way:?}");
        assert_eq!(
            (&again.body["reminders"], &again.body["digest"]),
            (&json!(false), &json!(true))
        );
    }
}
