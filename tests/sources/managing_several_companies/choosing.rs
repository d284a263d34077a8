//! Choosing which client to manage.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{Answer, Caller, Service, service::Company, standing::text};

use super::{enrolled, reported};

/// Who manages two companies, with a driver each.
async fn manager_of_two() -> (Service, Caller, Vec<(Company, &'static str)>) {
    let service = Service::start().await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    let mut companies = vec![];
    for (name, driver) in [("First", "Ann"), ("Second", "Bob")] {
        let company = service.company(name).await;
        enrolled(&service, &company, driver).await;
        service.manage(&manager, &company, Scope::Company).await;
        companies.push((company, driver));
    }
    (service, manager, companies)
}

/// What somebody is answered who signs in.
async fn log_in(service: &Service, email: &str) -> Value {
    let proof = service.proof(email).await;
    service.anonymous().post("/v1/sign-in/confirm", proof).await.expect(200)
}

async fn choose(who: &Caller, company: &Company) -> Answer {
    who.put("/v1/me/current-context", json!({ "account_id": company.id })).await
}

/// The names of the accounts of some contexts, in their order.
fn names(contexts: &Value) -> Vec<&str> {
    let contexts = contexts.as_array().expect("contexts").iter();
    contexts.map(|context| text(&context["account"]["name"])).collect()
}

/// Accepts the only invitation that waits for somebody, as it is listed after signing in.
async fn accept_what_is_seen(service: &Service, manager: &Caller, from: &Company) -> Value {
    assert_eq!(log_in(service, &manager.email).await["invitations"], 1);
    let mut waiting = manager.list("/v1/me/invitations").await;
    assert_eq!((waiting.len(), &waiting[0]["kind"]), (1, &json!("manager")));
    assert_eq!(waiting[0]["account"]["id"], json!(from.id));
    let accept = format!("/v1/me/invitations/{}/accept", from.id);
    manager.post(&accept, json!({})).await.expect(200);
    assert_eq!(log_in(service, &manager.email).await["invitations"], 0);
    waiting.remove(0)
}

#[tokio::test]
async fn when_you_log_in_you_can_choose_which_company_you_want_to_manage() {
    let (service, manager, companies) = manager_of_two().await;
    let signed_in = log_in(&service, &manager.email).await;
    let offered: BTreeSet<_> = names(&signed_in["contexts"]).into_iter().collect();
    assert_eq!(offered, BTreeSet::from(["First", "Second"]));
    let contexts = signed_in["contexts"].as_array().unwrap();
    assert!(contexts.iter().all(|context| context["role"] == "manager"), "{signed_in}");
    let manager = service.anonymous().with_token(text(&signed_in["token"]));
    let (second, driver) = &companies[1];
    let chosen = choose(&manager, second).await.expect(200);
    assert_eq!(chosen["account"]["id"], json!(second.id));
    assert_eq!(reported(&manager, second).await, [*driver]);
}

#[tokio::test]
async fn you_choose_to_change_the_company_you_are_managing() {
    let (service, manager, companies) = manager_of_two().await;
    for number in [1, 0, 1] {
        let (company, _) = &companies[number];
        choose(&manager, company).await.expect(200);
        // It is the one that is offered first from then on, at the next sign-in too.
        let contexts = manager.list("/v1/me/contexts").await;
        assert_eq!(contexts[0]["account"]["id"], json!(company.id));
        let again = log_in(&service, &manager.email).await;
        assert_eq!(again["contexts"][0]["account"]["id"], json!(company.id));
        service.advance(900);
    }
}

#[tokio::test]
async fn invited_to_manage_a_group_of_drivers_you_see_this_when_you_log_in() {
    let service = Service::start().await;
    let (client, other) = (service.company("Client").await, service.company("Other").await);
    let manager = service.manager(&other, Scope::Company).await;
    let ann = enrolled(&service, &client, "Ann").await;
    let bob = enrolled(&service, &client, "Bob").await;
    enrolled(&service, &client, "Cleo").await;
    let group = service.group_of(&client, "North", &[&ann, &bob]).await;
    let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
    service.invite_manager(&client, &manager.email, scope).await;
    let seen = accept_what_is_seen(&service, &manager, &client).await;
    let scope = json!({ "kind": "groups", "group_ids": [group.to_string()] });
    assert_eq!(seen["scope"], scope);
    let context = choose(&manager, &client).await.expect(200);
    assert_eq!((&context["scope"], &context["driver_count"]), (&scope, &json!(2)));
    let mut rows: Vec<_> = reported(&manager, &client).await;
    rows.sort_by_key(ToString::to_string);
    assert_eq!(rows, ["Ann", "Bob"]);
}

#[tokio::test]
async fn invited_to_manage_an_individual_driver_you_see_this_when_you_log_in() {
    let service = Service::start().await;
    let (client, other) = (service.company("Client").await, service.company("Other").await);
    let manager = service.manager(&other, Scope::Company).await;
    enrolled(&service, &client, "Ann").await;
    let bob = enrolled(&service, &client, "Bob").await;
    let scope = Scope::Drivers { user_ids: BTreeSet::from([bob.user]) };
    service.invite_manager(&client, &manager.email, scope).await;
    let seen = accept_what_is_seen(&service, &manager, &client).await;
    let scope = json!({ "kind": "drivers", "user_ids": [bob.user.to_string()] });
    assert_eq!(seen["scope"], scope);
    let context = choose(&manager, &client).await.expect(200);
    assert_eq!((&context["scope"], &context["driver_count"]), (&scope, &json!(1)));
    assert_eq!(reported(&manager, &client).await, ["Bob"]);
}

#[tokio::test]
async fn you_can_choose_which_one_you_would_like_to_manage() {
    let service = Service::start().await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    let groups = service.company("Of a group").await;
    let ann = enrolled(&service, &groups, "Ann").await;
    let group = service.group_of(&groups, "North", &[&ann]).await;
    let single = service.company("Of a driver").await;
    let bob = enrolled(&service, &single, "Bob").await;
    for (client, scope) in [
        (&groups, Scope::Groups { group_ids: BTreeSet::from([group]) }),
        (&single, Scope::Drivers { user_ids: BTreeSet::from([bob.user]) }),
    ] {
        service.manage(&manager, client, scope).await;
    }
    for (client, driver) in [(&single, "Bob"), (&groups, "Ann")] {
        choose(&manager, client).await.expect(200);
        let signed_in = log_in(&service, &manager.email).await;
        assert_eq!(names(&signed_in["contexts"]).len(), 2);
        assert_eq!(signed_in["contexts"][0]["account"]["id"], json!(client.id));
        assert_eq!(reported(&manager, client).await, [driver]);
        service.advance(900);
    }
    let foreign = service.company("Nobody's").await;
    choose(&manager, &foreign).await.expect_bad_field("account_id", "not_found");
}

#[tokio::test]
async fn once_you_are_logged_in_you_can_also_change_your_selection() {
    let (_service, manager, companies) = manager_of_two().await;
    for number in [0, 1, 0] {
        let (company, driver) = &companies[number];
        choose(&manager, company).await.expect(200);
        let me = manager.get("/v1/me").await.expect(200);
        assert_eq!(me["current_account_id"], json!(company.id));
        assert_eq!(me["contexts"][0]["account"]["id"], json!(company.id));
        assert_eq!(reported(&manager, company).await, [*driver]);
    }
}
