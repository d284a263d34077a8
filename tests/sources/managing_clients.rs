//! [M] What managers of several companies, and the clients who invite them, are promised.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Caller, Service,
    service::Company,
    standing::{DAY, invitation_token, text},
};

use super::redeem;

async fn names(of: &Caller, query: &str) -> BTreeSet<String> {
    let contexts = of.list(&format!("/v1/me/contexts{query}")).await;
    contexts.iter().map(|one| text(&one["account"]["name"]).to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn accept(who: &Caller, invited: &Value) -> tests::Answer {
    who.post("/v1/invitations/accept", json!({ "token": invitation_token(invited) })).await
}

/// A student with an own account, which a code has opened.
async fn student(service: &Service, email: &str) -> Company {
    let reseller = service.reseller(&format!("Reseller of {email}")).await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let holder = service.sign_in(email).await;
    let opened = redeem(&holder, &codes[0]).await.expect(201);
    let id = text(&opened["account"]["id"]).to_owned();
    Company { holder, path: format!("/v1/accounts/{id}"), id }
}

/// "It allows them to manage multiple independent drivers and companies with many drivers from one
/// account."
#[tokio::test]
async fn independent_drivers_and_companies_are_managed_from_one_account() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for _ in 0..3 {
        service.member(&company, Role::Driver, None).await;
    }
    let (ann, bob) =
        (student(&service, "ann@example.com").await, student(&service, "bob@example.com").await);
    let manager = service.manager(&company, Scope::Company).await;
    service.manage(&manager, &ann, Scope::Company).await;
    service.manage(&manager, &bob, Scope::Company).await;
    let contexts = manager.list("/v1/me/contexts").await;
    let mut drivers: Vec<_> = contexts.iter().map(|one| one["driver_count"].as_u64()).collect();
    drivers.sort_unstable();
    assert_eq!(drivers, [Some(1), Some(1), Some(3)]);
}

/// "A manager, but not an account holder, can manage multiple companies."
#[tokio::test]
async fn a_manager_but_not_an_account_holder_can_manage_multiple_companies() {
    let service = Service::start().await;
    let clients = [service.company("First").await, service.company("Second").await];
    let holder = service.company("Third").await.holder;
    let manager = service.sign_in("instructor@example.com").await;
    for client in &clients {
        let invited = service.invite_manager(client, &manager.email, Scope::Company).await;
        accept(&manager, &invited).await.expect(200);
        let invited = service.invite_manager(client, &holder.email, Scope::Company).await;
        accept(&holder, &invited).await.expect_problem(409, "account_holder_cannot_manage");
    }
    assert_eq!(names(&manager, "").await, set(&["First", "Second"]));
    assert_eq!(names(&holder, "").await, set(&["Third"]));
}

/// "This is useful if you have a lot of clients who want you to monitor their progress."
#[tokio::test]
async fn the_progress_of_all_clients_is_monitored_in_one_overview() {
    let service = Service::start().await;
    let course = service.course().await;
    let manager = service.sign_in("instructor@example.com").await;
    for number in 1..=3 {
        let client = service.company(&format!("Client {number}")).await;
        for _ in 0..number {
            let driver = service.member(&client, Role::Driver, None).await;
            service.enrol(&client, &driver, &course, service.open_window()).await;
        }
        service.manage(&manager, &client, Scope::Company).await;
    }
    service.settle().await;
    for entry in manager.list("/v1/me/reports/overview").await {
        let number = text(&entry["context"]["account"]["name"]).strip_prefix("Client ").unwrap();
        assert_eq!(entry["summary"]["by_status"]["not_started"].to_string(), number);
    }
}

/// "This is not an automated process - the client must choose to invite you …"
#[tokio::test]
async fn nobody_manages_a_client_who_did_not_choose_to_invite_them() {
    let service = Service::start().await;
    let (client, other) = (service.company("Client").await, service.company("Other").await);
    let manager = service.manager(&other, Scope::Company).await;
    let myself = json!({ "email": manager.email, "scope": { "kind": "company" } });
    let managers = format!("{}/managers", client.path);
    manager.post(&managers, myself.clone()).await.expect_problem(404, "not_found");
    other.holder.post(&managers, myself).await.expect_problem(404, "not_found");
    let invited = service.invite_manager(&client, &manager.email, Scope::Company).await;
    // Nor is an invitation alone enough.
    manager.get(&client.path).await.expect_problem(404, "not_found");
    accept(&manager, &invited).await.expect(200);
    manager.get(&client.path).await.expect(200);
}

/// "… (or you can do it when you help them set up their account)."
#[tokio::test]
async fn a_manager_is_invited_while_the_account_is_set_up() {
    let service = Service::start().await;
    let client = service.company("Just made").await;
    let invited = service.invite_manager(&client, "instructor@example.com", Scope::Company).await;
    let instructor = service.sign_in("instructor@example.com").await;
    accept(&instructor, &invited).await.expect(200);
}

/// "The client can also remove you at any time."
#[tokio::test]
async fn the_client_can_remove_a_manager_at_any_time() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let manager = service.manager(&client, Scope::Company).await;
    service.advance(DAY);
    let managers = format!("{}/managers", client.path);
    let id = text(&client.holder.list(&managers).await[0]["id"]).to_owned();
    manager.get(&client.path).await.expect(200);
    client.holder.delete(&format!("{managers}/{id}")).await.expect(204);
    manager.get(&client.path).await.expect_problem(404, "not_found");
}

/// "If you are the account holder and you also want to be a manager with this ability you will
/// have to set up a separate email account. Any Gmail account will do."
#[tokio::test]
async fn an_account_holder_manages_with_a_separate_address() {
    let service = Service::start().await;
    let (own, client) = (service.company("Own").await, service.company("Client").await);
    let invited = service.invite_manager(&client, &own.holder.email, Scope::Company).await;
    let problem = accept(&own.holder, &invited).await;
    let problem = problem.expect_problem(409, "account_holder_cannot_manage");
    assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
    let separate = service.sign_in("my.other.self@gmail.com").await;
    service.manage(&separate, &client, Scope::Company).await;
}

/// "However, if you already have managers, then they are already ready to manage multiple clients
/// as well as your internal drivers."
#[tokio::test]
async fn existing_managers_are_ready_for_clients_beside_the_internal_drivers() {
    let service = Service::start().await;
    let (own, client) = (service.company("Own").await, service.company("Client").await);
    let manager = service.manager(&own, Scope::Company).await;
    service.manage(&manager, &client, Scope::Company).await;
    for company in [&own, &client] {
        manager.get(&format!("{}/reports", company.path)).await.expect(200);
    }
}

/// "You can have unlimited manager accounts therefore you can segment your clients … For example,
/// you could have students in one manager account and corporate clients in another manager
/// account."
#[tokio::test]
async fn clients_are_segmented_over_any_number_of_manager_accounts() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    let ann = student(&service, "ann@example.com").await;
    let students = service.manager(&ann, Scope::Company).await;
    let corporate = service.manager(&first, Scope::Company).await;
    service.manage(&corporate, &second, Scope::Company).await;
    assert_eq!(names(&students, "").await, set(&["ann@example.com"]));
    assert_eq!(names(&corporate, "").await, set(&["First", "Second"]));
    for _ in 0..10 {
        service.manager(&first, Scope::Company).await;
    }
    let account = first.holder.get(&first.path).await.expect(200);
    assert_eq!(account["seats"]["used"], 1);
}

/// "If you have people working for you managing clients, you can choose which of your managers can
/// deal with different clients."
#[tokio::test]
async fn which_manager_deals_with_which_client_is_chosen() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    let (ann, bob) = (
        service.manager(&first, Scope::Company).await,
        service.manager(&second, Scope::Company).await,
    );
    for (manager, own, other) in [(&ann, &first, &second), (&bob, &second, &first)] {
        manager.get(&format!("{}/reports", own.path)).await.expect(200);
        let foreign = manager.get(&format!("{}/reports", other.path)).await;
        foreign.expect_problem(404, "not_found");
    }
}

/// "You could choose to divide it by region"
#[tokio::test]
async fn clients_are_divided_by_region() {
    let service = Service::start().await;
    let manager = service.sign_in("instructor@example.com").await;
    for (name, region) in [("Leeds", "North"), ("York", "North"), ("Dover", "South")] {
        let client = service.company(name).await;
        service.manage(&manager, &client, Scope::Company).await;
        let path = format!("/v1/me/contexts/{}/labels", client.id);
        manager.put(&path, json!({ "labels": [region] })).await.expect(200);
    }
    assert_eq!(names(&manager, "?label=North").await, set(&["Leeds", "York"]));
    assert_eq!(names(&manager, "?label=South").await, set(&["Dover"]));
}

/// "If your managers have their own clients, but they're part of your larger corporate entity,
/// they can manage their own clients without interfering with other managers' clients."
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
        let own = format!("Client of {name}");
        assert_eq!(names(manager, "").await, set(&["Entity", &own]));
    }
    seen[0].0.get(&seen[1].1.path).await.expect_problem(404, "not_found");
}

/// "Because companies are invited using our invitation URLs, these don't expire."
#[tokio::test]
async fn invitation_urls_do_not_expire() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let invited = service.invite_manager(&client, "instructor@example.com", Scope::Company).await;
    service.advance(3_653 * DAY);
    let instructor = service.sign_in("instructor@example.com").await;
    accept(&instructor, &invited).await.expect(200);
}

/// The same, of the instructor's own URL: the client that opens it says what they are to look after.
#[tokio::test]
async fn an_instructors_own_invitation_url_does_not_expire() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let instructor = service.sign_in("instructor@example.com").await;
    let url = instructor.post("/v1/me/invite-url", json!({})).await.expect(201);
    service.advance(3_653 * DAY);
    let holder = service.sign_in(&client.holder.email).await;
    let token = invitation_token(&url);
    let body = json!({ "invite_url": token, "scope": { "kind": "company" } });
    let managers = format!("{}/managers", client.path);
    let invited = holder.post(&managers, body).await.expect(201);
    let instructor = service.sign_in("instructor@example.com").await;
    accept(&instructor, &invited).await.expect(200);
}

/// Option 2: "… it means that you will rely on them inviting you as a manager …"
#[tokio::test]
async fn a_student_with_an_own_account_invites_the_instructor_as_manager() {
    let service = Service::start().await;
    let ann = student(&service, "ann@example.com").await;
    let instructor = service.manager(&ann, Scope::Company).await;
    let rows = instructor.list(&format!("{}/reports", ann.path)).await;
    assert_eq!((rows.len(), &rows[0]["user"]["email"]), (1, &json!("ann@example.com")));
}

/// "If you've been invited by other organisation to manage … a group of drivers …, you will see
/// this when you log into your Manager account and you can choose which one you'd like to manage."
#[tokio::test]
async fn who_manages_a_group_of_drivers_sees_that_and_chooses() {
    let service = Service::start().await;
    let (client, other) = (service.company("Client").await, service.company("Other").await);
    let group = service.group(&client, "North").await;
    for inside in [true, true, false] {
        let driver = service.member(&client, Role::Driver, None).await;
        if inside {
            service.put_into_group(&client, &driver, group, true).await;
        }
    }
    let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
    let manager = service.manager(&client, scope).await;
    service.manage(&manager, &other, Scope::Company).await;
    let choice = json!({ "account_id": client.id });
    let chosen = manager.put("/v1/me/current-context", choice).await.expect(200);
    assert_eq!(chosen["scope"], json!({ "kind": "groups", "group_ids": [group.to_string()] }));
    assert_eq!(chosen["driver_count"], 2);
    let me = service.sign_in(&manager.email).await.get("/v1/me").await.expect(200);
    assert_eq!(me["contexts"][0]["account"]["id"], json!(client.id));
}
