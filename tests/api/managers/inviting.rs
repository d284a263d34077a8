//! Inviting: whom, to look after what, and what the invitation is.

use serde_json::{Value, json};
use shared::domain::{Role, event::Action};
use tests::{
    Service,
    standing::{invitation_token, text, time},
};

use super::{but_delivery, company, invite, invited, managers, path};

const UNKNOWN_GROUP: &str = "grp_01ARZ3NDEKTSV4RRFFQ69G5FAV";
const UNKNOWN_USER: &str = "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV";

#[tokio::test]
async fn an_invitation_is_shown_with_its_address_to_those_who_manage_the_account() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, " Ann@Example.com ").await;
    assert!(text(&manager["id"]).starts_with("mgr_"));
    assert_eq!(manager["email"], "ann@example.com");
    assert_eq!((&manager["name"], &manager["accepted_at"]), (&Value::Null, &Value::Null));
    assert_eq!((&manager["status"], &manager["scope"]), (&json!("invited"), &company()));
    assert_eq!(manager["version"], 1);
    assert!(service.now().duration_since(time(&manager["invited_at"])).as_secs() < 60);
    assert_eq!(manager["invited_by"]["email"], haulage.holder.email.as_str());
    assert!(text(&manager["url"]).contains("/invitation#"));
    let admin = service.member(&haulage, Role::Admin, None).await;
    let admin = service.sign_in(&admin.email).await;
    let listed = admin.list(&managers(&haulage)).await.into_iter().map(but_delivery);
    assert_eq!(listed.collect::<Vec<_>>(), [but_delivery(manager)]);
}

#[tokio::test]
async fn the_invitation_is_mailed_to_the_invited_address() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let mails = service.mails("ann@example.com").await;
    assert_eq!(mails.len(), 1);
    assert!(text(&mails[0]["subject"]).contains("Haulage Ltd"));
    assert!(text(&mails[0]["text"]).contains(text(&manager["url"])));
    assert!(text(&mails[0]["html"]).contains(invitation_token(&manager)));
}

#[tokio::test]
async fn an_invitation_can_be_for_groups_and_for_drivers() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let (north, south) =
        (service.group(&haulage, "North").await, service.group(&haulage, "South").await);
    let driver = service.member(&haulage, Role::Driver, None).await;
    let groups = json!({ "kind": "groups", "group_ids": [north.to_string(), south.to_string()] });
    let drivers = json!({ "kind": "drivers", "user_ids": [driver.user.to_string()] });
    for (email, scope) in [("a@example.com", groups), ("b@example.com", drivers)] {
        let manager = invite(&haulage, email, scope.clone()).await.expect(201);
        assert_eq!(manager["scope"], scope);
    }
}

#[tokio::test]
async fn a_bad_scope_is_refused_by_its_field() {
    let service = Service::start().await;
    let (haulage, other) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    let group = service.group(&haulage, "North").await.to_string();
    let foreign_group = service.group(&other, "North").await.to_string();
    let foreign = service.member(&other, Role::Driver, None).await.user.to_string();
    let many = vec![group.clone(); 101];
    for (scope, field, code) in [
        (json!({}), "scope.kind", "missing"),
        (json!({ "kind": "fleet" }), "scope.kind", "unknown_value"),
        (json!({ "kind": "company", "reach": 1 }), "scope.reach", "unknown_field"),
        (json!({ "kind": "company", "group_ids": [group] }), "scope.group_ids", "conflicting"),
        (json!({ "kind": "groups" }), "scope.group_ids", "missing"),
        (json!({ "kind": "groups", "group_ids": [] }), "scope.group_ids", "wrong_size"),
        (json!({ "kind": "groups", "group_ids": many }), "scope.group_ids", "wrong_size"),
        (json!({ "kind": "groups", "group_ids": [1] }), "scope.group_ids[0]", "wrong_type"),
        (
            json!({ "kind": "groups", "group_ids": [group, UNKNOWN_GROUP] }),
            "scope.group_ids[1]",
            "not_found",
        ),
        (
            json!({ "kind": "groups", "group_ids": [foreign_group, group] }),
            "scope.group_ids[0]",
            "not_found",
        ),
        (json!({ "kind": "drivers" }), "scope.user_ids", "missing"),
        (
            json!({ "kind": "drivers", "user_ids": ["x", UNKNOWN_USER] }),
            "scope.user_ids[0]",
            "not_found",
        ),
        (
            json!({ "kind": "drivers", "user_ids": [UNKNOWN_USER] }),
            "scope.user_ids[0]",
            "not_found",
        ),
        (json!({ "kind": "drivers", "user_ids": [foreign] }), "scope.user_ids[0]", "not_found"),
    ] {
        invite(&haulage, "ann@example.com", scope).await.expect_bad_field(field, code);
    }
    invite(&haulage, "nobody", company()).await.expect_bad_field("email", "invalid_email");
    assert!(haulage.holder.list(&managers(&haulage)).await.is_empty());
    assert!(service.mails("ann@example.com").await.is_empty());
}

#[tokio::test]
async fn an_account_has_a_person_once_as_user_or_as_manager() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let (driver, admin) = (
        service.member(&haulage, Role::Driver, None).await,
        service.member(&haulage, Role::Admin, None).await,
    );
    invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    let manager = service.manager(&haulage, shared::domain::Scope::Company).await;
    for (email, code) in [
        (driver.email.as_str(), "already_a_user"),
        (admin.email.as_str(), "already_a_user"),
        (ann.email.as_str(), "already_a_manager"),
        (manager.email.as_str(), "already_a_manager"),
        (haulage.holder.email.as_str(), "account_holder_cannot_manage"),
    ] {
        invite(&haulage, email, company()).await.expect_problem(409, code);
    }
}

#[tokio::test]
async fn whether_an_address_holds_another_account_is_not_told() {
    let service = Service::start().await;
    let (haulage, other) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    let manager = invited(&haulage, &other.holder.email).await;
    assert_eq!(manager["status"], "invited");
}

#[tokio::test]
async fn managers_take_no_seat_and_are_unlimited() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    for n in 0..8 {
        invited(&haulage, &format!("manager{n}@example.com")).await;
    }
    let account = haulage.holder.get(&haulage.path).await.expect(200);
    assert_eq!(account["seats"], json!({ "limit": 5, "used": 1 }));
    service.balanced().await;
}

#[tokio::test]
async fn an_invitation_never_expires() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    service.advance(3_653 * 24 * 3_600);
    let ann = service.sign_in("ann@example.com").await;
    super::accept(&ann, &manager).await.expect(200);
}

#[tokio::test]
async fn one_request_invites_once() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let holder = haulage.holder.with_key("one");
    let body = json!({ "email": "ann@example.com", "scope": company() });
    let first = holder.post(&managers(&haulage), body.clone()).await.expect(201);
    let again = holder.post(&managers(&haulage), body).await.expect(201);
    assert_eq!(first, again);
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
}

#[tokio::test]
async fn the_trail_tells_who_was_invited_to_what() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let events = haulage.holder.list(&format!("{}/events", haulage.path)).await;
    assert_eq!(events[0]["action"], "manager_invited");
    assert_eq!(events[0]["subject"], json!({ "kind": "manager", "id": manager["id"] }));
    assert_eq!(
        events[0]["changes"],
        json!({ "email": "ann@example.com", "scope": { "kind": "company" } })
    );
    assert_eq!(service.balanced().await.events_of(Action::ManagerInvited).count(), 1);
}

#[tokio::test]
async fn a_removed_invitations_address_is_dead_and_the_next_one_is_another() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let first = invited(&haulage, "ann@example.com").await;
    haulage.holder.delete(&path(&haulage, &first)).await.expect(204);
    let second = invited(&haulage, "ann@example.com").await;
    assert_ne!(invitation_token(&first), invitation_token(&second));
    let ann = service.sign_in("ann@example.com").await;
    super::accept(&ann, &first).await.expect_problem(404, "not_found");
    super::accept(&ann, &second).await.expect(200);
}
