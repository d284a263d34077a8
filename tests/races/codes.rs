//! Codes that are redeemed, voided and sent at the same time.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join;
use serde_json::{Value, json};
use shared::domain::event::Action;
use tests::{Answer, Caller, Service, crowd::at_once};

use super::outcomes;

pub async fn redeem(driver: Caller, code: String) -> Answer {
    driver.post_patiently("/v1/redemptions", json!({ "code": code })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_drivers_with_one_code_exactly_one_gets_the_course() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 2).await;
    let drivers = service.crowd(1_000).await;
    let answers = at_once(drivers.into_iter().map(|driver| redeem(driver, codes[0].clone()))).await;
    let expected = [((201, ""), 1), ((409, "code_already_used"), 999)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    let books = service.balanced().await;
    assert_eq!((books.codes.len(), books.enrolments.len(), books.accounts.len()), (1, 1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_who_sends_one_code_two_hundred_times_gets_the_same_enrolment_each_time() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 1).await;
    let driver = service.driver().await;
    let answers = at_once((0..200).map(|_| redeem(driver.clone(), codes[0].clone()))).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 199), ((201, ""), 1)]));
    let same = |answer: &Answer| {
        let (enrolment, account) = (&answer.body["enrolment"], &answer.body["account"]["id"]);
        (enrolment["id"].to_string(), enrolment["access_until"].to_string(), account.to_string())
    };
    assert_eq!(answers.iter().map(same).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(service.balanced().await.enrolments.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_redeemed_and_voided_at_once_is_one_of_both_and_each_is_told_which() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, codes) = service.codes(&reseller, 40).await;
    let drivers = service.crowd(codes.len()).await;
    let path = format!("{}/code-batches/{batch}/void", reseller.path);
    let pairs = drivers.into_iter().zip(codes).map(|(driver, code)| {
        let (holder, path) = (reseller.holder.clone(), path.clone());
        async move {
            let voiding = json!({ "codes": [code.clone()] });
            join(redeem(driver, code), holder.post_patiently(&path, voiding)).await
        }
    });
    for (redeemed, voided) in at_once(pairs).await {
        let voided = voided.expect(200)["results"][0]["status"].clone();
        match redeemed.status {
            201 => assert_eq!(voided, "already_redeemed"),
            _ => {
                redeemed.expect_problem(409, "code_voided");
                assert_eq!(voided, "voided");
            }
        }
    }
    assert_eq!(service.balanced().await.codes.len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_codes_for_one_course_at_once_both_count() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 40).await;
    let drivers = service.crowd(20).await;
    let calls = codes
        .chunks(2)
        .zip(&drivers)
        .flat_map(|(pair, driver)| pair.iter().map(|code| redeem(driver.clone(), code.clone())));
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((201, ""), 40)]));
    // The books say that every enrolment lasts as long as both codes together.
    let books = service.balanced().await;
    assert_eq!((books.enrolments.len(), books.accounts.len()), (20, 21));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_who_redeems_a_first_code_and_makes_a_company_at_once_holds_one_account() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 30).await;
    let drivers = service.crowd(codes.len()).await;
    let pairs = drivers.iter().cloned().zip(codes).enumerate().map(|(number, (driver, code))| {
        let company = driver.clone();
        async move {
            let name = json!({ "name": format!("Company {number}") });
            join(redeem(driver, code), company.post_patiently("/v1/accounts", name)).await
        }
    });
    for (redeemed, founded) in at_once(pairs).await {
        let account = redeemed.expect(201)["account"].clone();
        if founded.status == 201 {
            assert_eq!(founded.body["id"], account["id"]);
        } else {
            founded.expect_problem(409, "already_account_holder");
            assert_eq!(account["kind"], "individual");
        }
    }
    assert_eq!(service.balanced().await.accounts.len(), 31);
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_redeemed_for_one_new_driver_at_once_make_one_person_and_all_count() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 12).await;
    let path = format!("{}/redemptions", reseller.path);
    let calls = codes.chunks(3).map(|codes| {
        let (holder, path) = (reseller.holder.clone(), path.clone());
        let row = |code: &String| json!({ "code": code, "email": "New.Driver@example.com" });
        let body = json!({ "redemptions": codes.iter().map(row).collect::<Vec<_>>() });
        async move { holder.post_patiently(&path, body).await.expect(200) }
    });
    for answer in at_once(calls.collect::<Vec<_>>()).await {
        for row in answer["results"].as_array().expect("results") {
            assert_eq!(row["status"], "redeemed", "{row}");
        }
    }
    let books = service.balanced().await;
    assert_eq!((books.enrolments.len(), books.accounts.len()), (1, 2));
    assert_eq!(books.events_of(Action::CodeUsed).count(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_who_send_codes_of_a_batch_of_twenty_send_no_code_twice() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, codes) = service.codes(&reseller, 20).await;
    let path = format!("{}/code-batches/{batch}/send", reseller.path);
    let calls = (0..30).map(|number| {
        let (holder, path) = (reseller.holder.clone(), path.clone());
        async move {
            let to = json!({ "recipients": [{ "email": format!("to{number}@example.com") }] });
            loop {
                let row = holder.post_patiently(&path, to.clone()).await.expect(200)["results"][0]
                    .clone();
                if row["error"]["code"] != "unavailable" {
                    return row;
                }
            }
        }
    });
    let rows = at_once(calls).await;
    let (sent, failed): (Vec<Value>, Vec<Value>) =
        rows.into_iter().partition(|row| row["status"] == "sent");
    let sent: BTreeSet<_> =
        sent.iter().map(|row| row["code"].as_str().expect("a code").to_owned()).collect();
    assert_eq!(sent, BTreeSet::from_iter(codes));
    assert!(failed.iter().all(|row| row["error"]["code"] == "batch_exhausted"), "{failed:?}");
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::CodesSent).count(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_are_redeemed_while_the_batch_is_voided_are_used_or_voided() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, codes) = service.codes(&reseller, 60).await;
    let drivers = service.crowd(codes.len()).await;
    let path = format!("{}/code-batches/{batch}", reseller.path);
    let (holder, voiding) = (reseller.holder.clone(), format!("{path}/void"));
    let redeeming: Vec<_> =
        drivers.into_iter().zip(codes).map(|(driver, code)| redeem(driver, code)).collect();
    let voiding =
        tokio::spawn(async move { holder.post(&voiding, json!({ "all_unused": true })).await });
    let answers = at_once(redeeming).await;
    let voided = voiding.await.expect("an answer").expect(200)["voided"].clone();
    let redeemed = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(voided, 60 - redeemed, "no code was counted as voided and redeemed then");
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.expect_problem(409, "code_voided");
    }
    assert_eq!(service.balanced().await.codes.len(), redeemed);
    let counts = reseller.holder.get(&path).await.expect(200);
    assert_eq!((&counts["redeemed"], &counts["unused"]), (&json!(redeemed), &json!(0)));
    assert_eq!(counts["voided"], 60 - redeemed);
}
