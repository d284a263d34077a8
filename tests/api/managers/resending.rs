//! Mailing an invitation again.

use serde_json::json;
use tests::{Service, standing::text};

use super::{accept, invited, path};

const DAY: i64 = 24 * 3_600;

#[tokio::test]
async fn the_same_invitation_is_mailed_again() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let resend = format!("{}/invitation", path(&haulage, &manager));
    haulage.holder.post(&resend, json!({})).await.expect(202);
    let mails = service.mails("ann@example.com").await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| text(&mail["text"]).contains(text(&manager["url"]))));
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
}

#[tokio::test]
async fn five_a_day_are_mailed_and_the_next_when_there_is_room() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let resend = format!("{}/invitation", path(&haulage, &manager));
    for _ in 0..5 {
        haulage.holder.post(&resend, json!({})).await.expect(202);
        service.advance(3_600);
    }
    let refused = haulage.holder.post(&resend, json!({})).await;
    let after: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=DAY - 5 * 3_600).contains(&after), "{after}");
    refused.expect_problem(429, "too_many_requests");
    service.advance(after);
    haulage.holder.post(&resend, json!({})).await.expect(202);
    let refused = haulage.holder.post(&resend, json!({})).await;
    refused.expect_problem(429, "too_many_requests");
    assert_eq!(service.mails("ann@example.com").await.len(), 7);
}

#[tokio::test]
async fn an_accepted_invitation_is_not_mailed_again() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
    let resend = format!("{}/invitation", path(&haulage, &manager));
    haulage.holder.post(&resend, json!({})).await.expect_problem(409, "already_active");
}

#[tokio::test]
async fn one_request_mails_once() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let resend = format!("{}/invitation", path(&haulage, &manager));
    for _ in 0..2 {
        haulage.holder.with_key("again").post(&resend, json!({})).await.expect(202);
    }
    assert_eq!(service.mails("ann@example.com").await.len(), 2);
}
