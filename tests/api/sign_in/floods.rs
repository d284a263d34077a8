//! Floods of requests for mails: they keep nobody from signing in, and nobody's mailbox is filled.

use futures::future::join_all;
use serde_json::json;
use tests::{Answer, Service};

use super::{ANN, Proof, ask, by_code, by_token, text};

/// How many sign-in mails go to new addresses in a minute, in these tests.
const FIRST_ONES: u32 = 20;

/// For how long it goes on.
const HOURS: usize = 2;

async fn start() -> Service {
    Service::start_with(|config| config.first_sign_ins_per_minute = FIRST_ONES).await
}

/// Asks from an address of the net.
async fn ask_from(service: &Service, address: [u8; 4], email: &str) -> Answer {
    let caller = service.anonymous().at(address);
    caller.post("/v1/sign-in", json!({ "email": email })).await
}

#[tokio::test]
async fn who_asks_from_a_hundred_places_hour_after_hour_neither_floods_a_mailbox_nor_keeps_its_owner_out()
 {
    let service = start().await;
    let ann = service.sign_in_by_mail(ANN).await;
    let before = service.mails(ANN).await.len();
    for quarter in 0..HOURS * 4 {
        join_all((0..100).map(|place| ask_from(&service, [198, 51, place, 7], ANN))).await;
        service.advance(15 * 60);
        if quarter == 5 {
            // Ann signs in by whatever link is in her mailbox, whoever asked for it.
            ask_from(&service, [203, 0, 113, 5], ANN).await.expect(202);
            join_all((0..100).map(|place| ask_from(&service, [198, 51, place, 8], ANN))).await;
            let token = service.mailed_token(ANN).await;
            by_token(&service, &token).await.expect(200);
        }
    }
    let sent = service.mails(ANN).await.len() - before;
    assert!((HOURS..=5 + HOURS * 5).contains(&sent), "{sent} mails in {HOURS} hours");
    ann.get("/v1/me").await.expect(200);
}

#[tokio::test]
async fn a_known_device_has_room_of_its_own() {
    let service = start().await;
    let proof = service.proof(ANN).await;
    let answer = service.anonymous().post("/v1/sign-in/confirm", proof).await;
    let cookies = answer.headers.get_all("set-cookie").iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    let device = cookies.collect::<Vec<_>>().join("; ");
    let sent = async || service.mails(ANN).await.len();
    for place in 0..100 {
        ask_from(&service, [198, 51, place, 7], ANN).await.expect(202);
    }
    let full = sent().await;
    ask_from(&service, [203, 0, 113, 5], ANN).await.expect(202);
    assert_eq!(sent().await, full, "there is no room for strangers");
    let own = service.anonymous().at([203, 0, 113, 5]).with_header("cookie", &device);
    for more in 1..=5 {
        let asked = own.post("/v1/sign-in", json!({ "email": ANN })).await.expect(202);
        assert_eq!(sent().await, full + more);
        if more == 5 {
            let proof =
                Proof { attempt: text(&asked["attempt"]), code: service.mailed_code(ANN).await };
            by_code(&service, &proof).await.expect(200);
        }
    }
    own.post("/v1/sign-in", json!({ "email": ANN })).await.expect(202);
    assert_eq!(sent().await, full + 5, "its room is five too");
    // For other addresses it is as unknown as any.
    own.post("/v1/sign-in", json!({ "email": "ben@example.com" })).await.expect(202);
    let forged = own.with_header("cookie", &device.replace("device=A", "device=B"));
    forged.post("/v1/sign-in", json!({ "email": ANN })).await.expect(202);
    assert_eq!(sent().await, full + 5);
}

#[tokio::test]
async fn a_flood_of_new_addresses_gets_so_many_mails_and_the_known_get_theirs() {
    let service = start().await;
    service.sign_in_by_mail(ANN).await;
    let mailbox = service.stack().mailbox();
    service.settle().await;
    let before = mailbox.mails(None).len();
    let flood = (0..200_u8).map(|number| {
        let service = &service;
        async move {
            ask_from(service, [198, 51, number, 7], &format!("flood{number}@example.com")).await
        }
    });
    for answer in join_all(flood).await {
        answer.expect(202);
    }
    ask_from(&service, [203, 0, 113, 5], ANN).await.expect(202);
    let token = service.mailed_token(ANN).await;
    by_token(&service, &token).await.expect(200);
    let sent = mailbox.mails(None).len() - before - 1;
    // Ann's own was the first of them.
    assert_eq!(sent + 1, FIRST_ONES as usize, "mails to new addresses");
    service.advance(60);
    ask_from(&service, [203, 0, 113, 9], "new@example.com").await.expect(202);
    assert_eq!(service.mails("new@example.com").await.len(), 1);
}

#[tokio::test]
async fn from_one_place_so_many_mails_are_asked_for_and_a_header_makes_no_other_place_of_it() {
    let service = Service::start().await;
    for number in 0..60_u8 {
        let email = format!("driver{number}@example.com");
        let caller = service.anonymous().at([198, 51, 100, number]);
        let caller = caller.with_header("x-forwarded-for", &format!("203.0.{number}.1"));
        let caller = caller.with_header("forwarded", &format!("for=203.0.{number}.1"));
        caller.post("/v1/sign-in", json!({ "email": email })).await.expect(202);
    }
    service.settle().await;
    assert_eq!(service.stack().mailbox().mails(None).len(), 50);
    ask_from(&service, [198, 51, 101, 1], "elsewhere@example.com").await.expect(202);
    assert_eq!(service.mails("elsewhere@example.com").await.len(), 1);
    // Who has signed in before is not kept out by those who made up addresses at the same place.
    service.sign_in_by_mail(ANN).await;
    service.advance(1);
    ask_from(&service, [198, 51, 100, 77], ANN).await.expect(202);
    assert_eq!(service.mails(ANN).await.len(), 2);
    // On this machine itself there are no places.
    ask(&service, "driver55@example.com").await.expect(202);
    assert_eq!(service.mails("driver55@example.com").await.len(), 1);
}
