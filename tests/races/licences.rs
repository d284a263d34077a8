//! Licences that are assigned and revoked at once: the pool never goes below zero, and counting
//! what is there gives what the pool says.

use std::collections::BTreeMap;

use functions::enrolments::revocation::end_enrolments_of;
use futures::future::join;
use http::Method;
use serde_json::{Value, json};
use tests::{
    Service,
    crowd::at_once,
    service::Company,
    standing::{Member, text},
};

struct Client {
    service: Service,
    company: Company,
    course: Value,
    drivers: Vec<Member>,
}

impl Client {
    async fn of(drivers: usize, licences: usize) -> Self {
        Self::on(Service::start_busy().await, drivers, licences).await
    }

    async fn on(service: Service, drivers: usize, licences: usize) -> Self {
        let company = service.company("Acme").await;
        let course = service.course().await;
        company.buy(&course, licences).await;
        let drivers = service.members(&company, drivers).await;
        Self { service, company, course, drivers }
    }

    /// The holder assigns the course to some drivers: what became of each.
    fn assign(&self, drivers: &[Member]) -> impl Future<Output = Vec<Value>> + Send + 'static {
        let users: Vec<_> = drivers.iter().map(|driver| driver.user.to_string()).collect();
        let body = json!({ "course_id": self.course["id"], "user_ids": users });
        let company = self.company.clone();
        async move { company.assigned_patiently_by(&company.holder, body).await }
    }

    /// Purchased, assigned, available; and the books balance.
    async fn balanced(&self) -> [u64; 3] {
        self.service.balanced().await;
        self.company.licences(&self.course).await
    }
}

/// How often each status was answered.
fn statuses(answers: &[Vec<Value>]) -> BTreeMap<&str, usize> {
    let mut statuses = BTreeMap::new();
    for row in answers.iter().flatten() {
        *statuses.entry(text(&row["status"])).or_default() += 1;
    }
    statuses
}

#[tokio::test(flavor = "multi_thread")]
async fn of_five_hundred_who_assign_fifty_licences_fifty_get_one() {
    let client = Client::of(500, 50).await;
    let calls = client.drivers.iter().map(|driver| client.assign(std::slice::from_ref(driver)));
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    assert_eq!(statuses(&answers), BTreeMap::from([("enrolled", 50), ("no_licence", 450)]));
    assert_eq!(client.balanced().await, [50, 50, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_assign_to_ten_at_a_time_use_up_the_pool_and_no_more() {
    let client = Client::of(200, 73).await;
    let calls = client.drivers.chunks(10).map(|drivers| client.assign(drivers));
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    assert_eq!(statuses(&answers), BTreeMap::from([("enrolled", 73), ("no_licence", 127)]));
    assert_eq!(client.balanced().await, [73, 73, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_to_whom_a_course_is_assigned_fifty_times_at_once_is_enrolled_once() {
    let client = Client::of(1, 50).await;
    let answers =
        at_once((0..50).map(|_| client.assign(&client.drivers)).collect::<Vec<_>>()).await;
    assert_eq!(statuses(&answers), BTreeMap::from([("already_enrolled", 49), ("enrolled", 1)]));
    let ids = answers.iter().flatten().map(|row| text(&row["enrolment"]["id"]));
    assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), 1);
    assert_eq!(client.balanced().await, [50, 1, 49]);
}

#[tokio::test(flavor = "multi_thread")]
async fn licences_that_are_bought_while_others_are_assigned_are_all_of_use() {
    let client = Client::of(40, 1).await;
    let buying = (0..39).map(|_| {
        let (company, course) = (client.company.clone(), client.course.clone());
        let order = json!({ "kind": "licences", "course_id": course["id"], "quantity": 1 });
        async move {
            let orders = format!("{}/orders", company.path);
            company.holder.post_patiently(&orders, order).await.expect(201);
        }
    });
    let buying = at_once(buying.collect::<Vec<_>>());
    let assigning = client.drivers.chunks(4).map(|drivers| client.assign(drivers));
    join(buying, at_once(assigning.collect::<Vec<_>>())).await;
    // Who came too early comes again.
    let rest = client.assign(&client.drivers).await;
    assert!(rest.iter().all(|row| row["status"] != "no_licence"), "{rest:?}");
    assert_eq!(client.balanced().await, [40, 40, 0]);
}

/// One driver, three times over: the course is assigned and then revoked while a result comes in.
async fn come_and_go(
    assign: Vec<impl Future<Output = Vec<Value>>>,
    company: Company,
    driver: tests::Caller,
    module: Value,
) -> [usize; 3] {
    let [mut revoked, mut started, mut left_out] = [0; 3];
    for assigning in assign {
        let row = assigning.await.remove(0);
        if row["status"] == "no_licence" {
            left_out += 1;
            continue;
        }
        let enrolment = &row["enrolment"];
        let result = json!({ "module_id": module, "completed": true });
        let results = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
        let path = company.enrolment(enrolment);
        let revoking = company.holder.send_patiently(Method::DELETE, &path, None);
        let (recorded, gone) = join(driver.post_patiently(&results, result), revoking).await;
        gone.expect(204);
        revoked += 1;
        match recorded.status {
            200 => started += 1,
            _ => drop(recorded.expect_problem(404, "not_found")),
        }
    }
    [revoked, started, left_out]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_revoked_while_a_result_comes_in_was_started_or_returns() {
    let client = Client::of(30, 40).await;
    let module = client.course["modules"][0]["id"].clone();
    let mut calls = vec![];
    for driver in &client.drivers {
        let one = std::slice::from_ref(driver);
        let assign = (0..3).map(|_| client.assign(one)).collect();
        let caller = client.service.sign_in(&driver.email).await;
        calls.push(come_and_go(assign, client.company.clone(), caller, module.clone()));
    }
    let sums = at_once(calls).await;
    let sum = |place: usize| sums.iter().map(|one| one[place]).sum::<usize>();
    assert_eq!(sum(0) + sum(2), 90);
    assert!(sum(0) > 0);
    // Whose result was taken in has started, so their licence is used up; the others' returned.
    assert_eq!(client.balanced().await, [40, sum(1) as u64, 40 - sum(1) as u64]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_while_a_course_is_assigned_ends_without_it() {
    let client = Client::of(30, 30).await;
    let mut calls = vec![];
    for driver in &client.drivers {
        let (holder, assigning) =
            (client.company.holder.clone(), client.assign(std::slice::from_ref(driver)));
        let path = format!("{}/users/{}", client.company.path, driver.user);
        calls.push(async move {
            join(assigning, holder.send_patiently(Method::DELETE, &path, None)).await
        });
    }
    for (rows, removed) in at_once(calls).await {
        removed.expect(204);
        let answered = (text(&rows[0]["status"]), text_of_error(&rows[0]));
        assert!([("enrolled", ""), ("failed", "not_found")].contains(&answered), "{rows:?}");
    }
    let (app, account) = (client.service.stack().app(), client.company.id.parse().unwrap());
    for Member { person, user, .. } in &client.drivers {
        end_enrolments_of(app, account, *person, *user).await.expect("an end");
    }
    assert_eq!(client.balanced().await, [30, 0, 30]);
}

fn text_of_error(row: &Value) -> &str {
    row["error"]["code"].as_str().unwrap_or_default()
}
