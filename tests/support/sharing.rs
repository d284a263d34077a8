//! Companies that share drivers, and routes.

use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shared::domain::Role;

use crate::{
    Answer, Caller, Service,
    service::Company,
    standing::{Member, text},
};

impl Service {
    /// A driver of a company.
    pub async fn driver_of(&self, of: &Company, name: &str) -> Member {
        self.member(of, Role::Driver, Some(name)).await
    }

    /// Shares drivers with another company.
    pub async fn share(&self, of: &Company, with: &Company, drivers: &[&Member]) -> Value {
        let ids: Vec<_> = drivers.iter().map(|driver| driver.user).collect();
        of.share(with, json!({ "driver_ids": ids })).await.expect(200)
    }

    /// A route that starts in so many hours and lasts for so many.
    pub async fn route(&self, of: &Company, starts_in: i64, lasts: i64) -> Value {
        let body = json!({
            "name": "Harbour to depot",
            "starts_at": self.in_hours(starts_in),
            "ends_at": self.in_hours(starts_in + lasts),
        });
        of.holder.post(&format!("{}/routes", of.path), body).await.expect(201)
    }

    /// The moment that lies so many hours ahead.
    pub fn in_hours(&self, hours: i64) -> Timestamp {
        self.now() + SignedDuration::from_hours(hours)
    }
}

impl Company {
    /// Shares drivers with another company.
    pub async fn share(&self, with: &Company, body: Value) -> Answer {
        self.holder.post(&format!("{}/shares/{}", self.path, with.id), body).await
    }

    /// Takes a driver back from another company.
    pub async fn unshare(&self, with: &Company, driver: &Member) -> Answer {
        let path = format!("{}/shares/{}/{}", self.path, with.id, driver.user);
        self.holder.delete(&path).await
    }

    /// Gives a driver back to the company that shares them.
    pub async fn give_back(&self, driver: &Member) -> Answer {
        self.holder.delete(&format!("{}/drivers/{}", self.path, driver.user)).await
    }

    /// Refuses another company.
    pub async fn refuse(&self, other: &Company) -> Answer {
        self.holder.send(Method::PUT, &self.refusal(other), None).await
    }

    /// Refuses another company no longer.
    pub async fn allow(&self, other: &Company) -> Answer {
        self.holder.delete(&self.refusal(other)).await
    }

    /// The path of the company's refusal of another.
    pub fn refusal(&self, other: &Company) -> String {
        format!("{}/refused/{}", self.path, other.id)
    }

    /// Removes a driver of the company.
    pub async fn remove(&self, driver: &Member) {
        let path = format!("{}/users/{}", self.path, driver.user);
        self.holder.delete(&path).await.expect(204);
    }

    /// Puts a driver on a route of the company.
    pub async fn put_on(&self, route: &Value, driver: &Member) -> Answer {
        self.holder.send(Method::PUT, &self.place(route, driver), None).await
    }

    /// Takes a driver off a route of the company.
    pub async fn take_off(&self, route: &Value, driver: &Member) -> Answer {
        self.holder.delete(&self.place(route, driver)).await
    }

    /// The path of a route of the company.
    pub fn route(&self, route: &Value) -> String {
        format!("{}/routes/{}", self.path, text(&route["id"]))
    }

    fn place(&self, route: &Value, driver: &Member) -> String {
        format!("{}/drivers/{}", self.route(route), driver.user)
    }

    /// The drivers on a route of the company, by identifier.
    pub async fn on(&self, route: &Value) -> Vec<String> {
        let route = self.holder.get(&self.route(route)).await.expect(200);
        let drivers = route["drivers"].as_array().expect("drivers").iter();
        drivers.map(|driver| text(&driver["id"]).to_owned()).collect()
    }
}

impl Caller {
    /// The routes that the caller is on, by identifier.
    pub async fn my_routes(&self) -> Vec<String> {
        let mine = self.list("/v1/me/routes").await;
        mine.iter().map(|route| text(&route["id"]).to_owned()).collect()
    }
}
