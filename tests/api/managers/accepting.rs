//! Accepting: by the invited address only, once, and never by who holds an account.

use serde_json::{Value, json};
use shared::domain::{Role, event::Action};
use tests::{Service, standing::invitation_token, standing::text};

use super::{accept, company, invite, invited, managers, path};

#[tokio::test]
async fn who_accepts_gets_the_context_and_is_listed_as_active() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.member(&haulage, Role::Driver, None).await;
    let scope = json!({ "kind": "drivers", "user_ids": [driver.user.to_string()] });
    let manager = invite(&haulage, "ann@example.com", scope.clone()).await.expect(201);
    let ann = service.sign_in("ann@example.com").await;
    ann.patch("/v1/me", json!({ "name": "Ann" })).await.expect(200);
    ann.get(&haulage.path).await.expect_problem(404, "not_found");
    let context = accept(&ann, &manager).await.expect(200);
    assert_eq!((&context["role"], &context["scope"]), (&json!("manager"), &scope));
    assert_eq!(context["account"]["id"], haulage.id);
    assert_eq!((&context["driver_count"], &context["labels"]), (&json!(1), &json!([])));
    assert_eq!(ann.list("/v1/me/contexts").await, [context]);
    ann.get(&haulage.path).await.expect(200);
    let listed = haulage.holder.list(&managers(&haulage)).await.remove(0);
    assert_eq!((&listed["status"], &listed["name"]), (&json!("active"), &json!("Ann")));
    assert!(listed["accepted_at"].is_string() && listed.get("url").is_none());
    assert_eq!(listed["version"], 2);
    service.balanced().await;
}

#[tokio::test]
async fn accepting_again_answers_the_same() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    let first = accept(&ann, &manager).await.expect(200);
    assert_eq!(accept(&ann, &manager).await.expect(200), first);
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::ManagerAccepted).count(), 1);
}

#[tokio::test]
async fn the_invitation_is_for_the_invited_address_only() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let bob = service.sign_in("bob@example.com").await;
    accept(&bob, &manager).await.expect_problem(403, "invitation_for_another_address");
    accept(&haulage.holder, &manager).await.expect_problem(403, "invitation_for_another_address");
    accept(&service.anonymous(), &manager).await.expect_problem(401, "unauthenticated");
    let program = service.program(&haulage, &["users"]).await;
    accept(&program, &manager).await.expect_problem(403, "forbidden");
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
    // Nor is it anybody else's once it is accepted.
    accept(&bob, &manager).await.expect_problem(403, "invitation_for_another_address");
}

#[tokio::test]
async fn what_is_no_invitation_is_not_found() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    let token = invitation_token(&manager);
    let (longer, shorter) = (format!("{token}A"), &token[..token.len() - 2]);
    for wrong in ["", "x", &longer, shorter, &token.to_lowercase(), text(&manager["id"])] {
        let body = json!({ "token": wrong });
        for path in ["/v1/invitations/accept", "/v1/invitations/decline"] {
            ann.post(path, body.clone()).await.expect_problem(404, "not_found");
        }
    }
    for (body, field, code) in [
        (json!({}), "token", "missing"),
        (json!({ "token": 1 }), "token", "wrong_type"),
        (json!({ "token": token, "email": "x" }), "email", "unknown_field"),
    ] {
        ann.post("/v1/invitations/accept", body).await.expect_bad_field(field, code);
    }
}

#[tokio::test]
async fn who_holds_an_account_is_told_to_use_a_separate_address() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let other = service.company("Other Ltd").await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in("student@example.com").await;
    student.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    for holder in [&other.holder, &student] {
        let manager = invited(&haulage, &holder.email).await;
        let refused = accept(holder, &manager).await;
        let problem = refused.expect_problem(409, "account_holder_cannot_manage");
        assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
        let listed = haulage.holder.list(&managers(&haulage)).await;
        assert!(listed.iter().any(|one| one["id"] == manager["id"] && one["url"].is_string()));
    }
    service.balanced().await;
}

#[tokio::test]
async fn existing_managers_are_ready_for_other_clients_and_drivers_can_manage_too() {
    let service = Service::start().await;
    let (first, second) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    let driver = service.member(&first, Role::Driver, None).await;
    let driver = service.sign_in(&driver.email).await;
    for company in [&second, &service.company("Third Ltd").await] {
        let manager = invited(company, &driver.email).await;
        accept(&driver, &manager).await.expect(200);
    }
    let roles = driver.list("/v1/me/contexts").await;
    let mut roles: Vec<_> = roles.iter().map(|one| text(&one["role"])).collect();
    roles.sort_unstable();
    assert_eq!(roles, ["driver", "manager", "manager"]);
    service.balanced().await;
}

#[tokio::test]
async fn a_scope_that_was_changed_before_accepting_is_the_one_accepted() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.member(&haulage, Role::Driver, None).await;
    let manager = invited(&haulage, "ann@example.com").await;
    let scope = json!({ "kind": "drivers", "user_ids": [driver.user.to_string()] });
    let path = path(&haulage, &manager);
    haulage.holder.patch(&path, json!({ "scope": scope })).await.expect(200);
    let ann = service.sign_in("ann@example.com").await;
    assert_eq!(accept(&ann, &manager).await.expect(200)["scope"], scope);
}

#[tokio::test]
async fn the_trail_tells_who_accepted() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invite(&haulage, "ann@example.com", company()).await.expect(201);
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
    let events = haulage.holder.list(&format!("{}/events", haulage.path)).await;
    let told: (&Value, &Value) = (&events[0]["action"], &events[0]["actor"]["email"]);
    assert_eq!(told, (&json!("manager_accepted"), &json!("ann@example.com")));
}
