//! The hourly run under faults: cut off at any step, the next one goes on, and nobody is told twice.

use std::{sync::Arc, time::Duration};

use functions::workers::{REMINDS_FOR, Reminded, send_reminders};
use jiff::SignedDuration;
use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Service,
    faults::{Fault, Kind, Plan, Reach},
    service::Company,
    standing::{DAY, Member},
};

use super::start;

/// How long a run may try.
const TRIES: Duration = Duration::from_secs(20);
/// After how long one that is killed, of which no answer comes, is left.
const KILLED: Duration = Duration::from_secs(1);

/// A driver whose reminder is owed by now.
async fn owed(service: &Service, company: &Company, course: &Value) -> Member {
    let member = service.member(company, Role::Driver, None).await;
    let due_at = service.stack().app().clock.now() + SignedDuration::from_hours(7 * 24 + 1);
    let users = [member.user.to_string()];
    let body = json!({ "course_id": course["id"], "user_ids": users, "due_at": due_at });
    assert_eq!(company.assign(body).await[0]["status"], "enrolled");
    service.settle().await;
    service.advance(2 * 3_600);
    member
}

/// A run that goes as planned. Of one that is killed no answer comes, and what another says of its
/// faults does not matter: the next run shows what it left.
async fn run(service: &Service, plan: &Arc<Plan>, patience: Duration) {
    let mut reminded = Reminded::default();
    let run = send_reminders(service.stack().app(), REMINDS_FOR, &mut reminded);
    drop(plan.run(tokio::time::timeout(patience, run)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_cut_off_at_any_step_is_made_good_by_the_next_and_tells_nobody_twice() {
    let (service, company) = start().await;
    service.seats(&company, 500).await;
    let course = service.course().await;
    company.buy(&course, 300).await;
    let smooth = Plan::smooth();
    let mut told = vec![owed(&service, &company, &course).await];
    run(&service, &smooth, TRIES).await;
    // Of the many that look into an index one by one, all alike, some are enough.
    let steps = smooth.calls().into_iter().enumerate();
    let steps: Vec<_> =
        steps.filter(|(at, kind)| *kind != Kind::Read || at % 16 == 0).map(|(at, _)| at).collect();
    for (fault, reach, patience) in [
        (Fault::KilledBefore, Reach::Rest, KILLED),
        (Fault::KilledAfter, Reach::Rest, KILLED),
        (Fault::Throttled, Reach::Call, TRIES),
        (Fault::Lost, Reach::Call, TRIES),
    ] {
        for step in &steps {
            let member = owed(&service, &company, &course).await;
            run(&service, &Plan::at(*step, fault, reach), patience).await;
            service.remind().await;
            let mails = service.mails_beginning(&member.email, "Due in 7 days").await;
            assert_eq!(mails.len(), 1, "{fault:?} at {step}");
            told.push(member);
        }
    }
    service.advance(DAY / 2);
    service.remind().await;
    for member in told {
        assert_eq!(service.mails_beginning(&member.email, "Due in ").await.len(), 1);
    }
}
