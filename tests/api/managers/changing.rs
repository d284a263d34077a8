//! Changing a scope: on both sides, by those who saw the newest.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{Service, standing::text};

use super::{accept, but_delivery, company, invited, managers, path};

const UNKNOWN: &str = "mgr_01ARZ3NDEKTSV4RRFFQ69G5FAV";

#[tokio::test]
async fn a_changed_scope_is_the_one_that_both_sides_show() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.member(&haulage, Role::Driver, None).await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
    let scope = json!({ "kind": "drivers", "user_ids": [driver.user.to_string()] });
    let body = json!({ "scope": scope });
    let changed = haulage.holder.patch(&path(&haulage, &manager), body).await.expect(200);
    assert_eq!((&changed["scope"], &changed["version"]), (&scope, &json!(3)));
    assert_eq!(haulage.holder.list(&managers(&haulage)).await, [changed]);
    assert_eq!(ann.list("/v1/me/contexts").await[0]["scope"], scope);
    let events = haulage.holder.list(&format!("{}/events", haulage.path)).await;
    assert_eq!(events[0]["action"], "manager_changed");
    assert_eq!(events[0]["changes"], json!({ "scope": { "from": company(), "to": scope } }));
    service.balanced().await;
}

#[tokio::test]
async fn an_open_invitation_keeps_its_address_when_its_scope_changes() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let group = service.group(&haulage, "North").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let scope = json!({ "kind": "groups", "group_ids": [group.to_string()] });
    let body = json!({ "scope": scope });
    let changed = haulage.holder.patch(&path(&haulage, &manager), body).await.expect(200);
    assert_eq!((&changed["scope"], &changed["url"]), (&scope, &manager["url"]));
}

#[tokio::test]
async fn the_same_scope_again_changes_nothing() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let body = json!({ "scope": company() });
    let same = haulage.holder.patch(&path(&haulage, &manager), body).await.expect(200);
    assert_eq!(but_delivery(same), but_delivery(manager));
}

#[tokio::test]
async fn who_saw_an_older_version_is_refused() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let group = service.group(&haulage, "North").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let path = path(&haulage, &manager);
    let groups = json!({ "scope": { "kind": "groups", "group_ids": [group.to_string()] } });
    let saw = |version: u32| haulage.holder.with_header("if-match", &format!("\"{version}\""));
    saw(1).patch(&path, groups).await.expect(200);
    let company = json!({ "scope": company() });
    saw(1).patch(&path, company.clone()).await.expect_problem(412, "stale_version");
    saw(2).patch(&path, company.clone()).await.expect(200);
    haulage.holder.patch(&path, company).await.expect(200);
}

#[tokio::test]
async fn only_the_accounts_own_groups_and_drivers_are_taken() {
    let service = Service::start().await;
    let (haulage, other) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    let foreign = service.group(&other, "North").await.to_string();
    let manager = invited(&haulage, "ann@example.com").await;
    let scope = json!({ "kind": "groups", "group_ids": [foreign] });
    let refused = haulage.holder.patch(&path(&haulage, &manager), json!({ "scope": scope })).await;
    refused.expect_bad_field("scope.group_ids[0]", "not_found");
    let missing = haulage.holder.patch(&path(&haulage, &manager), json!({})).await;
    missing.expect_bad_field("scope", "missing");
}

#[tokio::test]
async fn another_accounts_manager_is_not_there() {
    let service = Service::start().await;
    let (haulage, other) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    let foreign = invited(&other, "ann@example.com").await;
    for id in [text(&foreign["id"]), UNKNOWN] {
        let path = format!("{}/{id}", managers(&haulage));
        let body = json!({ "scope": company() });
        haulage.holder.patch(&path, body).await.expect_problem(404, "not_found");
        haulage.holder.delete(&path).await.expect_problem(404, "not_found");
        let resent = haulage.holder.post(&format!("{path}/invitation"), Value::Null).await;
        resent.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn no_manager_changes_managers() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let of_company = service.manager(&haulage, Scope::Company).await;
    let path = path(&haulage, &manager);
    let body = json!({ "scope": company() });
    of_company.patch(&path, body.clone()).await.expect_problem(403, "forbidden");
    of_company.delete(&path).await.expect_problem(403, "forbidden");
    of_company.get(&managers(&haulage)).await.expect_problem(403, "forbidden");
    let invitation = json!({ "email": "bob@example.com", "scope": company() });
    let refused = of_company.post(&managers(&haulage), invitation).await;
    refused.expect_problem(403, "forbidden");
}
