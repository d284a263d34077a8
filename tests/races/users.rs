//! Users who are invited, imported, activated and removed at the same time.

use std::sync::Arc;

use futures::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use tests::{Answer, Caller, Service, crowd::at_once, service::Company, standing::text};

/// How many seats the plan has: fewer than those who want one.
const SEATS: u32 = 60;

/// What somebody does.
fn act(
    number: usize,
    company: &Arc<Company>,
    anonymous: &Caller,
    waiting: &[(String, String)],
) -> BoxFuture<'static, Answer> {
    let (company, anonymous) = (Arc::clone(company), anonymous.clone());
    let users = format!("{}/users", company.path);
    let (user, token) = waiting[number % waiting.len()].clone();
    async move {
        let holder = &company.holder;
        match number % 5 {
            0 | 1 => {
                let body = json!({ "email": format!("invited{}@example.com", number % 120) });
                holder.post_patiently(&users, body).await
            }
            2 => {
                let email =
                    |n: usize| json!({ "email": format!("invited{}@example.com", n % 120) });
                let rows: Vec<_> = (number..number + 4).map(email).collect();
                let import = format!("{users}/import");
                holder.post_patiently(&import, json!({ "users": rows })).await
            }
            3 => anonymous.post_patiently("/v1/activations", json!({ "token": token })).await,
            _ => loop {
                let answer = holder.delete(&format!("{users}/{user}")).await;
                if !answer.is_passing() {
                    return answer;
                }
            },
        }
    }
    .boxed()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plans_seats_are_never_passed_whatever_five_hundred_do_at_once() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    service.seats(&company, SEATS).await;
    let mut waiting = vec![];
    for number in 0..30 {
        let email = format!("first{number}@example.com");
        let user = service.invite(&company, &email).await;
        let token = service.mailed_token(&email).await;
        waiting.push((text(&user["id"]).to_owned(), token));
    }
    let (company, anonymous) = (Arc::new(company), service.anonymous());
    let calls = (0..500).map(|number| act(number, &company, &anonymous, &waiting));
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    for answer in &answers {
        let told = matches!(answer.status, 200 | 201 | 204 | 404)
            || ["already_a_user", "seat_limit_reached", "already_active"].contains(&answer.code());
        assert!(told, "{} {}", answer.status, answer.text);
    }
    // The books recount the seats.
    service.balanced().await;
    let seats = company.holder.get(&company.path).await.expect(200)["seats"].clone();
    assert!(seats["used"].as_u64().unwrap() <= u64::from(SEATS), "{seats}");
    // Whoever has a seat can join.
    service.lists_caught_up().await;
    let open = company.holder.list(&format!("{}/users?status=invited", company.path)).await;
    for user in open.iter().take(10) {
        service.activate(text(&user["email"])).await;
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_that_is_invited_fifty_times_at_once_is_one_user() {
    let service = Service::start_busy().await;
    let company = Arc::new(service.company("Acme").await);
    service.seats(&company, 100).await;
    let calls = (0..50).map(|_| {
        let company = Arc::clone(&company);
        async move {
            let body = json!({ "email": "ann@example.com" });
            company.holder.post_patiently(&format!("{}/users", company.path), body).await
        }
    });
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    let made: Vec<&Value> =
        answers.iter().filter(|answer| answer.status == 201).map(|answer| &answer.body).collect();
    assert_eq!(made.len(), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.expect_problem(409, "already_a_user");
    }
    service.balanced().await;
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_link_that_is_used_fifty_times_at_once_joins_once() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    service.invite(&company, "ann@example.com").await;
    let body = json!({ "token": service.mailed_token("ann@example.com").await });
    let calls = (0..50).map(|_| {
        let (anonymous, body) = (service.anonymous(), body.clone());
        async move { anonymous.post_patiently("/v1/activations", body).await }
    });
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 200) {
        answer.expect_problem(409, "already_active");
    }
    service.balanced().await;
}
