//! SES refusing mails.

use std::time::Duration;

use serde_json::json;
use shared::table::mail::MailStatus;
use tests::{Service, service::Company, standing::text};

/// How often a record is tried here.
const ATTEMPTS: u32 = 3;
/// How often the SDK calls in each of them when SES says that the fault is its own.
const CALLS: usize = 4;

async fn start() -> (Service, Company, Vec<String>) {
    let service = Service::start_with(|config| {
        config.settle = false;
        config.patience.attempts = ATTEMPTS;
        config.patience.first_wait = Duration::from_millis(1);
    });
    let service = service.await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 5).await;
    (service, reseller, codes)
}

/// Redeems a code for a driver, who is owed a mail.
async fn redeem(reseller: &Company, code: &str, email: &str) {
    let body = json!({ "redemptions": [{ "code": code, "email": email }] });
    let path = format!("{}/redemptions", reseller.path);
    let rows = reseller.holder.post(&path, body).await.expect(200)["results"].clone();
    assert_eq!(rows[0]["status"], "redeemed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_ses_does_not_take_at_first_is_sent_again() {
    for (status, refusals) in [(429, CALLS), (500, 2 * CALLS), (400, 2)] {
        let (service, reseller, codes) = start().await;
        service.settle().await;
        service.stack().mailbox().refuse_next(refusals, status);
        redeem(&reseller, &codes[0], "driver@example.com").await;
        service.balanced().await;
        assert!(service.stack().stream().dead_letters().is_empty(), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_ses_never_takes_is_told_and_harms_nothing_before_it() {
    let (service, reseller, codes) = start().await;
    let (last, others) = codes.split_last().expect("codes");
    for (place, code) in others.iter().enumerate() {
        redeem(&reseller, code, &format!("driver{place}@example.com")).await;
    }
    service.settle().await;
    service.stack().mailbox().refuse_next(ATTEMPTS as usize, 400);
    let to = "last@example.com".to_owned();
    redeem(&reseller, last, &to).await;
    service.settle().await;
    let dead = service.stack().stream().dead_letters();
    assert_eq!(dead.len(), 1, "{dead:?}");
    assert!(dead[0].reason.contains("SES"), "{}", dead[0].reason);
    // Everything was counted, and every other mail was sent.
    let books = service.books().await;
    books.check();
    books.check_counts();
    assert_eq!(books.codes.len(), codes.len());
    for mail in &books.mails {
        let refused = mail.to.as_str() == to;
        let expected = if refused { MailStatus::Queued } else { MailStatus::Sent };
        assert_eq!(mail.status, expected, "{mail:?}");
        assert_eq!(service.stack().mailbox().last(mail.to.as_str()).is_some(), !refused);
    }
    // The driver has the course all the same.
    let driver = service.sign_in(&to).await;
    let mine = driver.list("/v1/me/enrolments").await;
    assert_eq!((mine.len(), text(&mine[0]["status"])), (1, "not_started"));
}
