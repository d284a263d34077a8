//! What was read of a batch or a person, and has changed when a code is redeemed by it; and what
//! the redemptions of one batch have in common.

use std::time::Duration;

use aws_sdk_dynamodb::config::SharedInterceptor;
use serde_json::json;
use shared::domain::event::Action;
use tests::{
    Service,
    crowd::at_once,
    pause::Pause,
    service::Company,
    traffic::{Traffic, most},
};

use super::codes::redeem;

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_voided_twice_at_once_is_voided_once() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, _) = service.codes(&reseller, 100).await;
    let path = format!("{}/code-batches/{batch}/void", reseller.path);
    let calls = (0..8).map(|_| {
        let (holder, path) = (reseller.holder.clone(), path.clone());
        async move { holder.post_patiently(&path, json!({ "all_unused": true })).await }
    });
    let answers = at_once(calls).await.into_iter();
    let mut voided: Vec<_> =
        answers.map(|answer| answer.expect(200)["voided"].as_u64().unwrap()).collect();
    voided.sort_unstable();
    assert_eq!(voided, [0, 0, 0, 0, 0, 0, 0, 100]);
    assert_eq!(service.balanced().await.events_of(Action::BatchVoided).count(), 1);
}

/// A service that can hold requests before they write, and a reseller's codes.
async fn start_pausing() -> (Service, Company, String, Vec<String>) {
    let service =
        Service::start_with(|config| config.interceptors.push(SharedInterceptor::new(Pause)));
    let service = service.await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, codes) = service.codes(&reseller, 3).await;
    let path = format!("{}/code-batches/{batch}", reseller.path);
    (service, reseller, path, codes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_a_batch_that_was_read_before_it_was_voided_is_not_redeemed_after() {
    let (service, reseller, batch, codes) = start_pausing().await;
    let driver = service.driver().await;
    let (holder, void) = (reseller.holder.clone(), format!("{batch}/void"));
    let voiding = async {
        let voided = holder.post(&void, json!({ "all_unused": true })).await.expect(200);
        assert_eq!(voided, json!({ "voided": 3 }));
    };
    let answer = Pause::before_write(redeem(driver.clone(), codes[0].clone()), voiding).await;
    answer.expect_problem(409, "code_voided");
    let counts = holder.get(&batch).await.expect(200);
    assert_eq!((&counts["redeemed"], &counts["voided"]), (&json!(0), &json!(3)));
    assert_eq!(service.balanced().await.codes.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_resellers_own_calls_on_a_batch_that_is_voided_meanwhile_find_it_voided() {
    for own in ["redemptions", "void", "send"] {
        let (service, reseller, batch, codes) = start_pausing().await;
        let (holder, void) = (reseller.holder.clone(), format!("{batch}/void"));
        let (path, body) = match own {
            "redemptions" => {
                let row = json!({ "code": codes[0], "email": "driver@example.com" });
                (format!("{}/redemptions", reseller.path), json!({ "redemptions": [row] }))
            }
            "void" => (void.clone(), json!({ "codes": [codes[0]] })),
            _ => {
                let to = json!({ "email": "driver@example.com" });
                (format!("{batch}/send"), json!({ "recipients": [to] }))
            }
        };
        let caller = holder.clone();
        let call = async move { caller.post(&path, body).await };
        let voiding = async {
            let voided = holder.post(&void, json!({ "all_unused": true })).await.expect(200);
            assert_eq!(voided, json!({ "voided": 3 }));
        };
        let row = Pause::before_write(call, voiding).await.expect(200)["results"][0].clone();
        match own {
            "redemptions" => assert_eq!(row["error"]["code"], "code_voided"),
            "void" => assert_eq!(row["status"], "already_voided"),
            _ => assert_eq!(row["error"]["code"], "batch_exhausted"),
        }
        let books = service.balanced().await;
        assert_eq!(books.codes.len(), 0, "{own}");
        assert!(service.mails("driver@example.com").await.is_empty(), "{own}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_in_the_account_that_is_held_when_it_is_written() {
    let (service, reseller, _, codes) = start_pausing().await;
    let company = service.company("Haulage Ltd").await;
    let (_, path) = service.joined(&company, "ann@example.com").await;
    company.holder.put(&path.replace("/users/", "/admins/"), json!({})).await.expect(200);
    let (old, over) = (company.holder.clone(), format!("{}/holder", company.path));
    let ann = json!({ "user_id": path.rsplit('/').next().unwrap() });
    let handing_over = async {
        old.post(&over, ann).await.expect(200);
    };
    let answer = Pause::before_write(redeem(old.clone(), codes[0].clone()), handing_over).await;
    let account = answer.expect(201)["account"].clone();
    assert_ne!(account["id"], company.id);
    assert_eq!(account["kind"], "individual");
    // The same for who redeems through the reseller's calls.
    let other = service.company("Carriage Ltd").await;
    let (_, path) = service.joined(&other, "bob@example.com").await;
    other.holder.put(&path.replace("/users/", "/admins/"), json!({})).await.expect(200);
    let bob = json!({ "user_id": path.rsplit('/').next().unwrap() });
    let handing_over = async {
        other.holder.post(&format!("{}/holder", other.path), bob).await.expect(200);
    };
    let row = json!({ "code": codes[1], "email": other.holder.email });
    let (seller, body) = (reseller.holder.clone(), json!({ "redemptions": [row] }));
    let path = format!("{}/redemptions", reseller.path);
    let redeeming = async move { seller.post(&path, body).await };
    let answer = Pause::before_write(redeeming, handing_over).await.expect(200);
    assert_eq!(answer["results"][0]["status"], "redeemed");
    let opened = other.holder.list("/v1/me/enrolments").await;
    assert_eq!(opened.len(), 1);
    assert_ne!(opened[0]["account"]["id"], other.id);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_redemptions_of_one_batch_no_two_touch_one_item_or_crowd_an_index() {
    const MANY: usize = 320;
    let traffic = Traffic::default();
    let interceptor = SharedInterceptor::new(traffic.clone());
    let service = Service::start_with(|config| {
        config.settle = false;
        config.interceptors.push(interceptor);
        // On a busy machine the test may take longer than a minute.
        config.remembers = Duration::from_secs(3_600);
    });
    let service = service.await;
    let reseller = service.reseller("Codes for All").await;
    let (_, mut codes) = service.codes(&reseller, MANY as u32 + 1).await;
    let mut drivers = service.crowd(codes.len()).await;
    // What the consumer makes of codes would be forgotten by this process, unlike by a function.
    service.settle().await;
    service.stack().stream().stop().await;
    redeem(drivers.remove(0), codes.remove(0)).await.expect(201);
    let calls = drivers.into_iter().zip(codes);
    let calls = calls.map(|(driver, code)| Traffic::of(redeem(driver, code)));
    for answer in at_once(calls.collect::<Vec<_>>()).await {
        answer.expect(201);
    }
    let seen = traffic.seen();
    assert_eq!(most(&seen.written), 1, "{:?}", seen.written);
    // A sixteenth would be 20.
    assert!(most(&seen.indexed) <= 50, "{:?}", seen.indexed);
    assert!(most(&seen.read) <= 2, "{:?}", seen.read);
    assert_eq!(most(&seen.queried), 0, "{:?}", seen.queried);
}
