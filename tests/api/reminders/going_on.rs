//! More reminders than one run has time for.

use std::{collections::BTreeSet, time::Duration};

use functions::workers::Reminded;
use jiff::SignedDuration;
use serde_json::json;
use tests::{Service, standing::DAY};

/// More than a run works through at a time.
const DRIVERS: usize = 600;
/// How many of them are enrolled in one call.
const IN_A_CALL: usize = 100;
/// In how many runs of no time they are all reminded at the latest.
const RUNS: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_time_is_up_leaves_the_rest_to_the_next_and_each_driver_is_reminded_once() {
    let service = Service::start().await;
    let (company, course) = (service.company("Acme").await, service.course().await);
    service.seats(&company, 1_000).await;
    company.buy(&course, DRIVERS).await;
    let drivers = service.members(&company, DRIVERS).await;
    let due_at = service.now() + SignedDuration::from_hours(8 * 24);
    for some in drivers.chunks(IN_A_CALL) {
        let users: Vec<_> = some.iter().map(|driver| driver.user).collect();
        let body = json!({ "course_id": course["id"], "user_ids": users, "due_at": due_at });
        company.assign(body).await;
    }
    service.remind().await;
    service.settle().await;
    service.advance(DAY + 3_600);
    let mut runs: Vec<Reminded> = vec![];
    while runs.last().is_none_or(|last| last.goes_on) {
        assert!(runs.len() < RUNS, "{runs:?}");
        runs.push(service.remind_within(Duration::ZERO).await);
        service.settle().await;
        service.advance(3_600);
    }
    assert!(runs.iter().filter(|run| run.owed > 0).count() > 1, "{runs:?}");
    assert_eq!(runs.iter().map(|run| run.owed).sum::<usize>(), DRIVERS);
    assert_eq!(service.remind().await.owed, 0);
    service.settle().await;
    let mails = service.stack().mailbox().mails(None);
    let mails = mails.into_iter().filter(|mail| mail.subject.starts_with("Due in "));
    let told: Vec<_> = mails.map(|mail| mail.to).collect();
    assert_eq!((told.len(), told.iter().collect::<BTreeSet<_>>().len()), (DRIVERS, DRIVERS));
}
