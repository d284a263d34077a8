//! Report links: URLs that show a report to whoever has one.

mod dead;
mod making;
mod opening;
mod own;
mod pages;
mod printed;

use serde_json::{Value, json};
use shared::domain::{GroupId, Role};
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{Member, text},
};

const OPEN: &str = "/v1/reports/open";
const MINE: &str = "/v1/me/report-links";

/// A company whose two drivers have a course, one of them in a group.
struct Depot {
    service: Service,
    company: Company,
    course: Value,
    ann: Member,
    bob: Member,
    group: GroupId,
}

impl Depot {
    async fn new() -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        service.seats(&company, 500).await;
        let course = service.course_of(2, Some(12)).await;
        let ann = service.driver_of(&company, "Ann Lee").await;
        let bob = service.driver_of(&company, "Bob Roe").await;
        let group = service.group(&company, "Night shift").await;
        let depot = Self { service, company, course, ann, bob, group };
        depot.service.put_into_group(&depot.company, &depot.ann, group, true).await;
        depot.assign(&depot.course, &[&depot.ann, &depot.bob]).await;
        depot
    }

    /// Assigns a course, by licences that are bought for it.
    async fn assign(&self, course: &Value, drivers: &[&Member]) {
        self.company.buy(course, drivers.len()).await;
        let users: Vec<_> = drivers.iter().map(|driver| driver.user).collect();
        for some in users.chunks(100) {
            let body = json!({ "course_id": course["id"], "user_ids": some });
            self.company.assign(body).await;
        }
        self.service.lists_caught_up().await;
    }

    fn path(&self, of: &str) -> String {
        format!("{}{of}", self.company.path)
    }

    /// A link that the holder makes.
    async fn link(&self, of: Value) -> Value {
        self.link_by(&self.company.holder, of).await
    }

    /// A link that somebody makes.
    async fn link_by(&self, maker: &Caller, of: Value) -> Value {
        let mut body = json!({ "name": "For the insurer" });
        body.as_object_mut().expect("fields").extend(of.as_object().expect("fields").clone());
        maker.post(&self.path("/report-links"), body).await.expect(201)
    }

    /// An admin, signed in.
    async fn admin(&self) -> (Member, Caller) {
        let admin = self.service.member(&self.company, Role::Admin, Some("Ada")).await;
        let caller = self.service.sign_in(&admin.email).await;
        (admin, caller)
    }

    async fn open(&self, link: &Value) -> Answer {
        open(&self.service, link).await
    }

    /// The report that a link shows.
    async fn shown(&self, link: &Value) -> Value {
        self.open(link).await.expect(200)
    }

    /// Fails unless a link is dead, to whoever has it and in its account's list.
    async fn expect_dead(&self, link: &Value, status: &str) {
        self.open(link).await.expect_problem(404, "not_found");
        let links = self.company.holder.list(&self.path("/report-links")).await;
        let listed = links.iter().find(|one| one["id"] == link["id"]).expect("a link");
        assert_eq!(listed["status"], status);
    }
}

async fn open(service: &Service, link: &Value) -> Answer {
    service.anonymous().post(OPEN, json!({ "token": token(link) })).await
}

fn token(link: &Value) -> &str {
    text(&link["url"]).split_once("/report#").expect("a token").1
}

/// Whom a report shows.
fn names(report: &Value) -> Vec<&str> {
    let rows = report["items"].as_array().expect("rows").iter();
    rows.map(|row| text(&row["user"]["name"])).collect()
}
