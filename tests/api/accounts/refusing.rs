//! Refusing another account's invitations; its shares are among those tests.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{Answer, Service, service::Company, standing::invitation_token};

use super::driver_of_their_own;

async fn invite(of: &Company, email: &str) -> Answer {
    of.holder.post(&format!("{}/users", of.path), json!({ "email": email })).await
}

async fn invite_manager(of: &Company, email: &str) -> Answer {
    let body = json!({ "email": email, "scope": { "kind": "company" } });
    of.holder.post(&format!("{}/managers", of.path), body).await
}

#[tokio::test]
async fn the_holder_of_an_account_is_not_invited_by_one_that_it_refuses() {
    let service = Service::start().await;
    let (pushy, other) = (service.company("Pushy").await, service.company("Other").await);
    other.refuse(&pushy).await.expect(204);
    let holder = &other.holder.email;
    invite(&pushy, holder).await.expect_problem(403, "refused");
    invite_manager(&pushy, holder).await.expect_problem(403, "refused");
    let rows = json!({ "users": [{ "email": "new@example.com" }, { "email": holder }] });
    let path = format!("{}/users/import", pushy.path);
    let rows = pushy.holder.post(&path, rows).await.expect(200);
    assert_eq!(rows["results"][0]["status"], "invited");
    assert_eq!(rows["results"][1]["error"]["code"], "refused");
    // It is that one that is refused, and by that one.
    let third = service.company("Third").await;
    invite(&third, holder).await.expect(201);
    invite(&other, &pushy.holder.email).await.expect(201);
    other.allow(&pushy).await.expect(204);
    invite(&pushy, holder).await.expect(201);
    let books = service.balanced().await;
    assert_eq!(books.accounts.len(), 3);
}

#[tokio::test]
async fn a_driver_with_an_own_account_refuses_a_company() {
    let service = Service::start().await;
    let pushy = service.company("Pushy").await;
    let (driver, account) = driver_of_their_own(&service, "driver@example.com").await;
    let path = format!("/v1/accounts/{}", account["id"].as_str().unwrap());
    let own = Company { holder: driver, id: account["id"].as_str().unwrap().to_owned(), path };
    own.refuse(&pushy).await.expect(204);
    invite(&pushy, "driver@example.com").await.expect_problem(403, "refused");
    invite_manager(&pushy, "driver@example.com").await.expect_problem(403, "refused");
    own.allow(&pushy).await.expect(204);
    invite_manager(&pushy, "driver@example.com").await.expect(201);
    service.balanced().await;
}

#[tokio::test]
async fn who_holds_an_account_that_refuses_nobody_is_invited_as_others_are() {
    let service = Service::start().await;
    let (company, other) = (service.company("Company").await, service.company("Other").await);
    invite(&company, &other.holder.email).await.expect(201);
    let known = invite(&company, &other.holder.email).await;
    known.expect_problem(409, "already_a_user");
    invite_manager(&company, &company.holder.email)
        .await
        .expect_problem(409, "account_holder_cannot_manage");
    // Many at once, who hold accounts and who do not.
    let mut rows: Vec<Value> =
        (0..30).map(|n| json!({ "email": format!("new{n}@example.com") })).collect();
    service.seats(&company, 100).await;
    for n in 0..5 {
        let holder = service.company(&format!("Company {n}")).await.holder;
        rows.insert(n * 3, json!({ "email": holder.email }));
    }
    let path = format!("{}/users/import", company.path);
    let answer = company.holder.post(&path, json!({ "users": rows })).await.expect(200);
    let results = answer["results"].as_array().unwrap();
    assert!(results.iter().all(|row| row["status"] == "invited"), "{answer}");
    service.balanced().await;
}

#[tokio::test]
async fn an_invitation_from_before_is_not_mailed_again() {
    let service = Service::start().await;
    let (pushy, other) = (service.company("Pushy").await, service.company("Other").await);
    let third = service.company("Third").await;
    let user = invite(&pushy, &other.holder.email).await.expect(201);
    let manager = invite_manager(&pushy, &third.holder.email).await.expect(201);
    let paths = [("users", &user), ("managers", &manager)].map(|(what, one)| {
        format!("{}/{what}/{}/invitation", pushy.path, one["id"].as_str().unwrap())
    });
    for path in &paths {
        pushy.holder.post(path, json!({})).await.expect(202);
    }
    for account in [&other, &third] {
        account.refuse(&pushy).await.expect(204);
    }
    for path in &paths {
        pushy.holder.post(path, json!({})).await.expect_problem(403, "refused");
    }
    service.balanced().await;
}

#[tokio::test]
async fn an_invitation_from_before_can_still_be_accepted() {
    let service = Service::start().await;
    let (company, other) = (service.company("Company").await, service.company("Other").await);
    let instructor = service.sign_in("instructor@example.com").await;
    let invited = service.invite_manager(&company, &instructor.email, Scope::Company).await;
    other.refuse(&company).await.expect(204);
    let token = json!({ "token": invitation_token(&invited) });
    instructor.post("/v1/invitations/accept", token).await.expect(200);
    service.balanced().await;
}
