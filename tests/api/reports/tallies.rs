//! What is counted for summaries, and what is not.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shared::domain::enrolment::Window;
use tests::{
    Service,
    standing::{DAY, text},
};

use super::Fleet;

const HOUR: i64 = 3_600;

/// A week ahead of the service's now, at the beginning of a day.
fn monday(service: &Service) -> Timestamp {
    let days = service.now().as_second() / DAY + 7;
    Timestamp::from_second(days * DAY).unwrap()
}

#[tokio::test]
async fn what_is_due_within_a_day_is_overdue_from_its_moment_on() {
    let fleet = Fleet::of(&["Ann", "Bob"]).await;
    let service = &fleet.service;
    let noon = monday(service) + SignedDuration::from_hours(12);
    for (driver, due) in [noon, noon + SignedDuration::from_hours(2)].into_iter().enumerate() {
        let window = Window { due_at: Some(due), ..service.open_window() };
        let (who, course) = (&fleet.drivers[driver], &fleet.courses[0]);
        service.enrol(&fleet.company, who, course, window).await;
    }
    // The clock goes on by itself too, so the looks are an hour from either moment.
    let wait = noon.duration_since(service.now()).as_secs() - HOUR;
    for (seconds, overdue) in [(wait, 0), (2 * HOUR, 1), (2 * HOUR, 2), (DAY, 2)] {
        service.advance(seconds);
        assert_eq!(fleet.summary().await["by_status"]["overdue"], overdue, "{seconds}");
    }
}

#[tokio::test]
async fn days_that_are_over_become_one_tally() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid", "Dan", "Eve"]).await;
    let service = &fleet.service;
    for driver in 0..4 {
        let due_at = Some(service.in_days(1 + driver as i64));
        let window = Window { due_at, ..service.open_window() };
        let (who, course) = (&fleet.drivers[driver], &fleet.courses[0]);
        service.enrol(&fleet.company, who, course, window).await;
    }
    service.settle().await;
    let by_days = async || {
        let tallies = service.books().await.tallies;
        tallies.iter().filter(|one| one.place.on.is_none()).count()
    };
    assert_eq!(by_days().await, 4);
    service.advance(10 * DAY);
    fleet.enrol(4, 1).await;
    assert_eq!(fleet.summary().await["by_status"]["overdue"], 4);
    assert_eq!(by_days().await, 2);
    service.books().await.check_counts();
}

#[tokio::test]
async fn an_individual_accounts_courses_are_added_up_and_counted_once_it_is_a_company() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let driver = service.sign_in("driver@example.com").await;
    let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let path = format!("/v1/accounts/{}", text(&opened["account"]["id"]));
    let told = async || {
        let summary = driver.get(&format!("{path}/reports/summary")).await.expect(200);
        let users = driver.list(&format!("{path}/users")).await;
        assert_eq!(users[0]["progress"]["assigned"], 1);
        (summary["enrolments"].clone(), summary["by_status"].clone())
    };
    let before = told().await;
    assert_eq!(before.0, 1);
    assert!(service.balanced().await.tallies.is_empty());
    let company = json!({ "name": "Driver Ltd", "kind": "company" });
    driver.patch(&path, company).await.expect(200);
    assert_eq!(told().await, before);
    assert_eq!(service.balanced().await.tallies.len(), 2, "by days, and by the day it ends");
}

#[tokio::test]
async fn who_is_in_two_of_a_managers_groups_counts_once() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
    let (service, company) = (&fleet.service, &fleet.company);
    for driver in 0..3 {
        fleet.enrol(driver, 0).await;
    }
    let [ann, bob, cid] = [0, 1, 2].map(|driver: usize| &fleet.drivers[driver]);
    let north = service.group_of(company, "North", &[ann, bob]).await;
    let south = service.group_of(company, "South", &[bob]).await;
    service.group_of(company, "East", &[bob, cid]).await;
    let group_ids = [north, south].into();
    let manager = service.manager(company, shared::domain::Scope::Groups { group_ids }).await;
    let counts = async || -> [Value; 3] {
        let summary = manager.get(&fleet.path("/reports/summary")).await.expect(200);
        let contexts = manager.list("/v1/me/contexts").await;
        let context = contexts[0]["driver_count"].clone();
        [context, summary["drivers"].clone(), summary["enrolments"].clone()]
    };
    assert_eq!(counts().await, [2, 2, 2]);
    service.put_into_group(company, cid, south, true).await;
    assert_eq!(counts().await, [3, 3, 3]);
    let removed = company.holder.delete(&fleet.path(&format!("/users/{}", ann.user))).await;
    removed.expect(204);
    assert_eq!(counts().await, [2, 2, 2]);
    company.holder.delete(&fleet.path(&format!("/groups/{south}"))).await.expect(204);
    assert_eq!(counts().await, [1, 1, 1], "nobody is in a group that is gone");
}
