//! Rounds that begin at the same moment, and results that come in meanwhile: one round of a course is open
//! at a time, each round has its own results, and each takes a licence or a code.

use futures::future::join;
use serde_json::{Value, json};
use tests::{
    Caller, Service,
    completing::{complete, finish},
    crowd::at_once,
    service::Company,
    standing::{Member, text},
};

use super::codes::redeem;

/// Drivers who have completed a course of one module.
struct Class {
    service: Service,
    company: Company,
    course: Value,
    drivers: Vec<(Member, Caller, String)>,
}

impl Class {
    async fn of(size: usize, licences: usize) -> Self {
        let service = Service::start_busy().await;
        let company = service.company("Acme").await;
        let course = service.course_of(1, Some(12)).await;
        let mut drivers = vec![];
        for number in 0..size {
            let member = service.driver_of(&company, &format!("Driver {number}")).await;
            let enrolment = service.licensed(&company, &member, &course).await;
            let caller = service.sign_in(&member.email).await;
            complete(&caller, &enrolment, &course).await.expect(200);
            drivers.push((member, caller, enrolment));
        }
        company.buy(&course, licences).await;
        Self { service, company, course, drivers }
    }

    fn assign(&self, driver: usize) -> impl Future<Output = Value> + Send + 'static {
        let users = [self.drivers[driver].0.user.to_string()];
        let body = json!({ "course_id": self.course["id"], "user_ids": users });
        let company = self.company.clone();
        async move { company.assigned_patiently_by(&company.holder, body).await.remove(0) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_assign_a_completed_course_at_once_one_begins_a_round() {
    let class = Class::of(1, 50).await;
    let rows = at_once((0..50).map(|_| class.assign(0)).collect::<Vec<_>>()).await;
    let began = rows.iter().filter(|row| row["status"] == "enrolled").count();
    assert_eq!(began, 1, "{rows:?}");
    assert!(rows.iter().all(|row| row["enrolment"]["round"] == 2), "{rows:?}");
    let books = class.service.balanced().await;
    assert_eq!((books.enrolments.len(), books.past_rounds.len()), (1, 1));
    assert_eq!(class.company.licences(&class.course).await, [51, 2, 49]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_licence_and_codes_at_once_begin_one_round() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    company.buy(&course, 20).await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 20).await;
    let holder = company.holder.clone();
    let users = holder.list(&format!("{}/users", company.path)).await;
    let body = json!({ "course_id": course["id"], "user_ids": [users[0]["id"]] });
    for round in 1..=10_u32 {
        let assigning = {
            let (company, body) = (company.clone(), body.clone());
            async move { company.assigned_patiently_by(&company.holder, body).await.remove(0) }
        };
        let mut codes = codes.iter().skip(2 * (round as usize - 1)).cloned();
        let two: Vec<_> = codes.by_ref().take(2).map(|code| redeem(holder.clone(), code)).collect();
        let (row, redeemed) = join(assigning, at_once(two)).await;
        redeemed.into_iter().for_each(|answer| drop(answer.expect(201)));
        assert!(["enrolled", "already_enrolled"].contains(&text(&row["status"])), "{row}");
        let mine = holder.list("/v1/me/enrolments").await;
        assert_eq!((mine.len(), &mine[0]["round"]), (1, &json!(round)));
        complete(&holder, text(&mine[0]["id"]), &course).await.expect(200);
    }
    let books = service.balanced().await;
    assert_eq!((books.past_rounds.len(), books.own_records.len()), (9, 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_while_another_round_begins_is_the_earlier_rounds() {
    let class = Class::of(16, 16).await;
    let calls = class.drivers.iter().enumerate().map(|(place, (_, caller, enrolment))| {
        let (caller, enrolment) = (caller.clone(), enrolment.clone());
        let module = class.course["modules"][0].clone();
        let late = async move {
            let mut late = vec![];
            for _ in 0..6 {
                late.push(finish(&caller, &enrolment, &module).await.expect(200));
            }
            late
        };
        join(late, class.assign(place))
    });
    for (late, row) in at_once(calls.collect::<Vec<_>>()).await {
        assert_eq!((&row["status"], &row["enrolment"]["round"]), (&json!("enrolled"), &json!(2)));
        assert!(late.iter().all(|one| one["round"] == 1), "{late:?}");
    }
    let books = class.service.balanced().await;
    let begun = |one: &&shared::table::enrolment::Enrolment| !one.results.is_empty();
    assert_eq!(books.enrolments.iter().filter(begun).count(), 0);
    assert_eq!((books.records.len(), books.past_rounds.len()), (16, 16));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_that_is_completed_as_it_is_assigned_is_taken_again_or_was_not_over_yet() {
    let class = Class::of(8, 24).await;
    let again = at_once((0..8).map(|driver| class.assign(driver)).collect::<Vec<_>>()).await;
    let calls =
        class.drivers.iter().zip(again).enumerate().map(|(place, ((_, caller, _), row))| {
            let (caller, enrolment) = (caller.clone(), text(&row["enrolment"]["id"]).to_owned());
            let module = class.course["modules"][0].clone();
            let finished = async move { finish(&caller, &enrolment, &module).await.expect(200) };
            join(finished, class.assign(place))
        });
    for (finished, row) in at_once(calls.collect::<Vec<_>>()).await {
        assert_eq!((&finished["round"], &finished["status"]), (&json!(2), &json!("completed")));
        let third = row["status"] == "enrolled";
        assert_eq!(row["enrolment"]["round"], if third { 3 } else { 2 });
    }
    assert_eq!(class.service.balanced().await.records.len(), 16);
}
