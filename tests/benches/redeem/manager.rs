//! What a manager of a group waits for, where ten are in it and where ten thousand.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use local::{stack::TableAt, store::Data};
use shared::{domain::Scope, table::sign_in::GOOD_FOR_SECONDS};
use tests::{Answer, Caller, Service};

use crate::figures::{Figures, short};

/// How often each is asked for.
const CALLS: usize = 40;

/// A row for each size of the group.
pub async fn rows() -> Vec<Vec<String>> {
    let service = Service::start_with(|config| {
        config.table = TableAt::Embedded(Data::Memory);
        config.settle = false;
    });
    let service = service.await;
    let (company, course) = (service.company("Depots Ltd").await, service.course().await);
    let mut rows = vec![];
    for (place, size) in [10, 1_000, 10_000].into_iter().enumerate() {
        let group = service.group(&company, &format!("Depot {place}")).await;
        let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
        let manager = service.manager(&company, scope).await;
        service.crew(&company, group, &course, size).await;
        while !service.stack().stream().settled().await {}
        let summary = format!("{}/reports/summary", company.path);
        let told = manager.get(&summary).await.expect(200);
        assert_eq!((&told["drivers"], &told["enrolments"]), (&size.into(), &size.into()));
        let mut row = vec![size.to_string(), signing_in(&service, &manager.email).await];
        for path in ["/v1/me", "/v1/me/reports/overview", &summary] {
            row.push(reading(&manager, path).await);
        }
        rows.push(row);
    }
    rows
}

/// What it costs to sign in, once the code is mailed.
async fn signing_in(service: &Service, email: &str) -> String {
    cell(async || {
        // So many mails go to an address in some minutes, and no more.
        service.advance(GOOD_FOR_SECONDS);
        let body = service.proof(email).await;
        let begun = Instant::now();
        (service.anonymous().post("/v1/sign-in/confirm", body).await, begun.elapsed())
    })
    .await
}

async fn reading(manager: &Caller, path: &str) -> String {
    cell(async || {
        let begun = Instant::now();
        (manager.get(path).await, begun.elapsed())
    })
    .await
}

async fn cell(call: impl AsyncFn() -> (Answer, Duration)) -> String {
    let (mut waits, mut cost) = (vec![], None);
    for _ in 0..CALLS {
        let (answer, wait) = call().await;
        waits.push(wait.as_secs_f64() * 1_000.0);
        cost = Some(answer.cost);
        answer.expect(200);
    }
    let cost = cost.expect("a call");
    format!("{}, {}, {}", cost.round_trips, cost.read_units, short(Figures::of(waits).median()))
}
