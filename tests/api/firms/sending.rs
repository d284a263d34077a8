//! Who of a firm looks after a client.

use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use tests::{Caller, standing::text};

use super::{Firm, context};

async fn people(firm: &Firm) -> Value {
    let manager = firm.client.holder.list(&firm.managers()).await.remove(0);
    manager["people"].clone()
}

async fn shown(who: &Caller, name: Option<&str>) -> Value {
    json!({ "id": who.person_id().await, "name": name, "email": who.email })
}

#[tokio::test]
async fn the_client_sees_who_is_sent_and_whoever_is_left_out_is_called_back() {
    let firm = Firm::accepted().await;
    let sent = firm.firm.send(&firm.client, &[&firm.admin, &firm.manager]).await.expect(200);
    let both = json!([shown(&firm.admin, Some("Ann")).await, shown(&firm.manager, None).await]);
    assert_eq!((&sent["people"], &people(&firm).await), (&both, &both));
    for who in [&firm.admin, &firm.manager] {
        who.get(&firm.client.path).await.expect(200);
    }
    let sent = firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    let one = json!([shown(&firm.manager, None).await]);
    assert_eq!((&sent["people"], &people(&firm).await), (&one, &one));
    firm.admin.get(&firm.client.path).await.expect_problem(404, "not_found");
    firm.manager.get(&firm.client.path).await.expect(200);
    let version = sent["version"].clone();
    let again = firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    assert_eq!(again["version"], version, "nothing has changed");
    let books = firm.service.balanced().await;
    for action in [Action::ManagerPeopleChanged, Action::ClientPeopleChanged] {
        assert_eq!(books.events_of(action).count(), 2);
    }
}

#[tokio::test]
async fn who_is_no_admin_or_manager_of_the_firm_cannot_be_sent() {
    let firm = Firm::accepted().await;
    let driver = firm.service.member(&firm.firm, Role::Driver, None).await;
    let driver = firm.service.sign_in(&driver.email).await;
    let stranger = firm.service.sign_in("stranger@example.com").await;
    for (who, code) in [
        (&driver, "no_manager"),
        (&stranger, "not_found"),
        (&firm.firm.holder, "account_holder_cannot_manage"),
    ] {
        let refused = firm.firm.send(&firm.client, &[&firm.manager, who]).await;
        refused.expect_bad_field("person_ids[1]", code);
    }
    let twice = firm.firm.send(&firm.client, &[&firm.manager, &firm.manager]).await;
    twice.expect_bad_field("person_ids[1]", "repeated");
    firm.manager.get(&firm.client.path).await.expect_problem(404, "not_found");
    let ids = vec![firm.manager.person_id().await; 16];
    let path = format!("{}/people", firm.at());
    let many = firm.firm.holder.put(&path, json!({ "person_ids": ids })).await;
    many.expect_bad_field("person_ids", "wrong_size");
    firm.service.balanced().await;
}

#[tokio::test]
async fn who_is_there_for_another_firm_of_the_same_company_is_not_of_that_company() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    // The client is a firm too: whoever looks after it for Steer is none of its own people.
    let third = firm.service.company("Dover").await;
    firm.service.becomes_client(&third, &firm.client).await;
    let refused = firm.client.send(&third, &[&firm.manager]).await;
    refused.expect_bad_field("person_ids[0]", "no_manager");
}

#[tokio::test]
async fn who_manages_the_client_already_or_is_invited_to_keeps_that() {
    let firm = Firm::accepted().await;
    firm.service.manage(&firm.manager, &firm.client, Scope::Company).await;
    firm.service.invite_manager(&firm.client, &firm.admin.email, Scope::Company).await;
    for who in [&firm.manager, &firm.admin] {
        let refused = firm.firm.send(&firm.client, &[who]).await;
        refused.expect_bad_field("person_ids[0]", "already_a_manager");
    }
    firm.service.balanced().await;
}

#[tokio::test]
async fn who_was_sent_cannot_be_invited_too() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    let body = json!({ "email": firm.manager.email, "scope": { "kind": "company" } });
    let refused = firm.client.holder.post(&firm.managers(), body).await;
    refused.expect_problem(409, "already_a_manager");
}

#[tokio::test]
async fn the_client_ends_one_of_the_firms_people_at_once_and_the_firm_goes_on() {
    let firm = Firm::accepted().await;
    firm.firm.send(&firm.client, &[&firm.admin, &firm.manager]).await.expect(200);
    let person = firm.admin.person_id().await;
    let path = format!("{}/people/{person}", firm.as_manager());
    firm.manager.delete(&path).await.expect_problem(403, "forbidden");
    firm.client.holder.delete(&path).await.expect(204);
    firm.admin.get(&firm.client.path).await.expect_problem(404, "not_found");
    assert_eq!(context(&firm.admin, &firm.client).await, None);
    firm.manager.get(&firm.client.path).await.expect(200);
    assert_eq!(people(&firm).await, json!([shown(&firm.manager, None).await]));
    assert_eq!(firm.clients("").await[0]["people"], people(&firm).await);
    firm.client.holder.delete(&path).await.expect_problem(404, "not_found");
    firm.service.balanced().await;
}

#[tokio::test]
async fn who_leaves_the_firm_is_shown_to_the_client_no_longer_and_can_hold_an_account_again() {
    let firm = Firm::accepted().await;
    let mut clients = vec![];
    for name in ["Dover", "York"] {
        let client = firm.service.company(name).await;
        firm.service.becomes_client(&client, &firm.firm).await;
        firm.firm.send(&client, &[&firm.manager]).await.expect(200);
        clients.push(client);
    }
    firm.firm.send(&firm.client, &[&firm.admin, &firm.manager]).await.expect(200);
    firm.manager.delete(&format!("/v1/me/contexts/{}", firm.firm.id)).await.expect(204);
    assert_eq!(people(&firm).await, json!([shown(&firm.admin, Some("Ann")).await]));
    let books = firm.service.balanced().await;
    assert!(books.clients.iter().all(|one| one.people.len() < 2), "they were taken off");
    let own = json!({ "name": "Their own" });
    firm.manager.post("/v1/accounts", own).await.expect(201);
    for client in clients {
        firm.manager.get(&client.path).await.expect_problem(404, "not_found");
    }
    firm.service.balanced().await;
}

#[tokio::test]
async fn an_admin_who_is_dismissed_leaves_the_clients_and_one_who_is_removed() {
    for dismissed in [true, false] {
        let firm = Firm::accepted().await;
        firm.firm.send(&firm.client, &[&firm.admin, &firm.manager]).await.expect(200);
        let users = firm.firm.holder.list(&format!("{}/users?role=admin", firm.firm.path)).await;
        let (of, user) = (if dismissed { "admins" } else { "users" }, text(&users[0]["id"]));
        let path = format!("{}/{of}/{user}", firm.firm.path);
        firm.firm.holder.delete(&path).await.expect(204);
        firm.admin.get(&firm.client.path).await.expect_problem(404, "not_found");
        assert_eq!(people(&firm).await, json!([shown(&firm.manager, None).await]));
        let books = firm.service.balanced().await;
        assert_eq!(books.clients[0].people.len(), 1);
        let person = books.people.iter().find(|one| one.email.as_str() == firm.admin.email);
        assert_eq!(person.unwrap().manages, 0);
    }
}
