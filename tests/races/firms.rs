//! Firms and their clients: answered, sent to, left and ended at once.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use http::Method;
use serde_json::{Value, json};
use shared::domain::{Scope, event::Action};
use tests::{Answer, Caller, Service, crowd::at_once, service::Company, standing::text};

use super::outcomes;

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

/// A firm with two managers.
struct Firm {
    service: Service,
    firm: Company,
    people: [Caller; 2],
}

impl Firm {
    async fn start() -> Self {
        let service = Service::start_busy().await;
        let firm = service.company("Steer").await;
        // Who holds it is found in an index, to be told of what happens.
        service.lists_caught_up().await;
        let people = [service.driver().await, service.driver().await];
        for who in &people {
            service.manage(who, &firm, Scope::Company).await;
        }
        Self { service, firm, people }
    }

    async fn client(&self, round: usize) -> Company {
        let client = self.service.company(&format!("Client {round}")).await;
        self.service.lists_caught_up().await;
        client
    }

    fn call(&self, who: &Caller, method: Method, path: String, body: Option<Value>) -> Calling {
        let who = who.clone();
        Box::pin(async move { who.send_patiently(method, &path, body).await })
    }

    fn accept(&self, client: &Company) -> Calling {
        let path = format!("{}/accept", self.firm.client(client));
        self.call(&self.firm.holder, Method::POST, path, Some(json!({})))
    }

    async fn sends(&self, client: &Company, people: &[&Caller]) -> Calling {
        let mut ids = vec![];
        for who in people {
            ids.push(who.person_id().await);
        }
        let path = format!("{}/people", self.firm.client(client));
        self.call(&self.firm.holder, Method::PUT, path, Some(json!({ "person_ids": ids })))
    }

    fn leaves(&self, who: &Caller) -> Calling {
        self.call(who, Method::DELETE, format!("/v1/me/contexts/{}", self.firm.id), None)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_a_firm_accepts_twenty_times_at_once_is_accepted_once() {
    let firm = Firm::start().await;
    let client = firm.client(0).await;
    firm.service.invite_firm(&client, &firm.firm).await;
    let answers = at_once((0..20).map(|_| firm.accept(&client))).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 20)]));
    let books = firm.service.balanced().await;
    assert_eq!(books.events_of(Action::FirmAccepted).count(), 1);
    assert_eq!(books.clients[0].version, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_withdraws_as_the_firm_accepts_is_gone_either_way() {
    let firm = Firm::start().await;
    for round in 0..8 {
        let client = firm.client(round).await;
        let invited = firm.service.invite_firm(&client, &firm.firm).await;
        let path = format!("{}/managers/{}", client.path, text(&invited["id"]));
        let withdrawn = firm.call(&client.holder, Method::DELETE, path, None);
        let answers = at_once([firm.accept(&client), withdrawn]).await;
        assert!([200, 404].contains(&answers[0].status), "{}", answers[0].text);
        assert_eq!(answers[1].status, 204, "{}", answers[1].text);
        let books = firm.service.balanced().await;
        assert!(books.clients.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_sent_as_they_leave_the_firm_is_in_no_client() {
    for round in 0..8 {
        let firm = Firm::start().await;
        let client = firm.client(round).await;
        firm.service.becomes_client(&client, &firm.firm).await;
        let [ann, bob] = &firm.people;
        let sent = firm.sends(&client, &[ann, bob]).await;
        let answers = at_once([sent, firm.leaves(ann)]).await;
        assert_eq!(answers[1].status, 204, "{}", answers[1].text);
        ann.get(&client.path).await.expect_problem(404, "not_found");
        let sent = match answers[0].status {
            200 => 1,
            422 => 0,
            status => panic!("{status}: {}", answers[0].text),
        };
        let books = firm.service.balanced().await;
        assert_eq!(books.clients[0].people.len(), sent, "all or nothing, less who left");
        let person = books.people.iter().find(|one| one.email.as_str() == ann.email).unwrap();
        assert_eq!(person.manages, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_choices_at_once_one_stands_as_a_whole() {
    let firm = Firm::start().await;
    for round in 0..8 {
        let client = firm.client(round).await;
        firm.service.becomes_client(&client, &firm.firm).await;
        let [ann, bob] = &firm.people;
        let calls = [firm.sends(&client, &[ann]).await, firm.sends(&client, &[bob]).await];
        let answers = at_once(calls).await;
        assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 2)]));
        firm.service.balanced().await;
        let inside = [ann, bob].map(|who| who.get(&client.path));
        let inside = futures::future::join_all(inside).await;
        let inside = inside.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(inside, 1, "one of both choices");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_sent_and_makes_a_company_at_once_does_one_of_both() {
    for round in 0..8 {
        let service = Service::start_busy().await;
        let firm = service.company("Steer").await;
        let client = service.company("Client").await;
        service.lists_caught_up().await;
        service.becomes_client(&client, &firm).await;
        // An admin manages nothing yet.
        let (ann, user) = service.joined(&firm, "ann@example.com").await;
        let admin = user.replace("/users/", "/admins/");
        firm.holder.put(&admin, json!({})).await.expect(200);
        let people = [ann.clone(), ann.clone()];
        let firm = Firm { service, firm, people };
        let sent = firm.sends(&client, &[&ann]).await;
        let name = Some(json!({ "name": format!("Company {round}") }));
        let made = firm.call(&ann, Method::POST, "/v1/accounts".to_owned(), name);
        let answers = at_once([sent, made]).await;
        let told = (answers[0].status, answers[1].status, answers[1].code());
        let fine = [(200, 409, "manager_cannot_hold_account"), (422, 201, "")];
        assert!(fine.contains(&told), "{told:?} {} {}", answers[0].text, answers[1].text);
        firm.service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_as_the_client_ends_the_firm_is_gone_with_it() {
    let firm = Firm::start().await;
    for round in 0..8 {
        let client = firm.client(round).await;
        let manager = firm.service.becomes_client(&client, &firm.firm).await;
        let [ann, bob] = &firm.people;
        let path = format!("{}/managers/{}", client.path, text(&manager["id"]));
        let ended = firm.call(&client.holder, Method::DELETE, path, None);
        let answers = at_once([firm.sends(&client, &[ann, bob]).await, ended]).await;
        assert!([200, 404].contains(&answers[0].status), "{}", answers[0].text);
        assert_eq!(answers[1].status, 204, "{}", answers[1].text);
        for who in [ann, bob] {
            who.get(&client.path).await.expect_problem(404, "not_found");
        }
        let books = firm.service.balanced().await;
        assert!(books.clients.is_empty());
    }
}
