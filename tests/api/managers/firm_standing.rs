//! A firm's people in its clients' accounts: what they may, and that each end of it is effective with
//! the very next request.

use http::Method;
use serde_json::{Value, json};
use shared::{
    domain::{Role, Scope, event::Action},
    table::meter::Cost,
};
use tests::{
    Caller, Service,
    service::Company,
    standing::{Member, text},
};

/// A firm with an admin and a manager, both dispatched to one client, which has a driver in a group
/// and one outside; and another client, to which nobody is dispatched.
struct Firm {
    service: Service,
    firm: Company,
    client: Company,
    other: Company,
    /// The firm as the client's manager.
    grant: String,
    admin: (Caller, Member),
    manager: Caller,
}

impl Firm {
    /// One whose people were sent to the client.
    async fn new() -> Self {
        let this = Self::invited().await;
        for client in [&this.client, &this.other] {
            let accept = format!("{}/accept", this.firm.client(client));
            this.firm.holder.post(&accept, json!({})).await.expect(200);
        }
        this.firm.send(&this.client, &this.people()).await.expect(200);
        this
    }

    /// One that has not accepted yet.
    async fn invited() -> Self {
        let service = Service::start().await;
        let firm = service.company("Steer").await;
        let (client, other) = (service.company("Leeds").await, service.company("Dover").await);
        let member = service.member(&firm, Role::Admin, Some("Ann")).await;
        let admin = (service.sign_in(&member.email).await, member);
        let manager = service.manager(&firm, Scope::Company).await;
        let grant = service.invite_firm(&client, &firm).await;
        service.invite_firm(&other, &firm).await;
        let grant = text(&grant["id"]).to_owned();
        Self { service, firm, client, other, grant, admin, manager }
    }

    fn people(&self) -> [&Caller; 2] {
        [&self.admin.0, &self.manager]
    }

    fn grant_path(&self) -> String {
        format!("{}/managers/{}", self.client.path, self.grant)
    }

    /// Whether somebody is in the client, by every way in: all must agree.
    async fn is_in(&self, who: &Caller) -> bool {
        let answer = who.get(&format!("{}/reports", self.client.path)).await;
        let is_in = answer.status == 200;
        if !is_in {
            answer.expect_problem(404, "not_found");
        }
        for list in ["/v1/me/contexts", "/v1/me/reports/overview"] {
            let listed = who.list(list).await;
            let of = |one: &Value| {
                one["account"]["id"] == self.client.id.as_str()
                    || one["context"]["account"]["id"] == self.client.id.as_str()
            };
            assert_eq!(listed.iter().any(of), is_in, "{list}");
        }
        let labels = format!("/v1/me/contexts/{}/labels", self.client.id);
        let labelled = who.put(&labels, json!({ "labels": ["North"] })).await;
        assert_eq!(labelled.status, if is_in { 200 } else { 404 });
        let choice = json!({ "account_id": self.client.id });
        let chosen = who.put("/v1/me/current-context", choice).await;
        assert_eq!(chosen.status, if is_in { 200 } else { 422 });
        is_in
    }

    /// Who of the admin and the manager is in the client.
    async fn who_is_in(&self) -> [bool; 2] {
        let [admin, manager] = self.people();
        [self.is_in(admin).await, self.is_in(manager).await]
    }

    async fn cost(&self, who: &Caller, expected: u16) -> Cost {
        let answer = who.get(&format!("{}/users", self.client.path)).await;
        assert_eq!(answer.status, expected, "{}", answer.text);
        answer.cost
    }
}

#[tokio::test]
async fn a_firms_people_are_in_the_clients_they_are_dispatched_to_and_in_no_other() {
    let firm = Firm::new().await;
    assert_eq!(firm.who_is_in().await, [true, true]);
    for who in firm.people() {
        who.get(&firm.other.path).await.expect_problem(404, "not_found");
        // They are managers there, and no more (rule 14).
        let managers = format!("{}/managers", firm.client.path);
        who.get(&managers).await.expect_problem(403, "forbidden");
        let own = json!({ "name": "My own" });
        let refused = who.post("/v1/accounts", own).await;
        refused.expect_problem(409, "manager_cannot_hold_account");
    }
    // Nor is anybody of the firm who was not dispatched.
    let colleague = firm.service.manager(&firm.firm, Scope::Company).await;
    for who in [&colleague, &firm.firm.holder] {
        who.get(&firm.client.path).await.expect_problem(404, "not_found");
    }
    firm.service.balanced().await;
}

#[tokio::test]
async fn the_scope_of_a_firms_grant_counts_for_all_its_people_from_the_next_request_on() {
    let firm = Firm::new().await;
    let service = &firm.service;
    let ann = service.member(&firm.client, Role::Driver, Some("Ann")).await;
    service.member(&firm.client, Role::Driver, Some("Bob")).await;
    let group = service.group_of(&firm.client, "North", &[&ann]).await;
    service.settle().await;
    let users = format!("{}/users", firm.client.path);
    for who in firm.people() {
        assert_eq!(who.list(&format!("{users}?role=driver")).await.len(), 2);
    }
    let scope = json!({ "kind": "groups", "group_ids": [group] });
    let change = json!({ "scope": scope });
    let changed = firm.client.holder.patch(&firm.grant_path(), change).await;
    assert_eq!(changed.cost.items_written, 2, "the grant and the trail's entry");
    assert_eq!(changed.expect(200)["email"], Value::Null);
    service.lists_caught_up().await;
    for who in firm.people() {
        let seen = who.list(&users).await;
        assert_eq!(seen.iter().map(|one| text(&one["name"])).collect::<Vec<_>>(), ["Ann"]);
        let contexts = who.list("/v1/me/contexts").await;
        let of = |one: &&Value| one["account"]["id"] == firm.client.id.as_str();
        let context = contexts.iter().find(of).expect("the client");
        let steer = json!({ "id": firm.firm.id, "name": "Steer" });
        assert_eq!((&context["scope"], &context["via"]), (&scope, &steer));
        let overview = who.list("/v1/me/reports/overview").await;
        assert!(overview.iter().any(|one| one["context"]["via"] == steer));
    }
    service.balanced().await;
}

#[tokio::test]
async fn a_client_ends_a_firm_by_one_write_and_all_its_people_are_strangers_with_the_next_request()
{
    let firm = Firm::new().await;
    assert_eq!(firm.who_is_in().await, [true, true]);
    let ended = firm.client.holder.delete(&firm.grant_path()).await;
    assert_eq!(ended.cost.items_written, 4, "both sides, and an entry of each trail");
    ended.expect(204);
    assert_eq!(firm.who_is_in().await, [false, false]);
    let books = firm.service.balanced().await;
    let told = books.events_of(Action::ManagerRemoved).next().expect("an entry");
    assert_eq!(told.changes["firm_id"], firm.firm.id.as_str());
}

#[tokio::test]
async fn a_firm_that_has_not_accepted_lets_nobody_in() {
    let firm = Firm::invited().await;
    let refused = firm.firm.send(&firm.client, &firm.people()).await;
    refused.expect_problem(409, "not_open_yet");
    assert_eq!(firm.who_is_in().await, [false, false]);
}

#[tokio::test]
async fn who_leaves_the_firm_leaves_its_clients_in_the_same_moment() {
    let firm = Firm::new().await;
    assert_eq!(firm.who_is_in().await, [true, true]);
    let leave = format!("/v1/me/contexts/{}", firm.firm.id);
    firm.manager.delete(&leave).await.expect(204);
    assert_eq!(firm.who_is_in().await, [true, false]);
    firm.admin.0.delete(&leave).await.expect(204);
    assert_eq!(firm.who_is_in().await, [false, false]);
    firm.service.balanced().await;
}

#[tokio::test]
async fn who_comes_to_the_firm_again_was_not_dispatched_again() {
    let firm = Firm::new().await;
    firm.manager.delete(&format!("/v1/me/contexts/{}", firm.firm.id)).await.expect(204);
    firm.service.manage(&firm.manager, &firm.firm, Scope::Company).await;
    assert_eq!(firm.who_is_in().await, [true, false]);
    firm.firm.send(&firm.client, &firm.people()).await.expect(200);
    assert_eq!(firm.who_is_in().await, [true, true]);
    firm.service.balanced().await;
}

#[tokio::test]
async fn an_admin_who_is_a_driver_again_leaves_the_firms_clients_in_the_same_moment() {
    let firm = Firm::new().await;
    let admin = format!("{}/admins/{}", firm.firm.path, firm.admin.1.user);
    firm.firm.holder.delete(&admin).await.expect(204);
    assert_eq!(firm.who_is_in().await, [false, true]);
    firm.service.balanced().await;
}

#[tokio::test]
async fn closing_the_firm_ends_its_people_in_its_clients_in_the_same_moment() {
    let firm = Firm::new().await;
    let closing = Some(json!({ "name": "Steer" }));
    firm.firm.holder.send(Method::DELETE, &firm.firm.path, closing).await.expect(204);
    for who in firm.people() {
        who.get(&firm.client.path).await.expect_problem(404, "not_found");
    }
    firm.service.balanced().await;
    assert!(firm.client.holder.list(&format!("{}/managers", firm.client.path)).await.is_empty());
}

#[tokio::test]
async fn one_of_a_firms_people_leaves_a_client_and_the_firm_goes_on() {
    let firm = Firm::new().await;
    firm.manager.delete(&format!("/v1/me/contexts/{}", firm.client.id)).await.expect(204);
    assert_eq!(firm.who_is_in().await, [true, false]);
    let managers = firm.client.holder.list(&format!("{}/managers", firm.client.path)).await;
    assert_eq!(managers.len(), 1);
    assert_eq!(managers[0]["firm"], json!({ "id": firm.firm.id, "name": "Steer" }));
    firm.service.balanced().await;
}

#[tokio::test]
async fn a_firms_person_waits_for_no_more_than_a_manager_once_they_were_there() {
    let firm = Firm::new().await;
    let manager = firm.service.manager(&firm.client, Scope::Company).await;
    let usual = firm.cost(&manager, 200).await;
    // The first call learns for which firm they act.
    let first = firm.cost(&firm.manager, 200).await;
    assert_eq!(first.round_trips, usual.round_trips + 1);
    let next = firm.cost(&firm.manager, 200).await;
    assert_eq!((next.round_trips, next.calls), (usual.round_trips, usual.calls));
    assert!(next.read_units > usual.read_units, "what stands behind is read each time");
    assert_eq!(firm.cost(&manager, 200).await, usual, "others pay nothing for it");
    // What is remembered never decides.
    firm.client.holder.delete(&firm.grant_path()).await.expect(204);
    let ended = firm.cost(&firm.manager, 404).await;
    assert_eq!(ended.round_trips, 1);
}
