//! Invitations to manage under faults.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{
    Caller,
    service::number,
    standing::{invitation_token, text},
};

use super::{Case, every_call_fails, start};

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_accepted_once_whatever_call_fails() {
    let (service, haulage) = start().await;
    let prepare = async || {
        let driver = service.driver().await;
        let invited = service.invite_manager(&haulage, &driver.email, Scope::Company).await;
        (driver, invited)
    };
    let accept = async |(driver, invited): &(Caller, Value)| {
        let body = json!({ "token": invitation_token(invited) });
        driver.post("/v1/invitations/accept", body).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, accept).await {
        assert_eq!(again.status, 200, "{way:?} {}", again.text);
        assert_eq!(subject.0.list("/v1/me/contexts").await.len(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_invites_one_manager_whatever_call_fails() {
    let (service, haulage) = start().await;
    let path = format!("{}/managers", haulage.path);
    let prepare = async || format!("manager{}@example.com", number());
    let invite = async |email: &String| {
        let body = json!({ "email": email, "scope": { "kind": "company" } });
        haulage.holder.with_key(email).post(&path, body).await
    };
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, invite).await {
        assert_eq!(again.status, 201, "{way:?} {}", again.text);
        if first.is_success() {
            assert_eq!(first.body, again.body, "{way:?}");
        }
        assert_eq!(service.mails(&subject).await.len(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_manager_is_gone_whatever_call_fails() {
    let (service, haulage) = start().await;
    let prepare = async || {
        let driver = service.driver().await;
        let invited = service.invite_manager(&haulage, &driver.email, Scope::Company).await;
        let body = json!({ "token": invitation_token(&invited) });
        driver.post("/v1/invitations/accept", body).await.expect(200);
        (driver, format!("{}/managers/{}", haulage.path, text(&invited["id"])))
    };
    let remove = async |(_, path): &(Caller, String)| haulage.holder.delete(path).await;
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, remove).await {
        assert!([204, 404].contains(&again.status), "{way:?} {}", again.text);
        assert!(subject.0.list("/v1/me/contexts").await.is_empty(), "{way:?}");
    }
}
