//! A manager of a thousand clients and a client with a thousand managers: a page, a check and a
//! change cost what they cost with a few.

use serde_json::{Value, json};
use shared::{
    domain::{
        AccountId, AccountKind, AccountName, Email, ManagerId, PersonId, Role, Scope,
        event::{Actor, ActorKind},
    },
    table::{
        Entity,
        account::Account,
        manager::{Manager, ManagingPerson, Who},
        meter::Cost,
        person::Context,
    },
};
use tests::{Caller, Service, service::Company, standing::text};

use super::{invite, managers};

const MANY: usize = 1_000;
/// More than a page.
const FEW: usize = 30;
const IN_A_WRITE: usize = 50;

/// Puts so many of what is made into the table.
async fn put<E: Entity>(service: &Service, count: usize, make: impl Fn(usize) -> Vec<E>) {
    let items: Vec<_> = (0..count).flat_map(make).collect();
    for some in items.chunks(IN_A_WRITE) {
        let write = service.stack().app().table.write::<()>();
        let write = some.iter().fold(write, |write, item| write.create(item, ()));
        write.run().await.expect("items");
    }
}

/// Makes somebody the manager of so many more clients.
async fn clients(service: &Service, who: &Caller, count: usize) {
    let me = who.get("/v1/me").await.expect(200);
    let person_id: PersonId = text(&me["person"]["id"]).parse().unwrap();
    let (app, now) = (service.stack().app(), service.now());
    let ids: Vec<_> = (0..count).map(|_| AccountId::new(app.clock.precise())).collect();
    put(service, count, |at| {
        let name = AccountName::parse(&format!("Client {at}")).unwrap();
        vec![Account::new(ids[at], AccountKind::Company, name, now)]
    })
    .await;
    put(service, count, |at| {
        vec![Context {
            person_id,
            account_id: ids[at],
            role: Role::Manager,
            user_id: None,
            manager_id: Some(ManagerId::new(app.clock.precise())),
            scope: Some(Scope::Company),
            via: None,
            labels: vec![],
            firm_labels: vec![],
            last_used_at: now,
        }]
    })
    .await;
}

/// Gives a company so many more managers.
async fn more_managers(service: &Service, of: &Company, count: usize) {
    let (app, now) = (service.stack().app(), service.now());
    let account_id: AccountId = of.id.parse().unwrap();
    put(service, count, |at| {
        vec![Manager {
            account_id,
            manager_id: ManagerId::new(app.clock.precise()),
            who: Who::Person(ManagingPerson {
                person_id: PersonId::new(app.clock.precise()),
                email: Email::parse(&format!("manager{at:04}@example.com")).unwrap(),
                name: None,
            }),
            scope: Scope::Company,
            invited_at: now,
            invited_by: Actor { kind: ActorKind::System, id: None, email: None },
            mail_id: None,
            accepted_at: Some(now),
            resent_at: vec![],
            version: 2,
        }]
    })
    .await;
}

async fn cost(by: &Caller, path: &str) -> Cost {
    let answer = by.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.cost
}

#[tokio::test]
async fn a_manager_of_a_thousand_clients_pays_for_a_page_and_a_check_as_one_of_a_few() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = service.manager(&haulage, Scope::Company).await;
    let choice = json!({ "account_id": haulage.id });
    manager.put("/v1/me/current-context", choice).await.expect(200);
    let check = format!("{}/reports/summary", haulage.path);
    let pages = ["/v1/me/contexts", "/v1/me/reports/overview"];
    let with_one = cost(&manager, &check).await;
    let trips = [cost(&manager, pages[0]).await, cost(&manager, pages[1]).await];
    clients(&service, &manager, FEW).await;
    let with_few = [cost(&manager, pages[0]).await, cost(&manager, pages[1]).await];
    clients(&service, &manager, MANY - FEW - 1).await;
    assert_eq!(cost(&manager, &check).await, with_one);
    for (place, page) in pages.into_iter().enumerate() {
        let with_many = cost(&manager, page).await;
        assert_eq!(with_many, with_few[place], "{page}");
        assert_eq!(with_many.round_trips, trips[place].round_trips, "{page}");
    }
    let first = manager.get(pages[0]).await.expect(200);
    assert_eq!(first["items"][0]["account"]["id"], haulage.id);
    assert_eq!(manager.list("/v1/me/contexts?limit=100").await.len(), MANY);
    let me = manager.get("/v1/me").await.expect(200);
    assert_eq!(me["contexts"].as_array().map(Vec::len), Some(100));
    assert_eq!(me["contexts"][0]["account"]["id"], haulage.id);
}

#[tokio::test]
async fn a_client_with_a_thousand_managers_pays_for_a_page_a_check_and_a_change_as_with_a_few() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = service.manager(&haulage, Scope::Company).await;
    let (page, check) = (managers(&haulage), format!("{}/reports", haulage.path));
    let with_one = cost(&manager, &check).await;
    let scope = json!({ "kind": "company" });
    let invited = invite(&haulage, "first@example.com", scope.clone()).await;
    more_managers(&service, &haulage, FEW).await;
    let with_few = cost(&haulage.holder, &page).await;
    more_managers(&service, &haulage, MANY - FEW).await;
    assert_eq!(cost(&haulage.holder, &page).await, with_few);
    assert_eq!(cost(&manager, &check).await, with_one);
    let one_more = invite(&haulage, "other@example.com", scope).await;
    assert_eq!((one_more.status, one_more.cost), (201, invited.cost));
    let all: Vec<Value> = haulage.holder.list(&format!("{page}?limit=100")).await;
    assert_eq!(all.len(), MANY + 3);
}
