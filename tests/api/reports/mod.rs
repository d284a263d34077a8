//! Results as drivers send them in, and the reports that show them.

mod groups;
mod list;
mod own;
mod printed;
mod profile;
mod recount;
mod results;
mod revisions;
mod scopes;
mod summary;
mod tallies;
mod validity;

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{DAY, Member, text},
};

/// A company with drivers, and the catalogue.
struct Fleet {
    service: Service,
    company: Company,
    /// Winter driving (four modules), eco driving (three), manual handling (four).
    courses: Vec<Value>,
    drivers: Vec<Member>,
}

impl Fleet {
    async fn of(names: &[&str]) -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        let courses = company.holder.list("/v1/courses").await;
        let mut drivers = vec![];
        for name in names {
            drivers.push(service.member(&company, Role::Driver, Some(name)).await);
        }
        Self { service, company, courses, drivers }
    }

    /// Enrols a driver in a course, open now and without an end.
    async fn enrol(&self, driver: usize, course: usize) -> String {
        let window = self.service.open_window();
        let (who, course) = (&self.drivers[driver], &self.courses[course]);
        self.service.enrol(&self.company, who, course, window).await
    }

    async fn sign_in(&self, driver: usize) -> Caller {
        self.service.sign_in(&self.drivers[driver].email).await
    }

    fn module(&self, course: usize, module: usize) -> &Value {
        &self.courses[course]["modules"][module]["id"]
    }

    /// A driver completes the first modules of a course, each with a score.
    async fn complete(
        &self,
        who: &Caller,
        enrolment: &str,
        course: usize,
        scores: &[f64],
    ) -> Value {
        let mut answer = Value::Null;
        for (place, score) in scores.iter().enumerate() {
            let module = self.module(course, place);
            let result = json!({ "module_id": module, "completed": true, "score": score });
            answer = record(who, enrolment, result).await.expect(200);
        }
        answer
    }

    /// A path of the company.
    fn path(&self, of: &str) -> String {
        format!("{}{of}", self.company.path)
    }

    async fn rows(&self, query: &str) -> Vec<Value> {
        self.service.settle().await;
        self.company.holder.list(&self.path(&format!("/reports?limit=100{query}"))).await
    }

    async fn summary(&self) -> Value {
        self.service.settle().await;
        self.company.holder.get(&self.path("/reports/summary")).await.expect(200)
    }
}

async fn record(who: &Caller, enrolment: &str, result: Value) -> Answer {
    who.post(&format!("/v1/me/enrolments/{enrolment}/results"), result).await
}

/// The names of the drivers of some rows.
fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| text(&row["user"]["name"])).collect()
}
