//! Departures while the stream's consumer is late: what they end, and what is seen meanwhile.

use serde_json::{Value, json};
use tests::{
    Caller,
    service::Company,
    standing::{Member, text},
};

use super::{consumer::company, rig::Rig};

/// A company with licences of every course, and a partner.
struct Firm {
    rig: Rig,
    home: Company,
    partner: Company,
    courses: Vec<Value>,
}

/// What somebody has of the company: a course, a session, a share, and a route of each company.
struct Things {
    enrolment: Value,
    session: Value,
    routes: [Value; 2],
}

impl Firm {
    async fn start() -> Self {
        let rig = Rig::start().await;
        let (home, partner) = (company(&rig, "Home").await, company(&rig, "Partner").await);
        let courses = home.holder.list("/v1/courses").await;
        for course in &courses {
            home.buy(course, 10).await;
        }
        Self { rig, home, partner, courses }
    }

    /// Gives somebody something of everything, so many hours ahead.
    async fn give(&self, who: &Member, hours: i64) -> Things {
        let (service, home, partner) = (&self.rig.service, &self.home, &self.partner);
        let body = json!({ "course_id": self.courses[0]["id"], "user_ids": [who.user] });
        let row = home.assign(body).await.remove(0);
        assert_eq!(row["status"], "enrolled", "{row}");
        service.share(home, partner, &[who]).await;
        let routes =
            [service.route(home, hours, 1).await, service.route(partner, hours + 2, 1).await];
        for (of, route) in [home, partner].into_iter().zip(&routes) {
            of.put_on(route, who).await.expect(200);
        }
        let session = self.session(who, hours).await;
        Things { enrolment: row["enrolment"].clone(), session, routes }
    }

    async fn session(&self, who: &Member, hours: i64) -> Value {
        let service = &self.rig.service;
        let body = json!({
            "title": "Skid pan", "place": "Hall 3", "user_ids": [who.user],
            "starts_at": service.in_hours(hours), "ends_at": service.in_hours(hours + 1),
        });
        self.home.holder.post(&format!("{}/sessions", self.home.path), body).await.expect(201)
    }

    /// Whether somebody has all of that still, by the companies' own reading.
    async fn has(&self, who: &Member, things: &Things) -> [bool; 5] {
        let report = format!("{}/users/{}/report", self.home.path, who.user);
        let report = self.home.holder.get(&report).await;
        let shared = format!("{}/drivers/{}", self.partner.path, who.user);
        let session = format!("{}/sessions/{}", self.home.path, text(&things.session["id"]));
        let session = self.home.holder.get(&session).await.expect(200);
        let user = who.user.to_string();
        [
            report.is_success() && report.body["enrolments"][0]["id"] == things.enrolment["id"],
            session["attendees"].as_array().unwrap().iter().any(|one| one["user_id"] == user),
            self.partner.holder.get(&shared).await.is_success(),
            self.home.on(&things.routes[0]).await.contains(&user),
            self.partner.on(&things.routes[1]).await.contains(&user),
        ]
    }
}

/// How much somebody's own lists show.
async fn own(who: &Caller) -> [usize; 3] {
    let mut counts = [0; 3];
    for (count, list) in counts.iter_mut().zip(["enrolments", "sessions", "routes"]) {
        *count = who.list(&format!("/v1/me/{list}")).await.len();
    }
    counts
}

async fn record(who: &Caller, enrolment: &Value) -> tests::Answer {
    let path = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
    let module = &enrolment["modules"][0]["id"];
    who.post(&path, json!({ "module_id": module, "completed": true })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_departure_ends_the_things_of_the_membership_that_left_and_of_none_that_came_after()
{
    let firm = Firm::start().await;
    let ann = firm.rig.service.driver_of(&firm.home, "Ann").await;
    let old = firm.give(&ann, 10).await;
    firm.rig.drain().await;
    firm.home.remove(&ann).await;
    let again = firm.rig.service.member_too(&firm.home, &ann).await;
    let new = firm.give(&again, 20).await;
    firm.rig.drain().await;
    assert_eq!(firm.has(&again, &new).await, [true; 5]);
    assert_eq!(firm.has(&ann, &old).await, [false; 5]);
    let driver = firm.rig.service.signed_in(&again).await;
    assert_eq!(own(&driver).await, [1, 1, 2]);
    record(&driver, &new.enrolment).await.expect(200);
    firm.rig.drain().await;
    firm.rig.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_sees_nothing_of_the_account_from_that_moment_on() {
    let firm = Firm::start().await;
    let ann = firm.rig.service.driver_of(&firm.home, "Ann").await;
    let things = firm.give(&ann, 10).await;
    // They are a driver elsewhere as well, and hold an own account: both stay.
    let other = company(&firm.rig, "Other").await;
    let elsewhere = firm.rig.service.member_too(&other, &ann).await;
    let route = firm.rig.service.route(&other, 30, 1).await;
    other.put_on(&route, &elsewhere).await.expect(200);
    let driver = firm.rig.service.signed_in(&ann).await;
    driver.post("/v1/redemptions", json!({ "code": firm.rig.code() })).await.expect(201);
    assert_eq!(own(&driver).await, [2, 1, 3]);
    firm.home.remove(&ann).await;
    for _ in 0..2 {
        assert_eq!(own(&driver).await, [1, 0, 1]);
        record(&driver, &things.enrolment).await.expect_problem(404, "not_found");
        let codes = driver.list("/v1/me/enrolments").await.remove(0);
        record(&driver, &codes).await.expect(200);
        firm.rig.drain().await;
    }
    firm.rig.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_had_is_not_theirs_again_when_they_come_again() {
    let firm = Firm::start().await;
    let ann = firm.rig.service.driver_of(&firm.home, "Ann").await;
    let things = firm.give(&ann, 10).await;
    firm.home.remove(&ann).await;
    let again = firm.rig.service.member_too(&firm.home, &ann).await;
    let driver = firm.rig.service.signed_in(&again).await;
    for _ in 0..2 {
        assert_eq!(own(&driver).await, [0; 3]);
        record(&driver, &things.enrolment).await.expect_problem(404, "not_found");
        let report = format!("{}/users/{}/report", firm.home.path, again.user);
        assert_eq!(firm.home.holder.get(&report).await.expect(200)["enrolments"], json!([]));
        firm.rig.drain().await;
    }
    // The same session, whose attendee they were as another user.
    let session = format!("{}/sessions/{}", firm.home.path, text(&things.session["id"]));
    let named = json!({ "user_ids": [again.user] });
    firm.home.holder.patch(&session, named).await.expect(200);
    assert_eq!(own(&driver).await, [0, 1, 0]);
    firm.rig.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_put_on_their_session_again_before_the_consumer_comes_stays_on_it() {
    let firm = Firm::start().await;
    let ann = firm.rig.service.driver_of(&firm.home, "Ann").await;
    let session = firm.session(&ann, 10).await;
    firm.home.remove(&ann).await;
    let again = firm.rig.service.member_too(&firm.home, &ann).await;
    let session = format!("{}/sessions/{}", firm.home.path, text(&session["id"]));
    let named = json!({ "user_ids": [again.user] });
    firm.home.holder.patch(&session, named).await.expect(200);
    firm.rig.drain().await;
    let attendees = firm.home.holder.get(&session).await.expect(200)["attendees"].clone();
    assert_eq!(attendees[0]["user_id"], json!(again.user));
    firm.rig.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_with_much_behind_it_goes_round_by_round_and_holds_up_nothing() {
    let firm = Firm::start().await;
    let ann = firm.rig.service.driver_of(&firm.home, "Ann").await;
    for hours in 0..60 {
        firm.session(&ann, 10 + hours).await;
    }
    firm.rig.drain().await;
    firm.home.remove(&ann).await;
    let left = async || {
        let books = firm.rig.service.books().await;
        books.attendances.iter().filter(|one| one.user_id == ann.user).count()
    };
    let mut counts = vec![left().await];
    while counts.last() != Some(&0) {
        // What is told of one round, whole: the next is told behind everything else.
        let told = firm.rig.deliveries().await;
        assert!(!told.is_empty(), "{counts:?}");
        firm.rig.consume(&told).await.expect("a round");
        firm.rig.consume(&told).await.expect("the same again");
        counts.push(left().await);
    }
    assert_eq!(counts, [60, 35, 10, 0]);
    firm.rig.drain().await;
    assert_eq!(firm.rig.service.books().await.departures.len(), 0);
    firm.rig.check().await;
}
