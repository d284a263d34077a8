//! Admins: appointed and dismissed by the holder.

use serde_json::json;
use tests::Service;

use super::{company, users};

#[tokio::test]
async fn an_admin_acts_for_the_holder() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, path) = service.joined(&company, "ann@example.com").await;
    let events = format!("{}/events", company.path);
    ann.get(&events).await.expect_problem(403, "forbidden");
    let admin = path.replace("/users/", "/admins/");
    ann.put(&admin, json!({})).await.expect_problem(403, "forbidden");
    let user = company.holder.put(&admin, json!({})).await.expect(200);
    assert_eq!(user["role"], "admin");
    ann.get(&events).await.expect(200);
    assert_eq!(ann.list("/v1/me/contexts").await[0]["role"], "admin");
    // Appointing twice is harmless.
    let again = company.holder.put(&admin, json!({})).await.expect(200);
    assert_eq!(again["version"], user["version"]);
    ann.delete(&admin).await.expect_problem(403, "forbidden");
    company.holder.delete(&admin).await.expect(204);
    ann.get(&events).await.expect_problem(403, "forbidden");
    company.holder.delete(&admin).await.expect_problem(404, "not_found");
    service.balanced().await;
}

#[tokio::test]
async fn an_admin_is_none_of_the_accounts_drivers() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (_, path) = service.joined(&company, "ann@example.com").await;
    let drivers = async || {
        let summary = format!("{}/reports/summary", company.path);
        company.holder.get(&summary).await.expect(200)["drivers"].clone()
    };
    assert_eq!(drivers().await, 1);
    let admin = path.replace("/users/", "/admins/");
    company.holder.put(&admin, json!({})).await.expect(200);
    assert_eq!(drivers().await, 0);
    company.holder.delete(&admin).await.expect(204);
    assert_eq!(drivers().await, 1);
}

#[tokio::test]
async fn somebody_who_is_invited_can_be_made_an_admin_before_they_join() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let admin = format!("{}/admins/{}", company.path, user["id"].as_str().unwrap());
    company.holder.put(&admin, json!({})).await.expect(200);
    let ann = service.activate("ann@example.com").await;
    ann.get(&users(&company)).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn the_holder_is_no_admin() {
    let service = Service::start().await;
    let company = company(&service).await;
    let holder = company.holder.list(&format!("{}?role=holder", users(&company))).await[0].clone();
    let admin = format!("{}/admins/{}", company.path, holder["id"].as_str().unwrap());
    company.holder.put(&admin, json!({})).await.expect_problem(409, "holder_cannot_be_removed");
}
