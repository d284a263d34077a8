//! Whose the texts of mails are to read and to change.

use http::Method;
use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{Answer, Caller, service::Company};

use super::{KINDS, body, company, path, path_of, read};

/// Every call about the texts, by somebody.
async fn calls(caller: &Caller, company: &Company) -> Vec<Answer> {
    let mut answers = vec![caller.get(&format!("{}/settings/emails", company.path)).await];
    for (kind, text) in KINDS {
        let (path, text) = (path_of(company, kind), body("Hello", text));
        answers.extend([
            caller.get(&path).await,
            caller.post(&format!("{path}/preview"), text.clone()).await,
            caller.put(&path, text).await,
            caller.send(Method::DELETE, &path, None).await,
        ]);
    }
    answers
}

#[tokio::test]
async fn the_holder_and_admins_edit_the_texts() {
    let (service, acme) = company().await;
    let admin = service.member(&acme, Role::Admin, None).await;
    for caller in [acme.holder.clone(), service.sign_in(&admin.email).await] {
        for answer in calls(&caller, &acme).await {
            answer.expect(200);
        }
    }
    for (kind, _) in KINDS {
        assert_eq!(acme.holder.get(&path_of(&acme, kind)).await.expect(200)["version"], 4);
    }
}

#[tokio::test]
async fn managers_drivers_and_keys_never_do() {
    let (service, acme) = company().await;
    let driver = service.member(&acme, Role::Driver, None).await;
    let mut callers = vec![service.sign_in(&driver.email).await];
    for scope in [Scope::Company, Scope::Drivers { user_ids: [driver.user].into() }] {
        callers.push(service.manager(&acme, scope).await);
    }
    callers.push(service.program(&acme, &["redemptions", "codes", "users", "reports"]).await);
    for caller in &callers {
        for answer in calls(caller, &acme).await {
            answer.expect_problem(403, "forbidden");
        }
    }
    assert_eq!(read(&acme).await["is_default"], json!(true));
}

#[tokio::test]
async fn each_account_has_its_own() {
    let (service, acme) = company().await;
    let other = service.company("Other").await;
    acme.holder.put(&path(&acme), body("Acme's", "{{ activation_link }}")).await.expect(200);
    assert_eq!(read(&other).await["is_default"], true);
    for answer in calls(&other.holder, &acme).await {
        answer.expect_problem(404, "not_found");
    }
    assert_eq!(read(&acme).await["subject"], "Acme's");
}
