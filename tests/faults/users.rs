//! Inviting, importing, activating and removing under faults.

use serde_json::{Value, json};
use tests::{service::number, standing::text};

use super::{Case, every_call_fails, start};

fn fresh() -> String {
    format!("user{}@example.com", number())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_is_one_user_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 1_000).await;
    let users = format!("{}/users", company.path);
    let prepare = async || fresh();
    let invite = async |email: &String| {
        company.holder.with_key(email).post(&users, json!({ "email": email })).await
    };
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, invite).await {
        assert_eq!(again.status, 201, "{way:?} {}", again.text);
        if first.is_success() {
            assert_eq!(again.body["id"], first.body["id"], "{way:?}");
        }
        assert_eq!(service.mails(&subject).await.len(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_broke_off_is_completed_by_sending_it_again() {
    let (service, company) = start().await;
    service.seats(&company, 10_000).await;
    let import = format!("{}/users/import", company.path);
    // Two writes, and a group of its own each time.
    let prepare = async || {
        let group = format!("Group {}", number());
        let rows: Vec<_> =
            (0..17).map(|_| json!({ "email": fresh(), "groups": [group] })).collect();
        json!({ "users": rows })
    };
    let send = async |body: &Value| company.holder.post(&import, body.clone()).await;
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, send).await {
        for row in again.body["results"].as_array().expect("results") {
            let there = row["status"] == "invited" || row["status"] == "already_a_user";
            assert!(there, "{way:?} {row}");
        }
        for row in subject["users"].as_array().unwrap().iter().step_by(16) {
            assert_eq!(service.mails(text(&row["email"])).await.len(), 1, "{way:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_activated_once_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 1_000).await;
    let prepare = async || {
        let email = fresh();
        service.invite(&company, &email).await;
        let token = service.mailed_token(&email).await;
        (email, token)
    };
    let anonymous = service.anonymous();
    let activate = async |(_, token): &(String, String)| {
        anonymous.post("/v1/activations", json!({ "token": token })).await
    };
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, activate).await {
        let expected = if first.is_success() { &[409][..] } else { &[200, 409] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        let me = service.sign_in(&subject.0).await.get("/v1/me").await.expect(200);
        assert_eq!(me["contexts"].as_array().unwrap().len(), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_removed_once_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 1_000).await;
    let prepare = async || {
        let user = service.invite(&company, &fresh()).await;
        format!("{}/users/{}", company.path, text(&user["id"]))
    };
    let remove = async |path: &String| company.holder.delete(path).await;
    for Case { subject, way, first, again } in every_call_fails(&service, prepare, remove).await {
        let expected = if first.is_success() { &[404][..] } else { &[204, 404] };
        assert!(expected.contains(&again.status), "{way:?} {}", again.text);
        company.holder.get(&subject).await.expect_problem(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_added_is_invited_once_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 10_000).await;
    let import = format!("{}/users/import", company.path);
    let prepare = async || {
        let rows: Vec<_> = (0..17).map(|_| json!({ "email": fresh() })).collect();
        let body = json!({ "users": rows });
        let added = format!("{import}?invite=false");
        company.holder.post(&added, body.clone()).await.expect(200);
        body
    };
    let send = async |body: &Value| company.holder.post(&import, body.clone()).await;
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, send).await {
        for row in again.body["results"].as_array().expect("results") {
            let there = row["status"] == "invited" || row["status"] == "already_a_user";
            assert!(there, "{way:?} {row}");
        }
        for row in subject["users"].as_array().unwrap().iter().step_by(16) {
            assert_eq!(service.mails(text(&row["email"])).await.len(), 1, "{way:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_corrected_once_whatever_call_fails() {
    let (service, company) = start().await;
    service.seats(&company, 1_000).await;
    let prepare = async || {
        let user = service.invite(&company, &fresh()).await;
        (format!("{}/users/{}", company.path, text(&user["id"])), fresh())
    };
    let correct = async |(path, email): &(String, String)| {
        company.holder.patch(path, json!({ "email": email })).await
    };
    for Case { subject, way, again, .. } in every_call_fails(&service, prepare, correct).await {
        assert_eq!(again.status, 200, "{way:?} {}", again.text);
        assert_eq!(again.body["email"], subject.1.as_str(), "{way:?}");
        assert_eq!(service.mails(&subject.1).await.len(), 1, "{way:?}");
    }
}
