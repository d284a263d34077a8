//! The list of a firm's clients.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::Role;
use tests::standing::text;

use super::Firm;

fn names(clients: &[Value]) -> BTreeSet<&str> {
    clients.iter().map(|one| text(&one["account"]["name"])).collect()
}

#[tokio::test]
async fn a_client_is_listed_with_what_the_firm_has_of_it() {
    let firm = Firm::accepted().await;
    let service = &firm.service;
    let ann = service.member(&firm.client, Role::Driver, Some("Ann")).await;
    service.member(&firm.client, Role::Driver, Some("Bob")).await;
    let group = service.group_of(&firm.client, "North", &[&ann]).await;
    firm.firm.send(&firm.client, &[&firm.manager]).await.expect(200);
    let client = firm.clients("").await.remove(0);
    let account = json!({ "id": firm.client.id, "name": "Leeds", "kind": "company" });
    assert_eq!((&client["account"], &client["driver_count"]), (&account, &json!(2)));
    assert_eq!(client["people"][0]["email"], firm.manager.email.as_str());
    // It is within the scope.
    let scope = json!({ "kind": "groups", "group_ids": [group] });
    firm.client.holder.patch(&firm.as_manager(), json!({ "scope": scope })).await.expect(200);
    let client = firm.clients("").await.remove(0);
    assert_eq!((&client["scope"], &client["driver_count"]), (&scope, &json!(1)));
}

#[tokio::test]
async fn clients_are_filtered_by_status_label_and_person() {
    let firm = Firm::accepted().await;
    let (dover, york) = (firm.service.company("Dover").await, firm.service.company("York").await);
    firm.service.invite_firm(&dover, &firm.firm).await;
    firm.service.becomes_client(&york, &firm.firm).await;
    firm.firm.send(&york, &[&firm.admin, &firm.manager]).await.expect(200);
    firm.firm.send(&firm.client, &[&firm.admin]).await.expect(200);
    for client in [&dover, &york] {
        let labels = format!("{}/labels", firm.firm.client(client));
        firm.admin.put(&labels, json!({ "labels": ["South"] })).await.expect(200);
    }
    let (admin, manager) = (firm.admin.person_id().await, firm.manager.person_id().await);
    for (query, expected) in [
        (String::new(), ["Dover", "Leeds", "York"].as_slice()),
        ("?status=invited".to_owned(), &["Dover"]),
        ("?status=active".to_owned(), &["Leeds", "York"]),
        ("?label=South".to_owned(), &["Dover", "York"]),
        ("?label=South&status=active".to_owned(), &["York"]),
        ("?label=North".to_owned(), &[]),
        (format!("?person={admin}"), &["Leeds", "York"]),
        (format!("?person={manager}"), &["York"]),
    ] {
        let found = firm.clients(&query).await;
        assert_eq!(names(&found), expected.iter().copied().collect(), "{query}");
    }
    let path = format!("{}/clients", firm.firm.path);
    let stranger = firm.service.sign_in("stranger@example.com").await.person_id().await;
    let unknown = firm.admin.get(&format!("{path}?person={stranger}")).await;
    unknown.expect_bad_field("person", "not_found");
    let unknown = firm.admin.get(&format!("{path}?status=ended")).await;
    unknown.expect_problem(422, "invalid_input");
    firm.manager.get(&path).await.expect_problem(403, "forbidden");
    // Page by page it is the same.
    assert_eq!(firm.admin.list(&format!("{path}?limit=1")).await.len(), 3);
}
