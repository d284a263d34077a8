//! Declining signed in.

use serde_json::json;
use shared::domain::{Role, Scope, event::Action};
use tests::{
    Service,
    standing::{invitation_token, text},
};

use super::{LIST, accept, decline, seats_used};

#[tokio::test]
async fn who_declines_to_be_a_user_frees_the_seat_and_the_link_is_dead() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let group = service.group(&haulage, "North").await;
    let body = json!({ "email": "ann@example.com", "group_ids": [group] });
    let users = format!("{}/users", haulage.path);
    haulage.holder.post(&users, body).await.expect(201);
    let link = json!({ "token": service.mailed_token("ann@example.com").await });
    assert_eq!(seats_used(&haulage).await, 2);
    let ann = service.sign_in("ann@example.com").await;
    decline(&ann, &haulage).await.expect(204);
    assert_eq!(seats_used(&haulage).await, 1);
    let dead = service.anonymous().post("/v1/activations", link).await;
    dead.expect_problem(404, "not_found");
    assert!(ann.list(LIST).await.is_empty());
    for answer in [decline(&ann, &haulage).await, accept(&ann, &haulage).await] {
        answer.expect_problem(404, "not_found");
    }
    let groups = haulage.holder.list(&format!("{}/groups", haulage.path)).await;
    assert_eq!(groups[0]["member_count"], 0);
    let event = haulage.holder.list(&format!("{}/events", haulage.path)).await.remove(0);
    assert_eq!(
        (&event["action"], &event["actor"]["email"]),
        (&json!("user_declined"), &json!(ann.email))
    );
    service.balanced().await;
    service.invite(&haulage, "ann@example.com").await;
    accept(&ann, &haulage).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn whoever_invited_a_user_is_told_that_they_declined_unless_they_have_left() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let (bob, bobs_path) = service.joined(&haulage, "bob@example.com").await;
    let admin = bobs_path.replace("/users/", "/admins/");
    haulage.holder.put(&admin, json!({})).await.expect(200);
    let users = format!("{}/users", haulage.path);
    for email in ["ann@example.com", "cleo@example.com"] {
        bob.post(&users, json!({ "email": email })).await.expect(201);
    }
    let before = service.mails(&haulage.holder.email).await.len();
    let ann = service.sign_in("ann@example.com").await;
    decline(&ann, &haulage).await.expect(204);
    let told = service.mails(&bob.email).await.remove(0);
    assert_eq!(told["subject"], "ann@example.com declined to be a user of Haulage Ltd");
    haulage.holder.delete(&bobs_path).await.expect(204);
    let cleo = service.sign_in("cleo@example.com").await;
    decline(&cleo, &haulage).await.expect(204);
    let told = service.mails(&bob.email).await;
    assert!(!told.iter().any(|mail| text(&mail["text"]).contains("cleo@example.com")), "{told:?}");
    assert_eq!(service.mails(&haulage.holder.email).await.len(), before);
    service.balanced().await;
}

#[tokio::test]
async fn who_declines_to_manage_is_gone_as_by_the_link_and_those_in_charge_are_told() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let admin = service.member(&haulage, Role::Admin, None).await;
    let invited = service.invite_manager(&haulage, "ann@example.com", Scope::Company).await;
    let ann = service.sign_in("ann@example.com").await;
    decline(&ann, &haulage).await.expect(204);
    for told in [&admin.email, &haulage.holder.email] {
        let mail = service.mails(told).await.remove(0);
        assert_eq!(mail["subject"], "ann@example.com declined to be a manager of Haulage Ltd");
    }
    let link = json!({ "token": invitation_token(&invited) });
    ann.post("/v1/invitations/accept", link).await.expect_problem(404, "not_found");
    assert!(haulage.holder.list(&format!("{}/managers", haulage.path)).await.is_empty());
    decline(&ann, &haulage).await.expect_problem(404, "not_found");
    assert_eq!(service.balanced().await.events_of(Action::ManagerDeclined).count(), 1);
}
