//! Courses assigned, scheduled and revoked.

mod assigning;
mod ending;
mod fields;
mod groups;
mod lagging;
mod mailing;
mod pools;
mod revoking;
mod rounds;
mod scheduling;
mod scopes;
mod summaries;

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{Member, text},
};

/// A company with drivers and licences of the first sample course.
struct Client {
    service: Service,
    company: Company,
    /// The first sample course, which has four modules.
    course: Value,
    drivers: Vec<Member>,
}

impl Client {
    /// A company that bought so many licences.
    async fn of(names: &[&str], licences: usize) -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        let course = service.course().await;
        if licences > 0 {
            company.buy(&course, licences).await;
        }
        let mut drivers = vec![];
        for name in names {
            drivers.push(service.member(&company, Role::Driver, Some(name)).await);
        }
        Self { service, company, course, drivers }
    }

    /// What assigns the course to some drivers.
    fn to(&self, drivers: &[usize]) -> Value {
        let users: Vec<_> = drivers.iter().map(|one| self.drivers[*one].user.to_string()).collect();
        json!({ "course_id": self.course["id"], "user_ids": users })
    }

    /// The holder assigns the course to a driver.
    async fn enrol(&self, driver: usize) -> Value {
        let row = self.company.assign(self.to(&[driver])).await.remove(0);
        assert_eq!(row["status"], "enrolled", "{row}");
        row["enrolment"].clone()
    }

    async fn revoke(&self, enrolment: &Value) -> Answer {
        self.company.holder.delete(&self.company.enrolment(enrolment)).await
    }

    async fn sign_in(&self, driver: usize) -> Caller {
        self.service.sign_in(&self.drivers[driver].email).await
    }

    /// A driver completes the first modules of the course.
    async fn complete(&self, driver: usize, enrolment: &Value, modules: usize) {
        let driver = self.sign_in(driver).await;
        for module in 0..modules {
            self.record(&driver, enrolment, module).await.expect(200);
        }
    }

    async fn record(&self, driver: &Caller, enrolment: &Value, module: usize) -> Answer {
        let module = &self.course["modules"][module]["id"];
        let result = json!({ "module_id": module, "completed": true, "score": 80 });
        driver.post(&format!("/v1/me/enrolments/{}/results", text(&enrolment["id"])), result).await
    }

    /// Purchased, assigned, available.
    async fn licences(&self) -> [u64; 3] {
        self.company.licences(&self.course).await
    }

    /// A path of the company.
    fn path(&self, of: &str) -> String {
        format!("{}{of}", self.company.path)
    }

    /// The report's rows, read by the holder.
    async fn report(&self) -> Vec<Value> {
        self.service.settle().await;
        self.company.holder.list(&self.path("/reports")).await
    }
}

/// What became of each row.
fn statuses(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| text(&row["status"])).collect()
}
