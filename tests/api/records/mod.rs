//! Records: what completed courses leave for good, to the account and to the driver.

mod before;
mod certificates;
mod checking;
mod former;
mod keeping;
mod listing;
mod own;
mod scopes;
mod validity;

use serde_json::Value;
use tests::{
    Caller, Service,
    service::Company,
    standing::{Member, text},
};

/// A company whose drivers complete courses.
struct School {
    service: Service,
    company: Company,
    /// One of two modules; completing it counts for a year.
    course: Value,
}

impl School {
    async fn new() -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        service.seats(&company, 100).await;
        let course = service.course_of(2, Some(12)).await;
        Self { service, company, course }
    }

    /// A driver who completes the course, signed in.
    async fn graduate(&self, name: &str) -> (Member, Caller) {
        let member = self.service.driver_of(&self.company, name).await;
        let caller = self.service.completes(&self.company, &member, &self.course).await;
        (member, caller)
    }

    fn path(&self, of: &str) -> String {
        format!("{}{of}", self.company.path)
    }

    /// The account's records, as its holder lists them.
    async fn records(&self, query: &str) -> Vec<Value> {
        self.service.lists_caught_up().await;
        self.company.holder.list(&self.path(&format!("/records?limit=100{query}"))).await
    }
}

/// The names that records have.
fn names(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| text(&record["person"]["name"])).collect()
}

/// A record of an account and of its driver: what both say.
fn in_common(record: &Value) -> Value {
    let mut record = record.clone();
    let fields = record.as_object_mut().expect("a record");
    fields.retain(|name, _| !["user_id", "former_user_id", "account"].contains(&name.as_str()));
    record
}
