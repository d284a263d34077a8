//! Activating an invitation.

use serde_json::{Value, json};
use tests::{Service, standing::text};

use super::{company, seats_used};

const DAY: i64 = 24 * 3_600;

#[tokio::test]
async fn opening_the_link_changes_nothing_by_itself() {
    let service = Service::start().await;
    let company = company(&service).await;
    service.invite(&company, "ann@example.com").await;
    let token = json!({ "token": service.mailed_token("ann@example.com").await });
    for _ in 0..3 {
        let seen = service.anonymous().post("/v1/invitations/preview", token.clone()).await;
        let expected = json!({
            "kind": "user", "account": { "name": "Acme Haulage" }, "email": "ann@example.com",
        });
        assert_eq!(seen.expect(200), expected);
    }
    let user = &company.holder.list(&format!("{}/users?q=ann", company.path)).await[0];
    assert_eq!(user["status"], "invited");
}

#[tokio::test]
async fn activating_joins_and_signs_in() {
    let service = Service::start().await;
    let company = company(&service).await;
    service.invite(&company, "ann@example.com").await;
    let body = json!({ "token": service.mailed_token("ann@example.com").await, "name": "Ann Lee" });
    let answer = service.anonymous().post("/v1/activations", body.clone()).await;
    assert!(answer.header("set-cookie").contains("HttpOnly"));
    let signed_in = answer.expect(200);
    assert_eq!(signed_in["person"]["name"], "Ann Lee");
    assert_eq!(signed_in["contexts"][0]["account"]["name"], "Acme Haulage");
    assert_eq!(signed_in["contexts"][0]["role"], "driver");
    let ann = service.anonymous().with_token(text(&signed_in["token"]));
    ann.get(&company.path).await.expect(200);
    let user = &company.holder.list(&format!("{}/users?q=ann", company.path)).await[0];
    assert_eq!((&user["status"], &user["invitation"]), (&json!("active"), &Value::Null));
    assert_eq!((&user["name"], &user["actions"]), (&json!("Ann Lee"), &json!(["edit", "remove"])));
    assert!(user["activated_at"].is_string() && user["last_sign_in_at"].is_string());
    assert_eq!(seats_used(&company).await, 2);
    let again = service.anonymous().post("/v1/activations", body.clone()).await;
    again.expect_problem(409, "already_active");
    let seen = json!({ "token": body["token"] });
    service
        .anonymous()
        .post("/v1/invitations/preview", seen)
        .await
        .expect_problem(404, "not_found");
    service.balanced().await;
}

#[tokio::test]
async fn the_accounts_own_name_for_a_user_stays() {
    let service = Service::start().await;
    let company = company(&service).await;
    let body = json!({ "email": "ann@example.com", "name": "A. Lee" });
    company.holder.post(&format!("{}/users", company.path), body).await.expect(201);
    let body = json!({ "token": service.mailed_token("ann@example.com").await, "name": "Ann" });
    let signed_in = service.anonymous().post("/v1/activations", body).await.expect(200);
    assert_eq!(signed_in["person"]["name"], "Ann");
    let user = &company.holder.list(&format!("{}/users?q=a.", company.path)).await[0];
    assert_eq!(user["name"], "A. Lee");
}

#[tokio::test]
async fn a_link_is_good_for_thirty_days() {
    let service = Service::start().await;
    let company = company(&service).await;
    service.invite(&company, "ann@example.com").await;
    let token = json!({ "token": service.mailed_token("ann@example.com").await });
    service.advance(30 * DAY);
    for path in ["/v1/invitations/preview", "/v1/activations"] {
        service.anonymous().post(path, token.clone()).await.expect_problem(404, "not_found");
    }
    // The seat is kept for them: sending it again works.
    let holder = service.sign_in(&company.holder.email).await;
    let user = holder.list(&format!("{}/users?status=invited", company.path)).await[0].clone();
    let path = format!("{}/users/{}/invitation", company.path, text(&user["id"]));
    holder.post(&path, json!({})).await.expect(202);
    service.advance(30 * DAY - 60);
    service.activate("ann@example.com").await;
}

#[tokio::test]
async fn what_is_no_activation_link_is_not_found() {
    let service = Service::start().await;
    let company = company(&service).await;
    service.invite(&company, "ann@example.com").await;
    let token = service.mailed_token("ann@example.com").await;
    let anonymous = service.anonymous();
    for wrong in ["", "x", &token[1..], &format!("{token}A"), &token.to_lowercase()] {
        let body = json!({ "token": wrong });
        anonymous.post("/v1/activations", body.clone()).await.expect_problem(404, "not_found");
        anonymous.post("/v1/invitations/preview", body).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn whoever_invited_is_told_of_the_activation_unless_they_have_left() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (bob, bobs_path) = service.joined(&company, "bob@example.com").await;
    let admin = bobs_path.replace("/users/", "/admins/");
    company.holder.put(&admin, json!({})).await.expect(200);
    for email in ["ann@example.com", "cleo@example.com"] {
        bob.post(&format!("{}/users", company.path), json!({ "email": email })).await.expect(201);
    }
    service.activate("ann@example.com").await;
    let told = service.mails("bob@example.com").await[0].clone();
    assert!(text(&told["text"]).contains("ann@example.com"), "{told}");
    company.holder.delete(&bobs_path).await.expect(204);
    service.activate("cleo@example.com").await;
    let told = service.mails("bob@example.com").await;
    assert!(!told.iter().any(|mail| text(&mail["text"]).contains("cleo@example.com")), "{told:?}");
}
