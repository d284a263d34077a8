//! Accepting signed in.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use tests::{
    Service,
    service::Company,
    standing::{invitation_token, text},
};

use super::{LIST, accept, decline, seats_used};

async fn newest_event(of: &Company) -> Value {
    of.holder.list(&format!("{}/events", of.path)).await.remove(0)
}

#[tokio::test]
async fn who_accepts_to_be_a_user_joins_as_by_the_link_in_their_mail() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let user = service.invite(&haulage, "ann@example.com").await;
    let link = json!({ "token": service.mailed_token("ann@example.com").await });
    let ann = service.sign_in("ann@example.com").await;
    ann.patch("/v1/me", json!({ "name": "Ann Lee" })).await.expect(200);
    ann.get(&haulage.path).await.expect_problem(404, "not_found");
    let context = accept(&ann, &haulage).await.expect(200);
    assert_eq!((&context["role"], &context["driver_count"]), (&json!("driver"), &json!(1)));
    assert_eq!(context["account"]["id"], haulage.id);
    assert_eq!(ann.list("/v1/me/contexts").await, [context]);
    ann.get(&haulage.path).await.expect(200);
    let path = format!("{}/users/{}", haulage.path, text(&user["id"]));
    let user = haulage.holder.get(&path).await.expect(200);
    assert_eq!((&user["status"], &user["name"]), (&json!("active"), &json!("Ann Lee")));
    assert_eq!(seats_used(&haulage).await, 2);
    let told = service.mails(&haulage.holder.email).await.remove(0);
    assert_eq!(told["subject"], "Ann Lee has joined Haulage Ltd");
    let event = newest_event(&haulage).await;
    assert_eq!(event["action"], "user_activated");
    assert_eq!(
        (&event["actor"]["email"], &event["actor"]["kind"]),
        (&json!(ann.email), &json!("person"))
    );
    let anonymous = service.anonymous();
    let again = anonymous.post("/v1/activations", link.clone()).await;
    again.expect_problem(409, "already_active");
    anonymous.post("/v1/invitations/preview", link).await.expect_problem(404, "not_found");
    service.balanced().await;
}

#[tokio::test]
async fn the_accounts_own_name_for_a_user_and_their_groups_stay() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let group = service.group(&haulage, "North").await;
    let body = json!({ "email": "ann@example.com", "name": "A. Lee", "group_ids": [group] });
    let users = format!("{}/users", haulage.path);
    let user = haulage.holder.post(&users, body).await.expect(201);
    let ann = service.sign_in("ann@example.com").await;
    ann.patch("/v1/me", json!({ "name": "Ann" })).await.expect(200);
    accept(&ann, &haulage).await.expect(200);
    let user = haulage.holder.get(&format!("{users}/{}", text(&user["id"]))).await.expect(200);
    assert_eq!((&user["name"], &user["groups"][0]["name"]), (&json!("A. Lee"), &json!("North")));
    service.balanced().await;
}

#[tokio::test]
async fn who_accepts_to_manage_gets_what_the_link_in_their_mail_gives() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.member(&haulage, Role::Driver, None).await;
    let group = service.group_of(&haulage, "North", &[&driver]).await;
    let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
    let invited = service.invite_manager(&haulage, "ann@example.com", scope).await;
    let ann = service.sign_in("ann@example.com").await;
    let context = accept(&ann, &haulage).await.expect(200);
    assert_eq!((&context["role"], &context["driver_count"]), (&json!("manager"), &json!(1)));
    let link = json!({ "token": invitation_token(&invited) });
    assert_eq!(ann.post("/v1/invitations/accept", link).await.expect(200), context);
    assert_eq!(newest_event(&haulage).await["action"], "manager_accepted");
    let told = service.mails(&haulage.holder.email).await.remove(0);
    assert!(text(&told["text"]).contains("ann@example.com"), "{told}");
    service.balanced().await;
}

#[tokio::test]
async fn accepting_again_is_the_same_context() {
    let service = Service::start().await;
    let (haulage, parcels) =
        (service.company("Haulage Ltd").await, service.company("Parcels").await);
    service.invite(&haulage, "ann@example.com").await;
    service.invite_manager(&parcels, "ann@example.com", Scope::Company).await;
    let ann = service.sign_in("ann@example.com").await;
    for company in [&haulage, &parcels] {
        let first = accept(&ann, company).await.expect(200);
        assert_eq!(accept(&ann, company).await.expect(200), first);
        decline(&ann, company).await.expect_problem(409, "already_active");
        assert_eq!(accept(&ann, company).await.expect(200), first);
    }
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::UserActivated).count(), 1);
    assert_eq!(books.events_of(Action::ManagerAccepted).count(), 1);
}

#[tokio::test]
async fn who_holds_an_account_becomes_a_user_of_another_but_no_manager() {
    let service = Service::start().await;
    let (haulage, parcels) =
        (service.company("Haulage Ltd").await, service.company("Parcels").await);
    let holder = service.company("Own Ltd").await.holder;
    service.invite(&haulage, &holder.email).await;
    service.invite_manager(&parcels, &holder.email, Scope::Company).await;
    accept(&holder, &haulage).await.expect(200);
    let refused = accept(&holder, &parcels).await;
    let problem = refused.expect_problem(409, "account_holder_cannot_manage");
    assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
    assert_eq!(holder.list(LIST).await.len(), 1, "it waits until it is declined");
    decline(&holder, &parcels).await.expect(204);
    service.balanced().await;
}

#[tokio::test]
async fn who_was_made_an_admin_before_joining_joins_as_one() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let user = service.invite(&haulage, "ann@example.com").await;
    let admin = format!("{}/admins/{}", haulage.path, text(&user["id"]));
    haulage.holder.put(&admin, json!({})).await.expect(200);
    let ann = service.sign_in("ann@example.com").await;
    assert_eq!(accept(&ann, &haulage).await.expect(200)["role"], "admin");
    ann.get(&format!("{}/events", haulage.path)).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn an_invitation_is_answered_by_the_one_whose_it_is_and_by_nobody_else() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    service.invite(&haulage, "ann@example.com").await;
    service.invite_manager(&haulage, "ina@example.com", Scope::Company).await;
    let stranger = service.sign_in("bob@example.com").await;
    let program = service.program(&haulage, &["users"]).await;
    for answer in ["accept", "decline"] {
        let path = format!("{LIST}/{}/{answer}", haulage.id);
        stranger.post(&path, json!({})).await.expect_problem(404, "not_found");
        program.post(&path, json!({})).await.expect_problem(403, "forbidden");
        service.anonymous().post(&path, json!({})).await.expect_problem(401, "unauthenticated");
    }
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::UserActivated).count(), 0);
    assert_eq!(books.events_of(Action::UserDeclined).count(), 0);
}

#[tokio::test]
async fn what_is_no_account_or_has_a_body_is_refused() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    service.invite(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    for answer in ["accept", "decline"] {
        for account in ["acc_01ARZ3NDEKTSV4RRFFQ69G5FAV", "acc_", "x", &haulage.id.to_lowercase()] {
            let nothing = ann.post(&format!("{LIST}/{account}/{answer}"), json!({})).await;
            nothing.expect_problem(404, "not_found");
        }
        let path = format!("{LIST}/{}/{answer}", haulage.id);
        let body = ann.post(&path, json!({ "token": "x" })).await;
        body.expect_bad_field("token", "unknown_field");
        let query = ann.post(&format!("{path}?now=1"), json!({})).await;
        query.expect_bad_field("now", "unknown_field");
    }
    assert_eq!(ann.list(LIST).await.len(), 1);
}

#[tokio::test]
async fn a_request_that_is_sent_again_gets_its_first_answer() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    service.invite(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await.with_key("once");
    let first = accept(&ann, &haulage).await.expect(200);
    let again = accept(&ann, &haulage).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.expect(200), first);
}
