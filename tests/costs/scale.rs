//! What a page of users costs at 1,000 and at 100,000 users, and what looking after some groups costs
//! however many are in them.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use shared::{
    domain::{AccountId, Email, PersonId, PersonName, Role, Scope, UserId, event::Actor},
    table::{
        mail::MailStatus,
        share::SharedDriver,
        user::{Invitation, User},
    },
};
use tests::{Service, service::Company};

/// How many users one write puts.
const IN_A_WRITE: usize = 100;
/// How many writes are under way at a time.
const WRITES: usize = 8;

/// The account's side of a driver; the list looks at no other. Each has a moment of its own, so
/// that a list's order, and what its first page weighs, is the same in every run.
fn driver(now: Timestamp, account_id: AccountId, number: usize) -> User {
    let at = now + SignedDuration::from_millis(number as i64);
    let status = (!number.is_multiple_of(3)).then_some(now);
    User {
        account_id,
        user_id: UserId::new(at),
        person_id: PersonId::new(at),
        email: Email::parse(&format!("driver{number:06}@example.com")).unwrap(),
        name: Some(PersonName::parse(&format!("Name {number:06}")).unwrap()),
        phone: None,
        role: if number.is_multiple_of(10) { Role::Admin } else { Role::Driver },
        group_ids: BTreeSet::new(),
        invitation: status.is_none().then(|| invitation(now)),
        invited_at: Some(now),
        activated_at: status,
        last_sign_in_at: None,
        moves_from: BTreeSet::new(),
        version: 1,
    }
}

fn invitation(now: Timestamp) -> Invitation {
    Invitation {
        number: 1,
        status: MailStatus::Sent,
        sent_at: Some(now),
        expires_at: now + SignedDuration::from_hours(30 * 24),
        by: Actor::SYSTEM,
        resent_at: vec![],
    }
}

/// The same as a driver who can be shared: every one is active.
fn driver_who_shares(now: Timestamp, account_id: AccountId, number: usize) -> User {
    let user = driver(now, account_id, number);
    User { role: Role::Driver, invitation: None, activated_at: Some(now), ..user }
}

/// Fills an account with users.
async fn fill(service: &Service, company: &Company, users: usize) {
    fill_with(service, company, users, driver).await;
}

async fn fill_with(
    service: &Service,
    company: &Company,
    users: usize,
    user: fn(Timestamp, AccountId, usize) -> User,
) {
    let app = service.stack().app();
    let now = app.clock.now();
    let account: AccountId = company.id.parse().unwrap();
    let numbers: Vec<usize> = (0..users).collect();
    let writes = numbers.chunks(IN_A_WRITE).map(|numbers| {
        let users: Vec<_> = numbers.iter().map(|number| user(now, account, *number)).collect();
        async move {
            let write = app.table.write::<()>();
            let write = users.iter().fold(write, |write, user| write.create(user, ()));
            write.run().await.unwrap();
        }
    });
    let writes: Vec<_> = writes.collect();
    stream::iter(writes).buffer_unordered(WRITES).collect::<Vec<()>>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_users_costs_the_same_at_a_thousand_and_at_a_hundred_thousand() {
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_ok() {
        // The engine that counts capacity as DynamoDB does is the embedded one.
        return;
    }
    let service = Service::start_unsettled().await;
    let (small, large) = (service.company("Small").await, service.company("Large").await);
    service.settle().await;
    // What follows from users is not looked at here.
    service.stack().stream().stop().await;
    fill(&service, &small, 1_000).await;
    fill(&service, &large, 100_000).await;
    let mut table = String::from(
        "| users of an account | 1,000: round trips, read units | 100,000 |\n|---|---|---|\n",
    );
    for query in [
        "",
        "?status=invited",
        "?role=admin",
        "?role=driver&status=active",
        "?q=driver0",
        "?q=name",
        "?q=name&status=active&role=admin",
        "?limit=100",
    ] {
        let mut cells = vec![];
        for company in [&small, &large] {
            let answer = company.holder.get(&format!("{}/users{query}", company.path)).await;
            let (trips, units) = (answer.cost.round_trips, answer.cost.read_units);
            let rows = answer.expect(200)["items"].as_array().unwrap().len();
            assert!(rows >= 20, "{query}: {rows}");
            cells.push(format!("{trips}, {units}"));
        }
        assert_eq!(cells[0], cells[1], "{query}");
        table += &format!("| `{query}` | {} | {} |\n", cells[0], cells[1]);
    }
    insta::assert_snapshot!(table);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_groups_costs_the_same_whether_ten_or_three_hundred_are_in_them() {
    let service = Service::start().await;
    let (company, course) = (service.company("Depots Ltd").await, service.course().await);
    let (north, south) = (service.group(&company, "N").await, service.group(&company, "S").await);
    let group_ids = BTreeSet::from([north, south]);
    let manager = service.manager(&company, Scope::Groups { group_ids }).await;
    let summary = format!("{}/reports/summary", company.path);
    let mut costs = vec![];
    let mut drivers = 0;
    for more in [10, 290] {
        service.crew(&company, north, &course, more).await;
        drivers += more;
        service.settle().await;
        let me = manager.get("/v1/me").await;
        let contexts = manager.get("/v1/me/contexts").await;
        let overview = manager.get("/v1/me/reports/overview").await;
        let counts = manager.get(&summary).await;
        costs.push([me.cost, contexts.cost, overview.cost, counts.cost]);
        assert_eq!(me.expect(200)["contexts"][0]["driver_count"], drivers);
        assert_eq!(contexts.expect(200)["items"][0]["driver_count"], drivers);
        let overview = overview.expect(200)["items"][0].clone();
        assert_eq!(overview["context"]["driver_count"], drivers);
        let counts = counts.expect(200);
        assert_eq!((&counts["drivers"], &counts["enrolments"]), (&json!(drivers), &json!(drivers)));
        assert_eq!(counts["by_status"]["not_started"], drivers);
        assert_eq!(overview["summary"], counts);
    }
    assert_eq!(costs[0], costs[1]);
}

/// How many drivers one call shares.
const SHARED_BY_A_CALL: usize = 1_000;
/// What a call makes at most one after the other: looks at its drivers, page by page, and at what is
/// shared of them; writes them side by side; notes where the next call goes on.
const ROUND_TRIPS: u32 = 40;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_thousand_drivers_are_shared_in_calls_that_cost_the_same() {
    const DRIVERS: usize = 50_000;
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_ok() {
        return;
    }
    let begun = std::time::Instant::now();
    let service = Service::start_unsettled().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    service.settle().await;
    // What follows from users and shares is not looked at here.
    service.stack().stream().stop().await;
    fill_with(&service, &home, DRIVERS, driver_who_shares).await;
    println!("filled after {:?}", begun.elapsed());
    let (mut shared, mut calls, mut dearest) = (0, 0, 0);
    loop {
        let answer = home.share(&other, json!({ "all": true })).await;
        dearest = dearest.max(answer.cost.round_trips);
        let answer = answer.expect(200);
        calls += 1;
        shared += answer["shared"].as_u64().unwrap() as usize;
        if answer["complete"] == true {
            break;
        }
        assert!(calls <= DRIVERS / SHARED_BY_A_CALL, "{shared} are shared after {calls} calls");
    }
    println!("{calls} calls, {dearest} round trips at most, after {:?}", begun.elapsed());
    assert_eq!(shared, DRIVERS);
    assert!(dearest <= ROUND_TRIPS, "{dearest}");
    assert_eq!(service.count::<SharedDriver>().await, DRIVERS);
}
