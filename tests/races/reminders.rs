//! Hourly runs that are handed out twice, or come at once.

use jiff::SignedDuration;
use serde_json::json;
use shared::domain::Role;
use tests::{Service, standing::DAY};

const DRIVERS: usize = 12;
const RUNS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn each_driver_is_reminded_once_however_many_runs_come_at_once() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    company.buy(&course, DRIVERS).await;
    let mut drivers = vec![];
    for _ in 0..DRIVERS {
        drivers.push(service.member(&company, Role::Driver, None).await);
    }
    let due_at = service.stack().app().clock.now() + SignedDuration::from_hours(8 * 24);
    let users: Vec<_> = drivers.iter().map(|one| one.user.to_string()).collect();
    let body = json!({ "course_id": course["id"], "user_ids": users, "due_at": due_at });
    company.assign(body).await;
    service.settle().await;
    service.lists_caught_up().await;
    service.remind().await;
    for _ in 0..3 {
        // A mail that is in a sender's hands for hours is handed out again.
        service.settle().await;
        service.advance(DAY / 2 + 3_600);
        let runs = futures::future::join_all((0..RUNS).map(|_| service.remind())).await;
        assert!(runs.iter().all(|run| run.failed == 0));
    }
    for driver in &drivers {
        assert_eq!(service.mails_beginning(&driver.email, "Due in ").await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_after_an_account_gets_one_digest_however_many_runs_come_at_once() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let weekly = json!({ "due": true, "overdue": true, "invitations": true, "digest": "weekly" });
    company.holder.put(&format!("{}/settings/reminders", company.path), weekly).await.expect(200);
    let mut readers = vec![company.holder.email.clone()];
    service.seats(&company, 50).await;
    for _ in 0..DRIVERS {
        readers.push(service.member(&company, Role::Admin, None).await.email);
    }
    service.invite(&company, "new@example.com").await;
    service.settle().await;
    service.lists_caught_up().await;
    // In a week is a Monday, whatever the day.
    for _ in 0..7 {
        service.settle().await;
        service.advance(DAY);
        let runs = futures::future::join_all((0..RUNS).map(|_| service.remind())).await;
        assert!(runs.iter().all(|run| run.failed == 0));
    }
    service.settle().await;
    for reader in &readers {
        assert_eq!(service.mails_beginning(reader, "Acme this week: ").await.len(), 1);
    }
}
