//! The client invites, and ends it.

use serde_json::json;
use shared::domain::Scope;
use tests::{
    Service,
    service::Company,
    standing::{DAY, invitation_token, text},
};

use super::{super::redeem, accept, clients_of, enrolled, reported, set};

fn managers(of: &Company) -> String {
    format!("{}/managers", of.path)
}

#[tokio::test]
async fn the_client_must_choose_to_invite_you() {
    let service = Service::start().await;
    let (client, other) = (service.company("Client").await, service.company("Other").await);
    let manager = service.manager(&other, Scope::Company).await;
    let myself = json!({ "email": manager.email, "scope": { "kind": "company" } });
    for stranger in [&manager, &other.holder] {
        let asked = stranger.post(&managers(&client), myself.clone()).await;
        asked.expect_problem(404, "not_found");
    }
    let invited = service.invite_manager(&client, &manager.email, Scope::Company).await;
    // Nor is an invitation alone enough.
    manager.get(&client.path).await.expect_problem(404, "not_found");
    accept(&manager, &invited).await.expect(200);
    manager.get(&client.path).await.expect(200);
}

#[tokio::test]
async fn you_can_do_it_when_you_help_them_set_up_their_account() {
    let service = Service::start().await;
    let client = service.sign_in_by_mail("client@example.com").await;
    let account = client.post("/v1/accounts", json!({ "name": "Just made" })).await.expect(201);
    let path = format!("/v1/accounts/{}/managers", text(&account["id"]));
    let body = json!({ "email": "instructor@example.com", "scope": { "kind": "company" } });
    let invited = client.post(&path, body).await.expect(201);
    let instructor = service.sign_in_by_mail("instructor@example.com").await;
    accept(&instructor, &invited).await.expect(200);
    assert_eq!(clients_of(&instructor).await, set(&["Just made"]));
}

#[tokio::test]
async fn the_client_can_also_remove_you_at_any_time() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    enrolled(&service, &client, "Ann").await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    let remove = async || {
        let id = client.holder.list(&managers(&client)).await[0]["id"].clone();
        let path = format!("{}/{}", managers(&client), text(&id));
        client.holder.delete(&path).await.expect(204);
    };
    // Before it is accepted.
    let invited = service.invite_manager(&client, &manager.email, Scope::Company).await;
    remove().await;
    accept(&manager, &invited).await.expect_problem(404, "not_found");
    // And at any time after that, again and again.
    for days in [0, 1, 20] {
        service.manage(&manager, &client, Scope::Company).await;
        service.advance(days * DAY);
        assert_eq!(reported(&manager, &client).await, ["Ann"]);
        remove().await;
        for of in ["", "/reports", "/users"] {
            let gone = manager.get(&format!("{}{of}", client.path)).await;
            gone.expect_problem(404, "not_found");
        }
        assert!(clients_of(&manager).await.is_empty());
    }
}

#[tokio::test]
async fn an_account_holder_who_also_wants_to_be_a_manager_sets_up_a_separate_email_account() {
    let service = Service::start().await;
    let (own, client) = (service.company("Own").await, service.company("Client").await);
    let invited = service.invite_manager(&client, &own.holder.email, Scope::Company).await;
    let problem = accept(&own.holder, &invited).await;
    let problem = problem.expect_problem(409, "account_holder_cannot_manage");
    assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
    let separate = service.sign_in_by_mail("separate@example.com").await;
    service.manage(&separate, &client, Scope::Company).await;
    service.manage(&separate, &own, Scope::Company).await;
    assert_eq!(clients_of(&separate).await, set(&["Client", "Own"]));
    assert_eq!(clients_of(&own.holder).await, set(&["Own"]));
}

#[tokio::test]
async fn a_manager_who_also_wants_to_hold_an_account_sets_up_a_separate_email_account() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let manager = service.manager(&reseller, Scope::Company).await;
    for refused in [
        redeem(&manager, &codes[0]).await,
        manager.post("/v1/accounts", json!({ "name": "My own" })).await,
    ] {
        let problem = refused.expect_problem(409, "manager_cannot_hold_account");
        assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
    }
    let separate = service.sign_in_by_mail("separate@example.com").await;
    redeem(&separate, &codes[0]).await.expect(201);
}

#[tokio::test]
async fn any_gmail_account_will_do() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let holder = service.sign_in_by_mail("jo.steer@gmail.com").await;
    holder.post("/v1/accounts", json!({ "name": "Steer" })).await.expect(201);
    // Those of the same mailbox too.
    for email in ["jo.other@gmail.com", "josteer@gmail.com", "jo.steer@googlemail.com"] {
        let manager = service.sign_in_by_mail(email).await;
        service.manage(&manager, &client, Scope::Company).await;
        assert_eq!(clients_of(&manager).await, set(&["Client"]), "{email}");
    }
    assert_eq!(clients_of(&holder).await, set(&["Steer"]));
}

#[tokio::test]
async fn invitation_urls_do_not_expire() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let invited = service.invite_manager(&client, "instructor@example.com", Scope::Company).await;
    service.advance(3_653 * DAY);
    let instructor = service.sign_in_by_mail("instructor@example.com").await;
    accept(&instructor, &invited).await.expect(200);
    assert_eq!(clients_of(&instructor).await, set(&["Client"]));
}

#[tokio::test]
async fn your_own_invitation_url_does_not_expire() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let instructor = service.sign_in_by_mail("instructor@example.com").await;
    let url = instructor.post("/v1/me/invite-url", json!({})).await.expect(201);
    service.advance(3_653 * DAY);
    let holder = service.sign_in_by_mail(&client.holder.email).await;
    let body = json!({ "invite_url": invitation_token(&url), "scope": { "kind": "company" } });
    let invited = holder.post(&managers(&client), body).await.expect(201);
    let instructor = service.sign_in_by_mail("instructor@example.com").await;
    accept(&instructor, &invited).await.expect(200);
    assert_eq!(clients_of(&instructor).await, set(&["Client"]));
}
