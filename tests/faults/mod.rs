//! Whatever goes wrong with whichever call to the table: an operation answers that it is done or
//! that it is to be tried again, and when it is tried again nothing is lost and nothing doubled.

mod accounts;
mod addresses;
mod certificates;
mod codes;
mod consumer;
mod departures;
mod firms;
mod for_drivers;
mod forgotten;
mod groups;
mod invitations;
mod licences;
mod mails;
mod managers;
mod orders;
mod records;
mod reminders;
mod resellers;
mod rig;
mod rounds;
mod routing;
mod settings;
mod training;
mod users;

use std::{
    ops::AsyncFn,
    time::{Duration, Instant},
};

use aws_sdk_dynamodb::config::SharedInterceptor;
use futures::{StreamExt, stream};
use tests::{
    Answer, Service,
    faults::{Fault, Faults, Plan, Reach},
    service::Company,
};

/// Every way in which a call goes wrong.
const WAYS: [(Fault, Reach); 10] = [
    (Fault::Throttled, Reach::Attempt),
    (Fault::Throttled, Reach::Call),
    (Fault::Throttled, Reach::Rest),
    (Fault::Conflict, Reach::Attempt),
    (Fault::Conflict, Reach::Rest),
    (Fault::Unread, Reach::Attempt),
    (Fault::Unread, Reach::Rest),
    (Fault::Lost, Reach::Attempt),
    (Fault::Lost, Reach::Call),
    (Fault::Lost, Reach::Rest),
];

/// How long an operation may try before it tells that it cannot. A few seconds is what it takes;
/// this is as long as API Gateway waits, so that a busy machine fails no test.
const BOUND: Duration = Duration::from_secs(29);
/// After how long a request that never answered counts as dead, and more.
const DEAD_AFTER: i64 = 301;
/// How many requests are under way at once: most of the time they wait.
const AT_ONCE: usize = 16;

/// A request to which something happened.
#[derive(Debug)]
struct Case<S> {
    /// What it was about.
    subject: S,
    /// What happened to it, and to which of its calls.
    way: (usize, Fault, Reach),
    /// Its answer.
    first: Answer,
    /// The answer when it was sent again and nothing happened.
    again: Answer,
}

/// A service whose calls to the table can be spoiled, and a reseller.
async fn start() -> (Service, Company) {
    start_with(|_| {}).await
}

/// Such a service, configured further.
async fn start_with(configure: impl FnOnce(&mut local::stack::StackConfig)) -> (Service, Company) {
    let service = Service::start_with(|config| {
        config.settle = false;
        config.interceptors.push(SharedInterceptor::new(Faults));
        configure(config);
    });
    let service = service.await;
    let reseller = service.reseller("Codes for All").await;
    (service, reseller)
}

/// Sends a request for every call that it makes and every way in which that goes wrong, each
/// about a subject of its own; then each again. In between and at the end the books must agree.
async fn every_call_fails<S>(
    service: &Service,
    prepare: impl AsyncFn() -> S,
    request: impl AsyncFn(&S) -> Answer,
) -> Vec<Case<S>> {
    let plans = plans(&prepare, &request).await;
    let mut cases = Vec::with_capacity(plans.len());
    for way in plans {
        cases.push((prepare().await, way));
    }
    let failing = cases.into_iter().map(async |(subject, way)| {
        let first = failing(way, request(&subject)).await;
        (subject, way, first)
    });
    let cases: Vec<_> = stream::iter(failing).buffered(AT_ONCE).collect().await;
    service.books().await.check();
    service.advance(DEAD_AFTER);
    let again = cases.into_iter().map(async |(subject, way, first)| {
        let again = request(&subject).await;
        assert!(again.status < 500 && !again.is_passing(), "{way:?}: {}", again.text);
        Case { subject, way, first, again }
    });
    let cases = stream::iter(again).buffered(AT_ONCE).collect().await;
    service.balanced().await;
    cases
}

/// Everything that can go wrong, learnt from a request with which nothing does.
async fn plans<S>(
    prepare: &impl AsyncFn() -> S,
    request: &impl AsyncFn(&S) -> Answer,
) -> Vec<(usize, Fault, Reach)> {
    let (subject, plan) = (prepare().await, Plan::smooth());
    let answer = plan.run(request(&subject)).await;
    assert!(answer.is_success(), "{}", answer.text);
    let calls = plan.calls();
    // What does not reach the table is the same on every engine.
    let is_elsewhere = std::env::var("CODRIVER_TEST_DYNAMODB").is_ok_and(|url| !url.is_empty());
    let calls = calls.iter().enumerate().flat_map(|(number, kind)| {
        let ways = WAYS.iter().filter(|(fault, _)| fault.happens_to(*kind));
        let ways = ways.filter(move |(fault, _)| *fault == Fault::Lost || !is_elsewhere);
        ways.map(move |(fault, reach)| (number, *fault, *reach))
    });
    calls.collect()
}

/// Sends a request with which this goes wrong: it must be answered in time, and as one that was
/// done or one that may be sent again.
async fn failing(
    (call, fault, reach): (usize, Fault, Reach),
    request: impl Future<Output = Answer>,
) -> Answer {
    let began = Instant::now();
    let answer = Plan::at(call, fault, reach).run(request).await;
    let took = began.elapsed();
    assert!(took < BOUND, "{call} {fault:?} {reach:?} took {took:?}");
    if !answer.is_success() {
        let case = format!("{call} {fault:?} {reach:?}: {} {}", answer.status, answer.text);
        assert_eq!((answer.status, answer.code()), (503, "unavailable"), "{case}");
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|after| after > 0), "{case}");
    }
    // What went wrong with one attempt or one write is mended without the caller's help.
    if reach == Reach::Attempt {
        assert!(answer.is_success(), "{call} {fault:?} {reach:?}: {}", answer.text);
    }
    answer
}
