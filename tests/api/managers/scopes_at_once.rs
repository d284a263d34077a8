//! A scope is read with each call: whatever changes it holds from the next request on.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{GroupId, Role, Scope, UserId};
use tests::{
    Caller, Service,
    service::Company,
    standing::{Member, text},
};

use super::managers;

/// A company with two drivers, each enrolled, and a group.
struct Client {
    service: Service,
    company: Company,
    drivers: [Member; 2],
    group: GroupId,
}

impl Client {
    async fn start() -> Self {
        let service = Service::start().await;
        let company = service.company("Haulage Ltd").await;
        let course = service.course().await;
        let mut drivers = vec![];
        for name in ["Ann", "Bob"] {
            let driver = service.member(&company, Role::Driver, Some(name)).await;
            service.enrol(&company, &driver, &course, service.open_window()).await;
            drivers.push(driver);
        }
        let group = service.group(&company, "North").await;
        service.settle().await;
        let drivers = drivers.try_into().expect("two drivers");
        Self { service, company, drivers, group }
    }

    async fn manager(&self, scope: Scope) -> Caller {
        self.service.manager(&self.company, scope).await
    }

    async fn manager_of_group(&self) -> Caller {
        self.manager(Scope::Groups { group_ids: BTreeSet::from([self.group]) }).await
    }

    fn of_drivers(&self, users: &[UserId]) -> Scope {
        Scope::Drivers { user_ids: users.iter().copied().collect() }
    }

    async fn put(&self, driver: usize, inside: bool) {
        let driver = &self.drivers[driver];
        self.service.put_into_group(&self.company, driver, self.group, inside).await;
        // Counts follow by the stream.
        self.service.settle().await;
    }

    /// Whom somebody sees in the report, in the summary, by their profiles and in the context: one
    /// answer, since all must agree.
    async fn seen(&self, by: &Caller) -> Vec<String> {
        let path = &self.company.path;
        let rows = by.list(&format!("{path}/reports")).await;
        let names: Vec<_> = rows.iter().map(|row| text(&row["user"]["name"]).to_owned()).collect();
        let summary = by.get(&format!("{path}/reports/summary")).await.expect(200);
        assert_eq!(summary["drivers"], names.len());
        assert_eq!(summary["enrolments"], names.len());
        let context = &by.list("/v1/me/contexts").await[0];
        assert_eq!(context["driver_count"], names.len());
        let overview = by.list("/v1/me/reports/overview").await;
        assert_eq!(overview, [json!({ "context": context, "summary": summary })]);
        for (name, driver) in ["Ann", "Bob"].into_iter().zip(&self.drivers) {
            let profile = by.get(&format!("{path}/users/{}/report", driver.user)).await;
            let expected = if names.iter().any(|one| one == name) { 200 } else { 404 };
            assert_eq!(profile.status, expected, "{name}");
        }
        names
    }
}

const NOBODY: [&str; 0] = [];

#[tokio::test]
async fn who_joins_the_group_later_is_in_the_scope_and_who_is_taken_out_is_not() {
    let client = Client::start().await;
    let manager = client.manager_of_group().await;
    assert_eq!(client.seen(&manager).await, NOBODY);
    client.put(0, true).await;
    assert_eq!(client.seen(&manager).await, ["Ann"]);
    client.put(1, true).await;
    assert_eq!(client.seen(&manager).await, ["Ann", "Bob"]);
    client.put(0, false).await;
    assert_eq!(client.seen(&manager).await, ["Bob"]);
}

#[tokio::test]
async fn a_removed_group_holds_nobody() {
    let client = Client::start().await;
    let manager = client.manager_of_group().await;
    client.put(0, true).await;
    assert_eq!(client.seen(&manager).await, ["Ann"]);
    let path = format!("{}/groups/{}", client.company.path, client.group);
    client.company.holder.delete(&path).await.expect(204);
    assert_eq!(client.seen(&manager).await, NOBODY);
}

#[tokio::test]
async fn a_changed_scope_holds_at_once() {
    let client = Client::start().await;
    let manager = client.manager(Scope::Company).await;
    assert_eq!(client.seen(&manager).await, ["Ann", "Bob"]);
    client.put(1, true).await;
    let listed = client.company.holder.list(&managers(&client.company)).await.remove(0);
    let path = format!("{}/{}", managers(&client.company), text(&listed["id"]));
    let [ann, bob] = [client.drivers[0].user, client.drivers[1].user];
    for (scope, expected) in [
        (client.of_drivers(&[ann]), vec!["Ann"]),
        (Scope::Groups { group_ids: BTreeSet::from([client.group]) }, vec!["Bob"]),
        (client.of_drivers(&[ann, bob]), vec!["Ann", "Bob"]),
        (client.of_drivers(&[bob]), vec!["Bob"]),
        (Scope::Company, vec!["Ann", "Bob"]),
    ] {
        let body = json!({ "scope": scope });
        client.company.holder.patch(&path, body).await.expect(200);
        assert_eq!(client.seen(&manager).await, expected, "{scope:?}");
    }
}

#[tokio::test]
async fn two_clients_of_one_manager_never_mix() {
    let client = Client::start().await;
    let other = client.service.company("Other Ltd").await;
    let manager = client.manager(Scope::Company).await;
    client.service.manage(&manager, &other, Scope::Company).await;
    // The context is in the path of each call; the remembered one is no more than a default.
    for chosen in [&client.company, &other] {
        let choice = json!({ "account_id": chosen.id });
        manager.put("/v1/me/current-context", choice).await.expect(200);
        let rows = manager.list(&format!("{}/reports", client.company.path)).await;
        assert_eq!(rows.len(), 2);
        assert_eq!(manager.list(&format!("{}/reports", other.path)).await, [Value::Null; 0]);
        let foreign = client.drivers[0].user;
        let profile = manager.get(&format!("{}/users/{foreign}/report", other.path)).await;
        profile.expect_problem(404, "not_found");
    }
}
