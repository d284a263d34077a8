//! Removing: at once, and nothing stays.

use serde_json::Value;
use shared::domain::{Scope, event::Action};
use tests::{Service, standing::text};

use super::{accept, invited, managers, path};

#[tokio::test]
async fn a_removed_manager_is_a_stranger_with_the_next_request() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
    let choice = serde_json::json!({ "account_id": haulage.id });
    ann.put("/v1/me/current-context", choice).await.expect(200);
    haulage.holder.delete(&path(&haulage, &manager)).await.expect(204);
    let reports = format!("{}/reports", haulage.path);
    ann.get(&reports).await.expect_problem(404, "not_found");
    let me = ann.get("/v1/me").await.expect(200);
    assert_eq!(me["contexts"], Value::Array(vec![]));
    assert_eq!(me["current_account_id"], Value::Null);
    accept(&ann, &manager).await.expect_problem(404, "not_found");
    assert!(haulage.holder.list(&managers(&haulage)).await.is_empty());
    service.balanced().await;
}

#[tokio::test]
async fn a_removed_invitation_is_dead() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let path = path(&haulage, &manager);
    haulage.holder.delete(&path).await.expect(204);
    haulage.holder.delete(&path).await.expect_problem(404, "not_found");
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect_problem(404, "not_found");
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::ManagerRemoved).count(), 1);
}

#[tokio::test]
async fn who_manages_nobody_any_more_can_hold_an_account() {
    let service = Service::start().await;
    let (first, second) = (service.company("First Ltd").await, service.company("Second Ltd").await);
    let manager = service.manager(&first, Scope::Company).await;
    service.manage(&manager, &second, Scope::Company).await;
    let own = serde_json::json!({ "name": "My own" });
    for company in [&first, &second] {
        let refused = manager.post("/v1/accounts", own.clone()).await;
        refused.expect_problem(409, "manager_cannot_hold_account");
        let listed = company.holder.list(&managers(company)).await;
        let id = text(&listed[0]["id"]);
        company.holder.delete(&format!("{}/{id}", managers(company))).await.expect(204);
    }
    manager.post("/v1/accounts", own).await.expect(201);
    service.balanced().await;
}
