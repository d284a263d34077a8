//! Invitations that are answered signed in, under faults.

use serde_json::json;
use shared::domain::Scope;
use tests::{Caller, standing::text};

use super::{Case, every_call_fails, start};

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_signed_in_joins_once_whatever_call_fails() {
    let (service, haulage) = start().await;
    service.seats(&haulage, 1_000).await;
    for as_user in [true, false] {
        let prepare = async || {
            let driver = service.driver().await;
            match as_user {
                true => service.invite(&haulage, &driver.email).await,
                false => service.invite_manager(&haulage, &driver.email, Scope::Company).await,
            };
            driver
        };
        let path = format!("/v1/me/invitations/{}/accept", haulage.id);
        let accept = async |driver: &Caller| driver.post(&path, json!({})).await;
        for Case { subject, way, again, .. } in every_call_fails(&service, prepare, accept).await {
            assert_eq!(again.status, 200, "{way:?} {}", again.text);
            assert_eq!(subject.list("/v1/me/contexts").await.len(), 1, "{way:?}");
        }
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_signed_in_is_gone_and_is_told_of_once_whatever_call_fails() {
    let (service, haulage) = start().await;
    service.seats(&haulage, 1_000).await;
    let prepare = async || {
        let driver = service.driver().await;
        let user = service.invite(&haulage, &driver.email).await;
        (driver, text(&user["id"]).to_owned())
    };
    let path = format!("/v1/me/invitations/{}/decline", haulage.id);
    let decline = async |(person, _): &(Caller, String)| person.post(&path, json!({})).await;
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, decline).await {
        assert!([204, 404].contains(&again.status), "{way:?} {}", again.text);
        let (person, user) = subject;
        let user = haulage.holder.get(&format!("{}/users/{user}", haulage.path)).await;
        user.expect_problem(404, "not_found");
        let told = service.mails(&haulage.holder.email).await;
        let of_them = told.iter().filter(|mail| text(&mail["subject"]).starts_with(&person.email));
        assert_eq!(of_them.count(), 1, "{way:?}");
    }
    service.balanced().await;
}
