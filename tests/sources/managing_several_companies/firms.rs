//! A firm's people and its clients.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{Caller, Service, service::Company, standing::text};

use super::{clients_of, enrolled, reported, set};

/// A firm with two managers.
struct Firm {
    service: Service,
    firm: Company,
    people: [Caller; 2],
}

impl Firm {
    async fn new() -> Self {
        let service = Service::start().await;
        let firm = service.company("Steer").await;
        let people = [
            service.manager(&firm, Scope::Company).await,
            service.manager(&firm, Scope::Company).await,
        ];
        Self { service, firm, people }
    }

    /// A client with a driver, which finds the firm by its name and invites it; the firm accepts.
    async fn client(&self, name: &str, driver: &str) -> Company {
        let client = self.service.company(name).await;
        enrolled(&self.service, &client, driver).await;
        let found = client.holder.get("/v1/accounts?name=Steer").await.expect(200);
        let body = json!({ "firm_id": found["items"][0]["id"], "scope": { "kind": "company" } });
        let managers = format!("{}/managers", client.path);
        client.holder.post(&managers, body).await.expect(201);
        let accept = format!("{}/accept", self.path(&client));
        self.firm.holder.post(&accept, json!({})).await.expect(200);
        client
    }

    fn path(&self, client: &Company) -> String {
        format!("{}/clients/{}", self.firm.path, client.id)
    }

    /// Chooses who deals with a client.
    async fn dispatch(&self, client: &Company, people: &[&Caller]) -> Value {
        let mut ids = vec![];
        for person in people {
            ids.push(person.get("/v1/me").await.expect(200)["person"]["id"].clone());
        }
        let path = format!("{}/people", self.path(client));
        self.firm.holder.put(&path, json!({ "person_ids": ids })).await.expect(200)
    }

    async fn label(&self, client: &Company, label: &str) {
        let path = format!("{}/labels", self.path(client));
        self.firm.holder.put(&path, json!({ "labels": [label] })).await.expect(200);
    }
}

#[tokio::test]
async fn you_can_choose_which_of_your_managers_can_deal_with_different_clients() {
    let firm = Firm::new().await;
    let [ann, bob] = &firm.people;
    let leeds = firm.client("Leeds", "Cleo").await;
    let dover = firm.client("Dover", "Dan").await;
    // Nobody, before somebody is chosen.
    ann.get(&leeds.path).await.expect_problem(404, "not_found");
    for (client, chosen, other, driver) in
        [(&leeds, ann, bob, "Cleo"), (&dover, bob, ann, "Dan"), (&leeds, bob, ann, "Cleo")]
    {
        let shown = firm.dispatch(client, &[chosen]).await;
        assert_eq!(shown["people"][0]["email"], chosen.email.as_str());
        assert_eq!(reported(chosen, client).await, [driver]);
        other.get(&client.path).await.expect_problem(404, "not_found");
    }
    // The client sees who that is.
    let managers = leeds.holder.list(&format!("{}/managers", leeds.path)).await;
    assert_eq!(managers[0]["firm"]["name"], "Steer");
    assert_eq!(managers[0]["people"][0]["email"], bob.email.as_str());
}

#[tokio::test]
async fn you_could_choose_to_divide_it_by_region() {
    let firm = Firm::new().await;
    let [ann, bob] = &firm.people;
    for (name, region, of) in
        [("Leeds", "North", ann), ("York", "North", ann), ("Dover", "South", bob)]
    {
        let client = firm.client(name, "Driver").await;
        firm.label(&client, region).await;
        firm.dispatch(&client, &[of]).await;
    }
    for (region, names) in [("North", ["Leeds", "York"].as_slice()), ("South", &["Dover"])] {
        let path = format!("{}/clients?label={region}", firm.firm.path);
        let clients = firm.firm.holder.list(&path).await;
        let found: BTreeSet<_> =
            clients.iter().map(|client| text(&client["account"]["name"])).collect();
        assert_eq!(found, names.iter().copied().collect());
    }
    // The firm's people share the label: it stands in their own lists too.
    assert_eq!(ann.list("/v1/me/contexts?label=North").await.len(), 2);
    assert_eq!(bob.list("/v1/me/contexts?label=South").await.len(), 1);
    assert!(bob.list("/v1/me/contexts?label=North").await.is_empty());
}

#[tokio::test]
async fn managers_of_your_larger_corporate_entity_manage_their_own_clients_without_interfering() {
    let firm = Firm::new().await;
    let mut own = vec![];
    for (manager, name, driver) in
        [(&firm.people[0], "Leeds", "Cleo"), (&firm.people[1], "Dover", "Dan")]
    {
        let client = firm.client(name, driver).await;
        firm.dispatch(&client, &[manager]).await;
        // Beside one that they have without the firm.
        let private = firm.service.company(&format!("Near {name}")).await;
        firm.service.manage(manager, &private, Scope::Company).await;
        own.push((manager, client, private, driver));
    }
    for (number, (manager, client, private, driver)) in own.iter().enumerate() {
        let names = [text_of(client, manager).await, text_of(private, manager).await];
        assert_eq!(clients_of(manager).await, set(&["Steer", &names[0], &names[1]]));
        assert_eq!(reported(manager, client).await, [*driver]);
        let (_, others, others_private, _) = &own[1 - number];
        for foreign in [others, others_private] {
            for of in ["", "/reports", "/users"] {
                let answer = manager.get(&format!("{}{of}", foreign.path)).await;
                answer.expect_problem(404, "not_found");
            }
        }
    }
    // Calling one back leaves the other's alone.
    firm.dispatch(&own[0].1, &[]).await;
    own[0].0.get(&own[0].1.path).await.expect_problem(404, "not_found");
    assert_eq!(reported(own[1].0, &own[1].1).await, ["Dan"]);
}

/// What an account is called, as its manager reads it.
async fn text_of(account: &Company, who: &Caller) -> String {
    text(&who.get(&account.path).await.expect(200)["name"]).to_owned()
}
