//! Many clients, one sign-in.

use serde_json::json;
use shared::domain::Scope;
use tests::{Service, standing::text};

use super::{accept, clients_of, enrolled, reported, set, student};

#[tokio::test]
async fn multiple_independent_drivers_and_companies_are_managed_from_one_account() {
    let service = Service::start().await;
    let haulage = service.company("Haulage").await;
    let buses = service.company("Buses").await;
    service.members(&haulage, 30).await;
    service.members(&buses, 3).await;
    let ann = student(&service, "ann@example.com").await;
    let bob = student(&service, "bob@example.com").await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    for client in [&haulage, &buses, &ann, &bob] {
        service.manage(&manager, client, Scope::Company).await;
    }
    let contexts = manager.list("/v1/me/contexts").await;
    let mut drivers: Vec<_> = contexts.iter().map(|one| one["driver_count"].as_u64()).collect();
    drivers.sort_unstable();
    assert_eq!(drivers, [Some(1), Some(1), Some(3), Some(30)]);
    for (client, users) in [(&haulage, 31), (&buses, 4), (&ann, 1), (&bob, 1)] {
        assert_eq!(manager.list(&format!("{}/users", client.path)).await.len(), users);
    }
}

#[tokio::test]
async fn a_manager_but_not_an_account_holder_can_manage_multiple_companies() {
    let service = Service::start().await;
    let clients = [service.company("First").await, service.company("Second").await];
    let holder = service.company("Third").await.holder;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    for client in &clients {
        let invited = service.invite_manager(client, &manager.email, Scope::Company).await;
        accept(&manager, &invited).await.expect(200);
        let invited = service.invite_manager(client, &holder.email, Scope::Company).await;
        accept(&holder, &invited).await.expect_problem(409, "account_holder_cannot_manage");
    }
    assert_eq!(clients_of(&manager).await, set(&["First", "Second"]));
    assert_eq!(clients_of(&holder).await, set(&["Third"]));
}

#[tokio::test]
async fn you_monitor_the_progress_of_a_lot_of_clients() {
    let service = Service::start().await;
    let manager = service.sign_in_by_mail("instructor@example.com").await;
    for number in 1..=4 {
        let client = service.company(&format!("Client {number}")).await;
        let mut driver = enrolled(&service, &client, "Driver").await;
        for _ in 1..number {
            driver = enrolled(&service, &client, "Driver").await;
        }
        let driver = service.sign_in_by_mail(&driver.email).await;
        let enrolment = &driver.list("/v1/me/enrolments").await[0];
        let path = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
        let result = json!({ "module_id": enrolment["modules"][0]["id"], "completed": true });
        driver.post(&path, result).await.expect(200);
        service.manage(&manager, &client, Scope::Company).await;
    }
    service.settle().await;
    let overview = manager.list("/v1/me/reports/overview").await;
    assert_eq!(overview.len(), 4);
    for entry in overview {
        let number = text(&entry["context"]["account"]["name"]).strip_prefix("Client ").unwrap();
        let number: u64 = number.parse().unwrap();
        let by_status = &entry["summary"]["by_status"];
        assert_eq!(by_status["in_progress"], 1, "{entry}");
        assert_eq!(by_status["not_started"], number - 1, "{entry}");
    }
}

#[tokio::test]
async fn managers_you_already_have_are_ready_to_manage_clients_as_well_as_your_internal_drivers() {
    let service = Service::start().await;
    let own = service.company("Own").await;
    enrolled(&service, &own, "Ann").await;
    let manager = service.manager(&own, Scope::Company).await;
    for (name, driver) in [("First", "Bob"), ("Second", "Cleo")] {
        let client = service.company(name).await;
        enrolled(&service, &client, driver).await;
        service.manage(&manager, &client, Scope::Company).await;
        assert_eq!(reported(&manager, &client).await, [driver]);
        assert_eq!(reported(&manager, &own).await, ["Ann"]);
    }
    assert_eq!(clients_of(&manager).await, set(&["First", "Own", "Second"]));
}

#[tokio::test]
async fn you_can_have_unlimited_manager_accounts_and_segment_your_clients() {
    let service = Service::start().await;
    let client = service.company("Client").await;
    let seats = client.holder.get(&client.path).await.expect(200)["seats"].clone();
    for number in 0..12 {
        let manager = service.manager(&client, Scope::Company).await;
        let own = format!("Client {number}");
        service.manage(&manager, &service.company(&own).await, Scope::Company).await;
        assert_eq!(clients_of(&manager).await, set(&["Client", &own]));
    }
    let managers = client.holder.list(&format!("{}/managers", client.path)).await;
    assert_eq!(managers.len(), 12);
    assert_eq!(client.holder.get(&client.path).await.expect(200)["seats"], seats);
}

#[tokio::test]
async fn students_are_in_one_manager_account_and_corporate_clients_in_another() {
    let service = Service::start().await;
    let students = service.sign_in_by_mail("me.for.students@example.com").await;
    for email in ["ann@example.com", "bob@example.com"] {
        let student = student(&service, email).await;
        service.manage(&students, &student, Scope::Company).await;
    }
    let corporate = service.sign_in_by_mail("me.for.companies@example.com").await;
    for name in ["First", "Second"] {
        service.manage(&corporate, &service.company(name).await, Scope::Company).await;
    }
    assert_eq!(clients_of(&students).await, set(&["ann@example.com", "bob@example.com"]));
    assert_eq!(clients_of(&corporate).await, set(&["First", "Second"]));
}
