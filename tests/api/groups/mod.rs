//! Groups: made, listed, renamed, removed; who is in them and who sees them.

mod listing;
mod making;
mod members;
mod scopes;

use serde_json::{Value, json};
use shared::domain::{GroupId, Role, Scope};
use tests::{
    Answer, Service,
    service::Company,
    standing::{Member, text},
};

const ABSENT: &str = "grp_01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// A company, with what its groups need.
struct Depot {
    service: Service,
    company: Company,
}

impl Depot {
    async fn start() -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        Self { service, company }
    }

    fn groups(&self) -> String {
        format!("{}/groups", self.company.path)
    }

    fn of(&self, group: &Value) -> String {
        format!("{}/{}", self.groups(), text(&group["id"]))
    }

    fn members(&self, group: &Value) -> String {
        format!("{}/members", self.of(group))
    }

    async fn try_make(&self, name: &str) -> Answer {
        self.company.holder.post(&self.groups(), json!({ "name": name })).await
    }

    async fn make(&self, name: &str) -> Value {
        self.try_make(name).await.expect(201)
    }

    async fn rename(&self, group: &Value, name: &str) -> Answer {
        self.company.holder.patch(&self.of(group), json!({ "name": name })).await
    }

    async fn remove(&self, group: &Value) {
        self.company.holder.delete(&self.of(group)).await.expect(204);
    }

    async fn driver(&self) -> Member {
        self.service.member(&self.company, Role::Driver, Some("Ann")).await
    }

    async fn drivers(&self, count: usize) -> Vec<Member> {
        let mut drivers = vec![];
        while drivers.len() < count {
            drivers.push(self.driver().await);
        }
        drivers
    }

    /// Puts users into a group, and tells what became of each.
    async fn add(&self, group: &Value, who: &[&Member]) -> Vec<Value> {
        let users: Vec<_> = who.iter().map(|member| member.user).collect();
        let body = json!({ "user_ids": users });
        rows(&self.company.holder.post(&self.members(group), body).await.expect(200))
    }

    async fn take_out(&self, group: &Value, who: &Member) -> Answer {
        let path = format!("{}/{}", self.members(group), who.user);
        self.company.holder.delete(&path).await
    }

    /// The group as the list shows it.
    async fn listed(&self, group: &Value) -> Value {
        let all = self.company.holder.list(&self.groups()).await;
        all.into_iter().find(|one| one["id"] == group["id"]).expect("the group")
    }
}

fn rows(answer: &Value) -> Vec<Value> {
    answer["results"].as_array().cloned().expect("results")
}

/// What became of each row, in a word.
fn statuses(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| text(&row["status"])).collect()
}

fn group_id(group: &Value) -> GroupId {
    text(&group["id"]).parse().expect("a group")
}

/// The scope of a manager of these groups.
fn of_groups(groups: &[&Value]) -> Scope {
    Scope::Groups { group_ids: groups.iter().map(|group| group_id(group)).collect() }
}
