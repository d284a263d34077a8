//! Handing the account over.

use serde_json::json;
use shared::domain::Scope;
use tests::Service;

use super::{company, users};

#[tokio::test]
async fn an_admin_becomes_the_holder_and_the_old_holder_an_admin() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    let id = path.rsplit('/').next().unwrap();
    let (over, body) = (format!("{}/holder", company.path), json!({ "user_id": id }));
    let answer = company.holder.post(&over, body.clone()).await;
    answer.expect_bad_field("user_id", "not_an_admin");
    company.holder.put(&path.replace("/users/", "/admins/"), json!({})).await.expect(200);
    ann.post(&over, body.clone()).await.expect_problem(403, "forbidden");
    let account = company.holder.post(&over, body.clone()).await.expect(200);
    assert_eq!(account["role"], "admin");
    assert_eq!(ann.get(&company.path).await.expect(200)["role"], "holder");
    company.holder.post(&over, body).await.expect_problem(403, "forbidden");
    service.balanced().await;
    // The old holder holds none now and may make a company of their own.
    company.holder.post("/v1/accounts", json!({ "name": "Next" })).await.expect(201);
    let one = company.holder.get(&format!("{}?role=holder", users(&company))).await.expect(200);
    assert_eq!(one["items"].as_array().unwrap().len(), 1);
    service.balanced().await;
}

#[tokio::test]
async fn a_hand_over_that_is_sent_again_with_its_key_gets_its_first_answer() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    let id = path.rsplit('/').next().unwrap();
    company.holder.put(&path.replace("/users/", "/admins/"), json!({})).await.expect(200);
    let (over, body) = (format!("{}/holder", company.path), json!({ "user_id": id }));
    let old = company.holder.with_key("hand-over");
    let first = old.post(&over, body.clone()).await;
    let again = old.post(&over, body.clone()).await;
    assert_eq!((first.status, &first.text), (200, &again.text));
    // Nothing else of it: another key, body or path is what they may no longer do.
    company
        .holder
        .with_key("other")
        .post(&over, body.clone())
        .await
        .expect_problem(403, "forbidden");
    company.holder.post(&over, body.clone()).await.expect_problem(403, "forbidden");
    let mine = json!({ "user_id": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV" });
    old.post(&over, mine).await.expect_problem(403, "forbidden");
    // Who has the key and is somebody else is not shown it.
    let (bob, path) = service.joined(&company, "bob@example.com").await;
    bob.with_key("hand-over").post(&over, body.clone()).await.expect_problem(403, "forbidden");
    // A later sign-in of the same person is the same caller, signed out is nobody.
    let later = service.sign_in(&old.email).await.with_key("hand-over");
    assert_eq!(later.post(&over, body.clone()).await.text, first.text);
    old.post("/v1/sign-out", json!({})).await.expect(204);
    old.post(&over, body.clone()).await.expect_problem(401, "unauthenticated");
    // Removed meanwhile, they are a stranger.
    let users = ann.list(&format!("{}/users?role=admin", company.path)).await;
    let user = users.iter().find(|user| user["email"] == old.email.as_str()).unwrap();
    let user = path.replace(path.rsplit('/').next().unwrap(), user["id"].as_str().unwrap());
    ann.delete(&user).await.expect(204);
    later.post(&over, body.clone()).await.expect_problem(404, "not_found");
    service.balanced().await;
}

#[tokio::test]
async fn who_manages_or_holds_cannot_be_handed_an_account() {
    let service = Service::start().await;
    let (company, client) = (company(&service).await, service.company("Client").await);
    for (email, manages) in [("ann@example.com", true), ("bob@example.com", false)] {
        let (who, path) = service.joined(&company, email).await;
        company.holder.put(&path.replace("/users/", "/admins/"), json!({})).await.expect(200);
        let code = if manages {
            service.manage(&who, &client, Scope::Company).await;
            "manager_cannot_hold_account"
        } else {
            who.post("/v1/accounts", json!({ "name": "Bob's" })).await.expect(201);
            "already_account_holder"
        };
        let body = json!({ "user_id": path.rsplit('/').next().unwrap() });
        let answer = company.holder.post(&format!("{}/holder", company.path), body).await;
        answer.expect_problem(409, code);
    }
}
