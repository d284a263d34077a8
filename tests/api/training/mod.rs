//! Training sessions: who schedules them, who attends them, and what those are told.

mod attendees;
mod calendar;
mod cancelling;
mod changing;
mod listing;
mod own;
mod past;
mod removal;
mod scheduling;
mod scopes;
mod telling;

use serde_json::{Value, json};
use shared::domain::{GroupId, Role};
use tests::{
    Answer, Caller, Service,
    calendar::Entry,
    service::{Company, number},
    standing::{Member, text},
};

/// A company with drivers.
struct School {
    service: Service,
    company: Company,
    drivers: Vec<Member>,
}

impl School {
    /// A company with so many drivers: Ann, Bob, Cid and others.
    async fn of(drivers: usize) -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        let mut school = Self { service, company, drivers: vec![] };
        for place in 0..drivers {
            let name = ["Ann", "Bob", "Cid"].get(place).copied();
            let driver = school.service.member(&school.company, Role::Driver, name).await;
            school.drivers.push(driver);
        }
        school
    }

    /// The path of the company's sessions, or of one.
    fn path(&self, of: &str) -> String {
        format!("{}/sessions{of}", self.company.path)
    }

    /// The identifiers of some drivers.
    fn ids(&self, drivers: &[usize]) -> Vec<String> {
        drivers.iter().map(|driver| self.drivers[*driver].user.to_string()).collect()
    }

    /// A session for some drivers, in a week.
    fn body(&self, drivers: &[usize]) -> Value {
        let (starts_at, ends_at) = (self.service.in_days(7), self.service.in_days(8));
        json!({
            "title": "Skid pan", "starts_at": starts_at, "ends_at": ends_at, "place": "Hall 3",
            "user_ids": self.ids(drivers),
        })
    }

    async fn schedule(&self, drivers: &[usize]) -> Value {
        self.post(self.body(drivers)).await.expect(201)
    }

    async fn post(&self, body: Value) -> Answer {
        self.company.holder.post(&self.path(""), body).await
    }

    async fn get(&self, session: &Value) -> Answer {
        self.company.holder.get(&self.path_of(session)).await
    }

    async fn patch(&self, session: &Value, body: Value) -> Answer {
        self.company.holder.patch(&self.path_of(session), body).await
    }

    fn path_of(&self, session: &Value) -> String {
        self.path(&format!("/{}", text(&session["id"])))
    }

    /// What the calendar of a driver was told, newest first.
    async fn told(&self, driver: usize) -> Vec<Entry> {
        self.mails(driver).await.iter().map(Entry::of).collect()
    }

    /// The mails about sessions to a driver, newest first.
    async fn mails(&self, driver: usize) -> Vec<Value> {
        let mut mails = self.service.mails(&self.drivers[driver].email).await;
        mails.retain(|mail| mail["attachments"] != json!([]));
        mails
    }

    /// How many mails about sessions each driver was sent.
    async fn counts(&self) -> Vec<usize> {
        let mut counts = vec![];
        for driver in 0..self.drivers.len() {
            counts.push(self.mails(driver).await.len());
        }
        counts
    }

    async fn sign_in(&self, driver: usize) -> Caller {
        self.service.sign_in(&self.drivers[driver].email).await
    }

    /// A group of some drivers.
    async fn group(&self, drivers: &[usize]) -> GroupId {
        let (holder, path) = (&self.company.holder, format!("{}/groups", self.company.path));
        let name = json!({ "name": format!("Group {}", number()) });
        let group = holder.post(&path, name).await.expect(201);
        let members = format!("{path}/{}/members", text(&group["id"]));
        let users = json!({ "user_ids": self.ids(drivers) });
        holder.post(&members, users).await.expect(200);
        text(&group["id"]).parse().unwrap()
    }

    async fn remove(&self, driver: usize) {
        let path = format!("{}/users/{}", self.company.path, self.drivers[driver].user);
        self.company.holder.delete(&path).await.expect(204);
    }
}

/// The identifiers of some sessions.
fn ids_of(sessions: &[Value]) -> Vec<&str> {
    sessions.iter().map(|session| text(&session["id"])).collect()
}

/// The names of those who attend a session.
fn names_of(session: &Value) -> Vec<&str> {
    let attendees = session["attendees"].as_array().unwrap();
    attendees.iter().map(|attendee| text(&attendee["name"])).collect()
}
