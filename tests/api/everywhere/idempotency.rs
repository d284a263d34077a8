//! `Idempotency-Key`: what is sent again is done once.

use std::time::Duration;

use aws_sdk_dynamodb::config::SharedInterceptor;
use futures::future::join_all;
use serde_json::{Value, json};
use tests::{
    Answer, Caller, Service,
    faults::{Fault, Faults, Plan, Reach},
    service::Company,
    standing::text,
};

use super::{make_key, new_key};

const DAY: i64 = 24 * 3_600;

async fn keys(company: &Company) -> Vec<Value> {
    company.holder.list(&format!("{}/api-keys", company.path)).await
}

async fn make(caller: &Caller, company: &Company, key: &str, name: &str) -> Answer {
    make_key(&caller.with_key(key), &company.path, name).await
}

#[tokio::test]
async fn the_same_request_again_gets_the_first_answer_to_the_byte() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let first = make(&company.holder, &company, "k1", "shop").await;
    let again = make(&company.holder, &company, "k1", "shop").await;
    // Also a token that is shown once and stored nowhere.
    assert_eq!((first.status, &first.text), (201, &again.text));
    assert_eq!(
        (first.status, first.header("content-type")),
        (again.status, again.header("content-type"))
    );
    assert_eq!(keys(&company).await.len(), 1);
    let shop = service.anonymous().with_token(text(&again.body["token"]));
    shop.get(&company.path).await.expect(200);
    // Without the key, or with another one, it is another request.
    make_key(&company.holder, &company.path, "shop").await.expect(201);
    make(&company.holder, &company, "K1", "shop").await.expect(201);
    assert_eq!(keys(&company).await.len(), 3);
}

#[tokio::test]
async fn a_refusal_is_replayed_too() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let ann = service.sign_in("ann@example.com").await;
    let make = async |key: &str| {
        ann.with_key(key).post("/v1/accounts", json!({ "name": "Haulage Ltd" })).await
    };
    let first = make("k1").await;
    company.holder.patch(&company.path, json!({ "name": "Carriage Ltd" })).await.expect(200);
    let again = make("k1").await;
    assert_eq!(first.text, again.text);
    again.expect_problem(409, "account_name_taken");
    make("k2").await.expect(201);
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    make(&company.holder, &company, "k1", "shop").await.expect(201);
    let other = make(&company.holder, &company, "k1", "store").await;
    other.expect_problem(422, "idempotency_key_reused");
    assert_eq!(keys(&company).await.len(), 1);
    // What was not a request at all has not used the key.
    make(&company.holder, &company, "k2", "").await.expect_bad_field("name", "empty");
    make(&company.holder, &company, "k2", "store").await.expect(201);
}

#[tokio::test]
async fn a_key_is_1_to_255_visible_ascii_characters() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for bad in ["", "a b", "a\tb", "ä", &"k".repeat(256)] {
        let answer = make(&company.holder, &company, bad, "shop").await;
        answer.expect_bad_field("Idempotency-Key", "invalid_key");
    }
    assert_eq!(keys(&company).await, Vec::<Value>::new());
    for good in ["k", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", &"k".repeat(255)] {
        make(&company.holder, &company, good, "shop").await.expect(201);
    }
}

#[tokio::test]
async fn the_same_key_of_another_caller_or_at_another_path_is_another() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let other = service.company("Carriage Ltd").await;
    let first = make(&company.holder, &company, "k1", "shop").await.expect(201);
    let second = make(&other.holder, &other, "k1", "store").await.expect(201);
    assert_ne!(first["id"], second["id"]);
    let ann = service.sign_in("ann@example.com").await;
    make(&ann, &company, "k1", "shop").await.expect_problem(404, "not_found");
    let elsewhere =
        company.holder.with_key("k1").post("/v1/accounts", json!({ "name": "New" })).await;
    elsewhere.expect_problem(409, "already_account_holder");
    // A later sign-in of the same person is the same caller.
    let later = service.sign_in(&company.holder.email).await;
    assert_eq!(make(&later, &company, "k1", "shop").await.expect(201), first);
}

#[tokio::test]
async fn whoever_has_lost_their_right_is_not_shown_the_first_answer() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    make(&company.holder, &company, "k1", "shop").await.expect(201);
    company.holder.post("/v1/sign-out", json!({})).await.expect(204);
    make(&company.holder, &company, "k1", "shop").await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_program_can_send_an_order_again() {
    let service = Service::start().await;
    let company = service.reseller("Haulage Ltd").await;
    let made = company
        .holder
        .post(&format!("{}/api-keys", company.path), new_key("shop"))
        .await
        .expect(201);
    let shop = service.anonymous().with_token(text(&made["token"])).with_key("order-1");
    let order = json!({
        "kind": "codes", "course_id": service.course().await["id"], "quantity": 5, "duration_days": 30,
    });
    let path = format!("{}/orders", company.path);
    let first = shop.post(&path, order.clone()).await;
    let again = shop.post(&path, order).await;
    assert_eq!((first.status, &first.text), (201, &again.text));
    assert_eq!(company.holder.list(&path).await.len(), 1);
    assert_eq!(company.holder.list(&format!("{}/code-batches", company.path)).await.len(), 1);
}

#[tokio::test]
async fn after_24_hours_a_key_is_new() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let first = make(&company.holder, &company, "k1", "shop").await.expect(201);
    service.advance(DAY - 60);
    assert_eq!(make(&company.holder, &company, "k1", "shop").await.expect(201), first);
    service.advance(60);
    let next = make(&company.holder, &company, "k1", "store").await.expect(201);
    assert_ne!(next["id"], first["id"]);
    let again = make(&company.holder, &company, "k1", "store").await.expect(201);
    assert_eq!(again, next);
}

#[tokio::test]
async fn of_the_same_request_many_times_at_once_one_runs() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let answers = join_all((0..12).map(|_| make(&company.holder, &company, "k1", "shop"))).await;
    let last = make(&company.holder, &company, "k1", "shop").await;
    assert_eq!(last.status, 201, "{}", last.text);
    for answer in answers {
        if answer.status == 201 {
            assert_eq!(answer.text, last.text);
        } else {
            assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
            answer.expect_problem(409, "request_in_progress");
        }
    }
    assert_eq!(keys(&company).await.len(), 1);
}

#[tokio::test]
async fn signing_out_again_with_the_same_key_is_signing_out_once() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await.with_key("bye");
    ann.post("/v1/sign-out", json!({})).await.expect(204);
    ann.post("/v1/sign-out", json!({})).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn an_answer_of_any_size_is_replayed_to_the_byte() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let rows = (0..1_000).map(|row| json!({ "email": format!("not an address {row}") }));
    let body = json!({ "users": Value::from_iter(rows) });
    let path = format!("{}/users/import", company.path);
    let holder = company.holder.with_key("k1");
    let first = holder.post(&path, body.clone()).await;
    assert!(first.text.len() > 300_000, "{}", first.text.len());
    let again = holder.post(&path, body.clone()).await;
    assert_eq!((first.status, &first.text), (200, &again.text));
    let other = holder.post(&path, json!({ "users": [{ "email": "x" }] })).await;
    other.expect_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn what_is_made_with_a_key_has_its_place_in_time() {
    let service = Service::start().await;
    for round in 0..5 {
        let company = service.company(&format!("Haulage {round}")).await;
        let groups = format!("{}/groups", company.path);
        for name in ["One", "Two"] {
            company.holder.with_key(name).post(&groups, json!({ "name": name })).await.expect(201);
            make_key(&company.holder, &company.path, name).await.expect(201);
        }
        let events = company.holder.list(&format!("{}/events", company.path)).await;
        let told: Vec<_> = events.iter().map(|event| text(&event["action"])).collect();
        let expected = [
            "api_key_created",
            "group_created",
            "api_key_created",
            "group_created",
            "account_created",
        ];
        assert_eq!(told, expected);
    }
}

/// A service whose calls may take so long, and may be spoiled.
async fn with_limit(seconds: u64) -> (Service, Company) {
    let service = Service::start_with(|config| {
        config.time_limit = Duration::from_secs(seconds);
        config.interceptors.push(SharedInterceptor::new(Faults));
    });
    let service = service.await;
    let company = service.company("Haulage Ltd").await;
    (service, company)
}

#[tokio::test]
async fn a_request_whose_function_died_is_free_as_soon_as_its_time_is_up() {
    let (service, company) = with_limit(1_000).await;
    let make = || make(&company.holder, &company, "k1", "shop");
    // The caller is read, the request claimed; then the process ends.
    let dying = Plan::at(2, Fault::KilledBefore, Reach::Rest).run(make()).await;
    assert_eq!(dying.status, 503, "{}", dying.text);
    make().await.expect_problem(409, "request_in_progress");
    service.advance(800);
    make().await.expect_problem(409, "request_in_progress");
    service.advance(200);
    make().await.expect(201);
    assert_eq!(keys(&company).await.len(), 1);
}

#[tokio::test]
async fn a_request_that_is_to_be_tried_again_is_free_at_once() {
    let (_service, company) = with_limit(1_000).await;
    let make = || make(&company.holder, &company, "k1", "shop");
    let failing = Plan::at(2, Fault::Throttled, Reach::Call).run(make()).await;
    failing.expect_problem(503, "unavailable");
    make().await.expect(201);
    assert_eq!(keys(&company).await.len(), 1);
}
