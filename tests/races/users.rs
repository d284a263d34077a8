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

#[tokio::test(flavor = "multi_thread")]
async fn who_was_added_is_invited_once_however_many_imports_come_at_once() {
    let service = Service::start_busy().await;
    let company = Arc::new(service.company("Acme").await);
    service.seats(&company, 100).await;
    let import = format!("{}/users/import", company.path);
    let row = |n: usize| json!({ "email": format!("added{n}@example.com") });
    let body = json!({ "users": (0..40).map(row).collect::<Vec<_>>() });
    let added = format!("{import}?invite=false");
    company.holder.post(&added, body.clone()).await.expect(200);
    let calls = (0..12).map(|number| {
        let (company, mut body, import) = (Arc::clone(&company), body.clone(), import.clone());
        body["users"].as_array_mut().expect("rows").rotate_left(number * 3);
        async move { company.holder.post_patiently(&import, body).await }
    });
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    let mut invited = 0;
    for answer in answers {
        for row in answer.expect(200)["results"].as_array().expect("rows") {
            match text(&row["status"]) {
                "invited" => invited += 1,
                "already_a_user" => {}
                "failed" => assert_eq!(row["error"]["code"], "unavailable", "{row}"),
                other => panic!("{other}"),
            }
        }
    }
    // Whom all of these could not come to, one more does.
    let last = company.holder.post(&import, body).await.expect(200);
    let rows = last["results"].as_array().expect("rows");
    invited += rows.iter().filter(|row| row["status"] == "invited").count();
    assert_eq!(invited, 40);
    service.balanced().await;
    for number in 0..40 {
        let mails = service.mails(&format!("added{number}@example.com")).await;
        assert_eq!(mails.len(), 1, "{number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_added_is_invited_edited_and_removed_at_once_and_the_books_balance() {
    let service = Service::start_busy().await;
    let company = Arc::new(service.company("Acme").await);
    service.seats(&company, 100).await;
    let users = format!("{}/users", company.path);
    let mut paths = vec![];
    for number in 0..12 {
        let body = json!({ "email": format!("added{number}@example.com"), "invite": false });
        let user = company.holder.post(&users, body).await.expect(201);
        paths.push(format!("{users}/{}", text(&user["id"])));
    }
    let calls = (0..72).map(|number| {
        let (company, path) = (Arc::clone(&company), paths[number % paths.len()].clone());
        async move {
            let holder = &company.holder;
            match number / 12 {
                0..3 => holder.post_patiently(&format!("{path}/invitation"), json!({})).await,
                3 | 4 => holder.patch(&path, json!({ "name": format!("N{number}") })).await,
                _ if number % 2 == 0 => holder.delete(&path).await,
                _ => holder.get(&path).await,
            }
        }
    });
    for answer in at_once(calls.collect::<Vec<_>>()).await {
        let told = matches!(answer.status, 200 | 202 | 204 | 404) || answer.is_passing();
        assert!(told, "{} {}", answer.status, answer.text);
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_corrected_or_activated_and_never_both() {
    let service = Service::start_busy().await;
    let company = Arc::new(service.company("Acme").await);
    service.seats(&company, 100).await;
    let course = service.course().await;
    company.buy(&course, 40).await;
    let users = format!("{}/users", company.path);
    let mut calls: Vec<BoxFuture<'static, (usize, &'static str, Answer)>> = vec![];
    let mut ids = vec![];
    for number in 0..20 {
        let email = format!("wrong{number}@example.com");
        let user = service.invite(&company, &email).await;
        let token = json!({ "token": service.mailed_token(&email).await });
        let path = format!("{users}/{}", text(&user["id"]));
        ids.push(text(&user["id"]).to_owned());
        let (anonymous, holder) = (service.anonymous(), Arc::clone(&company));
        calls.push(
            async move {
                let answer = anonymous.post_patiently("/v1/activations", token).await;
                (number, "activate", answer)
            }
            .boxed(),
        );
        let (one, new) = (path.clone(), json!({ "email": format!("right{number}@example.com") }));
        calls.push(
            async move {
                loop {
                    let answer = holder.holder.patch(&one, new.clone()).await;
                    if !answer.is_passing() {
                        return (number, "correct", answer);
                    }
                }
            }
            .boxed(),
        );
        let (holder, again) = (Arc::clone(&company), format!("{path}/invitation"));
        calls.push(
            async move { (number, "again", holder.holder.post_patiently(&again, json!({})).await) }
                .boxed(),
        );
        let (holder, id) = (Arc::clone(&company), ids[number].clone());
        let body = json!({ "course_id": course["id"], "user_ids": [id] });
        calls.push(
            async move {
                let path = format!("{}/enrolments", holder.path);
                (number, "assign", holder.holder.post_patiently(&path, body).await)
            }
            .boxed(),
        );
    }
    let mut done = vec![(false, false); 20];
    for (number, what, answer) in at_once(calls).await {
        match (what, answer.status) {
            ("activate", 200) => done[number].0 = true,
            ("activate", 404) | ("again", 202) | ("assign", 200) => {}
            ("again", 409) | ("correct", 409) => assert_eq!(answer.code(), "already_active"),
            ("correct", 200) => done[number].1 = true,
            _ => panic!("{what}: {} {}", answer.status, answer.text),
        }
    }
    service.balanced().await;
    for (number, (activated, corrected)) in done.into_iter().enumerate() {
        assert_ne!(activated, corrected, "{number}");
        let user = company.holder.get(&format!("{users}/{}", ids[number])).await.expect(200);
        let (email, status) = match activated {
            true => (format!("wrong{number}@example.com"), "active"),
            false => (format!("right{number}@example.com"), "invited"),
        };
        assert_eq!((text(&user["email"]), text(&user["status"])), (email.as_str(), status));
        assert_eq!(user["progress"]["assigned"], 1, "{number}");
    }
    assert_eq!(company.licences(&course).await, [40, 20, 20]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_to_which_many_are_corrected_at_once_is_one_users() {
    let service = Service::start_busy().await;
    let company = Arc::new(service.company("Acme").await);
    service.seats(&company, 100).await;
    let users = format!("{}/users", company.path);
    let mut paths = vec![];
    for number in 0..8 {
        let user = service.invite(&company, &format!("wrong{number}@example.com")).await;
        paths.push(format!("{users}/{}", text(&user["id"])));
    }
    let calls = (0..24).map(|number| {
        let (company, path) = (Arc::clone(&company), paths[number % paths.len()].clone());
        let users = users.clone();
        async move {
            let email = json!({ "email": "right@example.com" });
            if number == 23 {
                return company.holder.post_patiently(&users, email).await;
            }
            loop {
                let answer = company.holder.patch(&path, email.clone()).await;
                if !answer.is_passing() {
                    return answer;
                }
            }
        }
    });
    for answer in at_once(calls.collect::<Vec<_>>()).await {
        let told = matches!(answer.status, 200 | 201) || answer.code() == "already_a_user";
        assert!(told, "{} {}", answer.status, answer.text);
    }
    service.balanced().await;
    service.lists_caught_up().await;
    let found = company.holder.list(&format!("{users}?q=right@")).await;
    assert_eq!(found.len(), 1);
}
