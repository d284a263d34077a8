//! Rules 11 to 14: managers.

use std::collections::BTreeSet;

use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{
    Service,
    standing::{invitation_token, text},
};

/// 11: "Only the account's holder or an admin invites a manager, by e-mail, with a scope …"
#[tokio::test]
async fn only_the_holder_or_an_admin_invites_a_manager() {
    let service = Service::start().await;
    let company = service.company("Client").await;
    let (admin, driver) = (
        service.member(&company, Role::Admin, None).await,
        service.member(&company, Role::Driver, None).await,
    );
    let manager = service.manager(&company, Scope::Company).await;
    let path = format!("{}/managers", company.path);
    let body = |email: &str| json!({ "email": email, "scope": { "kind": "company" } });
    let admin = service.sign_in_by_mail(&admin.email).await;
    for (number, may) in [&company.holder, &admin].into_iter().enumerate() {
        let email = format!("invited{number}@example.com");
        may.post(&path, body(&email)).await.expect(201);
        assert_eq!(service.mails(&email).await.len(), 1);
    }
    for may_not in [&manager, &service.sign_in_by_mail(&driver.email).await] {
        may_not.post(&path, body("x@example.com")).await.expect_problem(403, "forbidden");
    }
}

/// 11: "… it is for the invited address only; accepting twice is harmless."
#[tokio::test]
async fn an_invitation_is_for_the_invited_address_and_accepting_twice_is_harmless() {
    let service = Service::start().await;
    let company = service.company("Client").await;
    let invited = service.invite_manager(&company, "ann@example.com", Scope::Company).await;
    let token = json!({ "token": invitation_token(&invited) });
    let (ann, bob) = (
        service.sign_in_by_mail("ann@example.com").await,
        service.sign_in_by_mail("bob@example.com").await,
    );
    let other = bob.post("/v1/invitations/accept", token.clone()).await;
    other.expect_problem(403, "invitation_for_another_address");
    let first = ann.post("/v1/invitations/accept", token.clone()).await.expect(200);
    assert_eq!(ann.post("/v1/invitations/accept", token).await.expect(200), first);
    service.balanced().await;
}

/// 12: "The client can change a manager's scope or remove the manager at any time; a manager can
/// leave."
#[tokio::test]
async fn a_scope_can_be_changed_and_a_manager_can_leave() {
    let service = Service::start().await;
    let company = service.company("Client").await;
    let driver = service.member(&company, Role::Driver, None).await;
    let manager = service.manager(&company, Scope::Company).await;
    let path = format!("{}/managers", company.path);
    let id = text(&company.holder.list(&path).await[0]["id"]).to_owned();
    let scope = json!({ "scope": { "kind": "drivers", "user_ids": [driver.user.to_string()] } });
    company.holder.patch(&format!("{path}/{id}"), scope).await.expect(200);
    manager.get(&format!("{}/groups", company.path)).await.expect_problem(403, "forbidden");
    manager.delete(&format!("/v1/me/contexts/{}", company.id)).await.expect(204);
    assert!(company.holder.list(&path).await.is_empty());
}

/// 13: "A manager sees all contexts in one list with how many drivers each holds, can give each
/// context labels of their own … and filter by them …"
#[tokio::test]
async fn a_manager_sees_how_many_drivers_each_client_has_and_labels_clients() {
    let service = Service::start().await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    for drivers in 0..3 {
        let client = service.company(&format!("Client {drivers}")).await;
        for _ in 0..drivers {
            service.member(&client, Role::Driver, None).await;
        }
        service.manage(&manager, &client, Scope::Company).await;
        let path = format!("/v1/me/contexts/{}/labels", client.id);
        let labels = if drivers == 0 { json!(["students"]) } else { json!(["corporate"]) };
        manager.put(&path, json!({ "labels": labels })).await.expect(200);
    }
    for context in manager.list("/v1/me/contexts").await {
        let name = format!("Client {}", context["driver_count"]);
        assert_eq!(context["account"]["name"], name);
    }
    assert_eq!(manager.list("/v1/me/contexts?label=corporate").await.len(), 2);
}

/// 13: "… so one person or a team can divide clients up."
#[tokio::test]
async fn a_manager_divides_clients_by_region() {
    let service = Service::start().await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    for (name, region) in [("Leeds", "North"), ("York", "North"), ("Dover", "South")] {
        let client = service.company(name).await;
        service.manage(&manager, &client, Scope::Company).await;
        let path = format!("/v1/me/contexts/{}/labels", client.id);
        manager.put(&path, json!({ "labels": [region] })).await.expect(200);
    }
    let labelled = async |label: &str| {
        let contexts = manager.list(&format!("/v1/me/contexts?label={label}")).await;
        let mut names: Vec<_> =
            contexts.iter().map(|one| text(&one["account"]["name"]).to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(labelled("North").await, ["Leeds", "York"]);
    assert_eq!(labelled("South").await, ["Dover"]);
}

/// 14: "A manager acts only within the scope …"
#[tokio::test]
async fn managers_with_own_clients_do_not_interfere_with_each_other() {
    let service = Service::start().await;
    let (entity, course) = (service.company("Entity").await, service.course().await);
    let mut seen = vec![];
    for name in ["Ann", "Bob"] {
        let manager = service.manager(&entity, Scope::Company).await;
        let client = service.company(&format!("Client of {name}")).await;
        let driver = service.member(&client, Role::Driver, Some(name)).await;
        service.enrol(&client, &driver, &course, service.open_window()).await;
        service.manage(&manager, &client, Scope::Company).await;
        seen.push((manager, client, name));
    }
    service.settle().await;
    for (manager, client, name) in &seen {
        let rows = manager.list(&format!("{}/reports", client.path)).await;
        assert_eq!((rows.len(), &rows[0]["user"]["name"]), (1, &json!(name)));
        assert_eq!(manager.list("/v1/me/contexts").await.len(), 2);
    }
    seen[0].0.get(&seen[1].1.path).await.expect_problem(404, "not_found");
}

/// 14: "No manager changes the account, its plan, its managers, its shares, its orders or its
/// templates."
#[tokio::test]
async fn no_manager_changes_the_account_or_orders() {
    let service = Service::start().await;
    let company = service.company("Client").await;
    let (course, group) = (service.course().await, service.group(&company, "North").await);
    let driver = service.member(&company, Role::Driver, None).await;
    let order = json!({ "kind": "licences", "course_id": course["id"], "quantity": 1 });
    for scope in [
        Scope::Company,
        Scope::Groups { group_ids: BTreeSet::from([group]) },
        Scope::Drivers { user_ids: BTreeSet::from([driver.user]) },
    ] {
        let manager = service.manager(&company, scope).await;
        manager.get(&company.path).await.expect(200);
        let renamed = manager.patch(&company.path, json!({ "name": "Mine" })).await;
        renamed.expect_problem(403, "forbidden");
        for of in ["managers", "orders", "events", "api-keys"] {
            let list = manager.get(&format!("{}/{of}", company.path)).await;
            list.expect_problem(403, "forbidden");
        }
        let ordered = manager.post(&format!("{}/orders", company.path), order.clone()).await;
        ordered.expect_problem(403, "forbidden");
    }
}
